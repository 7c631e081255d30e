//! One page as a person wants to see it: what every span of it is, what it became, why, and why a field is missing.
//!
//! [`explain`] makes the [`Explanation`]; [`terminal`] and [`html`] show it. It only looks at what the parser said: a page
//! is labelled once, by the same code as always.

mod became;
mod columns;
mod family;
mod fields;
pub mod html;
mod missing;
pub mod terminal;

pub use family::Family;

use crate::convert::stated;
use crate::corpus::Stated;
use crate::labelling::Label;
use crate::parser::{Parser, Recovery};
use crate::property::Property;
use crate::warning::Warning;
use serde::Serialize;

/// Where a page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What its record is called.
    pub id: String,
    /// Which page of the file, from 1.
    pub page: usize,
    /// How many pages were found in the file.
    pub pages: usize,
    /// What the file is encoded in.
    pub encoding: String,
    /// The line of the file on which the page begins, from 1.
    pub first_line: usize,
}

/// A page explained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// What of it was not looked at, in sentences.
    pub notes: Vec<String>,
    /// The layout that recognised it.
    pub layout: String,
    /// Every span that holds more than white space, in order.
    pub spans: Vec<Span<'a>>,
    /// The fields of the record in their order, filled or not.
    pub fields: Vec<Field>,
    /// Damage and doubt.
    pub warnings: Vec<Warning>,
    /// What no layout could tell.
    pub unknown: Unknown,
}

/// One labelled span.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Span<'a> {
    /// The line of the file that it begins on, from 1.
    pub line: usize,
    /// Its first byte, counted in the text of the page.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The text as found.
    pub text: &'a str,
    /// What it is.
    pub property: Property,
    /// The fields that hold it.
    pub became: Vec<Became>,
    /// The rule that decided it.
    pub reason: &'static str,
    /// What spoke for it, where the layout keeps scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
}

/// A field that holds a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Became {
    /// The field.
    pub field: &'static str,
    /// The value, where it is not the text as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// How well a span fits its property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The sum of the weights of its facts; none where it found no place.
    pub weight: Option<i32>,
    /// The facts that the layout weighs for the property.
    pub facts: Vec<&'static str>,
    /// The next best property.
    pub runner_up: Option<RunnerUp>,
}

/// The next best property of a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunnerUp {
    /// What it could have been.
    pub property: Property,
    /// How much lower the whole page would have scored with it.
    pub behind: i32,
}

/// A field of the record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its key in the record.
    pub name: &'static str,
    /// Its value or values; empty where it is missing.
    pub values: Vec<String>,
    /// How sure the value is, from 0 to 1.
    pub confidence: Option<f32>,
    /// The lines that hold it.
    pub lines: Vec<usize>,
    /// What speaks against the value, in sentences.
    pub conflicts: Vec<String>,
    /// Why it is missing; none where it is not.
    pub missing: Option<Missing>,
}

/// Why a field is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// A sentence.
    pub why: String,
    /// The lines that came nearest.
    pub lines: Vec<usize>,
}

/// What no layout could tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// So many spans.
    pub spans: usize,
    /// So many bytes of the page's text.
    pub bytes: usize,
    /// Of so many.
    pub of: usize,
}

/// Explains the page that is `text`.
///
/// ```
/// use unscrape::{Parser, explain};
/// let place = explain::Place { id: "a.txt".into(), page: 1, pages: 1, encoding: "utf-8".into(), first_line: 1 };
/// let text = "URL: https://harbour-post.example/a\nDate: 14 September 2023\n\nThe pier is closed.\n";
/// let it = explain::explain(&Parser::new(), text, place);
/// let date = it.spans.iter().find(|span| span.property.as_str() == "datePublished").unwrap();
/// assert_eq!(date.became[0].field, "published");
/// assert_eq!(date.became[0].value.as_deref(), Some("2023-09-14"));
/// let authors = it.fields.iter().find(|field| field.name == "authors").unwrap();
/// assert!(!authors.missing.as_ref().unwrap().why.is_empty());
/// ```
pub fn explain<'a>(parser: &Parser, text: &'a str, place: Place) -> Explanation<'a> {
    explain_stated(parser, text, place, &Stated::default())
}

