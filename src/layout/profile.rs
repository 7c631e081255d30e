//! Layouts that are grammars: what a page's items are by their order, their repetition and their agreement.

use super::align::align;
use super::grammar::{Grammar, State};
use super::items::{self, Item, Piece};
use super::memo::States;
use super::{Finding, Page};
use super::{context, cue};
use crate::confidence::Sure;
use crate::labelling::{Join, Label};
use crate::line::Line;
use crate::property::Property;
use crate::scan::{self, Facts, dates, url};
use crate::warning::Warning;
use std::borrow::Cow;
use std::ops::Range;

/// Labels the page if it is one of this grammar's.
pub(crate) fn label(grammar: &Grammar, page: Page<'_, '_>) -> Option<Finding> {
    let (prefix, lines) = lines(grammar, page);
    if !could_be(grammar, &lines) {
        return None;
    }
    let items = facts_of_items(grammar, Page { text: page.text, lines: &lines });
    let facts: Vec<Facts> = items.iter().map(|item| item.facts).collect();
    let states = grammar.memo.get_or(&facts, || matched(grammar, &facts))?;
    if prefix.is_none() && !(is_all(grammar, &items, &states) && reads(grammar, &items, &states)) {
        return None;
    }
    let mut labels: Vec<Label> = Vec::with_capacity(items.len() + 8);
    labels.extend(prefix);
    label_items(grammar, &items, &states, &mut labels);
    let warnings = warnings(&items, &lines);
    let layout = Cow::Owned(grammar.name.clone());
    Some(Finding { layout, labels, warnings, sure: Sure::default() })
}

/// The lines without the mark of a corpus builder, and that mark.
pub(super) fn lines<'l, 'a>(
    grammar: &Grammar,
    page: Page<'l, 'a>,
) -> (Option<Label>, Cow<'l, [Line<'a>]>) {
    let (prefix, line) = split_prefix(grammar, page);
    let mut lines = Cow::Borrowed(page.lines);
    if let Some(line) = line {
        lines.to_mut()[0] = line;
    }
    (prefix, lines)
}

/// The items of a page with all facts that the grammar asks for.
pub(crate) fn facts_of_items<'a>(grammar: &Grammar, page: Page<'_, 'a>) -> Vec<Item<'a>> {
    let mut items = items::items(page);
    context::add(&mut items);
    cue::add(grammar, page.text, &mut items);
    items
}

/// For each item, of which these are the facts, its place in the grammar; none where the page is no page of it.
fn matched(grammar: &Grammar, facts: &[Facts]) -> Option<States> {
    let states = aligned(grammar, facts);
    is_recognised(grammar, facts, &states).then_some(states)
}

/// For each item its place in the grammar, whether the page is one of it or not.
pub(crate) fn aligned(grammar: &Grammar, facts: &[Facts]) -> States {
    let mut states = align(grammar, facts);
    place_moved(grammar, facts, &mut states);
    states
}

/// A corpus builder's mark before the first value, and the first line without it.
pub(super) fn split_prefix<'a>(
    grammar: &Grammar,
    page: Page<'_, 'a>,
) -> (Option<Label>, Option<Line<'a>>) {
    let Some(((pattern, property), first)) = grammar.prefix.as_ref().zip(page.lines.first()) else {
        return (None, None);
    };
    let Some(end) =
        pattern.find(first.text).map(|found| found.end()).filter(|end| *end < first.text.len())
    else {
        return (None, None);
    };
    let mark = first.text[..end].trim_end();
    let label =
        Label::value(first.start, first.start + mark.len(), *property, "the corpus builder's mark");
    let text = &first.text[end..];
    (Some(label), Some(Line { text, start: first.start + end, facts: scan::facts(text), ..*first }))
}

