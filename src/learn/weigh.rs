//! The weights: log-odds of every fact, then corrected where the layout errs on its own examples.

use super::draft::{Draft, StateDraft, Weights};
use super::place::Placed;
use super::template::is_date;
use crate::layout::grammar::{Grammar, TEXT};
use crate::layout::{aligned, own_facts};
use crate::property::Property;
use crate::scan::Facts;
use std::collections::BTreeMap;

/// So many times all examples are looked at.
const ROUNDS: usize = 60;
/// Weights lie between these.
const MOST: i32 = 12;
const MOST_TEXT: i32 = 40;
/// What is as common elsewhere says nothing.
const LEAST: i32 = 1;

/// Kinds of texts by which a property is accepted, the most telling first.
const KINDS: [&str; 15] = [
    "image-url",
    "url",
    "stamp",
    "date",
    "clock-date",
    "email",
    "phone",
    "year",
    "number",
    "locale",
    "size",
    "organisation",
    "list",
    "selector",
    "words",
];
/// Facts that prove a layout where its lines have them.
const PROOF: [&str; 12] = [
    "text",
    "stamp",
    "date",
    "day",
    "clock-date",
    "url",
    "email",
    "phone",
    "list",
    "organisation",
    "person",
    "marked",
];

/// Sets all weights, and what proves the layout.
pub(super) fn weigh(draft: &mut Draft, placed: &[Placed]) {
    begin(draft, placed);
    let mut best = (usize::MAX, draft.clone());
    for _ in 0..ROUNDS {
        let Ok(grammar) = Grammar::from_toml(&draft.toml()) else { break };
        let mut wrong = 0;
        let before = draft.clone();
        let mut changes = Changes::new();
        for example in placed {
            wrong += correct(draft, &grammar, example, &mut changes);
        }
        apply(draft, &changes);
        if wrong < best.0 {
            best = (wrong, before);
        }
        if wrong == 0 {
            break;
        }
    }
    *draft = best.1;
    prove(draft, placed);
}

/// The facts of an example's items, those of the grammar's words included.
pub(super) fn facts(grammar: &Grammar, example: &Placed) -> Vec<Facts> {
    let items = example.texts.iter().zip(&example.facts);
    items.map(|(text, facts)| *facts | own_facts(grammar, text)).collect()
}

/// The place of an item in the grammar.
pub(super) fn truth(draft: &Draft, example: &Placed, item: usize) -> Option<usize> {
    let is = |state: &StateDraft| match &example.marks[item] {
        Some(mark) => mark.key == state.key,
        None => state.key.is_empty() && state.words.fit(&example.texts[item]),
    };
    draft.states.iter().position(is)
}

fn begin(draft: &mut Draft, placed: &[Placed]) {
    for state in &mut draft.states {
        state.accept.insert(if state.words.tell() { TEXT } else { "words" }, 10);
    }
    let Ok(grammar) = Grammar::from_toml(&draft.toml()) else { return };
    let items: Vec<(Option<usize>, Facts)> = placed
        .iter()
        .flat_map(|example| {
            let facts = facts(&grammar, example);
            let truth = (0..facts.len()).map(|i| truth(draft, example, i)).collect::<Vec<_>>();
            truth.into_iter().zip(facts)
        })
        .collect();
    for (s, state) in draft.states.iter_mut().enumerate() {
        let own: Vec<Facts> = items.iter().filter(|it| it.0 == Some(s)).map(|it| it.1).collect();
        let others: Vec<Facts> = items.iter().filter(|it| it.0 != Some(s)).map(|it| it.1).collect();
        let cue = grammar.states.get(s).and_then(|it| it.cue.as_ref()).map(|cue| cue.fact);
        weigh_state(state, &own, &others, cue.unwrap_or(Facts::NONE));
    }
}

fn weigh_state(state: &mut StateDraft, own: &[Facts], others: &[Facts], cue: Facts) {
    state.accept.clear();
    let elsewhere = others.iter().filter(|facts| facts.any(cue)).count();
    if state.words.tell() {
        state.accept.insert(TEXT, (odds(own, others, cue) + 4).clamp(6, MOST));
        // words that stand nowhere else need no help
        if elsewhere == 0 && !state.words.optional {
            return;
        }
    }
    state.weights = Facts::NAMES
        .iter()
        .map(|(name, fact)| (*name, odds(own, others, *fact)))
        .filter(|(_, weight)| weight.abs() > LEAST)
        .collect();
    if !state.words.tell() || state.words.optional {
        accept(state, own);
    }
}

/// Any line of these kinds can be one of the property.
fn accept(state: &mut StateDraft, own: &[Facts]) {
    if is_date(state.property()) {
        state.accept.insert("date", 2);
        return;
    }
    let has = |name: &str, facts: &Facts| Facts::named(name).is_some_and(|fact| facts.any(fact));
    let several = matches!(state.property(), Property::Keywords | Property::ArticleSection);
    let all = KINDS.iter().filter(|name| several || **name != "list");
    let all = all.into_iter().find(|name| own.iter().all(|facts| has(name, facts)));
    let kinds = KINDS.iter().filter(|name| own.iter().any(|facts| has(name, facts)));
    let kinds: Vec<&'static str> = all.map_or_else(|| kinds.copied().collect(), |name| vec![*name]);
    state.accept.extend(kinds.into_iter().map(|name| (name, 1)));
    if state.property() == Property::Keywords {
        // a page may have one keyword
        state.accept.insert("words", 0);
    }
}

