//! Several pages in one file: where each begins.
//!
//! A rule alone proves nothing, since articles have rules too. A page begins where the form that began the file comes
//! again: the same key, the same heading with the same key below it, front matter with the same first key, an address
//! below a rule. A file that begins with none of these is one page, and that is known after its first lines.

use crate::layout::header_keys::{Meaning, key_line, meaning};
use crate::property::Property;
use crate::scan::bytes::{each_pair, equal};
use crate::scan::url;
use std::ops::Range;

/// The headings that may stand above the first key of a page.
const MOST_HEADINGS: usize = 2;
/// Front matter is closed within so many lines.
const MOST_FRONT_MATTER: usize = 512;

/// Where the pages of a file stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Without gaps, in order, from 0 to the length of the text. An empty text is one empty page.
    pub pages: Vec<Range<usize>>,
    /// How many of the borders between pages are marked by a rule.
    pub separators: usize,
}

/// Splits a text into its pages. A rule between two pages belongs to the end of the first; the rules of front matter belong
/// to the page that they begin.
///
/// ```
/// use unscrape::pages::split;
/// let text = "URL: https://harbour-post.example/a\nStill.\n----\nURL: https://harbour-post.example/b\nWindy.\n";
/// let found = split(text);
/// assert_eq!((found.pages.len(), found.separators), (2, 1));
/// assert!(text[found.pages[1].clone()].starts_with("URL: https://harbour-post.example/b"));
/// assert_eq!(split("Still.\n----\nWindy.\n").pages.len(), 1);
/// ```
pub fn split(text: &str) -> Pages {
    let mut found = Pages { pages: Vec::with_capacity(1), separators: 0 };
    let mut from = 0;
    if let Some(form) = Form::of(text) {
        for border in form.borders(text) {
            found.pages.push(from..border.start);
            found.separators += usize::from(border.ruled);
            from = border.start;
        }
    }
    found.pages.push(from..text.len());
    found
}

/// How the pages of a file begin.
struct Form<'a> {
    /// What begins the line that is looked for: a key with its colon as the file spells it, or `http`.
    needle: &'a str,
    /// Where that line begins on the first page.
    first: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An address alone on its line; only below a rule.
    Address,
    /// A key, with so many headings above it.
    Key { headings: usize },
    /// A key below a line `---`.
    FrontMatter,
    /// A record of a WARC or WET file.
    Record,
}

/// What a first key needs beside it, as the first page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// An address as its value, or in its front matter.
    Address,
    /// A known key below it.
    SecondKey,
    /// A rule above it.
    Rule,
}

struct Border {
    start: usize,
    ruled: bool,
}

