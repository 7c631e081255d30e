//! Dates inside a line, in numbers or with the name of a month in any of the known languages.
//!
//! A line alone cannot always tell: `03/04/2021` is two days. Then both readings are given, and who knows the page decides.

mod clock;
mod cursor;
mod digits;
mod named;
mod numeric;
#[cfg(test)]
mod tests;

use super::bytes::{at_most, position};
use super::timestamp::{self, Time};
pub use digits::Plain;
pub use numeric::Order;
use wide::u8x16;

/// What a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// One day.
    Sure(Time),
    /// Two days, for day and month could be exchanged: day first, month first.
    Open(Time, Time),
    /// A day of another calendar.
    Foreign,
}

impl Reading {
    /// The time where there is no doubt.
    pub fn sure(self) -> Option<Time> {
        match self {
            Reading::Sure(time) => Some(time),
            _ => None,
        }
    }

    /// The time, with the day first where day and month could be exchanged.
    pub fn day_first(self) -> Option<Time> {
        match self {
            Reading::Sure(time) | Reading::Open(time, _) => Some(time),
            Reading::Foreign => None,
        }
    }

    /// Whether an hour is stated.
    pub fn has_time(self) -> bool {
        self.day_first().is_some_and(|time| time.has_time())
    }

    fn map(self, change: impl Fn(&mut Time)) -> Reading {
        let change = |mut time| {
            change(&mut time);
            time
        };
        match self {
            Reading::Sure(time) => Reading::Sure(change(time)),
            Reading::Open(a, b) => Reading::Open(change(a), change(b)),
            Reading::Foreign => self,
        }
    }
}

/// A date and where it stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it says.
    pub reading: Reading,
    /// The order of its numbers, where they show it.
    pub order: Option<Order>,
}

/// A text that states a time and little else is no longer than this.
const LONGEST: usize = 100;

/// What a text says whose meaning is known to be a date: `Mon, 06 Mar 2023 08:20:00 GMT`, `20230306`.
pub fn parse(text: &str) -> Option<Reading> {
    if text.len() > LONGEST {
        return None;
    }
    let first = || Plain::of(text).dates().next().map(|found| found.reading);
    let whole = timestamp::parse(text).map(Reading::Sure);
    whole.or_else(first).or_else(|| numeric::compact(text).map(Reading::Sure))
}

/// Whether the text holds a date.
pub fn holds(text: &str) -> bool {
    may_hold(text) && Plain::of(text).dates().next().is_some()
}

/// Whether the text could hold a date: none is without a digit.
pub fn may_hold(text: &str) -> bool {
    position(text.as_bytes(), |bytes| are_digits(bytes) | !at_most(bytes, 0x7f)).is_some()
}

fn are_digits(bytes: u8x16) -> u8x16 {
    at_most(bytes, b'9') & !at_most(bytes, b'0' - 1)
}

/// The dates of a text, in order, at most so many.
pub fn find(text: &str, most: usize) -> Vec<Found> {
    if !may_hold(text) {
        return Vec::new();
    }
    let plain = Plain::of(text);
    plain.dates().take(most).map(|found| plain.in_original(found)).collect()
}

/// The dates of a plain text.
#[derive(Clone, Debug)]
pub struct Dates<'a> {
    text: &'a str,
    at: usize,
    /// Where the last date ended.
    behind: usize,
}

impl Iterator for Dates<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let bytes = self.text.as_bytes();
        while let Some(skip) = position(bytes.get(self.at..)?, are_digits) {
            let start = self.at + skip;
            let run = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            // a date has more numbers than its first one
            if position(&bytes[start + run..], are_digits).is_none() {
                break;
            }
            let found = (run <= 4)
                .then(|| date_at(self.text, start, run))
                .flatten()
                .filter(|found| found.start >= self.behind);
            self.at = found.map_or(start + run, |found| found.end);
            if found.is_some() {
                self.behind = self.at;
                return found;
            }
        }
        self.at = bytes.len();
        None
    }
}

/// The date whose first digits stand at `at`.
fn date_at(text: &str, at: usize, run: usize) -> Option<Found> {
    let rest = &text[at..];
    let free = cursor::free_before(text, at);
    let stamp = || timestamp::prefix(rest).filter(|(time, _)| time.has_time());
    if let Some((time, len)) = stamp().filter(|(_, len)| free && cursor::free_after(rest, *len)) {
        let (time, end) = clock::with_zone(text, time, at + len);
        return Some(Found { start: at, end, reading: Reading::Sure(time), order: None });
    }
    let found = numeric::at(text, at, free).or_else(|| match run {
        1 | 2 if free => {
            named::day_first(text, at, run).or_else(|| named::month_first(text, at, run))
        }
        1 | 2 => {
            named::month_first(text, at, run).or_else(|| named::glued_day_first(text, at, run))
        }
        4 if free => named::year_first(text, at),
        _ => None,
    });
    found.map(|found| clock::beside(text, found))
}
