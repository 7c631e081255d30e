//! Pages of one template have the same facts in the same order, and so the same alignment: it is remembered.
//!
//! The answer is a function of the facts alone, so remembering changes nothing but the time, whichever thread asked first.

use crate::scan::Facts;
use foldhash::HashMap;
use std::sync::Mutex;

/// A longer page has an order of its own.
const MOST_ITEMS: usize = 200;
/// So many orders are remembered; then it begins anew.
const MOST_ORDERS: usize = 1024;

/// For each item the state that it matches.
pub(crate) type States = Vec<Option<u8>>;

/// By the facts of a page's items what their states are; none where the page is of another layout.
type Known = HashMap<Box<[Facts]>, Option<Box<[Option<u8>]>>>;

/// What became of orders of facts.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: Mutex<Known>,
}

impl Memo {
    /// What was answered for these facts, else what `matched` says. Does not wait where another thread is looking.
    pub fn get_or(
        &self,
        facts: &[Facts],
        matched: impl FnOnce() -> Option<States>,
    ) -> Option<States> {
        if facts.len() > MOST_ITEMS {
            return matched();
        }
        if let Ok(known) = self.known.try_lock()
            && let Some(states) = known.get(facts)
        {
            return states.as_deref().map(<[_]>::to_vec);
        }
        let states = matched();
        if let Ok(mut known) = self.known.try_lock() {
            if known.len() >= MOST_ORDERS {
                known.clear();
            }
            known.insert(facts.into(), states.as_deref().map(Into::into));
        }
        states
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_asked_once() {
        let memo = Memo::default();
        let facts = [Facts::URL, Facts::WORDS];
        assert_eq!(memo.get_or(&facts, || Some(vec![Some(1), None])), Some(vec![Some(1), None]));
        assert_eq!(memo.get_or(&facts, || unreachable!()), Some(vec![Some(1), None]));
        assert_eq!(memo.get_or(&facts[..1], || None), None);
        assert_eq!(memo.get_or(&facts[..1], || unreachable!()), None);
    }
}
