//! Which items of a page have the same text. No text is copied, and the body is not even hashed where it is alone of its
//! length.

use super::items::Item;
use crate::scan::bytes::rough_hash;
use foldhash::fast::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A text of so many bytes can be equal only to another that long.
const LONG: usize = 300;

/// So few texts may all have one hash: to compare each with each takes no time. More are hashed with a seed.
const FEW: usize = 256;

/// The items of a page, by their texts.
pub(crate) struct Repetition {
    places: Vec<Place>,
    /// Open addressing: a power of two, at most half of them taken. The number of the first item with a text, from 1,
    /// above it a part of the text's hash.
    slots: Vec<u64>,
    /// Where there are more than a few.
    state: Option<RandomState>,
}

/// Where the text of an item stands besides.
#[derive(Clone, Copy)]
struct Place {
    /// The first item with this text.
    first: u32,
    /// The item with this text before this one; this one if there is none.
    before: u32,
    /// Of the first item: the last one with this text so far.
    last: u32,
}

/// A text is known, or what goes to its slot without the item's number.
enum Found {
    First(usize),
    Free(usize, u64),
}

/// The part of a slot that is of the hash.
const TAG: u64 = !0 << 32;

impl Repetition {
    pub fn of(items: &[Item<'_>]) -> Self {
        let mut all = Repetition {
            places: Vec::with_capacity(items.len()),
            slots: vec![0; (items.len() * 2).next_power_of_two()],
            state: (items.len() > FEW).then(RandomState::default),
        };
        let long = |item: &Item<'_>| item.text.len() >= LONG;
        let lone = items.iter().filter(|item| long(item)).take(2).count() == 1;
        for (at, item) in items.iter().enumerate() {
            let first = if lone && long(item) { at } else { all.enter(items, at, &item.text) };
            let number = at as u32;
            let before = match all.places.get_mut(first) {
                Some(place) => std::mem::replace(&mut place.last, number),
                None => number,
            };
            all.places.push(Place { first: first as u32, before, last: number });
        }
        all
    }

    /// The item with the same text before item `at`.
    pub fn before(&self, at: usize) -> Option<usize> {
        let before = self.places.get(at)?.before as usize;
        (before != at).then_some(before)
    }

    /// The first item with the text of item `at`.
    pub fn first(&self, at: usize) -> usize {
        self.places.get(at).map_or(at, |place| place.first as usize)
    }

    /// The first item with a text, which is shorter than a long one. `items` are those that this was made of.
    pub fn find(&self, items: &[Item<'_>], text: &str) -> Option<usize> {
        match self.look_up(items, text) {
            Found::First(item) => Some(item),
            Found::Free(..) => None,
        }
    }

    /// The first item with the text of item `at`, which is that one if its text is new.
    fn enter(&mut self, items: &[Item<'_>], at: usize, text: &str) -> usize {
        match self.look_up(items, text) {
            Found::First(item) => item,
            Found::Free(slot, tag) => {
                self.slots[slot] = tag | (at as u64 + 1);
                at
            }
        }
    }

    /// A number of which the higher half is used.
    #[inline]
    fn hash(&self, text: &[u8]) -> u64 {
        let Some(state) = &self.state else { return rough_hash(text) };
        let mut hasher = state.build_hasher();
        hasher.write(text);
        hasher.finish()
    }

    #[inline]
    fn look_up(&self, items: &[Item<'_>], text: &str) -> Found {
        let hash = self.hash(text.as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 32) as usize & mask;
        while self.slots[at] != 0 {
            let item = (self.slots[at] & !TAG) as usize - 1;
            if (self.slots[at] ^ hash) & TAG == 0
                && items.get(item).is_some_and(|it| it.text == text)
            {
                return Found::First(item);
            }
            at = (at + 1) & mask;
        }
        Found::Free(at, hash & TAG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Facts;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn repetition_is_that_of_the_slow_way(
            texts in prop::collection::vec("[ab]{1,2}|a{299,301}|[ab]b{299}", 0..40), other in "[ab]{0,3}", many: bool
        ) {
            let times = if many { 1 + FEW / texts.len().max(1) } else { 1 };
            let texts: Vec<&String> = std::iter::repeat_n(&texts, times).flatten().collect();
            let items: Vec<_> =
                texts.iter().map(|text| Item::known(text, 0, Facts::NONE)).collect();
            let found = Repetition::of(&items);
            for (at, text) in texts.iter().enumerate() {
                prop_assert_eq!(found.first(at), texts.iter().position(|it| it == text).unwrap());
                prop_assert_eq!(found.before(at), texts[..at].iter().rposition(|it| it == text));
            }
            prop_assert_eq!(found.find(&items, &other), texts.iter().position(|it| **it == other));
        }
    }
}
