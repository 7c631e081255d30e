//! Rows as JSON: the same bytes that serde_json writes, for a tenth of its time. Serde's way of writing a row stays the
//! oracle of the tests.

use super::escape::{content, string};
use super::jsonl::{Row, Source};
use crate::ledger::{Entry, Kept, Ledger};
use crate::property::Property;
use crate::record::{Image, Metadata, Organisation, Precision, Record, Repair, Role};
use crate::record::{Text, Timestamp};
use crate::repairs::{GLUED_PARAGRAPH, PARAGRAPH};
use crate::warning::Warning;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::LazyLock;

/// A key with the comma before it and the colon behind it.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":").as_bytes()
    };
}

/// A key that begins an object.
macro_rules! first {
    ($name:literal) => {
        concat!("{\"", $name, "\":").as_bytes()
    };
}

/// A text that may be missing, with its key and what stands before that. What is known before is appended in one piece.
macro_rules! text {
    ($before:literal $name:literal, $value:expr, $to:expr) => {
        match $value {
            Some(text) => quoted(concat!($before, "\"", $name, "\":\"").as_bytes(), text, $to),
            None => word(concat!($before, "\"", $name, "\":null").as_bytes(), $to),
        }
    };
    ($name:literal, $value:expr, $to:expr) => {
        text!("," $name, $value, $to)
    };
}

/// Appends a row as an object.
pub(super) fn row(row: &Row<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    word(first!("id"), to);
    string(row.id, to);
    scalars(row.record, to);
    people(row.record, to);
    rest(row.record, to)?;
    word(key!("source"), to);
    source(&row.source, to);
    word(key!("warnings"), to);
    list(row.warnings, warning, to);
    if let Some(entries) = &row.ledger {
        word(key!("ledger"), to);
        ledger(entries, to);
    }
    to.push(b'}');
    Ok(())
}

/// Appends the value of one field. It is that of the row, which is written in one go because that is faster.
pub(super) fn value(field: &str, row: &Row<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let record = row.record;
    match field {
        "id" => string(row.id, to),
        "url" => optional(&record.url, to),
        "headline" => optional(&record.headline, to),
        "alternative_headline" => optional(&record.alternative_headline, to),
        "description" => optional(&record.description, to),
        "published" => optional(&record.published, to),
        "modified" => optional(&record.modified, to),
        "created" => optional(&record.created, to),
        "crawled" => optional(&record.crawled, to),
        "timestamps" => list(&record.timestamps, timestamp, to),
        "authors" => texts(b"", &record.authors, to),
        "publisher" => match &record.publisher {
            Some(it) => organisation(it, to),
            None => word(b"null", to),
        },
        "keywords" => texts(b"", &record.keywords, to),
        "sections" => texts(b"", &record.sections, to),
        "locations" => texts(b"", &record.locations, to),
        "genre" => optional(&record.genre, to),
        "language" => optional(&record.language, to),
        "copyright_year" => number(b"", record.copyright_year, to),
        "images" => list(&record.images, image, to),
        "related" => texts(b"", &record.related, to),
        "body" => optional(&record.body, to),
        "repairs" => list(&record.repairs, repair, to),
        "metadata" => list(&record.metadata, metadata, to),
        "confidence" => confidence(&record.confidence, to)?,
        "layout" => string(&record.layout, to),
        "source" => source(&row.source, to),
        "warnings" => list(row.warnings, warning, to),
        _ => word(b"null", to),
    }
    Ok(())
}

fn optional(text: &Option<Text<'_>>, to: &mut Vec<u8>) {
    match text {
        Some(text) => string(text, to),
        None => word(b"null", to),
    }
}

/// The fields before the authors.
fn scalars(record: &Record<'_>, to: &mut Vec<u8>) {
    text!("url", &record.url, to);
    text!("headline", &record.headline, to);
    text!("alternative_headline", &record.alternative_headline, to);
    text!("description", &record.description, to);
    text!("published", &record.published, to);
    text!("modified", &record.modified, to);
    text!("created", &record.created, to);
    text!("crawled", &record.crawled, to);
    word(key!("timestamps"), to);
    list(&record.timestamps, timestamp, to);
}

/// The fields from the authors to the related pages.
fn people(record: &Record<'_>, to: &mut Vec<u8>) {
    texts(key!("authors"), &record.authors, to);
    word(key!("publisher"), to);
    match &record.publisher {
        Some(it) => organisation(it, to),
        None => word(b"null", to),
    }
    texts(key!("keywords"), &record.keywords, to);
    texts(key!("sections"), &record.sections, to);
    texts(key!("locations"), &record.locations, to);
    text!("genre", &record.genre, to);
    text!("language", &record.language, to);
    number(key!("copyright_year"), record.copyright_year, to);
    word(key!("images"), to);
    list(&record.images, image, to);
    texts(key!("related"), &record.related, to);
}

/// The fields from the body on.
fn rest(record: &Record<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    text!("body", &record.body, to);
    word(key!("repairs"), to);
    list(&record.repairs, repair, to);
    word(key!("metadata"), to);
    list(&record.metadata, metadata, to);
    word(key!("confidence"), to);
    confidence(&record.confidence, to)?;
    word(key!("layout"), to);
    string(&record.layout, to);
    Ok(())
}

