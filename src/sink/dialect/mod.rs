//! The same record under the keys that other programs read.

mod tables;
mod write;

use super::jsonl::Row;
use crate::fields::{Field, RECORD};
use std::sync::LazyLock;
use tables::{Key, Write};

/// Whose keys rows have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// This program's own: the whole record.
    #[default]
    Native,
    /// Documents of datatrove, with all else in `metadata`.
    Datatrove,
    /// Documents of Dolma, with all else in `metadata`.
    Dolma,
    /// Rows of CC-News.
    CcNews,
    /// Rows of FineWeb, as far as a record has them.
    Fineweb,
    /// What trafilatura writes as JSON.
    Trafilatura,
    /// Articles of News API.
    Newsapi,
    /// NewsArticle of schema.org as JSON-LD.
    Schemaorg,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 8] = [
        Dialect::Native,
        Dialect::Datatrove,
        Dialect::Dolma,
        Dialect::CcNews,
        Dialect::Fineweb,
        Dialect::Trafilatura,
        Dialect::Newsapi,
        Dialect::Schemaorg,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Native => "native",
            Dialect::Datatrove => "datatrove",
            Dialect::Dolma => "dolma",
            Dialect::CcNews => "cc-news",
            Dialect::Fineweb => "fineweb",
            Dialect::Trafilatura => "trafilatura",
            Dialect::Newsapi => "newsapi",
            Dialect::Schemaorg => "schemaorg",
        }
    }

    /// The keys of its rows, in their order.
    pub fn fields(self) -> &'static [Field] {
        FIELDS.get(self as usize).map_or(&[], Vec::as_slice)
    }

    /// Appends a row as an object.
    pub(super) fn row(self, row: &Row<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let Some(shape) = tables::shape(self) else { return super::json::row(row, to) };
        write::keys(shape.keys, row, to)?;
        if shape.metadata.is_some() {
            to.extend_from_slice(b",\"metadata\":");
            let keys = KEPT.get(self as usize).map_or(&[][..], Vec::as_slice);
            write::keys(keys, row, to)?;
            to.push(b'}');
        }
        to.push(b'}');
        Ok(())
    }
}

static FIELDS: LazyLock<[Vec<Field>; Dialect::ALL.len()]> =
    LazyLock::new(|| Dialect::ALL.map(fields));

fn fields(dialect: Dialect) -> Vec<Field> {
    let Some(shape) = tables::shape(dialect) else { return RECORD.to_vec() };
    let mut fields: Vec<Field> = shape.keys.iter().map(|key| key.field).collect();
    if shape.metadata.is_some() {
        let kept = INSIDE.get(dialect as usize).map_or(&[][..], Vec::as_slice);
        fields.push(Field::object("metadata", kept, "All else that the record says"));
    }
    fields
}

/// What stands in the metadata of each dialect that has such an object.
static KEPT: LazyLock<[Vec<Key>; Dialect::ALL.len()]> = LazyLock::new(|| Dialect::ALL.map(kept));

static INSIDE: LazyLock<[Vec<Field>; Dialect::ALL.len()]> =
    LazyLock::new(|| KEPT.each_ref().map(|keys| keys.iter().map(|key| key.field).collect()));

/// The keys that the dialect names, and behind them every field of a record that has no other place. The ledger has none: it
/// speaks of records as they are.
fn kept(dialect: Dialect) -> Vec<Key> {
    let Some(shape) = tables::shape(dialect) else { return Vec::new() };
    let Some(named) = shape.metadata else { return Vec::new() };
    let mut keys = named.to_vec();
    for field in RECORD.iter().filter(|field| field.name != "ledger") {
        if !shape.keys.iter().chain(named).any(|key| key.of == field.name) {
            keys.push(Key { field: *field, of: field.name, write: Write::Native });
        }
    }
    keys
}

#[cfg(test)]
mod tests;
