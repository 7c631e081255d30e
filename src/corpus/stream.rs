//! A stream whose first bytes can be looked at before it is read, and that knows how far it was read.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// How much is read at a time.
const BUFFER: usize = 128 << 10;

/// Bytes that come one after the other. An error comes after all bytes before it were read, and stays.
pub(super) struct Stream<'r> {
    buffer: Vec<u8>,
    at: usize,
    from: Box<dyn Read + 'r>,
    ended: Option<Ended>,
    position: Position,
}

/// How many bytes of a stream were taken; whoever has a copy sees it grow.
pub(super) type Position = Rc<Cell<u64>>;

/// Why nothing more comes.
enum Ended {
    Whole,
    Failed(io::Error),
}

impl<'r> Stream<'r> {
    pub fn new(from: impl Read + 'r) -> Self {
        Stream::behind(Vec::new(), from)
    }

    /// A stream that begins with bytes that were read already.
    pub fn behind(head: Vec<u8>, from: impl Read + 'r) -> Self {
        Stream {
            buffer: head,
            at: 0,
            from: Box::new(from),
            ended: None,
            position: Position::default(),
        }
    }

    /// The same stream, counted on from a position.
    pub fn at(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// Where the next byte stands.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// The next bytes: as many as asked for, unless the stream ends or fails before.
    pub fn peek(&mut self, count: usize) -> &[u8] {
        while self.buffer.len() - self.at < count && self.ended.is_none() {
            self.read_more(count);
        }
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Whether all that is left was looked at.
    pub fn is_whole(&self) -> bool {
        matches!(self.ended, Some(Ended::Whole))
    }

    /// Appends up to so many bytes; what was appended before an error stays.
    pub fn append(&mut self, count: usize, to: &mut Vec<u8>) -> io::Result<usize> {
        let held = self.buffer.get(self.at..).unwrap_or_default();
        let held = &held[..held.len().min(count)];
        to.extend_from_slice(held);
        let held = held.len();
        self.consume(held);
        if held == count {
            return Ok(count);
        }
        if self.ended.is_some() {
            return self.end().map(|()| held);
        }
        // Straight from where it comes: a buffer between, even one that is only cleared, would cost more than all else.
        let start = to.len();
        let read = Read::take(&mut self.from, (count - held) as u64).read_to_end(to);
        let came = to.len() - start;
        self.took(came);
        match read {
            Ok(_) if came < count - held => self.ended = Some(Ended::Whole),
            Ok(_) => {}
            Err(error) => {
                self.ended = Some(Ended::Failed(error));
                self.end()?;
            }
        }
        Ok(held + came)
    }

    /// Puts bytes back that were taken last.
    pub fn give_back(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.at, bytes.iter().copied());
        self.at = 0;
        self.position.set(self.position.get() - bytes.len() as u64);
    }

    fn read_more(&mut self, count: usize) {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        } else if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let filled = self.buffer.len();
        self.buffer.resize(filled + BUFFER.max(count - count.min(filled)), 0);
        let read = retry(|| self.from.read(self.buffer.get_mut(filled..).unwrap_or_default()));
        self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => self.ended = Some(Ended::Whole),
            Ok(_) => {}
            Err(error) => self.ended = Some(Ended::Failed(error)),
        }
    }

    /// What the end of the stream says to those who read on.
    fn end(&self) -> io::Result<()> {
        match &self.ended {
            Some(Ended::Failed(error)) => Err(super::damage::again(error)),
            _ => Ok(()),
        }
    }

    fn took(&mut self, count: usize) {
        self.position.set(self.position.get() + count as u64);
    }
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let direct = self.at == self.buffer.len() && to.len() >= BUFFER && self.ended.is_none();
        if direct {
            let read = retry(|| self.from.read(to))?;
            self.took(read);
            return Ok(read);
        }
        let read = self.fill_buf()?.read(to)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            if self.ended.is_none() {
                self.read_more(1);
            }
            if self.at == self.buffer.len() {
                self.end()?;
            }
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.buffer.len() - self.at);
        self.at += count;
        self.took(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails;

    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }

    #[test]
    fn what_was_looked_at_is_read_all_the_same() {
        let bytes: Vec<u8> = (0..BUFFER * 3).map(|k| k as u8).collect();
        let mut stream = Stream::behind(bytes[..5].to_vec(), &bytes[5..]);
        assert_eq!(stream.peek(3), &bytes[..5]);
        assert!(stream.peek(BUFFER).len() >= BUFFER);
        let mut read = Vec::new();
        stream.append(10, &mut read).unwrap();
        assert_eq!(stream.position().get(), 10);
        assert_eq!(stream.peek(2)[..2], bytes[10..12]);
        stream.read_to_end(&mut read).unwrap();
        assert!(read == bytes && stream.peek(1).is_empty() && stream.is_whole());
        assert_eq!(stream.position().get(), bytes.len() as u64);
    }

    #[test]
    fn an_error_comes_after_the_bytes_before_it_and_again() {
        let mut stream = Stream::new(b"abc".chain(Fails));
        assert_eq!(stream.peek(100), b"abc");
        let mut read = Vec::new();
        assert_eq!(stream.read_to_end(&mut read).unwrap_err().to_string(), "gone");
        assert_eq!(read, b"abc");
        assert_eq!(stream.read(&mut [0]).unwrap_err().to_string(), "gone");
    }

    #[test]
    fn appending_takes_what_was_looked_at_and_what_comes() {
        for peeked in [0, 2, 3, 100] {
            let mut stream = Stream::new(b"abcdef".chain(Fails));
            stream.peek(peeked);
            let mut to = Vec::from(b">");
            assert_eq!(stream.append(4, &mut to).unwrap(), 4);
            assert_eq!(stream.position().get(), 4);
            assert_eq!(stream.append(9, &mut to).unwrap_err().to_string(), "gone");
            assert_eq!(stream.append(9, &mut to).unwrap_err().to_string(), "gone");
            assert_eq!((&to[..], stream.position().get()), (&b">abcdef"[..], 6));
            let mut stream = Stream::new(&b"abc"[..]);
            stream.peek(peeked);
            assert_eq!(stream.append(3, &mut to).unwrap(), 3);
            assert_eq!(stream.append(3, &mut to).unwrap(), 0);
            assert!(to.ends_with(b"fabc") && stream.is_whole());
        }
    }
}
