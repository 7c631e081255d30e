//! Damage in a container: what is wrong, in what, and at which byte of it. Travels through readers as an I/O error.

use super::container::Place;
use super::stream::Position;
use std::io::{self, Read};

/// Something is wrong with a container.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(super) struct Damage {
    /// Where it is.
    pub place: Place,
    /// How many bytes of it were read.
    pub offset: u64,
    /// What is wrong, without its place.
    pub what: String,
}

impl Damage {
    pub fn new(place: &Place, offset: u64, what: impl Into<String>) -> Self {
        Damage { place: place.clone(), offset, what: what.into() }
    }

    /// The damage that an error tells of; one that nobody has placed yet is placed here.
    pub fn of(error: &io::Error, format: &str, place: &Place, offset: u64) -> Self {
        match placed(error) {
            Some(damage) => damage.clone(),
            None if error.kind() == io::ErrorKind::UnexpectedEof => {
                Damage::new(place, offset, format!("{format} ends early"))
            }
            None => Damage::new(place, offset, format!("{format} is damaged: {error}")),
        }
    }

    pub fn into_io(self) -> io::Error {
        io::Error::other(self)
    }
}

fn placed(error: &io::Error) -> Option<&Damage> {
    let inner = error.get_ref()?;
    inner.downcast_ref::<Damage>().or_else(|| {
        // Some libraries wrap the error of the reader below them in one of their own.
        inner.downcast_ref::<io::Error>().and_then(placed)
    })
}

/// The same error once more.
pub(super) fn again(error: &io::Error) -> io::Error {
    match placed(error) {
        Some(damage) => damage.clone().into_io(),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// So much may always come out of a container.
const HARMLESS: u64 = 64 << 20;

/// Data that is larger than its packed form by more than this is made to do harm.
const RATIO: u64 = 1000;

/// Says of every error that comes from below where it happened, and ends what grows beyond measure.
pub(super) struct Placed<R> {
    pub from: R,
    pub format: &'static str,
    pub place: Place,
    /// In what is read from.
    pub position: Position,
    /// How many bytes came.
    pub came: u64,
}

impl<R> Placed<R> {
    fn is_harmful(&self) -> bool {
        self.came > HARMLESS && self.came / RATIO > self.position.get()
    }
}

impl<R: Read> Read for Placed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let at = self.position.get();
        let read = self.from.read(to).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Damage::of(&error, self.format, &self.place, at).into_io(),
        })?;
        self.came += read as u64;
        if self.is_harmful() {
            let what =
                format!("{} unpacks to more than {RATIO} times its size, given up", self.format);
            return Err(Damage::new(&self.place, at, what).into_io());
        }
        Ok(read)
    }
}
