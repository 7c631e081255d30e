//! Headers that people's own scrapers write above a dump: `Key: value` lines, YAML front matter, WARC records.
//!
//! The header takes its own lines and says how many; the rest is for another layout. It would rather miss a header than
//! take prose for one, so it wants proof: an address or a date under a key that says so, two known keys, a closed block of
//! front matter, or a line that announces the content.

use super::header_keys::{KeyLine, Meaning, key_line, meaning};
use super::{Page, header_list};
use crate::labelling::{Join, Label};
use crate::line::Line;
use crate::property::Property;
use crate::scan::{Facts, dates, facts, url};
use crate::warning::Warning;
use std::ops::Range;

/// A header outside of front matter has no more entries than this, whatever a page of questions and answers looks like.
const MOST_ENTRIES: usize = 64;
/// Front matter is closed within so many lines.
const MOST_FRONT_MATTER: usize = 512;
/// A value of an unknown key is no longer than this, unless a known key follows.
const LONGEST_UNKNOWN: usize = 160;
/// A body that begins on the line of its key is at least this long.
const SHORTEST_BODY: usize = 40;

/// The header of a page.
#[derive(Debug)]
pub(crate) struct Header {
    /// In order, without gaps within a line.
    pub labels: Vec<Label>,
    /// How many of the page's lines it took, from the first.
    pub lines: usize,
    pub warnings: Vec<Warning>,
}

/// The header that begins the page, if one does.
pub(crate) fn label(page: Page<'_, '_>) -> Option<Header> {
    let mut reader = Reader::new(page);
    match page.lines.first()?.text {
        text if text.starts_with("WARC/") => reader.warc(),
        "---" if reader.front_matter() => reader.below_front_matter(),
        _ => reader.plain(),
    }
    reader.finish()
}

/// How much a line says for this being a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// A known key and a value that proves it.
    Proof,
    /// A known key and a value that fits.
    Known,
    /// A key that is known, but says nothing of what it is for, or whose value does not fit.
    Weak,
    /// A key that no list knows.
    Unknown,
}

enum Next {
    Goes,
    Ends,
}

struct Reader<'l, 'a> {
    page: Page<'l, 'a>,
    /// The line that is read next.
    at: usize,
    labels: Vec<Label>,
    /// Up to where the labels reach.
    cursor: usize,
    /// What is settled: lines and labels. What comes after it is given back if nothing follows that settles it.
    settled: (usize, usize),
    entries: usize,
    proofs: usize,
    known: usize,
    delimited: bool,
    announced: bool,
    /// The number of the last line that was part of the header.
    number: usize,
    /// The property under a key that stood alone, for the lines below it.
    open: Option<Property>,
    /// The property of the last value, for lines that go on with it, and the quote that it left open.
    last: Option<(Property, Option<char>)>,
    has_url: bool,
    has_date: bool,
    warnings: Vec<Warning>,
}

impl<'l, 'a> Reader<'l, 'a> {
    fn new(page: Page<'l, 'a>) -> Self {
        Reader {
            page,
            at: 0,
            labels: Vec::new(),
            cursor: 0,
            settled: (0, 0),
            entries: 0,
            proofs: 0,
            known: 0,
            delimited: false,
            announced: false,
            number: 0,
            open: None,
            last: None,
            has_url: false,
            has_date: false,
            warnings: Vec::new(),
        }
    }

    fn finish(mut self) -> Option<Header> {
        let proven = self.delimited || self.announced || self.proofs > 0 || self.known > 1;
        let (lines, labels) = self.settled;
        self.labels.truncate(labels);
        (proven && lines > 0).then_some(Header {
            labels: self.labels,
            lines,
            warnings: self.warnings,
        })
    }

    fn line(&self) -> Option<&'l Line<'a>> {
        self.page.lines.get(self.at)
    }

    fn peek(&self) -> Option<&'l Line<'a>> {
        self.page.lines.get(self.at + 1)
    }

