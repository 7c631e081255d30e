//! When, by whom and where: dates, authors and the publisher around an article, whoever found its headline and body.
//!
//! Candidates are found and described by numbers, by which small trees judge them. What the headline and the body
//! are must be known by then; how that was decided is not known here.

mod about;
mod date;
mod judge;
mod names;
mod prose;
mod publisher;
mod seek;
mod sites;
mod stamps;
mod view;

use super::Page;
use super::block::{Block, Blocks};
use crate::confidence::Sure;
use crate::labelling::{Join, Label};
use crate::line::Line;
use crate::property::Property;
use crate::scan::trim;
use std::ops::Range;

/// A page whose headline and body are known.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'s, 'l, 'a> {
    pub page: Page<'l, 'a>,
    pub blocks: &'s Blocks,
    /// The block of the headline.
    pub headline: Option<usize>,
    /// From the first block of the body to the last.
    pub body: (usize, usize),
    /// What each block is; what is neither headline nor body is looked through.
    pub chosen: &'s [Property],
    /// How likely each block is a date and how likely an author, where that is known.
    pub hints: &'s [[f32; 2]],
}

/// A value inside a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Credit {
    /// First byte, in the text of the page.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    pub property: Property,
    /// What else it says.
    pub also: Option<Property>,
    pub reason: &'static str,
    /// A word of a sentence of the body, which stays whole.
    pub within: bool,
    /// How likely it is right, not calibrated.
    pub sure: f32,
}

impl<'s, 'l, 'a> Scene<'s, 'l, 'a> {
    /// The page with what was chosen for its blocks.
    pub fn new(
        page: Page<'l, 'a>,
        blocks: &'s Blocks,
        chosen: &'s [Property],
        hints: &'s [[f32; 2]],
    ) -> Self {
        let headline = chosen.iter().position(|p| *p == Property::Headline);
        let is_body = |p: &Property| *p == Property::ArticleBody;
        let after = headline.map_or(0, |at| at + 1);
        let first = chosen.iter().skip(after).position(is_body).map(|at| at + after);
        let first = first.or_else(|| chosen.iter().position(is_body)).unwrap_or(after);
        let last = chosen.iter().rposition(is_body).map_or(first, |at| at + 1);
        Scene { page, blocks, headline, body: (first, last.max(first)), chosen, hints }
    }

    /// Where what belongs to the article begins: at its headline, else its body.
    fn anchor(&self) -> usize {
        self.headline.unwrap_or(self.body.0)
    }

    /// The blocks that are near enough to the article, or to the top of the page.
    fn near(&self) -> impl Iterator<Item = usize> {
        let all = self.blocks.blocks.len();
        let from = self.anchor().saturating_sub(BEFORE);
        let to = all.min(self.body.1.max(self.anchor()) + BEHIND);
        (0..from.min(TOP)).chain(from..to)
    }

    /// What of the block may be a credit: in prose and headings only lines of their own.
    fn room(&self, at: usize) -> Room {
        let block = &self.blocks.blocks[at];
        match self.chosen.get(at) {
            Some(Property::Separator) | None => Room::None,
            Some(Property::Headline) => Room::Lines,
            Some(Property::ArticleBody) if block.chars >= BRIEF => Room::Lines,
            Some(_) => Room::All,
        }
    }

    /// The block that holds the credit.
    fn block_of(&self, credit: &Credit) -> usize {
        let line = self.page.lines.partition_point(|line| line.start <= credit.start);
        self.blocks.blocks.partition_point(|block| block.first < line).saturating_sub(1)
    }

    fn lines(&self, block: &Block) -> &'l [Line<'a>] {
        block.lines(self.page)
    }
}

/// What of a block may be a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    None,
    /// Lines that hold nothing else.
    Lines,
    All,
}

/// So many blocks before the headline are looked at.
const BEFORE: usize = 120;
/// So many blocks behind the body are looked at.
const BEHIND: usize = 120;
/// So many blocks at the top of the page are looked at.
const TOP: usize = 60;
/// A block of the body that is shorter may be a date or a name.
const BRIEF: u32 = 90;

/// The values of the page, in order and without overlap.
pub(crate) fn find(scene: &Scene<'_, '_, '_>) -> Vec<Credit> {
    let mut credits = date::find(scene);
    let date = credits.first().map(|date| scene.block_of(date));
    credits.extend(names::find(scene, date));
    credits.sort_by_key(|credit| (credit.start, credit.end));
    let mut end = 0;
    credits.retain(|credit| {
        let free = credit.start >= end;
        end = if free { credit.end } else { end };
        free
    });
    credits
}

/// The publisher of the page, if it stands where neither a label nor a value is; both are in order.
pub(crate) fn publisher(
    scene: &Scene<'_, '_, '_>,
    labels: &[Label],
    credits: &[Credit],
) -> Option<Credit> {
    publisher::find(scene, |it| is_free(it, labels, credits))
}

