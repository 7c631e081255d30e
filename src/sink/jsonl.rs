//! JSON lines: one record, one object, one line; every key always, in one order.

use super::dialect::Dialect;
use crate::ledger::{Entry, Ledger};
use crate::record::Record;
use crate::warning::Warning;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A record as it is written.
#[derive(Debug, Serialize)]
pub struct Row<'r> {
    /// The name of the dump, with the page where it holds several.
    pub id: &'r str,
    /// The fields.
    #[serde(flatten)]
    pub record: &'r Record<'r>,
    /// Where it came from.
    pub source: Source<'r>,
    /// Damage and doubt.
    pub warnings: &'r [Warning],
    /// Every byte of the page, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Ledger<'r>>,
}

/// Where a record came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source<'a> {
    /// The name of the dump, or of the container.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// Which page of the dump or container, from 1.
    pub page: usize,
    /// The page's first byte in the dump; the first byte of its record in a container.
    pub offset: usize,
    /// How many bytes the page has; its text alone where it comes from a container.
    pub bytes: usize,
    /// How many lines the page has; 0 where it was not read as text.
    pub lines: usize,
    /// What the dump is encoded in.
    #[serde(borrow)]
    pub encoding: Cow<'a, str>,
    /// What bounds the page: `jsonl`, `warc` or `parquet`; none where it is a file or a part of one.
    #[serde(borrow, default)]
    pub container: Option<Cow<'a, str>>,
}

/// What a line has beside the record, as far as rebuilding needs it.
#[derive(Debug, Deserialize)]
pub struct Origin<'a> {
    /// The name of the dump, with the page where it holds several.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// Where the record came from.
    #[serde(borrow)]
    pub source: Source<'a>,
    /// Damage and doubt.
    pub warnings: Vec<Warning>,
    /// Every byte of the page, where it was asked for.
    #[serde(borrow, default)]
    pub ledger: Option<Vec<Entry<'a>>>,
}

/// Appends a row and a line feed; nothing where the row cannot be written.
///
/// # Errors
/// Those of the serializer; a row has nothing that JSON lacks.
pub fn append(row: &Row<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    append_as(Dialect::Native, row, to)
}

/// As `append`, with the keys of a dialect.
///
/// # Errors
/// Those of the serializer.
pub fn append_as(
    dialect: Dialect,
    row: &Row<'_>,
    to: &mut Vec<u8>,
) -> Result<(), serde_json::Error> {
    let before = to.len();
    let body = row.record.body.as_ref().map_or(0, |body| body.len());
    if body > LONG {
        // A buffer that grows by copying would hold a long body twice. Escapes take a little more than the body.
        to.reserve_exact(body + body / 16 + row.record.repairs.len() * REPAIR);
    }
    let written = match dialect {
        Dialect::Native => super::json::row(row, to),
        other => other.row(row, to),
    };
    match written {
        Ok(()) => to.push(b'\n'),
        Err(_) => to.truncate(before),
    }
    written
}

/// About how many bytes a repair takes.
const REPAIR: usize = 64;

/// From so many bytes on a body is long.
const LONG: usize = 16 << 20;

/// Reads a line back.
///
/// # Errors
/// The line is no record.
pub fn read(line: &[u8]) -> Result<(Record<'static>, Origin<'_>), serde_json::Error> {
    Ok((serde_json::from_slice(line)?, serde_json::from_slice(line)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_written_in_the_order_of_the_record() {
        let record = Record { headline: Some("Ü\n".into()), ..Record::default() };
        let source = Source {
            path: "a".into(),
            page: 1,
            offset: 0,
            bytes: 3,
            lines: 1,
            encoding: "utf-8".into(),
            container: None,
        };
        let row = Row { id: "a", record: &record, source, warnings: &[], ledger: None };
        let mut json = Vec::new();
        append(&row, &mut json).unwrap();
        let expected = concat!(
            r#"{"id":"a","url":null,"headline":"Ü\n","alternative_headline":null,"description":null,"#,
            r#""published":null,"modified":null,"created":null,"crawled":null,"timestamps":[],"#,
            r#""authors":[],"publisher":null,"keywords":[],"sections":[],"locations":[],"#,
            r#""genre":null,"language":null,"copyright_year":null,"images":[],"related":[],"#,
            r#""body":null,"repairs":[],"metadata":[],"confidence":{},"layout":"","#,
            r#""source":{"path":"a","page":1,"offset":0,"bytes":3,"lines":1,"encoding":"utf-8","container":null},"#,
            r#""warnings":[]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(json.clone()).unwrap(), expected);
        let (back, origin) = read(&json).unwrap();
        assert_eq!(back, record);
        assert_eq!((origin.source.path.as_ref(), origin.ledger), ("a", None));
    }
}
