//! Dates in numbers, in any order and with any marks between them.

use super::cursor::{digits_at, free_after, skip_blanks, skip_one_of};
use super::{Found, Reading};
use crate::scan::timestamp::Time;
use crate::scan::words;

/// The order of day and month in a date that ends with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2020`.
    DayFirst,
    /// `12/31/2020`.
    MonthFirst,
}

/// A part of a date.
#[derive(Clone, Copy)]
struct Part {
    value: u32,
    len: usize,
    end: usize,
}

/// `20230306`, the basic form of ISO 8601.
pub fn compact(text: &str) -> Option<Time> {
    let day = text.get(..8).filter(|day| day.bytes().all(|b| b.is_ascii_digit()))?;
    let over = text.len() == 8 || (text.len() >= 15 && text.as_bytes()[8] == b'T');
    let part = |from: usize, to: usize| day.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let mut time = Time::day(year as i32, month, day).filter(|_| over && is_year(year))?;
    if let Some(clock) = text.get(9..13).filter(|clock| clock.bytes().all(|b| b.is_ascii_digit())) {
        let (hour, minute): (u8, u8) = (clock[..2].parse().ok()?, clock[2..].parse().ok()?);
        time.clock = (hour < 24 && minute < 60).then_some((hour, minute));
        time.offset = text.ends_with('Z').then_some(0).filter(|_| time.clock.is_some());
    }
    Some(time)
}

/// Years that pages speak of.
pub fn is_year(year: u32) -> bool {
    (1900..2100).contains(&year)
}

/// The date in numbers at `at`; `free` says whether nothing is glued to it.
pub fn at(text: &str, at: usize, free: bool) -> Option<Found> {
    let first = part(text, at, 4)?;
    if let Some(found) = east_asian(text, at, first) {
        return Some(found).filter(|_| free || !text.as_bytes()[at - 1].is_ascii_digit());
    }
    let (mark, after) = mark_at(text, first.end)?;
    let second = part(text, after, 2)?;
    let (_, after) = mark_at(text, second.end).filter(|(again, _)| *again == mark)?;
    let third = part(text, after, 4)?;
    if let Some(year) = before_clock(text, third)
        && first.len < 3
        && (free || may_be_glued(text, at, mark, year))
    {
        let (reading, order) = year_last(mark, century(year.value), first, second)?;
        return Some(Found { start: at, end: year.end, reading, order });
    }
    if !free_after(text, third.end) || !(free || may_be_glued(text, at, mark, third)) {
        return None;
    }
    let (reading, order) = match (first.len, third.len) {
        (4, 1 | 2) => (year_first(first.value, second.value, third.value)?, None),
        (1 | 2, 4) => year_last(mark, third.value, first, second)?,
        (1 | 2, 2) if ends(text, third.end) => {
            year_last(mark, century(third.value), first, second)?
        }
        _ => return None,
    };
    Some(Found { start: at, end: third.end, reading, order })
}

/// Years that may be the last two numbers of one and the hour behind it: no page is so old.
const WITH_HOUR: std::ops::Range<u32> = 1900..1924;

/// The year, where an hour is glued to it: `28.09.1912:44`.
fn before_clock(text: &str, year: Part) -> Option<Part> {
    let rest = text.as_bytes().get(year.end..)?;
    let minutes = matches!(rest, [b':', b'0'..=b'5', b'0'..=b'9', ..]);
    let over = rest.get(3).is_none_or(|byte| !byte.is_ascii_digit() && *byte != b':');
    let sound = WITH_HOUR.contains(&year.value) && minutes && over;
    sound.then_some(Part { value: year.value / 100, len: 2, end: year.end - 2 })
}

/// A name may be glued to a date with its whole year: `Karrasch3.11.2023`, `Madrid-29/05/2025`.
fn may_be_glued(text: &str, at: usize, mark: char, last: Part) -> bool {
    let mut before = text[..at].chars().rev();
    let whole = last.len == 4 || mark == '-' || last.len == 2;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match before.next() {
        Some('-') => mark != '-' && letter(before.next()),
        c => whole && letter(c) && before.take(3).all(|c| c.is_alphabetic() || c == ' '),
    }
}

