//! One dump to its rows: decode, split into pages, recover each, write. Knows bytes and rows, no files.

use super::page::Page;
use super::put::put;
use super::{Binary, Form, Options, Repairs, Sites, Statistics, WithLedger, threshold};
use crate::check::PageText;
use crate::corpus::{Name, Spelling, Stated, is_html};
use crate::labelling::{Label, Labelling};
use crate::ledger::Ledger;
use crate::line;
use crate::pages;
use crate::parser::{Parser, Recovery};
use crate::property::Property;
use crate::record::Record;
use crate::repair;
use crate::scan::bytes::{equal, position};
use crate::sink::Rows;
use crate::sink::jsonl::{Row, Source};
use crate::text::{self, Content, Decoded, OffsetMap};
use crate::warning::Warning;
use std::borrow::Cow;
use std::ops::Range;

/// The layout of a record whose dump was not read as text.
pub(super) const NOT_READ: &str = "none";

/// What came of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows were written.
    Written(Statistics),
    /// It holds no text and was left out.
    Binary,
}

/// Appends the rows of a dump's pages to `to`. What was appended before an error is to be cut off.
///
/// # Errors
/// Those of the serializer.
pub fn rows(
    name: &Name,
    bytes: &[u8],
    parser: &Parser,
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    damaged_rows(name, bytes, &[], parser, options, to)
}

/// As `rows`, of a dump of which something is known that its first page should say.
///
/// # Errors
/// Those of the serializer.
pub(super) fn damaged_rows(
    name: &Name,
    bytes: &[u8],
    damage: &[Warning],
    parser: &Parser,
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    if is_html(bytes) {
        return html(name, bytes, damage, parser, options, to);
    }
    let Content::Text(mut decoded) = text::read(bytes) else {
        return binary(name, bytes, options, to);
    };
    let split = pages::split(&decoded.text);
    let count = split.pages.len();
    let mut warnings = std::mem::take(&mut decoded.warnings);
    warnings.extend(about(name));
    warnings.extend_from_slice(damage);
    if bytes.is_empty() {
        warnings.push(Warning::page("empty-file", "the file is empty"));
    }
    let mut dump =
        Pages { name, bytes, decoded: &decoded, count, parser, options, warnings, line: 1 };
    let mut done = Statistics { files: 1, bytes: bytes.len() as u64, ..Statistics::default() };
    for (k, range) in split.pages.into_iter().enumerate() {
        done += dump.page(k, range, to)?;
    }
    if split.separators > 0 || count > 1 {
        done.separators = split.separators as u64;
        done.divided_files = 1;
        done.divided_records = done.records;
    }
    Ok(Outcome::Written(done))
}

/// A dump whose pages are being written.
struct Pages<'d> {
    name: &'d Name,
    bytes: &'d [u8],
    decoded: &'d Decoded<'d>,
    count: usize,
    parser: &'d Parser,
    options: &'d Options,
    /// Those about the whole file and those about a line of it, as long as no page has them.
    warnings: Vec<Warning>,
    /// The line of the file on which the next page begins.
    line: usize,
}

