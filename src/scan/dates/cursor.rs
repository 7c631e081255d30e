//! Steps through a line: words, gaps, digits.

use crate::scan::words::{self, Mark};

/// Blanks of any width that stand on one line.
pub const BLANKS: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\t'];

/// No letter, digit or mark of a number may stand right before a date.
pub fn free_before(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[..at];
    let Some(&last) = bytes.last() else { return true };
    let before = bytes.get(bytes.len().wrapping_sub(2)).copied();
    match last {
        b'_' => before.is_none_or(|b| b == b'_' || b == b' '),
        b'/' | b'-' => before.is_some_and(|b| b == b' '),
        _ => !last.is_ascii_alphanumeric() && !matches!(last, b'.' | b'=' | b'%' | b'$'),
    }
}

/// Nothing that goes on the number stands at `at`.
pub fn free_after(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_none_or(|b| !b.is_ascii_digit() && *b != b'%')
}

/// Letters of a word that are looked at.
const LONGEST: usize = 24;

/// The end of the word at `at`; none where no letter stands there or the word is long.
pub fn word_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let bytes = rest.as_bytes();
    let plain = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if plain == LONGEST || bytes.get(plain).is_none_or(u8::is_ascii) {
        return (plain > 0).then_some(at + plain);
    }
    let (mut len, mut thai) = (0, false);
    for c in rest.chars().take(LONGEST) {
        let goes_on = c.is_alphabetic() || is_sign(c) || (c == '.' && thai);
        if !goes_on {
            break;
        }
        thai = matches!(c, '\u{e00}'..='\u{e7f}');
        len += c.len_utf8();
    }
    (len > 0).then_some(at + len)
}

/// Marks that belong to letters in scripts of India, Arabic and Hebrew, and the apostrophe of Catalan months.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{e4f}'
        | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '׳')
}

/// Where the word begins that ends the text.
pub fn word_start(text: &str) -> usize {
    let goes_on = |c: &char| c.is_alphabetic() || is_sign(*c);
    let len: usize = text.chars().rev().take(24).take_while(goes_on).map(char::len_utf8).sum();
    text.len() - len
}

/// Behind up to three of the marks.
pub fn skip_gap(text: &str, at: usize, marks: &[char]) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if rest.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return at;
    }
    at + rest.chars().take(3).take_while(|c| marks.contains(c)).map(char::len_utf8).sum::<usize>()
}

/// Behind up to three blanks.
pub fn skip_blanks(text: &str, at: usize) -> usize {
    skip_gap(text, at, &BLANKS)
}

/// Behind a word that stands between the parts of a date, and the blank or apostrophe after it.
pub fn skip_link(text: &str, at: usize, mark: Mark) -> Option<usize> {
    let end = word_end(text, at)?;
    let next = skip_gap(text, end, &[' ', '.', '\'', '’', '\u{a0}', '\u{202f}']);
    (next > end && words::is_mark(&text[at..end], mark)).then_some(next)
}

/// Behind the first of the words that stands at `at`.
pub fn skip_one_of(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    words.iter().find(|word| rest.starts_with(**word)).map(|word| at + word.len())
}

/// Behind the ending of an ordinal number.
pub fn skip_ordinal(text: &str, at: usize) -> usize {
    let known =
        ["st", "nd", "rd", "th", "er", "re", "º", "ª", "°", "η", "-го", "-е", "inci", "lea"];
    let rest = &text[at..];
    // mostly a gap follows, or nothing
    if rest.as_bytes().first().is_none_or(|b| matches!(b, b' ' | b'.' | b',' | b':' | b'/')) {
        return at;
    }
    let over = known.iter().find(|o| {
        rest.strip_prefix(**o).is_some_and(|after| !after.starts_with(char::is_alphabetic))
    });
    at + over.map_or(0, |o| o.len())
}

/// One digit to `most` digits at `at`, and where they end.
pub fn digits_at(text: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let bytes = text.as_bytes().get(at..)?.iter().take(most);
    let digits = bytes.take_while(|b| b.is_ascii_digit());
    let (number, len) =
        digits.fold((0, 0), |(number, len), b| (number * 10 + u32::from(b - b'0'), len + 1));
    (len > 0).then_some((number, at + len))
}