/// A year of two digits goes on with no further number.
fn ends(text: &str, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    match rest.first() {
        None => true,
        Some(b'.' | b'/' | b'-' | b',' | b':') => {
            !rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
        }
        Some(b) => !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'%'),
    }
}

/// A year of two digits lies in the century around the year 2000.
pub fn century(year: u32) -> u32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn part(text: &str, at: usize, most: usize) -> Option<Part> {
    let (value, end) = digits_at(text, at, most)?;
    Some(Part { value, len: end - at, end })
}

/// The mark between two numbers, and the blanks behind a full stop.
fn mark_at(text: &str, at: usize) -> Option<(char, usize)> {
    let mark = text.get(at..)?.chars().next()?;
    match mark {
        '.' => Some((mark, skip_blanks(text, at + 1))),
        '-' | '/' => Some((mark, at + 1)),
        _ => None,
    }
}

fn year_first(year: u32, month: u32, day: u32) -> Option<Reading> {
    match year {
        1300..1500 if month <= 12 && day <= 31 => Some(Reading::Foreign),
        _ => day_of(year, month, day).map(Reading::Sure),
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Time> {
    Time::day(year as i32, month, day).filter(|_| (1500..2100).contains(&year))
}

fn year_last(mark: char, year: u32, a: Part, b: Part) -> Option<(Reading, Option<Order>)> {
    let year = if is_buddhist(year) { year - BUDDHIST } else { year };
    if (1300..1500).contains(&year) && a.value <= 31 && b.value <= 12 {
        return Some((Reading::Foreign, None));
    }
    let day_first = day_of(year, b.value, a.value);
    let month_first = day_of(year, a.value, b.value).filter(|_| mark != '.' || b.value > 12);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => Some((Reading::Sure(one), None)),
        (Some(one), Some(other)) => Some((Reading::Open(one, other), None)),
        (Some(day), None) => Some((Reading::Sure(day), shown(mark, a, Order::DayFirst))),
        (None, Some(day)) => Some((Reading::Sure(day), shown(mark, b, Order::MonthFirst))),
        (None, None) => None,
    }
}

/// Only a number over 12 shows what is the day.
fn shown(mark: char, day: Part, order: Order) -> Option<Order> {
    (mark != '.' && day.value > 12).then_some(order)
}

/// So many years the Buddhist era of Thailand is ahead.
pub const BUDDHIST: u32 = 543;

/// Whether a year can only be of the Buddhist era.
pub fn is_buddhist(year: u32) -> bool {
    (1900 + BUDDHIST..2100 + BUDDHIST).contains(&year)
}

/// `2023年3月1日`, `2023년 3월 1일`.
fn east_asian(text: &str, at: usize, first: Part) -> Option<Found> {
    let unit = |from: usize, words: &[&str]| skip_one_of(text, skip_blanks(text, from), words);
    if text.as_bytes().get(skip_blanks(text, first.end)).is_none_or(u8::is_ascii) {
        return None;
    }
    let month = part(text, skip_blanks(text, unit(first.end, &["年", "년"])?), 2)?;
    let day = part(text, skip_blanks(text, unit(month.end, &["月", "월"])?), 2)?;
    let end = unit(day.end, &["日", "일", "号"]).unwrap_or(day.end);
    let before = text[..at].trim_end_matches(['-', ' ']);
    let start = words::era_start(before).filter(|_| first.len < 4);
    let reading = match (first.len, start) {
        (4, _) => Reading::Sure(day_of(first.value, month.value, day.value)?),
        (_, Some(_)) => Reading::Foreign,
        (2, None) => Reading::Sure(day_of(century(first.value), month.value, day.value)?),
        _ => return None,
    };
    Some(Found { start: start.unwrap_or(at), end, reading, order: None })
}
