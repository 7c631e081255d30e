//! Dates with the name of a month.

use super::clock;
use super::cursor::{
    digits_at, free_after, skip_gap, skip_link, skip_ordinal, word_end, word_start,
};
use super::numeric::{self, BUDDHIST, century, is_buddhist};
use super::{Found, Reading};
use crate::scan::timestamp::Time;
use crate::scan::words::{self, Mark};

/// What stands between the parts.
const GAP: [char; 8] = [' ', '.', ',', '-', '/', '\u{a0}', '\u{202f}', '\u{2009}'];

/// A month by its name.
#[derive(Clone, Copy)]
enum Month {
    Of(u32),
    Foreign,
}

/// `3 March 2023`, `3. März 2023`, `3 de marzo de 2023`, `3rd of March, 2023`, `13 Jan 20`.
pub fn day_first(text: &str, at: usize, run: usize) -> Option<Found> {
    let day = text[at..at + run].parse().ok().filter(|day| (1..=31).contains(day))?;
    let from = skip_gap(text, skip_ordinal(text, at + run), &GAP);
    let (month, after) = month_at(text, from)?;
    let (year, end) = year_at(text, skip_second_name(text, after))?;
    found(at, end, year, month, day)
}

/// The same behind a word that is glued to it: `Harbour Post28 October 2020`.
pub fn glued_day_first(text: &str, at: usize, run: usize) -> Option<Found> {
    let whole = |found: &Found| text[..found.end].ends_with(|c: char| c.is_ascii_digit());
    let glued = text[..at].ends_with(char::is_alphabetic);
    day_first(text, at, run).filter(|found| glued && whole(found) && found.end - at > 9)
}

/// `March 3, 2023`, `Mar. 3rd 2023`: the month stands before the digits.
pub fn month_first(text: &str, at: usize, run: usize) -> Option<Found> {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '.', '\u{202f}']);
    if before.len() == at {
        return None;
    }
    let (start, month) = month_before(before)?;
    let day = text[at..at + run].parse().ok().filter(|day| (1..=31).contains(day))?;
    let after = skip_ordinal(text, at + run);
    // `Mon Mar 6 08:20:00 MST 2023`, as programs print it
    let moment = clock::moment(text, skip_gap(text, after, &[' ']));
    let moment = moment.filter(|(moment, _)| moment.second.is_some());
    let from = moment.map_or(after, |(_, end)| clock::skip_zone(text, end));
    let (year, end) = year_at(text, from)?;
    let mut found = found(start, end, year, Month::Of(month), day)?;
    if let Some((moment, _)) = moment {
        found.reading = found.reading.map(|time| moment.add_to(time));
    }
    Some(found)
}

/// The month that ends the text; its name may be glued to a word before it: `PressApril`.
fn month_before(before: &str) -> Option<(usize, u32)> {
    let start = word_start(before);
    if let Some(month) = words::month(&before[start..]) {
        return Some((start, month));
    }
    let capital = before[start..].rfind(char::is_uppercase).filter(|at| *at > 0)? + start;
    let glued = before[..capital].ends_with(char::is_lowercase);
    words::month(&before[capital..]).filter(|_| glued).map(|month| (capital, month))
}

/// `2023. március 3.`, `2023 March 3`, `2020 m. sausio 13`, `2020. gada 13. janvāris`.
pub fn year_first(text: &str, at: usize) -> Option<Found> {
    let year = text[at..at + 4].parse().ok()?;
    let from = skip_gap(text, at + 4, &GAP);
    let from = skip_link(text, from, Mark::Date).unwrap_or(from);
    if let Some((month, after)) = month_at(text, from) {
        let (day, end) = digits_at(text, skip_gap(text, after, &GAP), 2)?;
        // 2023 March 2024 is no day
        let over = text.as_bytes().get(end).is_none_or(|b| !b.is_ascii_digit() && *b != b':');
        return found(at, end, year, month, day).filter(|_| over);
    }
    let (day, end) = digits_at(text, from, 2).filter(|_| from > at + 5)?;
    let (month, end) = month_at(text, skip_gap(text, end, &GAP))?;
    found(at, end, year, month, day)
}

