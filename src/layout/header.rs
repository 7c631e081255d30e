//! Headers that people's own scrapers write above a dump: `Key: value` lines, YAML front matter, WARC records.
//!
//! The header takes its own lines and says how many; the rest is for another layout. It would rather miss a header than
//! take prose for one, so it wants proof: an address or a date under a key that says so, two known keys, a closed block of
//! front matter, or a line that announces the content.

mod front;
mod people;
mod tags;
mod title;
mod value;

use super::header_keys::{KeyLine, Meaning, key_line, meaning};
use super::{Page, header_list};
use crate::labelling::{Join, Label};
use crate::line::Line;
use crate::property::Property;
use crate::scan::{Facts, facts, url};
use crate::warning::Warning;
use std::ops::Range;
use value::{Trust, fit, is_brief, is_host, without_brackets};

/// A header outside of front matter has no more entries than this, whatever a page of questions and answers looks like.
const MOST_ENTRIES: usize = 64;
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

/// Corrects a header, and the labels of the block below it, by each other; `below` are the lines of the block.
pub(super) fn settle(
    page: Page<'_, '_>,
    header: &mut Vec<Label>,
    block: &mut [Label],
    below: &[Line<'_>],
) {
    people::settle(page, header, block);
    title::settle(page, header, below);
    tags::settle(page, header, below);
    let is_publisher = |label: &Label| label.property == Property::Publisher;
    if header.iter().any(is_publisher) {
        let found = block.iter_mut().filter(|label| is_publisher(label));
        found.for_each(|label| label.property = Property::Boilerplate);
    }
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

/// Whether the line is an entry with a key that a list knows.
fn is_known(text: &str) -> bool {
    key_line(text).is_some_and(|found| meaning(&text[found.key]).is_some())
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
mod tests;