    /// Labels a part of a line, and what stands between it and the part before as `separator`.
    fn put(&mut self, span: Range<usize>, property: Property, join: Join, reason: &'static str) {
        self.mark_until(span.start, "header mark");
        if span.start < span.end {
            self.labels.push(Label::value(span.start, span.end, property, reason).joined(join));
            self.cursor = span.end;
        }
    }

    fn mark_until(&mut self, end: usize, reason: &'static str) {
        if self.cursor < end {
            self.labels.push(Label::value(self.cursor, end, Property::Separator, reason));
            self.cursor = end;
        }
    }

    /// The line is part of the header, if what follows agrees.
    fn take(&mut self, line: &Line<'_>) {
        self.mark_until(line.end(), "header mark");
        self.number = line.number;
        self.at += 1;
    }

    fn settle(&mut self) {
        self.settled = (self.at, self.labels.len());
    }

    fn take_separator(&mut self, line: &Line<'_>, reason: &'static str) {
        self.cursor = line.start;
        self.mark_until(line.end(), reason);
        self.take(line);
    }
}

/// `Key: value` lines outside of front matter.
impl Reader<'_, '_> {
    fn plain(&mut self) {
        while self.entries < MOST_ENTRIES {
            let Some(line) = self.line() else { return };
            self.cursor = line.start;
            let next = if self.is_item(line) {
                self.item(line)
            } else if line.facts.any(Facts::RULE) {
                self.rule(line)
            } else if let Some(found) = key_line(line.text) {
                self.plain_entry(line, &found)
            } else if line.text.starts_with('#') {
                self.heading(line)
            } else {
                Next::Ends
            };
            if matches!(next, Next::Ends) {
                return;
            }
        }
    }

    /// A rule above the header, below it, or between two of its parts.
    fn rule(&mut self, line: &Line<'_>) -> Next {
        let settled = self.settled.0 == self.at;
        let goes_on = self.peek().is_some_and(|next| is_known(next.text));
        if self.entries > 0 && !settled && !goes_on {
            return Next::Ends;
        }
        self.take_separator(line, "rule");
        if self.entries > 0 && settled {
            self.settle();
        }
        if self.entries == 0 || goes_on { Next::Goes } else { Next::Ends }
    }

    fn heading(&mut self, line: &Line<'_>) -> Next {
        let text = line.text.trim_start_matches(['#', ' ', '*']).trim_end_matches(['#', ' ', '*']);
        match meaning(text) {
            Some(Meaning::Content) if self.entries > 0 => self.announce(line),
            Some(Meaning::Section) => {
                self.take_separator(line, "heading of the header");
                Next::Goes
            }
            _ if self.entries == 0 && self.last.is_none() && self.leads_to_key() => {
                self.title(line, text)
            }
            _ => Next::Ends,
        }
    }

    /// Whether the line below is a known key, or a heading within the header.
    fn leads_to_key(&self) -> bool {
        self.peek().is_some_and(|next| {
            let heading = next.text.trim_start_matches(['#', ' ', '*']);
            is_known(next.text)
                || (next.text.starts_with('#') && meaning(heading) == Some(Meaning::Section))
        })
    }

    fn title(&mut self, line: &Line<'_>, text: &str) -> Next {
        let start = line.start + line.text.find(text).unwrap_or(0);
        let host = is_host(text);
        let property = if host { Property::AdditionalProperty } else { Property::Headline };
        self.put(start..start + text.len(), property, Join::Value, "heading above a header");
        self.last = Some((property, None));
        self.take(line);
        Next::Goes
    }

    fn announce(&mut self, line: &Line<'_>) -> Next {
        self.take_separator(line, "content marker");
        self.announced = true;
        self.settle();
        Next::Ends
    }

