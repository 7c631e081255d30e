//! The order of the grammar: what stands before what in most examples, fixed lines among them.

use super::draft::{Draft, StateDraft, Weights, Words};
use super::place::Placed;
use super::{brief, of_state, template};
use crate::layout::cue_limit;
use crate::property::Property;
use std::collections::{BTreeMap, BTreeSet};

/// A longer line is not taken for a fixed one.
const LONGEST_FIXED: usize = 120;
/// So many fixed lines of a run are kept.
const MOST_FIXED: usize = 12;

/// What has a place in the order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Lines(Vec<Property>),
    /// A line that is always the same.
    Fixed(String),
    /// A line that always begins the same, up to a mark.
    Head(String),
}

/// In each example the first and the last item; none where it is missing.
type Places = Vec<Option<(usize, usize)>>;

/// The grammar without weights.
pub(super) fn draft(name: &str, placed: &[Placed]) -> Draft {
    let mut nodes = lines(placed);
    nodes.retain(|_, places| is_seen(places));
    add_fixed(&mut nodes, placed);
    let order = sorted(&nodes);
    let mut states: Vec<StateDraft> = Vec::new();
    for node in &order {
        match node {
            Node::Lines(key) => states.push(state(key, &nodes, placed)),
            Node::Fixed(text) | Node::Head(text) => {
                if states.last().is_none_or(|last| !last.key.is_empty()) {
                    states.push(fixed(placed.len()));
                }
                let Some(last) = states.last_mut() else { continue };
                match node {
                    Node::Head(_) => last.words.starts.push(text.clone()),
                    _ => last.words.is.push(text.clone()),
                }
            }
        }
    }
    shorten(&mut states);
    limit(&mut states);
    Draft { name: name.to_owned(), insert: insert(placed), states, ..Draft::default() }
}

fn lines(placed: &[Placed]) -> BTreeMap<Node, Places> {
    let mut nodes: BTreeMap<Node, Places> = BTreeMap::new();
    for (e, example) in placed.iter().enumerate() {
        for (i, mark) in example.marks.iter().enumerate() {
            let Some(mark) = mark else { continue };
            let places = nodes.entry(Node::Lines(mark.key.clone()));
            let place = &mut places.or_insert_with(|| vec![None; placed.len()])[e];
            *place = Some(place.map_or((i, i), |(first, _)| (first, i)));
        }
    }
    nodes
}

/// What one of several examples has may be an accident.
fn is_seen(places: &Places) -> bool {
    let seen = places.iter().flatten().count();
    let lines = places.iter().flatten().any(|(first, last)| first < last);
    seen > 1 || seen == 1 && (lines || places.len() < 3)
}

/// Lines that stand once in most examples and in no stretch of another property.
fn add_fixed(nodes: &mut BTreeMap<Node, Places>, placed: &[Placed]) {
    let mut found = recurring(placed);
    let most = (placed.len() * 2).div_ceil(3).max(2);
    let stretches: Vec<Places> = nodes.values().cloned().collect();
    let inside = |places: &Places| stretches.iter().any(|stretch| holds(stretch, places));
    found.retain(|_, places| places.iter().flatten().count() >= most && !inside(places));
    // a head says more than those of its lines that are the same by accident
    let lines = || placed.iter().flat_map(|example| &example.texts);
    let same = |head: &str| {
        let known = |text: &String| found.contains_key(&Node::Fixed(text.clone()));
        lines().filter(|text| text.starts_with(head)).all(known)
    };
    let keep = |node: &Node| match node {
        Node::Head(text) => !same(text),
        Node::Fixed(text) => head(text)
            .is_none_or(|head| same(&head) || !found.contains_key(&Node::Head(head.clone()))),
        Node::Lines(_) => true,
    };
    let kept = found.iter().filter(|(node, _)| keep(node));
    nodes.extend(kept.map(|(node, places)| (node.clone(), places.clone())));
}

/// Lines and heads of lines that hold no value, where they stand once on each page that has them.
fn recurring(placed: &[Placed]) -> BTreeMap<Node, Places> {
    let mut found: BTreeMap<Node, Places> = BTreeMap::new();
    let mut several: BTreeSet<Node> = BTreeSet::new();
    for (e, example) in placed.iter().enumerate() {
        let short = |(_, text): &(usize, &String)| text.len() <= LONGEST_FIXED;
        for (i, text) in example.texts.iter().enumerate().filter(short) {
            let nodes = [Some(Node::Fixed(text.clone())), head(text).map(Node::Head)];
            for node in nodes.into_iter().flatten() {
                let places = found.entry(node.clone()).or_insert_with(|| vec![None; placed.len()]);
                if places[e].is_some() || example.marks[i].is_some() {
                    several.insert(node);
                }
                places[e] = Some((i, i));
            }
        }
    }
    found.retain(|node, _| !several.contains(node));
    found
}

/// Whether a place lies within a stretch in any example.
fn holds(stretch: &Places, places: &Places) -> bool {
    stretch.iter().zip(places).any(|(stretch, place)| match (stretch, place) {
        (Some((first, last)), Some((at, _))) => first < at && at < last,
        _ => false,
    })
}

/// The longest head of a line.
const LONGEST_HEAD: usize = 40;

/// How a line begins, up to a mark.
fn head(text: &str) -> Option<String> {
    let at = text.find([':', '：', '»', '›', '>', '|'])?;
    let end = at + text[at..].chars().next()?.len_utf8();
    let telling = end <= LONGEST_HEAD && text[..at].contains(char::is_alphabetic);
    (telling && end < text.len()).then(|| text[..end].to_owned())
}

