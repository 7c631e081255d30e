//! The body: the densest run of prose.

use crate::layout::block::{Block, Trait};
use std::ops::Range;

/// Most that one block can gain, so that one long notice does not outweigh an article.
const CAP: i64 = 400;
/// What a block that is no prose costs.
const GAP: i64 = 28;

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