/// Explains a page of which its container states something.
pub fn explain_stated<'a>(
    parser: &Parser,
    text: &'a str,
    place: Place,
    stated: &Stated<'a>,
) -> Explanation<'a> {
    let mut recovery = parser.parse(text);
    stated::put(stated, &mut recovery.record, &mut recovery.warnings);
    let evidence = parser.evidence(text);
    let lines = Lines::new(text, place.first_line);
    let mut spans = spans(text, &recovery, &lines);
    if let Some(evidence) = &evidence {
        fields::add_scores(&mut spans, evidence);
    }
    let about = fields::About { text, spans: &spans, recovery: &recovery, lines: &lines };
    let fields = fields::fields(&about, evidence.as_ref());
    let mut warnings = recovery.warnings;
    let shift = place.first_line - 1;
    warnings.iter_mut().filter_map(|it| it.line.as_mut()).for_each(|line| *line += shift);
    let unknown = unknown(&spans, text.len());
    let layout = recovery.record.layout.into_owned();
    Explanation { place, notes: Vec::new(), layout, spans, fields, warnings, unknown }
}

/// The number of the line on which a page begins that stands at `start` in the text of its file.
pub fn first_line(text: &str, start: usize) -> usize {
    let before = text.get(..start).unwrap_or_default();
    crate::line::count(before) + usize::from(before.is_empty() || before.ends_with(['\n', '\r']))
}

/// A page that was not read as text: every field is missing, for the same reason.
pub fn unread(place: Place, why: &str) -> Explanation<'static> {
    let missing = |name| Field {
        name,
        values: Vec::new(),
        confidence: None,
        lines: Vec::new(),
        conflicts: Vec::new(),
        missing: Some(Missing { why: why.to_owned(), lines: Vec::new() }),
    };
    Explanation {
        place,
        notes: Vec::new(),
        layout: "none".to_owned(),
        spans: Vec::new(),
        fields: crate::fields::FILLED.iter().copied().map(missing).collect(),
        warnings: Vec::new(),
        unknown: Unknown::default(),
    }
}

fn spans<'a>(text: &'a str, recovery: &Recovery<'a>, lines: &Lines) -> Vec<Span<'a>> {
    let mut index = became::Index::new(&recovery.record);
    let told = recovery.labelling.labels().iter().filter_map(|label| {
        let part = text.get(label.start..label.end)?;
        (!part.trim().is_empty()).then(|| span(part, label, &mut index, lines))
    });
    told.collect()
}

fn span<'a>(
    text: &'a str,
    label: &Label,
    index: &mut became::Index<'_, 'a>,
    lines: &Lines,
) -> Span<'a> {
    let line = lines.of(label.start);
    let mut became = |property| index.of(property, text, line - (lines.first - 1));
    let mut held = became(label.property);
    held.extend(label.also.into_iter().flat_map(became));
    Span {
        line,
        start: label.start,
        end: label.end,
        text,
        property: label.property,
        became: held,
        reason: label.reason,
        score: None,
    }
}

fn unknown(spans: &[Span<'_>], of: usize) -> Unknown {
    let unknown = || spans.iter().filter(|span| span.property == Property::Unknown);
    Unknown { spans: unknown().count(), bytes: unknown().map(|span| span.text.len()).sum(), of }
}

/// Where the lines of a page begin.
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// The number of the first one.
    first: usize,
}

impl Lines {
    fn new(text: &str, first: usize) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')));
        Lines { starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(), first }
    }

    /// The number of the line, in the file, that holds a byte of the page.
    fn of(&self, at: usize) -> usize {
        self.first + self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }
}

/// The lines of a span's text with their numbers, blank ones left out; a span may go over several.
pub(crate) fn rows<'s>(span: &Span<'s>) -> impl Iterator<Item = (usize, &'s str)> + use<'s> {
    let (text, lines) = (span.text, Lines::new(span.text, span.line));
    let ends = lines.starts.clone().into_iter().skip(1).chain([text.len()]);
    let numbered = (span.line..).zip(lines.starts.into_iter().zip(ends));
    let rows =
        numbered.filter_map(move |(line, (from, to))| Some((line, text.get(from..to)?.trim())));
    rows.filter(|(_, part)| !part.is_empty())
}

#[cfg(test)]
mod tests;
