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
use super::memo::States;
use crate::scan::Facts;

/// For each item, of which these are the facts, the state that it matches.
pub(crate) fn align(grammar: &Grammar, facts: &[Facts]) -> States {
    let mut table = Table::new(grammar);
    for (i, facts) in facts.iter().enumerate() {
        table.step(grammar, i, *facts);
    }
    table.trace(facts.len())
}

/// A match on some path.
#[derive(Clone, Copy)]
struct Node {
    item: u32,
    state: u8,
    before: u32,
}

const NONE: u32 = u32::MAX;

/// A path: its level in the upper half, its last match in the lower one, so that the larger of two numbers is the
/// better path, or of equal ones that with the later match.
type Path = i64;

fn path(level: i32, node: u32) -> Path {
    (i64::from(level) << 32) | i64::from(node)
}

fn level(path: Path) -> i32 {
    (path >> 32) as i32
}

fn node(path: Path) -> u32 {
    path as u32
}

/// Far below any level; what a page of the most items adds to it does not overflow.
const IMPOSSIBLE: i32 = i32::MIN / 2;

struct Table {
    /// Per state, its best path: score, inserts and deletes up to it added.
    paths: Vec<Path>,
    /// Per state, the best of the paths before it.
    carried: Vec<Path>,
    costs: Vec<Costs>,
    nodes: Vec<Node>,
    best: Path,
    /// The states that the facts seen last fit, and how well: runs of alike items are common.
    fits: Vec<(u8, i16)>,
    facts: Option<Facts>,
}

/// What a state costs.
#[derive(Clone, Copy)]
struct Costs {
    /// Deleting all states before it.
    before: i32,
    /// Deleting it and all before it.
    through: i32,
    /// Matching it once more, as a path's difference; none where it stands once.
    again: Option<Path>,
}

impl Table {
    fn new(grammar: &Grammar) -> Self {
        let costs = grammar.states.iter().scan(0, |sum, state| {
            let before = *sum;
            *sum += state.skip;
            let again = state.repeat.map(|cost| path(cost + state.skip, 0));
            Some(Costs { before, through: *sum, again })
        });
        Table {
            costs: costs.collect(),
            paths: vec![path(IMPOSSIBLE, NONE); grammar.states.len()],
            carried: vec![0; grammar.states.len()],
            nodes: Vec::with_capacity(512),
            best: path(0, NONE),
            fits: Vec::with_capacity(grammar.states.len()),
            facts: None,
        }
    }

    fn step(&mut self, grammar: &Grammar, item: usize, facts: Facts) {
        self.look_up(grammar, facts);
        if self.fits.is_empty() {
            return;
        }
        let mut best = path(IMPOSSIBLE, NONE);
        for (carried, path) in self.carried.iter_mut().zip(&self.paths) {
            *carried = best;
            best = best.max(*path);
        }
        let inserted = grammar.insert * item as i32;
        for &(s, fit) in &self.fits {
            let t = usize::from(s);
            let (own, costs) = (self.paths[t], self.costs[t]);
            let again = costs.again.map_or(i64::MIN, |cost| own - cost);
            let before = again.max(self.carried[t]);
            let score = level(before) - costs.before - inserted;
            let matched = score.max(0) + i32::from(fit);
            let reached = matched + inserted + grammar.insert + costs.through;
            if reached > level(own) {
                let number = self.nodes.len() as u32;
                let before = if score > 0 { node(before) } else { NONE };
                self.nodes.push(Node { item: item as u32, state: s, before });
                self.paths[t] = path(reached, number);
                self.best = self.best.max(path(matched, number));
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

    fn trace(&self, items: usize) -> States {
        let mut states = vec![None; items];
        let mut at = node(self.best);
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
            assert_eq!(level(table.best), slow(&grammar, &facts));
        }
    }
}
