//! What stands around the headline: the page's address, its tags as lists, the sentence below the headline.

use crate::layout::Page;
use crate::layout::block::{Block, Blocks, Trait};
use crate::line::Line;
use crate::property::Property;
use crate::scan::{Facts, list, url};
use std::ops::Range;

/// How many blocks before the body are looked at.
const REACH: usize = 40;
/// Tags stand so near to the beginning of the body.
const TAGS: usize = 6;

/// Marks them among the blocks before the body that are still furniture.
pub(super) fn mark(
    page: Page<'_, '_>,
    blocks: &Blocks,
    headline: Option<usize>,
    body: &Range<usize>,
    chosen: &mut [Property],
) {
    let head = body.start.saturating_sub(REACH)..body.start;
    if let Some(at) = head.clone().find(|&at| is_address(page, &blocks.blocks[at])) {
        put(chosen, at, Property::MainEntityOfPage);
    }
    let tags = head.start..body.start + TAGS;
    for at in tags.filter(|&at| is_tag_list(page, blocks, at)) {
        put(chosen, at, Property::Keywords);
        put(chosen, at + 1, Property::Keywords);
    }
    if let Some(at) = headline.and_then(|headline| summary(page, blocks, headline, body)) {
        put(chosen, at, Property::Description);
    }
}

/// Tags stand behind the summary and before the body; where both read as one run of prose, the body begins behind them.
pub(super) fn behind_tags(page: Page<'_, '_>, blocks: &Blocks, body: &Range<usize>) -> usize {
    let near = body.start..body.end.min(body.start + TAGS);
    near.rev().find(|&at| is_tag_list(page, blocks, at)).map_or(body.start, |at| at + 2)
}

fn put(chosen: &mut [Property], at: usize, property: Property) {
    if let Some(slot) = chosen.get_mut(at).filter(|slot| **slot == Property::Boilerplate) {
        *slot = property;
    }
}

fn only<'l, 'a>(page: Page<'l, 'a>, block: &Block) -> Option<&'l Line<'a>> {
    match block.lines(page) {
        [line] => Some(line),
        _ => None,
    }
}

/// An address with a path, and of no picture, on a line of its own.
fn is_address(page: Page<'_, '_>, block: &Block) -> bool {
    only(page, block).is_some_and(|line| {
        line.facts.any(Facts::URL)
            && !line.facts.any(Facts::IMAGE)
            && url::slug(line.text).is_some_and(|slug| !slug.is_empty())
    })
}

/// A list that stands twice in a row, first in lower case, as a program writes tags.
fn is_tag_list(page: Page<'_, '_>, blocks: &Blocks, at: usize) -> bool {
    let text = |at: usize| blocks.blocks.get(at).and_then(|block| Some(only(page, block)?.text));
    let Some((first, second)) = text(at).zip(text(at + 1)) else { return false };
    list::items(first).nth(1).is_some() && first != second && first == second.to_lowercase()
}

/// The sentence right below a copy of the headline, where the body says it again.
fn summary(
    page: Page<'_, '_>,
    blocks: &Blocks,
    headline: usize,
    body: &Range<usize>,
) -> Option<usize> {
    let head = body.start.saturating_sub(REACH)..body.start;
    let title = only(page, blocks.blocks.get(headline)?)?.text;
    let first = blocks.blocks.get(body.start).map_or(&[][..], |block| block.lines(page));
    let again = |text: &str| first.iter().any(|line| line.text.contains(text));
    let is_copy = |at: usize| only(page, &blocks.blocks[at]).is_some_and(|l| l.text == title);
    let is_sentence = |at: usize| {
        let block = &blocks.blocks[at];
        block.is(Trait::Stop)
            && block.text() >= 40
            && only(page, block).is_some_and(|l| again(l.text))
    };
    head.filter(|&at| at > 0 && is_copy(at - 1)).find(|&at| is_sentence(at))
}
