//! Small trees that say how likely a date is that of publication, a name an author, and a name that of the site.

use super::{about, date, sites};
use crate::layout::visible::forest::Forest;
use std::sync::LazyLock;

/// What is asked of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    Date,
    Author,
    Publisher,
}

static TREES: LazyLock<[Forest; 3]> = LazyLock::new(|| {
    let numbers = [date::NUMBERS, about::NUMBERS, sites::NUMBERS];
    Forest::read_all(include_bytes!("credits.trees"), numbers).unwrap_or_default()
});

/// Whether the answer depends on that number.
pub(super) fn asks(question: Question, number: usize) -> bool {
    TREES[question as usize].asks(number)
}

/// How likely the answer is yes, where it is at least so likely.
pub(super) fn probability(question: Question, numbers: &[f32], least: f32) -> Option<f32> {
    TREES[question as usize].probability(numbers, least)
}
