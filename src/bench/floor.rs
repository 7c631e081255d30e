//! The floor: the same files read and unpacked, as many bytes written, with as many threads, and nothing in between.

use super::Subject;
use crate::corpus::{
    Batch, Buffer, Dump, Find, Found, Hands, Opening, Reading, Taker, Wanted, Work,
};
use crate::error::Error;
use crate::sink::file::Output;
use rayon::iter::{ParallelBridge, ParallelIterator};
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// Files that a thread takes at a time, as many as the converter.
const CHUNK: usize = 64;

/// What is written at a time.
const BLOCK: usize = 1 << 20;

/// Reads all and writes `bytes`.
pub(super) fn run(subject: &Subject<'_>, bytes: u64) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(subject.options.threads).build()?;
    let dumps: Vec<Dump> = (subject.walk)()?.filter_map(dump).collect();
    let output = Mutex::new(Output::file(subject.to)?);
    let each = bytes / dumps.len().max(1) as u64;
    let rest = bytes - each * dumps.len() as u64;
    let opening = &subject.options.opening;
    let read = || {
        dumps.chunks(CHUNK).par_bridge().try_for_each_init(Buffer::default, |buffer, chunk| {
            read_all(chunk, opening, buffer);
            write(&output, each * chunk.len() as u64)
        })
    };
    let done = pool.install(read);
    let done = done.and_then(|()| write(&output, rest));
    done.map_err(|source| Error::Write { path: subject.to.to_owned(), source })
}

pub(super) fn dump(find: Find) -> Option<Dump> {
    match find {
        Find::Dump(dump) => Some(dump),
        Find::Skipped(..) | Find::Failed(_) => None,
    }
}

/// What cannot be read costs the converter nothing more either.
fn read_all(dumps: &[Dump], opening: &Opening, buffer: &mut Buffer) {
    for dump in dumps {
        let read = dump.read_with(opening, 0, buffer, (&mut Nobody::default(), &Pool));
        if let Ok(Reading::Whole(bytes)) = read {
            std::hint::black_box(bytes);
        }
    }
}

fn write(to: &Mutex<Output>, mut bytes: u64) -> io::Result<()> {
    static SPACES: [u8; BLOCK] = [b' '; BLOCK];
    while bytes > 0 {
        let len = usize::try_from(bytes).unwrap_or(BLOCK).min(BLOCK);
        let block = SPACES.get(..len).unwrap_or_default();
        to.lock().unwrap_or_else(PoisonError::into_inner).write_all(block)?;
        bytes -= len as u64;
    }
    Ok(())
}

/// The threads of the pool, which unpack at the same time what the converter would.
struct Pool;

impl Hands for Pool {
    fn count(&self) -> usize {
        rayon::current_num_threads() - 1
    }

    fn give(&self, work: Work) -> Result<(), Work> {
        rayon::spawn(work);
        Ok(())
    }
}

/// Takes pages and does nothing with them.
#[derive(Default)]
struct Nobody {
    batch: Batch,
}

impl Taker for Nobody {
    fn take(&mut self, found: Found) -> Wanted {
        if let Found::Batch(mut batch) = found {
            batch.clear();
            self.batch = batch;
        }
        Wanted::More
    }

    fn batch(&mut self) -> Batch {
        std::mem::take(&mut self.batch)
    }
}
