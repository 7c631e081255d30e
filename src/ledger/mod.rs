//! The ledger: every byte of a dump in exactly one span, and the dump again from record and ledger alone.
//!
//! A span's text is written only where the record does not hold it verbatim at the place where it is expected.
//! [`Held`] alone decides what is expected; writer and reader both ask it, so that they cannot disagree.

mod entry;
mod held;

pub use entry::{Entry, Kept};
pub use held::Held;

use crate::labelling::Label;
use crate::property::Property;
use crate::record::Record;
use crate::text::OffsetMap;
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::ops::Range;

/// A page with its labels, ready to be written as a list of entries.
#[derive(Clone, Debug)]
pub struct Ledger<'r> {
    /// The record as it is written, repairs included.
    pub record: &'r Record<'r>,
    /// The labels of the page, with offsets in the page's text.
    pub labels: &'r [Label],
    /// From the text of the whole file to its bytes.
    pub map: &'r OffsetMap,
    /// Where the page's text begins in the text of the file.
    pub text_start: usize,
    /// Where the page lies in the bytes of the file.
    pub range: Range<usize>,
    /// The bytes of the file.
    pub bytes: &'r [u8],
    /// What is added to the offsets: where a page's record begins in its container, 0 for files.
    pub base: usize,
}

impl<'r> Ledger<'r> {
    /// The entries in order, without gap or overlap, from the page's first byte to its last.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'r>> {
        let mut held = Held::new(self.record);
        let (bytes, base) = (self.bytes, self.base);
        self.spans().filter_map(move |(span, property)| {
            let raw = bytes.get(span.clone())?;
            let text = if held.take_equal(property, raw) { None } else { Some(keep(raw)) };
            Some(Entry { start: base + span.start, end: base + span.end, property, text })
        })
    }

    /// A label's bytes go on to the next label's first, so that no map can lose any. What is before the first label
    /// (a byte order mark) belongs to it; a page without labels is unknown.
    fn spans(&self) -> impl Iterator<Item = (Range<usize>, Property)> {
        let (page, map, from, labels) =
            (self.range.clone(), self.map, self.text_start, self.labels);
        let mut at = page.start;
        let count = labels.len().max(1);
        (0..count).filter_map(move |k| {
            let property = labels.get(k).map_or(Property::Unknown, |label| label.property);
            let end = labels.get(k + 1).map_or(page.end, |next| map.to_byte(from + next.start));
            let span = at..end.clamp(at, page.end.max(at));
            at = span.end;
            (!span.is_empty()).then_some((span, property))
        })
    }
}

impl Serialize for Ledger<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.entries())
    }
}

fn keep(raw: &[u8]) -> Kept<'_> {
    // what nearly all separators are
    match raw {
        b"\n" => return Kept::Text(Cow::Borrowed("\n")),
        b"\n\n" => return Kept::Text(Cow::Borrowed("\n\n")),
        _ => {}
    }
    match simdutf8::basic::from_utf8(raw) {
        Ok(text) => Kept::Text(Cow::Borrowed(text)),
        Err(_) => Kept::Bytes(Cow::Borrowed(raw)),
    }
}

/// What is wrong with a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A byte belongs to no span, or to two.
    #[error("ledger goes on at byte {found} where byte {expected} is expected")]
    Gap {
        /// Where the span should begin.
        expected: usize,
        /// Where it begins.
        found: usize,
    },
    /// A span ends where it should not.
    #[error("ledger's span at byte {0} does not fit its text or the page")]
    Length(usize),
    /// The record does not hold what the ledger expects.
    #[error("record does not hold the {property} of bytes {start} to {end}")]
    Missing {
        /// What is expected.
        property: Property,
        /// The span's first byte.
        start: usize,
        /// One past its last.
        end: usize,
    },
}

