//! How often a text holds the words of names: most it does not hold, which a look at their first letters tells.

use memchr::memmem;
use std::cell::OnceCell;

/// More are not counted.
const COUNTED: usize = 8;
/// Letters that are looked at.
const GRAM: usize = 4;
/// A filter of so many times 64 bits; the longest text takes an eighth of it at most.
const SLOTS: usize = 1 << 11;

/// A text that words are counted in.
pub(super) struct Prose<'a> {
    text: &'a [u8],
    /// Which bytes stand behind each other in it, four at every other place (a Bloom filter).
    grams: OnceCell<Vec<u64>>,
}

impl<'a> Prose<'a> {
    pub fn of(text: &'a [u8]) -> Self {
        Prose { text, grams: OnceCell::new() }
    }

    /// How often the text holds the word, as a logarithm.
    pub fn count(&self, word: &str) -> f32 {
        let count = match self.may_hold(word.as_bytes()) {
            true => memmem::find_iter(self.text, word).take(COUNTED).count(),
            false => 0,
        };
        (1.0 + count as f32).ln()
    }

    fn may_hold(&self, word: &[u8]) -> bool {
        let grams = self.grams.get_or_init(|| grams(self.text));
        let known = |gram: &[u8; GRAM]| {
            let (at, bit) = place(*gram);
            grams[at] & bit != 0
        };
        // it stands at an even place or at an odd one
        let from = |begin: usize| {
            word.get(begin..).is_none_or(|word| windows(word).all(|gram| known(&gram)))
        };
        from(0) || from(1)
    }
}

/// Four bytes at every other place.
fn windows(text: &[u8]) -> impl Iterator<Item = [u8; GRAM]> {
    let (pairs, _) = text.as_chunks::<2>();
    let next = pairs.get(1..).unwrap_or_default();
    pairs.iter().zip(next).map(|([a, b], [c, d])| [*a, *b, *c, *d])
}

fn grams(text: &[u8]) -> Vec<u64> {
    let mut grams = vec![0; SLOTS];
    for gram in windows(text) {
        let (at, bit) = place(gram);
        grams[at] |= bit;
    }
    grams
}

/// Where the bit of four bytes stands.
fn place(gram: [u8; GRAM]) -> (usize, u64) {
    let hash = u32::from_le_bytes(gram).wrapping_mul(0x9E37_79B1);
    ((hash >> 21) as usize % SLOTS, 1 << (hash >> 15 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_as_the_slow_way_does(text in "([a-c ]|é){0,80}", word in "([a-c]|é){0,6}") {
            let slow = memmem::find_iter(text.as_bytes(), &word).take(COUNTED).count();
            prop_assert_eq!(Prose::of(text.as_bytes()).count(&word), (1.0 + slow as f32).ln());
        }
    }
}
