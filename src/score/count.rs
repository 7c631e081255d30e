//! One record against its truth, field by field.

use super::measure::{day, is_given, minute, norm, text, tokens, url, values};
use serde_json::{Map, Value};

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The same or not.
    Exact,
    /// A set of values: how many of them are the same.
    Set,
    /// A text: how many of its words are the same.
    Words,
}

/// The fields that are compared, in the order in which they are shown. `published_ts` is the minute of `published`.
pub const FIELDS: [(&str, Kind); 18] = [
    ("url", Kind::Exact),
    ("headline", Kind::Exact),
    ("description", Kind::Exact),
    ("publisher", Kind::Exact),
    ("language", Kind::Exact),
    ("genre", Kind::Exact),
    ("copyright_year", Kind::Exact),
    ("published", Kind::Exact),
    ("modified", Kind::Exact),
    ("created", Kind::Exact),
    (MINUTE, Kind::Exact),
    ("body", Kind::Words),
    ("authors", Kind::Set),
    ("keywords", Kind::Set),
    ("sections", Kind::Set),
    ("locations", Kind::Set),
    ("related", Kind::Set),
    ("images", Kind::Set),
];

/// The field that is the minute of `published`.
pub const MINUTE: &str = "published_ts";

/// Fields that hold a date.
pub fn is_date(field: &str) -> bool {
    matches!(field, "published" | "modified" | "created")
}

/// What came of one field of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Whether the record has a value at all.
    pub answered: bool,
    /// How right it is, from 0 to 1.
    pub right: f64,
    /// Of the words of the record, the share that is in the truth.
    pub precision: f64,
    /// Of the words of the truth, the share that is in the record.
    pub recall: f64,
    /// Values that both have.
    pub both: usize,
    /// Values that only the record has.
    pub only_record: usize,
    /// Values that only the truth has.
    pub only_truth: usize,
}

impl Outcome {
    /// The share of what was given that is right: of a list its right items.
    pub fn given_right(&self, kind: Kind) -> f64 {
        let given = self.both + self.only_record;
        if kind == Kind::Set && given > 0 { self.both as f64 / given as f64 } else { self.right }
    }
}

type Fields = Map<String, Value>;

/// What the truth says of a field, if it says anything that can be compared.
pub fn truth_of<'t>(truth: &'t Fields, field: &str) -> Option<&'t Value> {
    if field != MINUTE {
        return truth.get(field).filter(|value| is_given(value));
    }
    let own = truth.get(MINUTE).filter(|value| is_given(value));
    let value = own.or_else(|| truth.get("published")).filter(|value| is_given(value))?;
    minute(&text(value)?).and(Some(value))
}

/// What the record says of a field.
pub fn given<'r>(record: Option<&'r Fields>, field: &str) -> Option<&'r Value> {
    let key = if field == MINUTE { "published" } else { field };
    record?.get(key)
}

/// Compares one field.
pub fn compare(
    field: &str,
    kind: Kind,
    given: Option<&Value>,
    truth: &Value,
    all: &Fields,
) -> Outcome {
    let answered = given.is_some_and(is_given);
    let outcome = match kind {
        Kind::Set => sets(given, truth),
        Kind::Words => words(given, truth),
        Kind::Exact => {
            let same = given.and_then(|given| is_same(field, given, truth, all)).unwrap_or(false);
            Outcome { right: f64::from(u8::from(same)), ..Outcome::default() }
        }
    };
    Outcome { answered, ..outcome }
}

fn sets(given: Option<&Value>, truth: &Value) -> Outcome {
    let (given, truth) = (values(given), values(Some(truth)));
    let both = given.intersection(&truth).count();
    let all = given.len() + truth.len();
    Outcome {
        right: if all > 0 { 2.0 * both as f64 / all as f64 } else { 1.0 },
        both,
        only_record: given.len() - both,
        only_truth: truth.len() - both,
        ..Outcome::default()
    }
}