/// Appends the bytes of a page to `to`. `range` is where the page lies in the file.
///
/// # Errors
/// The entries are not those of this record.
pub fn restore(
    record: &Record<'_>,
    entries: &[Entry<'_>],
    range: Range<usize>,
    to: &mut Vec<u8>,
) -> Result<(), Broken> {
    let mut held = Held::new(record);
    let mut at = range.start;
    for entry in entries {
        if entry.start != at {
            return Err(Broken::Gap { expected: at, found: entry.start });
        }
        let len = entry.end.checked_sub(at).filter(|len| *len > 0 && entry.end <= range.end);
        restore_span(entry, len.ok_or(Broken::Length(at))?, &mut held, to)?;
        at = entry.end;
    }
    if at == range.end { Ok(()) } else { Err(Broken::Gap { expected: range.end, found: at }) }
}

fn restore_span(
    entry: &Entry<'_>,
    len: usize,
    held: &mut Held<'_>,
    to: &mut Vec<u8>,
) -> Result<(), Broken> {
    let (property, start, end) = (entry.property, entry.start, entry.end);
    let Some(kept) = &entry.text else {
        let missing = Broken::Missing { property, start, end };
        to.extend_from_slice(held.take(property, len).ok_or(missing)?.as_bytes());
        return Ok(());
    };
    let raw = kept.as_bytes();
    if raw.len() != len {
        return Err(Broken::Length(start));
    }
    held.pass(property, raw);
    to.extend_from_slice(raw);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(start: usize, end: usize, property: Property) -> Label {
        Label::value(start, end, property, "test")
    }

    #[test]
    fn text_is_written_only_where_the_record_lacks_it() {
        let text = "A Storm\nA Storm\nland\n";
        let record = Record {
            headline: Some("A Storm".into()),
            sections: vec!["land".into()],
            ..Record::default()
        };
        let labels = [
            label(0, 7, Property::Headline),
            label(7, 8, Property::Separator),
            label(8, 15, Property::Headline),
            label(15, 16, Property::Separator),
            label(16, 20, Property::ArticleSection),
            label(20, 21, Property::Separator),
        ];
        let map = crate::text::decode(text.as_bytes()).map;
        let ledger = Ledger {
            record: &record,
            labels: &labels,
            map: &map,
            text_start: 0,
            range: 0..text.len(),
            bytes: text.as_bytes(),
            base: 0,
        };
        let json = serde_json::to_string(&ledger).unwrap();
        let expected = concat!(
            r#"[[0,7,"headline"],[7,8,"separator","\n"],[8,15,"headline","A Storm"],"#,
            r#"[15,16,"separator","\n"],[16,20,"articleSection"],[20,21,"separator","\n"]]"#
        );
        assert_eq!(json, expected);
        let entries: Vec<Entry<'_>> = serde_json::from_str(&json).unwrap();
        let mut back = Vec::new();
        restore(&record, &entries, 0..text.len(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn a_page_without_labels_is_unknown() {
        let map = OffsetMap::default();
        let record = Record::default();
        let ledger = Ledger {
            record: &record,
            labels: &[],
            map: &map,
            text_start: 0,
            range: 0..3,
            bytes: b"\xef\xbb\xbf",
            base: 0,
        };
        let json = serde_json::to_string(&ledger).unwrap();
        assert_eq!(json, "[[0,3,\"unknown\",\"\u{feff}\"]]");
    }

    #[test]
    fn broken_ledgers_are_told() {
        let entry = |start, end, text: Option<&'static str>| Entry {
            start,
            end,
            property: Property::Headline,
            text: text.map(|text| Kept::Text(text.into())),
        };
        let restore = |entries: &[Entry<'_>]| {
            restore(&Record::default(), entries, 0..4, &mut Vec::new()).unwrap_err()
        };
        assert_eq!(restore(&[]), Broken::Gap { expected: 4, found: 0 });
        assert_eq!(restore(&[entry(1, 4, None)]), Broken::Gap { expected: 0, found: 1 });
        assert_eq!(restore(&[entry(0, 4, Some("abc"))]), Broken::Length(0));
        assert_eq!(restore(&[entry(0, 5, Some("abcde"))]), Broken::Length(0));
        let missing = Broken::Missing { property: Property::Headline, start: 0, end: 4 };
        assert_eq!(restore(&[entry(0, 4, None)]), missing);
    }
}
