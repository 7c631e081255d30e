//! What a worker does with a chunk of dumps: read, recover, write to a buffer. Buffers are used again.

use super::dump::{self, Outcome};
use super::{Options, Statistics, Step};
use crate::corpus::{Buffer, Dump, Find, Reading, Skip};
use crate::error::Error;
use crate::parser::Parser;
use crate::sink::Rows;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SendError, SyncSender};
use std::sync::{Mutex, PoisonError};

/// From this size on rows are sent on.
const BLOCK: usize = 1 << 20;

/// The largest buffer of rows that is used again.
const KEPT: usize = 4 << 20;

/// What a worker sends.
pub(super) enum Part {
    Rows(Rows),
    Failed(Error),
    Skipped(PathBuf, Skip),
    /// All rows up to here were sent, and none behind it. May come as often as there are such places; the step is what
    /// was done since the last.
    Done(Box<Step>),
}

/// What the workers share.
pub(super) struct Workshop<'w> {
    parser: &'w Parser,
    options: &'w Options,
    rows: Mutex<Vec<Rows>>,
    buffers: Mutex<Vec<Buffer>>,
}

/// A worker at work on a chunk.
struct Bench<'b> {
    shop: &'b Workshop<'b>,
    to: &'b SyncSender<Part>,
    rows: Rows,
    done: Statistics,
}

/// The reader of the rows has gone: nothing more is wanted.
type Sent = Result<(), SendError<Part>>;

impl<'w> Workshop<'w> {
    pub(super) fn new(parser: &'w Parser, options: &'w Options) -> Self {
        Workshop { parser, options, rows: Mutex::default(), buffers: Mutex::default() }
    }

    /// Works on a chunk. Ends early where nobody takes the rows any more.
    pub(super) fn work(&self, chunk: Vec<Find>, to: &SyncSender<Part>) {
        let mut buffer = take(&self.buffers);
        let mut bench =
            Bench { shop: self, to, rows: take(&self.rows), done: Statistics::default() };
        let _ = bench.work(chunk, &mut buffer);
        give(&self.buffers, buffer);
    }

    /// Takes back rows that were written.
    pub(super) fn give_back(&self, mut rows: Rows) {
        if rows.bytes.capacity() <= KEPT {
            rows.clear();
            give(&self.rows, rows);
        }
    }
}

fn take<T: Default>(from: &Mutex<Vec<T>>) -> T {
    from.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
}

fn give<T>(to: &Mutex<Vec<T>>, it: T) {
    to.lock().unwrap_or_else(PoisonError::into_inner).push(it);
}

impl Bench<'_> {
    fn work(&mut self, chunk: Vec<Find>, buffer: &mut Buffer) -> Sent {
        let finds = chunk.len() as u64;
        let last = chunk.last().map(|find| find.path().to_owned());
        for find in chunk {
            match find {
                Find::Dump(dump) => self.convert(&dump, buffer)?,
                Find::Skipped(path, why) => self.skip(path, why)?,
                Find::Failed(error) => self.fail(error)?,
            }
            if self.rows.bytes.len() >= BLOCK {
                let full = std::mem::replace(&mut self.rows, take(&self.shop.rows));
                self.to.send(Part::Rows(full))?;
            }
        }
        self.to.send(Part::Rows(std::mem::take(&mut self.rows)))?;
        let step = Step { finds, last, pages: 0, statistics: self.done };
        self.to.send(Part::Done(Box::new(step)))
    }

    fn convert(&mut self, dump: &Dump, buffer: &mut Buffer) -> Sent {
        let before = self.rows.count();
        match guard(dump.path(), || self.recover(dump, buffer)) {
            Ok(Outcome::Written(statistics)) => self.done += statistics,
            Ok(Outcome::Binary) => self.skip(dump.path().to_owned(), Skip::Binary)?,
            Err(error) => {
                self.rows.truncate(before);
                self.fail(error)?;
            }
        }
        Ok(())
    }

    fn recover(&mut self, dump: &Dump, buffer: &mut Buffer) -> Result<Outcome, Error> {
        let (parser, options, rows) = (self.shop.parser, self.shop.options, &mut self.rows);
        let written = match dump.read(options.limit(), buffer)? {
            Reading::Whole(bytes) => dump::rows(&dump.name, bytes, parser, options, rows),
            Reading::Oversized(len) => dump::oversized(&dump.name, len, options, rows),
        };
        written.map_err(|error| internal(dump.path(), error.to_string()))
    }

    fn skip(&mut self, path: PathBuf, why: Skip) -> Sent {
        match why {
            Skip::Binary => self.done.binary += 1,
            Skip::Special => self.done.special += 1,
        }
        self.to.send(Part::Skipped(path, why))
    }

    fn fail(&mut self, error: Error) -> Sent {
        match error {
            Error::Internal { .. } => self.done.internal += 1,
            _ => self.done.unreadable += 1,
        }
        self.to.send(Part::Failed(error))
    }
}

/// Turns a panic into an error of that file, so that the others are still converted.
fn guard<T>(path: &Path, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    // What a panic leaves behind is only the row that was being written, and that is cut off.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(internal(path, words(panic.as_ref()))))
}

fn internal(path: &Path, message: String) -> Error {
    Error::Internal { path: path.to_owned(), message }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_its_file() {
        let error = guard(Path::new("a.txt"), || -> Result<(), Error> { panic!("no {}", 1) });
        assert_eq!(error.unwrap_err().to_string(), "a.txt: internal error: no 1");
        assert!(guard(Path::new("a.txt"), || Ok(1)).is_ok());
    }
}
