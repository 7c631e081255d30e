//! Reading a dump into a buffer that is used again and again.

use super::folder::Folder;
use super::sniff::Head;
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
    /// Dumps that follow each other mostly lie in one.
    pub(super) folder: Folder,
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
    /// It is a container, whose pages went elsewhere.
    Container,
}

/// The beginning of a file, in a buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    filled: usize,
    /// Whether it is all of the file.
    pub head: Head,
}

impl Buffer {
    /// Reads the beginning of a file: all of it where it fits into the buffer.
    ///
    /// # Errors
    /// Those of reading.
    pub(super) fn begin(&mut self, from: &mut impl Read) -> io::Result<Begun> {
        if self.bytes.len() > KEPT || self.bytes.is_empty() {
            self.bytes = vec![0; USUAL];
        }
        let mut filled = 0;
        while filled < self.bytes.len() {
            let read = read_some(from, self.bytes.get_mut(filled..).unwrap_or_default())?;
            filled += read;
            if read == 0 {
                return Ok(Begun { filled, head: Head::Whole });
            }
        }
        Ok(Begun { filled, head: Head::Cut })
    }

    /// The bytes of the beginning.
    pub(super) fn head(&self, begun: Begun) -> &[u8] {
        self.bytes.get(..begun.filled).unwrap_or_default()
    }

    /// Reads on from the beginning, unless all is longer than `limit`. `length` is what the file claims to be.
    ///
    /// # Errors
    /// Those of reading.
    pub(super) fn finish(
        &mut self,
        begun: Begun,
        from: &mut impl Read,
        limit: Option<u64>,
        length: impl Fn() -> io::Result<u64>,
    ) -> io::Result<Reading<'_>> {
        let limit = limit.unwrap_or(u64::MAX);
        let Begun { mut filled, mut head } = begun;
        loop {
            if filled as u64 > limit {
                return Ok(Reading::Oversized(length()?.max(filled as u64)));
            }
            if head == Head::Whole {
                return Ok(Reading::Whole(self.bytes.get(..filled).unwrap_or_default()));
            }
            if filled == self.bytes.len() {
                if filled >= LARGE && length()? > limit {
                    return Ok(Reading::Oversized(length()?));
                }
                let length = if filled >= LARGE { length()? } else { 0 };
                self.grow(filled, length)?;
            }
            let read = read_some(from, self.bytes.get_mut(filled..).unwrap_or_default())?;
            filled += read;
            if read == 0 {
                head = Head::Whole;
            }
        }
    }

    /// Makes room, twice as much or up to what is left of the length that the file claims: one byte more tells its end.
    fn grow(&mut self, filled: usize, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).unwrap_or(0);
        let room = if length >= filled { (length - filled + 1).min(filled) } else { filled };
        self.bytes.try_reserve_exact(room).map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.bytes.resize(filled + room, 0);
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

    fn read<'b>(buffer: &'b mut Buffer, mut bytes: &[u8], limit: u64) -> Reading<'b> {
        let begun = buffer.begin(&mut bytes).unwrap();
        buffer.finish(begun, &mut bytes, Some(limit), || Ok(0)).unwrap()
    }

    #[test]
    fn every_length_is_read_whole_or_told() {
        let mut buffer = Buffer::default();
        for len in [0, 1, USUAL - 1, USUAL, USUAL + 1, LARGE, KEPT * 2 + 1, 3] {
            let bytes = vec![7; len];
            assert_eq!(read(&mut buffer, &bytes, len as u64), Reading::Whole(&bytes));
            let Some(limit) = len.checked_sub(1) else { continue };
            let read = read(&mut buffer, &bytes, limit as u64);
            assert!(matches!(read, Reading::Oversized(n) if n >= len as u64), "{len}");
        }
    }

    #[test]
    fn a_long_file_is_not_held() {
        let mut file = tempfile::tempfile().unwrap();
        file.set_len(1 << 30).unwrap();
        let mut buffer = Buffer::default();
        let begun = buffer.begin(&mut file).unwrap();
        let length = || Ok(1 << 30);
        let reading = buffer.finish(begun, &mut file, Some(64 << 20), length).unwrap();
        assert_eq!(reading, Reading::Oversized(1 << 30));
        assert!(buffer.bytes.len() <= LARGE);
    }
}
