//! Where the known values of an example stand: a property, or several, for each item that holds any.

use super::body;
use super::brief;
use super::example::Example;
use crate::layout::grammar::Grammar;
use crate::layout::{Page, facts_of_items};
use crate::line;
use crate::property::Property;
use crate::scan::{Facts, dates};
use crate::score::{day, letters, minute, norm, text, url};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The fields of a record and the properties that they come from, the most telling first.
const FIELDS: [(&str, Property); 17] = [
    ("url", Property::MainEntityOfPage),
    ("headline", Property::Headline),
    ("alternative_headline", Property::AlternativeHeadline),
    ("description", Property::Description),
    ("published", Property::DatePublished),
    ("modified", Property::DateModified),
    ("created", Property::DateCreated),
    ("crawled", Property::DateCrawled),
    ("authors", Property::Author),
    ("publisher", Property::Publisher),
    ("keywords", Property::Keywords),
    ("sections", Property::ArticleSection),
    ("locations", Property::ContentLocation),
    ("genre", Property::Genre),
    ("copyright_year", Property::CopyrightYear),
    ("images", Property::AssociatedMedia),
    ("related", Property::Citation),
];

/// A value is looked for in a text that is at most so much longer.
const AROUND: usize = 160;

/// An example with its items.
#[derive(Debug)]
pub(super) struct Placed {
    /// The texts of the items.
    pub texts: Vec<String>,
    /// Their facts, all that can be asked for.
    pub facts: Vec<Facts>,
    /// What holds a value.
    pub marks: Vec<Option<Mark>>,
    /// What is nowhere in the dump: the field, and how to say so.
    pub absent: Vec<(&'static str, String)>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The properties on the line, in order, each once: items with the same are of one state.
    pub key: Vec<Property>,
    /// The values, in order.
    pub values: Vec<(Range<usize>, Property)>,
}

/// A place where values of one property stand.
#[derive(Clone, Debug)]
struct Candidate {
    item: usize,
    /// Which of the values stands where.
    values: Vec<(usize, Range<usize>)>,
    /// What stands around it on the line, and whether it stands apart from the body.
    around: (String, String),
}

/// A grammar that asks for every fact that there is.
fn curious() -> Option<Grammar> {
    let facts: Vec<String> = Facts::NAMES.iter().map(|(name, _)| format!("{name} = 0")).collect();
    let all = facts.join(", ");
    Grammar::from_toml(&format!("name = 'x'\n[[property]]\nname = 'name'\naccept = {{ {all} }}"))
        .ok()
}

/// The items of all examples and what they hold.
pub(super) fn all(examples: &[Example]) -> Vec<Placed> {
    let Some(grammar) = curious() else { return Vec::new() };
    let mut placed: Vec<Placed> = examples.iter().map(|it| items(&grammar, it)).collect();
    for (placed, example) in placed.iter_mut().zip(examples) {
        put_labels(placed, example);
        put_body(placed, example);
    }
    for (field, property) in FIELDS {
        let found: Vec<Vec<Candidate>> = placed
            .iter()
            .zip(examples)
            .map(|(placed, example)| candidates(placed, &values(example, field), property))
            .collect();
        let usual = usual(&found);
        for ((placed, example), found) in placed.iter_mut().zip(examples).zip(found) {
            if example.labels.is_empty() {
                choose(placed, example, (field, property), found, &usual);
            }
        }
    }
    placed
}

fn items(grammar: &Grammar, example: &Example) -> Placed {
    let lines = line::lines(&example.text);
    let items = facts_of_items(grammar, Page { text: &example.text, lines: &lines });
    Placed {
        texts: items.iter().map(|item| item.text.to_string()).collect(),
        facts: items.iter().map(|item| item.facts).collect(),
        marks: vec![None; items.len()],
        absent: Vec::new(),
    }
}

/// Labels say themselves which line is what: each is of the next line that begins so.
fn put_labels(placed: &mut Placed, example: &Example) {
    let mut from = 0;
    for label in &example.labels {
        let wanted = letters(&label.text);
        let begins = |i: &usize| letters(&placed.texts[*i]).starts_with(&wanted);
        let Some(i) = (from..placed.texts.len()).find(begins).filter(|_| !wanted.is_empty()) else {
            let (what, text) = (label.property, brief(&label.text));
            let said = format!("{}: {what} `{text}` is on no line", example.path.display());
            placed.absent.push(("label", said));
            continue;
        };
        from = i + 1;
        let mark = matches!(
            label.property,
            Property::Boilerplate | Property::Separator | Property::Unknown
        );
        if !mark {
            let values = vec![(0..placed.texts[i].len(), label.property)];
            placed.marks[i] = Some(Mark { key: vec![label.property], values });
        }
    }
}

fn put_body(placed: &mut Placed, example: &Example) {
    let Some(body) = example.fields.get("body").and_then(text) else { return };
    if !example.labels.is_empty() {
        return;
    }
    let of_body = body::paragraphs(&placed.texts, &body);
    if !of_body.contains(&true) && !body.trim().is_empty() {
        let said = format!("{}: the dump does not hold the body", example.path.display());
        placed.absent.push(("body", said));
    }
    for (i, _) in of_body.iter().enumerate().filter(|(_, is)| **is) {
        let property = Property::ArticleBody;
        let values = vec![(0..placed.texts[i].len(), property)];
        placed.marks[i] = Some(Mark { key: vec![property], values });
    }
}

/// The values of a field, as texts.
fn values(example: &Example, field: &str) -> Vec<String> {
    let of = |value: &Value| match value {
        Value::Object(object) => {
            let named = object.get("name").or_else(|| object.get("url"));
            named.and_then(text).map(|text| text.into_owned())
        }
        value => text(value).map(|text| text.into_owned()),
    };
    let found: Vec<String> = match example.fields.get(field) {
        Some(Value::Array(list)) => list.iter().filter_map(of).collect(),
        Some(value) => of(value).into_iter().collect(),
        None => Vec::new(),
    };
    found.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

fn candidates(placed: &Placed, values: &[String], property: Property) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (item, text) in placed.texts.iter().enumerate() {
        let body = placed.marks[item].as_ref().is_some_and(|it| it.key == [Property::ArticleBody]);
        let mut here: Vec<(usize, Range<usize>)> = Vec::new();
        for (k, value) in values.iter().enumerate() {
            let Some(range) = stands(text, placed.facts[item], value, property) else { continue };
            let free =
                here.iter().all(|(_, known)| range.end <= known.start || known.end <= range.start);
            if free && (!body || range == (0..text.len())) {
                here.push((k, range));
            }
        }
        here.sort_by_key(|(_, range)| range.start);
        if let (Some((_, first)), Some((_, last))) = (here.first(), here.last()) {
            let around = (text[..first.start].to_owned(), text[last.end..].to_owned());
            found.push(Candidate { item, values: here, around });
        }
    }
    found
}

/// Where a value stands in a text.
fn stands(text: &str, facts: Facts, value: &str, property: Property) -> Option<Range<usize>> {
    let date = matches!(
        property,
        Property::DatePublished
            | Property::DateModified
            | Property::DateCreated
            | Property::DateCrawled
    );
    if date {
        return if facts.any(Facts::URL) { None } else { date_in(text, value) };
    }
    let same = norm(text) == norm(value)
        || property == Property::MainEntityOfPage && url(text) == url(value);
    if same {
        return Some(0..text.len());
    }
    if text.len() > value.len() + AROUND || value.is_empty() {
        return None;
    }
    // between letters of scripts without spaces a word may end anywhere, but not one of a single letter
    let single = value.chars().nth(1).is_none();
    let letter = |c: Option<char>| {
        c.is_some_and(|c| {
            c.is_alphanumeric() && (single || !('\u{2e80}'..='\u{9fff}').contains(&c))
        })
    };
    let free = |at: &usize| {
        let end = at + value.len();
        let goes_on = letter(text[..*at].chars().next_back()) && letter(value.chars().next());
        let cut = letter(text[end..].chars().next()) && letter(value.chars().next_back());
        !goes_on && !cut
    };
    let at = text.match_indices(value).map(|(at, _)| at).find(free)?;
    Some(at..at + value.len())
}

/// Where a text states a date: the same minute where both know it, else the same day.
fn date_in(text: &str, value: &str) -> Option<Range<usize>> {
    if text.len() > AROUND {
        return None;
    }
    let same = |iso: &str| match (minute(iso), minute(value)) {
        (Some(one), Some(other)) => one == other,
        _ => day(iso).is_some() && day(iso) == day(value),
    };
    let is = |reading: dates::Reading| match reading {
        dates::Reading::Sure(time) => same(&time.iso()),
        dates::Reading::Open(a, b) => same(&a.iso()) || same(&b.iso()),
        dates::Reading::Foreign => false,
    };
    let found = dates::find(text, 4).into_iter().find(|found| is(found.reading));
    let whole = || dates::parse(text).filter(|reading| is(*reading)).map(|_| 0..text.len());
    found.map(|found| found.start..found.end).or_else(whole)
}

/// How many examples have a candidate with this around it.
fn usual(found: &[Vec<Candidate>]) -> BTreeMap<(String, String), usize> {
    let mut usual: BTreeMap<_, usize> = BTreeMap::new();
    for candidates in found {
        let mut here: Vec<_> = candidates.iter().map(|it| it.around.clone()).collect();
        here.sort();
        here.dedup();
        here.into_iter().for_each(|around| *usual.entry(around).or_default() += 1);
    }
    usual
}

/// Takes the best candidates until every value has its place.
fn choose(
    placed: &mut Placed,
    example: &Example,
    (field, property): (&'static str, Property),
    mut found: Vec<Candidate>,
    usual: &BTreeMap<(String, String), usize>,
) {
    let all = values(example, field);
    found.retain(|it| is_telling(it, all.len(), property, usual));
    let mut open: Vec<usize> = (0..all.len()).collect();
    let body: Vec<usize> = (0..placed.marks.len())
        .filter(|&i| placed.marks[i].as_ref().is_some_and(|it| it.key == [Property::ArticleBody]))
        .collect();
    let mut first: Option<Candidate> = None;
    while !open.is_empty() {
        found.retain_mut(|it| {
            it.values.retain(|(k, _)| open.contains(k));
            !it.values.is_empty() && is_free(placed, it)
        });
        let score = |it: &Candidate| {
            let known = usual.get(&it.around).copied().unwrap_or_default() as i64;
            let bare = i64::from(it.around.0.is_empty() && it.around.1.is_empty());
            let like = first.as_ref().map_or(0, |first| {
                let near = (first.item.abs_diff(it.item) as i64).min(100);
                20 * i64::from(first.around == it.around) - near
            });
            let far = body.iter().map(|i| i.abs_diff(it.item)).min().unwrap_or(0) as i64;
            100 * known + 60 * it.values.len() as i64 + 40 * bare + like - far.min(50)
        };
        let best =
            found.iter().enumerate().max_by_key(|(i, it)| (score(it), std::cmp::Reverse(*i)));
        let Some(best) = best.map(|(_, it)| it.clone()) else { break };
        open.retain(|k| best.values.iter().all(|(known, _)| known != k));
        put(placed, &best, property);
        first.get_or_insert(best);
    }
    for value in open.into_iter().filter_map(|k| all.get(k)) {
        let (path, value) = (example.path.display(), brief(value));
        let said = format!("{path}: the dump does not hold the {field} `{value}`");
        placed.absent.push((field, said));
    }
}

/// A value within a longer line tells something only where it stands so in another example too, or behind a key; of a list
/// of many most have to be found.
fn is_telling(
    candidate: &Candidate,
    all: usize,
    property: Property,
    usual: &BTreeMap<(String, String), usize>,
) -> bool {
    let (before, after) = (candidate.around.0.trim(), candidate.around.1.trim());
    let bare = before.is_empty() && after.is_empty();
    let keyed = before.ends_with([':', '：']) && after.is_empty();
    let again = usual.get(&candidate.around).is_some_and(|count| *count > 1);
    let several = candidate.values.len() > 1 && candidate.values.len() * 2 >= all;
    bare || keyed || again || several || !is_common(property)
}

/// Whether its values are such as texts mention everywhere.
fn is_common(property: Property) -> bool {
    use Property::{ArticleSection, ContentLocation, Genre, Keywords, Publisher};
    matches!(property, Publisher | Keywords | ArticleSection | ContentLocation | Genre)
}

fn is_free(placed: &Placed, candidate: &Candidate) -> bool {
    let Some(mark) = &placed.marks[candidate.item] else { return true };
    let overlaps = |(_, range): &(usize, Range<usize>)| {
        mark.values.iter().any(|(known, _)| range.start < known.end && known.start < range.end)
    };
    !candidate.values.iter().any(overlaps)
}

fn put(placed: &mut Placed, candidate: &Candidate, property: Property) {
    let empty = Mark { key: Vec::new(), values: Vec::new() };
    let mark = placed.marks[candidate.item].get_or_insert(empty);
    mark.values.extend(candidate.values.iter().map(|(_, range)| (range.clone(), property)));
    mark.values.sort_by_key(|(range, _)| range.start);
    mark.key = mark.values.iter().map(|(_, property)| *property).collect();
    mark.key.dedup();
}
