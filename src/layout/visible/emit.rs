//! From one property a block to labelled spans: marks are cut out of their lines here.

use super::choice::Choice;
use crate::labelling::{Join, Label};
use crate::layout::block::{Block, Blocks};
use crate::layout::{Page, body};
use crate::property::Property;
use crate::scan::words::{Mark, is_mark};
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
const BULLETS: [char; 10] = ['•', '·', '*', '+', '-', '»', '›', '▪', '#', ' '];
/// What stands between them.
const RULES: [char; 5] = ['|', '•', '·', '»', '›'];

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

    /// Each link of a list of tags is a tag of its own, and each part of one that has marks between its parts.
    fn keywords(&mut self, block: &Block) {
        let from = self.labels.len();
        self.whole(block, Property::Keywords);
        let labels: Vec<Label> = self.labels.drain(from..).collect();
        let (mut first, mut marked) = (true, true);
        for label in labels {
            if label.property != Property::Keywords {
                self.labels.push(label);
                marked = true;
                continue;
            }
            let join = if marked && block.link > 0 { Join::Value } else { label.join };
            self.tags(label.joined(join), first);
            (first, marked) = (false, false);
        }
    }

    /// The tags of a span: marks between them are separators, a word such as `Tags:` before them is furniture.
    fn tags(&mut self, label: Label, first: bool) {
        let text = self.page.text.get(label.start..label.end).unwrap_or_default();
        let (name, more) = text.split_once(':').map_or((text, ""), |(name, _)| (name, ":"));
        let mut at = label.start;
        if first && is_mark(name.trim(), Mark::Tags) {
            at += name.len() + more.len();
            let name = Label { end: at, property: Property::Boilerplate, ..label };
            self.labels.push(Label { join: Join::Value, reason: "furniture of the page", ..name });
        }
        let mut join = label.join;
        let rest = self.page.text.get(at..label.end).unwrap_or_default();
        for part in rest.split_inclusive(RULES) {
            let tag = part.trim_end_matches(RULES).trim_end();
            let start = at + (tag.len() - tag.trim_start_matches(BULLETS).len());
            let end = at + tag.len();
            if start < end {
                let gap = self.labels.last().map_or(start, |last| last.end).max(label.start);
                if gap < start {
                    self.labels.push(Label::value(gap, start, Property::Separator, "between tags"));
                }
                self.labels.push(Label { start, end, join, ..label });
                join = Join::Value;
            }
            at += part.len();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::block;
    use crate::line;

    fn tags(text: &str) -> Vec<(&str, Join)> {
        let lines = line::lines(text);
        let page = Page { text, lines: &lines };
        let blocks = block::blocks(page);
        let mut emitter = Emitter { page, blocks: &blocks, labels: Vec::new(), paragraphs: 0 };
        blocks.blocks.iter().for_each(|block| emitter.keywords(block));
        let tags = emitter.labels.iter().filter(|label| label.property == Property::Keywords);
        tags.map(|label| (&text[label.start..label.end], label.join)).collect()
    }

    #[test]
    fn tags_have_marks_between_them_and_a_name_before() {
        let found = tags("Tags: Harbour | New pier • #Ships");
        assert_eq!(found, ["Harbour", "New pier", "Ships"].map(|tag| (tag, Join::Value)));
        assert_eq!(tags("Tags"), []);
        assert_eq!(tags("# Harbour"), [("Harbour", Join::Value)]);
    }
}
