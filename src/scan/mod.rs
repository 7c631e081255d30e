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
pub(crate) mod loose;
pub mod markup;
pub mod number;
pub(crate) mod recent;
pub(crate) mod rights;
pub mod selector;
pub(crate) mod share;
pub mod slug;
pub mod timestamp;
pub mod url;
pub mod words;

pub use facts::{Facts, facts};

/// `str::trim`, with a short way for what is mostly there: nothing, or a few spaces.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() & last.is_ascii_graphic() => text,
        _ => trim_any(text),
    }
}

fn trim_any(text: &str) -> &str {
    let bytes = text.as_bytes();
    if begins_plain(bytes) && ends_plain(bytes) {
        return text;
    }
    let blank = |byte: &&u8| **byte == b' ';
    let (before, after) =
        (bytes.iter().take_while(blank).count(), bytes.iter().rev().take_while(blank).count());
    let Some(inner) = text.get(before..bytes.len() - after) else { return "" };
    let bytes = inner.as_bytes();
    if begins_plain(bytes) && ends_plain(bytes) { inner } else { inner.trim() }
}

/// At most so many bytes from the start, whole characters.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

/// Whether the text surely begins with no white space. Outside of ASCII that begins with one of four bytes.
fn begins_plain(bytes: &[u8]) -> bool {
    match bytes {
        [first, ..] if first.is_ascii() => first.is_ascii_graphic(),
        [0xe3, second, ..] => *second != 0x80,
        [first, ..] => !matches!(first, 0xc2 | 0xe1 | 0xe2),
        [] => false,
    }
}

/// Whether the text surely ends with no white space. Outside of ASCII each such character has one of four bytes before its last.
fn ends_plain(bytes: &[u8]) -> bool {
    match bytes {
        [.., last] if last.is_ascii() => last.is_ascii_graphic(),
        [.., before, _] => !matches!(before, 0xc2 | 0x80 | 0x81 | 0x9a),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_character_is_trimmed_as_the_library_does() {
        for c in '\0'..=char::MAX {
            for text in [format!("{c}"), format!("{c}a{c}"), format!(" {c}b{c} ")] {
                assert_eq!(trim(&text), text.trim(), "{c:?}");
            }
        }
    }
}
