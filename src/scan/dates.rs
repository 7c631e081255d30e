//! Dates inside a line, in numbers or with the name of a month in any of the known languages.

use super::timestamp::{self, Time};
use super::words::{self, Mark};

/// A date and where it stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it says.
    pub time: Time,
}

/// A text that states a time and little else is no longer than this.
const LONGEST: usize = 100;

/// The time that a text states whose meaning is known to be a date: `Mon, 06 Mar 2023 08:20:00 GMT`, `20230306`.
pub fn parse(text: &str) -> Option<Time> {
    if text.len() > LONGEST {
        return None;
    }
    timestamp::parse(text)
        .or_else(|| find(text).next().map(|found| found.time))
        .or_else(|| compact(text))
}

/// `20230306`, the basic form of ISO 8601.
fn compact(text: &str) -> Option<Time> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to).and_then(number);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    digits.then(|| sound(year as i32, month, day))?
}

/// The dates of a text, in order.
pub fn find(text: &str) -> Dates<'_> {
    Dates { text, at: 0, behind: 0 }
}

/// See [`find`].
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
        while let Some(skip) = bytes.get(self.at..)?.iter().position(u8::is_ascii_digit) {
            let start = self.at + skip;
            let run = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            let found = (run <= 4 && free_before(self.text, start))
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

/// No letter or digit of Latin script may stand right before a date.
fn free_before(text: &str, at: usize) -> bool {
    at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).is_none_or(|b| {
        !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'.' | b'/' | b'_' | b'=' | b'%' | b'$')
    })
}

/// The date whose first digits stand at `at`.
fn date_at(text: &str, at: usize, run: usize) -> Option<Found> {
    let rest = &text[at..];
    if let Some((time, len)) = timestamp::prefix(rest).filter(|(_, len)| free_after(rest, *len)) {
        return Some(with_clock(text, Found { start: at, end: at + len, time }));
    }
    let found = match run {
        1 | 2 => day_first(text, at, run).or_else(|| month_first(text, at, run)),
        4 => year_first(text, at),
        _ => None,
    };
    found.map(|found| with_clock(text, found))
}

fn free_after(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_none_or(|b| !b.is_ascii_digit() && *b != b'%')
}

/// `3 March 2023`, `3. März 2023`, `3 de marzo de 2023`, `3rd of March, 2023`.
fn day_first(text: &str, at: usize, run: usize) -> Option<Found> {
    let day = number(&text[at..at + run])?;
    let from = skip_ordinal(text, at + run);
    let from = skip_gap(text, from, &[' ', '.', '-', '/', '\u{a0}']);
    let (month, after) = month_at(text, from)?;
    year_at(text, after, at, day, month)
}

/// `March 3, 2023`, `Mar. 3rd 2023`: the month stands before the digits.
fn month_first(text: &str, at: usize, run: usize) -> Option<Found> {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '.']);
    if before.len() == at {
        return None;
    }
    let start = word_start(before);
    let month = words::month(&before[start..])?;
    let day = number(&text[at..at + run])?;
    let after = skip_ordinal(text, at + run);
    // `Mon Mar 6 08:20:00 2023`, as programs print it
    let (moment, from) = match moment(text, skip_gap(text, after, &[' '])) {
        Some((moment, end)) => (Some(moment), end),
        None => (None, after),
    };
    let mut found = year_at(text, from, start, day, month)?;
    if let Some(moment) = moment {
        moment.add_to(&mut found.time);
    }
    Some(found)
}

/// `2023. március 3.`, `2023 March 3`, `2023년 3월 1일`.
fn year_first(text: &str, at: usize) -> Option<Found> {
    let year = number(&text[at..at + 4])? as i32;
    let after = at + 4;
    if let Some(rest) = text[after..].strip_prefix('년') {
        return korean(text, at, year, text.len() - rest.len());
    }
    let (month, after) = month_at(text, skip_gap(text, after, &[' ', '.', ',', '-', '\u{a0}']))?;
    let from = skip_gap(text, after, &[' ', '.', '-', '\u{a0}']);
    let (day, end) = digits_at(text, from, 2)?;
    Some(Found { start: at, end, time: sound(year, month, day)? })
}

fn korean(text: &str, start: usize, year: i32, at: usize) -> Option<Found> {
    let (month, at) = digits_at(text, skip_gap(text, at, &[' ']), 2)?;
    let at = skip_word(text, at, "월")?;
    let (day, at) = digits_at(text, skip_gap(text, at, &[' ']), 2)?;
    Some(Found { start, end: skip_word(text, at, "일")?, time: sound(year, month, day)? })
}

