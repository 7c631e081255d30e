//! How well every property of a grammar fits a set of facts, all at once: a row of scores per fact, added up.
//! `State::fit` says the same for one property, slowly; a test compares the two.

use super::grammar::State;
use crate::scan::Facts;

/// Less than any sum of weights: the property is impossible.
pub(crate) const IMPOSSIBLE: i32 = i32::MIN / 4;

/// One row of scores a fact.
#[derive(Debug)]
pub(crate) struct Fits {
    states: usize,
    /// Per fact that any property names: the fact, what it opens and what it adds.
    rows: Vec<(Facts, Vec<i32>, Vec<i32>)>,
}

impl Fits {
    pub fn new(states: &[State]) -> Self {
        let named = |state: &State| {
            state.accept.iter().chain(&state.prefer).fold(Facts::NONE, |all, (fact, _)| all | *fact)
        };
        let facts = states.iter().fold(Facts::NONE, |all, state| all | named(state));
        let rows = facts.iter().map(|fact| {
            let opens = |state: &State| weight(&state.accept, fact).max().unwrap_or(IMPOSSIBLE);
            let adds = |state: &State| weight(&state.prefer, fact).sum();
            (fact, states.iter().map(opens).collect(), states.iter().map(adds).collect())
        });
        Fits { states: states.len(), rows: rows.collect() }
    }

    /// Fills `row` with a score per property; impossible ones are below half of `IMPOSSIBLE`.
    pub fn fill(&self, facts: Facts, row: &mut Vec<i32>) {
        row.clear();
        row.resize(self.states, IMPOSSIBLE);
        let present = || self.rows.iter().filter(|(fact, _, _)| facts.any(*fact));
        for (_, opens, _) in present() {
            row.iter_mut().zip(opens).for_each(|(score, open)| *score = (*score).max(*open));
        }
        for (_, _, adds) in present() {
            row.iter_mut().zip(adds).for_each(|(score, add)| *score += add);
        }
    }
}

fn weight(weights: &[(Facts, i32)], fact: Facts) -> impl Iterator<Item = i32> + '_ {
    weights.iter().filter(move |(named, _)| *named == fact).map(|&(_, score)| score)
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
        let mut row = Vec::new();
        let mut facts = 1u64;
        for _ in 0..2000 {
            facts = facts.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let set = Facts(facts & facts.rotate_left(17));
            fits.fill(set, &mut row);
            for (state, score) in grammar.states.iter().zip(&row) {
                assert_eq!(state.fit(set), Some(*score).filter(|score| *score > IMPOSSIBLE / 2));
            }
        }
    }
}
