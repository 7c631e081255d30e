//! Where dumps come from. Knows folders and files, and nothing of what is in them.

mod globs;
mod name;
mod read;
mod walk;

pub use globs::Globs;
pub use name::{Name, Spelling};
pub use read::{Buffer, Reading};
pub use walk::{Find, Skip, Walk};

use crate::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};

/// One dump, not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// What its records are called.
    pub name: Name,
    /// Where its bytes are.
    pub place: Place,
}

/// Where the bytes of a dump are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a file.
    File(PathBuf),
    /// On standard input.
    Stdin,
}

impl Dump {
    /// The dump on standard input.
    pub fn stdin() -> Self {
        Dump { name: Name::exact("-"), place: Place::Stdin }
    }

    /// What to call it in a message.
    pub fn path(&self) -> &Path {
        match &self.place {
            Place::File(path) => path,
            Place::Stdin => Path::new("standard input"),
        }
    }

    /// Reads it into `buffer`, if it is no longer than `limit` bytes.
    ///
    /// # Errors
    /// It cannot be opened or read.
    pub fn read<'b>(
        &self,
        limit: Option<u64>,
        buffer: &'b mut Buffer,
    ) -> Result<Reading<'b>, Error> {
        let read = match &self.place {
            Place::File(path) => File::open(path).and_then(|file| buffer.read_file(&file, limit)),
            Place::Stdin => buffer.read(&mut std::io::stdin().lock(), limit),
        };
        read.map_err(|source| Error::Read { path: self.path().to_owned(), source })
    }
}
