//! A headline that stands on one line with what is behind it: the address of the page says where it ends.

use crate::layout::Page;
use crate::line::Line;
use crate::scan::slug::Slug;
use crate::scan::{Facts, byline, dates, head, timestamp, url};
use std::ops::Range;

/// The headline stands on one of so many lines.
const LINES: usize = 64;
/// A longer line is not looked at.
const LONGEST: usize = 1 << 14;
/// A longer line is more than a headline.
const HEADLINE: usize = 200;
/// So many bytes behind a headline show that it has ended, if a date or an address is among them; the date of a line that
/// goes on with a small letter stands nearer.
const REACH: usize = 80;
const NEAR: usize = 40;
/// So much behind a headline is more than a headline has.
const MORE: usize = 120;
/// The most bytes before the first word of an address that are of the headline: `[The `.
const ARTICLE: usize = 5;

/// The line that holds the headline and more, and where in its text the headline stands. Only of pages that begin with
/// their address; none where a line says the headline alone.
pub(super) fn find(page: Page<'_, '_>) -> Option<(usize, Range<usize>)> {
    let (address, lines) = page.lines.split_first()?;
    let slug = Slug::of(address.text).filter(|_| address.facts.any(Facts::URL))?;
    let said = |line: &Line<'_>| {
        let words = line.text.len() <= LONGEST && !line.facts.any(Facts::HARD);
        words.then(|| slug.find(line.text)).flatten()
    };
    let found = lines
        .iter()
        .take(LINES)
        .enumerate()
        .filter_map(|(at, line)| said(line).map(|place| (at + 1, whole(line.text, place))));
    let mut first = None;
    for (at, place) in found {
        let text = page.lines.get(at)?.text;
        match stands_free(text, &place) {
            true => first = first.or(Some((at, place))),
            // the headline by itself, perhaps longer than the address
            false if text.len() <= HEADLINE => return None,
            false => {}
        }
    }
    first
}

/// With the article before it and the marks that close it.
fn whole(text: &str, place: Range<usize>) -> Range<usize> {
    let closes = |c: char| matches!(c, '!' | '?' | '…' | '"' | '”' | '’' | '»' | ')' | ']' | '%');
    let opens = |c: char| matches!(c, '"' | '“' | '‘' | '«' | '„' | '(' | '[' | '¿' | '¡');
    let rest = &text[place.end..];
    let end = text.len() - rest.trim_start_matches(closes).len();
    let before = &text[..place.start];
    let opened = before.trim_end_matches(opens).len();
    Range { start: if opened <= ARTICLE { 0 } else { opened }, end }
}

/// Whether what stands around it on its line is something else.
fn stands_free(text: &str, place: &Range<usize>) -> bool {
    let (before, after) = (text[..place.start].trim_end(), text[place.end..].trim_start());
    let value = |word: &str| word.contains("://") || timestamp::find_iso(word, 0).is_some();
    let begins = before.is_empty() || before.rsplit(' ').next().is_some_and(value);
    let parted = text[place.end..].starts_with(char::is_whitespace);
    begins && parted && ends(after)
}

/// Whether a headline ended before this text.
fn ends(after: &str) -> bool {
    let told = |within: &str| dates::holds(within) || timestamp::find_iso(within, 0).is_some();
    if is_signed(after) || date_end(after).is_some() {
        return true;
    }
    let goes_on = after.starts_with(|c: char| c.is_lowercase() || !c.is_alphanumeric());
    let near = head(after, REACH);
    !goes_on && (after.len() >= MORE || told(near) || near.split(' ').any(url::starts))
}

/// Where the date ends that begins the text, the day of the week before it or not.
pub(super) fn date_end(text: &str) -> Option<usize> {
    let text = head(text, REACH);
    let parted =
        |start: usize| start == 0 || start < NEAR && text[..start].trim_end().ends_with(',');
    dates::find(text, 1).first().filter(|date| parted(date.start)).map(|date| date.end)
}

/// Whether the text begins with a word that announces an author, and one that may be a name.
fn is_signed(text: &str) -> bool {
    let text = head(text, NEAR);
    byline::mark_end(text).is_some_and(|end| text[end..].starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    const ADDRESS: &str = "https://harbour-post.example/2026/old-pier-opens-to-ships-4711.html";

    fn title(text: &str) -> Option<String> {
        let text = format!("{ADDRESS}\n\n{text}\n");
        let lines = line::lines(&text);
        let (at, place) = find(Page { text: &text, lines: &lines })?;
        Some(lines[at].text[place].to_owned())
    }

    #[test]
    fn an_address_says_where_a_headline_ends() {
        for (text, headline) in [
            ("Old pier opens to ships Ada Lund 2026-03-11", "Old pier opens to ships"),
            (
                "The old pier opens to ships! Saturday, 14 March 2026",
                "The old pier opens to ships!",
            ),
            ("Old pier opens to ships by Ada Lund", "Old pier opens to ships"),
            (
                "Post https://a.example/p.png Old pier opens to ships 14 March 2026",
                "Old pier opens to ships",
            ),
            (
                "¡Old pier opens to ships! Ada Lund https://a.example/p.png",
                "¡Old pier opens to ships!",
            ),
        ] {
            assert_eq!(title(text).as_deref(), Some(headline));
            assert_eq!(title(&format!("Home\n{text}\nMore")).as_deref(), Some(headline));
        }
        let prose = "It was closed for a year, and nobody believed that it would ever open again. "
            .repeat(2);
        let text = format!("Old pier opens to ships {prose}");
        assert_eq!(title(&text).as_deref(), Some("Old pier opens to ships"));
    }

    #[test]
    fn other_headlines_stay_whole() {
        for text in [
            "Old pier opens to ships",
            "Old pier opens to ships and cranes of the north",
            "Old pier opens to ships of Ada Lund",
            "Old pier opens to ships from 14 March 2026 on, as the harbour master told us on Monday",
            "At last the old pier opens to ships Ada Lund 2026-03-11",
            "Old pier opens to ships\nOld pier opens to ships Ada Lund 2026-03-11",
            "New crane opens to ships Ada Lund 2026-03-11",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
    }
}
