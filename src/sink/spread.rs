//! Rows to files: to the stream of their part, in blocks that are packed at the same time and written in order.
//!
//! Where a block or a shard ends is a matter of the rows alone, never of time or threads: so the bytes are always the
//! same.

use super::format::{Format, Packing};
use super::pack::{Packed, pack};
use super::place::Place;
use super::press::{Press, Ticket};
use super::rows::Rows;
use super::stream::{State, Stream};
use crate::error::Error;
use std::collections::{HashMap, VecDeque};
use std::io;

/// When the rows of all parts that are no blocks yet come to so many bytes, all of them become blocks.
const HELD: usize = 64 << 20;

/// When a shard is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// It has so many rows.
    Rows(u64),
    /// Another row would make it longer than so many bytes, packing aside.
    Bytes(u64),
}

/// Rows on their way to files.
#[derive(Debug)]
pub(super) struct Spread {
    pub place: Place,
    format: Format,
    split: Option<Split>,
    press: Press,
    under_way: VecDeque<Work>,
    streams: Vec<Stream>,
    of_part: HashMap<Box<str>, usize>,
    held: usize,
    /// Nothing has to be cut or packed.
    passes_through: bool,
}

/// What is to be done for a stream, in this order.
#[derive(Debug)]
enum Work {
    Write(usize, Ticket<io::Result<Packed>>),
    Close(usize),
}

impl Spread {
    pub(super) fn new(place: Place, format: Format, split: Option<Split>, press: Press) -> Self {
        let passes_through =
            format == Format::Jsonl(Packing::Plain) && split.is_none() && !place.is_parted();
        Spread {
            passes_through,
            place,
            format,
            split,
            press,
            under_way: VecDeque::new(),
            streams: Vec::new(),
            of_part: HashMap::new(),
            held: 0,
        }
    }

    /// Takes rows.
    pub(super) fn add(&mut self, rows: &Rows) -> Result<(), Error> {
        if self.passes_through {
            let k = self.stream_of("");
            let Some(stream) = self.streams.get_mut(k) else { return Ok(()) };
            return stream.pass(&rows.bytes, &mut self.place);
        }
        for (range, part) in rows.ranges() {
            let row = rows.bytes.get(range).unwrap_or_default();
            self.add_row(row, part.unwrap_or_default())?;
        }
        Ok(())
    }

    fn add_row(&mut self, row: &[u8], part: &str) -> Result<(), Error> {
        let k = self.stream_of(part);
        if self.streams.get(k).is_some_and(|stream| self.is_full(stream, row.len())) {
            self.end_shard(k)?;
        }
        let Some(stream) = self.streams.get_mut(k) else { return Ok(()) };
        self.held += row.len();
        if let Some(block) = stream.add(row, self.format) {
            self.send(k, block)?;
        }
        if self.held >= HELD {
            self.send_all()?;
        }
        Ok(())
    }

    fn stream_of(&mut self, part: &str) -> usize {
        if let Some(k) = self.of_part.get(part) {
            return *k;
        }
        self.insert(Stream::new(part))
    }

    fn insert(&mut self, stream: Stream) -> usize {
        let k = self.streams.len();
        self.of_part.insert(stream.part.clone(), k);
        self.held += stream.pending.len();
        self.streams.push(stream);
        k
    }

    fn is_full(&self, stream: &Stream, more: usize) -> bool {
        match self.split {
            None => false,
            Some(Split::Rows(most)) => stream.rows >= most,
            Some(Split::Bytes(most)) => stream.rows > 0 && stream.bytes + more as u64 > most,
        }
    }

    fn send_all(&mut self) -> Result<(), Error> {
        for k in 0..self.streams.len() {
            let pending = self.streams.get_mut(k).map(Stream::take_pending);
            match pending {
                Some(block) if !block.is_empty() => self.send(k, block)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn end_shard(&mut self, k: usize) -> Result<(), Error> {
        let Some(stream) = self.streams.get_mut(k) else { return Ok(()) };
        // A packed file without any block would be none.
        let needed = stream.rows == 0;
        let block = stream.end_shard();
        if needed || !block.is_empty() {
            self.send(k, block)?;
        }
        self.under_way.push_back(Work::Close(k));
        self.advance(self.press.room())
    }

    /// Has a block packed, and written when its turn comes.
    fn send(&mut self, k: usize, block: Vec<u8>) -> Result<(), Error> {
        self.held -= block.len();
        let format = self.format;
        if format == Format::Jsonl(Packing::Plain) {
            self.advance(0)?;
            return self.write(k, Packed::Bytes(block));
        }
        let ticket = self.press.begin(move || pack(format, block));
        self.under_way.push_back(Work::Write(k, ticket));
        self.advance(self.press.room())
    }

    /// Does what is under way until no more than `left` is.
    fn advance(&mut self, left: usize) -> Result<(), Error> {
        while self.under_way.len() > left
            && let Some(work) = self.under_way.pop_front()
        {
            match work {
                Work::Write(k, ticket) => {
                    let nothing = |_| Err(io::Error::other("packing failed"));
                    let block = ticket.recv().unwrap_or_else(nothing);
                    let block = block.map_err(|source| self.failure(k, source))?;
                    self.write(k, block)?;
                }
                Work::Close(k) => {
                    let Some(stream) = self.streams.get_mut(k) else { continue };
                    stream.close(self.format, &mut self.place)?;
                }
            }
        }
        Ok(())
    }

    fn write(&mut self, k: usize, block: Packed) -> Result<(), Error> {
        let Some(stream) = self.streams.get_mut(k) else { return Ok(()) };
        stream.write(block, self.format, &mut self.place)?;
        if !stream.part.is_empty() {
            stream.rest();
        }
        Ok(())
    }

    fn failure(&self, k: usize, source: io::Error) -> Error {
        let part = self.streams.get(k).map(|stream| &*stream.part);
        Error::Write { path: self.place.shown(part.unwrap_or_default()), source }
    }

    /// Writes all that is left. How many shards there are of all parts.
    pub(super) fn finish(&mut self) -> Result<u64, Error> {
        if self.streams.is_empty() && !self.place.is_parted() {
            self.insert(Stream::new(""));
        }
        (0..self.streams.len()).try_for_each(|k| self.end_shard(k))?;
        self.advance(0)?;
        Ok(self.streams.iter().map(Stream::shards).sum())
    }

    /// Brings all whole blocks to the disk. How the streams go on from here.
    pub(super) fn settle(&mut self) -> Result<Vec<State>, Error> {
        self.advance(0)?;
        let place = &self.place;
        self.streams.iter_mut().map(|stream| stream.settle(place)).collect()
    }

    /// The rows that are no blocks yet, in the order of the streams.
    pub(super) fn pending(&self) -> impl Iterator<Item = &[u8]> {
        self.streams.iter().map(|stream| stream.pending.as_slice())
    }

    /// Goes on where another run was.
    pub(super) fn resume(&mut self, streams: Vec<Stream>) {
        for stream in streams {
            self.insert(stream);
        }
    }
}