/// The year that ends a date, behind a comma, a full stop or a short word ("de", "del").
fn year_at(text: &str, after: usize, start: usize, day: u32, month: u32) -> Option<Found> {
    let mut from = skip_gap(text, after, &[' ', '.', ',', '-', '/', '\u{a0}', '\'']);
    if !text.as_bytes().get(from)?.is_ascii_digit() {
        from = skip_link(text, from, Mark::Date)?;
    }
    let (year, end) = digits_at(text, from, 4).filter(|(_, end)| end - from == 4)?;
    free_after(text, end)
        .then(|| Some(Found { start, end, time: sound(year as i32, month, day)? }))?
}

fn sound(year: i32, month: u32, day: u32) -> Option<Time> {
    Time::day(year, month, day).filter(|_| (1900..2100).contains(&year))
}

/// The name of a month at `at`, behind a short word ("de", "of") or not, and where it ends.
fn month_at(text: &str, at: usize) -> Option<(u32, usize)> {
    let end = word_end(text, at)?;
    let last = end + usize::from(text[end..].starts_with('.'));
    if let Some(month) = words::month(&text[at..end]) {
        return Some((month, last));
    }
    let next = skip_link(text, at, Mark::Date)?;
    let end = word_end(text, next)?;
    words::month(&text[next..end]).map(|month| (month, end))
}

/// Behind a word that stands between the parts of a date, and the space or apostrophe after it.
fn skip_link(text: &str, at: usize, mark: Mark) -> Option<usize> {
    let end = word_end(text, at)?;
    let next = skip_gap(text, end, &[' ', '.', '\'', '’', '\u{a0}']);
    (next > end && words::is_mark(&text[at..end], mark)).then_some(next)
}

/// The end of the word at `at`; none where no letter stands there or the word is long.
fn word_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let len: usize = rest
        .chars()
        .take(24)
        .take_while(|c| c.is_alphabetic() || is_sign(*c))
        .map(char::len_utf8)
        .sum();
    (len > 0).then_some(at + len)
}

/// Marks that belong to letters in scripts of India, Arabic and Hebrew.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{e4f}' | '׳')
}

fn word_start(text: &str) -> usize {
    let len: usize = text
        .chars()
        .rev()
        .take(24)
        .take_while(|c| c.is_alphabetic() || is_sign(*c))
        .map(char::len_utf8)
        .sum();
    text.len() - len
}

fn skip_ordinal(text: &str, at: usize) -> usize {
    let known = ["st", "nd", "rd", "th", "er", "º", "ª"];
    let rest = &text[at..];
    let over = known.iter().find(|o| {
        rest.strip_prefix(**o).is_some_and(|after| !after.starts_with(char::is_alphabetic))
    });
    at + over.map_or(0, |o| o.len())
}

/// Up to three of the marks.
fn skip_gap(text: &str, at: usize, marks: &[char]) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.chars().take(3).take_while(|c| marks.contains(c)).map(char::len_utf8).sum::<usize>()
}

