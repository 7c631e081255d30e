//! Rows as columns: what they are called and of what type, and how lines of JSON become them.

use crate::confidence;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use memchr::memmem;
use std::sync::{Arc, LazyLock};

/// Rows that are made into columns at a time: as few as keep the work for a batch small against that for its rows.
const BATCH: usize = 1024;

/// The ledger is the last key of a row. Inside of a string its quotes would have backslashes before them.
const LEDGER: &[u8] = b",\"ledger\":";

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let ledger = [text("ledger")];
    Arc::new(Schema::new(fields().into_iter().chain(ledger).collect::<Fields>()))
});

/// The columns of a record, the ledger as JSON.
pub(super) fn schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// The keys of a row but the ledger.
fn fields() -> Vec<Field> {
    let timestamp = [text("role"), text("raw"), text("value"), text("precision"), number("line")];
    let organisation = [
        text("name"),
        text("legal_name"),
        text("email"),
        text("telephone"),
        text("url"),
        number("logo_width"),
        number("logo_height"),
    ];
    let source = [
        text("path"),
        number("page"),
        number("offset"),
        number("bytes"),
        number("lines"),
        text("encoding"),
        text("container"),
    ];
    let share = |field: &&str| Field::new(*field, DataType::Float32, true);
    let mut fields: Vec<Field> = SCALARS.map(text).into();
    fields.extend([
        structs("timestamps", timestamp),
        texts("authors"),
        Field::new("publisher", DataType::Struct(organisation.into_iter().collect()), true),
        texts("keywords"),
        texts("sections"),
        texts("locations"),
        text("genre"),
        text("language"),
        Field::new("copyright_year", DataType::Int32, true),
        structs("images", [text("url"), number("width"), number("height")]),
        texts("related"),
        text("body"),
        structs("repairs", [number("at"), text("kind"), text("insert")]),
        structs("metadata", [text("property"), text("text"), number("line")]),
        Field::new(
            "confidence",
            DataType::Struct(confidence::FIELDS.iter().map(share).collect()),
            true,
        ),
        text("layout"),
        Field::new("source", DataType::Struct(source.into_iter().collect()), true),
        structs("warnings", [text("code"), number("line"), text("message")]),
    ]);
    fields
}

/// The first keys.
const SCALARS: [&str; 9] = [
    "id",
    "url",
    "headline",
    "alternative_headline",
    "description",
    "published",
    "modified",
    "created",
    "crawled",
];

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn number(name: &str) -> Field {
    Field::new(name, DataType::Int64, true)
}

fn texts(name: &str) -> Field {
    list(name, DataType::Utf8)
}

fn structs<const N: usize>(name: &str, fields: [Field; N]) -> Field {
    list(name, DataType::Struct(fields.into_iter().collect()))
}

/// `element` is what the format's own description calls the items.
fn list(name: &str, items: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("element", items, true))), true)
}

/// Gives lines of JSON to `take` as columns, so many rows at a time.
///
/// # Errors
/// Those of `take`; a line that is no row, or has a key that no column is for.
pub(super) fn batches<E: From<ArrowError>>(
    rows: &[u8],
    take: &mut dyn FnMut(&RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    let apart = apart(rows);
    let (mut rows, mut ledgers) = match &apart {
        Some((rows, ledgers)) => (rows.as_slice(), ledgers.as_slice()),
        None => (rows, &[][..]),
    };
    let mut decoder = decoder()?;
    loop {
        let read = decoder.decode(rows)?;
        rows = rows.get(read..).unwrap_or_default();
        let Some(batch) = decoder.flush()? else { return Ok(()) };
        let (these, others) = ledgers.split_at(batch.num_rows().min(ledgers.len()));
        ledgers = others;
        take(&with_ledgers(&batch, these)?)?;
    }
}

fn decoder() -> Result<Decoder, ArrowError> {
    let schema = Arc::new(Schema::new(fields()));
    ReaderBuilder::new(schema).with_batch_size(BATCH).with_strict_mode(true).build_decoder()
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

fn with_ledgers(batch: &RecordBatch, ledgers: &[Option<&str>]) -> Result<RecordBatch, ArrowError> {
    let ledgers: ArrayRef = if ledgers.is_empty() {
        Arc::new(StringArray::new_null(batch.num_rows()))
    } else {
        Arc::new(StringArray::from_iter(ledgers))
    };
    let columns = batch.columns().iter().cloned().chain([ledgers]).collect();
    RecordBatch::try_new(schema(), columns)
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
        for field in fields() {
            assert!(keys.contains_key(field.name()), "{}", field.name());
            let key = format!("\"{}\":", field.name());
            at += std::str::from_utf8(&json[at..]).unwrap().find(&key).unwrap();
        }
        assert_eq!(keys.len(), fields().len());
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
        batches(&json, &mut |batch| {
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
        assert!(batches(b"{\"id\":\"a\",\"new\":1}\n", take).is_err());
        assert!(batches(b"{\"id\":", take).is_err());
    }
}
