//! Which of two days a date such as `03/04/2021` is, by what the page shows elsewhere.

use crate::line::Line;
use crate::record::Record;
use crate::scan::dates::{self, Order};
use crate::scan::timestamp::Time;
use crate::scan::url;

/// Longest line that is looked through, in bytes.
const LONGEST: usize = 400;
/// Most lines that are looked through.
const LINES: usize = 4000;
/// Most dates of one line.
const DATES: usize = 4;

/// The day that the page's evidence speaks for; none where it does not speak.
pub(super) fn decide(
    raw: &str,
    (day_first, month_first): (Time, Time),
    record: &Record<'_>,
    lines: &[Line<'_>],
) -> Option<Time> {
    let of = |order| if order == Order::DayFirst { day_first } else { month_first };
    if let Some(order) = stated(record, day_first, month_first) {
        return Some(of(order));
    }
    let shown = shown(lines, day_first, month_first);
    let order = match shown.signum() {
        1 => Some(Order::DayFirst),
        -1 => Some(Order::MonthFirst),
        _ => custom(raw, record),
    };
    order.map(of)
}

/// The order in which the date is a day that the page states otherwise too.
fn stated(record: &Record<'_>, day_first: Time, month_first: Time) -> Option<Order> {
    let known = |time: Time| {
        let day = time.day.to_string();
        record.timestamps.iter().any(|t| t.value.as_deref().is_some_and(|v| v.starts_with(&day)))
    };
    match (known(day_first), known(month_first)) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// Above 0 where the dates of the page are written day first, or say that day in another form.
fn shown(lines: &[Line<'_>], day_first: Time, month_first: Time) -> i32 {
    let mut sum = 0;
    for line in lines.iter().filter(|line| line.text.len() <= LONGEST).take(LINES) {
        for found in dates::find(line.text, DATES) {
            let day = found.reading.sure().map(|time| time.day);
            sum += match found.order {
                Some(Order::DayFirst) => 1,
                Some(Order::MonthFirst) => -1,
                None if day == Some(day_first.day) => 1,
                None if day == Some(month_first.day) => -1,
                None => 0,
            };
        }
    }
    sum
}

/// What the language and the land of the page are used to.
fn custom(raw: &str, record: &Record<'_>) -> Option<Order> {
    let language = record.language.as_deref()?;
    if !language.starts_with("en") {
        return Some(Order::DayFirst);
    }
    let land = record.url.as_deref().map(url::host).and_then(|host| host.rsplit('.').next());
    let land = land.filter(|land| land.len() == 2 && !OPEN_TO_ALL.contains(land));
    let half = raw.ends_with(['m', 'M']) || raw.ends_with("m.");
    match (land, language) {
        (Some("us"), _) | (None, "en-US") => Some(Order::MonthFirst),
        (Some(_), _) => Some(Order::DayFirst),
        (None, "en") if half => Some(Order::MonthFirst),
        (None, "en") => None,
        (None, _) => Some(Order::DayFirst),
    }
}

/// Domains of lands that everybody uses.
const OPEN_TO_ALL: [&str; 8] = ["ai", "co", "fm", "io", "me", "tv", "ly", "cc"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    /// What the page makes of 3/4/2021, of which it says `text`.
    fn decided(text: &str, language: &'static str, url: &'static str) -> Option<String> {
        let record =
            Record { language: Some(language.into()), url: Some(url.into()), ..Record::default() };
        let days = (Time::day(2021, 4, 3)?, Time::day(2021, 3, 4)?);
        decide("3/4/2021", days, &record, &lines(text)).map(|time| time.iso())
    }

    #[test]
    fn the_page_shows_its_order() {
        let com = "https://harbour-post.example/pier";
        assert_eq!(decided("25/03/2021", "en", com).as_deref(), Some("2021-04-03"));
        assert_eq!(decided("03/25/2021", "en", com).as_deref(), Some("2021-03-04"));
        assert_eq!(decided("3 April 2021", "en", com).as_deref(), Some("2021-04-03"));
        assert_eq!(decided("Harbour", "en", com), None);
    }

    #[test]
    fn a_land_has_its_custom() {
        let com = "https://harbour-post.example/pier";
        assert_eq!(decided("Hafen", "de", com).as_deref(), Some("2021-04-03"));
        assert_eq!(decided("Harbour", "en-US", com).as_deref(), Some("2021-03-04"));
        assert_eq!(decided("Harbour", "en-GB", com).as_deref(), Some("2021-04-03"));
    }
}