fn words(given: Option<&Value>, truth: &Value) -> Outcome {
    let given = given.filter(|value| is_given(value)).and_then(text).unwrap_or_default();
    let (given, truth) = (tokens(&given), tokens(&text(truth).unwrap_or_default()));
    let both: usize = given.iter().map(|(word, n)| truth.get(word).map_or(0, |m| *n.min(m))).sum();
    let share = |all: usize| if all > 0 { both as f64 / all as f64 } else { 0.0 };
    let (precision, recall) = (share(given.values().sum()), share(truth.values().sum()));
    let right = if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    };
    Outcome { right, precision, recall, ..Outcome::default() }
}

fn is_same(field: &str, given: &Value, truth: &Value, all: &Fields) -> Option<bool> {
    if field == "publisher" {
        let (given, truth) = (name(given), name(truth));
        let given = text(given.filter(|value| is_given(value))?)?;
        return Some(norm(&given) == norm(&text(truth?)?));
    }
    let (given, told) = (text(given)?, text(truth)?);
    if field == "copyright_year" || field == "genre" || field == "headline" {
        return Some(norm(&given) == norm(&told));
    }
    if given.is_empty() {
        return None;
    }
    Some(match field {
        "url" => url(&given) == url(&told),
        "language" => language(&given) == language(&told),
        MINUTE => minute(&given).is_some() && minute(&given) == minute(&told),
        "description" => {
            let full = all.get("description_full").and_then(text).unwrap_or_else(|| told.clone());
            let given = norm(&given);
            given == norm(&told) || given == norm(&full)
        }
        _ if is_date(field) => day(&given).is_some() && day(&given) == day(&told),
        _ => norm(&given) == norm(&told),
    })
}

/// An organisation's name, whether it is given as an object or as a text.
fn name(value: &Value) -> Option<&Value> {
    match value {
        Value::Object(object) => object.get("name"),
        other => Some(other),
    }
}

fn language(tag: &str) -> String {
    tag.chars().take(2).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn right(field: &str, given: Value, truth: Value) -> f64 {
        let kind = FIELDS.iter().find(|(name, _)| *name == field).unwrap().1;
        let all = json!({ field: truth });
        let all = all.as_object().unwrap();
        let Some(truth) = truth_of(all, field) else { return f64::NAN };
        compare(field, kind, Some(&given), truth, all).right
    }

    #[test]
    fn fields_are_compared_in_their_own_ways() {
        assert_eq!(
            right("url", json!("http://a.example/x/"), json!("https://a.example/x#top")),
            1.0
        );
        assert_eq!(right("headline", json!("Pier — CLOSED"), json!("pier - closed")), 1.0);
        assert_eq!(right("published", json!("2023-09-14T07:45:00Z"), json!("2023-09-14")), 1.0);
        assert_eq!(right("language", json!("en-GB"), json!("en")), 1.0);
        assert_eq!(right("publisher", json!({"name": "Harbour Post"}), json!("harbour post")), 1.0);
        assert_eq!(right("copyright_year", json!(2023), json!("2023")), 1.0);
        assert_eq!(right("authors", json!(["Ann Lee", "Bo"]), json!(["ann lee"])), 2.0 / 3.0);
        assert_eq!(right("body", json!("The pier is closed"), json!("The pier is open.")), 0.75);
        assert_eq!(right("headline", json!(null), json!("Pier")), 0.0);
        assert!(right("headline", json!("Pier"), json!("")).is_nan());
    }

    #[test]
    fn the_minute_is_asked_only_where_the_truth_has_one() {
        let all = json!({"published": "2023-09-14"});
        assert!(truth_of(all.as_object().unwrap(), MINUTE).is_none());
        let all = json!({"published": "2023-09-14T07:45:00Z"});
        assert!(truth_of(all.as_object().unwrap(), MINUTE).is_some());
        let all = json!({"published": "2023-09-14", "published_ts": "2023-09-14T07:45:00Z"});
        assert!(truth_of(all.as_object().unwrap(), MINUTE).is_some());
    }
}
