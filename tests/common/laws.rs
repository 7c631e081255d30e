//! The laws that hold for every text whatever it says. The fuzz targets use this file too.

use serde_json::Value;
use std::sync::LazyLock;
use unscrape::labelling::Label;
use unscrape::{Parser, Recovery};

/// One parser for all: what it builds at the start is not built again for every text.
pub static PARSER: LazyLock<Parser> = LazyLock::new(Parser::new);

/// Parses the text and panics where a law is broken.
pub fn check(text: &str) {
    let recovery = PARSER.parse(text);
    labels_cover(text, recovery.labelling.labels());
    let json = json(&recovery);
    no_empty_strings(&json, "record");
    lines_exist(text, &recovery);
    dates_exist(&json);
    keywords_are_distinct(&recovery);
    confidence_is_a_share(&recovery);
    repairs_stand_in_the_body(&recovery);
    let again = PARSER.parse(text);
    assert_eq!(recovery.labelling, again.labelling, "another labelling the second time");
    assert_eq!(recovery.record, again.record, "another record the second time");
    assert_eq!(recovery.warnings, again.warnings, "other warnings the second time");
}

/// Every byte in exactly one label, in order, cut between characters.
pub fn labels_cover(text: &str, labels: &[Label]) {
    let mut at = 0;
    for label in labels {
        assert_eq!(label.start, at, "gap or overlap before {label:?}");
        assert!(label.end > label.start, "empty: {label:?}");
        assert!(text.is_char_boundary(label.end), "cuts a character: {label:?}");
        at = label.end;
    }
    assert_eq!(at, text.len(), "the labels end before the text");
}

fn json(recovery: &Recovery<'_>) -> Value {
    serde_json::to_value(&recovery.record).expect("a record can be written")
}

fn no_empty_strings(value: &Value, at: &str) {
    match value {
        Value::String(text) => assert!(!text.is_empty(), "{at}: an empty string"),
        Value::Array(items) => items.iter().for_each(|item| no_empty_strings(item, at)),
        Value::Object(map) => map.iter().for_each(|(key, item)| no_empty_strings(item, key)),
        _ => {}
    }
}

fn lines_exist(text: &str, recovery: &Recovery<'_>) {
    let count = count_lines(text);
    let stamps = recovery.record.timestamps.iter().map(|stamp| stamp.line);
    let metadata = recovery.record.metadata.iter().map(|piece| piece.line);
    let warnings = recovery.warnings.iter().filter_map(|warning| warning.line);
    for line in stamps.chain(metadata).chain(warnings) {
        assert!((1..=count).contains(&line), "line {line} of {count}");
    }
}

fn count_lines(text: &str) -> usize {
    1 + text.replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\r')).count()
}

fn dates_exist(record: &Value) {
    for field in ["published", "modified", "created", "crawled"] {
        if let Some(date) = record[field].as_str() {
            assert!(is_iso(date), "{field}: {date:?} is no date");
        }
    }
    for stamp in record["timestamps"].as_array().into_iter().flatten() {
        if let Some(date) = stamp["value"].as_str() {
            assert!(is_iso(date), "timestamps: {date:?} is no date");
        }
    }
}

/// Whether the text is a date of ISO 8601 that exists: `2023-03`, `2023-03-06`, `2023-03-06T08:20:00+00:00`.
pub fn is_iso(text: &str) -> bool {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let day_exists = match numbers(date, '-', &[4, 2, 2]).as_deref() {
        Some([_, month]) => (1..=12).contains(month) && time.is_none(),
        Some([year, month, day]) => (1..=days(*year, *month)).contains(day),
        _ => false,
    };
    day_exists && time.is_none_or(is_time)
}

fn is_time(time: &str) -> bool {
    let (clock, offset) = match time.find(['+', '-', 'Z']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let whole = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let clock_exists = match numbers(whole, ':', &[2, 2, 2]).as_deref() {
        Some([hour, minute]) => *hour < 24 && *minute < 60,
        Some([hour, minute, second]) => *hour < 24 && *minute < 60 && *second <= 60,
        _ => false,
    };
    clock_exists && is_offset(offset)
}

fn is_offset(offset: &str) -> bool {
    let Some(rest) = offset.strip_prefix(['+', '-']) else { return matches!(offset, "" | "Z") };
    matches!(numbers(rest, ':', &[2, 2]).as_deref(), Some([0..24, 0..60]))
}

/// The numbers between the marks, where each has as many digits as it should.
fn numbers(text: &str, mark: char, widths: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.split(mark).collect();
    let fits = |(part, width): (&&str, &usize)| {
        part.len() == *width && part.bytes().all(|b| b.is_ascii_digit())
    };
    let right = parts.len() <= widths.len() && parts.iter().zip(widths).all(fits);
    right.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn keywords_are_distinct(recovery: &Recovery<'_>) {
    let mut seen = std::collections::HashSet::new();
    for keyword in &recovery.record.keywords {
        assert!(seen.insert(keyword.to_lowercase()), "keyword {keyword:?} twice");
    }
}

fn confidence_is_a_share(recovery: &Recovery<'_>) {
    for (field, share) in &recovery.record.confidence {
        assert!((0.0..=1.0).contains(share), "confidence in {field} is {share}");
    }
}

fn repairs_stand_in_the_body(recovery: &Recovery<'_>) {
    let body = recovery.record.body.as_deref().unwrap_or_default();
    let mut after = 0;
    for repair in &recovery.record.repairs {
        assert!(body.is_char_boundary(repair.at), "cuts a character: {repair:?}");
        assert!(repair.at >= after && repair.at <= body.len(), "out of order: {repair:?}");
        after = repair.at;
    }
}
