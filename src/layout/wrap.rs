//! Lines that were wrapped at a column (w3m, lynx, html2text) are recognised and joined.
//!
//! A wrapped text is greedy: a line ends where the next word would not have fitted. So the lines pile up below one width,
//! and of the lines that come near it almost all could not have taken the first word of the line behind them.

use crate::labelling::Join;
use crate::line::Line;
use crate::scan::Facts;

/// No tool wraps wider than this.
const WIDEST: usize = 240;
/// A line with more bytes was not wrapped.
const MOST_BYTES: usize = WIDEST * 4;
/// So many full lines are needed before a page counts as wrapped.
const FEWEST_FULL: usize = 3;

/// How each line attaches to the line before it; none where the page was not wrapped.
pub(crate) fn joins(text: &str, lines: &[Line<'_>]) -> Option<Vec<Join>> {
    if lines.len() < FEWEST_FULL + 1 || lines.iter().any(|line| line.text.len() > MOST_BYTES) {
        return None;
    }
    let widths: Vec<usize> =
        lines.iter().map(|line| indent(text, line) + width(line.text)).collect();
    let column =
        (0..lines.len()).filter(|&i| !lines[i].facts.any(Facts::URL)).map(|i| widths[i]).max()?;
    if !(40..=WIDEST).contains(&column) {
        return None;
    }
    let full: Vec<bool> = (0..lines.len()).map(|i| is_full(lines, &widths, column, i)).collect();
    is_wrapped(lines, &widths, column, &full).then(|| {
        (0..lines.len())
            .map(
                |i| if i > 0 && full[i - 1] { join(&lines[i - 1], &lines[i]) } else { Join::Value },
            )
            .collect()
    })
}

fn is_wrapped(lines: &[Line<'_>], widths: &[usize], column: usize, full: &[bool]) -> bool {
    let near = (0..lines.len() - 1)
        .filter(|&i| widths[i] * 10 >= column * 7 && adjacent(lines, i))
        .count();
    let count = full.iter().filter(|full| **full).count();
    count >= FEWEST_FULL && count * 4 >= near * 3
}

fn adjacent(lines: &[Line<'_>], i: usize) -> bool {
    lines[i + 1].number == lines[i].number + 1
}

/// Whether the line could not have taken the first word of the line behind it.
fn is_full(lines: &[Line<'_>], widths: &[usize], column: usize, i: usize) -> bool {
    let Some(next) = lines.get(i + 1) else { return false };
    adjacent(lines, i) && widths[i] * 2 >= column && widths[i] + 1 + first_word(next.text) > column
}

fn first_word(text: &str) -> usize {
    let word = text.split_whitespace().next().unwrap_or("");
    match word.chars().next() {
        Some(c) if is_wide(c) => 2,
        _ => width(word),
    }
}

fn join(before: &Line<'_>, line: &Line<'_>) -> Join {
    let (was_url, has_blank) = (before.text.starts_with("http"), line.text.contains(' '));
    if was_url && !before.text.contains(' ') {
        let goes_on =
            !has_blank && !line.text.starts_with("http") && !line.facts.any(Facts::SELECTOR);
        return if goes_on && !before.facts.any(Facts::IMAGE) { Join::Tight } else { Join::Value };
    }
    if line.facts.any(Facts::HARD)
        || before.facts.any(Facts::HARD)
        || starts_item(line.text)
        || before_is_tail(before)
    {
        return Join::Value;
    }
    let spaceless = |c: Option<char>| c.is_some_and(is_wide);
    let tight = spaceless(before.text.chars().next_back()) && spaceless(line.text.chars().next());
    if tight { Join::Tight } else { Join::Space }
}

/// The second half of a broken address is no text that goes on.
fn before_is_tail(before: &Line<'_>) -> bool {
    before.text.len() > 40
        && !before.text.contains(' ')
        && before.text.is_ascii()
        && before.text.contains(['_', '/'])
}

fn starts_item(text: &str) -> bool {
    text.starts_with(['*', '•', '+', '#', '|', '©'])
        || text.starts_with("- ")
        || text.starts_with("http")
}

fn indent(text: &str, line: &Line<'_>) -> usize {
    text.as_bytes()[..line.start].iter().rev().take(WIDEST).take_while(|b| **b == b' ').count()
}

/// Columns of a terminal: two for the wide characters of East Asia.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3fffd)
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
