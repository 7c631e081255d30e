//! Reading a dump into a buffer that is used again and again.

use std::fs::File;
use std::io::{self, Read};

/// What most dumps fit into.
const USUAL: usize = 64 << 10;

/// From this size on it pays to ask a file for its length before reading on.
const LARGE: usize = 1 << 20;

/// The largest buffer that is kept for the next dump.
const KEPT: usize = 4 << 20;

/// A buffer for one dump at a time. Grown by what it reads, not by what a file claims to be.
#[derive(Debug, Default)]
pub struct Buffer {
    /// All of it is initialised, so that it need not be cleared for each dump.
    bytes: Vec<u8>,
}

/// What reading a dump came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<'b> {
    /// All of its bytes.
    Whole(&'b [u8]),
    /// It is longer than the limit, and has at least this many bytes.
    Oversized(u64),
}

impl Buffer {
    /// Reads a file, unless it is longer than `limit`.
    ///
    /// # Errors
    /// Those of reading.
    pub fn read_file(&mut self, file: &File, limit: Option<u64>) -> io::Result<Reading<'_>> {
        let mut from = file;
        self.fill(&mut from, limit, || Ok(file.metadata()?.len()))
    }

    /// Reads a stream, unless it is longer than `limit`.
    ///
    /// # Errors
    /// Those of reading.
    pub fn read(&mut self, from: &mut impl Read, limit: Option<u64>) -> io::Result<Reading<'_>> {
        self.fill(from, limit, || Ok(0))
    }

    fn fill(
        &mut self,
        from: &mut impl Read,
        limit: Option<u64>,
        length: impl Fn() -> io::Result<u64>,
    ) -> io::Result<Reading<'_>> {
        let limit = limit.unwrap_or(u64::MAX);
        if self.bytes.len() > KEPT || self.bytes.is_empty() {
            self.bytes = vec![0; USUAL];
        }
        let mut filled = 0;
        loop {
            let read = read_some(from, self.bytes.get_mut(filled..).unwrap_or_default())?;
            filled += read;
            if filled as u64 > limit {
                return Ok(Reading::Oversized(length()?.max(filled as u64)));
            }
            if read == 0 {
                return Ok(Reading::Whole(self.bytes.get(..filled).unwrap_or_default()));
            }
            if filled == self.bytes.len() {
                if filled == LARGE && length()? > limit {
                    return Ok(Reading::Oversized(length()?));
                }
                self.grow(filled)?;
            }
        }
    }

    fn grow(&mut self, filled: usize) -> io::Result<()> {
        self.bytes.try_reserve_exact(filled).map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.bytes.resize(filled * 2, 0);
        Ok(())
    }
}

fn read_some(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_read_whole_or_told() {
        let mut buffer = Buffer::default();
        for len in [0, 1, USUAL - 1, USUAL, USUAL + 1, LARGE, KEPT * 2 + 1, 3] {
            let bytes = vec![7; len];
            let read = buffer.read(&mut bytes.as_slice(), Some(len as u64)).unwrap();
            assert_eq!(read, Reading::Whole(&bytes));
            let Some(limit) = len.checked_sub(1) else { continue };
            let read = buffer.read(&mut bytes.as_slice(), Some(limit as u64)).unwrap();
            assert!(matches!(read, Reading::Oversized(n) if n >= len as u64), "{len}");
        }
    }

    #[test]
    fn a_long_file_is_not_held() {
        let file = tempfile::tempfile().unwrap();
        file.set_len(1 << 30).unwrap();
        let mut buffer = Buffer::default();
        assert_eq!(buffer.read_file(&file, Some(64 << 20)).unwrap(), Reading::Oversized(1 << 30));
        assert!(buffer.bytes.len() <= LARGE);
    }
}
