//! Joins two streams of records by their ids in bounded memory: a symmetric hash join that goes over to partitions on disk
//! (a Grace hash join) when too much is waiting.
//!
//! The two are read in turn. A record waits until the other stream brings the same id; in equal order only records without
//! another half go on waiting. When these grow too many, all that wait and all that come are written to temporary files by a
//! hash of their id, and each pair of files is joined the same way.

use crate::error::Error;
use crate::records::Lines;
use foldhash::HashMap;
use foldhash::fast::FixedState;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, BufWriter, Seek, Write};
use std::path::PathBuf;

/// Partitions on disk.
const PARTS: usize = 32;

/// So often a partition may be parted again. What is left then are equal ids, which cannot be parted.
const DEEPEST: u64 = 6;

/// What a waiting record takes beside its text.
const OVERHEAD: usize = 160;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Old,
    New,
}

impl Side {
    fn other(self) -> Side {
        match self {
            Side::Old => Side::New,
            Side::New => Side::Old,
        }
    }
}

/// A record with or without its other half.
#[derive(Debug)]
pub enum Joined<'r> {
    Both { id: &'r str, old: &'r [u8], new: &'r [u8] },
    Alone { id: &'r str, side: Side },
}

/// Takes what was joined; what it says against it is a complaint about that record.
pub type Take<'t> = dyn FnMut(Joined<'_>) -> Result<(), String> + 't;

#[derive(Deserialize)]
struct Named<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
}

/// Joins two streams; whether temporary files were needed.
pub fn join(
    old: Lines,
    new: Lines,
    memory: usize,
    take: &mut Take<'_>,
    complain: &mut dyn FnMut(&Error),
) -> Result<bool, Error> {
    let mut join = Join {
        waiting: [HashMap::default(), HashMap::default()],
        held: 0,
        parts: None,
        memory,
        depth: 0,
        take,
        complain,
    };
    join.run(old, new)
}

type Waiting = HashMap<Box<str>, VecDeque<Box<[u8]>>>;

struct Join<'j> {
    waiting: [Waiting; 2],
    /// About how many bytes are waiting.
    held: usize,
    parts: Option<Vec<[BufWriter<File>; 2]>>,
    memory: usize,
    depth: u64,
    take: &'j mut Take<'j>,
    complain: &'j mut dyn FnMut(&Error),
}

impl Join<'_> {
    fn run(&mut self, old: Lines, new: Lines) -> Result<bool, Error> {
        let mut streams = [(Side::Old, Some(old)), (Side::New, Some(new))];
        while streams.iter().any(|(_, lines)| lines.is_some()) {
            for (side, stream) in &mut streams {
                if let Some(lines) = stream
                    && !self.read(*side, lines)?
                {
                    *stream = None;
                }
            }
        }
        match self.parts.take() {
            Some(parts) => self.join_parts(parts).map(|()| true),
            None => {
                self.leave();
                Ok(false)
            }
        }
    }

    /// Takes the next record of a stream; whether there was one.
    fn read(&mut self, side: Side, lines: &mut Lines) -> Result<bool, Error> {
        let Some(line) = lines.next_line()? else { return Ok(false) };
        let number = line.number;
        let said = match serde_json::from_slice::<Named<'_>>(line.bytes) {
            Ok(named) => self.offer(side, &named.id, line.bytes).map_err(temporary)?,
            Err(error) => Err(error.to_string()),
        };
        if let Err(reason) = said {
            (self.complain)(&lines.complaint(number, reason));
        }
        Ok(true)
    }

    /// The outer result is about temporary files, the inner one about the record.
    fn offer(&mut self, side: Side, id: &str, line: &[u8]) -> io::Result<Result<(), String>> {
        if let Some(parts) = &mut self.parts {
            return write(parts, self.depth, side, id, line).map(Ok);
        }
        let others = &mut self.waiting[side.other() as usize];
        if let Some(queue) = others.get_mut(id)
            && let Some(other) = queue.pop_front()
        {
            self.held -= other.len() + OVERHEAD;
            if queue.is_empty() {
                others.remove(id);
            }
            let (old, new) = if side == Side::Old { (line, &*other) } else { (&*other, line) };
            return Ok((self.take)(Joined::Both { id, old, new }));
        }
        self.held += line.len() + OVERHEAD;
        let own = &mut self.waiting[side as usize];
        own.entry(id.into()).or_default().push_back(line.into());
        if self.held > self.memory && self.depth < DEEPEST {
            self.part()?;
        }
        Ok(Ok(()))
    }

    /// Goes over to temporary files.
    fn part(&mut self) -> io::Result<()> {
        let mut parts = Vec::with_capacity(PARTS);
        for _ in 0..PARTS {
            parts.push([
                BufWriter::new(tempfile::tempfile()?),
                BufWriter::new(tempfile::tempfile()?),
            ]);
        }
        for side in [Side::Old, Side::New] {
            for (id, queue) in std::mem::take(&mut self.waiting[side as usize]) {
                for line in queue {
                    write(&mut parts, self.depth, side, &id, &line)?;
                }
            }
        }
        self.held = 0;
        self.parts = Some(parts);
        Ok(())
    }

    fn join_parts(&mut self, parts: Vec<[BufWriter<File>; 2]>) -> Result<(), Error> {
        self.depth += 1;
        for [old, new] in parts {
            let (old, new) = (back(old).map_err(temporary)?, back(new).map_err(temporary)?);
            self.run(old, new)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// What still waits has no other half. In the order of the ids, which alone does not depend on chance.
    fn leave(&mut self) {
        for side in [Side::Old, Side::New] {
            let mut left: Vec<_> =
                std::mem::take(&mut self.waiting[side as usize]).into_iter().collect();
            left.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            for (id, queue) in left {
                for _ in queue {
                    let _ = (self.take)(Joined::Alone { id: &id, side });
                }
            }
        }
        self.held = 0;
    }
}

fn write(
    parts: &mut [[BufWriter<File>; 2]],
    depth: u64,
    side: Side,
    id: &str,
    line: &[u8],
) -> io::Result<()> {
    let hash = FixedState::with_seed(depth).hash_one(id);
    let part = parts.get_mut((hash % PARTS as u64) as usize);
    let Some(to) = part.and_then(|part| part.get_mut(side as usize)) else { return Ok(()) };
    to.write_all(line)?;
    to.write_all(b"\n")
}

/// What was written to a temporary file.
fn back(file: BufWriter<File>) -> io::Result<Lines> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Lines::from(PathBuf::from("temporary file"), file)
}

fn temporary(source: io::Error) -> Error {
    Error::Write { path: std::env::temp_dir(), source }
}
