//! Parquet: a block of rows becomes a row group, on any thread; a file is row groups one behind the other.

use super::columns;
use super::dialect::Dialect;
use super::place::Sheet;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use std::io::{self, Write};
use std::sync::Arc;

/// Begins a file.
pub(super) fn begin<W: Write + Send>(dialect: Dialect, to: W) -> Result<SerializedFileWriter<W>> {
    let schema = ArrowSchemaConverter::new().convert(&columns::schema(dialect))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("unscrape ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    SerializedFileWriter::new(to, schema.root_schema_ptr(), Arc::new(properties))
}

/// Makes the columns of a row group.
pub(super) fn group(dialect: Dialect, rows: &[u8]) -> Result<Vec<ArrowColumnChunk>> {
    // Writers of columns are made for a file, whichever it is.
    let file = begin(dialect, io::sink())?;
    let schema = columns::schema(dialect);
    let mut writers =
        ArrowRowGroupWriterFactory::new(&file, Arc::clone(&schema)).create_column_writers(0)?;
    columns::batches(dialect, rows, &mut |batch| {
        let mut next = writers.iter_mut();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            for (leaf, writer) in compute_leaves(field, column)?.iter().zip(&mut next) {
                writer.write(leaf)?;
            }
        }
        Ok::<(), ParquetError>(())
    })?;
    writers.into_iter().map(|writer| writer.close()).collect()
}

/// Appends a row group.
pub(super) fn append<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    columns: Vec<ArrowColumnChunk>,
) -> Result<()> {
    let mut group = file.next_row_group()?;
    columns.into_iter().try_for_each(|column| column.append_to_row_group(&mut group))?;
    group.close().map(drop)
}

/// Ends a file.
pub(super) fn end(file: SerializedFileWriter<Sheet>) -> Result<Sheet> {
    file.into_inner()
}

/// The system's own error, where that is what went wrong.
pub(super) fn failure(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
