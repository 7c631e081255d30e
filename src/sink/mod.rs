//! Where records go. Only this part, and the ledger's entries, know a format.

mod arrow;
mod body;
mod columns;
mod dialect;
mod escape;
pub mod file;
mod format;
mod json;
pub mod jsonl;
mod manifest;
mod pack;
mod parquet;
mod partition;
mod place;
mod press;
mod rewrite;
mod rows;
pub mod schema;
mod spread;
mod stream;
mod writing;

pub use dialect::Dialect;
pub use format::{Format, Packing};
pub use pack::unpack;
pub use partition::By;
pub(crate) use partition::{site, year};
pub use rows::{Mark, Rows};
pub use spread::Split;
pub use writing::{Plan, Resume, Writing};

use crate::convert::Reached;
use crate::error::Error;
use std::io::Write;
use std::path::PathBuf;

/// Takes the rows of a run, in their order.
pub trait Sink {
    /// Takes whole rows.
    ///
    /// # Errors
    /// They cannot be written.
    fn write(&mut self, rows: &Rows) -> Result<(), Error>;

    /// All rows up to here were given, and none behind it: a run could go on from here.
    ///
    /// # Errors
    /// That cannot be written down.
    fn reached(&mut self, _here: &Reached) -> Result<(), Error> {
        Ok(())
    }
}

/// Rows as they are, to a writer.
#[derive(Debug)]
pub struct Lines<W> {
    /// What to call it in a message.
    pub path: PathBuf,
    /// The writer.
    pub to: W,
}

impl<W: Write> Sink for Lines<W> {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        let written = self.to.write_all(&rows.bytes);
        written.map_err(|source| Error::Write { path: self.path.clone(), source })
    }
}
