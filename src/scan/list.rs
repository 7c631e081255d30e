//! Short items with commas between: tag lists.

const MOST_BYTES: usize = 4000;
const MOST_BYTES_AN_ITEM: usize = 160;
const MARKS: [char; 4] = [',', '،', '、', ','];

/// Whether the text could be such a list: two items or more, none long, none a sentence.
pub fn is_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > MOST_BYTES || !has_mark(text) || holds_sentence(bytes) {
        return false;
    }
    let sound = |item: &str| !item.is_empty() && item.len() <= MOST_BYTES_AN_ITEM;
    items(text).all(sound)
}

/// A full stop with a space behind it.
fn holds_sentence(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'.', bytes).any(|dot| bytes.get(dot + 1) == Some(&b' '))
}

fn has_mark(text: &str) -> bool {
    memchr::memchr(b',', text.as_bytes()).is_some() || (!text.is_ascii() && text.contains(MARKS))
}

/// The items, without the white space around them.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(MARKS).map(str::trim)
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
    }
}
