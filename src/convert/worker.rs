//! What a worker does with a chunk of dumps: read, recover, write to a buffer. Buffers are used again.

use super::crew::Crew;
use super::dump::{self, Outcome};
use super::unit::{Converter, Product, Said};
use super::{Options, Statistics, Step};
use crate::corpus::{Batch, Buffer, Dump, Find, Found, Hands, Reading, Skip, Taker, Wanted, Work};
use crate::error::Error;
use crate::parser::Parser;
use crate::sink::Rows;
use crossbeam_channel::{Receiver, SendError, Sender};
use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// From this size on rows are sent on.
const BLOCK: usize = 1 << 20;

/// The room of a new buffer of rows: what most batches become. What is not used of it is never touched.
const ROOM: usize = 2 * BLOCK;

/// The largest buffer of rows that is used again.
const KEPT: usize = 4 << 20;

/// What a worker sends.
pub(super) enum Part {
    Rows(Rows),
    Failed(Error),
    Skipped(PathBuf, Skip),
    /// The rest of the rows up to here; none behind it were sent. May come as often as there are such places; the step
    /// is what was done since the last. One part, so that whoever sends it does not wait for the rows to be taken.
    Done(Rows, Box<Step>),
}

/// What the workers share.
pub(super) struct Workshop<'w> {
    parser: &'w Parser,
    options: &'w Options,
    rows: Mutex<Vec<Rows>>,
    buffers: Mutex<Vec<Buffer>>,
    batches: Mutex<Vec<Batch>>,
    crew: Crew,
}

/// A worker at work on a chunk.
struct Bench<'b> {
    shop: &'b Workshop<'b>,
    to: &'b Sender<Part>,
    /// Calls a thread that has nothing to do.
    call: &'b dyn Fn(),
    /// What is not sent yet of the container that is being read, in its order.
    pending: VecDeque<Pending>,
    rows: Rows,
    /// So many of the rows are whole, whatever happens to what is being worked on.
    whole: usize,
    /// What was done since the last step was sent.
    step: Step,
    /// The pages of the next container that an earlier run did.
    skip: u64,
}

/// What a container gave.
enum Pending {
    Here(Box<Product>),
    /// Another worker has it.
    Comes(Receiver<Product>),
}

/// The reader of the rows has gone: nothing more is wanted.
type Sent = Result<(), SendError<Part>>;

impl<'w> Workshop<'w> {
    pub(super) fn new(parser: &'w Parser, options: &'w Options, threads: usize) -> Self {
        Workshop {
            parser,
            options,
            rows: Mutex::default(),
            buffers: Mutex::default(),
            batches: Mutex::default(),
            crew: Crew::new(threads),
        }
    }

    /// Works on a chunk, without the first `skip` pages of its first find. Ends early where nobody takes the rows any more.
    /// `call` has another thread of the pool `help`.
    pub(super) fn work(&self, chunk: Vec<Find>, skip: u64, to: &Sender<Part>, call: &dyn Fn()) {
        let mut buffer = take(&self.buffers);
        let mut bench = Bench {
            shop: self,
            to,
            call,
            pending: VecDeque::new(),
            rows: Rows::default(),
            whole: 0,
            step: Step::default(),
            skip,
        };
        let _ = bench.work(chunk, &mut buffer);
        give(&self.buffers, buffer);
    }

    /// Converts batches that others have read.
    pub(super) fn help(&self) {
        self.crew.help(self);
    }

    /// Converts a batch.
    pub(super) fn convert(&self, mut batch: Batch) -> Product {
        let converter = Converter { parser: self.parser, options: self.options };
        let mut product = Product { rows: self.room(), ..Product::default() };
        converter.batch(&batch, &mut product);
        batch.clear();
        if batch.bytes.capacity() <= KEPT {
            give(&self.batches, batch);
        }
        product
    }

    /// A buffer for rows. A new one has room for what most chunks become, so that it does not move while it grows.
    fn room(&self) -> Rows {
        let mut rows = take(&self.rows);
        if rows.bytes.capacity() == 0 {
            rows.bytes.reserve(ROOM);
        }
        rows
    }

