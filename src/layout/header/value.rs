//! What the value of a header says of its key: whether it is of the kind that the key asks for. Does not know what stands
//! around it.

use crate::property::Property;
use crate::scan::{Facts, dates};
use std::ops::Range;

/// A value of an unknown key is no longer than this, unless a known key follows.
const LONGEST_UNKNOWN: usize = 160;

/// How much a line says for this being a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// A known key and a value that proves it.
    Proof,
    /// A known key and a value that fits.
    Known,
    /// A key that is known, but says nothing of what it is for, or whose value does not fit.
    Weak,
    /// A key that no list knows.
    Unknown,
}

/// Whether a value is of the kind that its property asks for.
pub(super) fn fit(
    property: Property,
    value: &str,
    is_url: bool,
    facts: Facts,
) -> (Property, Trust) {
    use Property::*;
    let no = (AdditionalProperty, Trust::Weak);
    if value.is_empty() {
        return (property, if property == AdditionalProperty { Trust::Weak } else { Trust::Known });
    }
    if is_null(value) {
        return no;
    }
    match property {
        AdditionalProperty => no,
        MainEntityOfPage if is_url => (property, Trust::Proof),
        MainEntityOfPage if is_host(value.split('/').next().unwrap_or(value)) => {
            (property, Trust::Known)
        }
        AssociatedMedia if is_url => (property, Trust::Known),
        // the text of a page may well begin with these
        Caption | CopyrightHolder | ContentLocation | Genre => (property, Trust::Weak),
        MainEntityOfPage | AssociatedMedia => no,
        DatePublished | DateModified | DateCreated | DateCrawled => {
            match date_trust(value, facts) {
                Some(trust) => (property, trust),
                None => no,
            }
        }
        Publisher | Author | Headline | Keywords | ArticleSection | InLanguage if is_url => no,
        InLanguage if value.len() > LONGEST_UNKNOWN => no,
        _ => (property, Trust::Known),
    }
}

/// A date proves itself with a year; a day and an hour alone only fit, and `4 hours ago` is none.
fn date_trust(value: &str, facts: Facts) -> Option<Trust> {
    if facts.any(Facts::STAMP | Facts::DAY) {
        return Some(Trust::Proof);
    }
    let value = value.trim_matches(['"', '\'', ' ']);
    if value.len() > 100 || !value.chars().any(char::is_numeric) {
        return None;
    }
    let read = dates::parse(value).is_some();
    let numbers = || value.split(|c: char| !c.is_numeric()).filter(|part| !part.is_empty());
    if read || numbers().any(|part| part.chars().count() == 4 && !part.starts_with('0')) {
        return Some(Trust::Proof);
    }
    (numbers().count() > 1).then_some(Trust::Known)
}

/// How programs write that there is no value.
fn is_null(value: &str) -> bool {
    ["none", "null", "nan", "n/a", "undefined", "~", "-", "--", "—", "[]", "''", "\"\""]
        .iter()
        .any(|null| null.eq_ignore_ascii_case(value))
}

pub(super) fn is_host(text: &str) -> bool {
    let labels = text.split('.').count();
    labels > 1
        && text.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && text
            .rsplit('.')
            .next()
            .is_some_and(|top| top.len() > 1 && !top.contains(char::is_numeric))
}

/// The part of a value within `<…>` or quotes.
pub(super) fn without_brackets(value: &str) -> Range<usize> {
    let marks = ['<', '>', '"', '\'', ' '];
    let start = value.len() - value.trim_start_matches(marks).len();
    start..start.max(value.trim_end_matches(marks).len())
}

pub(super) fn is_brief(value: &str, facts: Facts) -> bool {
    value.len() <= LONGEST_UNKNOWN && !facts.any(Facts::STOP)
}
