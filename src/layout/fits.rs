//! How well every property of a grammar fits a set of facts, all at once: a row of scores per fact, added up.
//! `State::fit` says the same for one property, slowly; a test compares the two.

use super::grammar::State;
use crate::scan::Facts;

/// Less than any sum of weights: the property is impossible.
const IMPOSSIBLE: i16 = -30_000;

/// As many scores as are worked on at once.
const LANES: usize = 32;
type Lanes = [i16; LANES];

/// Rows of scores, one a fact.
#[derive(Debug)]
pub(crate) struct Fits {
    /// The facts that any property names.
    named: Facts,
    /// For each fact by its bit, what it opens and what it adds, `LANES` properties at a time.
    rows: Vec<Vec<Row>>,
    blocks: usize,
}

#[derive(Clone, Debug)]
struct Row {
    opens: Lanes,
    adds: Lanes,
}

impl Fits {
    pub fn new(states: &[State]) -> Self {
        let of = |state: &State| {
            state.accept.iter().chain(&state.prefer).fold(Facts::NONE, |all, (fact, _)| all | *fact)
        };
        let named = states.iter().fold(Facts::NONE, |all, state| all | of(state));
        let rows = (0..u64::BITS)
            .map(|bit| states.chunks(LANES).map(|block| row(block, Facts(1 << bit))).collect());
        Fits { named, rows: rows.collect(), blocks: states.len().div_ceil(LANES) }
    }

    /// Calls `take` with every property that the facts fit, in order, and with how well.
    pub fn each(&self, facts: Facts, mut take: impl FnMut(u8, i16)) {
        for block in 0..self.blocks {
            let scores = self.block(facts, block);
            for (lane, &score) in
                scores.iter().enumerate().filter(|(_, score)| **score > IMPOSSIBLE / 2)
            {
                take((block * LANES + lane) as u8, score);
            }
        }
    }

    fn block(&self, facts: Facts, block: usize) -> Lanes {
        let (mut opens, mut adds) = ([IMPOSSIBLE; LANES], [0i16; LANES]);
        let mut bits = facts.only(self.named).0;
        while bits != 0 {
            let row = &self.rows[bits.trailing_zeros() as usize][block];
            for lane in 0..LANES {
                opens[lane] = opens[lane].max(row.opens[lane]);
                adds[lane] = adds[lane].saturating_add(row.adds[lane]);
            }
            bits &= bits - 1;
        }
        for lane in 0..LANES {
            opens[lane] = opens[lane].saturating_add(adds[lane]);
        }
        opens
    }
}

fn row(states: &[State], fact: Facts) -> Row {
    let mut row = Row { opens: [IMPOSSIBLE; LANES], adds: [0; LANES] };
    for (lane, state) in states.iter().enumerate() {
        row.opens[lane] = weight(&state.accept, fact).max().unwrap_or(IMPOSSIBLE);
        row.adds[lane] = weight(&state.prefer, fact).sum();
    }
    row
}

/// Weights are bounded by the grammar, so that they and their sums fit.
fn weight(weights: &[(Facts, i32)], fact: Facts) -> impl Iterator<Item = i16> + '_ {
    weights.iter().filter(move |(named, _)| *named == fact).map(|&(_, score)| score as i16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::BUILT_IN;
    use crate::layout::grammar::Grammar;

    #[test]
    fn rows_agree_with_the_slow_way() {
        let grammar = Grammar::from_toml(BUILT_IN[0]).unwrap();
        let fits = Fits::new(&grammar.states);
        let mut facts = 1u64;
        for _ in 0..2000 {
            facts = facts.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let set = Facts(facts & facts.rotate_left(17));
            let mut fast = Vec::new();
            fits.each(set, |state, score| fast.push((state, i32::from(score))));
            let slow = grammar.states.iter().enumerate();
            let slow: Vec<_> =
                slow.filter_map(|(s, state)| Some((s as u8, state.fit(set)?))).collect();
            assert_eq!(fast, slow);
        }
    }
}
