//! When two values are the same: texts without case, width, kind of quote or dash; days; minutes; words.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use foldhash::{HashMap, HashSet};
use regex::Regex;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// A letter of a script that is written without spaces, or a run of other letters and digits.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dense = r"\u{3040}-\u{30ff}\u{3400}-\u{9fff}\u{f900}-\u{faff}\u{e00}-\u{e7f}\u{1000}-\u{109f}\u{1780}-\u{17ff}";
    Regex::new(&format!(r"[{dense}]|[[\p{{L}}\p{{N}}]--[{dense}]]+")).ok()
});

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").ok());

/// A text as it is compared: NFKC, one kind of quote and dash, nothing invisible, full case folding, single spaces.
pub fn norm(text: &str) -> String {
    let composed: Cow<'_, str> = match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfkc().collect()),
    };
    let mut plain = String::with_capacity(composed.len());
    for c in composed.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '″' => plain.push('"'),
            '‘' | '’' | '‚' | '`' | '´' => plain.push('\''),
            '–' | '—' | '‑' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' => {}
            c => plain.push(c),
        }
    }
    let folded = if plain.is_ascii() {
        plain.to_ascii_lowercase()
    } else {
        caseless::default_case_fold_str(&plain)
    };
    let mut words = folded.split(is_space).filter(|word| !word.is_empty());
    let mut spaced = String::with_capacity(folded.len());
    spaced.extend(words.next());
    for word in words {
        spaced.push(' ');
        spaced.push_str(word);
    }
    spaced
}

/// White space, and the separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The words of a text with how often each stands there.
pub fn tokens(text: &str) -> HashMap<String, usize> {
    let mut found: HashMap<String, usize> = HashMap::default();
    let text = norm(text);
    let tokens = TOKEN.iter().flat_map(|token| token.find_iter(&text));
    for token in tokens {
        match found.get_mut(token.as_str()) {
            Some(count) => *count += 1,
            None => {
                found.insert(token.as_str().to_owned(), 1);
            }
        }
    }
    found
}

/// Letters and digits alone, by which a value is looked for in a dump.
pub fn letters(text: &str) -> String {
    let text = norm(text);
    WORD.iter().flat_map(|word| word.find_iter(&text)).map(|word| word.as_str()).collect()
}

/// An address without its scheme, its fragment and slashes at its end.
pub fn url(text: &str) -> &str {
    let text = text.split('#').next().unwrap_or_default();
    let text =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    text.trim_end_matches('/')
}

/// The day that begins a text.
pub fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_day.then_some(day)
}

/// The minute that a text of ISO 8601 states: in UTC where it has an offset.
pub fn minute(text: &str) -> Option<NaiveDateTime> {
    if text.chars().count() < 16 {
        return None;
    }
    let text = text.replace('Z', "+00:00");
    let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let clock = text.get(11..)?;
    let at = clock.find(['+', '-']).unwrap_or(clock.len());
    let (clock, offset) = clock.split_at(at);
    let time = ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(clock, form).ok())?;
    let time = date.and_time(time);
    let time = match offset {
        "" => time,
        offset => DateTime::<FixedOffset>::from_naive_utc_and_offset(
            time - seconds(offset)?,
            FixedOffset::east_opt(0)?,
        )
        .naive_utc(),
    };
    time.with_second(0)
}

trait Whole: Sized {
    fn with_second(self, second: u32) -> Option<Self>;
}

impl Whole for NaiveDateTime {
    fn with_second(self, second: u32) -> Option<Self> {
        let time = chrono::Timelike::with_second(&self, second)?;
        chrono::Timelike::with_nanosecond(&time, 0)
    }
}

/// `+02:00`, `+0200` or `+02`.
fn seconds(offset: &str) -> Option<TimeDelta> {
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Some(0), |text| text.parse().ok())?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    Some(TimeDelta::minutes(sign * (hours * 60 + minutes)))
}

/// The values of a list as they are compared.
pub fn values(list: Option<&Value>) -> HashSet<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    let texts = items.filter_map(|item| match item {
        Value::Object(object) => {
            text(object.get("url").filter(|it| is_given(it)).or(object.get("name"))?)
        }
        item => text(item),
    });
    let compared = texts.filter_map(|text| {
        let norm = norm(&text);
        let same = if text.starts_with("http") { url(&text).to_owned() } else { norm.clone() };
        (!norm.is_empty()).then_some(same)
    });
    compared.collect()
}

/// A value as text; none where there is none.
pub fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

/// Whether a value says anything: not null, not empty, not zero.
pub fn is_given(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_the_same_without_case_width_and_kind_of_quote() {
        assert_eq!(norm("  «Straße»\u{a0}—\tＡＢＣ … \u{feff}"), "\"strasse\" - abc ...");
        assert_eq!(norm("ﬁn"), norm("FIN"));
        assert_eq!(norm("İ"), "i\u{307}");
        assert_eq!(norm("a\u{1c}b\u{85}c"), "a b c");
    }

    #[test]
    fn words_are_letters_where_there_are_no_spaces() {
        let found = tokens("The pier, the PIER 2 港の a_b हिन्दी");
        let count = |word: &str| found.get(word).copied().unwrap_or(0);
        assert_eq!(
            [count("the"), count("pier"), count("2"), count("港"), count("の")],
            [2, 2, 1, 1, 1]
        );
        // marks part words, as they do in Python's \w
        assert_eq!([count("a"), count("b"), count("ह"), count("न")], [1, 1, 1, 1]);
        assert_eq!(letters("A_b, c!"), "a_bc");
    }

    #[test]
    fn minutes_are_instants_where_there_is_an_offset() {
        let same = [
            "2023-09-14T07:45+00:00",
            "2023-09-14T07:45:59Z",
            "2023-09-14T09:45:00.5+02:00",
            "2023-09-14 09:45:00+0200",
            "2023-09-14T05:15:00-02:30",
            "2023-09-14T07:45",
        ];
        for text in same {
            assert_eq!(minute(text), minute(same[0]), "{text}");
        }
        assert!(minute(same[0]).is_some());
        for text in
            ["2023-09-14", "2023-09-14T07", "14 September 2023 07:45", "2023-13-14T07:45", ""]
        {
            assert_eq!(minute(text), None, "{text}");
        }
        assert_eq!(
            (day("2023-09-14T07"), day("2023-9-14xx"), day("")),
            (Some("2023-09-14"), None, None)
        );
    }

    #[test]
    fn lists_hold_texts_addresses_and_objects() {
        let list = json!(["Ann Lee", "ANN LEE", "", null, {"url": "https://a.example/x/#top"}, {"name": "Ötzi"}, 3]);
        let found = values(Some(&list));
        let expected = ["ann lee", "a.example/x", "ötzi", "3"];
        assert_eq!(found, expected.iter().map(|text| (*text).to_owned()).collect());
    }
}
