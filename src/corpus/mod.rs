//! Where dumps come from: folders, files, and the containers in which people keep them. Knows nothing of what a page says.

mod archive;
mod container;
mod damage;
mod folder;
mod globs;
mod gzip;
mod html;
mod http;
mod json;
mod json_short;
pub mod jsonl;
mod members;
mod name;
mod open;
mod parquet;
mod pick;
mod read;
mod sniff;
mod stated;
mod stream;
mod walk;
mod warc;

pub use container::{
    Batch, Coding, Found, Holds, Lines, Opening, Origin, Others, Place, TEXT_FIELDS,
};
pub use container::{Taker, Unit, Unshown, Wanted};
pub use globs::Globs;
pub use html::{Html, flatten, is_html};
pub use members::{Alone, Hands, Work};
pub use name::{Name, Spelling};
pub use pick::{Held, Pick, Picked, Picker};
pub use read::{Buffer, Reading};
pub use stated::Stated;
pub use walk::{Find, Skip, Walk};

use crate::error::Error;
use sniff::{Kind, PEEK};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use stream::Stream;

/// One dump, not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// What its records are called.
    pub name: Name,
    /// Where its bytes are.
    pub bytes: Bytes,
}

/// Where the bytes of a dump are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// In a file.
    File(PathBuf),
    /// On standard input.
    Stdin,
}

impl Dump {
    /// The dump on standard input.
    pub fn stdin() -> Self {
        Dump { name: Name::exact("-"), bytes: Bytes::Stdin }
    }

    /// What it was called in a message.
    pub fn into_path(self) -> PathBuf {
        match self.bytes {
            Bytes::File(path) => path,
            Bytes::Stdin => PathBuf::from("standard input"),
        }
    }

    /// What to call it in a message.
    pub fn path(&self) -> &Path {
        match &self.bytes {
            Bytes::File(path) => path,
            Bytes::Stdin => Path::new("standard input"),
        }
    }

    /// Reads it: a plain file into `buffer`, if it is no longer than the limit; the pages of a container, but for the
    /// first `skip`, to `taker`.
    ///
    /// # Errors
    /// It cannot be opened or read. What is wrong within a container is told to `taker`.
    pub fn read<'b>(
        &self,
        opening: &Opening,
        skip: u64,
        buffer: &'b mut Buffer,
        taker: &mut dyn Taker,
    ) -> Result<Reading<'b>, Error> {
        self.read_with(opening, skip, buffer, (taker, &Alone))
    }

    /// As `read`, with others who unpack what can be unpacked at the same time.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn read_with<'b>(
        &self,
        opening: &Opening,
        skip: u64,
        buffer: &'b mut Buffer,
        (taker, hands): (&mut dyn Taker, &dyn Hands),
    ) -> Result<Reading<'b>, Error> {
        let place = || Place::new(&self.name, self.path());
        let task = Task { opening, skip, place: &place, taker, hands };
        let read = match &self.bytes {
            Bytes::File(path) => buffer.folder.file(path).and_then(|file| {
                task.read((&mut &file, Some(&file)), buffer, || Ok(file.metadata()?.len()))
            }),
            Bytes::Stdin => task.read((&mut io::stdin().lock(), None), buffer, || Ok(0)),
        };
        read.map_err(|source| Error::Read { path: self.path().to_owned(), source })
    }
}

/// Reads the pages of bytes in memory, whatever they are: what [`Dump::read`] does with a container.
pub fn open(bytes: &[u8], place: &Place, opening: &Opening, taker: &mut dyn Taker) {
    open::open((Stream::new(bytes), None), place, opening, 0, (taker, &Alone));
}

/// What is to be done with a file that was opened.
struct Task<'t> {
    opening: &'t Opening,
    skip: u64,
    place: &'t dyn Fn() -> Place,
    taker: &'t mut dyn Taker,
    hands: &'t dyn Hands,
}

impl Task<'_> {
    fn read<'b>(
        self,
        (from, file): (&mut impl Read, Option<&File>),
        buffer: &'b mut Buffer,
        length: impl Fn() -> io::Result<u64>,
    ) -> io::Result<Reading<'b>> {
        let begun = buffer.begin(from)?;
        let head = buffer.head(begun);
        let looked_at = head.get(..PEEK).unwrap_or(head);
        if sniff::kind(looked_at, begun.head, self.opening) == Kind::Plain {
            return buffer.finish(begun, from, self.opening.limit, length);
        }
        let stream = Stream::behind(head.to_vec(), from);
        open::open(
            (stream, file),
            &(self.place)(),
            self.opening,
            self.skip,
            (self.taker, self.hands),
        );
        Ok(Reading::Container)
    }
}
