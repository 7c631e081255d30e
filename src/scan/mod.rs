//! What a piece of text could be, judged alone. Scanners know neither each other, nor the record, nor order.

pub mod byline;
mod classes;
pub mod contact;
pub mod dates;
pub mod facts;
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

/// `str::trim`, with a short way for text that has nothing to trim.
pub(crate) fn trim(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'!'..=b'~'));
    let bytes = text.as_bytes();
    match (plain(bytes.first()), plain(bytes.last())) {
        (true, true) => text,
        (false, true) if bytes.first() == Some(&b' ') => trim(&text[1..]),
        _ => text.trim(),
    }
}
