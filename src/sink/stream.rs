//! The shards of one part: rows are gathered to blocks, blocks are written when their turn comes.

use super::body::Body;
use super::format::{Format, Packing};
use super::pack::Packed;
use super::place::Place;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::io;

/// The shards of one part, one after the other.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Whose rows they are; empty where rows are not parted.
    pub part: Box<str>,
    /// Rows that are no block yet.
    pub pending: Vec<u8>,
    pending_rows: usize,
    /// Rows and bytes of rows that the shard was given.
    pub rows: u64,
    pub bytes: u64,
    /// The shard that is written, which may be one that gets no more rows.
    shard: u64,
    /// How much of it is written.
    length: u64,
    body: Option<Body>,
    /// Whether something was written since it was last brought to the disk.
    unsynced: bool,
}

/// A stream between two rows, without the rows that are no block yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub part: Box<str>,
    /// The shard that is written, and how much of it.
    pub shard: u64,
    pub length: u64,
    rows: u64,
    bytes: u64,
    /// How many bytes of rows are pending.
    pub pending: usize,
}

impl Stream {
    /// A stream of which nothing is written.
    pub(super) fn new(part: &str) -> Self {
        Stream { part: part.into(), ..Stream::default() }
    }

    /// Gives it a row. The block that is full now, if one is.
    pub(super) fn add(&mut self, row: &[u8], format: Format) -> Option<Vec<u8>> {
        self.pending.extend_from_slice(row);
        self.pending_rows += 1;
        self.rows += 1;
        self.bytes += row.len() as u64;
        let block = format.block();
        let full = self.pending.len() >= block.bytes || self.pending_rows >= block.rows;
        full.then(|| self.take_pending())
    }

    /// The rows that are pending.
    pub(super) fn take_pending(&mut self) -> Vec<u8> {
        self.pending_rows = 0;
        std::mem::take(&mut self.pending)
    }

    /// The rows that are pending, and the next row goes to the next shard.
    pub(super) fn end_shard(&mut self) -> Vec<u8> {
        (self.rows, self.bytes) = (0, 0);
        self.take_pending()
    }

    /// Writes a packed block.
    pub(super) fn write(
        &mut self,
        packed: Packed,
        format: Format,
        place: &mut Place,
    ) -> Result<(), Error> {
        let written = match self.open(format, place)?.write(packed) {
            Ok(written) => written,
            Err(source) => return Err(self.failure(source, place)),
        };
        self.length += written;
        self.unsynced = true;
        Ok(())
    }

    /// Writes lines as they are.
    pub(super) fn pass(&mut self, rows: &[u8], place: &mut Place) -> Result<(), Error> {
        let format = Format::Jsonl(Packing::Plain);
        if let Err(source) = self.open(format, place)?.pass(rows) {
            return Err(self.failure(source, place));
        }
        self.length += rows.len() as u64;
        self.unsynced = true;
        Ok(())
    }

    fn open(&mut self, format: Format, place: &mut Place) -> Result<&mut Body, Error> {
        if self.body.is_none() {
            let sheet = place.open(&self.part, self.shard, self.length)?;
            let body = Body::begin(sheet, format, self.length);
            self.body = Some(body.map_err(|source| self.failure(source, place))?);
        }
        let nothing =
            || Error::Internal { path: place.shown(&self.part), message: "closed".to_owned() };
        self.body.as_mut().ok_or_else(nothing)
    }

    fn failure(&self, source: io::Error, place: &Place) -> Error {
        Error::Write { path: place.shown(&self.part), source }
    }

    /// Closes the file until more is written, so that thousands of parts do not need as many open files.
    pub(super) fn rest(&mut self) {
        if self.body.as_ref().is_some_and(Body::can_rest) {
            self.body = None;
        }
    }

    /// Ends the shard that is written.
    pub(super) fn close(&mut self, format: Format, place: &mut Place) -> Result<(), Error> {
        // A shard without any row is a file too.
        self.open(format, place)?;
        if let Some(body) = self.body.take() {
            let sheet = body.end(format).map_err(|source| self.failure(source, place))?;
            place.close(sheet)?;
        }
        (self.shard, self.length, self.unsynced) = (self.shard + 1, 0, false);
        Ok(())
    }

    /// How many shards are complete, where no block of them is under way.
    pub(super) fn shards(&self) -> u64 {
        self.shard
    }

    /// Brings what is written to the disk, and says how a run goes on from here. No block may be under way.
    pub(super) fn settle(&mut self, place: &Place) -> Result<State, Error> {
        if std::mem::take(&mut self.unsynced) {
            place.sync(&self.part, self.shard)?;
        }
        Ok(State {
            part: self.part.clone(),
            shard: self.shard,
            length: self.length,
            rows: self.rows,
            bytes: self.bytes,
            pending: self.pending.len(),
        })
    }

    /// Goes on where another run was.
    pub(super) fn resume(state: State, pending: Vec<u8>) -> Self {
        let State { part, shard, length, rows, bytes, .. } = state;
        Stream { part, pending, rows, bytes, shard, length, ..Stream::default() }
    }
}
