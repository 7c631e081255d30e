//! Timestamps: all of them with their roles, and the ones that fill fields.

use super::order;
use super::values::{Value, Values};
use crate::line::Line;
use crate::property::Property;
use crate::record::{Precision, Record, Role, Text, Timestamp};
use crate::scan::dates::Reading;
use crate::scan::timestamp::Suffix;
use crate::scan::words::{self, Mark};
use crate::scan::{dates, head, timestamp, url};
use crate::warning::Warning;

const DATES: [(Property, Role); 4] = [
    (Property::DatePublished, Role::Published),
    (Property::DateCreated, Role::Created),
    (Property::DateModified, Role::Modified),
    (Property::DateCrawled, Role::Crawled),
];

/// Fills `timestamps` and the four fields that are times; `address` is the line of the page's address, `suffix` the
/// end of the description with its line.
pub(crate) fn fill<'a>(
    record: &mut Record<'a>,
    values: &mut Values<'a>,
    (lines, address): (&[Line<'a>], usize),
    suffix: Option<(Suffix<'_>, usize)>,
    warnings: &mut Vec<Warning>,
) {
    let wanted = DATES.map(|(property, _)| property);
    let stated_here = values.take_values(&wanted);
    // The two more are those of the address and of the description.
    record.timestamps.reserve_exact(stated_here.len() + 2);
    let (mut open, mut reading) = (Vec::new(), None);
    for value in stated_here {
        // Most pages state one time several times.
        if record.timestamps.last().is_none_or(|before| before.raw != value.text) {
            reading = dates::parse(&value.text);
        }
        if let Some(Reading::Open(a, b)) = reading {
            open.push((record.timestamps.len(), (a, b)));
        }
        record.timestamps.push(stated(value, reading.and_then(Reading::sure)));
    }
    add_url_day(record, address);
    record.timestamps.extend(suffix.map(of_suffix));
    for (at, days) in open {
        let time = order::decide(&record.timestamps[at].raw, days, record, lines);
        let stamp = &mut record.timestamps[at];
        (stamp.value, stamp.precision) = (time.map(|t| t.iso().into()), time.map(precision));
    }
    record.published = best(record, Role::Published).or_else(|| best(record, Role::Suffix));
    if record.published.is_none() {
        add_dateline(record, lines);
        record.published = best(record, Role::Mentioned).or_else(|| {
            // a dump of properties or a header would say when
            let visible = matches!(&*record.layout, "visible-page" | "body-only");
            best(record, Role::Url).filter(|_| visible)
        });
    }
    record.created = best(record, Role::Created);
    record.modified = best(record, Role::Modified);
    record.crawled = best(record, Role::Crawled);
    warn_of_conflicts(record, warnings);
}

fn stated(value: Value<'_>, time: Option<timestamp::Time>) -> Timestamp<'_> {
    let role = DATES
        .iter()
        .find(|(property, _)| *property == value.property)
        .map_or(Role::Mentioned, |(_, role)| *role);
    timestamp(role, value.text, value.line, time)
}

/// A timestamp that stands alone, read without the evidence of a page.
pub(crate) fn read(role: Role, raw: Text<'_>, line: usize) -> Timestamp<'_> {
    let time = dates::parse(&raw).and_then(Reading::sure);
    timestamp(role, raw, line, time)
}

fn timestamp(
    role: Role,
    raw: Text<'_>,
    line: usize,
    time: Option<timestamp::Time>,
) -> Timestamp<'_> {
    let value = time.map(|time| time.iso().into());
    Timestamp { role, value, precision: time.map(precision), raw, line }
}

fn precision(time: timestamp::Time) -> Precision {
    match (time.clock, time.second) {
        (None, _) => Precision::Day,
        (Some(_), None) => Precision::Minute,
        (Some(_), Some(_)) => Precision::Second,
    }
}

fn add_url_day(record: &mut Record<'_>, line: usize) {
    let Some((raw, (year, month, day))) = record.url.as_deref().and_then(url::day) else { return };
    let Some(time) = timestamp::Time::day(year, month, day) else { return };
    let (raw, value) = (raw.to_owned().into(), Some(time.iso().into()));
    record.timestamps.push(Timestamp {
        role: Role::Url,
        raw,
        value,
        precision: Some(Precision::Day),
        line,
    });
}

fn of_suffix<'a>((suffix, line): (Suffix<'_>, usize)) -> Timestamp<'a> {
    let raw = suffix.raw.to_owned().into();
    let value = Some(suffix.time.iso().into());
    Timestamp { role: Role::Suffix, raw, value, precision: Some(Precision::Day), line }
}

