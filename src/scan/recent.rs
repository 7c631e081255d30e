//! The facts of texts that were met not long ago: pages of one site say much in the same words.
//!
//! Facts are a function of the text alone, and the whole text is compared, so remembering changes nothing but the time.

use super::bytes::rough_hash;
use super::{Facts, facts};

/// Longer texts seldom come again.
const LONGEST: usize = 247;
/// A power of two; together they fit into the caches of a processor.
const SLOTS: usize = 1024;

/// A text takes the place of the one that was in its slot.
#[derive(Clone)]
struct Slot {
    facts: Facts,
    len: u8,
    text: [u8; LONGEST],
}

/// Texts with their facts.
pub(crate) struct Recent {
    slots: Vec<Slot>,
}

impl Default for Recent {
    fn default() -> Self {
        Recent { slots: vec![Slot { facts: Facts::NONE, len: 0, text: [0; LONGEST] }; SLOTS] }
    }
}

impl Recent {
    /// What `scan::facts` says of the text.
    pub fn facts(&mut self, text: &str) -> Facts {
        let bytes = text.as_bytes();
        let slot = place(bytes).and_then(|place| self.slots.get_mut(place));
        let (Some(slot), Ok(len)) = (slot, u8::try_from(bytes.len())) else { return facts(text) };
        if slot.len == len && slot.text.starts_with(bytes) {
            return slot.facts;
        }
        let found = facts(text);
        if let Some(to) = slot.text.get_mut(..bytes.len()) {
            to.copy_from_slice(bytes);
            (slot.len, slot.facts) = (len, found);
        }
        found
    }
}

/// The slot of a text; none if it is not kept.
fn place(bytes: &[u8]) -> Option<usize> {
    (bytes.len() <= LONGEST).then(|| (rough_hash(bytes) >> 32) as usize % SLOTS)
}

impl std::fmt::Debug for Recent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recent").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn facts_are_those_of_the_scanners(
            texts in prop::collection::vec("[aA1,.@]{1,2}|[a-c]{7,9}|https://a.example/[a-c]|[ab]{246,249}", 0..60)
        ) {
            let mut recent = Recent::default();
            for text in texts.iter().chain(&texts) {
                prop_assert_eq!(recent.facts(text), facts(text));
            }
        }
    }

    #[test]
    fn a_text_is_known_again() {
        let mut recent = Recent::default();
        let place = place(b"north coast").unwrap();
        assert_eq!(recent.facts("north coast"), facts("north coast"));
        // what stands there is what is answered
        recent.slots[place].facts = Facts::URL;
        assert_eq!(recent.facts("north coast"), Facts::URL);
    }
}
