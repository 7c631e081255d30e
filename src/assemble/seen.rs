//! Texts that were seen before. There are few of them on most pages.

use crate::record::Text;
use foldhash::HashSet;

/// So many texts are compared one by one; more are looked up.
const FEW: usize = 32;

/// The texts so far.
#[derive(Default)]
pub(super) struct Seen<'a> {
    few: Vec<Text<'a>>,
    many: HashSet<Text<'a>>,
    /// Which of the few is asked for next, if the texts come again in the order in which they came before.
    next: usize,
}

impl<'a> Seen<'a> {
    /// With room for so many of the few.
    pub fn with_capacity(count: usize) -> Self {
        Seen { few: Vec::with_capacity(count.min(FEW)), ..Seen::default() }
    }

    /// Whether the text comes again right behind the one that came again last. A quick look, before others.
    pub fn comes_next(&mut self, text: &str) -> bool {
        let comes = self.few.get(self.next).is_some_and(|known| known == text);
        self.next += usize::from(comes);
        comes
    }

    /// Notes a text. Whether it is new.
    pub fn add(&mut self, text: Text<'a>) -> bool {
        if let Some(at) = self.few.iter().position(|known| *known == text) {
            self.next = at + 1;
            return false;
        }
        if self.few.len() == FEW {
            return self.many.insert(text);
        }
        self.few.push(text);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_new_once() {
        let texts = |from: usize| (from..from + 3 * FEW).map(|k| k.to_string());
        let mut seen = Seen::with_capacity(FEW);
        assert!(texts(0).all(|text| seen.add(text.into())));
        assert!(!texts(0).any(|text| seen.add(text.into())));
        let new = texts(FEW).filter(|text| !seen.comes_next(text) && seen.add(text.clone().into()));
        assert_eq!(new.collect::<Vec<_>>(), texts(3 * FEW).take(FEW).collect::<Vec<_>>());
    }

    #[test]
    fn a_guess_is_right_where_the_order_is_the_same() {
        let mut seen = Seen::default();
        for text in ["a", "b", "c"] {
            assert!(seen.add(text.into()));
        }
        assert!(seen.comes_next("a") && seen.comes_next("b") && !seen.comes_next("a"));
        assert!(!seen.add("a".into()) && seen.comes_next("b"));
    }
}
