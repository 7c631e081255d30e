//! What a check looks at of one page: small, and without the page's text.

use super::place::Place;
use crate::fields;
use crate::labelling::Label;
use crate::line;
use crate::lock::{By, Outline};
use crate::property::Property;
use crate::record::Record;
use crate::sink::{self, jsonl::Row};
use crate::warning::Warning;
use chrono::{DateTime, FixedOffset, NaiveDate};
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The text of a page and what it was labelled with.
#[derive(Clone, Copy, Debug)]
pub struct PageText<'p> {
    /// The text.
    pub text: &'p str,
    /// Its labels, in order and without gap.
    pub labels: &'p [Label],
    /// The line of the file on which it begins, from 1.
    pub line: usize,
}

/// What of pages is looked at.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Their outlines, which only a lock needs.
    pub outlines: bool,
    /// What their sites are.
    pub by: By,
    /// When all were crawled, for pages that do not say so themselves; a day, `2024-06-21`, or a time.
    pub crawled: Option<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its first line.
    pub place: Place,
    /// The host of its address, else its top folder with a `/` behind it; `*` where all pages are one.
    pub site: Box<str>,
    /// Its layout.
    pub layout: Box<str>,
    /// One bit for each of [`crate::fields::FILLED`] that has a value.
    pub filled: u32,
    /// Bytes of text.
    pub bytes: u64,
    /// Those of them that no layout could tell.
    pub unknown: u64,
    /// The first line of these.
    pub unknown_line: usize,
    /// Its warnings: code, and line of the file.
    pub warnings: Vec<(Box<str>, usize)>,
    /// Whether paragraphs of its body are glued.
    pub glued: bool,
    /// Whether it was published or changed after it was crawled.
    pub after_crawl: bool,
    /// Whether its body has no letter or digit.
    pub empty_body: bool,
    /// A hash of its body, without one of its text; none where there is neither.
    pub text: Option<u64>,
    /// How its properties stand.
    pub outline: Option<Outline>,
}

impl Look {
    /// Looks at a page. `text` is none where it was not read as text.
    pub fn page(&self, row: &Row<'_>, text: Option<PageText<'_>>) -> Seen {
        let record = row.record;
        let place = place(row, text.map_or(1, |it| it.line));
        let (unknown, unknown_line) = text.map_or((0, 1), unknown);
        let in_file = place.id.is_none() && row.source.container.is_none();
        let line_of = |line: Option<usize>| line.filter(|_| in_file).unwrap_or(place.line);
        let warning = |it: &Warning| (Box::from(&*it.code), line_of(it.line));
        let body = record.body.as_deref().unwrap_or_default();
        Seen {
            site: site(self.by, record, &place.path),
            layout: Box::from(&*record.layout),
            filled: filled(record),
            bytes: text.map_or(0, |it| it.text.len() as u64),
            unknown,
            unknown_line: line_of(Some(unknown_line)),
            warnings: row.warnings.iter().map(warning).collect(),
            glued: !record.repairs.is_empty(),
            after_crawl: after_crawl(record, self.crawled.as_deref()),
            empty_body: !body.contains(char::is_alphanumeric),
            text: hash(body.trim()).or_else(|| hash(text?.text.trim())),
            outline: text.filter(|_| self.outlines).map(|it| Outline::new(it, in_file)),
            place,
        }
    }
}

fn place(row: &Row<'_>, line: usize) -> Place {
    let container = row.source.container.as_deref();
    let path: Arc<str> = Arc::from(&*row.source.path);
    match container {
        None => Place { path, line, id: None },
        Some("jsonl") => Place { path, line: row.source.page, id: None },
        Some(_) => Place { path, line: 1, id: Some(Arc::from(row.id)) },
    }
}

/// The folder is the topmost one that the file lies in.
fn site(by: By, record: &Record<'_>, path: &str) -> Box<str> {
    let folder = || format!("{}/", path.split_once('/').map_or(".", |(top, _)| top));
    let host = || record.url.as_deref().and_then(sink::site);
    match by {
        By::Site => host().unwrap_or_else(folder).into_boxed_str(),
        By::Folder => folder().into_boxed_str(),
        By::Corpus => "*".into(),
    }
}

/// In the order of [`crate::fields::FILLED`].
fn filled(record: &Record<'_>) -> u32 {
    fields::filled(record)
        .iter()
        .enumerate()
        .fold(0, |bits, (at, has)| bits | u32::from(*has) << at)
}

/// How many bytes no layout could tell, and the first line of them in the file.
fn unknown(page: PageText<'_>) -> (u64, usize) {
    let mut unknown = page.labels.iter().filter(|label| label.property == Property::Unknown);
    let Some(first) = unknown.next() else { return (0, page.line) };
    let len = |label: &Label| (label.end - label.start) as u64;
    let before = page.text.get(..first.start).unwrap_or_default();
    (len(first) + unknown.map(len).sum::<u64>(), page.line + line::ends(before))
}

fn hash(text: &str) -> Option<u64> {
    (!text.is_empty()).then(|| FixedState::with_seed(0).hash_one(text))
}

/// Two times that both have an offset are compared as they are. Of others it is not known where on earth they are meant, so
/// that only more than a day between their days tells.
fn after_crawl(record: &Record<'_>, crawled: Option<&str>) -> bool {
    let Some(crawled) = record.crawled.as_deref().or(crawled) else { return false };
    let stamps = [&record.published, &record.modified, &record.created];
    stamps.into_iter().flatten().any(|stamp| is_after(stamp, crawled))
}

fn is_after(stamp: &str, crawled: &str) -> bool {
    let time = |text: &str| text.parse::<DateTime<FixedOffset>>().ok();
    if let (Some(stamp), Some(crawled)) = (time(stamp), time(crawled)) {
        return stamp > crawled;
    }
    let day = |text: &str| text.get(..10)?.parse::<NaiveDate>().ok();
    match (day(stamp), day(crawled)) {
        (Some(stamp), Some(crawled)) => (stamp - crawled).num_days() > 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    #[test]
    fn bits_are_in_the_order_of_the_fields() {
        let dump = "URL: https://a.example/1\nTitle: New pier\nDate: 14 September 2023 07:45\nAuthor: Ann Lee\n\nStill.\n";
        let record = Parser::new().parse(dump).record;
        let json = serde_json::to_value(&record).unwrap();
        for (at, field) in fields::FILLED.iter().enumerate() {
            let value = &json[field];
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            assert_eq!(filled(&record) >> at & 1 == 1, !empty, "{field}");
        }
    }

    #[test]
    fn what_is_after_the_crawl() {
        assert!(is_after("2024-06-23", "2024-06-21"));
        assert!(!is_after("2024-06-22T23:00:00", "2024-06-21T10:00:00+00:00"));
        assert!(is_after("2024-06-21T12:00:00+00:00", "2024-06-21T13:00:00+02:00"));
        assert!(!is_after("2024-06-21T12:00:00+00:00", "2024-06-21T14:00:00+02:00"));
        assert!(!is_after("2024-06", "2024-01-01"));
    }

    #[test]
    fn unknown_bytes_have_a_line() {
        let label = |start, end, property| Label::value(start, end, property, "");
        let labels = [
            label(0, 3, Property::Headline),
            label(3, 4, Property::Separator),
            label(4, 7, Property::Unknown),
        ];
        let page = PageText { text: "one\ntwo", labels: &labels, line: 10 };
        assert_eq!(unknown(page), (3, 11));
    }
}
