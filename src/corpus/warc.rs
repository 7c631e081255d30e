//! WARC and WET: records one after the other, each with a header that says how long it is.
//!
//! No crate that is kept up reads records as a stream and checks their lengths, so this does. A record whose length is
//! wrong, or whose header is none, is said, and reading goes on at the next line that begins a record.

use super::container::{Coding, Holds, Origin, Others, Place, Read, Unshown};
use super::damage::Damage;
use super::html::Html;
use super::http;
use super::open::{Opener, oversized};
use super::stated::Stated;
use super::stream::Stream;
use crate::warning::Warning;
use memchr::memmem;
use std::io::{self, BufRead};

/// The longest header of a record.
const LONGEST_HEADER: usize = 64 << 10;

/// What most headers fit into.
const USUAL_HEADER: usize = 2 << 10;

/// What stands between two records.
const BOUNDARY: &[u8] = b"\r\n\r\nWARC/1.";

/// How a record begins.
const MAGIC: &[u8] = b"WARC/1.";

/// The header of a record.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    length: Option<u64>,
    content: String,
    stated: Stated<'static>,
}

/// Where a reader is.
struct Reader<'r, 's> {
    stream: Stream<'s>,
    place: &'r Place,
    /// Records so far.
    number: u64,
}

impl Opener<'_> {
    pub(super) fn warc(&mut self, stream: Stream<'_>, place: &Place) -> Read {
        let mut reader = Reader { stream, place, number: 0 };
        let mut read = Ok(());
        while reader.begins(self)? {
            read = self.record(&mut reader);
            if read.is_err() {
                break;
            }
        }
        self.left_out(place)?;
        read
    }

    fn record(&mut self, reader: &mut Reader<'_, '_>) -> Read {
        let offset = reader.at();
        reader.number += 1;
        let Some(header) = reader.header(self.opening.others)? else {
            return self.packer.damaged(reader.damage(offset, "header of the record is damaged"));
        };
        let Some(length) = header.length else {
            return self.packer.damaged(reader.damage(offset, "record states no Content-Length"));
        };
        if !matches!(header.kind.as_str(), "conversion" | "resource" | "response") {
            reader.pass(length, offset)?;
            return self.end(reader, offset);
        }
        let origin = Origin {
            container: "warc",
            number: reader.number,
            offset,
            stated: header.stated.clone(),
            ..Origin::default()
        };
        if length > self.opening.limit.unwrap_or(u64::MAX) {
            let limit = self.opening.limit.unwrap_or_default();
            self.unshown(reader.place, origin, length, oversized(limit))?;
            reader.pass(length, offset)?;
            return self.end(reader, offset);
        }
        self.payload(reader, &header, origin, length)
    }

    fn payload(
        &mut self,
        reader: &mut Reader<'_, '_>,
        header: &Header,
        mut origin: Origin,
        length: u64,
    ) -> Read {
        let offset = origin.offset;
        let start = self.packer.bytes().len();
        let most = usize::try_from(length).unwrap_or(usize::MAX);
        let read = reader.stream.append(most, self.packer.bytes());
        let held = self.packer.bytes().len() - start;
        let short = read.is_ok() && held < most;
        let wrong = if read.is_ok() { reader.give_back(self.packer.bytes(), start) } else { false };
        if short || wrong || read.is_err() {
            let what = "the record does not end where its header says";
            origin.warnings.push(Warning::page("damaged-container", what));
        }
        self.show(reader.place, header, origin, start)?;
        read.map_err(|error| reader.damage_of(&error))?;
        if wrong || short {
            let what = format!("record is not as long as its Content-Length says ({length})");
            return self.packer.damaged(reader.damage(offset, &what));
        }
        self.end(reader, offset)
    }

    /// Adds the page of a record, whose bytes stand behind `start`, if it is a text.
    fn show(&mut self, place: &Place, header: &Header, mut origin: Origin, start: usize) -> Read {
        let is_text = match header.kind.as_str() {
            "response" => {
                let message = self.packer.bytes().split_off(start);
                match http::text(&message, self.opening.html, self.opening.limit) {
                    Ok((text, coding)) => {
                        self.packer.bytes().extend_from_slice(&text);
                        origin.coding = coding;
                        true
                    }
                    Err(_) => false,
                }
            }
            _ if http::is_html(&header.content) && self.opening.html == Html::Flatten => {
                origin.coding = Coding::Html;
                true
            }
            _ => http::is_text(&header.content),
        };
        if !is_text {
            self.packer.bytes().truncate(start);
            self.no_texts += 1;
            return Ok(());
        }
        if self.packer.skips() {
            self.packer.bytes().truncate(start);
            return Ok(());
        }
        self.packer.add(place, start, 1, Holds::Page(Box::new(origin)))
    }

    fn unshown(&mut self, place: &Place, origin: Origin, bytes: u64, warning: Warning) -> Read {
        if self.packer.skips() {
            return Ok(());
        }
        let start = self.packer.bytes().len();
        let nothing = Unshown { origin: Some(origin), bytes, warning };
        self.packer.add(place, start, 1, Holds::Nothing(Box::new(nothing)))
    }

    /// A record ends with two line ends.
    fn end(&mut self, reader: &mut Reader<'_, '_>, offset: u64) -> Read {
        let next = reader.stream.peek(4);
        if next.starts_with(b"\r\n\r\n") || next.starts_with(b"\n\n") || next.is_empty() {
            return Ok(());
        }
        let what = "record is not as long as its Content-Length says";
        self.packer.damaged(reader.damage(offset, what))
    }

    /// Says how many records of pages held no text.
    fn left_out(&mut self, place: &Place) -> Read {
        if std::mem::take(&mut self.no_texts) > 0 {
            self.packer
                .note(place, "records that hold no plain text, skipped (--html reads HTML)")?;
        }
        Ok(())
    }
}