impl<'a> Form<'a> {
    fn of(text: &'a str) -> Option<Form<'a>> {
        let mut line = line_from(text, 0)?;
        if line.text == "---"
            && let Some(form) = line_from(text, line.end).and_then(Form::front_matter)
        {
            return Some(form);
        }
        while is_rule(line.text) {
            line = line_from(text, line.end)?;
        }
        if url::starts(line.text) {
            let alone = memchr::memchr2(b' ', b'\t', line.text.as_bytes()).is_none();
            let kind = Kind::Address;
            return alone.then_some(Form { needle: "http", first: line.start, kind });
        }
        if line.text.starts_with("WARC/") {
            return Some(Form { needle: line.text, first: line.start, kind: Kind::Record });
        }
        Form::keyed(text, line)
    }

    fn front_matter(line: LineAt<'a>) -> Option<Form<'a>> {
        let (needle, _) = known_key(line.text)?;
        Some(Form { needle, first: line.start, kind: Kind::FrontMatter })
    }

    fn keyed(text: &'a str, mut line: LineAt<'a>) -> Option<Form<'a>> {
        for headings in 0..=MOST_HEADINGS {
            if let Some((needle, _)) = known_key(line.text) {
                return Some(Form { needle, first: line.start, kind: Kind::Key { headings } });
            }
            if !line.text.starts_with('#') {
                return None;
            }
            line = line_from(text, line.end)?;
        }
        None
    }

    /// The borders, in order. The first page's own beginning is none.
    fn borders(&self, text: &'a str) -> Vec<Border> {
        let from = self.first + self.needle.len();
        let after = text.as_bytes().get(from..).unwrap_or_default();
        let begins = |at: &usize| begins_line(text, *at);
        if self.kind == Kind::Address {
            return rules(text, from)
                .into_iter()
                .filter_map(|at| address_border(text, at))
                .collect();
        }
        let places = memchr::memmem::find_iter(after, self.needle).map(|at| from + at);
        let mut places = places.filter(begins).peekable();
        if places.peek().is_none() {
            return Vec::new();
        }
        let proof = self.proof(text);
        places.filter_map(|at| self.border(text, at, proof)).collect()
    }

    /// What the first page's header has that the others must have too; asked only where another may follow.
    fn proof(&self, text: &str) -> Proof {
        let Some(line) = line_from(text, self.first) else { return Proof::Rule };
        if self.kind == Kind::FrontMatter {
            return front_matter_proof(text, line).unwrap_or(Proof::Rule);
        }
        match line_from(text, line.end) {
            _ if known_key(line.text).is_some_and(|(_, holds_address)| holds_address) => {
                Proof::Address
            }
            Some(next) if known_key(next.text).is_some() => Proof::SecondKey,
            _ => Proof::Rule,
        }
    }

    /// Whether a page begins with the line at `at`, or with the headings above it.
    fn border(&self, text: &'a str, at: usize, proof: Proof) -> Option<Border> {
        let line = line_from(text, at)?;
        match self.kind {
            Kind::Address => None,
            Kind::Record => self.record_border(text, line),
            Kind::FrontMatter => {
                let rule = line_before(text, at).filter(|before| before.text == "---")?;
                let same = front_matter_proof(text, line) == Some(proof);
                same.then_some(Border { start: rule.start, ruled: true })
            }
            Kind::Key { headings } => key_border(text, line, headings, proof),
        }
    }

    fn record_border(&self, text: &str, line: LineAt<'_>) -> Option<Border> {
        let next = line_from(text, line.end)?;
        let border = Border { start: line.start, ruled: false };
        (line.text == self.needle && next.text.starts_with("WARC-")).then_some(border)
    }
}

/// Where lines begin, from `from` on, that begin as the rules between addresses do.
fn rules(text: &str, from: usize) -> Vec<usize> {
    let after = text.as_bytes().get(from..).unwrap_or_default();
    let is_rule = |at: &usize| {
        let line = after.get(*at..).unwrap_or_default();
        (line.starts_with(b"---") || line.starts_with(b"===")) && begins_line(text, from + at)
    };
    let mut found = Vec::new();
    each_pair(
        after,
        |bytes| equal(bytes, b'-') | equal(bytes, b'='),
        |at| found.extend([at.saturating_sub(1), at].into_iter().find(is_rule).map(|at| from + at)),
    );
    found.dedup();
    found
}

/// The border below a rule, if the next line is an address and begins a page.
fn address_border(text: &str, at: usize) -> Option<Border> {
    let rule = line_from(text, at).filter(|line| is_rule(line.text))?;
    let line = line_from(text, rule.end).filter(|line| url::is_url(line.text))?;
    // a list of links below a rule begins no page
    let alone = line_from(text, line.end).is_some_and(|next| !url::starts(next.text));
    alone.then_some(Border { start: line.start, ruled: true })
}

/// The key must be a key here too, with something below it, and with what the first page's has beside it.
fn key_border(text: &str, line: LineAt<'_>, headings: usize, proof: Proof) -> Option<Border> {
    let start = above_headings(text, line.start, headings)?;
    let (_, holds_address) = known_key(line.text)?;
    let next = line_from(text, line.end)?;
    let ruled = line_before(text, start).is_some_and(|before| is_rule(before.text));
    let proven = match proof {
        Proof::Address => holds_address,
        Proof::SecondKey => ruled || known_key(next.text).is_some(),
        Proof::Rule => ruled,
    };
    proven.then_some(Border { start, ruled })
}

/// What proves front matter, from its first key on: an address in it, or only its closing rule.
fn front_matter_proof(text: &str, first: LineAt<'_>) -> Option<Proof> {
    let mut found = Proof::Rule;
    let mut line = first;
    for _ in 0..MOST_FRONT_MATTER {
        if line.text == "---" {
            return Some(found);
        }
        if known_key(line.text).is_some_and(|(_, holds_address)| holds_address) {
            found = Proof::Address;
        }
        line = line_from(text, line.end)?;
    }
    None
}

/// The beginning of the headings above a line, if there are just so many.
fn above_headings(text: &str, at: usize, headings: usize) -> Option<usize> {
    let mut start = at;
    for _ in 0..headings {
        start = line_before(text, start).filter(|line| line.text.starts_with('#'))?.start;
    }
    Some(start)
}

/// A line's beginning up to its colon, if its key is one that says what a page is; and whether its value is an address.
fn known_key(line: &str) -> Option<(&str, bool)> {
    let found = key_line(line)?;
    match meaning(&line[found.key.clone()])? {
        Meaning::Source => {}
        Meaning::Property(property) if property != Property::AdditionalProperty => {}
        _ => return None,
    }
    let value = line[found.value.clone()].trim_start_matches(['<', '"', '\'']);
    let colon = line[found.key.end..].find([':', '\u{ff1a}', '\u{fe55}'])?;
    let end = found.key.end + colon;
    Some((&line[..end + line[end..].chars().next().map_or(0, char::len_utf8)], url::starts(value)))
}

/// Three marks or more and nothing else.
fn is_rule(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() >= 3
        && matches!(bytes[0], b'-' | b'=' | b'*' | b'_' | b'~' | b'#')
        && bytes.iter().all(|b| *b == bytes[0])
}

/// A line without the white space around it, and where it begins and ends.
#[derive(Clone, Copy)]
struct LineAt<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> LineAt<'a> {
    fn new(text: &'a str, range: Range<usize>) -> Option<LineAt<'a>> {
        let whole = text.get(range.clone())?;
        let content = whole.trim();
        let start = range.start + (whole.len() - whole.trim_start().len());
        (!content.is_empty()).then_some(LineAt { text: content, start, end: range.end })
    }
}

/// The first line from `at` on that is not blank.
fn line_from(text: &str, at: usize) -> Option<LineAt<'_>> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let bytes = text.as_bytes().get(start..)?;
    let end = start + memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    LineAt::new(text, start..end)
}

