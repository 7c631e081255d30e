//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): marginals by forward and backward sums.

use super::model::{LANES, Model, Row};

/// The probability of each label.
pub(super) type Marginal = [f32; LANES];

/// The probabilities of the labels of all blocks, given all their scores.
pub(super) fn marginals(model: &Model, scores: &[Row]) -> Vec<Marginal> {
    let weights: Vec<Marginal> = scores.iter().map(|row| model.weigh(row)).collect();
    let mut forward = forward(model, &weights);
    let mut behind = model.none();
    for (at, sums) in forward.iter_mut().enumerate().rev() {
        let both = multiply(sums, &behind);
        *sums = normal(both);
        behind = normal(back(model, &multiply(&weights[at], &behind)));
    }
    forward
}

/// For each block the sums over all labellings of the blocks up to it.
fn forward(model: &Model, weights: &[Marginal]) -> Vec<Marginal> {
    let mut sums: Vec<Marginal> = Vec::with_capacity(weights.len());
    for weight in weights {
        let before = sums.last().map_or(model.none(), |last| step(model, last));
        sums.push(normal(multiply(&before, weight)));
    }
    sums
}

fn step(model: &Model, from: &Marginal) -> Marginal {
    let mut to = [0.0; LANES];
    for (from, row) in from.iter().zip(&model.transitions).take(model.labels) {
        for (to, weight) in to.iter_mut().zip(row) {
            *to += from * weight;
        }
    }
    to
}

fn back(model: &Model, to: &Marginal) -> Marginal {
    let mut from = [0.0; LANES];
    for (to, row) in to.iter().zip(&model.reversed).take(model.labels) {
        for (from, weight) in from.iter_mut().zip(row) {
            *from += to * weight;
        }
    }
    from
}

fn multiply(one: &Marginal, other: &Marginal) -> Marginal {
    let mut product = *one;
    product.iter_mut().zip(other).for_each(|(to, by)| *to *= by);
    product
}

/// The same shares of a sum of 1.
fn normal(mut shares: Marginal) -> Marginal {
    let sum: f32 = shares.iter().sum();
    let by = 1.0 / sum.max(f32::MIN_POSITIVE);
    shares.iter_mut().for_each(|share| *share *= by);
    shares
}
