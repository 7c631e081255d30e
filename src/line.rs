//! The lines of a page: where they stand and what each could be, computed once.

use crate::scan::{self, Facts, trim};

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The line without the white space around it.
    pub text: &'a str,
    /// Where `text` begins in the page.
    pub start: usize,
    /// Its number, from 1, blank lines counted.
    pub number: usize,
    /// What it could be, judged alone.
    pub facts: Facts,
}

impl Line<'_> {
    /// Where `text` ends in the page.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The lines of `text` that are not blank. Lines end with LF, CRLF or CR.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / 48 + 4);
    let (mut start, mut number) = (0, 1);
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes).chain([text.len()]) {
        push(text, start, end, number, &mut lines);
        start = end + 1;
        let crlf = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        number += usize::from(!crlf);
    }
    lines
}

fn push<'a>(text: &'a str, start: usize, end: usize, number: usize, lines: &mut Vec<Line<'a>>) {
    let Some(whole) = text.get(start..end) else { return };
    let content = trim(whole);
    if !content.is_empty() {
        let start = start + (content.as_ptr() as usize - whole.as_ptr() as usize);
        lines.push(Line { text: content, start, number, facts: scan::facts(content) });
    }
}

/// How many lines `text` has, a last one without an end included.
pub fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Counting one kind of byte is much faster than stopping at each of two.
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns =
        memchr::memchr_iter(b'\r', bytes).filter(|&at| bytes.get(at + 1) != Some(&b'\n')).count();
    let open = bytes.last().is_some_and(|last| !matches!(last, b'\n' | b'\r'));
    feeds + returns + usize::from(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_every_kind_of_line_end_once() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"] {
            let found: Vec<_> = lines(text).iter().map(|l| (l.text, l.number)).collect();
            assert_eq!(found, [("a", 1), ("b", 2), ("c", 4)], "{text:?}");
            assert_eq!(count(text), 4);
        }
    }

    #[test]
    fn spans_point_at_the_text() {
        let text = "  a b \r\n\u{a0}ц\u{a0}\n";
        for line in lines(text) {
            assert_eq!(&text[line.start..line.end()], line.text);
        }
    }
}
