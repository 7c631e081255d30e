//! What a piece of text could be, judged alone. Scanners know neither each other, nor the record, nor order.

pub mod byline;
pub(crate) mod bytes;
mod classes;
pub mod contact;
pub mod dates;
pub mod facts;
pub mod language;
pub(crate) mod letter;
pub mod list;
pub mod locale;
pub mod markup;
pub mod number;
pub mod selector;
pub mod slug;
pub mod timestamp;
pub mod url;
pub mod words;

pub use facts::{Facts, facts};

/// `str::trim`, with a short way for what is mostly there: nothing, or a few spaces.
pub(crate) fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) {
        return text;
    }
    let blank = |byte: &&u8| **byte == b' ';
    let (before, after) =
        (bytes.iter().take_while(blank).count(), bytes.iter().rev().take_while(blank).count());
    let Some(inner) = text.get(before..bytes.len() - after) else { return "" };
    let bytes = inner.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { inner } else { inner.trim() }
}

fn is_plain(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_graphic)
}