/// By how many others a node stands before in most examples, less those that it stands behind.
fn sorted(nodes: &BTreeMap<Node, Places>) -> Vec<Node> {
    let score = |one: &Places| -> i64 {
        let others = nodes.values().map(|other| before(one, other).signum());
        others.sum()
    };
    let mut order: Vec<(i64, &Node)> = nodes.iter().map(|(node, it)| (-score(it), node)).collect();
    order.sort();
    order.into_iter().map(|(_, node)| node.clone()).collect()
}

/// In how many examples one stands before another, less those where it stands behind. What never meets is ordered by where
/// it stands on average.
fn before(one: &Places, other: &Places) -> i64 {
    let both =
        one.iter().zip(other).filter_map(|(one, other)| Some((one.as_ref()?.0, other.as_ref()?.0)));
    let both: Vec<(usize, usize)> = both.collect();
    if both.is_empty() {
        let mean = |places: &Places| {
            let firsts: Vec<usize> = places.iter().flatten().map(|place| place.0).collect();
            firsts.iter().sum::<usize>() * 100 / firsts.len().max(1)
        };
        return mean(other) as i64 - mean(one) as i64;
    }
    both.iter().map(|(one, other)| (*other as i64 - *one as i64).signum()).sum()
}

fn state(key: &[Property], nodes: &BTreeMap<Node, Places>, placed: &[Placed]) -> StateDraft {
    let instances: Vec<_> = of_state(placed, key)
        .filter_map(|(example, i)| Some((example.texts[i].as_str(), example.marks[i].as_ref()?)))
        .collect();
    let own = nodes.get(&Node::Lines(key.to_vec())).cloned().unwrap_or_default();
    let seen = own.iter().flatten().count();
    let repeat = own.iter().flatten().any(|(first, last)| first < last);
    StateDraft {
        key: key.to_vec(),
        words: template::words(&instances),
        accept: Weights::new(),
        weights: Weights::new(),
        skip: if seen == placed.len() { 3 } else { 1 },
        repeat,
        moved: (!repeat && varies(&own, nodes)).then_some(MOVED),
        seen: (seen, placed.len()),
        lines: instances.len(),
        such: instances.first().map(|(text, _)| brief(text)).unwrap_or_default(),
    }
}

/// How well a line must fit that stands elsewhere.
const MOVED: i32 = 5;

/// Whether it stands before another property in some examples and behind it, or within it, in others.
fn varies(own: &Places, nodes: &BTreeMap<Node, Places>) -> bool {
    let others = nodes.iter().filter(|(node, _)| matches!(node, Node::Lines(_)));
    others.into_iter().any(|(_, other)| {
        let both = own
            .iter()
            .zip(other)
            .filter_map(|(own, other)| Some((own.as_ref()?.0, other.as_ref()?)));
        let sides: Vec<i64> = both
            .map(|(at, (first, last))| i64::from(at > *first) + i64::from(at > *last))
            .collect();
        sides.contains(&1) && other != own || sides.contains(&0) && sides.contains(&2)
    })
}

fn fixed(examples: usize) -> StateDraft {
    StateDraft {
        key: Vec::new(),
        words: Words::default(),
        accept: Weights::new(),
        weights: Weights::new(),
        skip: 0,
        repeat: false,
        moved: None,
        seen: (examples, examples),
        lines: 1,
        such: String::new(),
    }
}

/// Of long runs the lines next to properties are kept.
fn shorten(states: &mut [StateDraft]) {
    let count = states.len();
    for (at, state) in states.iter_mut().enumerate().filter(|(_, state)| state.key.is_empty()) {
        let lines = &mut state.words.is;
        let surplus = lines.len().saturating_sub(MOST_FIXED);
        match at + 1 == count && at > 0 {
            true => lines.truncate(MOST_FIXED),
            false => drop(lines.drain(..surplus)),
        }
        let count = lines.len() + state.words.starts.len();
        state.repeat = count > 1;
        state.lines = count;
        let such = state.words.is.first().or(state.words.starts.first());
        state.such = such.map(|text| brief(text)).unwrap_or_default();
    }
}

/// A layout can have so many properties with words. Fixed lines give way, those from the ends first.
fn limit(states: &mut Vec<StateDraft>) {
    let worded = |states: &[StateDraft]| states.iter().filter(|it| it.words.tell()).count();
    while worded(states) > cue_limit() {
        let middle = states.len() / 2;
        let fixed = states.iter().enumerate().filter(|(_, state)| state.key.is_empty());
        match fixed.max_by_key(|(at, _)| at.abs_diff(middle)).map(|(at, _)| at) {
            Some(at) => drop(states.remove(at)),
            None => {
                let last = states.iter_mut().rev().find(|state| state.words.tell());
                last.into_iter().for_each(|state| state.words = Words::default());
            }
        }
    }
}

/// What a line costs that is none of the properties: less where many stand between them.
fn insert(placed: &[Placed]) -> i32 {
    let strangers = |example: &Placed| {
        let first = example.marks.iter().position(Option::is_some)?;
        let last = example.marks.iter().rposition(Option::is_some)?;
        Some(example.marks[first..=last].iter().filter(|mark| mark.is_none()).count())
    };
    match placed.iter().filter_map(strangers).max().unwrap_or(0) {
        0..=6 => 3,
        7..=20 => 2,
        _ => 1,
    }
}
