//! Which block is the description.

use super::super::numbers::View;
use super::super::second::{Look, Question};
use super::super::summary::{Candidate, Summaries};
use super::best;
use std::ops::Range;

/// Least probability of a description.
const DESCRIPTION: f32 = 0.2;
/// The same of one that is a paragraph of the body as well.
pub(super) const OPENING: f32 = 0.3;

/// The block of the description and its bytes, and how likely it is.
pub(super) fn choose(view: &View<'_, '_, '_, '_>) -> Option<((usize, Range<usize>), f32)> {
    let (all, words) = (Summaries::new(view), &view.scene.words);
    // what says the headline again sums nothing up
    let new = |it: &Candidate| words.get(it.block) != words.get(view.best.0);
    let look = |it: Candidate| {
        let p = Look::of(Question::Description, &it.numbers, DESCRIPTION)?;
        Some(((it.block, it.bytes), p))
    };
    best(all.candidates().filter(new).filter_map(look))
}
