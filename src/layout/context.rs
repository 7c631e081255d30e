//! Facts that an item has only among the others: what is repeated, listed elsewhere, or stands before what.

use super::items::Item;
use crate::scan::{Facts, contact, list, timestamp, url};
use foldhash::{HashMap, HashMapExt, HashSet};

/// A shorter text is not looked for inside the longest one.
const SHORTEST_ECHO: usize = 40;
/// So many bytes of an item are looked up, and so many bytes of the longest item are indexed.
const ECHO_WINDOW: usize = 16;
const ECHO_REACH: usize = 1 << 18;

/// Adds the facts of context to every item.
pub(crate) fn add(items: &mut [Item<'_>]) {
    add_repetition(items);
    add_neighbours(items);
    add_holders(items);
    add_extremes(items);
}

/// A text, where it stood last, and whether a list names it.
#[derive(Clone, Copy)]
struct Seen {
    last: Option<usize>,
    listed: bool,
}

fn add_repetition(items: &mut [Item<'_>]) {
    let mut facts: Vec<Facts> = vec![Facts::NONE; items.len()];
    let mut seen: HashMap<&str, Seen> = HashMap::with_capacity(items.len() + 16);
    let lists = || items.iter().enumerate().filter(|(_, item)| item.facts.any(Facts::LIST));
    for name in lists().flat_map(|(_, item)| list::items(&item.text)) {
        seen.insert(name, Seen { last: None, listed: true });
    }
    for (i, item) in items.iter().enumerate() {
        let known = seen.entry(&item.text).or_insert(Seen { last: None, listed: false });
        facts[i] = facts[i].with(Facts::LISTED, known.listed);
        if let Some(before) = known.last.replace(i) {
            facts[i] |= Facts::SEEN_BEFORE.with(Facts::SAME_AS_PREVIOUS, before + 1 == i);
            facts[before] |= Facts::SEEN_AGAIN.with(Facts::SAME_AS_NEXT, before + 1 == i);
        }
    }
    for (i, item) in lists() {
        facts[i] = facts[i].with(Facts::JOINS, joins(&item.text, &seen));
    }
    items.iter_mut().zip(facts).for_each(|(item, facts)| item.facts |= facts);
}

/// Whether at least half of the list's items, and two of them, stand on the page by themselves.
fn joins(text: &str, seen: &HashMap<&str, Seen>) -> bool {
    let (mut all, mut alone) = (0, 0);
    for item in list::items(text) {
        all += 1;
        alone += usize::from(seen.get(item).is_some_and(|seen| seen.last.is_some()));
    }
    alone >= 2 && alone * 2 >= all
}

fn add_neighbours(items: &mut [Item<'_>]) {
    let mut stamp: Option<usize> = None;
    for i in 0..items.len() {
        if items.get(i + 1).is_some_and(|next| next.facts.any(Facts::LOCALE)) {
            items[i].facts |= Facts::BEFORE_LOCALE;
        }
        if items[i].facts.any(Facts::STAMP) {
            let changed = stamp.is_some_and(|before| items[before].text != items[i].text);
            items[i].facts = items[i].facts.with(Facts::CHANGED, changed);
            stamp = Some(i);
        }
    }
}

/// The names that organisations and description suffixes state are names of the site.
fn add_holders(items: &mut [Item<'_>]) {
    let organisation = items.iter().find(|item| item.facts.any(Facts::ORGANISATION));
    let name = organisation
        .and_then(|item| contact::organisation(&item.text))
        .map(|parts| parts.name.to_owned());
    let suffix = items
        .iter()
        .find(|item| item.facts.any(Facts::SUFFIX))
        .and_then(|item| timestamp::suffix(&item.text));
    let other = suffix.and_then(|suffix| suffix.name).map(str::to_owned);
    for item in items.iter_mut().filter(|item| item.facts.any(Facts::SHORT)) {
        let is = |name: &Option<String>| name.as_deref() == Some(&*item.text);
        item.facts = item.facts.with(Facts::HOLDER, is(&name) || is(&other));
    }
}

fn add_extremes(items: &mut [Item<'_>]) {
    let words =
        |item: &Item<'_>| item.facts.any(Facts::WORDS) && !item.facts.any(Facts::ORGANISATION);
    let longest = items
        .iter()
        .enumerate()
        .filter(|(_, item)| words(item))
        .rev()
        .max_by_key(|(_, item)| item.text.len());
    if let Some(longest) = longest.map(|(i, _)| i) {
        items[longest].facts |= Facts::LONGEST;
        add_echoes(items, longest);
    }
    if let Some(first) = items.first_mut() {
        first.facts |= Facts::FIRST;
    }
    if let Some(last) = items.last_mut() {
        last.facts |= Facts::LAST;
    }
    let Some(home) = items.iter().find(|item| item.facts.any(Facts::URL)) else { return };
    let host = url::host(&home.text).to_owned();
    for item in items.iter_mut().filter(|item| item.facts.any(Facts::URL)) {
        item.facts = item.facts.with(Facts::HOME, url::host(&item.text) == host);
    }
}

/// Paragraphs that stand in the longest item as well. The longest item is indexed once, so the cost is linear.
fn add_echoes(items: &mut [Item<'_>], longest: usize) {
    let (head, tail) = items.split_at_mut(longest + 1);
    let could = |item: &Item<'_>| {
        item.text.len() >= SHORTEST_ECHO
            && item.facts.any(Facts::WORDS)
            && !item.facts.any(Facts::LIST | Facts::ORGANISATION)
    };
    if !tail.iter().any(could) {
        return;
    }
    let body = head[longest].text.as_bytes();
    let windows: HashSet<&[u8]> = body[..body.len().min(ECHO_REACH)].windows(ECHO_WINDOW).collect();
    for item in tail.iter_mut().filter(|item| could(item)) {
        let bytes = item.text.as_bytes();
        let (start, end) =
            (&bytes[..ECHO_WINDOW], &bytes[bytes.len() / 2..bytes.len() / 2 + ECHO_WINDOW]);
        let echo = windows.contains(start) && windows.contains(end);
        item.facts = item.facts.with(Facts::ECHO, echo);
    }
}
