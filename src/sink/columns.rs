//! Rows as columns: what they are called and of what type, and how lines of JSON become them.

use super::dialect::Dialect;
use crate::fields::{CONFIDENT, Field, Kind, RECORD};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field as Column, Fields, Schema, SchemaRef};
use memchr::memmem;
use std::sync::Arc;

/// Rows that are made into columns at a time: as few as keep the work for a batch small against that for its rows.
const BATCH: usize = 1024;

/// The ledger is the last key of a row. Inside of a string its quotes would have backslashes before them.
const LEDGER: &[u8] = b",\"ledger\":";

/// The columns of rows. A ledger is JSON in a column of text.
pub(super) fn schema(dialect: Dialect) -> SchemaRef {
    schema_of(dialect.fields())
}

/// Columns for these keys. Any of them may be null, so that what a reader makes of them is the same whatever a row lacks.
fn schema_of(fields: &[Field]) -> SchemaRef {
    Arc::new(Schema::new(fields.iter().map(column).collect::<Fields>()))
}

fn column(field: &Field) -> Column {
    let kind = match field.kind {
        Kind::Text | Kind::Time | Kind::Day | Kind::Word(_) | Kind::Ledger => DataType::Utf8,
        Kind::Count => DataType::Int64,
        Kind::Year => DataType::Int32,
        Kind::Share => DataType::Float32,
        Kind::Object(fields) => DataType::Struct(fields.iter().map(column).collect()),
        Kind::Shares => {
            let share = |name: &&str| Column::new(*name, DataType::Float32, true);
            DataType::Struct(CONFIDENT.iter().map(share).collect())
        }
    };
    // `element` is what Parquet's own description calls the items.
    let items = |kind| DataType::List(Arc::new(Column::new("element", kind, true)));
    Column::new(field.name, if field.list { items(kind) } else { kind }, true)
}

/// Gives lines of JSON to `take` as columns, so many rows at a time.
///
/// # Errors
/// Those of `take`; a line that is no row, or has a key that no column is for.
pub(super) fn batches<E: From<ArrowError>>(
    dialect: Dialect,
    rows: &[u8],
    take: &mut dyn FnMut(&RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    if dialect != Dialect::Native {
        return bare_batches(dialect.fields(), rows, take);
    }
    let apart = apart(rows);
    let (rows, mut ledgers) = match &apart {
        Some((rows, ledgers)) => (rows.as_slice(), ledgers.as_slice()),
        None => (rows, &[][..]),
    };
    let (bare, whole) = (&RECORD[..RECORD.len() - 1], schema(dialect));
    bare_batches(bare, rows, &mut |batch| {
        let (these, others) = ledgers.split_at(batch.num_rows().min(ledgers.len()));
        ledgers = others;
        take(&with_ledgers(&whole, batch, these)?)
    })
}

fn bare_batches<E: From<ArrowError>>(
    fields: &[Field],
    mut rows: &[u8],
    take: &mut dyn FnMut(&RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    let builder = ReaderBuilder::new(schema_of(fields)).with_batch_size(BATCH);
    let mut decoder = builder.with_strict_mode(true).build_decoder()?;
    loop {
        let read = decoder.decode(rows)?;
        rows = rows.get(read..).unwrap_or_default();
        let Some(batch) = decoder.flush()? else { return Ok(()) };
        take(&batch)?;
    }
}

/// The rows without their ledgers, and these; none where no row has one.
fn apart(rows: &[u8]) -> Option<(Vec<u8>, Vec<Option<&str>>)> {
    let finder = memmem::Finder::new(LEDGER);
    finder.find(rows)?;
    let (mut bare, mut ledgers) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows.split_inclusive(|byte| *byte == b'\n') {
        match finder.find(row) {
            Some(at) => {
                bare.extend_from_slice(row.get(..at).unwrap_or_default());
                bare.extend_from_slice(b"}\n");
                let ledger = row.get(at + LEDGER.len()..).and_then(|it| it.strip_suffix(b"}\n"));
                ledgers.push(ledger.and_then(|it| simdutf8::basic::from_utf8(it).ok()));
            }
            None => {
                bare.extend_from_slice(row);
                ledgers.push(None);
            }
        }
    }
    Some((bare, ledgers))
}

fn with_ledgers(
    schema: &SchemaRef,
    batch: &RecordBatch,
    ledgers: &[Option<&str>],
) -> Result<RecordBatch, ArrowError> {
    let ledgers: ArrayRef = if ledgers.is_empty() {
        Arc::new(StringArray::new_null(batch.num_rows()))
    } else {
        Arc::new(StringArray::from_iter(ledgers))
    };
    let columns = batch.columns().iter().cloned().chain([ledgers]).collect();
    RecordBatch::try_new(Arc::clone(schema), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::sink::jsonl::{Row, Source};

    /// A row, in which every key is written.
    fn row(to: &mut Vec<u8>) {
        let source = Source {
            path: "a".into(),
            page: 1,
            offset: 0,
            bytes: 0,
            lines: 0,
            encoding: "utf-8".into(),
            container: None,
        };
        let record = Record::default();
        let row = Row { id: "a", record: &record, source, warnings: &[], ledger: None };
        crate::sink::jsonl::append(&row, to).unwrap();
    }

    #[test]
    fn columns_are_the_keys_of_rows_in_their_order() {
        let mut json = Vec::new();
        row(&mut json);
        let keys: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&json).unwrap();
        let mut at = 0;
        for field in &RECORD[..27] {
            assert!(keys.contains_key(field.name), "{}", field.name);
            let key = format!("\"{}\":", field.name);
            at += std::str::from_utf8(&json[at..]).unwrap().find(&key).unwrap();
        }
        assert_eq!(keys.len(), 27);
    }

    #[test]
    fn ledgers_stay_json() {
        let mut json = Vec::new();
        for k in 0..2000 {
            row(&mut json);
            if k % 2 == 0 {
                json.truncate(json.len() - 2);
                json.extend_from_slice(
                    format!(",\"ledger\":[[0,{k},\"\\\",\\\"ledger\\\":\"]]}}\n").as_bytes(),
                );
            }
        }
        let mut found = Vec::new();
        batches(Dialect::Native, &json, &mut |batch| {
            let ledgers = batch.column_by_name("ledger").unwrap();
            let ledgers = ledgers.as_any().downcast_ref::<StringArray>().unwrap();
            found.extend(ledgers.iter().map(|it| it.map(str::to_owned)));
            Ok::<(), ArrowError>(())
        })
        .unwrap();
        assert_eq!(found.len(), 2000);
        assert_eq!(found[1998].as_deref(), Some(r#"[[0,1998,"\",\"ledger\":"]]"#));
        assert_eq!(found[1999], None);
    }

    #[test]
    fn a_key_without_column_is_an_error() {
        let take = &mut |_: &RecordBatch| Ok::<(), ArrowError>(());
        assert!(batches(Dialect::Native, b"{\"id\":\"a\",\"new\":1}\n", take).is_err());
        assert!(batches(Dialect::Native, b"{\"id\":", take).is_err());
    }
}
