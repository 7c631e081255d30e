//! Records read back, line by line, from plain, gzip and zstd files or standard input.

use crate::error::Error;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// How much is read at a time.
const BUFFER: usize = 256 << 10;

/// A longer line is no record: it is passed over, so that memory stays bounded.
const LONGEST: u64 = 1 << 30;

/// A stream of bytes; where they are gzip or zstd, of what these hold.
///
/// # Errors
/// Its first bytes cannot be read.
pub fn plain(stream: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    let mut stream = BufReader::with_capacity(BUFFER, stream);
    let head = stream.fill_buf()?;
    if head.starts_with(b"\x1f\x8b") {
        let from = flate2::bufread::MultiGzDecoder::new(stream);
        return Ok(Box::new(BufReader::with_capacity(BUFFER, from)));
    }
    if head.starts_with(b"\x28\xb5\x2f\xfd") {
        let from = zstd::stream::read::Decoder::with_buffer(stream)?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER, from)));
    }
    Ok(Box::new(stream))
}

/// Lines of records.
pub struct Lines {
    path: PathBuf,
    from: Box<dyn BufRead>,
    line: Vec<u8>,
    number: usize,
    offset: u64,
}

/// One line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    /// Without its end.
    pub bytes: &'l [u8],
    /// Its number, from 1.
    pub number: usize,
    /// Where it begins, counted in the bytes after decompression.
    pub offset: u64,
}

impl Lines {
    /// Opens a file, whatever its name is; `-` is standard input.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(path: &Path) -> Result<Lines, Error> {
        let fail = |source| Error::Read { path: path.to_owned(), source };
        if path == Path::new("-") {
            return Lines::from("standard input".into(), io::stdin().lock()).map_err(fail);
        }
        let file = File::open(path).map_err(fail)?;
        Lines::from(path.to_owned(), file).map_err(fail)
    }

    /// Lines of a stream.
    ///
    /// # Errors
    /// Its first bytes cannot be read.
    pub fn from(path: PathBuf, stream: impl Read + 'static) -> io::Result<Lines> {
        let from = plain(stream)?;
        Ok(Lines { path, from, line: Vec::new(), number: 0, offset: 0 })
    }

    /// What to call the input in a message.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// It cannot be read; nothing comes behind it then.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, Error> {
        loop {
            self.line.clear();
            let offset = self.offset;
            let fail = |source| Error::Read { path: self.path.clone(), source };
            let mut limited = (&mut self.from).take(LONGEST);
            let read = limited.read_until(b'\n', &mut self.line).map_err(fail)?;
            if read == 0 {
                return Ok(None);
            }
            self.offset += read as u64;
            if self.line.last() == Some(&b'\n') || read as u64 != LONGEST {
                self.number += 1;
            }
            let indent = self.line.len() - self.line.trim_ascii_start().len();
            if indent < self.line.len() {
                let (bytes, offset) = (self.line.trim_ascii(), offset + indent as u64);
                return Ok(Some(Line { bytes, number: self.number, offset }));
            }
        }
    }

    /// A complaint about a line.
    pub fn complaint(&self, line: usize, reason: impl ToString) -> Error {
        Error::Record { path: self.path.clone(), line, reason: reason.to_string() }
    }
}

/// The keys of a record with their values as written.
#[derive(Debug)]
pub struct Fields<'r>(pub Vec<(Cow<'r, str>, &'r RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::with_capacity(32);
                while let Some((key, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    pairs.push((key, value));
                }
                Ok(Fields(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines")
            .field("path", &self.path)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn lines(bytes: Vec<u8>) -> Vec<(usize, u64, String)> {
        let mut lines = Lines::from("x".into(), io::Cursor::new(bytes)).unwrap();
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push((line.number, line.offset, String::from_utf8(line.bytes.to_vec()).unwrap()));
        }
        found
    }

    #[test]
    fn every_form_gives_the_same_lines() {
        let plain = b"{}\r\n\n {\"a\":1}".to_vec();
        let expected = vec![(1, 0, "{}".to_owned()), (3, 6, "{\"a\":1}".to_owned())];
        assert_eq!(lines(plain.clone()), expected);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&plain).unwrap();
        assert_eq!(lines(gzip.finish().unwrap()), expected);
        assert_eq!(lines(zstd::encode_all(&plain[..], 1).unwrap()), expected);
        assert_eq!(lines(Vec::new()), []);
    }
}
