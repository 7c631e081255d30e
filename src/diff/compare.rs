//! Two records with one id, field by field.

use super::Options;
use crate::fields::RECORD;
use crate::records::Fields;
use serde_json::Value;
use serde_json::value::RawValue;

/// So much of a value is shown.
const SHOWN: usize = 72;
/// So much of what two values have in common is shown before they part.
const COMMON: usize = 24;

/// Where a field stands in a report: in the order of the record, others behind them.
pub(super) fn place(field: &str) -> (usize, String) {
    let at = RECORD.iter().position(|known| known.name == field).unwrap_or(RECORD.len());
    (at, field.to_owned())
}

/// How a field differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Empty before.
    Filled,
    /// Empty now.
    Lost,
    /// Another value.
    Changed,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its name.
    pub field: String,
    /// How it differs.
    pub kind: Kind,
    /// What was there.
    pub old: Value,
    /// What is there now.
    pub new: Value,
}

/// The fields that differ. A field that a record does not have counts as empty.
pub(super) fn changes(
    old: &[u8],
    new: &[u8],
    options: &Options,
) -> Result<Vec<Change>, serde_json::Error> {
    if old == new {
        return Ok(Vec::new());
    }
    let (Fields(old), Fields(new)) = (serde_json::from_slice(old)?, serde_json::from_slice(new)?);
    let wanted = |field: &str| {
        let named = |names: &[String]| names.iter().any(|name| name == field);
        field != "id"
            && !named(&options.ignore)
            && (options.only.is_empty() || named(&options.only))
    };
    let mut found = Vec::new();
    for (field, was) in old.iter().filter(|(field, _)| wanted(field)) {
        let is = new.iter().find(|(other, _)| other == field).map(|(_, value)| *value);
        found.extend(change(field, Some(was), is)?);
    }
    for (field, is) in new.iter().filter(|(field, _)| wanted(field)) {
        if !old.iter().any(|(other, _)| other == field) {
            found.extend(change(field, None, Some(is))?);
        }
    }
    Ok(found)
}

fn change(
    field: &str,
    old: Option<&RawValue>,
    new: Option<&RawValue>,
) -> Result<Option<Change>, serde_json::Error> {
    let text =
        |value: Option<&RawValue>| value.map_or("null".to_owned(), |value| value.get().to_owned());
    let (old, new) = (text(old), text(new));
    if old == new {
        return Ok(None);
    }
    let (old, new): (Value, Value) = (serde_json::from_str(&old)?, serde_json::from_str(&new)?);
    let kind = match (is_empty(&old), is_empty(&new)) {
        _ if old == new => return Ok(None),
        (true, true) => return Ok(None),
        (true, false) => Kind::Filled,
        (false, true) => Kind::Lost,
        (false, false) => Kind::Changed,
    };
    Ok(Some(Change { field: field.to_owned(), kind, old, new }))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Change {
    /// The two values, short: of lists what only one has, of texts what is around the first difference.
    pub fn shown(&self) -> (Option<String>, Option<String>) {
        let (old, new) = match (&self.old, &self.new) {
            (Value::Array(old), Value::Array(new)) if self.kind == Kind::Changed => {
                let only = |of: &[Value], not: &[Value]| {
                    let items = of.iter().filter(|item| !not.contains(item)).map(plain);
                    items.collect::<Vec<_>>().join(" · ")
                };
                match (only(old, new), only(new, old)) {
                    (was, is) if was.is_empty() && is.is_empty() => {
                        (plain(&self.old), plain(&self.new))
                    }
                    pair => pair,
                }
            }
            (old, new) => (plain(old), plain(new)),
        };
        let skip = if self.kind == Kind::Changed { apart(&old, &new) } else { 0 };
        let shown = |value: &Value, text: &str| (!is_empty(value)).then(|| part(text, skip));
        (shown(&self.old, &old), shown(&self.new, &new))
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(" · "),
        other => other.to_string(),
    }
}

/// How many characters are to be left out so that the first difference is seen.
fn apart(old: &str, new: &str) -> usize {
    let common = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    if common + COMMON < SHOWN { 0 } else { common - COMMON }
}

fn part(text: &str, skip: usize) -> String {
    let lead = if skip > 0 { "…" } else { "" };
    let mut rest = text.chars().skip(skip).map(|c| if c.is_control() { ' ' } else { c });
    let part: String = rest.by_ref().take(SHOWN).collect();
    let tail = if rest.next().is_some() { "…" } else { "" };
    format!("{lead}{part}{tail}")
}
