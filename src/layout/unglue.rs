//! Values that were joined by spaces on one line: taken apart where programs wrote them, at stamps and at pictures with their
//! sizes, which no prose holds.

use super::Page;
use crate::line::Line;
use crate::scan::{self, Facts, bytes, timestamp, trim, url};
use std::borrow::Cow;
use std::ops::Range;

/// A longer line is not taken apart, nor is one into more pieces.
const LONGEST: usize = 1 << 16;
const MOST: usize = 64;

/// The lines with those taken apart that hold such a value and other words.
pub(super) fn lines<'l, 'a>(page: Page<'l, 'a>) -> Cow<'l, [Line<'a>]> {
    let linked = memchr::memmem::find(page.text.as_bytes(), HTTP).is_some();
    let Some(first) = page.lines.iter().position(|line| anchor(line, linked).is_some()) else {
        return Cow::Borrowed(page.lines);
    };
    let mut lines = page.lines[..first].to_vec();
    page.lines[first..].iter().for_each(|line| split(line, linked, &mut lines));
    Cow::Owned(lines)
}

/// Where a value of a program begins, where what is its own line ends, and where all of it ends.
type Anchor = (usize, usize, usize);

/// The first of the line that stands free with other words beside it; `linked` where the page has addresses.
fn anchor(line: &Line<'_>, linked: bool) -> Option<Anchor> {
    let brief = line.text.len() > STAMP && line.text.len() <= LONGEST;
    if !brief || line.facts.any(Facts::HARD) {
        return None;
    }
    let anchors = stamp(line.text).into_iter();
    let anchors = anchors.chain(linked.then(|| picture(line.text)).flatten());
    anchors.min()
}

/// The shortest stamp: `2026-03-14T09:12`.
const STAMP: usize = 16;

/// A stamp. A word before it that says what it is stays with it.
fn stamp(text: &str) -> Option<Anchor> {
    let (from, to) = timestamp::find_iso(text, 0)?;
    let before = &text[..from];
    let free = is_end(before.chars().next_back()) && is_end(text[to..].chars().next());
    (free && !before.trim_end().ends_with(':')).then_some((from, to, to))
}

fn is_end(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// The address of a picture, and its width and height behind it.
fn picture(text: &str) -> Option<Anchor> {
    let mut at = 0;
    let next = || {
        let from = at + bytes::find(text.as_bytes().get(at..)?, HTTP)?;
        at = from + HTTP.len();
        Some(from)
    };
    std::iter::from_fn(next).take(PICTURES).find_map(|from| {
        if !is_end(text[..from].chars().next_back()) {
            return None;
        }
        let end = from + url::end(&text[from..]);
        let to = end + sizes(&text[end..])?;
        let others = from > 0 || to < text.len();
        (others && url::is_image(&text[from..end])).then_some((from, end, to))
    })
}

/// What an address begins with.
const HTTP: &[u8] = b"http";
/// Most addresses of a line that are looked at for the first picture.
const PICTURES: usize = 8;

/// Up to where one or two numbers of pixels stand.
fn sizes(text: &str) -> Option<usize> {
    let size = |text: &str| {
        let digits = text.strip_prefix(' ')?;
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        ((2..=4).contains(&len) && is_end(digits[len..].chars().next())).then_some(len + 1)
    };
    let first = size(text)?;
    Some(first + size(&text[first..]).unwrap_or(0))
}

fn split<'a>(line: &Line<'a>, linked: bool, lines: &mut Vec<Line<'a>>) {
    let mut rest = *line;
    for _ in 0..MOST {
        let Some((from, end, to)) = anchor(&rest, linked) else { break };
        [0..from, from..end, end..to].into_iter().for_each(|part| push(&rest, part, lines));
        rest = Line { text: &rest.text[to..], start: rest.start + to, ..rest };
    }
    match rest.text.len() == line.text.len() {
        true => lines.push(*line),
        false => push(&rest, 0..rest.text.len(), lines),
    }
}

/// A part of the line as a line of its own, where it is not blank.
fn push<'a>(line: &Line<'a>, part: Range<usize>, lines: &mut Vec<Line<'a>>) {
    let text = trim(&line.text[part]);
    if !text.is_empty() {
        let start = line.start + (text.as_ptr() as usize - line.text.as_ptr() as usize);
        lines.push(Line { text, start, facts: scan::facts(text), number: line.number });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    fn split(text: &str) -> Option<Vec<(usize, &str)>> {
        let all = line::lines(text);
        let Cow::Owned(apart) = lines(Page { text, lines: &all }) else { return None };
        apart.iter().for_each(|line| assert_eq!(&text[line.start..line.end()], line.text));
        Some(apart.iter().map(|line| (line.number, line.text)).collect())
    }

    #[test]
    fn values_stand_between_stamps() {
        let text = "The pier\n\nIt opens 2026-03-11T07:40:00Z  2026-03-12T08:00 Ada Lund\nEnd";
        let apart = split(text).unwrap();
        let expected = [
            (1, "The pier"),
            (3, "It opens"),
            (3, "2026-03-11T07:40:00Z"),
            (3, "2026-03-12T08:00"),
            (3, "Ada Lund"),
            (4, "End"),
        ];
        assert_eq!(apart, expected);
    }

    #[test]
    fn values_stand_around_pictures_with_sizes() {
        let text = "Open https://a.example/p.jpg 1280 720 Ada Lund\nhttps://a.example/p.jpg 1280";
        let expected = [
            (1, "Open"),
            (1, "https://a.example/p.jpg"),
            (1, "1280 720"),
            (1, "Ada Lund"),
            (2, "https://a.example/p.jpg 1280"),
        ];
        assert_eq!(split(text).unwrap(), expected);
    }

    #[test]
    fn other_lines_stay_whole() {
        for text in [
            "2026-03-11T07:40:00Z",
            "published: 2026-03-11T07:40:00Z and more",
            "\"2026-03-11T07:40:00Z\", \"more\"",
            "https://a.example/2026-03-11T07:40:00Z?more",
            "See https://a.example/p.jpg 3 times",
            "https://a.example/p 1280 720 Ada Lund",
            "On 11 March 2026 at 07:40 it opens.",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
