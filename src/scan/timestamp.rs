//! Dates and times, read by hand: a format string costs ten times as much.
//!
//! Numbers only. Month names belong to languages, and a language is not known here.

use chrono::NaiveDate;

/// A point in time, as far as the text states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The day, which exists in the Gregorian calendar.
    pub day: NaiveDate,
    /// Hour and minute.
    pub clock: Option<(u8, u8)>,
    /// The second.
    pub second: Option<u8>,
    /// Minutes east of UTC.
    pub offset: Option<i16>,
}

impl Time {
    /// A day and nothing more.
    pub fn day(year: i32, month: u32, day: u32) -> Option<Time> {
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Time { day, clock: None, second: None, offset: None })
    }

    /// Whether an hour is stated.
    pub fn has_time(&self) -> bool {
        self.clock.is_some()
    }

    /// ISO 8601 with no more than was stated: a bare day, local time, or time with offset.
    pub fn iso(&self) -> String {
        use chrono::Datelike;
        let mut text = *b"0000-00-00T00:00:00+00:00";
        let mut put = |at: usize, number: u32| {
            let number = (number % 100) as u8;
            text[at] = b'0' + number / 10;
            text[at + 1] = b'0' + number % 10;
        };
        let year = self.day.year().unsigned_abs();
        put(0, year / 100);
        put(2, year % 100);
        put(5, self.day.month());
        put(8, self.day.day());
        let mut len = 10;
        if let Some((hour, minute)) = self.clock {
            put(11, hour.into());
            put(14, minute.into());
            put(17, self.second.unwrap_or(0).into());
            len = 19;
            if let Some(offset) = self.offset {
                let minutes = u32::from(offset.unsigned_abs());
                put(20, minutes / 60);
                put(23, minutes % 60);
                text[19] = if offset < 0 { b'-' } else { b'+' };
                len = 25;
            }
        }
        std::str::from_utf8(&text[..len]).unwrap_or_default().to_owned()
    }
}

/// The time that the whole text states.
pub fn parse(text: &str) -> Option<Time> {
    let (time, end) = prefix(text)?;
    (end == text.len()).then_some(time)
}

/// The time that begins the text, and where it ends. An offset of four digits ends even where digits are glued to it.
pub fn prefix(text: &str) -> Option<(Time, usize)> {
    let bytes = text.as_bytes();
    // the colon of a time of day that goes first
    if matches!(bytes, [_, b':', ..] | [_, _, b':', ..])
        && let Some((clock, at)) = clock(bytes, 0)
    {
        return clock_first(bytes, clock, at);
    }
    let (day, at) = date(text)?;
    let mut time = Time { day, clock: None, second: None, offset: None };
    let gap = gap_before_clock(bytes, at);
    let Some((found, mut at)) = gap.and_then(|from| clock(bytes, from)) else {
        return Some((time, at));
    };
    (time.clock, time.second) = (Some(found.0), found.1);
    if let Some((offset, end)) = offset(bytes, at) {
        time.offset = Some(offset);
        at = end;
    }
    Some((time, at))
}

/// `09:41 16.05.2021`, `11:45 GMT 27.12.2021`.
fn clock_first(bytes: &[u8], (hm, second): Clock, at: usize) -> Option<(Time, usize)> {
    let (offset, at) = match offset(bytes, at) {
        Some((offset, end)) => (Some(offset), end),
        None => (None, at),
    };
    let rest = std::str::from_utf8(bytes.get(at..)?).ok()?;
    let gap = rest.len() - rest.trim_start_matches([' ', ',', '\u{a0}']).len();
    if gap == 0 || gap > 4 {
        return None;
    }
    let (day, end) = date(&rest[gap..])?;
    Some((Time { day, clock: Some(hm), second, offset }, at + gap + end))
}

fn gap_before_clock(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'T' | b't' => Some(at + 1),
        b' ' => Some(at + 1 + usize::from(bytes.get(at + 1) == Some(&b' '))),
        b',' if bytes.get(at + 1) == Some(&b' ') => Some(at + 2),
        _ => None,
    }
}

