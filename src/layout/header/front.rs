//! Front matter between two rules, and the lists in it, the small part of YAML that scrapers write.

use super::value::Trust;
use super::{Next, Reader, is_known};
use crate::labelling::Join;
use crate::layout::header_keys::{KeyLine, Meaning, key_line, meaning};
use crate::line::Line;
use crate::property::Property;
use crate::scan::facts;
use crate::warning::Warning;
use std::ops::Range;

/// Front matter is closed within so many lines.
const MOST_FRONT_MATTER: usize = 512;

impl Reader<'_, '_> {
    /// Reads front matter between two rules; says whether there was any.
    pub(super) fn front_matter(&mut self) -> bool {
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
    pub(super) fn below_front_matter(&mut self) {
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
        let (property, quote) = self.last.unwrap_or((Property::AdditionalProperty, None));
        let closing = quote.filter(|quote| line.text.ends_with(*quote)).map_or(0, char::len_utf8);
        let end = line.end() - closing;
        self.put(line.start..end, property, Join::Space, "goes on with a header value");
    }

    /// `- item` below a key that stood alone.
    pub(super) fn is_item(&self, line: &Line<'_>) -> bool {
        self.open.is_some()
            && (line.text.starts_with("- ") || line.text == "-")
            && !is_known(line.text)
    }

    pub(super) fn item(&mut self, line: &Line<'_>) -> Next {
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