fn timestamp(it: &Timestamp<'_>, to: &mut Vec<u8>) {
    role(it.role, to);
    content(it.raw.as_bytes(), to);
    to.push(b'"');
    text!("value", &it.value, to);
    precision(it.precision, to);
    number(b"", Some(it.line), to);
    to.push(b'}');
}

/// Appends what stands before the raw text of a timestamp.
fn role(role: Role, to: &mut Vec<u8>) {
    // pieces of known lengths, which take no call to be copied
    match role {
        Role::Published => word(br#"{"role":"published","raw":""#, to),
        Role::Modified => word(br#"{"role":"modified","raw":""#, to),
        Role::Created => word(br#"{"role":"created","raw":""#, to),
        Role::Crawled => word(br#"{"role":"crawled","raw":""#, to),
        Role::Url => word(br#"{"role":"url","raw":""#, to),
        Role::Suffix => word(br#"{"role":"suffix","raw":""#, to),
        Role::Mentioned => word(br#"{"role":"mentioned","raw":""#, to),
    }
}

/// Appends what stands before the line of a timestamp.
fn precision(precision: Option<Precision>, to: &mut Vec<u8>) {
    match precision {
        Some(Precision::Month) => word(br#","precision":"month","line":"#, to),
        Some(Precision::Day) => word(br#","precision":"day","line":"#, to),
        Some(Precision::Minute) => word(br#","precision":"minute","line":"#, to),
        Some(Precision::Second) => word(br#","precision":"second","line":"#, to),
        None => word(br#","precision":null,"line":"#, to),
    }
}

fn organisation(it: &Organisation<'_>, to: &mut Vec<u8>) {
    text!("{" "name", &it.name, to);
    text!("legal_name", &it.legal_name, to);
    text!("email", &it.email, to);
    text!("telephone", &it.telephone, to);
    text!("url", &it.url, to);
    number(key!("logo_width"), it.logo_width, to);
    number(key!("logo_height"), it.logo_height, to);
    to.push(b'}');
}

fn image(it: &Image<'_>, to: &mut Vec<u8>) {
    word(first!("url"), to);
    string(&it.url, to);
    number(key!("width"), it.width, to);
    number(key!("height"), it.height, to);
    to.push(b'}');
}

fn repair(it: &Repair, to: &mut Vec<u8>) {
    number(first!("at"), Some(it.at), to);
    if it.kind == GLUED_PARAGRAPH && it.insert == PARAGRAPH {
        // What nearly all of them say.
        return word(br#","kind":"glued-paragraph","insert":"\n\n"}"#, to);
    }
    word(key!("kind"), to);
    string(&it.kind, to);
    word(key!("insert"), to);
    string(&it.insert, to);
    to.push(b'}');
}

fn metadata(it: &Metadata<'_>, to: &mut Vec<u8>) {
    match it.property {
        Some(property) => {
            word(br#"{"property":""#, to);
            content(property.as_str().as_bytes(), to);
            quoted(br#"","text":""#, &it.text, to);
        }
        None => quoted(br#"{"property":null,"text":""#, &it.text, to),
    }
    number(key!("line"), Some(it.line), to);
    to.push(b'}');
}

fn warning(it: &Warning, to: &mut Vec<u8>) {
    word(first!("code"), to);
    string(&it.code, to);
    number(key!("line"), it.line, to);
    word(key!("message"), to);
    string(&it.message, to);
    to.push(b'}');
}

fn source(it: &Source<'_>, to: &mut Vec<u8>) {
    word(first!("path"), to);
    string(&it.path, to);
    number(key!("page"), Some(it.page), to);
    number(key!("offset"), Some(it.offset), to);
    number(key!("bytes"), Some(it.bytes), to);
    number(key!("lines"), Some(it.lines), to);
    word(key!("encoding"), to);
    string(&it.encoding, to);
    text!("container", &it.container, to);
    to.push(b'}');
}

fn confidence(pairs: &[(Text<'_>, f32)], to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    if pairs.is_empty() {
        word(b"{}", to);
        return Ok(());
    }
    word(b"{\"", to);
    for (field, value) in pairs {
        content(field.as_bytes(), to);
        share(*value, to)?;
    }
    // what stands before a next pair
    to.truncate(to.len() - 2);
    to.push(b'}');
    Ok(())
}

/// Appends the end of a key, its share, and what stands before the next key. Most shares are whole hundredths, whose
/// shortest form is known.
fn share(value: f32, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    // Saturates, and is 0 where the value is no number.
    let hundredths = (value * 100.0 + 0.5) as u8;
    let (tens, ones) = (b'0' + hundredths / 10, b'0' + hundredths % 10);
    if !(1..100).contains(&hundredths) || f32::from(hundredths) / 100.0 != value {
        word(b"\":", to);
        serde_json::to_writer(&mut *to, &value)?;
        word(b",\"", to);
    } else if ones == b'0' {
        word(&[b'"', b':', b'0', b'.', tens, b',', b'"'], to);
    } else {
        word(&[b'"', b':', b'0', b'.', tens, ones, b',', b'"'], to);
    }
    Ok(())
}

fn ledger(it: &Ledger<'_>, to: &mut Vec<u8>) {
    to.push(b'[');
    // The end of the last span, and where its digits stand: mostly the next begins there.
    let mut last = (usize::MAX, 0..0);
    for (k, entry) in it.entries().enumerate() {
        comma(k, to);
        to.push(b'[');
        match &last {
            (end, digits) if *end == entry.start => to.extend_from_within(digits.clone()),
            _ => number(b"", Some(entry.start), to),
        }
        to.push(b',');
        let from = to.len();
        number(b"", Some(entry.end), to);
        last = (entry.end, from..to.len());
        rest_of_span(&entry, to);
    }
    to.push(b']');
}

/// What stands behind the places of a span.
fn rest_of_span(it: &Entry<'_>, to: &mut Vec<u8>) {
    word(name(it.property), to);
    match &it.text {
        None => {}
        Some(Kept::Text(text)) => match text.as_bytes() {
            // what nearly all separators are
            b"\n" => word(br#","\n""#, to),
            b"\n\n" => word(br#","\n\n""#, to),
            _ => {
                to.push(b',');
                string(text, to);
            }
        },
        Some(Kept::Bytes(bytes)) => {
            word(b",{\"base64\":", to);
            string(&STANDARD.encode(bytes), to);
            to.push(b'}');
        }
    }
    to.push(b']');
}

/// The name of a property as a string, with a comma before it.
fn name(property: Property) -> &'static [u8] {
    static NAMES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let name = |property: &Property| {
            let mut name = vec![b','];
            string(property.as_str(), &mut name);
            name
        };
        Property::ALL.iter().map(name).collect()
    });
    NAMES.get(property as usize).map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn list<T>(items: &[T], write: impl Fn(&T, &mut Vec<u8>), to: &mut Vec<u8>) {
    to.push(b'[');
    for (k, item) in items.iter().enumerate() {
        comma(k, to);
        write(item, to);
    }
    to.push(b']');
}

fn texts(key: &[u8], items: &[Text<'_>], to: &mut Vec<u8>) {
    word(key, to);
    let Some((last, others)) = items.split_last() else { return word(b"[]", to) };
    word(b"[\"", to);
    for item in others {
        content(item.as_bytes(), to);
        word(b"\",\"", to);
    }
    content(last.as_bytes(), to);
    word(b"\"]", to);
}

/// A string behind bytes that end with its first quote.
fn quoted(before: &[u8], text: &str, to: &mut Vec<u8>) {
    word(before, to);
    content(text.as_bytes(), to);
    to.push(b'"');
}

#[inline(always)]
pub(super) fn number<T>(key: &[u8], value: Option<T>, to: &mut Vec<u8>)
where
    T: itoa::Integer + TryInto<u16> + Copy,
{
    word(key, to);
    let Some(value) = value else { return word(b"null", to) };
    match value.try_into() {
        Ok(few) if few < 10_000 => digits(few, to),
        _ => word(itoa::Buffer::new().format(value).as_bytes(), to),
    }
}

/// Appends a number of at most four digits, as most are, in one piece that is cut to its length.
#[inline(never)]
fn digits(number: u16, to: &mut Vec<u8>) {
    let pair =
        |value: u16| PAIRS.get(usize::from(value)).map_or(0, |pair| u16::from_le_bytes(*pair));
    let all = u32::from(pair(number / 100)) | u32::from(pair(number % 100)) << 16;
    let less = usize::from(number < 10) + usize::from(number < 100) + usize::from(number < 1000);
    let end = to.len() + 4 - less;
    word(&(all >> (8 * less)).to_le_bytes(), to);
    to.truncate(end);
}

/// The numbers below a hundred, with a zero before those of one digit.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
        number += 1;
    }
    pairs
};

fn comma(k: usize, to: &mut Vec<u8>) {
    if k > 0 {
        to.push(b',');
    }
}

/// Bytes that are JSON already.
pub(super) fn word(bytes: &[u8], to: &mut Vec<u8>) {
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_serde() {
        let hundredths = (0..=100).map(|k| k as f32 / 100.0);
        let odd = [-0.0, 1.5, 0.005, 0.125, 0.1 + 0.2, 1e-9, 1e30, f32::MAX, f32::MIN_POSITIVE];
        let none = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
        for value in hundredths.chain(odd).chain(none) {
            for value in [value, value.next_up(), value.next_down(), -value] {
                let mut json = Vec::new();
                share(value, &mut json).unwrap();
                let slow = format!("\":{},\"", serde_json::to_string(&value).unwrap());
                assert_eq!(String::from_utf8(json).unwrap(), slow);
            }
        }
    }

    #[test]
    fn whole_numbers_are_those_of_serde() {
        for value in (0..=70_000).chain([i64::MAX, i64::MIN, -1, -9999]) {
            let mut json = Vec::new();
            number(b"", Some(value), &mut json);
            assert_eq!(json, serde_json::to_vec(&value).unwrap());
        }
    }
}
