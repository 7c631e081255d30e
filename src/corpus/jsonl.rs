//! Lines of JSON, each an object with the text of a page and what else is known of it.
//!
//! A reader only cuts blocks at line ends and counts; what a line holds is found out by whoever converts the block.

use super::container::{BATCH, Read};
use super::container::{Halt, Holds, Lines, Opening, Origin, Packer, Place, Unshown};
use super::damage::Damage;
use super::json::Keys;
use super::open::oversized;
use super::sniff::Head;
use super::stated::Stated;
use super::stream::Stream;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;
use std::io::BufRead;

/// What a line of JSON gives.
#[derive(Debug)]
pub struct Line<'a> {
    /// The text of the page; none where the object has none.
    pub text: Option<Cow<'a, str>>,
    /// The other fields.
    pub stated: Stated<'a>,
}

/// Whether the bytes begin with a line that is an object with a text.
pub(super) fn begins(bytes: &[u8], head: Head, opening: &Opening) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.first() != Some(&b'{') {
        return false;
    }
    match memchr(b'\n', bytes) {
        Some(end) => has_text(&bytes[..end], opening),
        None if head == Head::Whole => has_text(bytes, opening),
        // A line that is longer than what was looked at.
        None => bytes[1..].trim_ascii_start().starts_with(b"\""),
    }
}

fn has_text(line: &[u8], opening: &Opening) -> bool {
    let Ok(line) = simdutf8::basic::from_utf8(line) else { return false };
    read(line, opening).is_ok_and(|line| line.text.is_some())
}

/// Reads one line.
///
/// # Errors
/// The line is no object, in words.
pub fn read<'a>(line: &'a str, opening: &Opening) -> Result<Line<'a>, String> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    let keys = Keys { text: &opening.text_fields, others: opening.others };
    let draft = keys.read(line).map_err(|error| reason(&error))?;
    Ok(Line { text: draft.text, stated: draft.stated })
}

/// The parser's words; its line is always 1, since it sees no other.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line 1 column ") {
        Some((what, column)) => format!("{what}, at its byte {column}"),
        None => text,
    }
}

/// The lines of a block that are not blank: offset and length.
pub fn lines(block: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let ends = memchr_iter(b'\n', block).map(|at| at + 1).chain(std::iter::once(block.len()));
    let mut start = 0;
    ends.filter_map(move |end| {
        let from = std::mem::replace(&mut start, end);
        let line = block.get(from..end)?;
        (!is_blank(line)).then_some((from, line))
    })
}

fn is_blank(line: &[u8]) -> bool {
    line.first().is_none_or(u8::is_ascii_whitespace) && line.trim_ascii().is_empty()
}

/// The smallest block.
const SMALL: usize = 64 << 10;

/// Blocks of more lines are made smaller: a line may become a row of many times its length.
const MANY: u64 = 2000;

/// Cuts a stream of lines into blocks.
pub(super) fn open(
    mut stream: Stream<'_>,
    place: &Place,
    opening: &Opening,
    packer: &mut Packer<'_>,
) -> Read {
    let limit =
        opening.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let mut cut = Cut { place, limit, offset: 0, first: 1, size: SMALL, rest: Vec::new() };
    packer.hand_out()?;
    loop {
        let more = cut.block(&mut stream, packer)?;
        if !more {
            return Ok(());
        }
    }
}

/// Where the lines that were cut off end.
struct Cut<'c> {
    place: &'c Place,
    limit: usize,
    offset: u64,
    first: u64,
    /// So many bytes make the next block.
    size: usize,
    /// What stands behind the last line end.
    rest: Vec<u8>,
}

