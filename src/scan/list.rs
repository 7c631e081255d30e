//! Short items with commas between: tag lists.

use super::trim;

const MOST_BYTES: usize = 4000;
const MOST_BYTES_AN_ITEM: usize = 160;

/// Whether the text could be such a list: two items or more, none long, none a sentence.
pub fn is_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > MOST_BYTES || holds_sentence(bytes) {
        return false;
    }
    let mut count = 0;
    for item in items(text) {
        if item.is_empty() || item.len() > MOST_BYTES_AN_ITEM {
            return false;
        }
        count += 1;
    }
    count > 1
}

/// A full stop with a space behind it.
fn holds_sentence(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'.', bytes).any(|dot| bytes.get(dot + 1) == Some(&b' '))
}

/// The items, without the white space around them.
pub fn items(text: &str) -> Items<'_> {
    Items { rest: Some(text), plain: memchr::memchr3(0xd8, 0xe3, 0xef, text.as_bytes()).is_none() }
}

/// A comma, or what Arabic, Japanese and full-width text write for one. In UTF-8 the others begin with D8, E3 and EF.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | '\u{060c}' | '\u{3001}' | '\u{ff0c}')
}

/// See [`items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    rest: Option<&'a str>,
    /// Whether no mark but the comma can be there.
    plain: bool,
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let mark = if self.plain { comma(rest) } else { mark(rest) };
        let item = match mark {
            Some((at, len)) => {
                self.rest = Some(&rest[at + len..]);
                &rest[..at]
            }
            None => self.rest.take()?,
        };
        Some(trim(item))
    }
}

fn comma(text: &str) -> Option<(usize, usize)> {
    memchr::memchr(b',', text.as_bytes()).map(|at| (at, 1))
}

/// Where the first mark of any script stands, and its length.
fn mark(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find(|(_, c)| is_mark(*c)).map(|(at, c)| (at, c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
