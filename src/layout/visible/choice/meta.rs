//! Dates and bylines near the headline.

use crate::layout::block::{Block, Blocks};
use crate::layout::{Page, dateline};
use crate::property::Property;
use crate::scan::{byline, dates};
use std::ops::Range;

/// Longest block that is looked at for a date or a byline.
const LONGEST: u32 = 220;
/// How far from the headline a date is looked for.
const NEAR: usize = 30;
/// How far from the headline a byline is looked for.
const BYLINE: usize = 12;

/// Marks the block with the date of publication, and the bylines.
pub(super) fn mark(
    page: Page<'_, '_>,
    blocks: &Blocks,
    headline: Option<usize>,
    body: &Range<usize>,
    chosen: &mut [Property],
) {
    let anchor = headline.unwrap_or(body.start);
    if let Some(at) = date(page, blocks, anchor, body, chosen) {
        chosen[at] = Property::DatePublished;
    }
    for at in around(anchor, BYLINE, blocks.blocks.len()) {
        let block = &blocks.blocks[at];
        if free(chosen[at], block)
            && block.lines(page).iter().any(|l| byline::within(l.text).is_some())
        {
            if chosen[at] != Property::DatePublished {
                chosen[at] = Property::Author;
            }
            break;
        }
    }
}

/// The nearest behind the headline, else right before it, else behind the body, else the first of the page.
fn date(
    page: Page<'_, '_>,
    blocks: &Blocks,
    anchor: usize,
    body: &Range<usize>,
    chosen: &[Property],
) -> Option<usize> {
    let all = blocks.blocks.len();
    let dated = |at: &usize| {
        let block = &blocks.blocks[*at];
        free(chosen[*at], block) && has_date(page, block)
    };
    let bare = |at: &usize| dated(at) && is_bare(page, &blocks.blocks[*at]);
    let behind = || anchor..all.min(anchor + NEAR);
    let before = || (anchor.saturating_sub(NEAR / 3)..anchor).rev();
    let after = || (body.end..all.min(body.end + NEAR / 2)).find(&dated);
    let first = || (0..all).find(&dated);
    let lone = behind().take(BYLINE).find(&bare).or_else(|| before().find(&bare));
    let near = || behind().find(&dated).or_else(|| before().find(&dated));
    lone.or_else(near).or_else(after).or_else(first)
}

/// Whether a line of the block holds dates and little else.
fn is_bare(page: Page<'_, '_>, block: &Block) -> bool {
    block.lines(page).iter().any(|line| dateline::is_bare(line.text))
}

fn has_date(page: Page<'_, '_>, block: &Block) -> bool {
    block.lines(page).iter().any(|line| dates::holds(line.text))
}

fn free(property: Property, block: &Block) -> bool {
    let short = block.chars <= LONGEST && block.stops < 3;
    short
        && matches!(
            property,
            Property::Boilerplate | Property::DatePublished | Property::ArticleBody
        )
        && (property != Property::ArticleBody || block.chars < 90)
}

/// Positions behind and before `anchor`, nearest first behind it.
fn around(anchor: usize, reach: usize, all: usize) -> impl Iterator<Item = usize> {
    let behind = anchor..all.min(anchor + reach);
    behind.chain((anchor.saturating_sub(3)..anchor.min(all)).rev())
}
