//! Lines that were wrapped at a column (w3m, lynx, html2text) are recognised and joined.
//!
//! A wrapped text is greedy: a line ends where the next word would not have fitted. So the lines pile up below one width,
//! and of the lines that come near it almost all could not have taken the first word of the line behind them.

use crate::labelling::Join;
use crate::line::Line;
use crate::scan::{Facts, markup, url};
use unicode_width::UnicodeWidthChar;

/// No tool wraps narrower than this.
const NARROWEST: usize = 40;
/// No tool wraps wider than this.
const WIDEST: usize = 240;
/// A line with more bytes was not wrapped.
const MOST_BYTES: usize = WIDEST * 4;
/// So many full lines are needed before a page counts as wrapped.
const FEWEST_FULL: usize = 3;

/// How each line attaches to the line before it; none where the page was not wrapped.
pub(crate) fn joins(text: &str, lines: &[Line<'_>]) -> Option<Vec<Join>> {
    let long = |pair: &&[Line<'_>]| {
        pair[1].number == pair[0].number + 1 && pair[0].text.len() >= NARROWEST
    };
    if lines.windows(2).filter(long).take(FEWEST_FULL).count() < FEWEST_FULL
        || lines.iter().any(is_too_wide)
    {
        return None;
    }
    let widths: Vec<usize> =
        lines.iter().map(|line| indent(text, line) + width(line.text)).collect();
    let column =
        (0..lines.len()).filter(|&i| !holds_address(&lines[i])).map(|i| widths[i]).max()?;
    if !(NARROWEST..=WIDEST).contains(&column) {
        return None;
    }
    let full: Vec<bool> = (0..lines.len()).map(|i| is_full(lines, &widths, column, i)).collect();
    is_wrapped(lines, &widths, column, &full).then(|| attach(lines, &full))
}

/// Whether a line is surely wider than any that was wrapped, told before all are measured.
fn is_too_wide(line: &Line<'_>) -> bool {
    let wide = line.text.len() > WIDEST && line.text.is_ascii() && !holds_address(line);
    wide || line.text.len() > MOST_BYTES
}

/// The same for whole pages, where menus and lists of links stand between the text: the width at which most of the
/// long lines end is the column, and only where there is none the strict reading decides.
pub(crate) fn joins_of_page(text: &str, lines: &[Line<'_>]) -> Option<Vec<Join>> {
    let Some(column) = usual_column(text, lines) else { return joins(text, lines) };
    let mut joins = vec![Join::Value; lines.len()];
    for (at, pair) in lines.windows(2).enumerate() {
        if ends_at(text, pair, column) {
            joins[at + 1] = if is_hyphened(pair) { Join::Tight } else { Join::Space };
        }
    }
    Some(joins)
}

/// Whether a word with a hyphen was broken behind it, as some tools do.
fn is_hyphened(pair: &[Line<'_>]) -> bool {
    let [before, line] = pair else { return false };
    before.text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphanumeric))
        && line.text.starts_with(char::is_alphanumeric)
}

/// Lines shorter than this say nothing of a column.
const LONG: usize = 40;
/// Columns that tools wrap at unless told otherwise.
const USUAL: std::ops::RangeInclusive<usize> = 60..=82;
/// So many long lines are needed.
const FEWEST_LONG: usize = 8;

fn usual_column(text: &str, lines: &[Line<'_>]) -> Option<usize> {
    let mut widths = [0usize; 2 * *USUAL.end()];
    let mut long = 0;
    let last = widths.len() - 1;
    for line in lines.iter().filter(|l| l.text.len() > LONG && !holds_link(l.text)) {
        let chars = match line.text.is_ascii() {
            true => line.text.len().min(last),
            false => line.text.chars().take(last).count(),
        };
        let width = indent(text, line) + chars;
        widths[width.min(last)] += 1;
        long += 1;
    }
    let near: usize = widths[USUAL].iter().sum();
    let far: usize = widths[USUAL.end() + 1..].iter().sum();
    let wrapped = long >= FEWEST_LONG && near >= long / 3 && far * 4 <= near;
    wrapped.then(|| USUAL.rev().find(|&width| widths[width] > 1)).flatten()
}

fn holds_link(text: &str) -> bool {
    holds_scheme(text) || memchr::memchr(b']', text.as_bytes()).is_some() && text.contains("](")
}

/// Whether the first of two lines ends where the first word of the second would not have fitted.
fn ends_at(text: &str, pair: &[Line<'_>], column: usize) -> bool {
    let [before, line] = pair else { return false };
    let width = |text: &str| text.chars().take(column + LONG).count();
    let full = indent(text, before) + width(before.text);
    line.number == before.number + 1
        && line.facts.any(Facts::WORDS)
        && !markup::is_item(line.text)
        && full <= column + 2
        && full + 1 + line.text.split(' ').next().map_or(0, width) > column.saturating_sub(3)
}

fn attach(lines: &[Line<'_>], full: &[bool]) -> Vec<Join> {
    let mut joins = vec![Join::Value; lines.len()];
    let mut before = Before::Text;
    for (i, line) in lines.iter().enumerate() {
        if i > 0 && full[i - 1] {
            joins[i] = match before {
                Before::Text => join(&lines[i - 1], line),
                Before::Address if goes_on(line) => Join::Tight,
                Before::Address | Before::EndOfAddress => Join::Value,
            };
        }
        before = before.then(line, joins[i]);
    }
    joins
}

/// What the line before was, as far as it matters to the next one.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Text,
    Address,
    EndOfAddress,
}

impl Before {
    fn then(self, line: &Line<'_>, join: Join) -> Before {
        let address = line.text.starts_with("http") && !line.text.contains(' ');
        match (join, address || join == Join::Tight && self == Before::Address) {
            // `.htm` at the end of a full line may be the head of `.html`
            (_, true) if url::has_file_ending(line.text) && !line.text.ends_with(".htm") => {
                Before::EndOfAddress
            }
            (_, true) => Before::Address,
            _ => Before::Text,
        }
    }
}

/// Whether a line could be the rest of a broken address.
fn goes_on(line: &Line<'_>) -> bool {
    !line.text.contains(' ')
        && line.text.is_ascii()
        && !line.text.starts_with("http")
        && !line.facts.any(Facts::SELECTOR | Facts::STAMP)
}

fn is_wrapped(lines: &[Line<'_>], widths: &[usize], column: usize, full: &[bool]) -> bool {
    let near =
        |i: usize| widths[i] * 10 >= column * 7 && adjacent(lines, i) && !holds_address(&lines[i]);
    let near = (0..lines.len() - 1).filter(|&i| near(i)).count();
    let count = full.iter().filter(|full| **full).count();
    count >= FEWEST_FULL && count * 4 >= near * 3
}

/// An address cannot be wrapped, and a list of links says nothing about the text.
fn holds_address(line: &Line<'_>) -> bool {
    holds_scheme(line.text)
}

/// Whether `://` is in the text; colons are rarer than slashes.
fn holds_scheme(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|colon| bytes[colon..].starts_with(b"://"))
}

fn adjacent(lines: &[Line<'_>], i: usize) -> bool {
    lines[i + 1].number == lines[i].number + 1
}

/// Whether the line could not have taken the first word of the line behind it.
fn is_full(lines: &[Line<'_>], widths: &[usize], column: usize, i: usize) -> bool {
    let Some(next) = lines.get(i + 1) else { return false };
    let twin = next.text == lines[i].text || i > 0 && lines[i - 1].text == lines[i].text;
    !twin
        && adjacent(lines, i)
        && widths[i] * 2 >= column
        && widths[i] + 1 + first_word(next.text) > column
}

fn first_word(text: &str) -> usize {
    let word = text.split_whitespace().next().unwrap_or("");
    match word.chars().next() {
        Some(c) if is_wide(c) => 2,
        _ => width(word),
    }
}

fn join(before: &Line<'_>, line: &Line<'_>) -> Join {
    let hard = Facts::HARD.without(Facts::DAY);
    if line.facts.any(hard) || before.facts.any(Facts::HARD) || starts_item(line.text) {
        return Join::Value;
    }
    let spaceless = |c: Option<char>| c.is_some_and(is_wide);
    let tight = spaceless(before.text.chars().next_back()) && spaceless(line.text.chars().next());
    if tight { Join::Tight } else { Join::Space }
}

fn starts_item(text: &str) -> bool {
    text.starts_with(['*', '•', '+', '#', '|', '©'])
        || text.starts_with("- ")
        || text.starts_with("http")
}

fn indent(text: &str, line: &Line<'_>) -> usize {
    text.as_bytes()[..line.start].iter().rev().take(WIDEST).take_while(|b| **b == b' ').count()
}

/// Columns of a terminal, as the tools that wrap count them: character by character, without ligatures.
fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().filter_map(UnicodeWidthChar::width).sum()
    }
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    #[test]
    fn a_paragraph_wrapped_at_a_column_is_one() {
        let text = "https://cdn.harbour-post.example/images/15/\n15488460_0:0:3058:1721_1920x0_80_0_0_bced.jpg\n\
                    The harbour council met on Monday and agreed that\nthe old crane should stay where it has stood since\n\
                    the war, although nobody has used it for thirty\nyears and the last man who could has died.\nhttps://harbour-post.example/a.html\n";
        let lines = lines(text);
        use Join::*;
        assert_eq!(joins(text, &lines).unwrap(), [Value, Tight, Value, Space, Space, Space, Value]);
    }

    #[test]
    fn paragraphs_of_any_length_are_not_wrapped() {
        let text = "One short line here.\nA somewhat longer line that goes on for a while until it ends.\nAnother.\n\
                    This one has about fifty characters in it, perhaps.\nAnd this is the end of it all, at last, they said.";
        assert_eq!(joins(text, &lines(text)), None);
    }
}
