//! Whole pages: no header, no property block, only what a reader would see.
//!
//! Three steps that do not know each other: lines become blocks (`block`), a decision gives every block one property
//! (`choice`, which a trained model may replace), and blocks become spans (`emit`).

mod choice;
mod emit;

use super::block::{self, Blocks};
use super::{Finding, Page};
use std::borrow::Cow;

/// A page of fewer blocks than this has no furniture to tell from its text.
const FEWEST: usize = 8;

/// Labels a whole page; none where the text is not a whole page.
pub(crate) fn label(page: Page<'_, '_>) -> Option<Finding> {
    if page.lines.len() < FEWEST {
        return None;
    }
    let blocks = block::blocks(page);
    if !is_whole_page(&blocks) {
        return None;
    }
    let properties = choice::choose(page, &blocks);
    let labels = emit::labels(page, &blocks, &properties);
    Some(Finding { layout: Cow::Borrowed("visible-page"), labels, warnings: Vec::new() })
}

/// A whole page has furniture: many short blocks that are no sentences.
fn is_whole_page(blocks: &Blocks) -> bool {
    let all = blocks.blocks.len();
    let short = blocks.blocks.iter().filter(|b| !b.is_prose()).count();
    all >= FEWEST && short * 3 > all
}