fn skip_word(text: &str, at: usize, word: &str) -> Option<usize> {
    text[at..].starts_with(word).then_some(at + word.len())
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

/// One digit to `most` digits at `at`, and where they end.
fn digits_at(text: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let bytes = text.as_bytes().get(at..)?;
    let len = bytes.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
    Some((number(&text[at..at + len])?, at + len))
}

/// Adds the time of day that stands right behind a day: `, 16:05`, ` - 4.34pm`, ` um 16.05 Uhr`; or right before it.
fn with_clock(text: &str, mut found: Found) -> Found {
    if found.time.has_time() {
        return found;
    }
    let gap = skip_gap(text, found.end, &[' ', ',', '-', '–', '—', '|', '•', '·', '/', '\u{a0}']);
    let from = if text[gap..].starts_with(|c: char| c.is_ascii_digit()) {
        gap
    } else {
        skip_link(text, gap, Mark::Clock).unwrap_or(gap)
    };
    if let Some((moment, end)) = moment(text, from).filter(|_| from > found.end) {
        moment.add_to(&mut found.time);
        found.end = end;
    } else if let Some((moment, start)) = moment_before(text, found.start) {
        moment.add_to(&mut found.time);
        found.start = start;
    }
    found
}

/// A time of day.
#[derive(Clone, Copy)]
struct Moment {
    clock: (u8, u8),
    second: Option<u8>,
    offset: Option<i16>,
}

impl Moment {
    fn add_to(self, time: &mut Time) {
        (time.clock, time.second, time.offset) = (Some(self.clock), self.second, self.offset);
    }
}

/// `16:05`, `16:05:09 +0100`, `4.34pm`, `4:34 p.m.`, `16.05 Uhr`, and where it ends.
fn moment(text: &str, at: usize) -> Option<(Moment, usize)> {
    if let Some((clock, second, offset, end)) = timestamp::clock_with_offset(text, at)
        && free_after(text, end)
        && half_of_day(text, end).0.is_none()
    {
        return Some((Moment { clock, second, offset }, end));
    }
    let (clock, end) = clock(text, at)?;
    Some((Moment { clock, second: None, offset: None }, end))
}

/// `08:20, ` that ends right before `at`, and where it starts.
fn moment_before(text: &str, at: usize) -> Option<(Moment, usize)> {
    let gap = [' ', ',', '-', '–', '|', '·', '•', '\u{a0}'];
    let before = text[..at].trim_end_matches(gap);
    let clock = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    let start = clock.len();
    if before.len() == at || !(4..=8).contains(&(before.len() - start)) {
        return None;
    }
    let (clock, second, offset, end) = timestamp::clock_with_offset(text, start)?;
    let whole = end == before.len() && free_before(text, start);
    whole.then_some((Moment { clock, second, offset }, start))
}

/// `4.34pm`, `4:34 p.m.`, `16.05 Uhr`, `16h05`, and where it ends.
fn clock(text: &str, at: usize) -> Option<((u8, u8), usize)> {
    let (hour, after) = digits_at(text, at, 2)?;
    let mark = *text.as_bytes().get(after).filter(|b| matches!(b, b':' | b'.' | b'h'))?;
    let (minute, end) = digits_at(text, after + 1, 2).filter(|(_, end)| end - after == 3)?;
    let (half, over) = half_of_day(text, end);
    let sure = mark != b'.' || half.is_some() || text[end..].trim_start().starts_with("Uhr");
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    let sound = sure && hour < 24 && minute < 60 && free_after(text, end);
    sound.then_some(((hour as u8, minute as u8), over))
}

/// Hours to add for `am` or `pm`, and where it ends.
fn half_of_day(text: &str, at: usize) -> (Option<u32>, usize) {
    let from = skip_gap(text, at, &[' ', '\u{a0}', '\u{202f}']);
    let bytes = &text.as_bytes()[from..];
    let known: [(&[u8], u32); 4] = [(b"am", 0), (b"a.m.", 0), (b"pm", 12), (b"p.m.", 12)];
    known
        .iter()
        .find(|(word, _)| {
            bytes.get(..word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word))
                && !bytes.get(word.len()).is_some_and(u8::is_ascii_alphanumeric)
        })
        .map_or((None, at), |(word, hours)| (Some(*hours), from + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_languages() {
        for (text, iso) in [
            ("June 30, 2026", "2026-06-30"),
            ("Sept. 3rd, 2021", "2021-09-03"),
            ("30 June 2026", "2026-06-30"),
            ("30. Juni 2026", "2026-06-30"),
            ("3. März 2023 um 16:05", "2023-03-03T16:05:00"),
            ("12 de marzo de 2023", "2023-03-12"),
            ("1er août 2020", "2020-08-01"),
            ("5 июня 2021, 09:41", "2021-06-05T09:41:00"),
            ("2021. március 5", "2021-03-05"),
            ("2024년 1월 2일", "2024-01-02"),
            ("2024年1月2日", "2024-01-02"),
            ("June 30, 2026 - 4.34pm", "2026-06-30T16:34:00"),
            ("30-Jun-2026", "2026-06-30"),
            ("2023-03-06T08:20+0000", "2023-03-06T08:20:00+00:00"),
            ("16.05.2021 - 12:05", "2021-05-16T12:05:00"),
            ("Mon, 06 Mar 2023 08:20:00 GMT", "2023-03-06T08:20:00+00:00"),
            ("Mon, 06 Mar 2023 08:20:09 -0500", "2023-03-06T08:20:09-05:00"),
            ("Mon Mar 6 08:20:00 2023", "2023-03-06T08:20:00"),
            ("Monday, March 6, 2023 at 8:20 PM", "2023-03-06T20:20:00"),
            ("Lundi 6 mars 2023 à 08h20", "2023-03-06T08:20:00"),
            ("08:20, 6 March 2023", "2023-03-06T08:20:00"),
            ("20230306", "2023-03-06"),
            ("\"2023-03-06\"", "2023-03-06"),
        ] {
            assert_eq!(parse(text).map(|t| t.iso()).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_days_is_none() {
        for text in ["06/03/2023", "1678090800", "20231306", "2023", "4 hours ago"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_their_lines() {
        let raw =
            |text| -> Vec<String> { find(text).map(|f| text[f.start..f.end].to_owned()).collect() };
        assert_eq!(
            raw("Published: 3 March 2023 | Updated: 4 March 2023"),
            ["3 March 2023", "4 March 2023"]
        );
        assert_eq!(
            raw("12:12 22.10.2025 (обновлено: 12:26 22.10.2025)"),
            ["12:12 22.10.2025", "12:26 22.10.2025"]
        );
        assert_eq!(raw("Am 30. Februar 2021, Nr. 12, 1.2.3"), Vec::<String>::new());
        assert_eq!(raw("May 12 and 2020 ships"), Vec::<String>::new());
    }
}
