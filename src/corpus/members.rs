//! Packed data of several members, one after the other, unpacked by several hands at a time.
//!
//! Where a member begins cannot be known before the one ahead of it was unpacked, but the bytes that every member begins
//! with are rare. So the data is cut where they stand, the segments are unpacked at the same time, and a segment counts
//! only if its last member ended where it was cut: then the next one begins with a member as well. Whatever else comes,
//! damage or a member longer than a segment, goes plainly from there on, as a stream that says what is wrong.
//!
//! Segments depend on the data alone, not on how many hands there are: how much of damaged data can be read is always the
//! same.

use super::gzip::{Behind, Gzip};
use super::stream::{Position, Stream};
use bzip2::bufread::MultiBzDecoder;
use crossbeam_channel::{Receiver, Sender, bounded};
use flate2::bufread::GzDecoder;
use memchr::memmem;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// Segments are no shorter, so that handing them over costs nothing to speak of.
const SHORTEST: usize = 256 << 10;

/// A segment that would be longer has members too large to be held.
const LONGEST: usize = 4 << 20;

/// As much may come of a segment; no more than so much is held of each.
const MOST: u64 = 32 << 20;

/// Work that may be done at any time, by anybody, or never.
pub type Work = Box<dyn FnOnce() + Send>;

/// Others who may do a part of the work of reading.
pub trait Hands {
    /// How many there are.
    fn count(&self) -> usize;

    /// Leaves work to them.
    ///
    /// # Errors
    /// They have enough to do; the work comes back.
    fn give(&self, work: Work) -> Result<(), Work>;
}

/// Nobody else.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Hands for Alone {
    fn count(&self) -> usize {
        0
    }

    fn give(&self, work: Work) -> Result<(), Work> {
        Err(work)
    }
}

/// Formats whose members can follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
}

impl Packing {
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip data",
            Packing::Zstd => "zstd data",
            Packing::Bzip2 => "bzip2 data",
        }
    }

    /// What every member begins with. A byte of bzip2's is a digit, so only what follows it is looked for.
    fn mark(self) -> (&'static [u8], usize) {
        match self {
            Packing::Gzip => (b"\x1f\x8b\x08", 0),
            Packing::Zstd => (b"\x28\xb5\x2f\xfd", 0),
            Packing::Bzip2 => (b"1AY&SY", 4),
        }
    }

    /// The first place from `from` on where a member may begin.
    fn begin(self, bytes: &[u8], from: usize) -> Option<usize> {
        let (mark, before) = self.mark();
        memmem::find(bytes.get(from + before..)?, mark).map(|at| from + at)
    }

    /// All that comes of whole members; none where they are anything else, or too much comes of them.
    fn unpack(self, mut packed: &[u8]) -> Option<Vec<u8>> {
        let mut to = Vec::with_capacity(packed.len() * 4);
        match self {
            Packing::Gzip => {
                while !packed.is_empty() {
                    let mut member = GzDecoder::new(packed);
                    append(&mut member, &mut to)?;
                    packed = member.into_inner();
                }
            }
            Packing::Zstd => append(&mut zstd::Decoder::with_buffer(packed).ok()?, &mut to)?,
            Packing::Bzip2 => append(&mut MultiBzDecoder::new(packed), &mut to)?,
        }
        Some(to)
    }

    /// A stream of what comes of it, as the format's library reads it.
    ///
    /// # Errors
    /// The format's library cannot begin.
    fn plainly<'r>(self, from: Stream<'r>, behind: &Behind) -> io::Result<Box<dyn Read + 'r>> {
        Ok(match self {
            Packing::Gzip => Box::new(Gzip::new(from, behind.clone())),
            Packing::Zstd => Box::new(zstd::Decoder::with_buffer(from)?),
            Packing::Bzip2 => Box::new(MultiBzDecoder::new(from)),
        })
    }
}

fn append(from: &mut impl Read, to: &mut Vec<u8>) -> Option<()> {
    let room = MOST - (to.len() as u64).min(MOST);
    let read = from.take(room + 1).read_to_end(to).ok()?;
    (read as u64 <= room).then_some(())
}

/// Unpacks segments ahead of where it is read.
pub(super) struct Members<'r> {
    packing: Packing,
    hands: &'r dyn Hands,
    /// None once the rest goes plainly.
    from: Option<Stream<'r>>,
    /// What was read behind the last segment.
    rest: Vec<u8>,
    ahead: VecDeque<Segment>,
    now: Vec<u8>,
    at: usize,
    /// In the packed data: where what was read so far ends.
    position: Position,
    behind: Behind,
    plain: Option<Box<dyn Read + 'r>>,
}

impl<'r> Members<'r> {
    pub fn new(packing: Packing, from: Stream<'r>, behind: Behind, hands: &'r dyn Hands) -> Self {
        Members {
            packing,
            hands,
            from: Some(from),
            rest: Vec::new(),
            ahead: VecDeque::new(),
            now: Vec::new(),
            at: 0,
            position: Position::default(),
            behind,
            plain: None,
        }
    }