/// The date in numbers that begins the text, and where it ends.
fn date(text: &str) -> Option<(NaiveDate, usize)> {
    let bytes = text.as_bytes();
    if let Some([year, month, day]) = iso_date(bytes) {
        return Some((ymd(year, month, day)?, 10));
    }
    let first = digits(bytes, 0, 4)?;
    let (mark, after) = mark_at(text, first.len)?;
    let second = digits(bytes, after, 2)?;
    let (again, after) = mark_at(text, after + second.len)?;
    let third = digits(bytes, after, if first.len == 4 { 2 } else { 4 })?;
    let end = after + third.len;
    let [a, b, c] = [first, second, third].map(|digits| digits.value);
    if mark == '年' {
        let over = text[end..].strip_prefix('日').map_or(end, |_| end + '日'.len_utf8());
        return Some((ymd(a, b, c).filter(|_| again == '月')?, over));
    }
    let day = match (first.len, third.len) {
        (4, 1..=2) => ymd(a, b, c)?,
        (1..=2, 4) if mark == '.' || a > 12 => ymd(c, b, a)?,
        (1..=2, 4) if b > 12 || a == b => ymd(c, a, b)?,
        _ => return None,
    };
    (mark == again).then_some((day, end))
}

/// The short way for `2023-03-06`.
fn iso_date(bytes: &[u8]) -> Option<[u32; 3]> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *bytes.first_chunk()? else { return None };
    let year = two_digits([a, b])? * 100 + two_digits([c, d])?;
    Some([year, two_digits([e, f])?, two_digits([g, h])?])
}

/// Years that pages speak of. Other calendars write years outside of them (1402, 2566), which are left as they are.
fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let sound = (1500..2100).contains(&year);
    NaiveDate::from_ymd_opt(year as i32, month, day).filter(|_| sound)
}

fn mark_at(text: &str, at: usize) -> Option<(char, usize)> {
    let mark = text.get(at..)?.chars().next()?;
    matches!(mark, '-' | '.' | '/' | '年' | '月').then(|| (mark, at + mark.len_utf8()))
}

#[derive(Clone, Copy)]
struct Digits {
    value: u32,
    len: usize,
}

/// One digit to `most` digits.
fn digits(bytes: &[u8], at: usize, most: usize) -> Option<Digits> {
    let len = bytes.get(at..)?.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
    let value = bytes[at..at + len].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    (len > 0).then_some(Digits { value, len })
}

fn two_digits_at(bytes: &[u8], at: usize) -> Option<u32> {
    two_digits(*bytes.get(at..)?.first_chunk()?)
}

fn two_digits(digits: [u8; 2]) -> Option<u32> {
    let [tens, ones] = digits.map(|digit| u32::from(digit.wrapping_sub(b'0')));
    (tens < 10 && ones < 10).then_some(tens * 10 + ones)
}

/// `20:21`, `20:21:05`, `20:21 GMT`, `20:21:05 +0300` at a byte of the text, and where it ends.
#[allow(clippy::type_complexity, reason = "the parts of a time of day")]
pub(super) fn clock_with_offset(
    text: &str,
    at: usize,
) -> Option<((u8, u8), Option<u8>, Option<i16>, usize)> {
    let ((hm, second), end) = clock(text.as_bytes(), at)?;
    let (offset, end) =
        offset(text.as_bytes(), end).map_or((None, end), |(offset, end)| (Some(offset), end));
    Some((hm, second, offset, end))
}

type Clock = ((u8, u8), Option<u8>);

/// `20:21`, `20:21:05`, `20:21:05.123`, and where it ends.
fn clock(bytes: &[u8], at: usize) -> Option<(Clock, usize)> {
    let (hour, colon) = match *bytes.get(at..)? {
        [tens, ones, b':', ..] => (two_digits([tens, ones])?, at + 2),
        [ones, b':', ..] => (two_digits([b'0', ones])?, at + 1),
        _ => return None,
    };
    if hour > 23 {
        return None;
    }
    let minute = two_digits_at(bytes, colon + 1).filter(|minute| *minute < 60)?;
    let mut end = colon + 3;
    let mut second = None;
    if bytes.get(end) == Some(&b':')
        && let Some(found) = two_digits_at(bytes, end + 1).filter(|second| *second <= 60)
    {
        second = Some(found.min(59) as u8);
        end += 3;
        if bytes.get(end) == Some(&b'.') {
            end += digits(bytes, end + 1, 9).map_or(0, |fraction| fraction.len + 1);
        }
    }
    Some((((hour as u8, minute as u8), second), end))
}

