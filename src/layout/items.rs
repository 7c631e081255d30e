//! The items of a page: what a grammar is matched to. Mostly lines; sometimes several lines that are one value
//! (wrapped text, an organisation over ten lines), sometimes a part of a line (glued text).

use super::{Page, fold, glue, wrap};
use crate::labelling::Join;
use crate::line::Line;
use crate::scan::{self, Facts};
use std::borrow::Cow;
use std::ops::Range;

/// One value of the page, wherever its pieces stand.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// The text, joined where it stands in several pieces.
    pub text: Cow<'a, str>,
    pub facts: Facts,
    /// Where the pieces stand and how they join; the first one has `Join::Value`.
    pub first: Piece,
    pub more: Vec<Piece>,
}

/// A stretch of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
    pub join: Join,
}

impl<'a> Item<'a> {
    pub fn line(line: &Line<'a>) -> Self {
        Item::known(line.text, line.start, line.facts)
    }

    /// An item whose facts are known.
    pub fn known(text: &'a str, start: usize, facts: Facts) -> Self {
        let first = Piece { start, end: start + text.len(), join: Join::Value };
        Item { text: Cow::Borrowed(text), facts, first, more: Vec::new() }
    }

    /// An item whose facts are still to be found; `text` loses the white space around it.
    pub fn found(text: &'a str, start: usize) -> Option<Self> {
        let start = start + (text.len() - text.trim_start().len());
        let text = text.trim();
        (!text.is_empty()).then(|| Item::known(text, start, scan::facts(text)))
    }

    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }

    /// The pieces that hold a part of the text.
    pub fn part(&self, range: Range<usize>) -> impl Iterator<Item = Piece> + '_ {
        let mut at = 0;
        self.pieces().enumerate().filter_map(move |(i, piece)| {
            let space = usize::from(i > 0 && piece.join != Join::Tight);
            let from = at + space;
            at = from + (piece.end - piece.start);
            let (first, last) = (range.start.max(from), range.end.min(at));
            let place = |at: usize| piece.start + (at - from);
            (first < last).then(|| Piece { start: place(first), end: place(last), ..piece })
        })
    }

    /// Takes in the item behind it. The facts are the caller's to set.
    pub fn join(&mut self, next: Item<'a>, join: Join) {
        let text = self.text.to_mut();
        if join != Join::Tight {
            text.push(' ');
        }
        text.push_str(&next.text);
        self.more.push(Piece { join, ..next.first });
        self.more.extend(next.more);
    }
}

/// The most items that a grammar is matched to; what stands behind them on a page keeps no property.
/// A page of this family has a hundred. The bound keeps memory small on a page of a million lines.
const MOST_ITEMS: usize = 20_000;

/// The items of a page, before anything is known about order.
pub(crate) fn items<'a>(page: Page<'_, 'a>) -> Vec<Item<'a>> {
    let lines = &page.lines[..page.lines.len().min(MOST_ITEMS)];
    let items = if glue::is_glued(lines) {
        glue::split(lines)
    } else if let Some(joins) = wrap::joins(page.text, lines) {
        unwrap_lines(lines, &joins)
    } else {
        let mut items = Vec::with_capacity(lines.len());
        for line in lines {
            glue::split_address(line, &mut items);
        }
        items
    };
    fold::fold(items)
}

fn unwrap_lines<'a>(lines: &[Line<'a>], joins: &[Join]) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::with_capacity(lines.len());
    for (line, &join) in lines.iter().zip(joins) {
        match items.last_mut() {
            Some(last) if join != Join::Value => last.join(Item::line(line), join),
            _ => items.push(Item::line(line)),
        }
    }
    for item in items.iter_mut().filter(|item| !item.more.is_empty()) {
        item.facts = scan::facts(&item.text);
    }
    items
}
