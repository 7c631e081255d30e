//! The time of day beside a date.

use super::Found;
use super::cursor::{
    BLANKS, digits_at, free_after, free_before, skip_blanks, skip_gap, skip_link, skip_one_of,
    word_end,
};
use crate::scan::timestamp::{self, Time};
use crate::scan::words::{self, Mark};

/// A time of day.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    clock: (u8, u8),
    /// The second, where it is stated.
    pub second: Option<u8>,
    offset: Option<i16>,
}

impl Moment {
    /// Puts it into a day.
    pub fn add_to(self, time: &mut Time) {
        (time.clock, time.second, time.offset) = (Some(self.clock), self.second, self.offset);
    }
}

/// What may stand between a day and its time.
const GAP: [char; 15] =
    [' ', '.', ',', '-', '–', '—', '|', '•', '·', '/', '_', ';', '\u{a0}', '\u{202f}', '\u{3000}'];
/// The time of day stands within so many bytes before the day.
const BEFORE: usize = 24;

/// Adds the time of day that stands right behind a day: `, 16:05`, ` - 4.34pm`, ` um 16.05 Uhr`; or right before it.
pub fn beside(text: &str, mut found: Found) -> Found {
    if found.reading.has_time() {
        return found;
    }
    let after = skip_weekday(text, found.end);
    let gap = skip_gap(text, skip_gap(text, after, &GAP), &GAP);
    let glued = text[..gap].ends_with(|c: char| c.is_ascii_digit());
    if let Some((moment, end)) =
        moment_behind(text, gap).filter(|_| gap > found.end || after > found.end || glued)
    {
        found.reading = found.reading.map(|time| moment.add_to(time));
        found.end = end;
    } else if let Some((moment, start)) = moment_before(text, found.start) {
        found.reading = found.reading.map(|time| moment.add_to(time));
        found.start = start;
    }
    found
}

/// Behind `（火）`, `(Thu)`, `.(목)`.
fn skip_weekday(text: &str, at: usize) -> usize {
    let open = skip_gap(text, at, &['.', ' ']);
    let Some(rest) = text[open..].strip_prefix(['(', '\u{ff08}']) else { return at };
    let close = rest.find([')', '\u{ff09}']).filter(|&end| end <= 12);
    let name = close.filter(|&end| rest[..end].chars().all(char::is_alphabetic));
    let mark = |end: usize| rest[end..].chars().next().map_or(0, char::len_utf8);
    name.map_or(at, |end| text.len() - rest.len() + end + mark(end))
}

/// The time at `at`, behind up to two words (`a las`), or a word for the half of the day (`午後3時`).
fn moment_behind(text: &str, at: usize) -> Option<(Moment, usize)> {
    let mut from = at;
    for _ in 0..3 {
        if text.as_bytes().get(from)?.is_ascii_digit() {
            return announced(text, from, from > at);
        }
        if let Some((half, after)) = half_before(text, from) {
            let (mut moment, end) = moment(text, skip_blanks(text, after))?;
            moment.clock.0 = half_hour(moment.clock.0, half);
            return Some((moment, end));
        }
        from = skip_link(text, from, Mark::Clock)?;
    }
    None
}

fn half_before(text: &str, at: usize) -> Option<(u8, usize)> {
    let over = |words: &[&str]| skip_one_of(text, at, words);
    let morning = over(&["午前", "上午", "오전", "凌晨", "早上"]).map(|end| (0, end));
    morning.or_else(|| over(&["午後", "下午", "오후", "晚上"]).map(|end| (12, end)))
}

fn half_hour(hour: u8, half: u8) -> u8 {
    if hour < 13 { hour % 12 + half } else { hour }
}

/// `16:05`, `16:05:09 +0100`, `4.34pm`, `4:34 p.m.`, `16.05 Uhr`, and where it ends, the zone included.
pub fn moment(text: &str, at: usize) -> Option<(Moment, usize)> {
    announced(text, at, false)
}

/// The same; where a word announced it (`kl. 14.30`) the numbers alone are enough.
fn announced(text: &str, at: usize, announced: bool) -> Option<(Moment, usize)> {
    let (clock, second, offset, end) = match timestamp::clock_with_offset(text, at) {
        Some((clock, second, offset, end)) if free_after(text, end) => (clock, second, offset, end),
        _ => {
            let (clock, end) = clock(text, at, announced)?;
            (clock, None, None, end)
        }
    };
    let (clock, end) = match half_behind(text, end) {
        Some((half, end)) => ((half_hour(clock.0, half), clock.1), end),
        None => (clock, end),
    };
    let end = skip_unit(text, end);
    let moment = Moment { clock, second, offset };
    match offset {
        Some(offset) => {
            let (offset, end) = shifted(text, offset, end);
            Some((Moment { offset: Some(offset), ..moment }, end))
        }
        None => Some(match zone(text, end) {
            Some((offset, end)) => (Moment { offset: Some(offset), ..moment }, end),
            None => (moment, end),
        }),
    }
}

/// Behind the word for an hour: `16.05 Uhr`.
fn skip_unit(text: &str, at: usize) -> usize {
    let from = skip_blanks(text, at);
    let end = word_end(text, from).filter(|&end| words::is_mark(&text[from..end], Mark::Hour));
    end.unwrap_or(at)
}

