//! What a piece of text could be, judged alone. Scanners know neither each other, nor the record, nor order.

pub mod byline;
mod classes;
pub mod contact;
pub mod dates;
pub mod facts;
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
    let blank = |byte: &&u8| **byte == b' ';
    let (before, after) =
        (bytes.iter().take_while(blank).count(), bytes.iter().rev().take_while(blank).count());
    let Some(inner) = text.get(before..bytes.len() - after) else { return "" };
    let plain = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'!'..=b'~'));
    let bytes = inner.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { inner } else { inner.trim() }
}