/// A cheap look at the lines: a long page without any proof is of another layout.
fn could_be(grammar: &Grammar, lines: &[Line<'_>]) -> bool {
    let cheap = grammar.proof.without(Facts::CONTEXT);
    lines.len() <= grammar.most_items
        || lines.iter().any(|line| line.facts.any(cheap | Facts::EMAIL | Facts::BOOL))
        || super::glue::is_glued(lines)
        || grammar.proof.any(Facts::OWN | Facts::ASKED)
}

/// Outside the block evidence has to be better by this much.
const OUTSIDE: i32 = 4;

/// What stands elsewhere than the grammar says: a property without a match takes the best of the unmatched items.
pub(super) fn place_moved(grammar: &Grammar, facts: &[Facts], states: &mut [Option<u8>]) {
    let (first, last) = block(states);
    for (s, state) in grammar.states.iter().enumerate() {
        let Some(least) = state.moved else { continue };
        if states.contains(&Some(s as u8)) {
            continue;
        }
        let score = |i: usize| {
            let outside = if (first..=last).contains(&i) { 0 } else { OUTSIDE };
            Some((state.fit(facts[i])? - outside, std::cmp::Reverse(i)))
        };
        let best = (0..facts.len()).filter(|&i| states[i].is_none()).filter_map(score).max();
        if let Some((_, std::cmp::Reverse(i))) = best.filter(|(fit, _)| *fit >= least) {
            states[i] = Some(s as u8);
        }
    }
}

/// The first and the last item that have a place.
fn block(states: &[Option<u8>]) -> (usize, usize) {
    let first = states.iter().position(Option::is_some).unwrap_or(states.len());
    (first, states.iter().rposition(Option::is_some).unwrap_or(0))
}

fn is_recognised(grammar: &Grammar, facts: &[Facts], states: &[Option<u8>]) -> bool {
    let matched = || facts.iter().zip(states).filter(|(_, state)| state.is_some());
    let all = matched().fold(Facts::NONE, |all, (facts, _)| all | *facts);
    let cut = facts.last().map_or(Facts::NONE, |last| last.only(Facts::CUT));
    let proven = (all | cut).only(grammar.proof).count();
    if proven >= grammar.proofs {
        return true;
    }
    // without any proof only those count that their facts speak for, not their order alone
    let fits = |facts: Facts, s: &Option<u8>| {
        state_of(grammar, *s).and_then(|state| state.fit(facts)).is_some_and(|fit| fit > 0)
    };
    let placed = matched().filter(|(facts, s)| proven > 0 || fits(**facts, s)).count();
    // the beginning of a text that says how much of it is missing has no place where it is too short for a body
    let rest = facts.last().zip(states.last());
    let stump = rest.is_some_and(|(facts, state)| facts.any(Facts::CUT) && state.is_none());
    let placed = placed + usize::from(stump);
    let share = placed as f32 / facts.len().max(1) as f32;
    let anchored = proven > 0 || facts.first().is_some_and(|first| first.any(Facts::URL));
    anchored && share >= grammar.coverage && facts.len() <= grammar.most_items
}

/// Whether the grammar tells all of a page that nothing proves to be one of it: what it needs is there, and if it knows dates
/// but found none, no line says when beside other words.
fn is_all(grammar: &Grammar, items: &[Item<'_>], states: &[Option<u8>]) -> bool {
    if items.iter().any(|item| item.facts.any(grammar.proof)) {
        return true;
    }
    let when = [Property::DatePublished, Property::DateCreated, Property::DateModified];
    let property = |state: &Option<u8>| state_of(grammar, *state).map(|state| state.property);
    let found = |sought: &Property| states.iter().any(|state| property(state) == Some(*sought));
    let knows = grammar.states.iter().any(|state| when.contains(&state.property));
    let dated = |item: &Item<'_>| {
        let brief = item.text.len() <= BRIEF && !item.facts.any(Facts::SUFFIX | Facts::HARD);
        brief && dates::holds(&item.text)
    };
    let silent = knows && !when.iter().any(found);
    grammar.needs.iter().all(found) && !(silent && items.iter().any(dated))
}

/// Whether what was taken for the headline reads like one, where few proofs say that the page is one of the grammar: a lone
/// value of a program or an address is none.
fn reads(grammar: &Grammar, items: &[Item<'_>], states: &[Option<u8>]) -> bool {
    let all = items.iter().fold(Facts::NONE, |all, item| all | item.facts);
    if all.only(grammar.proof).count() >= grammar.proofs {
        return true;
    }
    let headline = |state: &Option<u8>| {
        state_of(grammar, *state).is_some_and(|state| state.property == Property::Headline)
    };
    let phrase = |text: &str| (text.contains(' ') || !text.is_ascii()) && !url::starts(text);
    let mut headlines = items.iter().zip(states).filter(|(_, state)| headline(state));
    headlines.all(|(item, _)| phrase(&item.text))
}

/// In longer texts dates are of what they tell, in bytes.
const BRIEF: usize = 300;

fn state_of(grammar: &Grammar, state: Option<u8>) -> Option<&State> {
    grammar.states.get(usize::from(state?))
}

/// What has a place gets its property. What has none is furniture where the page is a whole one, else left unknown.
fn label_items(
    grammar: &Grammar,
    items: &[Item<'_>],
    states: &[Option<u8>],
    labels: &mut Vec<Label>,
) {
    let (first, last) = block(states);
    let whole_page = items.len() > grammar.most_items;
    let mut body_before = false;
    for (i, (item, state)) in items.iter().zip(states).enumerate() {
        let outside = i < first || i > last;
        match state_of(grammar, *state) {
            Some(State { property, cue, .. }) => {
                let property = *property;
                let body = property == Property::ArticleBody;
                let join = if body && body_before { Join::Paragraph } else { Join::Value };
                body_before |= body;
                match cue {
                    Some(cue) => push_values(labels, item, &cue.values(&item.text, property), join),
                    None => push(labels, item, property, "its place in the grammar", join),
                }
            }
            None if item.facts.any(Facts::ECHO) => {
                push(labels, item, Property::Boilerplate, "says the body again", Join::Value);
            }
            None if outside && whole_page => {
                push(labels, item, Property::Boilerplate, "outside the block", Join::Value);
            }
            None => {}
        }
    }
}

fn push(
    labels: &mut Vec<Label>,
    item: &Item<'_>,
    property: Property,
    reason: &'static str,
    first: Join,
) {
    let label = |piece: &Piece| Label::value(piece.start, piece.end, property, reason);
    labels.push(label(&item.first).joined(first));
    if !item.more.is_empty() {
        labels.extend(item.more.iter().map(|piece| label(piece).joined(piece.join)));
    }
}

/// The values of an item, and what stands around them.
fn push_values(
    labels: &mut Vec<Label>,
    item: &Item<'_>,
    values: &[(Range<usize>, Property)],
    first: Join,
) {
    let mut at = 0;
    for (range, property) in values {
        push_part(labels, item, at..range.start, (Property::Separator, KEY), Join::Value);
        push_part(labels, item, range.clone(), (*property, "its place in the grammar"), first);
        at = range.end;
    }
    push_part(labels, item, at..item.text.len(), (Property::Separator, KEY), Join::Value);
}

/// Why the words around a value are no part of it.
const KEY: &str = "key of the layout";

fn push_part(
    labels: &mut Vec<Label>,
    item: &Item<'_>,
    range: Range<usize>,
    (property, reason): (Property, &'static str),
    first: Join,
) {
    for (i, piece) in item.part(range).enumerate() {
        let join = if i == 0 { first } else { piece.join };
        labels.push(Label::value(piece.start, piece.end, property, reason).joined(join));
    }
}

fn warnings(items: &[Item<'_>], lines: &[Line<'_>]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(cut) = lines.iter().find(|line| line.facts.any(Facts::CUT)) {
        let message = "the dump says that its text was cut".to_owned();
        warnings.push(Warning::line("truncated-body", cut.number, message));
    }
    if items.iter().any(|item| item.facts.any(Facts::ECHO)) {
        warnings.push(Warning::page("duplicate-body", "the page holds the body more than once"));
    }
    warnings
}
