//! The driver: dumps in, rows out, in the order of the dumps whatever the number of threads.
//!
//! The caller's thread walks and writes. It hands out chunks of dumps to the workers, at most a window of them at a
//! time, and writes what comes back in the order in which it was handed out. A worker sends rows on as soon as they
//! fill a block, so that no chunk is ever held whole.

mod dump;
mod statistics;
mod worker;

pub use dump::{Outcome, rows};
pub use statistics::Statistics;

use crate::corpus::{Find, Skip};
use crate::error::Error;
use crate::parser::Parser;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use worker::{Part, Workshop};

/// Most dumps of a chunk.
const CHUNK: usize = 64;

/// About how many bytes of dumps make a chunk.
const CHUNK_BYTES: u64 = 1 << 20;

/// How a corpus is converted.
#[derive(Clone, Debug)]
pub struct Options {
    /// Workers; 0 is one a core.
    pub threads: usize,
    /// Whether rows have a ledger.
    pub ledger: WithLedger,
    /// What to do about glued paragraphs.
    pub repair: Repairs,
    /// What to do about files that hold no text.
    pub binary: Binary,
    /// The longest dump that is read. A ledger promises every byte: with it there is no limit.
    pub max_page_size: Option<u64>,
}

/// Whether rows have a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithLedger {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// What to do about glued paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repairs {
    /// Name the places.
    List,
    /// Name the places and part the paragraphs.
    Apply,
}

/// What to do about files that hold no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// Leave them out and say so.
    Skip,
    /// Write a record without fields. With a ledger this is always done.
    Keep,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            threads: 0,
            ledger: WithLedger::No,
            repair: Repairs::List,
            binary: Binary::Skip,
            max_page_size: Some(64 << 20),
        }
    }
}

impl Options {
    /// The longest dump that is read.
    fn limit(&self) -> Option<u64> {
        self.max_page_size.filter(|_| self.ledger == WithLedger::No)
    }
}

/// What happens on the way, for those who want to show it. In the order of the dumps.
#[derive(Debug)]
pub enum Event<'e> {
    /// Something could not be read.
    Failed(&'e Error),
    /// Something was left out.
    Skipped(&'e Path, Skip),
    /// So much is done.
    Progress(&'e Statistics),
}

/// Where rows are written.
pub struct Target<'t> {
    /// What to call it in a message.
    pub path: PathBuf,
    /// The writer.
    pub to: &'t mut dyn Write,
}

/// Converts what a walk finds. Dumps that cannot be read are told to `watch`, and the run goes on.
///
/// # Errors
/// The output cannot be written, or the threads cannot be started.
pub fn convert(
    finds: impl Iterator<Item = Find>,
    parser: &Parser,
    options: &Options,
    target: Target<'_>,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Statistics, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build()?;
    let workshop = Workshop::new(parser, options);
    let window = pool.current_num_threads() * 2 + 2;
    let mut writer = Writer { target, workshop: &workshop, watch, done: Statistics::default() };
    pool.in_place_scope_fifo(|scope| {
        let mut finds = finds.peekable();
        // Dropped before the scope waits for the workers: where nobody receives, none of them goes on.
        let mut waiting: VecDeque<Receiver<Part>> = VecDeque::with_capacity(window);
        while finds.peek().is_some() {
            let chunk: Vec<Find> = finds.by_ref().take(chunk_len(&writer.done)).collect();
            let (to, from) = sync_channel(1);
            let workshop = &workshop;
            // The first handed out is the first begun: the one that is waited for is always being worked on.
            scope.spawn_fifo(move |_| workshop.work(chunk, &to));
            waiting.push_back(from);
            if waiting.len() >= window {
                waiting.pop_front().map_or(Ok(()), |parts| writer.write(parts))?;
            }
        }
        waiting.drain(..).try_for_each(|parts| writer.write(parts))
    })?;
    Ok(writer.done)
}

/// Fewer dumps where they are long, so that the last chunks are not a matter of one worker.
fn chunk_len(done: &Statistics) -> usize {
    let each = done.bytes.checked_div(done.files).unwrap_or(CHUNK_BYTES / 8).max(1);
    usize::try_from(CHUNK_BYTES / each).unwrap_or(CHUNK).clamp(1, CHUNK)
}

struct Writer<'w, 't> {
    target: Target<'t>,
    workshop: &'w Workshop<'w>,
    watch: &'w mut dyn FnMut(Event<'_>),
    done: Statistics,
}

impl Writer<'_, '_> {
    /// Writes all that comes of one chunk.
    fn write(&mut self, parts: Receiver<Part>) -> Result<(), Error> {
        for part in parts {
            match part {
                Part::Rows(rows) => {
                    self.target.to.write_all(&rows).map_err(|source| self.failure(source))?;
                    self.workshop.give_back(rows);
                }
                Part::Failed(error) => (self.watch)(Event::Failed(&error)),
                Part::Skipped(path, why) => (self.watch)(Event::Skipped(&path, why)),
                Part::Done(statistics) => {
                    self.done += statistics;
                    (self.watch)(Event::Progress(&self.done));
                }
            }
        }
        Ok(())
    }

    fn failure(&self, source: io::Error) -> Error {
        Error::Write { path: self.target.path.clone(), source }
    }
}
