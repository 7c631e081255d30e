//! Facts that an item has only among the others: what is repeated, listed elsewhere, or stands before what.

use super::items::Item;
use super::repetition::Repetition;
use crate::scan::{Facts, contact, list, timestamp, url};
use foldhash::HashSet;

/// A shorter text is not looked for inside the longest one.
const SHORTEST_ECHO: usize = 40;
/// So many bytes of an item are looked up, and so many bytes of the longest item are indexed.
const ECHO_WINDOW: usize = 16;
const ECHO_REACH: usize = 1 << 18;
/// So few items are looked for one by one; for more the longest item is indexed.
const FEW_ECHOES: usize = 4;

/// Adds the facts of context to every item.
pub(crate) fn add(items: &mut [Item<'_>]) {
    let landmarks = Landmarks::of(items);
    add_repetition(items, &landmarks.lists);
    add_neighbours(items);
    add_holders(items, &landmarks);
    add_extremes(items, &landmarks);
}

/// Items that tell something of others, found in one pass.
#[derive(Default)]
struct Landmarks {
    lists: Vec<usize>,
    /// The first organisation, the first text with a date and a name behind it, the first address.
    organisation: Option<usize>,
    suffix: Option<usize>,
    home: Option<usize>,
    /// The first of the longest texts, with its length.
    longest: Option<(usize, usize)>,
}

impl Landmarks {
    fn of(items: &[Item<'_>]) -> Self {
        let mut found = Landmarks::default();
        for (at, item) in items.iter().enumerate() {
            if item.facts.any(Facts::ORGANISATION) {
                found.organisation.get_or_insert(at);
            } else if item.facts.any(Facts::WORDS)
                && found.longest.is_none_or(|(_, len)| len < item.text.len())
            {
                found.longest = Some((at, item.text.len()));
            }
            if item.facts.any(Facts::LIST | Facts::SUFFIX | Facts::URL) {
                found.add_rarer(at, item.facts);
            }
        }
        found
    }

    fn add_rarer(&mut self, at: usize, facts: Facts) {
        if facts.any(Facts::LIST) {
            self.lists.push(at);
        }
        if facts.any(Facts::SUFFIX) {
            self.suffix.get_or_insert(at);
        }
        if facts.any(Facts::URL) {
            self.home.get_or_insert(at);
        }
    }
}

fn add_repetition(items: &mut [Item<'_>], lists: &[usize]) {
    let repetition = Repetition::of(items);
    for at in 0..items.len() {
        if let Some(before) = repetition.before(at) {
            let adjoins = before + 1 == at;
            items[at].facts |= Facts::SEEN_BEFORE.with(Facts::SAME_AS_PREVIOUS, adjoins);
            items[before].facts |= Facts::SEEN_AGAIN.with(Facts::SAME_AS_NEXT, adjoins);
        }
    }
    if !lists.is_empty() {
        add_lists(items, lists, &repetition);
    }
}

/// A list joins what stands on the page by itself where that is at least half of its items, and two of them.
fn add_lists(items: &mut [Item<'_>], lists: &[usize], repetition: &Repetition) {
    let mut listed = vec![false; items.len()];
    for &at in lists {
        let (mut all, mut alone) = (0, 0);
        for name in list::items(&items[at].text) {
            all += 1;
            if let Some(first) = repetition.find(items, name) {
                alone += 1;
                listed[first] = true;
            }
        }
        items[at].facts = items[at].facts.with(Facts::JOINS, alone >= 2 && alone * 2 >= all);
    }
    for (at, item) in items.iter_mut().enumerate() {
        item.facts = item.facts.with(Facts::LISTED, listed[repetition.first(at)]);
    }
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
fn add_holders(items: &mut [Item<'_>], landmarks: &Landmarks) {
    let item = |at: Option<usize>| items.get(at?);
    let organisation = item(landmarks.organisation).and_then(name);
    let suffix = item(landmarks.suffix).and_then(|item| timestamp::suffix(&item.text)?.name);
    if organisation.is_none() && suffix.is_none() {
        return;
    }
    let names = [organisation, suffix].map(|name| name.map(str::to_owned));
    for item in items.iter_mut().filter(|item| item.facts.any(Facts::SHORT)) {
        let is = names.iter().any(|name| name.as_deref() == Some(&*item.text));
        item.facts = item.facts.with(Facts::HOLDER, is);
    }
}

/// The name of an organisation. What stands on one line was read as one; what was put together is read now.
fn name<'i>(item: &'i Item<'_>) -> Option<&'i str> {
    match item.more.is_empty() {
        true => contact::organisation_name(&item.text),
        false => contact::organisation(&item.text).map(|parts| parts.name),
    }
}

fn add_extremes(items: &mut [Item<'_>], landmarks: &Landmarks) {
    if let Some((longest, _)) = landmarks.longest {
        items[longest].facts |= Facts::LONGEST;
        add_echoes(items, longest);
    }
    if let Some(first) = items.first_mut() {
        first.facts |= Facts::FIRST;
    }
    if let Some(last) = items.last_mut() {
        last.facts |= Facts::LAST;
    }
    let Some(home) = landmarks.home else { return };
    let (before, others) = items.split_at_mut(home + 1);
    before[home].facts |= Facts::HOME;
    let host = url::host(&before[home].text);
    for item in others.iter_mut().filter(|item| item.facts.any(Facts::URL)) {
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
    let paragraphs = tail.iter_mut().filter(|item| could(item));
    let body = head[longest].text.as_bytes();
    let body = &body[..body.len().min(ECHO_REACH)];
    let mut windows = HashSet::default();
    for (number, item) in paragraphs.enumerate() {
        if number == FEW_ECHOES {
            windows = body.windows(ECHO_WINDOW).collect();
        }
        let bytes = item.text.as_bytes();
        let middle = bytes.len() / 2;
        let known = |part: &[u8]| match number {
            ..FEW_ECHOES => memchr::memmem::find(body, part).is_some(),
            _ => windows.contains(part),
        };
        let echo = known(&bytes[..ECHO_WINDOW]) && known(&bytes[middle..middle + ECHO_WINDOW]);
        item.facts = item.facts.with(Facts::ECHO, echo);
    }
}