/// `Z`, `UTC`, `GMT`, `+0300`, `+03:00`, with a space before or not. In minutes, and where it ends.
fn offset(bytes: &[u8], at: usize) -> Option<(i16, usize)> {
    let from = at + usize::from(bytes.get(at) == Some(&b' '));
    let rest = bytes.get(from..)?;
    if rest.starts_with(b"UTC") || rest.starts_with(b"GMT") {
        return Some((0, from + 3));
    }
    let sign = match rest.first()? {
        b'Z' | b'z' if !rest.get(1).is_some_and(u8::is_ascii_alphanumeric) => {
            return Some((0, from + 1));
        }
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = two_digits_at(rest, 1).filter(|hours| *hours <= 14)?;
    let colon = usize::from(rest.get(3) == Some(&b':'));
    let minutes = two_digits_at(rest, 3 + colon).filter(|minutes| *minutes < 60)?;
    Some((sign * (hours * 60 + minutes) as i16, from + 5 + colon))
}

/// The date at the end of a description and the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suffix<'a> {
    /// Where the suffix begins in the text, behind the white space before it.
    pub start: usize,
    /// The date as it stands.
    pub raw: &'a str,
    /// The date.
    pub time: Time,
    /// The name of the publisher, where one stands beside the date.
    pub name: Option<&'a str>,
}

/// Most bytes of a name beside a date.
const NAME: usize = 60;

/// Finds `… 27.12.2021, Name` and `… Name, 16.05.2021` and a date alone at the end of the text.
pub fn suffix(text: &str) -> Option<Suffix<'_>> {
    let last = text.chars().next_back()?;
    if last.is_ascii_digit() || last == '日' {
        let (start, time) = last_date(text)?;
        return Some(name_before(text, start, time));
    }
    date_before_name(text)
}

fn date_before_name(text: &str) -> Option<Suffix<'_>> {
    let floor =
        (text.len().saturating_sub(NAME)..text.len()).find(|&at| text.is_char_boundary(at))?;
    let comma = floor + memchr::memrchr(b',', &text.as_bytes()[floor..]).filter(|at| *at > 0)?;
    if text.as_bytes().get(comma + 1) != Some(&b' ') {
        return None;
    }
    let (start, time) = last_date(&text[..comma])?;
    let name = text[comma + 2..].trim();
    let sound = !name.is_empty()
        && !name.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b';' | b'"'));
    sound.then_some(Suffix { start, raw: &text[start..comma], time, name: Some(name) })
}

/// A name is what stands between the end of the sentence and the comma before the date.
fn name_before(text: &str, date: usize, time: Time) -> Suffix<'_> {
    let alone = Suffix { start: date, raw: &text[date..], time, name: None };
    let Some(before) = text[..date].strip_suffix(", ").map(str::trim_end) else { return alone };
    let Some(end) = before.rfind(['.', '!', '?', '…', '"', '»', '”']) else { return alone };
    let mark = before[end..].chars().next().map_or(1, char::len_utf8);
    let name = before[end + mark..].trim();
    if name.is_empty() || name.len() > NAME || name.contains(',') {
        return alone;
    }
    let start = before.len() - name.len();
    Suffix { start, raw: &text[date..], time, name: Some(&text[start..before.len()]) }
}

/// The date that ends the text, and where it begins. The number before it may not go on into it, but a letter may.
fn last_date(text: &str) -> Option<(usize, Time)> {
    let tail = before_numbers(text);
    let numbers = &text[tail.len()..];
    let skip = numbers.len() - numbers.trim_start_matches(['.', '-', '/', '年', '月', '日']).len();
    let start = tail.len() + skip;
    let date = Some(&text[start..]).filter(|date| date.len() >= 8);
    Some((start, parse(date?)?))
}

/// What stands before the digits, and the marks of a date, that end the text.
fn before_numbers(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'/');
    let parts = text.bytes().rev().take_while(|byte| is_part(byte)).count();
    let before = &text[..text.len() - parts];
    match before.as_bytes().last() {
        Some(last) if !last.is_ascii() => before.trim_end_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | '年' | '月' | '日')
        }),
        _ => before,
    }
}