    /// Where the bytes come from that are read; where damage is, for those who say it.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Whether there is more.
    fn advance(&mut self) -> io::Result<bool> {
        while self.ahead.len() <= self.hands.count() {
            match self.cut() {
                Some(packed) => {
                    self.ahead.push_back(Segment::new(self.packing, packed, self.hands));
                }
                None => break,
            }
        }
        let Some(segment) = self.ahead.pop_front() else { return self.go_plainly(Vec::new()) };
        let (packed, unpacked) = segment.end()?;
        match unpacked {
            Some(bytes) => {
                self.position.set(self.position.get() + packed.len() as u64);
                (self.now, self.at) = (bytes, 0);
                Ok(true)
            }
            None => self.go_plainly(packed),
        }
    }

    /// The next segment; none where a member does not fit in one, or nothing is left.
    fn cut(&mut self) -> Option<Vec<u8>> {
        let from = self.from.as_mut()?;
        let mut looked = SHORTEST;
        loop {
            if let Some(at) = self.packing.begin(&self.rest, looked) {
                let rest = self.rest.split_off(at);
                return Some(std::mem::replace(&mut self.rest, rest));
            }
            // A mark may stand across the end of what is there.
            looked = looked.max(self.rest.len().saturating_sub(16));
            if self.rest.len() > LONGEST {
                return None;
            }
            match from.append(SHORTEST, &mut self.rest) {
                Ok(0) => break,
                Ok(_) => {}
                // The stream says it again to those who read on.
                Err(_) => return None,
            }
        }
        (!self.rest.is_empty()).then(|| std::mem::take(&mut self.rest))
    }

    /// What is left goes plainly, from the segment on that was taken last.
    fn go_plainly(&mut self, mut packed: Vec<u8>) -> io::Result<bool> {
        let Some(from) = self.from.take() else { return Ok(false) };
        for segment in std::mem::take(&mut self.ahead) {
            packed.append(&mut segment.back()?);
        }
        packed.append(&mut self.rest);
        if packed.is_empty() && from.is_whole() {
            return Ok(false);
        }
        let stream = Stream::behind(packed, from).at(self.position.clone());
        self.plain = Some(self.packing.plainly(stream, &self.behind)?);
        Ok(true)
    }
}

impl Read for Members<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(plain) = &mut self.plain {
                return plain.read(to);
            }
            let mut left = self.now.get(self.at..).unwrap_or_default();
            if !left.is_empty() || to.is_empty() {
                let read = left.read(to)?;
                self.at += read;
                return Ok(read);
            }
            if !self.advance()? {
                return Ok(0);
            }
        }
    }
}

/// Whole members, perhaps; unpacked by whoever comes first.
struct Segment {
    packing: Packing,
    /// As long as nobody has begun.
    packed: Arc<Mutex<Option<Vec<u8>>>>,
    from: Receiver<Unpacked>,
}

/// The packed bytes, and what comes of them.
type Unpacked = (Vec<u8>, Option<Vec<u8>>);

impl Segment {
    fn new(packing: Packing, packed: Vec<u8>, hands: &dyn Hands) -> Self {
        let (to, from) = bounded(1);
        let packed = Arc::new(Mutex::new(Some(packed)));
        let theirs = packed.clone();
        // Where they have enough to do, whoever needs it does it.
        let _ = hands.give(Box::new(move || unpack(packing, &theirs, &to)));
        Segment { packing, packed, from }
    }

    fn end(self) -> io::Result<Unpacked> {
        match take(&self.packed) {
            Some(packed) => {
                let unpacked = self.packing.unpack(&packed);
                Ok((packed, unpacked))
            }
            None => self.from.recv().map_err(|_| lost()),
        }
    }

    /// The packed bytes, whether or not somebody has begun.
    fn back(self) -> io::Result<Vec<u8>> {
        match take(&self.packed) {
            Some(packed) => Ok(packed),
            None => self.from.recv().map(|it| it.0).map_err(|_| lost()),
        }
    }
}

fn lost() -> io::Error {
    io::Error::other("who unpacked it failed")
}

