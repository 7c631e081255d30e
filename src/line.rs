//! The lines of a page: where they stand and what each could be, computed once.

use crate::scan::bytes::{equal, position};
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

/// More lines than any page has: 262,144. A longer text is looked at so far, since what is held of a line takes more room
/// than most lines do.
pub const MOST: usize = 1 << 18;

/// The lines of `text` that are not blank, no more than [`MOST`]. Lines end with LF, CRLF or CR.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    look(text, &mut scan::facts).lines
}

/// The lines as [`lines`] gives them, and where the text ends that they are of.
pub fn first(text: &str) -> (Vec<Line<'_>>, usize) {
    let found = look(text, &mut scan::facts);
    (found.lines, found.seen)
}

/// What a look at a text found.
#[derive(Debug)]
pub(crate) struct Looked<'a> {
    /// Those that are not blank, no more than [`MOST`].
    pub lines: Vec<Line<'a>>,
    /// Where the text ends that they are of.
    pub seen: usize,
    /// What [`count`] says of the whole text.
    pub count: usize,
}

/// The lines of a text with the facts that `facts` finds.
pub(crate) fn look<'a>(text: &'a str, facts: &mut dyn FnMut(&str) -> Facts) -> Looked<'a> {
    let bytes = text.as_bytes();
    let likely = (text.len() / 48 + 4).min(MOST);
    let mut reader = Reader { lines: Vec::with_capacity(likely), organisation: None, facts };
    let (mut start, mut number) = (0, 1);
    while let Some(rest) = bytes.get(start..) {
        if reader.lines.len() == MOST {
            let count = number - 1 + count(&text[start..]);
            return Looked { lines: reader.lines, seen: start, count };
        }
        let end = start + line_len(rest);
        if end > start {
            reader.push(text, start, end, number);
        }
        let crlf = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        start = end + 1 + usize::from(crlf);
        number += 1;
    }
    let open = bytes.last().is_some_and(|last| !matches!(last, b'\n' | b'\r'));
    Looked { lines: reader.lines, seen: text.len(), count: number - 2 + usize::from(open) }
}

/// Most lines are shorter. In what is longer, a search that is made for long texts finds the end faster.
const SHORT: usize = 64;

/// How many bytes stand before the first LF or CR.
fn line_len(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b'\n') {
        return 0;
    }
    let (short, rest) = bytes.split_at(bytes.len().min(SHORT));
    position(short, |bytes| equal(bytes, b'\n') | equal(bytes, b'\r'))
        .unwrap_or_else(|| short.len() + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()))
}

struct Reader<'a, 'f> {
    lines: Vec<Line<'a>>,
    /// The last line that is an organisation. Pages repeat it, and it takes long to read.
    organisation: Option<(&'a str, Facts)>,
    /// Finds the facts of a text.
    facts: &'f mut dyn FnMut(&str) -> Facts,
}

impl<'a> Reader<'a, '_> {
    fn push(&mut self, text: &'a str, start: usize, end: usize, number: usize) {
        let Some(whole) = text.get(start..end) else { return };
        let content = trim(whole);
        if !content.is_empty() {
            let start = start + (content.as_ptr() as usize - whole.as_ptr() as usize);
            let facts = self.facts(content);
            self.lines.push(Line { text: content, start, number, facts });
        }
    }

    fn facts(&mut self, text: &'a str) -> Facts {
        // pages say many things twice
        if let Some(last) = self.lines.last().filter(|last| last.text == text) {
            return last.facts;
        }
        if let Some((_, facts)) = self.organisation.filter(|(known, _)| *known == text) {
            return facts;
        }
        let facts = (self.facts)(text);
        if facts.any(Facts::ORGANISATION) {
            self.organisation = Some((text, facts));
        }
        facts
    }
}

/// How many lines `text` has, a last one without an end included.
pub fn count(text: &str) -> usize {
    let open = text.as_bytes().last().is_some_and(|last| !matches!(last, b'\n' | b'\r'));
    ends(text) + usize::from(open)
}

/// How many ends of lines `text` has.
pub fn ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Counting one kind of byte is much faster than stopping at each of two.
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns =
        memchr::memchr_iter(b'\r', bytes).filter(|&at| bytes.get(at + 1) != Some(&b'\n')).count();
    feeds + returns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines, byte by byte.
    fn slow_lines(text: &str) -> Vec<(&str, usize)> {
        let (mut found, mut start, mut number) = (Vec::new(), 0, 0);
        for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
            let crlf = byte == b'\n' && text[..at].ends_with('\r');
            if matches!(byte, b'\n' | b'\r') {
                number += usize::from(!crlf);
                found.push((text[start..at].trim(), number));
                start = at + 1;
            }
        }
        found.retain(|(line, _)| !line.is_empty());
        found
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_slow_way(
            text in "([ !~\t\u{1}\u{7f}цa.]{0,9}|.{60,70}|\n|\r|\r\n){0,12}"
        ) {
            let Looked { lines, seen, count: all } = look(&text, &mut scan::facts);
            prop_assert_eq!(seen, text.len());
            let found: Vec<_> = lines.iter().map(|line| (line.text, line.number)).collect();
            prop_assert_eq!(found, slow_lines(&text));
            prop_assert_eq!(all, count(&text));
            prop_assert!(lines.iter().all(|line| line.facts == scan::facts(line.text)));
        }
    }

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

    #[test]
    fn a_text_of_too_many_lines_is_looked_at_so_far() {
        let text = "a\n\n".repeat(MOST) + "b";
        let (lines, seen) = first(&text);
        assert_eq!((lines.len(), seen), (MOST, text.len() - 2));
        assert_eq!(look(&text, &mut scan::facts).count, count(&text));
        let text = &text[..text.len() - 1];
        assert_eq!(first(text).1, text.len() - 1);
        assert_eq!(first("a\nb").1, 3);
    }
}