/// The last line before `at` that is not blank.
fn line_before(text: &str, at: usize) -> Option<LineAt<'_>> {
    let before = text.get(..at)?.trim_end();
    let start = memchr::memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |end| end + 1);
    LineAt::new(text, start..before.len())
}

fn begins_line(text: &str, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| text.as_bytes().get(before))
        .is_none_or(|before| matches!(before, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The laws, and the first words of each page.
    #[track_caller]
    fn begins(text: &str) -> (Vec<&str>, usize) {
        let found = split(text);
        let ends = found.pages.iter().map(|page| page.end);
        let starts = found.pages.iter().map(|page| page.start);
        assert_eq!(starts.clone().next(), Some(0));
        assert!(starts.skip(1).chain([text.len()]).eq(ends), "{:?}", found.pages);
        let first = |page: &Range<usize>| text[page.clone()].lines().next().unwrap_or_default();
        (found.pages.iter().map(first).collect(), found.separators)
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str], separators: usize) {
        assert_eq!(begins(text), (expected.to_vec(), separators));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(begins(&crlf), (expected.to_vec(), separators));
        let cr = split(&text.replace('\n', "\r"));
        assert_eq!((cr.pages.len(), cr.separators), (expected.len(), separators));
    }

    #[test]
    fn rules_between_addresses() {
        for rule in ["-".repeat(40), "=".repeat(50), "-".repeat(80), "---".into()] {
            let text = format!(
                "https://a.example/1\nBoats\n{rule}\nStill.\n\n{rule}\n\nhttps://a.example/2\nRopes\n{rule}\n"
            );
            check(&text, &["https://a.example/1", "https://a.example/2"], 1);
        }
        check(
            "https://a.example/1\nBoats\n---\nhttps://a.example/2\nhttps://a.example/3\n",
            &["https://a.example/1"],
            0,
        );
        check(
            "https://a.example/1\nBoats\n\nhttps://a.example/2\nRopes\n",
            &["https://a.example/1"],
            0,
        );
    }

    #[test]
    fn the_same_key_again() {
        check(
            "URL: https://a.example/1\nStill.\nURL: https://a.example/2\nWindy.\n",
            &["URL: https://a.example/1", "URL: https://a.example/2"],
            0,
        );
        check(
            "Заголовок: Порт\nДата: 03.02.2024\n\nТихо.\n\nЗаголовок: Катера\nДата: 04.02.2024\n\nВетер.\n",
            &["Заголовок: Порт", "Заголовок: Катера"],
            0,
        );
        check(
            "# Source: https://a.example/1\n\nStill.\n\n# Source: https://a.example/2\n\nWindy.\n",
            &["# Source: https://a.example/1", "# Source: https://a.example/2"],
            0,
        );
        check(
            "Title: Boats\nURL: https://a.example/1\n\nTitle: nothing\nStill.\n",
            &["Title: Boats"],
            0,
        );
        check(
            "Title: Boats\n\nStill.\n\n=====\nTitle: Ropes\n\nWindy.\n",
            &["Title: Boats", "Title: Ropes"],
            1,
        );
    }

    #[test]
    fn rules_around_headers() {
        let text = "=====\nURL: https://a.example/1\n=====\nStill.\n=====\nURL: https://a.example/2\n=====\nWindy.\n";
        check(text, &["=====", "URL: https://a.example/2"], 1);
    }

    #[test]
    fn headings_with_keys() {
        check(
            "# Boats\n\nURL: https://a.example/1\n\n---\n\nStill.\n\n# Part two\n\nMore.\n\n# Ropes\n\nURL: https://a.example/2\n\n---\n\nWindy.\n",
            &["# Boats", "# Ropes"],
            0,
        );
        check(
            "# a.example\n\n## Metadata\n\n- **URL**: https://a.example/1\n\n## Content\n\nStill.\n\n---\n\n# b.example\n\n## Metadata\n\n- **URL**: https://b.example/1\n\n## Content\n\nWindy.\n",
            &["# a.example", "# b.example"],
            1,
        );
    }

    #[test]
    fn front_matter() {
        check(
            "---\ntitle: Boats\ndate: 2024-02-03\n---\nStill.\n\n---\n\nMore.\n---\ntitle: Ropes\ndate: 2024-02-04\n---\nWindy.\n",
            &["---", "---"],
            1,
        );
        check(
            "---\ntitle: Front matter\nurl: https://a.example/1\n---\nWrite:\n---\ntitle: Mine\n---\nDone.\n",
            &["---"],
            0,
        );
    }

    #[test]
    fn records() {
        let record =
            "WARC/1.0\nWARC-Type: conversion\nWARC-Target-URI: https://a.example/1\n\nStill.\n\n";
        check(&record.repeat(3), &["WARC/1.0"; 3], 0);
    }

    #[test]
    fn articles_with_rules_are_one_page() {
        for text in [
            "",
            "\n",
            "Boats\n----------------------------------------\nStill.\n",
            "Harbour master: still\n---\nHarbour master: windy\n",
            "# Boats\n---\n# Ropes\n",
            "Column: Boats\nStill.\nColumn: Ropes\nAuthor: Ann Lee\n",
            "---\n",
            "URL:",
        ] {
            assert_eq!((split(text).pages.len(), begins(text).1), (1, 0), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_keeps_the_laws(text in "(URL: https://a\\.example/[0-9]|Title: a|---|====|# b|[a-zа-я]|\n|\r| ){0,40}") {
            begins(&text);
        }
    }
}