fn take(packed: &Mutex<Option<Vec<u8>>>) -> Option<Vec<u8>> {
    packed.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn unpack(packing: Packing, packed: &Mutex<Option<Vec<u8>>>, to: &Sender<Unpacked>) {
    if let Some(packed) = take(packed) {
        let unpacked = packing.unpack(&packed);
        // Where nobody receives it, nobody wants it.
        let _ = to.send((packed, unpacked));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A thread for all work.
    struct Threads;

    impl Hands for Threads {
        fn count(&self) -> usize {
            3
        }

        fn give(&self, work: Work) -> Result<(), Work> {
            std::thread::spawn(work);
            Ok(())
        }
    }

    /// Others who never have a hand free.
    struct Busy;

    impl Hands for Busy {
        fn count(&self) -> usize {
            2
        }

        fn give(&self, work: Work) -> Result<(), Work> {
            Err(work)
        }
    }

    const ALL: [Packing; 3] = [Packing::Gzip, Packing::Zstd, Packing::Bzip2];

    /// Bytes that hardly pack, with what looks like the beginning of members among them.
    fn noise(len: usize, seed: u64) -> Vec<u8> {
        let mut state = seed;
        let mut bytes = Vec::with_capacity(len + 16);
        while bytes.len() < len {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            bytes.extend_from_slice(&(state >> 20).to_le_bytes()[..5]);
            if state.is_multiple_of(4999) {
                bytes.extend_from_slice(b"\x1f\x8b\x08\0\x28\xb5\x2f\xfdBZh91AY&SY");
            }
        }
        bytes
    }

    fn pack(packing: Packing, bytes: &[u8]) -> Vec<u8> {
        match packing {
            Packing::Gzip => {
                // Stored as they are: what looks like a member stays in sight.
                let level = flate2::Compression::none();
                let mut to = flate2::write::GzEncoder::new(Vec::new(), level);
                to.write_all(bytes).unwrap();
                to.finish().unwrap()
            }
            Packing::Zstd => {
                let mut to = zstd::Encoder::new(Vec::new(), 1).unwrap();
                to.include_checksum(true).unwrap();
                to.write_all(bytes).unwrap();
                to.finish().unwrap()
            }
            Packing::Bzip2 => {
                let level = bzip2::Compression::fast();
                let mut to = bzip2::write::BzEncoder::new(Vec::new(), level);
                to.write_all(bytes).unwrap();
                to.finish().unwrap()
            }
        }
    }

    /// What was read, how it ended, where, and whether something else followed.
    type End = (Vec<u8>, Option<String>, u64, bool);

    fn read(packing: Packing, packed: &[u8], hands: &dyn Hands) -> End {
        let behind = Behind::default();
        let mut members = Members::new(packing, Stream::new(packed), behind.clone(), hands);
        let mut to = Vec::new();
        let error = members.read_to_end(&mut to).err().map(|error| error.to_string());
        (to, error, members.position().get(), behind.get())
    }

    /// What all hands read.
    fn same(packing: Packing, packed: &[u8]) -> End {
        let alone = read(packing, packed, &Alone);
        for hands in [&Threads as &dyn Hands, &Busy] {
            assert!(read(packing, packed, hands) == alone, "{packing:?}");
        }
        alone
    }

    /// What the library reads, and whether it ends well.
    fn plainly(packing: Packing, packed: &[u8]) -> (Vec<u8>, bool) {
        let mut to = Vec::new();
        let mut from = packing.plainly(Stream::new(packed), &Behind::default()).unwrap();
        let read = from.read_to_end(&mut to);
        (to, read.is_ok())
    }

    fn whole(packing: Packing, packed: &[u8]) {
        let (bytes, error, position, _) = same(packing, packed);
        assert!((bytes, true) == plainly(packing, packed), "{packing:?}: {error:?}");
        assert_eq!((error, position), (None, packed.len() as u64));
    }

    fn members(packing: Packing) -> Vec<u8> {
        let sizes = [300_000, 1, 0, 80_000, 700_000, 5_000, 290_000, 40];
        let parts = sizes.iter().zip(1..).map(|(&len, seed)| pack(packing, &noise(len, seed)));
        parts.collect::<Vec<_>>().concat()
    }

    #[test]
    fn many_hands_read_what_one_does() {
        for packing in ALL {
            whole(packing, &members(packing));
            whole(packing, &pack(packing, b""));
        }
    }

    #[test]
    fn a_member_that_is_too_long_is_read_all_the_same() {
        let packed = pack(Packing::Gzip, &noise(LONGEST + 3 * SHORTEST, 7));
        whole(Packing::Gzip, &[packed, pack(Packing::Gzip, b"end")].concat());
        whole(Packing::Zstd, &pack(Packing::Zstd, &vec![b'a'; 40 << 20]));
    }

    #[test]
    fn damage_takes_nothing_before_it_away() {
        for packing in ALL {
            let packed = members(packing);
            let all = plainly(packing, &packed).0;
            let half = packed.len() / 2;
            let mut broken = packed.clone();
            broken[half] ^= 0x55;
            for damaged in [&packed[..half], &broken] {
                let (bytes, error, position, _) = same(packing, damaged);
                assert!(error.is_some() && position >= SHORTEST as u64, "{packing:?}");
                // A checksum says only at the end of a member that a byte of it is wrong.
                let sound = bytes.iter().zip(&all).take_while(|(one, other)| one == other);
                assert!(sound.count() > all.len() / 4, "{packing:?}");
            }
        }
    }

    #[test]
    fn what_follows_the_members_is_said() {
        let packed = members(Packing::Gzip);
        for (tail, behind) in [(&[0; 700_000][..], false), (b"something else", true)] {
            let (bytes, error, _, said) = same(Packing::Gzip, &[&packed, tail].concat());
            assert_eq!((error, said), (None, behind));
            assert!(bytes == plainly(Packing::Gzip, &packed).0);
        }
    }
}
