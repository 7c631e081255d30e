//! What each step takes: the steps of the converter one after the other in one thread, timed from outside.

use super::Subject;
use super::floor::dump;
use crate::corpus::{
    Batch, Buffer, Dump, Found, Holds, Opening, Reading, Taker, Unit, Wanted, jsonl,
};
use crate::error::Error;
use crate::parser::{Parser, Recovery};
use crate::sink::file::Output;
use crate::sink::jsonl::{Row, Source};
use crate::sink::{Dialect, Rows};
use crate::{pages, text};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rows are written when there are so many bytes of them.
const BLOCK: usize = 1 << 20;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Finding files.
    Walk,
    /// Reading their bytes.
    Read,
    /// Unpacking containers and finding the pages in them.
    Unpack,
    /// Bytes to text, and where pages begin.
    Decode,
    /// Lines and their facts.
    Scan,
    /// A property for every byte.
    Label,
    /// The record.
    Assemble,
    /// The record as JSON, and writing it.
    Write,
}

/// All steps, in order.
pub const STAGES: [Stage; 8] = [
    Stage::Walk,
    Stage::Read,
    Stage::Unpack,
    Stage::Decode,
    Stage::Scan,
    Stage::Label,
    Stage::Assemble,
    Stage::Write,
];

/// What the steps took.
#[derive(Debug, Default)]
pub(super) struct Times {
    each: [Duration; STAGES.len()],
    text: u64,
}

impl Times {
    pub(super) fn of(&self, stage: Stage) -> Duration {
        self.each.get(stage as usize).copied().unwrap_or_default()
    }

    /// Bytes of text.
    pub(super) fn text(&self) -> u64 {
        self.text
    }

    fn add(&mut self, stage: Stage, time: Duration) {
        if let Some(sum) = self.each.get_mut(stage as usize) {
            *sum += time;
        }
    }
}

/// Times the steps, one page after the other.
pub(super) fn run(subject: &Subject<'_>) -> Result<Times, Error> {
    let begun = Instant::now();
    let dumps: Vec<Dump> = (subject.walk)()?.filter_map(dump).collect();
    let mut line = Line {
        parser: subject.parser,
        opening: &subject.options.opening,
        output: Output::file(subject.to)?,
        rows: Rows::default(),
        batch: Batch::default(),
        times: Times::default(),
        inside: Duration::ZERO,
        failed: None,
    };
    line.times.add(Stage::Walk, begun.elapsed());
    let mut buffer = Buffer::default();
    dumps.iter().for_each(|dump| line.dump(dump, &mut buffer));
    line.write(0);
    match line.failed {
        Some(source) => Err(Error::Write { path: subject.to.to_owned(), source }),
        None => Ok(line.times),
    }
}

/// One thread that does everything.
struct Line<'l> {
    parser: &'l Parser,
    opening: &'l Opening,
    output: Output,
    rows: Rows,
    batch: Batch,
    times: Times,
    /// What the steps behind a container took while it was read.
    inside: Duration,
    failed: Option<io::Error>,
}

impl Line<'_> {
    fn dump(&mut self, dump: &Dump, buffer: &mut Buffer) {
        let begun = Instant::now();
        self.inside = Duration::ZERO;
        let opening = self.opening;
        let read = dump.read(opening, 0, buffer, self);
        let took = begun.elapsed();
        match read {
            Ok(Reading::Whole(bytes)) => {
                self.times.add(Stage::Read, took);
                self.page(&dump.name.text, bytes);
            }
            Ok(Reading::Container) => {
                let plain = plain_read(dump.path());
                self.times.add(Stage::Read, plain);
                let unpacking = took.saturating_sub(self.inside).saturating_sub(plain);
                self.times.add(Stage::Unpack, unpacking);
            }
            Ok(Reading::Oversized(_)) | Err(_) => self.times.add(Stage::Read, took),
        }
    }

    fn unit(&mut self, batch: &Batch, unit: &Unit) {
        let bytes = batch.bytes.get(unit.range.clone()).unwrap_or_default();
        match &unit.holds {
            Holds::Dump(_) | Holds::Page(_) => self.page(&unit.place.name.text, bytes),
            Holds::Lines(_) => jsonl::lines(bytes).for_each(|(_, line)| {
                let begun = Instant::now();
                let line = String::from_utf8_lossy(line);
                let read = jsonl::read(line.trim_ascii(), self.opening);
                let text = read.ok().and_then(|line| line.text);
                self.times.add(Stage::Unpack, begun.elapsed());
                if let Some(text) = text {
                    self.page(&unit.place.name.text, text.as_bytes());
                }
            }),
            Holds::Nothing(_) => {}
        }
    }

    fn page(&mut self, id: &str, bytes: &[u8]) {
        let begun = Instant::now();
        let text::Content::Text(decoded) = text::read(bytes) else { return };
        let ranges = pages::split(&decoded.text).pages;
        self.times.add(Stage::Decode, begun.elapsed());
        self.times.text += decoded.text.len() as u64;
        for range in ranges {
            self.steps(id, decoded.text.get(range).unwrap_or_default());
        }
        if self.rows.bytes.len() >= BLOCK {
            self.write(BLOCK);
        }
    }

    fn steps(&mut self, id: &str, text: &str) {
        let begun = Instant::now();
        let scanned = self.parser.scan(text);
        let scan = Instant::now();
        let labelled = self.parser.label(scanned);
        let label = Instant::now();
        let Recovery { record, warnings, .. } = self.parser.assemble(labelled);
        let assemble = Instant::now();
        let source = Source {
            path: Cow::Borrowed(id),
            page: 1,
            offset: 0,
            bytes: text.len(),
            lines: 0,
            encoding: Cow::Borrowed("utf-8"),
            container: None,
        };
        let row = Row { id, record: &record, source, warnings: &warnings, ledger: None };
        if let Err(error) = self.rows.push(&row, Dialect::Native, None) {
            self.failed = Some(error.into());
        }
        self.times.add(Stage::Scan, scan - begun);
        self.times.add(Stage::Label, label - scan);
        self.times.add(Stage::Assemble, assemble - label);
        self.times.add(Stage::Write, assemble.elapsed());
    }

    /// Writes the rows, if there are as many bytes.
    fn write(&mut self, least: usize) {
        let begun = Instant::now();
        if self.rows.bytes.len() >= least {
            self.failed = self.output.write_all(&self.rows.bytes).err().or(self.failed.take());
            self.rows.clear();
        }
        self.times.add(Stage::Write, begun.elapsed());
    }
}

/// What reading a file takes where nothing is done with it.
fn plain_read(path: &Path) -> Duration {
    let begun = Instant::now();
    let mut block = vec![0; BLOCK];
    if let Ok(mut file) = File::open(path) {
        while file.read(&mut block).is_ok_and(|read| read > 0) {}
    }
    begun.elapsed()
}

impl Taker for Line<'_> {
    fn take(&mut self, found: Found) -> Wanted {
        let begun = Instant::now();
        if let Found::Batch(mut batch) = found {
            batch.units.iter().for_each(|unit| self.unit(&batch, unit));
            batch.clear();
            self.batch = batch;
        }
        self.inside += begun.elapsed();
        Wanted::More
    }

    fn batch(&mut self) -> Batch {
        std::mem::take(&mut self.batch)
    }
}
