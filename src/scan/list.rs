//! Short items with commas between: tag lists.

use super::bytes::{Places, equal, position};
use super::trim;
use std::ops::Range;

const MOST_BYTES: usize = 4000;
const MOST_BYTES_AN_ITEM: usize = 160;

/// Whether the text could be such a list: two items or more, none long, none a sentence.
pub fn is_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > MOST_BYTES || holds_sentence(bytes) {
        return false;
    }
    let mut count = 0;
    for item in raw_items(text) {
        let short = item.len() <= MOST_BYTES_AN_ITEM || trim(item).len() <= MOST_BYTES_AN_ITEM;
        if !short || is_blank(item) {
            return false;
        }
        count += 1;
    }
    count > 1
}

/// Whether nothing but white space is in it; most items end with a letter, which says it at once.
fn is_blank(item: &str) -> bool {
    !item.as_bytes().last().is_some_and(u8::is_ascii_graphic) && trim(item).is_empty()
}

/// A full stop with a space behind it.
fn holds_sentence(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'.', bytes).any(|dot| bytes.get(dot + 1) == Some(&b' '))
}

/// The items, without the white space around them. Between them stands a comma, or what Arabic, Japanese and full-width
/// text write for one.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    raw_items(text).map(trim)
}

/// The items with the white space around them.
fn raw_items(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let other = memchr::memchr3(OTHER_MARKS[0], OTHER_MARKS[1], OTHER_MARKS[2], bytes).is_some();
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let from = rest?;
        let found = if other { mark_of_any_script(bytes, from) } else { comma(bytes, from) };
        rest = found.as_ref().map(|mark| mark.end);
        text.get(from..found.map_or(text.len(), |mark| mark.start))
    })
}

/// The first comma from a place on.
fn comma(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let at = from + position(bytes.get(from..)?, |bytes| equal(bytes, b','))?;
    Some(at..at + 1)
}

/// The first mark from a place on. What is like a part of one and none is passed.
fn mark_of_any_script(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let may_be = |bytes| equal(bytes, b',') | equal(bytes, SECOND[0]) | equal(bytes, SECOND[1]);
    Places::new(bytes.get(from..)?, may_be).find_map(|at| mark(bytes, from + at))
}

/// What the marks of other scripts begin with.
const OTHER_MARKS: [u8; 3] = [0xd8, 0xe3, 0xef];

/// Bytes of marks of other scripts that are rarer in their texts than what these begin with.
const SECOND: [u8; 2] = [0x8c, 0x80];

/// The mark of any script of which a comma, or one of `SECOND`, stands at `at`: `,` `\u{60c}` `\u{3001}` `\u{ff0c}`.
fn mark(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    if bytes.get(at) == Some(&b',') {
        return Some(at..at + 1);
    }
    match (bytes.get(..at)?, bytes.get(at..)?) {
        ([.., 0xd8], [0x8c, ..]) => Some(at - 1..at + 1),
        ([.., 0xe3], [0x80, 0x81, ..]) => Some(at - 1..at + 2),
        ([.., 0xef, 0xbc], [0x8c, ..]) => Some(at - 2..at + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_are_those_between_the_marks(text in "([a,ا،あ、「い,ー \u{ff01}]|[a-z]{14,18}){0,20}") {
            let slow: Vec<_> = text.split([',', '،', '、', '\u{ff0c}']).map(str::trim).collect();
            prop_assert_eq!(items(&text).collect::<Vec<_>>(), slow);
        }
    }

    #[test]
    fn lists_and_sentences() {
        assert!(is_list("north africa, morocco"));
        assert!(is_list("россия, северный поток — 2"));
        assert!(!is_list("africa"));
        assert!(!is_list("First it rained, as ever. Then it snowed, at last"));
        assert_eq!(items("a, b,c").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(items("ا، ب、c,d\u{ff0c}e").collect::<Vec<_>>(), ["ا", "ب", "c", "d", "e"]);
        assert!(is_list("日本、中国") && is_list("ا، ب"));
    }
}
