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
            Property::ArticleBody => {
                out.body(block, choice.opening.filter(|it| *it == at).map(|_| &choice.summary))
            }
            Property::Headline => out.headline(block, &choice.headline),
            Property::Keywords => out.keywords(block),
            Property::Description => out.description(block, &choice.summary),
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

    /// A paragraph; a part of it may be the summary as well.
    fn body(&mut self, block: &Block, summary: Option<&Range<usize>>) {
        let from = self.labels.len();
        let join = if self.paragraphs == 0 { Join::Value } else { Join::Paragraph };
        self.paragraphs += 1;
        body::spans(self.page, self.blocks, block, Property::ArticleBody, join, &mut self.labels);
        let Some(summary) = summary else { return };
        let labels: Vec<Label> = self.labels.drain(from..).collect();
        labels.iter().for_each(|label| self.cut(label, summary));
    }

    /// A label in parts, of which the one within the bytes is the summary as well. A cut goes with the white space around it.
    fn cut(&mut self, label: &Label, summary: &Range<usize>) {
        let mut before = None;
        for part in parts(label, summary) {
            let within = summary.contains(&part.start) && label.property == Property::ArticleBody;
            let Some(content) = content(self.page.text, part.clone()) else { continue };
            // where nothing is cut the white space belongs to the text
            let start = if part.start > label.start { content.start } else { part.start };
            let end = if part.end < label.end { content.end } else { part.end };
            let join = match before {
                None => label.join,
                Some(end) if end < start => Join::Space,
                Some(_) => Join::Tight,
            };
            before = Some(end);
            let also = within.then_some(Property::Description);
            self.labels.push(Label { start, end, also, join, ..*label });
        }
    }

    /// The summary, and what stands around it in its block.
    fn description(&mut self, block: &Block, bytes: &Range<usize>) {
        let lines = block.lines(self.page);
        let own = lines.first().zip(lines.last()).map(|(first, last)| first.start..last.end());
        match own.filter(|own| own.contains(&bytes.start) && !bytes.is_empty()) {
            Some(_) => self.part(block, Property::Description, bytes, "around the summary"),
            None => self.whole(block, Property::Description),
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
        self.part(block, Property::Headline, bytes, "site around the title");
    }

    /// What of the block is the property, and what stands around that.
    fn part(
        &mut self,
        block: &Block,
        property: Property,
        bytes: &Range<usize>,
        around: &'static str,
    ) {
        let from = self.labels.len();
        self.whole(block, property);
        let labels: Vec<Label> = self.labels.drain(from..).collect();
        for label in labels {
            let [before, within, behind] = parts(&label, bytes);
            let rest = Label {
                property: Property::Boilerplate,
                join: Join::Value,
                reason: around,
                ..label
            };
            self.push(before, rest);
            self.push(within, label);
            self.push(behind, rest);
        }
    }

    /// A part of the text without the white space around it.
    fn push(&mut self, bytes: Range<usize>, label: Label) {
        if let Some(Range { start, end }) = content(self.page.text, bytes) {
            self.labels.push(Label { start, end, ..label });
        }
    }
}

/// The bytes without the white space around them, if any are left.
fn content(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(bytes.clone())?;
    let start = bytes.end - part.trim_start().len();
    let end = bytes.start + part.trim_end().len();
    (start < end).then_some(start..end)
}

/// What of the label stands before the bytes, within and behind them.
fn parts(label: &Label, bytes: &Range<usize>) -> [Range<usize>; 3] {
    let cut = label.start.max(bytes.start).min(label.end);
    let end = label.end.min(bytes.end).max(cut);
    [label.start..cut, cut..end, end..label.end]
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