/// A body begins with its place and day within so many bytes, or ends with them.
const DATELINE: usize = 80;
/// Words that announce a date stand within so many bytes of a body.
const ANNOUNCED: usize = 300;
/// Most dates of the beginning and the end of a body that are looked at.
const FEW: usize = 4;

/// The day that the body itself states: with it it begins (`Kelmouth, 14 December 2021 – `) or ends, or words announce it.
fn add_dateline<'a>(record: &mut Record<'a>, lines: &[Line<'a>]) {
    let Some(body) = record.body.as_deref() else { return };
    let head = head(body, ANNOUNCED);
    let first = dates::find(head, FEW).into_iter().find(|found| {
        let after = body[found.end..].trim_start();
        let begins = found.start < 4 || (found.start < DATELINE && after.starts_with(DASHES));
        begins || words::announces(&head[..found.start], Mark::Published)
    });
    let from = body.len() - tail(body, DATELINE).len();
    let last = dates::find(&body[from..], FEW)
        .pop()
        .filter(|found| body[from + found.end..].chars().all(|c| !c.is_alphanumeric()));
    let found = first.map(|found| (0, found)).or(last.map(|found| (from, found)));
    let Some((from, found)) = found else { return };
    let Some(time) = found.reading.sure() else { return };
    let raw = body[from + found.start..from + found.end].to_owned();
    let line = lines.iter().find(|line| line.text.contains(&raw)).map_or(1, |line| line.number);
    record.timestamps.push(Timestamp {
        role: Role::Mentioned,
        raw: raw.into(),
        value: Some(time.iso().into()),
        precision: Some(precision(time)),
        line,
    });
}

fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let start = (from..=text.len()).find(|&at| text.is_char_boundary(at));
    &text[start.unwrap_or(text.len())..]
}

/// What stands between a dateline and the text.
const DASHES: [char; 7] = ['-', '–', '—', ':', ')', '|', '.'];

/// The most precise time of the role among those of the same day as the first one.
fn best<'a>(record: &Record<'a>, role: Role) -> Option<Text<'a>> {
    let of_role = || {
        record.timestamps.iter().filter_map(move |time| {
            let value = time.value.as_ref().filter(|_| time.role == role)?;
            Some((time.precision, value))
        })
    };
    let first = of_role().next()?.1.get(..10)?;
    let same_day = of_role().filter(|(_, value)| value.starts_with(first));
    same_day.rev().max_by_key(|(precision, _)| *precision).map(|(_, value)| value.clone())
}

fn warn_of_conflicts(record: &Record<'_>, warnings: &mut Vec<Warning>) {
    let Some(published) = record.published.as_deref().and_then(|text| text.get(..10)) else {
        return;
    };
    let about = [Role::Published, Role::Suffix, Role::Url];
    let other = record
        .timestamps
        .iter()
        .filter(|time| about.contains(&time.role))
        .find(|time| time.value.as_deref().is_some_and(|value| !value.starts_with(published)));
    if let Some(other) = other {
        let message = format!("published {published}, but `{}` says otherwise", other.raw);
        warnings.push(Warning::line("conflicting-dates", other.line, message));
    }
}
