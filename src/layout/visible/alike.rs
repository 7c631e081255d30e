//! Which blocks have the same words.

use super::words::{Word, Words, phrase};

/// The place of a block, or none.
#[derive(Clone, Copy, Debug, Default)]
struct Place(u32);

impl Place {
    fn of(at: usize) -> Self {
        Place(at as u32 + 1)
    }

    fn get(self) -> Option<usize> {
        self.0.checked_sub(1).map(|at| at as usize)
    }
}

/// Blocks with the same words: the first of them by a hash, behind each the next.
#[derive(Debug)]
pub(super) struct Alike {
    /// A power of two of slots, at most half of them taken.
    slots: Vec<Place>,
    next: Vec<Place>,
    /// How many there are, at the place of the first.
    counts: Vec<u32>,
}

impl Alike {
    pub fn of(words: &Words) -> Self {
        let all = words.len();
        let slots = vec![Place::default(); (all * 2 + 1).next_power_of_two()];
        let mut alike = Alike { slots, next: vec![Place::default(); all], counts: vec![0; all] };
        let mut last: Vec<u32> = (0..all as u32).collect();
        for at in 0..all {
            let slot = alike.slot(words, words.get(at), words.phrase(at));
            let Some(slot) = slot else { continue };
            let first = alike.slots[slot].get().unwrap_or(at);
            if first < at {
                alike.next[last[first] as usize] = Place::of(at);
            }
            last[first] = at as u32;
            alike.counts[first] += 1;
            alike.slots[slot] = Place::of(first);
        }
        alike
    }

    /// The blocks with these words, in order.
    pub fn places(&self, all: &Words, words: &[Word]) -> impl Iterator<Item = usize> {
        let next = |at: &usize| self.next.get(*at).and_then(|next| next.get());
        std::iter::successors(self.first(all, words), next)
    }

    /// How many blocks have these words.
    pub fn count(&self, all: &Words, words: &[Word]) -> usize {
        self.first(all, words).map_or(0, |at| self.counts[at] as usize)
    }

    fn first(&self, all: &Words, words: &[Word]) -> Option<usize> {
        self.slots[self.slot(all, words, phrase(words))?].get()
    }

    /// The slot of these words, which may be empty; none where too many others stand in the way.
    fn slot(&self, all: &Words, words: &[Word], phrase: u32) -> Option<usize> {
        let slots = self.slots.len();
        let from = ((u64::from(phrase) * slots as u64) >> u32::BITS) as usize;
        let is_other = |at: usize| all.phrase(at) != phrase || all.get(at) != words;
        let tried = (from..from + TRIED).map(|slot| slot & (slots - 1));
        tried.into_iter().find(|slot| !self.slots[*slot].get().is_some_and(is_other))
    }
}

/// So many slots are tried, that words with the same hash, easily made on purpose, do not cost more than this each.
const TRIED: usize = 256;