/// `4.34`, `16h05`, `16 h 05`, `20時27分`, and hours alone where a word says what they are.
fn clock(text: &str, at: usize, announced: bool) -> Option<((u8, u8), usize)> {
    let (hour, after) = digits_at(text, at, 2).filter(|(hour, _)| *hour < 24)?;
    let blank = skip_blanks(text, after);
    let unit = skip_one_of(text, blank, &["h", "時", "时", "點", "点", "시"]);
    let dot = skip_one_of(text, after, &[".", ":"]);
    let from = unit.map(|end| skip_blanks(text, end)).or(dot).unwrap_or(after);
    let minute = digits_at(text, from, 2).filter(|(minute, end)| {
        let wide = unit.is_some_and(|end| !text[..end].ends_with('h'));
        *minute < 60 && from > after && (end - from == 2 || wide) && free_after(text, *end)
    });
    let (minute, end) = match minute {
        Some((minute, end)) => {
            (minute, skip_one_of(text, skip_blanks(text, end), &["分", "분"]).unwrap_or(end))
        }
        None => (0, unit.unwrap_or(after)),
    };
    let said =
        half_behind(text, end).is_some() || skip_unit(text, end) > end || zone(text, end).is_some();
    let sure = match (unit, dot) {
        (Some(over), _) => {
            minute > 0 || from < end || !text[over..].starts_with(char::is_alphanumeric)
        }
        (None, Some(_)) => (said || announced) && from < end && end > after,
        (None, None) => said,
    };
    sure.then_some(((hour as u8, minute as u8), end))
}

/// Hours to add for `am` or `pm`, and where it ends.
fn half_behind(text: &str, at: usize) -> Option<(u8, usize)> {
    let from = skip_blanks(text, at);
    let rest = text.get(from..)?;
    let goes_on = |c: &char| c.is_alphabetic() || *c == '.';
    let len = rest.chars().take(8).take_while(goes_on).map(char::len_utf8).sum();
    let word = &rest[..len];
    let half = |mark: Mark| words::is_mark(word, mark);
    let over = from + word.len();
    (half(Mark::Morning)).then_some((0, over)).or_else(|| half(Mark::Evening).then_some((12, over)))
}

/// The zone at `at`, in minutes east of UTC: `CET`, `GMT+1`, `(MESZ)`.
fn zone(text: &str, at: usize) -> Option<(i16, usize)> {
    let from = skip_gap(text, at, &[' ', '(', '\u{a0}']);
    let end = word_end(text, from)?;
    let base = words::zone(&text[from..end])?;
    let (offset, end) = shifted(text, base, end);
    let open = text.as_bytes()[at..from].contains(&b'(');
    Some((offset, end + usize::from(open && text[end..].starts_with(')'))))
}

/// The offset with the hours that stand behind the name of its zone: `GMT+1`.
fn shifted(text: &str, base: i16, end: usize) -> (i16, usize) {
    let sign = match text.as_bytes().get(end) {
        Some(b'+') if base == 0 => 60,
        Some(b'-') if base == 0 => -60,
        _ => return (base, end),
    };
    let hours = digits_at(text, end + 1, 2);
    let hours = hours.filter(|(hours, over)| *hours <= 14 && free_after(text, *over));
    hours.map_or((base, end), |(hours, over)| (hours as i16 * sign, over))
}

/// Behind the name of a zone, whatever it means: `MST `.
pub fn skip_zone(text: &str, at: usize) -> usize {
    let from = skip_blanks(text, at);
    let end = from + text[from..].bytes().take_while(u8::is_ascii_uppercase).count();
    if (3..=4).contains(&(end - from)) { end } else { at }
}

/// The time with the zone that stands behind it, where it has none.
pub fn with_zone(text: &str, mut time: Time, end: usize) -> (Time, usize) {
    let end = match half_behind(text, end).filter(|_| time.offset.is_none()) {
        Some((half, over)) => {
            time.clock = time.clock.map(|(hour, minute)| (half_hour(hour, half), minute));
            over
        }
        None => end,
    };
    let end = skip_unit(text, end);
    let (offset, end) = match time.offset {
        Some(offset) => {
            let (offset, end) = shifted(text, offset, end);
            (Some(offset), end)
        }
        None => zone(text, end).map_or((None, end), |(offset, end)| (Some(offset), end)),
    };
    time.offset = offset;
    (time, end)
}

/// `08:20, ` or `5:04 PM · ` that ends right before `at`, and where it starts.
fn moment_before(text: &str, at: usize) -> Option<(Moment, usize)> {
    let before =
        text[..at].trim_end_matches([',', '-', '–', '|', '·', '•']).trim_end_matches(BLANKS);
    let before = before.trim_end_matches([',', '-', '–', '|', '·', '•']).trim_end_matches(BLANKS);
    if before.len() == at
        || !before.as_bytes().last()?.is_ascii_alphanumeric()
            && !before.ends_with(['.', ')', '分', '분', '時'])
    {
        return None;
    }
    let floor = before.len().saturating_sub(BEFORE);
    let starts = (floor..before.len())
        .filter(|&start| text.as_bytes()[start].is_ascii_digit() && free_before(text, start));
    let whole = |start: usize| moment(text, start).filter(|(_, end)| *end == before.len());
    starts.into_iter().find_map(|start| Some((whole(start)?.0, start)))
}
