//! The scores behind the labels of a grammar: how well each item fits, and which property came next. Nothing that labels a
//! page asks for them.

use super::align::align;
use super::grammar::{Grammar, State};
use super::items::Item;
use super::rival::Through;
use super::{Page, profile};
use crate::property::Property;
use crate::scan::Facts;

/// What spoke for the labels of a page.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// In the order of the page.
    pub items: Vec<Judged>,
    /// For every property of the grammar the item at which it would cost least to have it.
    pub nearest: Vec<Nearest>,
    /// The properties that the grammar has.
    pub knows: Vec<Property>,
}

/// An item, and what it was taken for.
#[derive(Debug)]
pub(crate) struct Judged {
    /// Where its pieces begin in the page.
    pub starts: Vec<usize>,
    /// None where it found no place.
    pub property: Option<Property>,
    /// How well its facts fit that property.
    pub weight: i32,
    /// The facts that the property names.
    pub facts: Facts,
    /// The best property among the others, and how far its best path is behind the one taken.
    pub runner_up: Option<(Property, i32)>,
}

/// Where a property would have stood.
#[derive(Debug)]
pub(crate) struct Nearest {
    pub property: Property,
    /// Where the item begins in the page.
    pub start: usize,
    /// How far the best path with it is behind the one taken.
    pub behind: i32,
}

/// The evidence for a page that is one of this grammar's.
pub(super) fn evidence(grammar: &Grammar, page: Page<'_, '_>) -> Evidence {
    let (_, lines) = profile::lines(grammar, page);
    let items = profile::facts_of_items(grammar, Page { text: page.text, lines: &lines });
    let facts: Vec<Facts> = items.iter().map(|item| item.facts).collect();
    let mut states = align(grammar, &facts);
    profile::place_moved(grammar, &facts, &mut states);
    let through = Through::new(grammar, &facts);
    let judged = items.iter().zip(&states).enumerate();
    let judged =
        judged.map(|(i, (item, state))| judge(grammar, &through, i, item, state.map(usize::from)));
    Evidence {
        items: judged.collect(),
        nearest: nearest(grammar, &through, &items),
        knows: grammar.states.iter().map(|state| state.property).collect(),
    }
}

fn judge(
    grammar: &Grammar,
    through: &Through,
    i: usize,
    item: &Item<'_>,
    state: Option<usize>,
) -> Judged {
    let state = state.and_then(|state| grammar.states.get(state));
    let property = state.map(|state| state.property);
    let named = state.map_or(Facts::NONE, State::named);
    let others = through.of_item(i).filter_map(|(s, score)| {
        let other = grammar.states.get(s)?.property;
        (Some(other) != property).then_some((other, through.best() - score))
    });
    Judged {
        starts: item.pieces().map(|piece| piece.start).collect(),
        property,
        weight: state.and_then(|state| state.fit(item.facts)).unwrap_or(0),
        facts: item.facts.only(named),
        runner_up: others.min_by_key(|(_, behind)| *behind),
    }
}

fn nearest(grammar: &Grammar, through: &Through, items: &[Item<'_>]) -> Vec<Nearest> {
    let mut best: Vec<Option<(i32, usize)>> = vec![None; grammar.states.len()];
    for item in 0..through.items() {
        for (state, score) in through.of_item(item) {
            if let Some(best) = best.get_mut(state) {
                let better = best.is_none_or(|(known, _)| score > known);
                *best = if better { Some((score, item)) } else { *best };
            }
        }
    }
    let found = grammar.states.iter().zip(best).filter_map(|(state, best)| {
        let (score, item) = best?;
        let start = items.get(item)?.first.start;
        Some(Nearest { property: state.property, start, behind: through.best() - score })
    });
    found.collect()
}
