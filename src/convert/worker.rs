//! What a worker does with a chunk of dumps: read, recover, write to a buffer. Buffers are used again.

use super::dump::{self, Outcome};
use super::unit::{Converter, Product, Said};
use super::{Options, Statistics, Step};
use crate::corpus::{Batch, Buffer, Dump, Find, Found, Reading, Skip, Taker, Wanted};
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
    batches: Mutex<Vec<Batch>>,
}

/// A worker at work on a chunk.
struct Bench<'b> {
    shop: &'b Workshop<'b>,
    to: &'b SyncSender<Part>,
    rows: Rows,
    /// So many of the rows are whole, whatever happens to what is being worked on.
    whole: usize,
    /// What was done since the last step was sent.
    step: Step,
    /// The pages of the next container that an earlier run did.
    skip: u64,
}

/// The reader of the rows has gone: nothing more is wanted.
type Sent = Result<(), SendError<Part>>;

impl<'w> Workshop<'w> {
    pub(super) fn new(parser: &'w Parser, options: &'w Options) -> Self {
        Workshop {
            parser,
            options,
            rows: Mutex::default(),
            buffers: Mutex::default(),
            batches: Mutex::default(),
        }
    }

    /// Works on a chunk, without the first `skip` pages of its first find. Ends early where nobody takes the rows any more.
    pub(super) fn work(&self, chunk: Vec<Find>, skip: u64, to: &SyncSender<Part>) {
        let mut buffer = take(&self.buffers);
        let mut bench =
            Bench { shop: self, to, rows: take(&self.rows), whole: 0, step: Step::default(), skip };
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
        let last = chunk.last().map(|find| find.path().to_owned());
        for find in chunk {
            match find {
                Find::Dump(dump) => self.convert(&dump, buffer)?,
                Find::Skipped(path, why) => self.skip(path, why)?,
                Find::Failed(error) => self.fail(error)?,
            }
            self.step.finds += 1;
            self.step.pages = 0;
            self.skip = 0;
            if self.rows.bytes.len() >= BLOCK {
                self.send_rows()?;
            }
        }
        self.step.last = last;
        self.send_step()
    }

    fn send_rows(&mut self) -> Sent {
        self.whole = 0;
        if self.rows.count() == 0 {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.rows, take(&self.shop.rows));
        self.to.send(Part::Rows(full))
    }

    /// Says how far this worker got; the rows up to there go first.
    fn send_step(&mut self) -> Sent {
        self.send_rows()?;
        self.to.send(Part::Done(Box::new(std::mem::take(&mut self.step))))
    }

    fn convert(&mut self, dump: &Dump, buffer: &mut Buffer) -> Sent {
        self.whole = self.rows.count();
        match guard(dump.path(), || self.recover(dump, buffer)) {
            Ok(Outcome::Written(statistics)) => self.step.statistics += statistics,
            Ok(Outcome::Binary) => self.skip(dump.path().to_owned(), Skip::Binary)?,
            Err(error) => {
                self.rows.truncate(self.whole);
                self.fail(error)?;
            }
        }
        Ok(())
    }

    fn recover(&mut self, dump: &Dump, buffer: &mut Buffer) -> Result<Outcome, Error> {
        let (parser, options) = (self.shop.parser, self.shop.options);
        let reading = dump.read(&options.opening, self.skip, buffer, self)?;
        let rows = &mut self.rows;
        let written = match reading {
            Reading::Whole(bytes) => dump::rows(&dump.name, bytes, parser, options, rows),
            Reading::Oversized(len) => dump::oversized(&dump.name, len, options, rows),
            Reading::Container => {
                let opened = Statistics { containers: 1, ..Statistics::default() };
                return Ok(Outcome::Written(opened));
            }
        };
        written.map_err(|error| internal(dump.path(), error.to_string()))
    }

    fn skip(&mut self, path: PathBuf, why: Skip) -> Sent {
        match why {
            Skip::Binary => self.step.statistics.binary += 1,
            Skip::Special => self.step.statistics.special += 1,
            Skip::Note(_) => {}
        }
        self.to.send(Part::Skipped(path, why))
    }

    fn fail(&mut self, error: Error) -> Sent {
        match error {
            Error::Internal { .. } => self.step.statistics.internal += 1,
            Error::Damaged { .. } => self.step.statistics.damaged += 1,
            _ => self.step.statistics.unreadable += 1,
        }
        self.to.send(Part::Failed(error))
    }

    fn found(&mut self, found: Found) -> Sent {
        match found {
            Found::Batch(batch) => self.batch(batch),
            Found::Failed(error) => self.fail(error),
            Found::Note(path, what) => self.skip(path, Skip::Note(what)),
        }
    }

    fn batch(&mut self, mut batch: Batch) -> Sent {
        let converter = Converter { parser: self.shop.parser, options: self.shop.options };
        let mut product = Product { rows: take(&self.shop.rows), ..Product::default() };
        converter.batch(&batch, &mut product);
        batch.clear();
        if batch.bytes.capacity() <= KEPT {
            give(&self.shop.batches, batch);
        }
        self.put(product)
    }

    /// Takes what came of a batch.
    fn put(&mut self, product: Product) -> Sent {
        self.send_rows()?;
        self.rows = product.rows;
        self.whole = self.rows.count();
        self.step.statistics += product.done;
        self.step.pages = product.pages;
        for said in product.said {
            match said {
                Said::Failed(error) => self.fail(error)?,
                Said::Binary(path) => self.skip(path, Skip::Binary)?,
            }
        }
        self.send_step()
    }
}

impl Taker for Bench<'_> {
    fn take(&mut self, found: Found) -> Wanted {
        match self.found(found) {
            Ok(()) => Wanted::More,
            Err(_) => Wanted::Nothing,
        }
    }

    fn batch(&mut self) -> Batch {
        take(&self.shop.batches)
    }
}

/// Turns a panic into an error of that file, so that the others are still converted.
pub(super) fn guard<T>(path: &Path, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    // What a panic leaves behind is only the row that was being written, and that is cut off.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(internal(path, words(panic.as_ref()))))
}

pub(super) fn internal(path: &Path, message: String) -> Error {
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
