//! The body: the densest run of prose.

use crate::layout::block::{Block, Trait};
use crate::property::Property;
use std::ops::Range;

/// Most that one block can gain, so that one long notice does not outweigh an article.
const CAP: i64 = 400;
/// What a block that is no prose costs.
const GAP: i64 = 28;
/// Most short blocks in a row that stay in the body.
const BRIDGE: usize = 4;

/// The run of blocks with the greatest sum of gains, empty where no block gains.
pub(super) fn densest(blocks: &[Block]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0);
    let (mut start, mut sum) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        if sum <= 0 {
            (start, sum) = (at, 0);
        }
        sum += gain(block);
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    best
}

/// What a block adds to the run it is in.
fn gain(block: &Block) -> i64 {
    let text = i64::from(block.text());
    if block.chars == 0 {
        return -2;
    }
    if block.is(Trait::Rights) {
        return -3 * GAP;
    }
    if block.is_prose() {
        return text.min(CAP) / if block.is(Trait::Item) { 2 } else { 1 };
    }
    if block.link * 2 > block.chars || block.is(Trait::Item) { -GAP - GAP / 2 } else { -GAP }
}

/// Marks the body in the run; short blocks between prose stay where they are few.
pub(super) fn mark(
    blocks: &[Block],
    run: Range<usize>,
    headline: Option<usize>,
    chosen: &mut [Property],
) {
    let mut short = Vec::new();
    let mut begun = false;
    for at in run {
        let block = &blocks[at];
        if Some(at) == headline || chosen[at] == Property::Separator {
            continue;
        }
        if gain(block) > 0 {
            if begun && short.len() <= BRIDGE {
                short.iter().for_each(|&at: &usize| chosen[at] = Property::ArticleBody);
            }
            short.clear();
            begun = true;
            chosen[at] = Property::ArticleBody;
        } else if may_stay(block) {
            short.push(at);
        }
    }
}

/// A heading or a fragment within the body: no link, not repeated.
fn may_stay(block: &Block) -> bool {
    block.count == 1
        && block.link * 2 < block.chars
        && block.chars >= 3
        && !block.is(Trait::Rights)
        && !block.is(Trait::Hard)
}
