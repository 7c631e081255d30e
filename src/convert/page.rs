//! One page as its container bounds it, to its row.

use super::dump::{NOT_READ, about, boilerplate_lines};
use super::{Options, Repairs, Statistics, WithLedger, stated};
use crate::corpus::{Name, Stated};
use crate::ledger::Ledger;
use crate::line;
use crate::parser::{Parser, Recovery};
use crate::record::Record;
use crate::repair;
use crate::sink::Rows;
use crate::sink::jsonl::{Row, Source};
use crate::text::Decoded;
use crate::warning::Warning;
use std::borrow::Cow;

/// A longer id of a record is not used.
const LONGEST_ID: usize = 512;

/// A page in a container.
pub(super) struct Page<'p> {
    pub name: &'p Name,
    pub container: &'static str,
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
        let Recovery { mut record, labelling, warnings } = parser.parse(&decoded.text);
        if options.repair == Repairs::Apply {
            repair::apply(&mut record);
        }
        self.warnings.extend_from_slice(&decoded.warnings);
        self.warnings.extend(warnings);
        stated::put(self.stated, &mut record, &mut self.warnings);
        let ledger = (options.ledger == WithLedger::Yes).then(|| Ledger {
            record: &record,
            labels: labelling.labels(),
            map: &decoded.map,
            text_start: 0,
            range: 0..bytes.len(),
            bytes,
            base: place(self.offset),
        });
        let lines = line::count(&decoded.text);
        let source = self.source(bytes.len() as u64, lines, decoded.encoding);
        let boilerplate = boilerplate_lines(&decoded.text, labelling.labels());
        self.row(&record, source, ledger, boilerplate, options, to)
    }

    /// Appends the row of a page whose text is not there.
    pub fn write_without_text(
        self,
        bytes: u64,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        let mut record = Record { layout: NOT_READ.into(), ..Record::default() };
        let mut page = self;
        stated::put(page.stated, &mut record, &mut page.warnings);
        let source = page.source(bytes, 0, "unknown");
        page.row(&record, source, None, 0, options, to)
    }

    fn row(
        mut self,
        record: &Record<'_>,
        source: Source<'_>,
        ledger: Option<Ledger<'_>>,
        boilerplate_lines: u64,
        options: &Options,
        to: &mut Rows,
    ) -> Result<Statistics, serde_json::Error> {
        self.warnings.extend(about(self.name));
        let id = match &self.stated.id {
            Some(id) if id.len() <= LONGEST_ID => format!("{}#{id}", self.name.text),
            _ => format!("{}#{}", self.name.text, self.number),
        };
        let bytes = source.bytes as u64;
        let row = Row { id: &id, record, source, warnings: &self.warnings, ledger };
        to.push(&row, options.partition)?;
        let warnings = self.warnings.len() as u64;
        Ok(Statistics { records: 1, warnings, boilerplate_lines, bytes, ..Statistics::default() })
    }

    fn source(&self, bytes: u64, lines: usize, encoding: &'static str) -> Source<'p> {
        Source {
            path: Cow::Borrowed(&self.name.text),
            page: place(self.number),
            offset: place(self.offset),
            bytes: place(bytes),
            lines,
            encoding: Cow::Borrowed(encoding),
            container: Some(Cow::Borrowed(self.container)),
        }
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
