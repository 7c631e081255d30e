//! gzip: members one after the other, as `gzip -dc` reads them.

use super::stream::Stream;
use flate2::bufread::GzDecoder;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// The members of a stream as one.
pub(super) struct Gzip<'r> {
    member: Option<GzDecoder<Stream<'r>>>,
    behind: Behind,
}

/// Whether something that is no gzip follows the last member. Known when all was read.
pub(super) type Behind = Rc<Cell<bool>>;

impl<'r> Gzip<'r> {
    pub fn new(from: Stream<'r>, behind: Behind) -> Self {
        Gzip { member: Some(GzDecoder::new(from)), behind }
    }

    /// The next member. Zeros behind the last one fill a tape's block.
    fn next(&mut self, mut from: Stream<'r>) -> io::Result<()> {
        if from.peek(2).starts_with(&[0x1f, 0x8b]) {
            self.member = Some(GzDecoder::new(from));
            return Ok(());
        }
        loop {
            let bytes = from.fill_buf()?;
            if bytes.is_empty() {
                return Ok(());
            }
            if bytes.iter().any(|byte| *byte != 0) {
                self.behind.set(true);
                return Ok(());
            }
            let count = bytes.len();
            from.consume(count);
        }
    }
}

impl Read for Gzip<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(to)?;
            if read > 0 || to.is_empty() {
                return Ok(read);
            }
            if let Some(member) = self.member.take() {
                self.next(member.into_inner())?;
            }
        }
        Ok(0)
    }
}