impl Cut<'_> {
    /// Hands out whole lines, about as many as make a block. Says whether there may be more.
    fn block(&mut self, stream: &mut Stream<'_>, packer: &mut Packer<'_>) -> Result<bool, Halt> {
        let bytes = packer.bytes();
        let start = bytes.len();
        bytes.append(&mut self.rest);
        let room = self.size.saturating_sub(bytes.len() - start).max(self.size / 8);
        bytes.reserve(room);
        let read = stream.append(room, bytes);
        let ended = !matches!(read, Ok(count) if count == room);
        let block = bytes.get(start..).unwrap_or_default();
        let end = match memchr::memrchr(b'\n', block) {
            _ if ended => block.len(),
            Some(end) => end + 1,
            None => 0,
        };
        self.rest.extend_from_slice(&block[end..]);
        bytes.truncate(start + end);
        self.lines(start, packer)?;
        if let Err(error) = read {
            let at = stream.position().get();
            return Err(Damage::of(&error, "stream of JSON lines", self.place, at).into());
        }
        if self.rest.len() > self.limit {
            self.pass_over(stream, packer)?;
        }
        Ok(!ended)
    }

    /// Hands out the lines behind `start`, without those that are to be skipped.
    fn lines(&mut self, start: usize, packer: &mut Packer<'_>) -> Read {
        let to_skip = packer.to_skip();
        let block = packer.bytes().get(start..).unwrap_or_default();
        let len = block.len();
        let (mut count, mut left_out) = (0, 0);
        for (at, line) in lines(block) {
            count += 1;
            if count <= to_skip {
                left_out = at + line.len();
            }
        }
        self.size = if count > MANY { self.size / 2 } else { self.size * 2 }.clamp(SMALL, BATCH);
        let skipped = count.min(to_skip);
        let lines = Lines { offset: self.offset + left_out as u64, first: self.first + skipped };
        self.offset += len as u64;
        self.first += count;
        packer.skipped(skipped);
        if count == skipped {
            packer.bytes().truncate(start);
            return Ok(());
        }
        packer.bytes().drain(start..start + left_out);
        packer.add(self.place, start, count - skipped, Holds::Lines(lines))?;
        packer.hand_out()
    }

    /// Leaves out a line that is too long to be held.
    fn pass_over(&mut self, stream: &mut Stream<'_>, packer: &mut Packer<'_>) -> Read {
        let mut len = self.rest.len() as u64;
        self.rest = Vec::new();
        loop {
            let at = stream.position().get();
            let bytes = stream.fill_buf();
            let bytes = bytes.map_err(|error| {
                Halt::from(Damage::of(&error, "stream of JSON lines", self.place, at))
            })?;
            let end = memchr(b'\n', bytes).map(|end| end + 1);
            let count = end.unwrap_or(bytes.len());
            stream.consume(count);
            len += count as u64;
            if end.is_some() || count == 0 {
                break;
            }
        }
        let warning = oversized(self.limit as u64);
        let (number, offset) = (self.first, self.offset);
        self.first += 1;
        self.offset += len;
        if packer.skips() {
            return Ok(());
        }
        let origin = Origin { container: "jsonl", number, offset, ..Origin::default() };
        let nothing = Unshown { origin: Some(origin), bytes: len, warning };
        let start = packer.bytes().len();
        packer.add(self.place, start, 1, Holds::Nothing(Box::new(nothing)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::Others;
    use super::*;

    #[test]
    fn a_text_that_has_no_escapes_is_borrowed() {
        let line =
            r#"{"id": 7, "text": "A storm", "url": "https://a.example/1", "n": [1, {"a": null}]}"#;
        let opening = Opening::default();
        let page = read(line, &opening).unwrap();
        assert!(matches!(page.text, Some(Cow::Borrowed("A storm"))));
        assert_eq!((page.stated.id.as_deref(), page.stated.others.len()), (Some("7"), 0));
        let keep = Opening { others: Others::Keep, ..opening };
        let page = read(line, &keep).unwrap();
        assert_eq!(page.stated.others, [("n".into(), r#"[1, {"a": null}]"#.into())]);
    }

    #[test]
    fn the_likeliest_text_is_taken_wherever_it_stands() {
        let opening = Opening::default();
        for line in [
            r#"{"content": "a summary", "text": "A \u2013 storm"}"#,
            r#"{"text": "A \u2013 storm", "content": "a summary"}"#,
            r#"{"text": "A \u2013 storm", "text": "again"}"#,
        ] {
            assert_eq!(read(line, &opening).unwrap().text.unwrap(), "A – storm");
        }
        let own = Opening { text_fields: vec!["prose".into()], ..opening };
        let line = r#"{"text": "a", "prose": "b", "metadata": {"title": "Pier", "url": "u"}}"#;
        let page = read(line, &own).unwrap();
        assert_eq!(
            (page.text.as_deref(), page.stated.headline.as_deref()),
            (Some("b"), Some("Pier"))
        );
    }

    #[test]
    fn what_is_no_object_is_told() {
        let opening = Opening::default();
        for (line, told) in [
            ("{\"text\": \"cut", "EOF while parsing a string, at its byte 13"),
            ("[1]", "invalid type: sequence, expected an object, at its byte 0"),
            ("{} {}", "trailing characters, at its byte 4"),
        ] {
            assert_eq!(read(line, &opening).unwrap_err(), told);
        }
        let deep = "[".repeat(100_000);
        assert!(read(&format!("{{\"a\": {deep}"), &opening).is_err());
    }

    #[test]
    fn only_objects_with_a_text_begin_lines_of_json() {
        let opening = Opening::default();
        for (bytes, head, begins_lines) in [
            (&b"{\"text\": \"a\"}"[..], Head::Whole, true),
            (b"\xef\xbb\xbf\n {\"text\": \"a\"}\n", Head::Cut, true),
            (b"{\"name\": \"a\"}\n", Head::Whole, false),
            (b"{\n\"text\": \"a\"}\n", Head::Whole, false),
            (b"{\"text\": \"a", Head::Whole, false),
            (b"{\"text\": \"a", Head::Cut, true),
            (b"{curly}", Head::Cut, false),
        ] {
            assert_eq!(begins(bytes, head, &opening), begins_lines, "{bytes:?}");
        }
    }

    #[test]
    fn blank_lines_are_none() {
        let found: Vec<_> = lines(b"\n{a}\r\n \r\n{b}").collect();
        assert_eq!(found, [(1, &b"{a}\r\n"[..]), (9, b"{b}")]);
    }
}
