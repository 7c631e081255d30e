//! A stream of Arrow: the schema, batches, and a mark at the end. Each is made on its own, on any thread.

use super::columns;
use arrow_ipc::writer::StreamEncoder;
use arrow_schema::ArrowError;
use std::io;

/// What comes behind the last batch: a marker and a length of zero.
pub(super) const TAIL: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// What comes before the first batch.
///
/// # Errors
/// Those of the encoder.
pub(super) fn head() -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let buffers = encoder().and_then(StreamEncoder::finish).map_err(io::Error::other)?;
    buffers.iter().for_each(|buffer| stream.extend_from_slice(buffer));
    stream.truncate(stream.len() - TAIL.len());
    Ok(stream)
}

/// The batches of a block.
///
/// # Errors
/// A line is no row.
pub(super) fn batches(rows: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let encoded = encoder().and_then(|mut encoder| {
        columns::batches(rows, &mut |batch| {
            encoder.encode(batch)?.iter().for_each(|buffer| stream.extend_from_slice(buffer));
            Ok::<(), ArrowError>(())
        })
    });
    encoded.map_err(io::Error::other)?;
    // An encoder writes the schema before its first batch.
    Ok(stream.split_off(head()?.len().min(stream.len())))
}

fn encoder() -> Result<StreamEncoder, ArrowError> {
    StreamEncoder::try_new(&columns::schema())
}