/// Where a date with `T` and a time begins, at or after `from`: the anchor in glued text. It is found by its colon, which
/// is rarer in prose than a `T`.
pub fn find_iso(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes.get(from..)?).find_map(|at| {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let is_mark = |at: &usize| bytes[*at] == b'T' && is_digit(at + 1);
        let hour = from + at;
        let mark = [3, 2].into_iter().filter_map(|len| hour.checked_sub(len)).find(is_mark)?;
        let start = mark.checked_sub(10).filter(|&start| start >= from)?;
        if !(is_digit(mark - 1) && is_digit(start)) {
            return None;
        }
        let (time, len) = prefix(text.get(start..)?)?;
        time.has_time().then_some((start, start + len))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_say_no_more_than_the_text() {
        for (text, iso) in [
            ("2023-03-06T08:20+0000", "2023-03-06T08:20:00+00:00"),
            ("2021-05-16T09:03", "2021-05-16T09:03:00"),
            ("2019-11-19 02:24:00 UTC", "2019-11-19T02:24:00+00:00"),
            ("2020-01-13T17:04:34+0300", "2020-01-13T17:04:34+03:00"),
            ("2020-01-13T17:04:34.123Z", "2020-01-13T17:04:34+00:00"),
            ("16.05.2021", "2021-05-16"),
            ("2023年1月1日", "2023-01-01"),
            ("09:41 16.05.2021", "2021-05-16T09:41:00"),
            ("11:45 GMT 27.12.2021", "2021-12-27T11:45:00+00:00"),
            ("25/12/2021", "2021-12-25"),
        ] {
            assert_eq!(parse(text).map(|t| t.iso()).as_deref(), Some(iso), "{text}");
        }
        for text in [
            "2023-13-06",
            "30.02.2021",
            "03/04/2021",
            "1402/01/14",
            "2566-01-14",
            "1.2",
            "",
            "2023",
            "12:30",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn glued_times_are_told_apart() {
        let text = "16.05.20212021-05-16T02:42+03002021-05-16T02:43africa";
        let (a, b) = find_iso(text, 0).unwrap();
        assert_eq!(&text[a..b], "2021-05-16T02:42+0300");
        let (a, b) = find_iso(text, b).unwrap();
        assert_eq!(&text[a..b], "2021-05-16T02:43");
    }

    /// The same by its `T`.
    fn slow_find_iso(text: &str, from: usize) -> Option<(usize, usize)> {
        text.match_indices('T').find_map(|(mark, _)| {
            let start = mark.checked_sub(10).filter(|start| *start >= from)?;
            let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
            let (time, len) = prefix(text.get(start..)?)?;
            let sound = digit(start) && digit(mark - 1) && digit(mark + 1) && time.has_time();
            sound.then_some((start, start + len))
        })
    }

    proptest! {
        #[test]
        fn glued_times_are_those_of_the_slow_way(
            text in "(2021-05-16|1[.]5[.]2021|16[.]05[.]2021|2|[0-9:]|T| |T09:03|T9:41|[+]0300|a|ц){0,12}", from in 0usize..9
        ) {
            prop_assert_eq!(find_iso(&text, from), slow_find_iso(&text, from));
        }

        #[test]
        fn dates_of_the_short_way_are_those_of_the_long_one(text in "[12][0-9]{2,3}-[01][0-9]{1,2}-[0-3][0-9]{1,2}") {
            let long = |text: &str| date(&text.replace('-', "/")).map(|found| (found.0, found.1));
            prop_assert_eq!(date(&text), long(&text));
        }
    }

    #[test]
    fn suffixes_of_descriptions() {
        let it = suffix("Lo ha affermato il ministro. 27.12.2021, Corriere del Porto").unwrap();
        assert_eq!((it.raw, it.name), ("27.12.2021", Some("Corriere del Porto")));
        let ru = suffix("Сообщил губернатор. Вести Юга, 16.05.2021").unwrap();
        assert_eq!((ru.raw, ru.name), ("16.05.2021", Some("Вести Юга")));
        let ja = suffix("発表した。 2023年1月1日, 港新聞 日本").unwrap();
        assert_eq!((ja.raw, ja.name), ("2023年1月1日", Some("港新聞 日本")));
        assert_eq!(suffix("31.10.2021").unwrap().start, 0);
        assert_eq!(suffix("It cost 12.50"), None);
        let apart = suffix("Закрыт. 日 , 09.05.2021").unwrap();
        assert_eq!(apart.name, Some("日"));
    }
}
