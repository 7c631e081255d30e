//! The shards of one part: rows are gathered to blocks, blocks are written when their turn comes.

use super::pack::BLOCK;
use super::place::{Place, Sheet};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// The shards of one part, one after the other.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Whose rows they are; empty where rows are not parted.
    pub part: Box<str>,
    /// Rows that are no block yet.
    pub pending: Vec<u8>,
    /// Rows and bytes of rows that the shard was given.
    pub rows: u64,
    pub bytes: u64,
    /// The shard that is written, which may be one that gets no more rows.
    shard: u64,
    /// How much of it is written.
    length: u64,
    sheet: Option<Sheet>,
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
    pub(super) fn add(&mut self, row: &[u8]) -> Option<Vec<u8>> {
        self.pending.extend_from_slice(row);
        self.rows += 1;
        self.bytes += row.len() as u64;
        (self.pending.len() >= BLOCK).then(|| std::mem::take(&mut self.pending))
    }

    /// The rows that are pending, and the next row goes to the next shard.
    pub(super) fn end_shard(&mut self) -> Vec<u8> {
        (self.rows, self.bytes) = (0, 0);
        std::mem::take(&mut self.pending)
    }

    /// Writes a packed block.
    pub(super) fn write(&mut self, block: &[u8], place: &mut Place) -> Result<(), Error> {
        let sheet = match &mut self.sheet {
            Some(sheet) => sheet,
            None => self.sheet.insert(place.open(&self.part, self.shard, self.length)?),
        };
        let written = sheet.write_all(block);
        written.map_err(|source| Error::Write { path: place.shown(&self.part), source })?;
        self.length += block.len() as u64;
        self.unsynced = true;
        Ok(())
    }

    /// Closes the file until more is written, so that thousands of parts do not need as many open files.
    pub(super) fn rest(&mut self) {
        if let Some(Sheet::File(_)) = self.sheet {
            self.sheet = None;
        }
    }

    /// Ends the shard that is written.
    pub(super) fn close(&mut self, place: &mut Place) -> Result<(), Error> {
        // A shard without any row is a file too.
        self.write(&[], place)?;
        self.sheet.take().map_or(Ok(()), |sheet| place.close(sheet))?;
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
        Stream { part, pending, rows, bytes, shard, length, sheet: None, unsynced: false }
    }
}
