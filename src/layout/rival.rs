//! How close an alignment was: for every match the score of the best path through it. `align` keeps only the best path of
//! all; with these scores the runner-up of each item can be named. For explaining one page: it is slow beside `align`.

use super::grammar::Grammar;
use crate::scan::Facts;

/// Less than any score; what a page of the most items takes from it does not overflow.
const IMPOSSIBLE: i32 = i32::MIN / 4;

/// Scores of the best paths through every match.
pub(crate) struct Through {
    states: usize,
    scores: Vec<i32>,
}

impl Through {
    /// The forward and the backward half of Viterbi's recurrence, added up.
    pub fn new(grammar: &Grammar, facts: &[Facts]) -> Self {
        let states = grammar.states.len().max(1);
        let mut through = Through { states, scores: vec![IMPOSSIBLE; facts.len() * states] };
        through.forward(grammar, facts);
        through.backward(grammar, facts);
        through
    }

    fn forward(&mut self, grammar: &Grammar, facts: &[Facts]) {
        let mut open = vec![IMPOSSIBLE; self.states];
        for (facts, row) in facts.iter().zip(self.scores.chunks_mut(self.states)) {
            let before = arriving(grammar, &open);
            for (t, state) in grammar.states.iter().enumerate() {
                open[t] -= grammar.insert;
                if let Some(fit) = state.fit(*facts) {
                    row[t] = before[t].max(0) + fit;
                    open[t] = open[t].max(row[t]);
                }
            }
        }
    }

    fn backward(&mut self, grammar: &Grammar, facts: &[Facts]) {
        let mut open = vec![IMPOSSIBLE; self.states];
        for (facts, row) in facts.iter().zip(self.scores.chunks_mut(self.states)).rev() {
            let after = leaving(grammar, &open);
            for (t, state) in grammar.states.iter().enumerate() {
                open[t] -= grammar.insert;
                if let Some(fit) = state.fit(*facts) {
                    let on = after[t].max(0);
                    row[t] += on;
                    open[t] = open[t].max(fit + on);
                }
            }
        }
    }

    /// The score of the best path of all.
    pub fn best(&self) -> i32 {
        self.scores.iter().copied().max().unwrap_or(0).max(0)
    }

    /// The states that an item may match, with the score of the best path through each.
    pub fn of_item(&self, item: usize) -> impl Iterator<Item = (usize, i32)> + '_ {
        let from = item * self.states;
        let row = self.scores.get(from..from + self.states).unwrap_or_default();
        row.iter().copied().enumerate().filter(|(_, score)| *score > IMPOSSIBLE / 2)
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.scores.len() / self.states
    }
}

/// For each state the best path that could go on with it; `open` are the paths by their last match.
fn arriving(grammar: &Grammar, open: &[i32]) -> Vec<i32> {
    let mut carried = IMPOSSIBLE;
    let states = grammar.states.iter().zip(open);
    let arrive = states.map(|(state, &open)| {
        let again = state.repeat.map_or(IMPOSSIBLE, |cost| open - cost);
        let best = carried.max(again);
        carried = (carried - state.skip).max(open);
        best
    });
    arrive.collect()
}

/// The same from behind: for each state the best of what could come after it.
fn leaving(grammar: &Grammar, open: &[i32]) -> Vec<i32> {
    let mut carried = IMPOSSIBLE;
    let states = grammar.states.iter().zip(open).rev();
    let leave = states.map(|(state, &open)| {
        let again = state.repeat.map_or(IMPOSSIBLE, |cost| open - cost);
        let best = carried.max(again);
        carried = (carried - state.skip).max(open);
        best
    });
    let mut leave: Vec<i32> = leave.collect();
    leave.reverse();
    leave
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::BUILT_IN;
    use crate::layout::align::align;

    #[test]
    fn every_match_of_the_best_path_has_the_best_score() {
        let grammar = Grammar::from_toml(BUILT_IN[0]).unwrap();
        let mut seed = 11u64;
        let mut random = move || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed >> 16
        };
        for _ in 0..100 {
            let facts: Vec<Facts> =
                (0..30).map(|_| Facts(random() & random() & random())).collect();
            let through = Through::new(&grammar, &facts);
            let states = align(&grammar, &facts);
            for (item, state) in states.iter().enumerate() {
                let Some(state) = state else { continue };
                let own = through.of_item(item).find(|(s, _)| *s == usize::from(*state));
                assert_eq!(own, Some((usize::from(*state), through.best())));
            }
        }
    }
}