/// How many lines that are as all lines are thought to stand beside those that were seen.
const PRIOR: f64 = 2.0;

/// Twice the binary logarithm of how much more common a fact is here than elsewhere, both drawn towards its share of all.
fn odds(own: &[Facts], others: &[Facts], fact: Facts) -> i32 {
    let with = |all: &[Facts]| all.iter().filter(|facts| facts.any(fact)).count() as f64;
    let all = (with(own) + with(others)) / ((own.len() + others.len()).max(1) as f64);
    if all == 0.0 {
        return 0;
    }
    let share = |list: &[Facts]| (with(list) + PRIOR * all) / (list.len() as f64 + PRIOR);
    let weight = 2.0 * (share(own) / share(others)).log2();
    (weight.round() as i32).clamp(-MOST / 2, MOST / 2)
}

/// What speaks for a change: by state and fact, how many lines more for it than against it.
type Changes = BTreeMap<(usize, &'static str), i32>;

/// Notes what would move the weights towards what is true of an example. How many items were wrong.
fn correct(draft: &Draft, grammar: &Grammar, example: &Placed, changes: &mut Changes) -> usize {
    let facts = facts(grammar, example);
    let found = aligned(grammar, &facts);
    let mut wrong = 0;
    for (i, found) in found.iter().enumerate() {
        let (truth, found) = (truth(draft, example, i), found.map(usize::from));
        if truth == found {
            continue;
        }
        wrong += 1;
        for (state, by) in [(truth, 1), (found, -1)] {
            let Some(s) = state else { continue };
            let named = Facts::NAMES.iter().filter(|(_, fact)| facts[i].any(*fact));
            for name in named.map(|(name, _)| *name).chain([TEXT]) {
                *changes.entry((s, name)).or_default() += by;
            }
        }
    }
    wrong
}

/// One step for each weight, however many lines ask for it: else long pages would make it jump to and fro.
fn apply(draft: &mut Draft, changes: &Changes) {
    for (&(s, name), change) in changes {
        let Some(state) = draft.states.get_mut(s) else { continue };
        let by = change.signum();
        if let Some(weight) = state.accept.get_mut(TEXT) {
            if name == TEXT {
                *weight = (*weight + by).clamp(4, MOST_TEXT);
            }
            if !state.words.optional {
                continue;
            }
        }
        if name != TEXT {
            let weight = state.weights.entry(name).or_default();
            *weight = (*weight + by).clamp(-MOST, MOST);
        }
        state.weights.retain(|_, weight| *weight != 0);
    }
}

/// What the matched lines of all examples have in common proves the layout; some of it may be missing. Where hardly
/// anything proves it, all facts count that speak for any property.
fn prove(draft: &mut Draft, placed: &[Placed]) {
    let strong: Vec<&str> = PROOF.iter().copied().filter(|name| names(draft, name)).collect();
    if !prove_by(draft, placed, strong) {
        let all = Facts::NAMES.iter().map(|(name, _)| *name).chain([TEXT]);
        let all = all.filter(|name| names(draft, name)).collect();
        prove_by(draft, placed, all);
    }
}

/// Whether the facts prove it well: two of them at least in each example.
fn prove_by(draft: &mut Draft, placed: &[Placed], proof: Vec<&'static str>) -> bool {
    let of = |name: &&str| if **name == *TEXT { Some(Facts::OWN) } else { Facts::named(name) };
    let all = proof.iter().filter_map(of).fold(Facts::NONE, |all, fact| all | fact);
    draft.proof = proof;
    let Ok(grammar) = Grammar::from_toml(&draft.toml()) else { return true };
    let mut least = usize::MAX;
    let (mut share, mut outside) = (1.0_f32, 0);
    for example in placed {
        let facts = facts(&grammar, example);
        let found = aligned(&grammar, &facts);
        let matched = facts.iter().zip(&found).filter(|(_, state)| state.is_some());
        let (count, seen) = matched.fold((0, Facts::NONE), |(n, all), (it, _)| (n + 1, all | *it));
        least = least.min(seen.only(all).count());
        share = share.min(count as f32 / facts.len().max(1) as f32);
        let first = found.iter().position(Option::is_some).unwrap_or(0);
        let last = found.iter().rposition(Option::is_some).unwrap_or(0);
        outside = outside.max(facts.len() - (last + 1 - first).min(facts.len()));
    }
    draft.proofs = (least * 2).div_ceil(3).max(1);
    draft.coverage = (share * 0.9).max(0.75);
    draft.most_items = if outside > FEW { 0 } else { 200 };
    least > 1
}

/// Where more lines stand outside of what is matched, they are the page's furniture.
const FEW: usize = 3;

/// Whether any state names the fact as something that speaks for it.
fn names(draft: &Draft, fact: &str) -> bool {
    let speaks = |weights: &Weights| weights.get(fact).is_some_and(|weight| *weight > 0);
    draft.states.iter().any(|state| speaks(&state.accept) || speaks(&state.weights))
}
