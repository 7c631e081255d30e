//! What the page says twice: blocks with the same words, blocks that begin as others do.

use super::words::{Word, Words, length};

/// Beginnings of so many words at most are compared.
const WORDS: usize = 24;
/// A beginning has so many letters at least.
const LETTERS: u32 = 12;

/// What a block has to do with the others of its page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repeat {
    /// How many blocks have these words, this one counted.
    pub same: u16,
    /// One of them stands before it.
    pub again: bool,
    /// A longer block begins with it.
    pub begins_other: bool,
    /// A shorter block is its beginning.
    pub begun_by_other: bool,
}

/// What every block of the page has to do with the others.
pub(super) fn repeats(words: &Words, blocks: usize) -> Vec<Repeat> {
    let beginnings: usize = (0..blocks).map(|at| words.get(at).len().min(WORDS) + 1).sum();
    let mut table = Table::new(beginnings);
    for at in 0..blocks {
        let words = words.get(at);
        beginnings_of(words, |hash, whole| {
            let slot = table.slot(hash);
            if whole {
                slot.whole = slot.whole.saturating_add(1);
            } else {
                slot.part = slot.part.saturating_add(1);
            }
        });
    }
    (0..blocks).map(|at| repeat(words.get(at), &mut table)).collect()
}

fn repeat(words: &[Word], table: &mut Table) -> Repeat {
    let mut found = Repeat { same: 1, ..Repeat::default() };
    beginnings_of(words, |hash, whole| {
        let slot = table.slot(hash);
        if whole {
            found.same = slot.whole.max(1);
            found.again = std::mem::replace(&mut slot.seen, true);
            found.begins_other = slot.part > 0;
        } else {
            found.begun_by_other |= slot.whole > 0;
        }
    });
    found
}

/// The hashes of the beginnings of a block, the last of them that of all its words.
fn beginnings_of(words: &[Word], mut to: impl FnMut(u32, bool)) {
    let (mut hash, mut letters) = (0u32, 0);
    for (at, word) in words.iter().enumerate() {
        hash = (hash.rotate_left(7) ^ word).wrapping_mul(0x85EB_CA6B);
        letters += length(*word);
        let last = at + 1 == words.len();
        if last || at < WORDS && letters >= LETTERS {
            to(hash | 1, last);
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    whole: u16,
    part: u16,
    seen: bool,
}

/// Open addressing: a power of two, at most half of it taken.
struct Table {
    slots: Vec<Slot>,
}

impl Table {
    fn new(most: usize) -> Self {
        Table { slots: vec![Slot::default(); ((most + 8) * 2).next_power_of_two()] }
    }

    fn slot(&mut self, hash: u32) -> &mut Slot {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 1) as usize & mask;
        while self.slots[at].hash != 0 && self.slots[at].hash != hash {
            at = (at + 1) & mask;
        }
        self.slots[at].hash = hash;
        &mut self.slots[at]
    }
}
