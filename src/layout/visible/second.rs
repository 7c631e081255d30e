//! The second look: small trees that answer what the chain left open.

use super::batch::Batch;
use super::forest::{Forest, Sum};
use super::numbers::{NUMBERS, Numbers};
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

/// The trees that are asked of many paragraphs at once.
static PARAGRAPHS: LazyLock<Option<Batch>> = LazyLock::new(|| Batch::of(paragraphs()));

/// The trees that are asked of paragraphs.
pub(super) fn paragraphs() -> &'static Forest {
    &TREES[Question::Body as usize]
}

/// What the trees say of paragraphs.
pub(super) fn of_paragraphs(all: &[Numbers]) -> Vec<Sum> {
    match &*PARAGRAPHS {
        Some(batch) => batch.sums(paragraphs(), all),
        None => all.iter().map(|numbers| paragraphs().sum(numbers)).collect(),
    }
}

/// How likely the answer is yes.
pub(super) struct Look;

impl Look {
    /// The probability, where it is at least so high.
    pub fn of(question: Question, numbers: &[f32], least: f32) -> Option<f32> {
        TREES[question as usize].probability(numbers, least)
    }
}
