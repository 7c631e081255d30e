//! What the page says twice: blocks with the same words, blocks that begin as others do.

use super::words::{Word, Words, length};

/// Beginnings of so many words at most are compared.
const WORDS: usize = 24;
/// A beginning has so many letters at least.
const LETTERS: u32 = 12;

/// What a block has to do with the others of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// What every block of the page has to do with the others; `twin` has the same words and stands before it.
pub(super) fn repeats(words: &Words, twin: impl Fn(usize) -> Option<usize>) -> Vec<Repeat> {
    let blocks = words.len();
    let mut table = Table::new(blocks);
    for at in (0..blocks).filter(|at| !words.get(*at).is_empty()) {
        let slot = table.taken(words.phrase(at) | 1);
        slot.whole = slot.whole.saturating_add(1);
    }
    let mut found: Vec<Repeat> = Vec::with_capacity(blocks);
    for at in 0..blocks {
        let begun = twin(at).and_then(|twin| found.get(twin)).map(|twin| twin.begun_by_other);
        let begun_by_other = begun.unwrap_or_else(|| table.mark_beginnings(words.get(at)));
        found.push(Repeat { same: 1, begun_by_other, ..Repeat::default() });
    }
    for at in (0..blocks).filter(|at| !words.get(*at).is_empty()) {
        let slot = table.taken(words.phrase(at) | 1);
        found[at].same = slot.whole.max(1);
        found[at].again = std::mem::replace(&mut slot.seen, true);
        found[at].begins_other = slot.begins;
    }
    found
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// So many blocks have these words.
    whole: u16,
    /// A longer one begins with them.
    begins: bool,
    seen: bool,
}

/// The words of whole blocks, by their hashes. Open addressing: a power of two, at most half of it taken.
struct Table {
    slots: Vec<Slot>,
}

impl Table {
    fn new(blocks: usize) -> Self {
        Table { slots: vec![Slot::default(); ((blocks + 8) * 2).next_power_of_two()] }
    }

    /// Where a hash stands, or could stand.
    fn place(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 1) as usize & mask;
        while self.slots[at].hash != 0 && self.slots[at].hash != hash {
            at = (at + 1) & mask;
        }
        at
    }

    fn taken(&mut self, hash: u32) -> &mut Slot {
        let at = self.place(hash);
        self.slots[at].hash = hash;
        &mut self.slots[at]
    }

    /// Marks the blocks that are the beginning of a longer one, and says whether there are any.
    fn mark_beginnings(&mut self, words: &[Word]) -> bool {
        let (mut hash, mut letters, mut any) = (0u32, 0, false);
        let all_but_last = words.split_last().map_or(&[][..], |(_, before)| before);
        for word in all_but_last.iter().take(WORDS) {
            hash = (hash.rotate_left(7) ^ word).wrapping_mul(0x85EB_CA6B);
            letters += length(*word);
            if letters >= LETTERS {
                let at = self.place(hash | 1);
                let known = self.slots[at].hash != 0;
                self.slots[at].begins |= known;
                any |= known;
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Page, block};
    use crate::line;
    use proptest::prelude::*;

    /// The same by comparing all blocks with all others.
    fn slow(words: &Words) -> Vec<Repeat> {
        let all = 0..words.len();
        let long = |words: &[Word]| words.iter().map(|word| length(*word)).sum::<u32>() >= LETTERS;
        let begins = |short: &[Word], other: &[Word]| {
            long(short)
                && short.len() <= WORDS
                && short.len() < other.len()
                && other.starts_with(short)
        };
        let of = |at: usize| {
            let own = words.get(at);
            if own.is_empty() {
                return Repeat { same: 1, ..Repeat::default() };
            }
            Repeat {
                same: all.clone().filter(|it| words.get(*it) == own).count() as u16,
                again: (0..at).any(|it| words.get(it) == own),
                begins_other: all.clone().any(|it| begins(own, words.get(it))),
                begun_by_other: all.clone().any(|it| begins(words.get(it), own)),
            }
        };
        all.clone().map(of).collect()
    }

    proptest! {
        #[test]
        fn repeats_are_those_of_the_slow_way(text in "((harbour |sea )?(harbour|pier|ships|–)( news| pier| of the north){0,2}\n){0,30}") {
            let lines = line::lines(&text);
            let page = Page { text: &text, lines: &lines };
            let blocks = block::blocks(page);
            let words = Words::of(page, &blocks);
            let twin = |at: usize| blocks.blocks[at].twin.map(|twin| twin as usize);
            prop_assert_eq!(repeats(&words, twin), slow(&words));
        }
    }
}
