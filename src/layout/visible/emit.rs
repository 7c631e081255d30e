//! From one property a block to labelled spans: marks are cut out of their lines here.

use super::choice;
use crate::labelling::{Join, Label};
use crate::layout::block::{Block, Blocks};
use crate::layout::{Page, body};
use crate::line::Line;
use crate::property::Property;
use std::ops::Range;

/// The spans of a page, in order.
pub(super) fn labels(page: Page<'_, '_>, blocks: &Blocks, chosen: &[Property]) -> Vec<Label> {
    let mut out =
        Emitter { page, blocks, labels: Vec::with_capacity(page.lines.len()), paragraphs: 0 };
    for (at, (block, property)) in blocks.blocks.iter().zip(chosen).enumerate() {
        match property {
            Property::ArticleBody => out.body(block),
            Property::Headline => out.headline(block, at),
            other => out.lines(block, *other),
        }
    }
    out.labels
}

struct Emitter<'l, 'a> {
    page: Page<'l, 'a>,
    blocks: &'l Blocks,
    labels: Vec<Label>,
    /// Paragraphs of the body so far.
    paragraphs: usize,
}

impl<'l, 'a> Emitter<'l, 'a> {
    fn lines(&mut self, block: &Block, property: Property) {
        for line in block.lines(self.page) {
            self.labels.push(Label::value(
                line.start,
                line.end(),
                property,
                "furniture of the page",
            ));
        }
    }

    fn body(&mut self, block: &Block) {
        let join = if self.paragraphs == 0 { Join::Value } else { Join::Paragraph };
        self.paragraphs += 1;
        body::spans(self.page, self.blocks, block, Property::ArticleBody, join, &mut self.labels);
    }

    fn headline(&mut self, block: &Block, at: usize) {
        let single = block.end - block.first == 1;
        let Some(line) = block.lines(self.page).first().filter(|_| at == 0 && single) else {
            let join = Join::Value;
            return body::spans(
                self.page,
                self.blocks,
                block,
                Property::Headline,
                join,
                &mut self.labels,
            );
        };
        let kept = choice::without_site(line.text).len();
        let (end, labels) = (line.text.len(), &mut self.labels);
        push(line, 0..kept, Property::Headline, "title of the page", labels);
        push(line, kept..end, Property::Boilerplate, "site behind the title", labels);
    }
}

/// Labels a part of a line without the white space around it.
fn push(
    line: &Line<'_>,
    part: Range<usize>,
    property: Property,
    reason: &'static str,
    labels: &mut Vec<Label>,
) {
    let Some(text) = line.text.get(part.clone()) else { return };
    let content = text.trim();
    if !content.is_empty() {
        let from = line.start + part.start + (text.len() - text.trim_start().len());
        labels.push(Label::value(from, from + content.len(), property, reason));
    }
}