    /// Takes back rows that were written.
    pub(super) fn give_back(&self, mut rows: Rows) {
        if (1..=KEPT).contains(&rows.bytes.capacity()) {
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
        for find in chunk {
            let last = match find {
                Find::Dump(dump) => {
                    self.convert(&dump, buffer)?;
                    dump.into_path()
                }
                Find::Skipped(path, why) => {
                    self.skip(path.clone(), why)?;
                    path
                }
                Find::Failed(error) => {
                    let path = error.path().map(Path::to_owned);
                    self.fail(error)?;
                    path.unwrap_or_default()
                }
            };
            // A container behind it may say how far it is.
            self.step.last = Some(last);
            self.step.finds += 1;
            self.step.pages = 0;
            self.skip = 0;
            if self.rows.bytes.len() >= BLOCK {
                self.send_rows()?;
            }
        }
        self.send_step()
    }

    fn send_rows(&mut self) -> Sent {
        self.whole = 0;
        if self.rows.count() == 0 {
            return Ok(());
        }
        let full = std::mem::take(&mut self.rows);
        self.send(Part::Rows(full))
    }

    /// Says how far this worker got, with the rows up to there.
    fn send_step(&mut self) -> Sent {
        self.whole = 0;
        let step = std::mem::take(&mut self.step);
        let rows = std::mem::take(&mut self.rows);
        self.send(Part::Done(rows, Box::new(step)))
    }

    fn send(&self, part: Part) -> Sent {
        self.shop.crew.send(self.to, part, self.shop)
    }

    fn convert(&mut self, dump: &Dump, buffer: &mut Buffer) -> Sent {
        self.whole = self.rows.count();
        let recovered = guard(dump.path(), || self.recover(dump, buffer));
        self.put_pending(0)?;
        match recovered {
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
        let skip = self.skip;
        let hands = Others { crew: &self.shop.crew, call: self.call };
        let reading = dump.read_with(&options.opening, skip, buffer, (self, &hands))?;
        if reading != Reading::Container && self.rows.bytes.capacity() == 0 {
            self.rows = self.shop.room();
        }
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
        self.send(Part::Skipped(path, why))
    }

    fn fail(&mut self, error: Error) -> Sent {
        match error {
            Error::Internal { .. } => self.step.statistics.internal += 1,
            Error::Damaged { .. } => self.step.statistics.damaged += 1,
            _ => self.step.statistics.unreadable += 1,
        }
        self.send(Part::Failed(error))
    }

    fn found(&mut self, found: Found) -> Sent {
        match found {
            Found::Batch(batch) => match self.shop.crew.offer(batch) {
                Ok(product) => {
                    self.pending.push_back(Pending::Comes(product));
                    if self.shop.crew.wants_help() {
                        (self.call)();
                    }
                }
                Err(batch) => self.add(self.shop.convert(batch)),
            },
            Found::Failed(error) => self.add(Product::say(Said::Failed(error))),
            Found::Note(path, what) => self.add(Product::say(Said::Note(path, what))),
        }
        self.put_pending(self.shop.crew.most_pending())
    }

    fn add(&mut self, product: Product) {
        self.pending.push_back(Pending::Here(Box::new(product)));
    }

    /// Takes what is ready, in order, and waits until no more than `most` are not.
    fn put_pending(&mut self, most: usize) -> Sent {
        while let Some(first) = self.pending.pop_front() {
            let product = match first {
                Pending::Here(product) => Some(*product),
                Pending::Comes(from) => match from.try_recv() {
                    Ok(product) => Some(product),
                    Err(_) if self.pending.len() < most => {
                        self.pending.push_front(Pending::Comes(from));
                        return Ok(());
                    }
                    Err(_) => self.shop.crew.receive(&from, self.shop),
                },
            };
            match product {
                Some(product) => self.put(product)?,
                None => self.fail(internal(Path::new("batch"), "lost".to_owned()))?,
            }
        }
        Ok(())
    }

    /// Takes what came of a batch.
    fn put(&mut self, product: Product) -> Sent {
        self.send_rows()?;
        self.rows = product.rows;
        self.whole = self.rows.count();
        self.step.statistics += product.done;
        self.step.pages = product.pages.max(self.step.pages);
        for said in product.said {
            match said {
                Said::Failed(error) => self.fail(error)?,
                Said::Binary(path) => self.skip(path, Skip::Binary)?,
                Said::Note(path, what) => self.skip(path, Skip::Note(what))?,
            }
        }
        self.send_step()
    }
}

/// The other workers, for those who unpack.
struct Others<'o> {
    crew: &'o Crew,
    call: &'o dyn Fn(),
}

impl Hands for Others<'_> {
    fn count(&self) -> usize {
        self.crew.others()
    }

    fn give(&self, work: Work) -> Result<(), Work> {
        self.crew.leave(work)?;
        if self.crew.wants_help() {
            (self.call)();
        }
        Ok(())
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

    fn begin(&mut self) {
        self.shop.crew.begin_reading();
    }

    fn end(&mut self) {
        self.shop.crew.end_reading();
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
