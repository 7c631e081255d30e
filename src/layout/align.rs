//! Matches items to a grammar by dynamic programming: match, insert and delete states, local at both ends
//! (a profile hidden Markov model with Viterbi decoding: S. R. Eddy, "Profile hidden Markov models", Bioinformatics 14, 1998).
//!
//! For every state stands the best path whose last match it is, with any number of inserted items since. An item then
//! matches state `t` after a state `s < t` (what lies between is deleted, each at its own cost), after `t` itself where it may
//! repeat, or as the first of the block.
//!
//! Costs of inserts and deletes are added up beforehand, so that only the states that an item fits cost anything: a path
//! is kept as its score plus `insert` an item up to its last match, plus what deleting all states up to its own would
//! cost. Then the best of the paths before `t` is the largest of these numbers.

use super::grammar::Grammar;
use super::items::Item;
use crate::scan::Facts;

/// For each item the state that it matches.
pub(crate) fn align(grammar: &Grammar, items: &[Item<'_>]) -> Vec<Option<u8>> {
    let mut table = Table::new(grammar);
    for (i, item) in items.iter().enumerate() {
        table.step(grammar, i, item.facts);
    }
    table.trace(items.len())
}

/// A match on some path.
#[derive(Clone, Copy)]
struct Node {
    item: u32,
    state: u8,
    before: u32,
}

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Path {
    level: i32,
    node: u32,
}

/// Far below any score; what a page of the most items adds to it does not overflow.
const IMPOSSIBLE: Path = Path { level: i32::MIN / 2, node: NONE };

struct Table {
    /// Per state, its best path: score, inserts and deletes up to it added.
    paths: Vec<Path>,
    /// Per state, what deleting all states before it costs.
    deleted: Vec<i32>,
    nodes: Vec<Node>,
    best: Path,
    /// The states that the facts seen last fit, and how well: runs of alike items are common.
    fits: Vec<(u8, i16)>,
    facts: Option<Facts>,
}

impl Table {
    fn new(grammar: &Grammar) -> Self {
        let sums = grammar.states.iter().scan(0, |sum, state| {
            *sum += state.skip;
            Some(*sum - state.skip)
        });
        Table {
            deleted: sums.collect(),
            paths: vec![IMPOSSIBLE; grammar.states.len()],
            nodes: Vec::with_capacity(512),
            best: Path { level: 0, node: NONE },
            fits: Vec::with_capacity(grammar.states.len()),
            facts: None,
        }
    }

    fn step(&mut self, grammar: &Grammar, item: usize, facts: Facts) {
        self.look_up(grammar, facts);
        let inserted = grammar.insert * item as i32;
        let (mut carried, mut seen) = (IMPOSSIBLE, 0);
        for &(s, fit) in &self.fits {
            let t = usize::from(s);
            for path in &self.paths[seen..t] {
                if path.level > carried.level {
                    carried = *path;
                }
            }
            let own = self.paths[t];
            let (state, deleted) = (&grammar.states[t], self.deleted[t]);
            let before = match state.repeat {
                Some(cost) if own.level - state.skip - cost >= carried.level => {
                    Path { level: own.level - state.skip - cost, ..own }
                }
                _ => carried,
            };
            if own.level > carried.level {
                carried = own;
            }
            seen = t + 1;
            let score = before.level.saturating_sub(deleted + inserted);
            let matched = score.max(0) + i32::from(fit);
            let level = matched + inserted + grammar.insert + deleted + state.skip;
            if level > own.level {
                let node = self.nodes.len() as u32;
                let before = if score > 0 { before.node } else { NONE };
                self.nodes.push(Node { item: item as u32, state: s, before });
                self.paths[t] = Path { level, node };
                if matched >= self.best.level {
                    self.best = Path { level: matched, node };
                }
            }
        }
    }

    fn look_up(&mut self, grammar: &Grammar, facts: Facts) {
        if self.facts == Some(facts) {
            return;
        }
        self.facts = Some(facts);
        self.fits.clear();
        grammar.fits.each(facts, |state, fit| self.fits.push((state, fit)));
    }

    fn trace(&self, items: usize) -> Vec<Option<u8>> {
        let mut states = vec![None; items];
        let mut at = self.best.node;
        while let Some(node) = self.nodes.get(at as usize) {
            if let Some(state) = states.get_mut(node.item as usize) {
                *state = Some(node.state);
            }
            at = node.before;
        }
        states
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::BUILT_IN;

    /// The same by the recurrence as the textbook has it, every state at every item.
    fn slow(grammar: &Grammar, facts: &[Facts]) -> i32 {
        let states = grammar.states.len();
        let mut open = vec![i32::MIN / 2; states];
        let mut best = 0;
        for &facts in facts {
            let before = open.clone();
            for t in 0..states {
                open[t] = before[t] - grammar.insert;
                let Some(fit) = grammar.states[t].fit(facts) else { continue };
                let skips =
                    |s: usize| grammar.states[s + 1..t].iter().map(|state| state.skip).sum::<i32>();
                let earlier = (0..t).map(|s| before[s] - skips(s)).max().unwrap_or(0);
                let own = grammar.states[t].repeat.map_or(i32::MIN / 2, |cost| before[t] - cost);
                let matched = earlier.max(own).max(0) + fit;
                open[t] = open[t].max(matched);
                best = best.max(matched);
            }
        }
        best
    }

    #[test]
    fn the_fast_way_finds_the_score_of_the_slow_one() {
        let grammar = Grammar::from_toml(BUILT_IN[0]).unwrap();
        let mut seed = 7u64;
        let mut random = move || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed >> 16
        };
        for _ in 0..200 {
            let facts: Vec<Facts> =
                (0..30).map(|_| Facts(random() & random() & random())).collect();
            let mut table = Table::new(&grammar);
            facts.iter().enumerate().for_each(|(i, facts)| table.step(&grammar, i, *facts));
            assert_eq!(table.best.level, slow(&grammar, &facts));
        }
    }
}