    fn plain_entry(&mut self, line: &Line<'_>, found: &KeyLine) -> Next {
        let key = &line.text[found.key.clone()];
        let means = meaning(key);
        match means {
            Some(Meaning::Content) => return self.content(line, found),
            Some(Meaning::Section) if found.value.is_empty() => {
                self.take_separator(line, "heading of the header");
                return Next::Goes;
            }
            _ => {}
        }
        let value = &line.text[found.value.clone()];
        let value_facts = facts(value);
        let (property, trust) = self.judge(means, value, value_facts);
        let adjoins = self.entries == 0 || line.number == self.number + 1;
        if trust == Trust::Unknown && !adjoins && value_facts.any(Facts::STOP | Facts::LONG) {
            return Next::Ends;
        }
        let settles = match trust {
            Trust::Proof | Trust::Known => true,
            Trust::Weak => self.settled.0 == self.at && adjoins && is_brief(value, value_facts),
            Trust::Unknown => {
                self.settled.0 == self.at
                    && (value_facts.any(Facts::URL | Facts::STAMP)
                        || (adjoins
                            && self.entries > 0
                            && self.ends_block(line)
                            && is_brief(value, value_facts)))
            }
        };
        self.entry(line, found, property, trust);
        self.take(line);
        if settles {
            self.settle();
        }
        Next::Goes
    }

    /// Whether what comes below does not adjoin, or is an entry too: else the line may be the first of the body.
    fn ends_block(&self, line: &Line<'_>) -> bool {
        self.peek()
            .is_none_or(|next| next.number > line.number + 1 || key_line(next.text).is_some())
    }

    /// `Content:` ends the header; text on its line begins the body.
    fn content(&mut self, line: &Line<'_>, found: &KeyLine) -> Next {
        if found.value.is_empty() {
            return self.announce(line);
        }
        let follows = self.proofs > 0 || self.known > 1 || self.delimited;
        let last = self.peek().is_none();
        if !follows || (found.value.len() < SHORTEST_BODY && !last) {
            return Next::Ends;
        }
        let body = line.start + found.value.start..line.start + found.value.end;
        self.mark_until(body.start, "header key");
        self.put(body, Property::ArticleBody, Join::Value, "text behind a content key");
        self.take(line);
        self.settle();
        Next::Ends
    }
}

/// Keys, values and what they are.
impl Reader<'_, '_> {
    /// Labels one entry. A key without a property of its own stays with its value, since it says what the value is.
    fn entry(&mut self, line: &Line<'_>, found: &KeyLine, property: Property, trust: Trust) {
        self.entries += 1;
        self.proofs += usize::from(trust == Trust::Proof);
        self.known += usize::from(matches!(trust, Trust::Proof | Trust::Known));
        let key = line.start + found.key.start;
        let value = line.start + found.value.start..line.start + found.value.end;
        self.open = value.is_empty().then_some(property);
        self.last = Some((property, None));
        if value.is_empty() {
            return self.mark_until(line.end(), "header key");
        }
        if property == Property::AdditionalProperty {
            return self.put(key..value.end, property, Join::Value, "header key of no property");
        }
        self.has_url |= property == Property::MainEntityOfPage;
        self.has_date |= property == Property::DatePublished;
        self.mark_until(value.start, "header key");
        self.values(value, property);
    }

    fn values(&mut self, value: Range<usize>, property: Property) {
        let text = self.page.text.get(value.clone()).unwrap_or_default();
        let items = match property {
            Property::Keywords | Property::ArticleSection => header_list::tags(text),
            Property::Author => header_list::people(text),
            Property::MainEntityOfPage | Property::AssociatedMedia => vec![without_brackets(text)],
            _ => return self.put(value, property, Join::Value, "header value"),
        };
        for item in items {
            let item = value.start + item.start..value.start + item.end;
            self.put(item, property, Join::Value, "header value");
        }
    }

    /// The property of a value, by its key where the value fits, else by the value.
    fn judge(&self, means: Option<Meaning>, value: &str, facts: Facts) -> (Property, Trust) {
        let bare = &value[without_brackets(value)];
        let is_url = facts.any(Facts::URL) || url::is_url(bare);
        match means {
            Some(Meaning::Property(property)) => fit(property, value, is_url, facts),
            Some(Meaning::Source) if is_url => (Property::MainEntityOfPage, Trust::Proof),
            Some(Meaning::Source) => fit(Property::Publisher, value, is_url, facts),
            _ if is_url && !self.has_url => (Property::MainEntityOfPage, Trust::Unknown),
            _ if facts.any(Facts::STAMP | Facts::DAY) && !self.has_date => {
                (Property::DatePublished, Trust::Unknown)
            }
            _ => (Property::AdditionalProperty, Trust::Unknown),
        }
    }
}

