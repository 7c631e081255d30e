//! Opens whatever a stream is, and what is in it, to a depth that is fixed.

use super::container::{Halt, Holds, Opening, Packer, Place, Read, Unshown};
use super::damage::{Damage, Placed};
use super::gzip::Behind;
use super::members::{Hands, Members, Packing};
use super::sniff::{Head, Kind, PEEK, kind};
use super::stream::{Position, Stream};
use super::{Taker, jsonl};
use crate::warning::Warning;
use liblzma::bufread::XzDecoder;
use liblzma::stream::CONCATENATED;
use std::fs::File;
use std::io;

/// What is said of a text whose container is damaged.
const CUT: &str = "the text ends where its container is damaged";

/// So much memory xz may need; its highest level needs 65 MiB.
const XZ_MEMORY: u64 = 256 << 20;

/// So deep containers may lie in each other.
const DEEPEST: usize = 8;

/// Reads all pages of a container but the first `skip`.
pub(super) fn open(
    (stream, file): (Stream<'_>, Option<&File>),
    place: &Place,
    opening: &Opening,
    skip: u64,
    (taker, hands): (&mut dyn Taker, &dyn Hands),
) {
    let packer = Packer::new(taker, skip);
    let mut opener = Opener { opening, packer, depth: 0, hands, file, no_texts: 0 };
    let mut done = opener.stream(stream, place);
    if let Err(Halt::Damaged(damage)) = done {
        done = opener.packer.damaged(damage);
    }
    if done.is_ok() {
        let _ = opener.packer.hand_out();
    }
    taker.end();
}

/// Goes down into containers.
pub(super) struct Opener<'o> {
    pub opening: &'o Opening,
    pub packer: Packer<'o>,
    depth: usize,
    hands: &'o dyn Hands,
    /// The file that is read, for formats that do not read it from front to back.
    file: Option<&'o File>,
    /// Records of a WARC that were to hold a page and hold no text.
    pub no_texts: u64,
}

impl Opener<'_> {
    /// Reads a stream, whatever it is. Damage in it is told to the caller only where nothing more can come of it.
    pub fn stream(&mut self, mut stream: Stream<'_>, place: &Place) -> Read {
        let head = stream.peek(PEEK).len();
        let whole = if stream.is_whole() { Head::Whole } else { Head::Cut };
        let kind = kind(stream.peek(head), whole, self.opening);
        match kind {
            Kind::Plain | Kind::Jsonl | Kind::Warc => return self.container(kind, stream, place),
            _ => {}
        }
        if self.depth == DEEPEST {
            let what = format!("holds containers in containers, more than {DEEPEST} deep");
            return Err(Damage::new(place, 0, what).into());
        }
        self.depth += 1;
        let read = self.container(kind, stream, place);
        self.depth -= 1;
        read
    }

    fn container(&mut self, kind: Kind, stream: Stream<'_>, place: &Place) -> Read {
        let at = stream.position().clone();
        match kind {
            Kind::Gzip => self.members(Packing::Gzip, stream, place),
            Kind::Zstd => self.members(Packing::Zstd, stream, place),
            Kind::Bzip2 => self.members(Packing::Bzip2, stream, place),
            Kind::Xz => {
                let decoder = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, CONCATENATED);
                let fail = |error: liblzma::stream::Error| error.into();
                let decoder = decoder.map_err(fail);
                let decoder = decoder.map_err(|error| Damage::of(&error, "xz data", place, 0))?;
                self.unpacked(XzDecoder::new_stream(stream, decoder), "xz data", place, at)
            }
            Kind::Tar => self.tar(stream, place),
            Kind::Zip => self.zip(stream, place),
            Kind::Warc => self.warc(stream, place),
            Kind::Jsonl => jsonl::open(stream, place, self.opening, &mut self.packer),
            Kind::Parquet => self.parquet(stream, place),
            Kind::Plain => self.dump(stream, place),
        }
    }

    /// Members one after the other, unpacked at the same time by whoever has a hand free.
    fn members(&mut self, packing: Packing, stream: Stream<'_>, place: &Place) -> Read {
        let behind = Behind::default();
        let from = Members::new(packing, stream, behind.clone(), self.hands);
        let at = from.position().clone();
        self.unpacked(from, packing.name(), place, at)?;
        if behind.get() {
            self.packer.note(place, "bytes behind the gzip data, left out")?;
        }
        Ok(())
    }

    fn unpacked(
        &mut self,
        from: impl io::Read,
        format: &'static str,
        place: &Place,
        position: Position,
    ) -> Read {
        self.file = None;
        let placed = self.placed(from, format, place, position);
        self.stream(Stream::new(placed), place)
    }

    /// Says where damage of a format is, and bounds what comes out of it.
    pub fn placed<R: io::Read>(
        &self,
        from: R,
        format: &'static str,
        place: &Place,
        position: Position,
    ) -> Placed<R> {
        Placed { from, format, place: place.clone(), position, came: 0 }
    }

    /// The file itself, as long as nothing was unpacked from it.
    pub fn take_file(&mut self) -> Option<File> {
        self.file.take().and_then(|file| file.try_clone().ok())
    }

    /// A file that is no container, such as a text.
    fn dump(&mut self, mut stream: Stream<'_>, place: &Place) -> Read {
        let start = self.packer.bytes().len();
        let limit = self.opening.limit.unwrap_or(u64::MAX - 1);
        let most = usize::try_from(limit + 1).unwrap_or(usize::MAX);
        let read = stream.append(most, self.packer.bytes());
        let len = (self.packer.bytes().len() - start) as u64;
        if read.is_ok() && len > limit {
            self.packer.bytes().truncate(start);
            return self.oversized(stream, place, len);
        }
        let mut warnings = Vec::new();
        if read.is_err() {
            warnings.push(Warning::page("damaged-container", CUT));
        }
        if read.is_ok() || len > 0 {
            self.add_dump(place, start, warnings)?;
        }
        failed(read, place)
    }

    /// A file that is too long to be held: only its length is found out.
    fn oversized(&mut self, mut stream: Stream<'_>, place: &Place, held: u64) -> Read {
        let read = io::copy(&mut stream, &mut io::sink());
        let bytes = held + *read.as_ref().unwrap_or(&0);
        let warning = oversized(self.opening.limit.unwrap_or_default());
        if !self.packer.skips() {
            let start = self.packer.bytes().len();
            let nothing = Unshown { origin: None, bytes, warning };
            self.packer.add(place, start, 1, Holds::Nothing(Box::new(nothing)))?;
        }
        failed(read, place)
    }

    fn add_dump(&mut self, place: &Place, start: usize, warnings: Vec<Warning>) -> Read {
        if self.packer.skips() {
            self.packer.bytes().truncate(start);
            return Ok(());
        }
        self.packer.add(place, start, 1, Holds::Dump(warnings))
    }
}

/// What is said of a page that is longer than `limit`.
pub(super) fn oversized(limit: u64) -> Warning {
    let message =
        format!("the page is longer than {limit} bytes and was not read (--max-page-size)");
    Warning::page("oversized-page", message)
}

fn failed<T>(read: io::Result<T>, place: &Place) -> Read {
    read.map(drop).map_err(|error| Damage::of(&error, "file", place, 0).into())
}
