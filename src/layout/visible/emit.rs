//! From one property a block to labelled spans: marks are cut out of their lines here.

use super::choice::Choice;
use crate::labelling::{Join, Label};
use crate::layout::block::{Block, Blocks};
use crate::layout::{Page, body};
use crate::property::Property;
use std::ops::Range;

/// The spans of a page, in order.
pub(super) fn labels(page: Page<'_, '_>, blocks: &Blocks, choice: &Choice) -> Vec<Label> {
    let mut out =
        Emitter { page, blocks, labels: Vec::with_capacity(page.lines.len()), paragraphs: 0 };
    for (at, (block, property)) in blocks.blocks.iter().zip(&choice.properties).enumerate() {
        match property {
            Property::ArticleBody => out.body(block, choice.summary == Some(at)),
            Property::Headline => out.headline(block, &choice.headline),
            Property::Keywords => out.keywords(block),
            Property::Description => out.whole(block, Property::Description),
            Property::Unknown => {}
            other => out.lines(block, *other),
        }
    }
    out.labels
}

/// What stands before the items of a list.
const BULLETS: [char; 9] = ['•', '·', '*', '+', '-', '»', '›', '▪', ' '];

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

    fn body(&mut self, block: &Block, summary: bool) {
        let from = self.labels.len();
        let join = if self.paragraphs == 0 { Join::Value } else { Join::Paragraph };
        self.paragraphs += 1;
        body::spans(self.page, self.blocks, block, Property::ArticleBody, join, &mut self.labels);
        let text = |label: &&mut Label| summary && label.property == Property::ArticleBody;
        for label in self.labels.iter_mut().skip(from).filter(text) {
            label.also = Some(Property::Description);
        }
    }

    fn whole(&mut self, block: &Block, property: Property) {
        body::spans(self.page, self.blocks, block, property, Join::Value, &mut self.labels);
    }

    /// Each link of a list of tags is a tag of its own.
    fn keywords(&mut self, block: &Block) {
        let from = self.labels.len();
        self.whole(block, Property::Keywords);
        let several = block.link > 0;
        for label in self.labels.iter_mut().skip(from) {
            label.join = if several { Join::Value } else { label.join };
            let text = self.page.text.get(label.start..label.end).unwrap_or_default();
            label.start = label.end - text.trim_start_matches(BULLETS).len();
        }
    }

    /// The headline, and what the title of a page has around it.
    fn headline(&mut self, block: &Block, bytes: &Range<usize>) {
        let from = self.labels.len();
        self.whole(block, Property::Headline);
        let labels: Vec<Label> = self.labels.drain(from..).collect();
        for label in labels {
            let cut = label.start.max(bytes.start).min(label.end);
            let end = label.end.min(bytes.end).max(cut);
            let around = [(label.start, cut), (end, label.end)];
            self.push(around[0], Property::Boilerplate, label.join);
            self.push((cut, end), label.property, label.join);
            self.push(around[1], Property::Boilerplate, label.join);
        }
    }

    /// A part of the text without the white space around it.
    fn push(&mut self, (start, end): (usize, usize), property: Property, join: Join) {
        let text = self.page.text.get(start..end).unwrap_or_default();
        let content = text.trim();
        if !content.is_empty() {
            let from = start + (text.len() - text.trim_start().len());
            let reason = match property {
                Property::Boilerplate => "site around the title",
                _ => "headline: agreement, mark or position",
            };
            let label = Label::value(from, from + content.len(), property, reason);
            self.labels.push(label.joined(if property == Property::Boilerplate {
                Join::Value
            } else {
                join
            }));
        }
    }
}