impl Pages<'_> {
    fn page(
        &mut self,
        k: usize,
        range: Range<usize>,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        let text = self.decoded.text.get(range.clone()).unwrap_or_default();
        if let Form::Noted(survey) = &self.options.form {
            survey.add(None, text, self.name);
            return Ok(Statistics { records: 1, ..Statistics::default() });
        }
        let known = Sites::known(self.options.sites.as_deref(), None, text, self.name);
        let Recovery { mut record, labelling, mut warnings, lines } =
            self.parser.parse_known(text, known);
        if self.options.repair == Repairs::Apply {
            repair::apply(&mut record);
        }
        threshold::apply(&self.options.min_confidence, &mut record, &mut warnings);
        let mut all = self.warnings_of_page(k, lines);
        let decoding = all.len();
        all.extend(warnings);
        let record_warnings = all.get_mut(decoding..).unwrap_or_default();
        shift(&mut record, record_warnings, self.line - 1);
        let row = self.row(k, &range, lines, &record, &labelling, &all);
        let seen = PageText { text, labels: labelling.labels(), line: self.line };
        put(&Row { id: &self.id(k), ..row }, Some(seen), self.options, to)?;
        self.line += lines - usize::from(lines > 0 && !text.ends_with(['\n', '\r']));
        Ok(Statistics {
            records: 1,
            without_body: u64::from(has_no_body(&record)),
            warnings: all.len() as u64,
            boilerplate_lines: boilerplate_lines(text, labelling.labels()),
            ..Statistics::default()
        })
    }

    fn row<'r>(
        &'r self,
        k: usize,
        range: &Range<usize>,
        lines: usize,
        record: &'r Record<'r>,
        labelling: &'r Labelling,
        warnings: &'r [Warning],
    ) -> Row<'r> {
        let in_file = self.in_file(k, range);
        let source = Source {
            path: Cow::Borrowed(&self.name.text),
            page: k + 1,
            offset: in_file.start,
            bytes: in_file.len(),
            lines,
            encoding: Cow::Borrowed(self.decoded.encoding),
            container: None,
        };
        let ledger = (self.options.ledger == WithLedger::Yes).then(|| Ledger {
            record,
            labels: labelling.labels(),
            map: &self.decoded.map,
            text_start: range.start,
            range: in_file,
            bytes: self.bytes,
            base: 0,
        });
        Row { id: &self.name.text, record, source, warnings, ledger }
    }

    /// Where a page lies in the bytes. The first begins and the last ends with the file, whatever the map says.
    fn in_file(&self, k: usize, range: &Range<usize>) -> Range<usize> {
        let map = &self.decoded.map;
        let start = if k == 0 { 0 } else { map.to_byte(range.start) };
        let end = if k + 1 == self.count { self.bytes.len() } else { map.to_byte(range.end) };
        start..end.max(start)
    }

    fn id(&self, k: usize) -> Cow<'_, str> {
        match self.count {
            0 | 1 => Cow::Borrowed(&self.name.text),
            _ => Cow::Owned(format!("{}#{}", self.name.text, k + 1)),
        }
    }

    /// The first page gets what is said of the whole file, each page what is said of its lines, the last page the rest.
    fn warnings_of_page(&mut self, k: usize, lines: usize) -> Vec<Warning> {
        if k + 1 == self.count {
            return std::mem::take(&mut self.warnings);
        }
        let end = self.line + lines;
        let here = |it: &Warning| it.line.map_or(k == 0, |line| line < end);
        let (here, later) = std::mem::take(&mut self.warnings).into_iter().partition(here);
        self.warnings = later;
        here
    }
}

/// A parser counts lines from the page's first; readers look into the file.
fn shift(record: &mut Record<'_>, warnings: &mut [Warning], by: usize) {
    if by > 0 {
        record.timestamps.iter_mut().for_each(|it| it.line += by);
        record.metadata.iter_mut().for_each(|it| it.line += by);
        warnings.iter_mut().filter_map(|it| it.line.as_mut()).for_each(|line| *line += by);
    }
}

pub(super) fn has_no_body(record: &Record<'_>) -> bool {
    record.body.as_deref().is_none_or(str::is_empty)
}

pub(super) fn boilerplate_lines(text: &str, labels: &[Label]) -> u64 {
    let boilerplate = labels.iter().filter(|label| label.property == Property::Boilerplate);
    let texts = boilerplate.filter_map(|label| text.get(label.start..label.end));
    // most are one line, or a part of one
    let one =
        |text: &str| position(text.as_bytes(), |b| equal(b, b'\n') | equal(b, b'\r')).is_none();
    texts.map(|text| if one(text) { 1 } else { line::count(text) as u64 }).sum()
}

pub(super) fn about(name: &Name) -> Option<Warning> {
    let message = "the file's name is not UTF-8: its other bytes are written as % and two digits";
    (name.spelling == Spelling::Escaped).then(|| Warning::page("path-not-utf8", message))
}

/// HTML where a text should be.
fn html(
    name: &Name,
    bytes: &[u8],
    damage: &[Warning],
    parser: &Parser,
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    let stated = Stated::default();
    let warnings = damage.to_vec();
    let page = Page { name, container: None, number: 1, offset: 0, stated: &stated, warnings };
    let done = page.write_html(bytes, parser, options, to)?;
    Ok(Outcome::Written(Statistics { files: 1, ..done }))
}

fn binary(
    name: &Name,
    bytes: &[u8],
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    if options.ledger == WithLedger::No && options.binary == Binary::Skip {
        return Ok(Outcome::Binary);
    }
    let warning = Warning::page("binary-file", "the file holds no text");
    let unread = Unread { name, bytes, len: bytes.len() as u64, encoding: "binary", warning };
    unread.write(options, to)
}

/// Appends the row of a dump that is too long to be read.
///
/// # Errors
/// Those of the serializer.
pub(super) fn oversized(
    name: &Name,
    len: u64,
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    let limit = options.opening.limit.unwrap_or_default();
    let message =
        format!("the file is longer than {limit} bytes and was not read (--max-page-size)");
    unread(name, len, Warning::page("oversized-page", message), options, to)
}

/// Appends the row of a dump whose text is not there.
///
/// # Errors
/// Those of the serializer.
pub(super) fn unread(
    name: &Name,
    len: u64,
    warning: Warning,
    options: &Options,
    to: &mut Rows,
) -> Result<Outcome, serde_json::Error> {
    // The bytes are not there, and so there cannot be a ledger.
    let options = Options { ledger: WithLedger::No, ..options.clone() };
    Unread { name, bytes: &[], len, encoding: "unknown", warning }.write(&options, to)
}

