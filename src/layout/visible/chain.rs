//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): marginals by forward and backward sums.

use super::model::{LANES, Model, Row};
use wide::f32x4;

/// The probability of each label.
pub(super) type Marginal = [f32; LANES];

/// The same as vectors.
#[derive(Clone, Copy)]
struct Shares([f32x4; LANES / 4]);

/// The probabilities of the labels of all blocks, given all their scores.
pub(super) fn marginals(model: &Model, scores: &[Row]) -> Vec<Marginal> {
    let weights: Vec<Shares> = scores.iter().map(|row| Shares::of(&model.weigh(row))).collect();
    let mut marginals: Vec<Marginal> = Vec::with_capacity(scores.len());
    let mut before = Shares::of(&model.none());
    for weight in &weights {
        let sums = before.times(*weight).normal();
        before = sums.step(model, &model.transitions);
        marginals.push(sums.numbers());
    }
    let mut behind = Shares::of(&model.none());
    for (marginal, weight) in marginals.iter_mut().zip(&weights).rev() {
        *marginal = Shares::of(marginal).times(behind).normal().numbers();
        behind = behind.times(*weight).normal().step(model, &model.reversed);
    }
    marginals
}

impl Shares {
    fn of(numbers: &Marginal) -> Self {
        let (fours, _) = numbers.as_chunks();
        Shares(std::array::from_fn(|at| fours.get(at).copied().map_or(f32x4::ZERO, f32x4::new)))
    }

    fn numbers(self) -> Marginal {
        let mut numbers = [0.0; LANES];
        let (fours, _) = numbers.as_chunks_mut();
        fours.iter_mut().zip(self.0).for_each(|(to, from)| *to = from.to_array());
        numbers
    }

    fn times(self, other: Shares) -> Shares {
        Shares(std::array::from_fn(|at| self.0[at] * other.0[at]))
    }

    /// The same shares of a sum of 1.
    fn normal(self) -> Shares {
        let [one, two, three] = self.0;
        let by = f32x4::splat(1.0 / (one + two + three).reduce_add().max(f32::MIN_POSITIVE));
        Shares(self.0.map(|shares| shares * by))
    }

    /// The sums over all labels from which one comes.
    fn step(self, model: &Model, factors: &[Marginal; LANES]) -> Shares {
        let mut to = [f32x4::ZERO; LANES / 4];
        for (from, row) in self.numbers().iter().zip(factors).take(model.labels) {
            let (from, row) = (f32x4::splat(*from), Shares::of(row));
            to.iter_mut().zip(row.0).for_each(|(to, factor)| *to += from * factor);
        }
        Shares(to)
    }
}
