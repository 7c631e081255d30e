//! The learned layout run on its own examples: what it does not recover is told.

use super::brief;
use super::example::Example;
use super::place::Placed;
use crate::parser::{LayoutError, Parser};
use crate::record::Record;
use crate::score::{FIELDS, Kind, compare, given, text, truth_of};
use serde_json::{Map, Value};
use std::fmt;
use std::path::PathBuf;

/// A body counts as right from here on: blank lines and marks may differ.
const BODY: f64 = 0.98;

/// A value of an example that the layout does not recover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The dump.
    pub path: PathBuf,
    /// The field; none where the page is not recognised at all.
    pub field: Option<&'static str>,
    /// What is true.
    pub expected: String,
    /// What is found.
    pub got: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.field {
            None => write!(f, "{path}: not recognised as {}, but as {}", self.expected, self.got),
            Some(field) => {
                write!(f, "{path}: {field}: expected {}, got {}", self.expected, self.got)
            }
        }
    }
}

/// What the layout misses of the examples. What a dump does not hold was told before.
pub(super) fn misses(
    layout: &str,
    examples: &[Example],
    placed: &[Placed],
) -> Result<Vec<Miss>, LayoutError> {
    let parser = Parser::new().layout(layout)?;
    let mut misses = Vec::new();
    for (example, placed) in examples.iter().zip(placed) {
        let page = parser.parse(&example.text);
        let record = record(&page.record);
        let name = toml::from_str::<toml::Table>(layout).ok();
        let name = name.as_ref().and_then(|file| file.get("name")?.as_str()).unwrap_or_default();
        if page.record.layout != name {
            let (expected, got) = (name.to_owned(), page.record.layout.clone().into_owned());
            misses.push(Miss { path: example.path.clone(), field: None, expected, got });
        }
        misses.extend(fields(example, placed, &record));
        misses.extend(lines(example, placed, &page.labelling));
    }
    Ok(misses)
}

fn fields(example: &Example, placed: &Placed, record: &Map<String, Value>) -> Vec<Miss> {
    let wrong = outcomes(example, placed, record).into_iter().filter(|it| !it.right);
    let miss = |it: Outcome<'_>| Miss {
        path: example.path.clone(),
        field: Some(it.field),
        expected: brief(&it.truth.to_string()),
        got: it.got.map_or("null".to_owned(), |value| brief(&value.to_string())),
    };
    wrong.map(miss).collect()
}

/// What became of a field.
struct Outcome<'o> {
    field: &'static str,
    truth: &'o Value,
    got: Option<&'o Value>,
    right: bool,
}

/// What became of the fields that the dump holds.
fn outcomes<'o>(
    example: &'o Example,
    placed: &Placed,
    record: &'o Map<String, Value>,
) -> Vec<Outcome<'o>> {
    let held = |field: &str| field != "language" && placed.absent.iter().all(|it| it.0 != field);
    let asked = FIELDS.iter().filter(|(field, _)| held(field));
    let outcome = |(field, kind): &(&'static str, Kind)| {
        let truth = truth_of(&example.fields, field)?;
        let got = given(Some(record), field);
        let found = compare(field, *kind, got, truth, &example.fields).right;
        let least = if *kind == Kind::Words { BODY } else { 1.0 };
        // of a time that the dump does not state the day is right all the same
        let day = *field == "published_ts" && got.and_then(text).is_none_or(|it| it.len() <= 10);
        Some(Outcome { field, truth, got, right: found >= least || day })
    };
    asked.filter_map(outcome).collect()
}

/// How many values of an example a parser recovers, and of how many.
pub(super) fn right(parser: &Parser, example: &Example, placed: &Placed) -> (usize, usize) {
    let record = record(&parser.parse(&example.text).record);
    let outcomes = outcomes(example, placed, &record);
    (outcomes.iter().filter(|it| it.right).count(), outcomes.len())
}

fn record(record: &Record<'_>) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(record)) => record,
        _ => Map::new(),
    }
}

/// Labelled lines that the layout labels otherwise.
fn lines(example: &Example, placed: &Placed, labelling: &crate::labelling::Labelling) -> Vec<Miss> {
    if example.labels.is_empty() {
        return Vec::new();
    }
    let mut at = 0;
    let mut misses = Vec::new();
    for (words, mark) in placed.texts.iter().zip(&placed.marks) {
        let line = words.lines().next().unwrap_or_default();
        let head = line.char_indices().nth(40).map_or(line, |(end, _)| &line[..end]);
        let Some(found) = example.text.get(at..).and_then(|rest| rest.find(head)) else { continue };
        let start = at + found;
        at = start + head.len();
        let Some(expected) = mark.as_ref().and_then(|mark| mark.key.first()) else { continue };
        let label = labelling.labels().iter().find(|it| it.start <= start && start < it.end);
        let near =
            labelling.labels().iter().find(|it| it.start >= start && it.property == *expected);
        let same = label.is_some_and(|it| it.property == *expected)
            || near.is_some_and(|it| it.start < start + words.len());
        if !same {
            misses.push(Miss {
                path: example.path.clone(),
                field: Some("label"),
                expected: format!("{expected} `{}`", brief(words)),
                got: label.map_or("unknown".to_owned(), |label| label.property.to_string()),
            });
        }
    }
    misses
}