impl Reader<'_, '_> {
    fn at(&self) -> u64 {
        self.stream.position().get()
    }

    fn damage(&self, offset: u64, what: &str) -> Damage {
        Damage::new(self.place, offset, what)
    }

    fn damage_of(&self, error: &io::Error) -> Damage {
        Damage::of(error, "WARC", self.place, self.at())
    }

    /// Goes to the next record, past the line ends between them. What else stands there is said.
    fn begins(&mut self, opener: &mut Opener<'_>) -> Result<bool, super::container::Halt> {
        let mut strange = None;
        loop {
            let at = self.at();
            let enough = if strange.is_none() { MAGIC.len() } else { LONGEST_HEADER };
            let bytes = self.stream.peek(enough);
            if bytes.is_empty() {
                let ended = self.stream.fill_buf().map(|_| ());
                ended.map_err(|error| self.damage_of(&error))?;
                return Ok(false);
            }
            let ends = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if ends > 0 {
                self.stream.consume(ends);
                continue;
            }
            if bytes.starts_with(MAGIC) {
                return Ok(true);
            }
            if strange.is_none() {
                strange = Some(at);
                opener
                    .packer
                    .damaged(self.damage(at, "no record begins here; looking for the next"))?;
                continue;
            }
            let line = memmem::find(bytes, b"\nWARC/1.").map(|line| line + 1);
            // The beginning of one may stand at the end of what is there.
            let count = line.unwrap_or(bytes.len().saturating_sub(MAGIC.len()).max(1));
            self.stream.consume(count);
        }
    }

    /// Reads the header; none where it does not end.
    fn header(&mut self, others: Others) -> Result<Option<Header>, Damage> {
        let bytes = match self.stream.peek(USUAL_HEADER) {
            bytes if memmem::find(bytes, b"\n\r\n").is_some() => self.stream.peek(0),
            _ => self.stream.peek(LONGEST_HEADER),
        };
        let (end, mark) = match (memmem::find(bytes, b"\r\n\r\n"), memmem::find(bytes, b"\n\n")) {
            (Some(end), Some(other)) if other < end => (other, 2),
            (Some(end), _) => (end, 4),
            (None, Some(end)) => (end, 2),
            (None, None) => {
                let line = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
                self.stream.consume(line);
                return Ok(None);
            }
        };
        let header = read_header(bytes.get(..end).unwrap_or_default(), others);
        self.stream.consume(end + mark);
        Ok(Some(header))
    }

    /// Passes over a payload.
    fn pass(&mut self, length: u64, offset: u64) -> Result<(), Damage> {
        let mut from = io::Read::take(&mut self.stream, length);
        let passed = io::copy(&mut from, &mut io::sink());
        match passed {
            Err(error) => Err(self.damage_of(&error)),
            Ok(passed) if passed < length => {
                Err(self.damage(offset, "WARC ends early, in this record"))
            }
            Ok(_) => Ok(()),
        }
    }

    /// Where the length is too large the payload holds the records behind it: they are given back.
    fn give_back(&mut self, bytes: &mut Vec<u8>, start: usize) -> bool {
        let next = self.stream.peek(4);
        let ends = next.is_empty() || next.starts_with(b"\r\n\r\n") || next.starts_with(b"\n\n");
        let payload = bytes.get(start..).unwrap_or_default();
        if ends && !next.is_empty() {
            return false;
        }
        let Some(cut) = boundary(payload, self.stream.peek(BOUNDARY.len())) else { return false };
        self.stream.give_back(&payload[cut..]);
        bytes.truncate(start + cut);
        true
    }
}

/// Where in a payload the next record begins, perhaps with its last bytes behind the payload.
fn boundary(payload: &[u8], next: &[u8]) -> Option<usize> {
    memmem::find(payload, BOUNDARY).or_else(|| {
        let seam = payload.len().saturating_sub(BOUNDARY.len() - 1);
        let next = next.get(..BOUNDARY.len()).unwrap_or(next);
        let around = [payload.get(seam..).unwrap_or_default(), next].concat();
        memmem::find(&around, BOUNDARY).map(|at| seam + at).filter(|at| *at < payload.len())
    })
}

/// Reads the lines of a header.
fn read_header(bytes: &[u8], others: Others) -> Header {
    let mut header = Header::default();
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines().skip(1) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim(), value.trim());
        let owned = || Some(value.to_owned().into());
        let bare = || value.trim_start_matches('<').trim_end_matches('>').to_owned();
        match key.to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "content-length" => header.length = value.parse().ok(),
            "content-type" => header.content = value.to_ascii_lowercase(),
            "warc-target-uri" => header.stated.url = Some(bare().into()),
            "warc-date" => header.stated.crawled = owned(),
            "warc-record-id" => header.stated.id = Some(bare().into()),
            _ if others == Others::Keep => {
                header.stated.others.push((key.to_owned().into(), value.to_owned().into()));
            }
            _ => {}
        }
    }
    header
}