/// A dump that gets a record without fields.
struct Unread<'u> {
    name: &'u Name,
    bytes: &'u [u8],
    len: u64,
    encoding: &'static str,
    warning: Warning,
}

impl Unread<'_> {
    fn write(self, options: &Options, to: &mut Rows) -> Result<Outcome, serde_json::Error> {
        let warnings: Vec<Warning> = about(self.name).into_iter().chain([self.warning]).collect();
        let record = Record { layout: NOT_READ.into(), ..Record::default() };
        let source = Source {
            path: Cow::Borrowed(&self.name.text),
            page: 1,
            offset: 0,
            bytes: usize::try_from(self.len).unwrap_or(usize::MAX),
            lines: 0,
            encoding: Cow::Borrowed(self.encoding),
            container: None,
        };
        let map = OffsetMap::default();
        let ledger = Ledger {
            record: &record,
            labels: &[],
            map: &map,
            text_start: 0,
            range: 0..self.bytes.len(),
            bytes: self.bytes,
            base: 0,
        };
        let ledger = (options.ledger == WithLedger::Yes).then_some(ledger);
        let (id, warnings) = (self.name.text.as_str(), warnings.as_slice());
        put(&Row { id, record: &record, source, warnings, ledger }, None, options, to)?;
        Ok(Outcome::Written(Statistics {
            files: 1,
            records: 1,
            without_body: 1,
            bytes: self.bytes.len() as u64,
            warnings: warnings.len() as u64,
            ..Statistics::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(bytes: &[u8], options: &Options) -> String {
        let mut to = Rows::default();
        let name = Name::exact("a.txt");
        rows(&name, bytes, &Parser::new(), options, &mut to).unwrap();
        String::from_utf8(to.bytes).unwrap()
    }

    #[test]
    fn empty_and_binary_dumps_become_records() {
        let keep = Options { binary: Binary::Keep, ..Options::default() };
        assert!(json(b"", &keep).contains(r#""code":"empty-file""#));
        assert!(json(b"\0\0\0\0", &keep).contains(r#""code":"binary-file""#));
        assert_eq!(json(b"\0\0\0\0", &Options::default()), "");
        let ledger = Options { ledger: WithLedger::Yes, ..Options::default() };
        assert!(
            json(b"\0\0\0\xff", &ledger).contains(r#"[[0,4,"unknown",{"base64":"AAAA/w=="}]]"#)
        );
        assert!(json(b"", &ledger).contains(r#""ledger":[]"#));
    }

    #[test]
    fn an_oversized_dump_is_a_record_without_text() {
        let mut to = Rows::default();
        let name = Name { text: "a%FF".to_owned(), spelling: Spelling::Escaped };
        oversized(&name, 1 << 40, &Options::default(), &mut to).unwrap();
        let json = String::from_utf8(to.bytes).unwrap();
        assert!(json.contains(r#""bytes":1099511627776"#), "{json}");
        assert!(json.contains("path-not-utf8") && json.contains("oversized-page"), "{json}");
    }

    #[test]
    fn lines_are_those_of_the_file() {
        use crate::record::{Metadata, Role, Timestamp};
        let time = Timestamp {
            role: Role::Mentioned,
            raw: "x".into(),
            value: None,
            precision: None,
            line: 2,
        };
        let item = Metadata { property: None, text: "x".into(), line: 3 };
        let mut record =
            Record { timestamps: vec![time], metadata: vec![item], ..Record::default() };
        let mut warnings = [Warning::line("a", 1, "m"), Warning::page("b", "m")];
        shift(&mut record, &mut warnings, 10);
        assert_eq!((record.timestamps[0].line, record.metadata[0].line), (12, 13));
        assert_eq!((warnings[0].line, warnings[1].line), (Some(11), None));
    }

    #[test]
    fn warnings_go_to_the_page_of_their_line() {
        let decoded = text::decode(b"");
        let mut pages = Pages {
            name: &Name::exact("a"),
            bytes: b"",
            decoded: &decoded,
            count: 3,
            parser: &Parser::new(),
            options: &Options::default(),
            warnings: vec![
                Warning::page("file", "m"),
                Warning::line("one", 2, "m"),
                Warning::line("three", 9, "m"),
            ],
            line: 1,
        };
        let codes =
            |warnings: Vec<Warning>| warnings.into_iter().map(|it| it.code).collect::<Vec<_>>();
        assert_eq!(codes(pages.warnings_of_page(0, 3)), ["file", "one"]);
        pages.line = 4;
        assert!(pages.warnings_of_page(1, 3).is_empty());
        pages.line = 7;
        assert_eq!(codes(pages.warnings_of_page(2, 3)), ["three"]);
    }
}
