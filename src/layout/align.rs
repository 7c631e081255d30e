//! Matches items to a grammar by dynamic programming: match, insert and delete states, local at both ends
//! (a profile hidden Markov model with Viterbi decoding: S. R. Eddy, "Profile hidden Markov models", Bioinformatics 14, 1998).
//!
//! `open[s]` is the best path whose last match is state `s`, with any number of inserted items since. An item then
//! matches state `t` after `s < t` (what lies between is deleted, each at its own cost), after `t` itself where it may
//! repeat, or as the first of the block. Deletions are carried along, so an item costs one step a state.

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
    score: i32,
    node: u32,
}

const IMPOSSIBLE: Path = Path { score: i32::MIN / 2, node: NONE };

struct Table {
    open: Vec<Path>,
    nodes: Vec<Node>,
    best: Path,
    /// The scores of the facts seen last: runs of alike items are common.
    fits: Vec<(u8, i32)>,
    facts: Option<Facts>,
}

impl Table {
    fn new(grammar: &Grammar) -> Self {
        Table {
            open: vec![IMPOSSIBLE; grammar.states.len()],
            nodes: Vec::with_capacity(256),
            best: Path { score: 0, node: NONE },
            fits: Vec::with_capacity(grammar.states.len()),
            facts: None,
        }
    }

    fn step(&mut self, grammar: &Grammar, item: usize, facts: Facts) {
        if self.facts != Some(facts) {
            self.facts = Some(facts);
            self.fits.clear();
            let fits = grammar
                .states
                .iter()
                .enumerate()
                .filter_map(|(s, state)| Some((s as u8, state.fit(facts)?)));
            self.fits.extend(fits);
        }
        let mut fits = self.fits.iter().peekable();
        let mut carried = IMPOSSIBLE;
        for (s, state) in grammar.states.iter().enumerate() {
            let open = self.open[s];
            self.open[s].score = open.score.saturating_sub(grammar.insert);
            if let Some(&(_, fit)) = fits.next_if(|(at, _)| usize::from(*at) == s) {
                let before = entry(carried, open, state.repeat);
                let path = Path { score: before.score.max(0) + fit, node: self.nodes.len() as u32 };
                let before = if before.score > 0 { before.node } else { NONE };
                if path.score > self.open[s].score {
                    self.nodes.push(Node { item: item as u32, state: s as u8, before });
                    self.open[s] = path;
                    if path.score >= self.best.score {
                        self.best = path;
                    }
                }
            }
            carried.score = carried.score.saturating_sub(state.skip);
            if open.score > carried.score {
                carried = open;
            }
        }
    }

    fn trace(&self, items: usize) -> Vec<Option<u8>> {
        let mut states = vec![None; items];
        let mut at = self.best.node;
        while let Some(node) = self.nodes.get(at as usize) {
            states[node.item as usize] = Some(node.state);
            at = node.before;
        }
        states
    }
}

/// The better way into a state: from an earlier one, or from itself.
fn entry(carried: Path, own: Path, repeat: Option<i32>) -> Path {
    match repeat {
        Some(cost) if own.score - cost >= carried.score => Path { score: own.score - cost, ..own },
        _ => carried,
    }
}
