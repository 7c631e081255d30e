//! What rows look like, in the words of those who read them: JSON Schema, Arrow, and the features of Hugging Face's datasets.
//! All are made of the same table that rows are written by.

use super::arrow;
use super::dialect::Dialect;
use crate::fields::{CONFIDENT, Field, Kind, Presence};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io;

/// ISO 8601, from a month to a part of a second.
const TIME: &str = "^[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([+-][0-9]{2}:[0-9]{2})?)?)?$";
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// JSON whose keys stand in the order in which they were put.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// A text.
    Text(&'static str),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Flag(bool),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(&'static str, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => to.serialize_unit(),
            Json::Text(text) => to.serialize_str(text),
            Json::Number(number) => to.serialize_u64(*number),
            Json::Flag(flag) => to.serialize_bool(*flag),
            Json::List(items) => to.collect_seq(items),
            Json::Object(pairs) => {
                let mut map = to.serialize_map(Some(pairs.len()))?;
                pairs.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}

/// A JSON Schema of draft 2020-12 for a row.
pub fn json_schema(dialect: Dialect) -> Json {
    let mut pairs = vec![
        ("$schema", Json::Text("https://json-schema.org/draft/2020-12/schema")),
        ("title", Json::Text(dialect.name())),
    ];
    pairs.extend(object(dialect.fields()));
    Json::Object(pairs)
}

fn object(fields: &[Field]) -> Vec<(&'static str, Json)> {
    let always = fields.iter().filter(|field| field.presence != Presence::Optional);
    vec![
        ("type", Json::Text("object")),
        ("properties", Json::Object(fields.iter().map(|it| (it.name, property(it))).collect())),
        ("required", Json::List(always.map(|field| Json::Text(field.name)).collect())),
        ("additionalProperties", Json::Flag(false)),
    ]
}

fn property(field: &Field) -> Json {
    let mut pairs = vec![("description", Json::Text(field.about))];
    if field.list {
        pairs.push(("type", Json::Text("array")));
        pairs.push(("items", Json::Object(value(field.kind, Presence::Given))));
    } else {
        pairs.extend(value(field.kind, field.presence));
    }
    Json::Object(pairs)
}

fn value(kind: Kind, presence: Presence) -> Vec<(&'static str, Json)> {
    let null = presence == Presence::Nullable;
    let mut pairs = match kind {
        Kind::Text => typed("string"),
        Kind::Time => [typed("string"), vec![("pattern", Json::Text(TIME))]].concat(),
        Kind::Day => [typed("string"), vec![("pattern", Json::Text(DAY))]].concat(),
        Kind::Word(words) => {
            let words = words.iter().copied().map(Json::Text).chain(null.then_some(Json::Null));
            return vec![("enum", Json::List(words.collect()))];
        }
        Kind::Count => [typed("integer"), vec![("minimum", Json::Number(0))]].concat(),
        Kind::Year => typed("integer"),
        Kind::Share => share(),
        Kind::Object(fields) => object(fields),
        Kind::Shares => shares(),
        Kind::Ledger => ledger(),
    };
    if let (true, Some((_, kind))) = (null, pairs.first_mut()) {
        *kind = Json::List(vec![kind.clone(), Json::Text("null")]);
    }
    pairs
}

fn typed(kind: &'static str) -> Vec<(&'static str, Json)> {
    vec![("type", Json::Text(kind))]
}

fn share() -> Vec<(&'static str, Json)> {
    let bounds = vec![("minimum", Json::Number(0)), ("maximum", Json::Number(1))];
    [typed("number"), bounds].concat()
}

fn shares() -> Vec<(&'static str, Json)> {
    let each = CONFIDENT.map(|name| (name, Json::Object(share())));
    let more = ("additionalProperties", Json::Flag(false));
    [typed("object"), vec![("properties", Json::Object(each.into())), more]].concat()
}

fn ledger() -> Vec<(&'static str, Json)> {
    let one = |pairs| Json::Object(pairs);
    let place = || one([typed("integer"), vec![("minimum", Json::Number(0))]].concat());
    let bytes = Json::Object(vec![("base64", one(typed("string")))]);
    let kept = vec![
        ("type", Json::List(vec![Json::Text("string"), Json::Text("object")])),
        ("properties", bytes),
        ("required", Json::List(vec![Json::Text("base64")])),
        ("additionalProperties", Json::Flag(false)),
    ];
    let span = Json::List(vec![place(), place(), one(typed("string")), one(kept)]);
    let entry = vec![
        ("type", Json::Text("array")),
        ("prefixItems", span),
        ("minItems", Json::Number(3)),
        ("items", Json::Flag(false)),
    ];
    vec![("type", Json::Text("array")), ("items", one(entry))]
}

/// The features of a dataset of rows, as `datasets.Features.from_dict` takes them.
pub fn huggingface(dialect: Dialect) -> Json {
    features(dialect.fields())
}

fn features(fields: &[Field]) -> Json {
    Json::Object(fields.iter().map(|field| (field.name, feature(field))).collect())
}

fn feature(field: &Field) -> Json {
    let scalar =
        |name| Json::Object(vec![("dtype", Json::Text(name)), ("_type", Json::Text("Value"))]);
    let kind = match field.kind {
        Kind::Text | Kind::Time | Kind::Day | Kind::Word(_) | Kind::Ledger => scalar("string"),
        Kind::Count => scalar("int64"),
        Kind::Year => scalar("int32"),
        Kind::Share => scalar("float32"),
        Kind::Object(fields) => features(fields),
        Kind::Shares => Json::Object(CONFIDENT.map(|name| (name, scalar("float32"))).into()),
    };
    // A list of one feature is what all versions take for a list.
    if field.list { Json::List(vec![kind]) } else { kind }
}

/// A stream of Arrow without rows: the columns that Parquet files and streams of Arrow have.
///
/// # Errors
/// Those of the encoder.
pub fn arrow(dialect: Dialect) -> io::Result<Vec<u8>> {
    arrow::empty(dialect)
}
