//! The fields of every dump of `testdata/`, against the truth that was written from the article and not from the parser.
//!
//! `x.truth.json` names what the dump holds; `null` and `[]` mean that it holds nothing of the kind and that nothing may be
//! invented. What the parser does not reach yet stands in `testdata/known-misses.txt`, with the reason.
//! `UNSCRAPE_MISSES=1 cargo test --test truth -- --nocapture` prints the misses in the form of that file.

mod common;

use common::Dump;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use unscrape::Recovery;
use unscrape::property::Property;

/// A field that differs: `path field`, and how.
type Misses = BTreeMap<String, String>;

#[test]
fn every_field_is_true() {
    let mut misses = Misses::new();
    for dump in common::dumps() {
        compare(&dump, &mut misses);
    }
    if std::env::var_os("UNSCRAPE_MISSES").is_some() {
        misses.iter().for_each(|(key, how)| println!("{key}  # {}", how.replace('\n', " ")));
    }
    let known = known_misses();
    let new: Vec<_> = misses.iter().filter(|(key, _)| !known.contains(*key)).collect();
    let fixed: Vec<_> = known.iter().filter(|key| !misses.contains_key(*key)).collect();
    let report = new.iter().map(|(key, how)| format!("{key}: {how}\n")).collect::<String>();
    assert!(new.is_empty(), "{} fields are not true\n{report}", new.len());
    assert!(fixed.is_empty(), "known-misses.txt: no longer missed, take them out: {fixed:#?}");
}

/// The keys of `known-misses.txt`; every line has a reason.
fn known_misses() -> BTreeSet<String> {
    let text = std::fs::read_to_string(common::testdata().join("known-misses.txt")).unwrap();
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let (key, reason) = line.split_once('#').unwrap_or((line, ""));
            assert!(reason.trim().len() > 3, "known-misses.txt: no reason given: {line}");
            key.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn compare(dump: &Dump, misses: &mut Misses) {
    let Some(text) = common::decode(&dump.bytes) else { return };
    let truth = std::fs::read_to_string(dump.beside("truth.json"));
    let truth = truth.unwrap_or_else(|e| panic!("{}: no truth beside it: {e}", dump.name));
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let truths = truth.as_array().cloned().unwrap_or_else(|| vec![truth]);
    let found = common::recover(&text);
    if truths.len() != found.len() {
        let how = format!("{} instead of {}", found.len(), truths.len());
        misses.insert(format!("{} pages", dump.name), how);
        return;
    }
    let pages = common::pages(&text);
    for (k, (truth, recovery)) in truths.iter().zip(&found).enumerate() {
        let page = if truths.len() > 1 { format!("#{}", k + 1) } else { String::new() };
        compare_page(&format!("{}{page}", dump.name), truth, pages[k], recovery, misses);
    }
}

fn compare_page(key: &str, truth: &Value, text: &str, found: &Recovery<'_>, misses: &mut Misses) {
    let record = serde_json::to_value(&found.record).unwrap();
    for (field, truth) in truth.as_object().unwrap() {
        let how = match field.as_str() {
            "labels" => different_labels(truth, text, found),
            _ => different(field, truth, &record[field]),
        };
        if let Some(how) = how {
            misses.insert(format!("{key} {field}"), how);
        }
    }
}

/// How a field differs from the truth.
fn different(field: &str, truth: &Value, found: &Value) -> Option<String> {
    let same = match (field, truth) {
        (_, Value::Null) => found.is_null() || found.as_array().is_some_and(Vec::is_empty),
        (_, Value::Array(_)) => set(truth) == set(found),
        (_, Value::Object(parts)) => parts.iter().all(|(key, value)| found[key] == *value),
        ("body", _) => joined(truth) == joined(found),
        _ => truth == found,
    };
    (!same).then(|| format!("found {found}, true is {truth}"))
}

/// A list as a set; of objects only the address counts.
fn set(list: &Value) -> BTreeSet<String> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item.get("url").unwrap_or(item).as_str().unwrap_or_default().into()).collect()
}

/// A text with its white space collapsed, and none beside a character of a script that writes no spaces.
fn joined(value: &Value) -> String {
    let mut text = String::new();
    for word in value.as_str().unwrap_or_default().split_whitespace() {
        let tight = text.ends_with(is_spaceless) || word.starts_with(is_spaceless);
        if !text.is_empty() && !tight {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Which line that is not blank has another property than the true one.
fn different_labels(truth: &Value, text: &str, found: &Recovery<'_>) -> Option<String> {
    let truth: Vec<&str> = truth.as_array()?.iter().filter_map(Value::as_str).collect();
    let lines: Vec<(usize, &str)> = lines(text);
    if lines.len() != truth.len() {
        return Some(format!("{} lines, {} labels in the truth", lines.len(), truth.len()));
    }
    let wrong: Vec<String> = lines
        .iter()
        .zip(truth)
        .filter_map(|((start, line), truth)| {
            let said = properties(*start, start + line.len(), found);
            (said != [truth]).then(|| format!("{truth} taken for {said:?}"))
        })
        .collect();
    (!wrong.is_empty()).then(|| wrong.join(", "))
}

fn lines(text: &str) -> Vec<(usize, &str)> {
    let at = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).map(|l| (at(l), l)).collect()
}

/// The properties that the labels give to the bytes of a line, white space and the corpus prefix left aside.
fn properties(start: usize, end: usize, found: &Recovery<'_>) -> Vec<&'static str> {
    let labels = found.labelling.labels().iter();
    let inside = labels.filter(|label| label.start < end && label.end > start);
    let said: BTreeSet<&str> = inside
        .map(|label| label.property)
        .filter(|p| !matches!(p, Property::Separator | Property::TemporalCoverage))
        .map(Property::as_str)
        .collect();
    said.into_iter().collect()
}
