//! The words that names are made of.

use crate::scan::bytes::{self, at_most, equal, position};
use crate::scan::letter::{is_letter, is_lower};

/// In ASCII a name begins with a capital and has two words, the second with a capital unless it is a small one. What
/// begins outside of ASCII must be read.
pub(super) fn may_begin_name(text: &str) -> bool {
    let letters = text.as_bytes();
    match letters {
        [b'A'..=b'Z', ..] => {}
        [first, ..] => return !first.is_ascii(),
        [] => return false,
    }
    let end = position(letters, |bytes| equal(bytes, b' ') | !at_most(bytes, 0x7f));
    let Some((first, rest)) = end.and_then(|end| letters.split_at_checked(end)) else {
        return false;
    };
    match rest {
        [b' ', second, ..] if second.is_ascii() => {
            first.iter().all(is_in_name)
                && (second.is_ascii_uppercase()
                    || second.is_ascii_lowercase() && {
                        let word = bytes::words(&text[first.len() + 1..]).next();
                        word.is_some_and(|word| is_particle(bare(word)))
                    })
        }
        rest => rest.len() > 1,
    }
}

/// What ASCII has for names.
fn is_in_name(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'-' | b'\'')
}

/// The word without the marks behind it, and without a date that is glued to it.
pub(super) fn bare(word: &str) -> &str {
    let digit = word.bytes().position(|b| b.is_ascii_digit() || b == b'@').filter(|&at| at > 2);
    let word = digit.map_or(word, |at| &word[..at]);
    if word.as_bytes().last().is_some_and(u8::is_ascii_alphabetic) {
        return word;
    }
    word.trim_end_matches([',', ';', '|', '(', '·', '•', '/', ':', '、', '@', '^', '_'])
}

/// `Jr.` and `Prof.` are short for something; a longer word with a full stop ends a sentence.
const LONGEST_SHORT: usize = 5;

pub(super) fn is_name_word(word: &str) -> bool {
    if word.is_ascii() {
        let bytes = word.as_bytes();
        return bytes.first().is_some_and(u8::is_ascii_uppercase)
            && !(bytes.last() == Some(&b'.') && bytes.len() > LONGEST_SHORT)
            && bytes.iter().all(is_in_name);
    }
    let Some(first) = word.chars().next() else { return false };
    is_letter(first)
        && !is_lower(first)
        && !(word.ends_with('.') && word.chars().count() > LONGEST_SHORT)
        && word.chars().all(|c| is_letter(c) || matches!(c, '.' | '-' | '\'' | '’' | '‑'))
}

/// Small words inside names.
pub fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "do"
            | "dos"
            | "del"
            | "della"
            | "la"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ten"
            | "af"
            | "al"
            | "el"
            | "bin"
            | "zu"
    )
}
