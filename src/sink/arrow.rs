//! A stream of Arrow: the schema, batches, and a mark at the end. Each is made on its own, on any thread.

use super::columns;
use super::dialect::Dialect;
use arrow_ipc::writer::StreamEncoder;
use arrow_schema::ArrowError;
use std::io;

/// What comes behind the last batch: a marker and a length of zero.
pub(super) const TAIL: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// What comes before the first batch.
///
/// # Errors
/// Those of the encoder.
pub(super) fn head(dialect: Dialect) -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let buffers = encoder(dialect).and_then(StreamEncoder::finish).map_err(io::Error::other)?;
    buffers.iter().for_each(|buffer| stream.extend_from_slice(buffer));
    stream.truncate(stream.len() - TAIL.len());
    Ok(stream)
}

/// A stream without batches: nothing but what the columns are called and of what type they are.
///
/// # Errors
/// Those of the encoder.
pub(super) fn empty(dialect: Dialect) -> io::Result<Vec<u8>> {
    Ok([&head(dialect)?[..], &TAIL].concat())
}

/// The batches of a block.
///
/// # Errors
/// A line is no row.
pub(super) fn batches(dialect: Dialect, rows: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let encoded = encoder(dialect).and_then(|mut encoder| {
        columns::batches(dialect, rows, &mut |batch| {
            encoder.encode(batch)?.iter().for_each(|buffer| stream.extend_from_slice(buffer));
            Ok::<(), ArrowError>(())
        })
    });
    encoded.map_err(io::Error::other)?;
    // An encoder writes the schema before its first batch.
    Ok(stream.split_off(head(dialect)?.len().min(stream.len())))
}

fn encoder(dialect: Dialect) -> Result<StreamEncoder, ArrowError> {
    StreamEncoder::try_new(&columns::schema(dialect))
}
