//! A file of an output between its beginning and its end: what comes before the first block and behind the last.

use super::arrow;
use super::format::Format;
use super::pack::Packed;
use super::parquet;
use super::place::Sheet;
use ::parquet::file::writer::SerializedFileWriter;
use std::io::{self, Write};

/// A file that is being written.
pub(super) enum Body {
    /// Blocks one behind the other.
    Blocks(Sheet),
    /// Row groups, and their places at the end.
    Parquet(Box<SerializedFileWriter<Sheet>>),
}

impl Body {
    /// Begins a file, or goes on behind its first `length` bytes.
    pub(super) fn begin(mut sheet: Sheet, format: Format, length: u64) -> io::Result<Self> {
        match format {
            Format::Parquet(dialect) => {
                let file = parquet::begin(dialect, sheet).map_err(parquet::failure)?;
                Ok(Body::Parquet(Box::new(file)))
            }
            Format::Arrow(dialect) if length == 0 => {
                sheet.write_all(&arrow::head(dialect)?)?;
                Ok(Body::Blocks(sheet))
            }
            Format::Arrow(_) | Format::Jsonl(_) => Ok(Body::Blocks(sheet)),
        }
    }

    /// Writes a block. How many bytes that were, where it is known.
    pub(super) fn write(&mut self, packed: Packed) -> io::Result<u64> {
        match (self, packed) {
            (Body::Blocks(sheet), Packed::Bytes(bytes)) => {
                sheet.write_all(&bytes)?;
                Ok(bytes.len() as u64)
            }
            (Body::Parquet(file), Packed::Group(columns)) => {
                parquet::append(file, columns).map_err(parquet::failure)?;
                Ok(0)
            }
            (_, Packed::Nothing) => Ok(0),
            _ => Err(io::Error::other("block of another format")),
        }
    }

    /// Writes lines as they are.
    pub(super) fn pass(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Body::Blocks(sheet) => sheet.write_all(lines),
            Body::Parquet(_) => Err(io::Error::other("lines are no columns")),
        }
    }

    /// Whether the file can be closed and opened again.
    pub(super) fn can_rest(&self) -> bool {
        matches!(self, Body::Blocks(Sheet::File(_)))
    }

    /// Ends the file.
    pub(super) fn end(self, format: Format) -> io::Result<Sheet> {
        match self {
            Body::Parquet(file) => parquet::end(*file).map_err(parquet::failure),
            Body::Blocks(mut sheet) if matches!(format, Format::Arrow(_)) => {
                sheet.write_all(&arrow::TAIL)?;
                Ok(sheet)
            }
            Body::Blocks(sheet) => Ok(sheet),
        }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}
