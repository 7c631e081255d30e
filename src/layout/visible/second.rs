//! The second look: small trees that answer what the chain left open.

use super::forest::Forest;
use super::numbers::NUMBERS;
use super::{headline, summary, tags};
use std::sync::LazyLock;

/// What is asked of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    Headline,
    Description,
    Keywords,
    Body,
}

/// How many numbers tell of a candidate, question by question.
const ASKED: [usize; 4] = [headline::ALL, summary::ALL, tags::ALL, NUMBERS];

static TREES: LazyLock<[Forest; 4]> =
    LazyLock::new(|| Forest::read_all(include_bytes!("labeller.trees"), ASKED).unwrap_or_default());

/// How likely the answer is yes.
pub(super) struct Look;

impl Look {
    /// The probability, where it is at least so high.
    pub fn of(question: Question, numbers: &[f32], least: f32) -> Option<f32> {
        TREES[question as usize].probability(numbers, least)
    }
}
