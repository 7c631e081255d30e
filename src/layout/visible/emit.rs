//! From one property a block to labelled spans: marks, names and dates are cut out of their lines here.

use super::choice;
use crate::labelling::{Join, Label};
use crate::layout::block::{Block, Blocks};
use crate::layout::{Page, body};
use crate::line::Line;
use crate::property::Property;
use crate::scan::words::{self, Mark};
use crate::scan::{byline, dates};

/// The spans of a page, in order.
pub(super) fn labels(page: Page<'_, '_>, blocks: &Blocks, chosen: &[Property]) -> Vec<Label> {
    let mut out =
        Emitter { page, blocks, labels: Vec::with_capacity(page.lines.len()), paragraphs: 0 };
    for (at, (block, property)) in blocks.blocks.iter().zip(chosen).enumerate() {
        match property {
            Property::ArticleBody => out.body(block),
            Property::Headline => out.headline(block, at),
            Property::DatePublished | Property::DateModified | Property::Author => out.meta(block),
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
        self.push(line, 0, kept, Property::Headline, "title of the page");
        self.push(line, kept, line.text.len(), Property::Boilerplate, "site behind the title");
    }

    /// Dates and names out of a line; what is left over is furniture.
    fn meta(&mut self, block: &Block) {
        for line in block.lines(self.page) {
            let mut spans: Vec<(usize, usize, Property, &'static str)> = Vec::new();
            if let Some(found) = byline::within(line.text) {
                let names = found.names.iter();
                spans.extend(names.map(|&(a, z)| (a, z, Property::Author, "name in a byline")));
            }
            let seen =
                self.labels.iter().rev().take(64).any(|l| l.property == Property::DatePublished);
            self.dates(line, seen, &mut spans);
            spans.sort_unstable_by_key(|span| span.0);
            self.spans(line, &spans);
        }
    }

    fn dates(
        &self,
        line: &Line<'_>,
        mut seen: bool,
        spans: &mut Vec<(usize, usize, Property, &'static str)>,
    ) {
        let mut from = 0;
        for found in dates::find(line.text).take(4) {
            let changed = seen || announces_change(line.text.get(from..found.start).unwrap_or(""));
            let (property, reason) = if changed {
                (Property::DateModified, "second date, or a word for change before it")
            } else {
                (Property::DatePublished, "date near the headline")
            };
            seen |= property == Property::DatePublished;
            spans.push((found.start, found.end, property, reason));
            from = found.end;
        }
    }

    fn spans(&mut self, line: &Line<'_>, spans: &[(usize, usize, Property, &'static str)]) {
        let mut at = 0;
        for &(start, end, property, reason) in spans {
            if start < at {
                continue;
            }
            self.push(line, at, start, Property::Boilerplate, "furniture of the page");
            self.push(line, start, end, property, reason);
            at = end;
        }
        self.push(line, at, line.text.len(), Property::Boilerplate, "furniture of the page");
    }

    fn push(
        &mut self,
        line: &Line<'_>,
        start: usize,
        end: usize,
        property: Property,
        reason: &'static str,
    ) {
        let Some(text) = line.text.get(start..end) else { return };
        let content = text.trim();
        if !content.is_empty() {
            let from = line.start + start + (text.len() - text.trim_start().len());
            self.labels.push(Label::value(from, from + content.len(), property, reason));
        }
    }
}

/// Whether the text before a date says that it is the time of a change.
fn announces_change(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '\u{ff1a}', '(', '\u{a0}']);
    let starts = before
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, ' ' | '(' | '|' | '·' | '•' | '-' | '/' | '\u{a0}'))
        .map(|(at, c)| at + c.len_utf8())
        .take(4)
        .chain((before.len() < 60).then_some(0));
    starts.into_iter().any(|at| words::is_mark(&before[at..], Mark::Modified))
}
