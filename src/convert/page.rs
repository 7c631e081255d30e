//! One page as its container bounds it, to its row.

use super::dump::{NOT_READ, about, boilerplate_lines, has_no_body};
use super::put::put;
use super::{Form, Options, Repairs, Sites, Statistics, WithLedger, stated, threshold};
use crate::check::PageText;
use crate::corpus::{Html, Name, Stated, flatten};
use crate::known::Known;
use crate::ledger::Ledger;
use crate::parser::{Parser, Recovery};
use crate::record::Record;
use crate::repair;
use crate::sink::Rows;
use crate::sink::jsonl::{Row, Source};
use crate::text::{self, Decoded, OffsetMap};
use crate::warning::Warning;
use std::borrow::Cow;

/// A longer id of a record is not used.
const LONGEST_ID: usize = 512;

/// A page in a container.
pub(super) struct Page<'p> {
    pub name: &'p Name,
    /// None where the page is a file of its own.
    pub container: Option<&'static str>,
    pub number: u64,
    /// Its record's first byte in the container.
    pub offset: u64,
    pub stated: &'p Stated<'p>,
    pub warnings: Vec<Warning>,
}

impl<'p> Page<'p> {
    /// Appends the row of a page whose text is there.
    pub fn write(
        mut self,
        bytes: &'p [u8],
        decoded: &'p Decoded<'p>,
        parser: &Parser,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        let Some(known) = self.known(&decoded.text, options) else {
            return Ok(Statistics::default());
        };
        let Recovery { mut record, labelling, warnings, lines } =
            parser.parse_known(&decoded.text, known);
        if options.repair == Repairs::Apply {
            repair::apply(&mut record);
        }
        self.warnings.extend_from_slice(&decoded.warnings);
        self.warnings.extend(warnings);
        stated::put(self.stated, &mut record, &mut self.warnings);
        threshold::apply(&options.min_confidence, &mut record, &mut self.warnings);
        let ledger = (options.ledger == WithLedger::Yes).then(|| Ledger {
            record: &record,
            labels: labelling.labels(),
            map: &decoded.map,
            text_start: 0,
            range: 0..bytes.len(),
            bytes,
            base: place(self.offset),
        });
        let source = self.source(bytes.len() as u64, lines, decoded.encoding);
        let seen = PageText { text: &decoded.text, labels: labelling.labels(), line: 1 };
        self.row(&record, source, ledger, Some(seen), options, to)
    }

    /// What is known of the page; none where its lines were noted, and that is all.
    fn known<'k>(&'k self, text: &str, options: &'k Options) -> Option<Known<'k>> {
        let address = self.stated.url.as_deref();
        if let Form::Noted(survey) = &options.form {
            survey.add(address, text, self.name);
            return None;
        }
        Some(Sites::known(options.sites.as_deref(), address, text, self.name))
    }

    /// Appends the row of a page of HTML: of its text, or of nothing but what it is.
    pub fn write_html(
        mut self,
        bytes: &[u8],
        parser: &Parser,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        let decoded = text::decode(bytes);
        let flat = match options.opening.html {
            Html::Say => None,
            Html::Flatten => flatten(&decoded.text),
        };
        let Some(flat) = flat else {
            let what = "HTML where text is expected, not read (--html flattens it first)";
            self.warnings.push(Warning::page("html", what));
            let len = bytes.len() as u64;
            return self.write_unread(bytes, len, decoded.encoding, options, to);
        };
        let Some(known) = self.known(&flat, options) else { return Ok(Statistics::default()) };
        let Recovery { mut record, labelling, warnings, lines } = parser.parse_known(&flat, known);
        if options.repair == Repairs::Apply {
            repair::apply(&mut record);
        }
        self.warnings.extend(warnings);
        stated::put(self.stated, &mut record, &mut self.warnings);
        threshold::apply(&options.min_confidence, &mut record, &mut self.warnings);
        let seen = PageText { text: &flat, labels: labelling.labels(), line: 1 };
        let source = self.source(bytes.len() as u64, lines, decoded.encoding);
        let map = OffsetMap::identity(bytes.len());
        let ledger = self.unknown(&record, &map, bytes, options);
        self.row(&record, source, ledger, Some(seen), options, to)
    }

    /// Appends the row of a page that was not read as text. Its ledger is of the bytes, where they are there.
    pub fn write_unread(
        mut self,
        bytes: &[u8],
        len: u64,
        encoding: &'static str,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        let mut record = Record { layout: NOT_READ.into(), ..Record::default() };
        stated::put(self.stated, &mut record, &mut self.warnings);
        let source = self.source(len, 0, encoding);
        let map = OffsetMap::identity(bytes.len());
        let whole = bytes.len() as u64 == len;
        let ledger = self.unknown(&record, &map, bytes, options).filter(|_| whole);
        self.row(&record, source, ledger, None, options, to)
    }

    /// A ledger that says of all bytes only that they are there.
    fn unknown<'r>(
        &self,
        record: &'r Record<'r>,
        map: &'r OffsetMap,
        bytes: &'r [u8],
        options: &Options,
    ) -> Option<Ledger<'r>> {
        let base = place(self.offset);
        let range = 0..bytes.len();
        (options.ledger == WithLedger::Yes).then_some(Ledger {
            record,
            labels: &[],
            map,
            text_start: 0,
            range,
            bytes,
            base,
        })
    }

    fn row(
        mut self,
        record: &Record<'_>,
        source: Source<'_>,
        ledger: Option<Ledger<'_>>,
        text: Option<PageText<'_>>,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        self.warnings.extend(about(self.name));
        let id = match (&self.stated.id, self.container) {
            (_, None) => self.name.text.clone(),
            (Some(id), _) if id.len() <= LONGEST_ID => format!("{}#{id}", self.name.text),
            _ => format!("{}#{}", self.name.text, self.number),
        };
        let bytes = source.bytes as u64;
        let row = Row { id: &id, record, source, warnings: &self.warnings, ledger };
        put(&row, text, options, to)?;
        let boilerplate_lines = text.map_or(0, |it| boilerplate_lines(it.text, it.labels));
        Ok(Statistics {
            records: 1,
            without_body: u64::from(has_no_body(record)),
            warnings: self.warnings.len() as u64,
            boilerplate_lines,
            bytes,
            ..Statistics::default()
        })
    }

    fn source(&self, bytes: u64, lines: usize, encoding: &'static str) -> Source<'p> {
        Source {
            path: Cow::Borrowed(&self.name.text),
            page: place(self.number),
            offset: place(self.offset),
            bytes: place(bytes),
            lines,
            encoding: Cow::Borrowed(encoding),
            container: self.container.map(Cow::Borrowed),
        }
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