/// The page's own address.
pub(crate) fn address(place: Range<usize>) -> Credit {
    let (property, reason) = (Property::MainEntityOfPage, "what the page's links share");
    Credit::new((place.start, place.end), property, reason, 0.0)
}

/// Whether nothing but furniture stands there, by labels in order and by what was found.
pub(crate) fn is_free(it: &Credit, labels: &[Label], credits: &[Credit]) -> bool {
    let from = labels.partition_point(|label| label.end <= it.start);
    let there = labels[from..].iter().take_while(|label| label.start < it.end);
    let furniture = [Property::Boilerplate, Property::Separator, Property::Unknown];
    there.into_iter().all(|label| furniture.contains(&label.property))
        && credits.iter().all(|other| other.end <= it.start || it.end <= other.start)
}

/// How sure the date, the authors and the publisher are.
pub(crate) fn tell_sure(credits: &[Credit], sure: &mut Sure) {
    let mean = |property: Property| {
        let of = credits.iter().filter(|credit| credit.property == property);
        let (sum, all) = of.fold((0.0, 0.0), |(sum, all), it| (sum + it.sure, all + 1.0));
        if all > 0.0 { sum / all } else { 0.0 }
    };
    sure.published = mean(Property::DatePublished);
    sure.authors = mean(Property::Author);
    sure.publisher = mean(Property::Publisher);
}

/// What is told of each date, each name and each name of a site, for training.
pub(crate) fn tell(scene: &Scene<'_, '_, '_>) -> Vec<(Credit, Vec<f32>)> {
    let date = date::find(scene).first().map(|date| scene.block_of(date));
    let mut told = date::tell(scene);
    told.extend(names::tell(scene, date));
    told.extend(publisher::tell(scene));
    told
}

/// Cuts the credits out of the labels; both are in order and without overlap.
pub(crate) fn overlay(page: Page<'_, '_>, labels: Vec<Label>, credits: &[Credit]) -> Vec<Label> {
    if credits.is_empty() {
        return labels;
    }
    let mut out = Vec::with_capacity(labels.len() + credits.len() * 2);
    let mut left = credits.iter().copied().peekable();
    for label in labels {
        let mut rest = label;
        while let Some(credit) = left.next_if(|credit| credit.start < rest.end) {
            if credit.within && rest.property == Property::ArticleBody {
                rest = share(rest, &credit, &mut out);
                continue;
            }
            push(page, Label { end: credit.start, ..rest }, &mut out);
            out.push(credit.label());
            let join = if rest.start < credit.start { Join::Space } else { rest.join };
            rest = Label { start: rest.start.max(credit.end), join, ..rest };
            if rest.start >= rest.end {
                break;
            }
        }
        push(page, rest, &mut out);
    }
    out.extend(left.map(Credit::label));
    out
}

/// A label in parts, of which one is the name as well; the part behind it is left.
fn share(label: Label, credit: &Credit, out: &mut Vec<Label>) -> Label {
    let mut join = label.join;
    if label.start < credit.start {
        out.push(Label { end: credit.start, ..label });
        join = Join::Tight;
    }
    let also = Some(credit.property);
    out.push(Label { start: credit.start.max(label.start), end: credit.end, join, also, ..label });
    Label { start: credit.end, join: Join::Tight, ..label }
}

impl Credit {
    fn new(
        (start, end): (usize, usize),
        property: Property,
        reason: &'static str,
        sure: f32,
    ) -> Self {
        Credit { start, end, property, also: None, reason, within: false, sure }
    }

    fn label(self) -> Label {
        let label = Label::value(self.start, self.end, self.property, self.reason);
        Label { also: self.also, ..label }
    }
}

/// The label without the white space around it, if anything is left. Where it goes on without anything between, white space
/// before it is its own.
fn push(page: Page<'_, '_>, label: Label, labels: &mut Vec<Label>) {
    let text = page.text.get(label.start..label.end).unwrap_or_default();
    let content = trim(text);
    if content.is_empty() {
        return;
    }
    let start = label.start + (content.as_ptr() as usize - text.as_ptr() as usize);
    let end = start + content.len();
    let start = if label.join == Join::Tight { label.start } else { start };
    labels.push(Label { start, end, ..label });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    #[test]
    fn a_name_within_a_sentence_stays_in_the_body() {
        let text = "The pier is open.\n\nAnn Lee is a writer.";
        let lines = line::lines(text);
        let body = |start, end| Label::value(start, end, Property::ArticleBody, "");
        let labels = vec![body(0, 17), body(19, 39).joined(Join::Paragraph)];
        let credit = Credit { within: true, ..Credit::new((19, 26), Property::Author, "", 1.0) };
        let labels = overlay(Page { text, lines: &lines }, labels, &[credit]);
        let said: Vec<_> =
            labels.iter().map(|it| (&text[it.start..it.end], it.join, it.also)).collect();
        let expected = [
            ("The pier is open.", Join::Value, None),
            ("Ann Lee", Join::Paragraph, Some(Property::Author)),
            (" is a writer.", Join::Tight, None),
        ];
        assert_eq!(said, expected);
    }
}
