//! Values that were joined by spaces on one line: taken apart where programs wrote them, at stamps and at pictures with their
//! sizes, which no prose holds, and around a headline that the page's address says.

mod title;

use super::Page;
use crate::line::Line;
use crate::scan::{self, Facts, bytes, timestamp, trim, url};
use std::borrow::Cow;
use std::ops::Range;

/// A longer line is not taken apart, nor is one into more pieces.
const LONGEST: usize = 1 << 16;
const MOST: usize = 64;

/// The lines with those taken apart that hold such a value and other words, and the one that holds the headline and more.
pub(super) fn lines<'l, 'a>(page: Page<'l, 'a>) -> Cow<'l, [Line<'a>]> {
    let linked = memchr::memmem::find(page.text.as_bytes(), HTTP).is_some();
    let title = title::find(page);
    let first = page.lines.iter().position(|line| anchor(line, linked).is_some());
    let titled = title.as_ref().map(|(at, _)| *at);
    let Some(first) = first.into_iter().chain(titled).min() else {
        return Cow::Borrowed(page.lines);
    };
    let mut lines = page.lines[..first].to_vec();
    for (at, line) in page.lines.iter().enumerate().skip(first) {
        match title.as_ref().filter(|(titled, _)| *titled == at) {
            Some((_, place)) => around(line, place, linked, &mut lines),
            None => split(line, linked, &mut lines),
        }
    }
    Cow::Owned(lines)
}

/// The headline as a line of its own, and what stands around it; a date right behind it is one too.
fn around<'a>(line: &Line<'a>, title: &Range<usize>, linked: bool, lines: &mut Vec<Line<'a>>) {
    if let Some(before) = part(line, 0..title.start) {
        split(&before, linked, lines);
    }
    lines.extend(part(line, title.clone()));
    let Some(after) = part(line, title.end..line.text.len()) else { return };
    let date = title::date_end(after.text).unwrap_or(0);
    lines.extend(part(&after, 0..date));
    if let Some(rest) = part(&after, date..after.text.len()) {
        split(&rest, linked, lines);
    }
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
        lines.extend([0..from, from..end, end..to].into_iter().filter_map(|at| part(&rest, at)));
        rest = Line { text: &rest.text[to..], start: rest.start + to, ..rest };
    }
    match rest.text.len() == line.text.len() {
        true => lines.push(*line),
        false => lines.extend(part(&rest, 0..rest.text.len())),
    }
}

/// A part of the line as a line of its own, where it is not blank.
fn part<'a>(line: &Line<'a>, part: Range<usize>) -> Option<Line<'a>> {
    let text = trim(&line.text[part]);
    let place = || line.start + (text.as_ptr() as usize - line.text.as_ptr() as usize);
    (!text.is_empty()).then(|| Line { text, start: place(), facts: scan::facts(text), ..*line })
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
    fn a_headline_is_parted_from_what_is_around_it() {
        let address = "https://harbour-post.example/old-pier-opens-to-ships";
        let text =
            format!("{address}\nPost {address} Old pier opens to ships Ada Lund 2026-03-11T07:40Z");
        let around = format!("Post {address}");
        let expected = [
            (1, address),
            (2, &around),
            (2, "Old pier opens to ships"),
            (2, "Ada Lund"),
            (2, "2026-03-11T07:40Z"),
        ];
        assert_eq!(split(&text).unwrap(), expected);
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