fn found(start: usize, end: usize, year: u32, month: Month, day: u32) -> Option<Found> {
    let year = if is_buddhist(year) { year - BUDDHIST } else { year };
    let reading = match month {
        Month::Of(month) if (1300..1500).contains(&year) => {
            Some(Reading::Foreign).filter(|_| month > 0)
        }
        Month::Of(month) => {
            Time::day(year as i32, month, day).filter(|_| numeric::is_year(year)).map(Reading::Sure)
        }
        Month::Foreign => (1..=31).contains(&day).then_some(Reading::Foreign),
    };
    Some(Found { start, end, reading: reading?, order: None })
}

/// The year that ends a date, behind a comma, a full stop or a short word ("de", "del").
fn year_at(text: &str, after: usize) -> Option<(u32, usize)> {
    let mut from = skip_gap(text, after, &GAP);
    let short = text[from..].starts_with(['\'', '’']);
    from = skip_gap(text, from, &['\'', '’']);
    if !text.as_bytes().get(from)?.is_ascii_digit() {
        from = skip_link(text, from, Mark::Date)?;
    }
    let (year, end) = digits_at(text, from, 4)
        .filter(|(_, end)| free_after(text, *end) || goes_on(text, *end))?;
    match end - from {
        4 => Some((year, end)),
        2 if short || ends_short(text, end) => Some((century(year), end)),
        _ => None,
    }
}

/// Whether another date or the time of day is glued to the end of a date: `3 de mayo de 202221:25`.
fn goes_on(text: &str, at: usize) -> bool {
    stands_twice(text, at)
        || digits_at(text, at, 2).is_some_and(|(_, end)| text[end..].starts_with(':'))
}

/// Whether the same kind of date is glued to the end of a date: `21. Januar 202221. Januar 2022`.
fn stands_twice(text: &str, at: usize) -> bool {
    let Some((_, end)) = digits_at(text, at, 2) else { return false };
    let month = month_name(text, skip_gap(text, end, &GAP));
    month.is_some() && text.as_bytes()[at - 1].is_ascii_digit()
}

/// What may follow a year of two digits: nothing, a mark, or the time of day.
fn ends_short(text: &str, at: usize) -> bool {
    let next = skip_gap(text, at, &[' ', ',', '\u{a0}', '|', '·', '•', '-', '–']);
    let rest = &text[next..];
    let clock =
        || clock::moment(text, next).is_some() || skip_link(text, next, Mark::Clock).is_some();
    match rest.chars().next() {
        None => true,
        Some(c) if c.is_alphanumeric() => next > at && clock(),
        Some(c) => !matches!(c, ':' | '%' | '$' | '€' | '/' | '°' | '-' | '.'),
    }
}

/// The name of a month at `at`, behind a short word ("de", "of") or not, and where it ends.
fn month_at(text: &str, at: usize) -> Option<(Month, usize)> {
    if let Some(found) = month_name(text, at) {
        return Some(found);
    }
    let next = skip_link(text, at, Mark::Date)?;
    match text.as_bytes().get(next)? {
        // tháng 3
        b'0'..=b'9' => {
            let (month, end) = digits_at(text, next, 2)?;
            let counts = text[at..next].trim_end().chars().count() > 2;
            (counts && (1..=12).contains(&month)).then_some((Month::Of(month), end))
        }
        _ => month_name(text, next),
    }
}

fn month_name(text: &str, at: usize) -> Option<(Month, usize)> {
    let end = word_end(text, at)?;
    let last = end + usize::from(text[end..].starts_with('.'));
    let word = &text[at..end];
    // Hebrew glues its word for "in" to the month
    let bare = || word.strip_prefix('ב').and_then(words::month);
    if let Some(month) = words::month(word).or_else(bare) {
        return Some((Month::Of(month), last));
    }
    if let Some(after) = words::foreign_month(&text[at..]) {
        return Some((Month::Foreign, at + after));
    }
    // d’abril
    if end - at > 2 {
        return None;
    }
    let rest = word_end(text, skip_gap(text, end, &['\'', '’']))?;
    words::month(&text[at..rest]).map(|month| (Month::Of(month), rest))
}

/// Behind a second name of the same month: `يناير/كانون الثاني`.
fn skip_second_name(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].trim_start_matches(' ').strip_prefix('/') else { return at };
    let digit = rest.char_indices().take(28).find(|(_, c)| c.is_ascii_digit());
    let name = |end: usize| rest[..end].chars().all(|c| c.is_alphabetic() || c == ' ');
    let end = digit.map(|(end, _)| end).filter(|&end| name(end));
    end.map_or(at, |end| text.len() - rest.len() + end)
}
