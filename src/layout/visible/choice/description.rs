//! Which block is the description.

use super::super::numbers::View;
use super::super::second::{Look, Question};
use super::super::summary::Summaries;
use super::best;

/// Least probability of a description.
const DESCRIPTION: f32 = 0.2;
/// The same of one that is a paragraph of the body as well.
pub(super) const OPENING: f32 = 0.3;

/// The block that is the description most likely, and how likely it is.
pub(super) fn choose(view: &View<'_, '_, '_, '_>) -> Option<(usize, f32)> {
    let (all, words) = (Summaries::new(view), &view.scene.words);
    // what says the headline again sums nothing up
    let new = |(_, at): &(usize, &usize)| words.get(**at) != words.get(view.best.0);
    let look = |(nth, at): (usize, &usize)| {
        Some((*at, Look::of(Question::Description, &all.numbers(nth, *at), DESCRIPTION)?))
    };
    best(all.candidates.iter().enumerate().filter(new).filter_map(look))
}