/// Whether a value is of the kind that its property asks for.
fn fit(property: Property, value: &str, is_url: bool, facts: Facts) -> (Property, Trust) {
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

fn is_host(text: &str) -> bool {
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
fn without_brackets(value: &str) -> Range<usize> {
    let marks = ['<', '>', '"', '\'', ' '];
    let start = value.len() - value.trim_start_matches(marks).len();
    start..start.max(value.trim_end_matches(marks).len())
}

fn is_brief(value: &str, facts: Facts) -> bool {
    value.len() <= LONGEST_UNKNOWN && !facts.any(Facts::STOP)
}

/// Whether the line is an entry with a key that a list knows.
fn is_known(text: &str) -> bool {
    key_line(text).is_some_and(|found| meaning(&text[found.key]).is_some())
}

/// Front matter, and the lists in it.
impl Reader<'_, '_> {
    /// Reads front matter between two rules; says whether there was any.
    fn front_matter(&mut self) -> bool {
        let Some(end) = self.front_matter_end() else { return false };
        while self.at <= end {
            let Some(line) = self.line() else { break };
            self.cursor = line.start;
            if self.at == 0 || self.at == end {
                self.take_separator(line, "front matter");
            } else {
                self.front_line(line);
                self.take(line);
            }
        }
        if self.known == 0 {
            *self = Reader::new(self.page);
            return false;
        }
        self.delimited = true;
        self.open = None;
        self.settle();
        true
    }

    /// A second header below front matter must prove itself alone, since what stands there mostly is the body.
    fn below_front_matter(&mut self) {
        let (settled, known, proofs) = (self.settled, self.known, self.proofs);
        if self.line().is_some_and(|line| is_known(line.text) || line.text.starts_with("# ")) {
            self.entries = 0;
            self.plain();
        }
        if !self.announced && self.proofs == proofs && self.known < known + 2 {
            self.settled = settled;
        }
    }

    /// The line that closes the front matter; only if it begins with a key, a remark or nothing.
    fn front_matter_end(&mut self) -> Option<usize> {
        let lines = self.page.lines;
        let first = lines.get(1)?;
        if !first.text.starts_with('#') && key_line(first.text).is_none() {
            return None;
        }
        let closes = |line: &Line<'_>| line.text == "---" || line.text == "...";
        let found = lines.iter().take(MOST_FRONT_MATTER).skip(1).position(closes);
        if found.is_none() && lines.iter().skip(1).take(2).all(|line| is_known(line.text)) {
            let message = "front matter is not closed";
            self.warnings.push(Warning::line("open-front-matter", lines[0].number, message));
        }
        found.map(|at| at + 1)
    }

    fn front_line(&mut self, line: &Line<'_>) {
        let indented = is_indented(self.page.text, line.start);
        if self.is_item(line) {
            self.item_values(line);
        } else if line.text.starts_with('#') {
            self.mark_until(line.end(), "remark");
        } else if let Some(found) = key_line(line.text).filter(|_| !self.goes_on(indented)) {
            self.front_entry(line, found, indented);
        } else {
            self.continuation(line);
        }
    }

    /// Whether an indented line goes on with the value before rather than being an entry of its own.
    fn goes_on(&self, indented: bool) -> bool {
        indented && self.open.is_none() && self.last.is_some()
    }

    fn front_entry(&mut self, line: &Line<'_>, found: KeyLine, nested: bool) {
        let value = &line.text[found.value.clone()];
        let key = &line.text[found.key.clone()];
        if let (true, Some(parent)) = (nested, self.open) {
            return self.nested_entry(line, &found, key, parent);
        }
        let (inner, quote) = unquoted(value);
        let inner = found.value.start + inner.start..found.value.start + inner.end;
        let text = &line.text[inner.clone()];
        let block = is_block_mark(text);
        let (property, trust) = match (meaning(key), block) {
            (Some(Meaning::Property(property)), true) => (property, Trust::Known),
            (Some(Meaning::Content), _) => (Property::ArticleBody, Trust::Known),
            (means, _) => self.judge(means, text, facts(text)),
        };
        if block {
            self.entry(
                line,
                &KeyLine { key: found.key, value: inner.end..inner.end },
                property,
                trust,
            );
            // what follows is indented text, not entries
            self.open = None;
        } else {
            self.entry(line, &KeyLine { key: found.key, value: inner }, property, trust);
        }
        self.last = Some((property, quote));
    }

    /// `name:` below `author:` is the author's; other entries below a key have no property of ours.
    fn nested_entry(&mut self, line: &Line<'_>, found: &KeyLine, key: &str, parent: Property) {
        let value = line.start + found.value.start..line.start + found.value.end;
        if matches!(key, "name" | "title") && !value.is_empty() {
            self.mark_until(value.start, "header key");
            let inner = unquoted(&line.text[found.value.clone()]).0;
            let inner = value.start + inner.start..value.start + inner.end;
            self.put(inner, parent, Join::Value, "header value");
        } else {
            let key = line.start + found.key.start;
            let property = Property::AdditionalProperty;
            self.put(key..line.end(), property, Join::Value, "header key of no property");
        }
    }

    /// A line that goes on with the value before it.
    fn continuation(&mut self, line: &Line<'_>) {
        let (property, quote) = self.last.unwrap_or((Property::Unknown, None));
        let closing = quote.filter(|quote| line.text.ends_with(*quote)).map_or(0, char::len_utf8);
        let end = line.end() - closing;
        self.put(line.start..end, property, Join::Space, "goes on with a header value");
    }

    /// `- item` below a key that stood alone.
    fn is_item(&self, line: &Line<'_>) -> bool {
        self.open.is_some()
            && (line.text.starts_with("- ") || line.text == "-")
            && !is_known(line.text)
    }

    fn item(&mut self, line: &Line<'_>) -> Next {
        let settled = self.settled.0 == self.at;
        self.item_values(line);
        self.take(line);
        if settled {
            self.settle();
        }
        Next::Goes
    }

    fn item_values(&mut self, line: &Line<'_>) {
        let property = self.open.unwrap_or(Property::Unknown);
        let text = line.text.trim_start_matches(['-', ' ', '\t']);
        let start = line.end() - text.len();
        let inner = unquoted(text).0;
        self.values(start + inner.start..start + inner.end, property);
    }
}

/// White space stands before the line's first character.
fn is_indented(text: &str, start: usize) -> bool {
    start
        .checked_sub(1)
        .and_then(|at| text.as_bytes().get(at))
        .is_some_and(|b| matches!(b, b' ' | b'\t'))
}

/// `|` and `>` announce a block of text below.
fn is_block_mark(value: &str) -> bool {
    matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+")
}

/// A scalar without its quotes, and the quote that was opened but not closed on this line.
fn unquoted(value: &str) -> (Range<usize>, Option<char>) {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return (0..value.len(), None);
    };
    if value.len() > 1 && value.ends_with(quote) {
        (1..value.len() - 1, None)
    } else {
        (1..value.len(), Some(quote))
    }
}

/// Records of a WARC or WET file: the header ends at the first blank line.
impl Reader<'_, '_> {
    fn warc(&mut self) {
        let Some(version) = self.line() else { return };
        self.take_separator(version, "record header");
        while let Some(line) = self.line().filter(|line| line.number == self.number + 1) {
            let Some(found) = key_line(line.text) else { break };
            self.cursor = line.start;
            let value = &line.text[found.value.clone()];
            let means = meaning(&line.text[found.key.clone()])
                .or(Some(Meaning::Property(Property::AdditionalProperty)));
            let (property, trust) = self.judge(means, value, facts(value));
            self.entry(line, &found, property, trust);
            self.take(line);
        }
        self.settle();
    }
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
