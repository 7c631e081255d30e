//! The driver: dumps in, rows out, in the order of the dumps whatever the number of threads.
//!
//! The caller's thread walks and writes. It hands out chunks of dumps to the workers, at most a window of them at a
//! time, and writes what comes back in the order in which it was handed out. A worker sends rows on as soon as they
//! fill a block, so that no chunk is ever held whole.

mod crew;
mod dump;
mod page;
mod put;
mod reached;
pub(crate) mod stated;
mod statistics;
mod survey;
mod threshold;
mod unit;
mod worker;
mod writer;

pub use dump::{Outcome, rows};
pub use reached::{Reached, Step};
pub use statistics::Statistics;
pub use survey::{Sites, Survey};
pub use threshold::Threshold;

use crate::check::Look;
use crate::corpus::{Find, Opening, Skip};
use crate::error::Error;
use crate::parser::Parser;
use crate::sink::{By, Dialect, Rows, Sink};
use crossbeam_channel::{Receiver, bounded};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use worker::{Part, Workshop};
use writer::Writer;

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
    /// How containers are opened, and the longest page that is read of anything.
    pub opening: Opening,
    /// What the marks of rows say about the parts they belong to.
    pub partition: Option<By>,
    /// Whose keys rows have. Only native rows can have a ledger.
    pub dialect: Dialect,
    /// Fields that are less sure are left out.
    pub min_confidence: Vec<Threshold>,
    /// What is made of a page.
    pub form: Form,
    /// What the pages of each site have in common, where that was found out.
    pub sites: Option<Arc<Sites>>,
}

/// What is made of a page.
#[derive(Clone, Debug)]
pub enum Form {
    /// A row for an output.
    Rows,
    /// What a check looks at, and no row.
    Seen(Look),
    /// Nothing but a note of its lines, and no row.
    Noted(Arc<Survey>),
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
            opening: Opening::default(),
            partition: None,
            dialect: Dialect::Native,
            min_confidence: Vec::new(),
            form: Form::Rows,
            sites: None,
        }
    }
}

impl Options {
    /// A ledger promises every byte: with it there is no limit.
    fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.opening.limit = self.opening.limit.filter(|_| self.ledger == WithLedger::No);
        settled
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

/// Where rows are written, and from where on.
pub struct Target<'t> {
    /// What takes the rows.
    pub to: &'t mut dyn Sink,
    /// What an earlier run did; usually nothing.
    pub from: Reached,
}

impl<'t> Target<'t> {
    /// A target for a run from the beginning.
    pub fn new(to: &'t mut dyn Sink) -> Self {
        Target { to, from: Reached::default() }
    }
}

/// Converts what a walk finds. Dumps that cannot be read are told to `watch`, and the run goes on.
///
/// # Errors
/// The output cannot be written, the threads cannot be started, or an earlier run had other inputs.
pub fn convert(
    mut finds: impl Iterator<Item = Find>,
    parser: &Parser,
    options: &Options,
    target: Target<'_>,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Statistics, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build()?;
    let options = options.settled();
    let threads = pool.current_num_threads();
    let workshop = Workshop::new(parser, &options, threads);
    let window = threads * 2 + 2;
    target.from.pass(&mut finds)?;
    let mut skip = target.from.pages;
    let mut writer = Writer { to: target.to, workshop: &workshop, watch, reached: target.from };
    pool.in_place_scope_fifo(|scope| {
        let mut finds = finds.peekable();
        // Dropped before the scope waits for the workers: where nobody receives, none of them goes on.
        let mut waiting: VecDeque<Receiver<Part>> = VecDeque::with_capacity(window);
        while finds.peek().is_some() {
            let chunk: Vec<Find> = finds.by_ref().take(chunk_len(&writer.reached)).collect();
            let (to, from) = bounded(1);
            let workshop = &workshop;
            let skip = std::mem::take(&mut skip);
            // The first handed out is the first begun: the one that is waited for is always being worked on.
            scope.spawn_fifo(move |scope| {
                let call = || scope.spawn_fifo(move |_| workshop.help());
                workshop.work(chunk, skip, &to, &call);
            });
            waiting.push_back(from);
            if waiting.len() >= window {
                waiting.pop_front().map_or(Ok(()), |parts| writer.write(parts))?;
            }
        }
        waiting.drain(..).try_for_each(|parts| writer.write(parts))
    })?;
    Ok(writer.reached.statistics)
}

/// The first of two passes over a corpus: what the pages of each site have in common. What cannot be read is left to the
/// second one to say.
///
/// # Errors
/// The threads cannot be started.
pub fn survey(
    finds: impl Iterator<Item = Find>,
    parser: &Parser,
    options: &Options,
) -> Result<Sites, Error> {
    let survey = Arc::new(Survey::default());
    let options = Options { form: Form::Noted(Arc::clone(&survey)), ..options.clone() };
    let mut to = Nowhere;
    convert(finds, parser, &options, Target::new(&mut to), &mut |_| {})?;
    Ok(survey.finish())
}

/// Takes no rows, for there are none.
struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, _: &Rows) -> Result<(), Error> {
        Ok(())
    }
}

/// Fewer dumps where they are long, so that the last chunks are not a matter of one worker. As long as nothing is known each
/// is a chunk of its own: it may be large.
fn chunk_len(done: &Reached) -> usize {
    let each = done.statistics.bytes.checked_div(done.finds).unwrap_or(CHUNK_BYTES).max(1);
    usize::try_from(CHUNK_BYTES / each).unwrap_or(CHUNK).clamp(1, CHUNK)
}
