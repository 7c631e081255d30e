//! Values that were joined by spaces on one line: taken apart at the stamps of programs, which no prose holds.

use super::Page;
use crate::line::Line;
use crate::scan::{self, Facts, timestamp, trim};

/// A longer line is not taken apart, nor is one into more pieces.
const LONGEST: usize = 1 << 16;
const MOST: usize = 64;

/// The lines with those taken apart that hold a stamp and other words; none where there are no such lines.
pub(super) fn lines<'a>(page: Page<'_, 'a>) -> Option<Vec<Line<'a>>> {
    let first = page.lines.iter().position(|line| stamp(line).is_some())?;
    let mut lines = page.lines[..first].to_vec();
    page.lines[first..].iter().for_each(|line| split(line, &mut lines));
    Some(lines)
}

/// Where the line's first stamp is, if it stands free and other words beside it.
fn stamp(line: &Line<'_>) -> Option<(usize, usize)> {
    let brief = line.text.len() > STAMP && line.text.len() <= LONGEST;
    if !brief || line.facts.any(Facts::HARD) {
        return None;
    }
    let (from, to) = timestamp::find_iso(line.text, 0)?;
    let bare = |text: &str, end: bool| match end {
        true => text.is_empty() || text.ends_with(char::is_whitespace),
        false => text.is_empty() || text.starts_with(char::is_whitespace),
    };
    let free = bare(&line.text[..from], true) && bare(&line.text[to..], false);
    (free && !key(&line.text[..from])).then_some((from, to))
}

/// The shortest stamp: `2026-03-14T09:12`.
const STAMP: usize = 16;

/// A word that says what the stamp is stays with it.
fn key(before: &str) -> bool {
    before.trim_end().ends_with(':')
}

fn split<'a>(line: &Line<'a>, lines: &mut Vec<Line<'a>>) {
    let mut rest = *line;
    for _ in 0..MOST {
        let Some((from, to)) = stamp(&rest) else { break };
        push(&rest, 0, from, lines);
        push(&rest, from, to, lines);
        rest = Line { text: &rest.text[to..], start: rest.start + to, ..rest };
    }
    match rest.text.len() == line.text.len() {
        true => lines.push(*line),
        false => push(&rest, 0, rest.text.len(), lines),
    }
}

/// A part of the line as a line of its own, where it is not blank.
fn push<'a>(line: &Line<'a>, from: usize, to: usize, lines: &mut Vec<Line<'a>>) {
    let text = trim(&line.text[from..to]);
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
        let apart = lines(Page { text, lines: &all })?;
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
    fn other_lines_stay_whole() {
        for text in [
            "2026-03-11T07:40:00Z",
            "published: 2026-03-11T07:40:00Z and more",
            "\"2026-03-11T07:40:00Z\", \"more\"",
            "https://a.example/2026-03-11T07:40:00Z?more",
            "On 11 March 2026 at 07:40 it opens.",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
