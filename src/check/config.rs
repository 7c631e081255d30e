//! `[check]` of unscrape.toml. Only this table is looked at, so that it may stand in a file with others.

use super::rules::{Level, Rule};
use crate::lock::Thresholds;
use crate::nearest::nearest;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Rules where a file has none.
const ERRORS: &[&str] = &["empty-bodies <= 0.1", "dates-after-crawl <= 0.01"];
const WARNINGS: &[&str] = &[
    "headline >= 0.9",
    "published >= 0.9",
    "unknown-bytes <= 0.1",
    "conflicting-dates <= 0.05",
    "duplicate-pages <= 0.05",
];

/// What is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The rules, in their order, those of level `error` first.
    pub rules: Vec<Rule>,
    /// When pages were crawled that do not say so.
    pub crawled: Option<String>,
    /// What makes a layout differ from the lock.
    pub thresholds: Thresholds,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

/// Where it stands in the text, and what is wrong.
type Fault = (Range<usize>, String);
type Entry<'t> = (&'t str, &'t Spanned<DeValue<'t>>);

impl Default for Config {
    fn default() -> Self {
        let read = |level, texts: &[&str]| -> Vec<Rule> {
            texts.iter().filter_map(|text| Rule::read(level, text).ok()).collect()
        };
        let rules = [read(Level::Error, ERRORS), read(Level::Warn, WARNINGS)].concat();
        Config { rules, crawled: None, thresholds: Thresholds::default() }
    }
}

impl Config {
    /// Reads `[check]` of a file; without one, what stands where there is no file.
    ///
    /// # Errors
    /// The file is no TOML, or a key or a value of `[check]` cannot be used.
    pub fn from_toml(text: &str) -> Result<Config, ConfigError> {
        let read = || {
            let table = DeTable::parse(text)
                .map_err(|fault| (fault.span().unwrap_or(0..0), fault.message().to_owned()))?;
            match table.get_ref().get("check") {
                None => Ok(Config::default()),
                Some(check) => Config::read(check),
            }
        };
        read().map_err(|(span, reason)| ConfigError {
            line: 1 + text.get(..span.start).unwrap_or_default().matches('\n').count(),
            reason,
        })
    }

    fn read(check: &Spanned<DeValue<'_>>) -> Result<Config, Fault> {
        let mut config = Config::default();
        let (mut errors, mut warnings) = (None, None);
        for (key, value) in entries("check", check, &["error", "warn", "crawled", "locked"])? {
            match key {
                "error" => errors = Some(rules(Level::Error, value)?),
                "warn" => warnings = Some(rules(Level::Warn, value)?),
                "crawled" => config.crawled = Some(day(value)?),
                _ => config.thresholds = thresholds(value)?,
            }
        }
        if errors.is_some() || warnings.is_some() {
            config.rules = [errors.unwrap_or_default(), warnings.unwrap_or_default()].concat();
        }
        Ok(config)
    }
}

/// The entries of a table that may have no others than these.
fn entries<'t>(
    name: &str,
    value: &'t Spanned<DeValue<'t>>,
    known: &'static [&'static str],
) -> Result<Vec<Entry<'t>>, Fault> {
    let Some(table) = value.get_ref().as_table() else {
        return Err((value.span(), format!("`{name}` is a table: [{name}]")));
    };
    let entry = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
        let text: &str = AsRef::as_ref(key.get_ref() as &std::borrow::Cow<'t, str>);
        if known.contains(&text) {
            return Ok((text, value));
        }
        let near = hint(text, known.iter().copied());
        Err((key.span(), format!("unknown key `{text}` in [{name}]{near}")))
    };
    table.iter().map(entry).collect()
}

fn rules(level: Level, value: &Spanned<DeValue<'_>>) -> Result<Vec<Rule>, Fault> {
    let example = "rules are a list of texts: [\"published >= 0.98\"]";
    let Some(list) = value.get_ref().as_array() else {
        return Err((value.span(), example.to_owned()));
    };
    let rule = |item: &Spanned<DeValue<'_>>| {
        let text = item.get_ref().as_str().ok_or_else(|| (item.span(), example.to_owned()))?;
        Rule::read(level, text).map_err(|reason| (item.span(), reason))
    };
    list.iter().map(rule).collect()
}

/// A day or a time, as TOML has it or as a text.
fn day(value: &Spanned<DeValue<'_>>) -> Result<String, Fault> {
    let found = value.get_ref();
    let text = found.as_datetime().map(ToString::to_string);
    let text = text.or_else(|| found.as_str().map(str::to_owned)).unwrap_or_default();
    let is_day = text.get(..10).is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok());
    let wrong = || (value.span(), "`crawled` is a day: 2024-06-21".to_owned());
    is_day.then_some(text).ok_or_else(wrong)
}

fn thresholds(value: &Spanned<DeValue<'_>>) -> Result<Thresholds, Fault> {
    let known = &["new", "vanished", "drifted", "significance", "tolerance"];
    let mut to = Thresholds::default();
    for (key, value) in entries("check.locked", value, known)? {
        match key {
            "new" => to.new = level(value)?,
            "vanished" => to.vanished = level(value)?,
            "drifted" => to.drifted = level(value)?,
            "significance" => to.significance = number(value)?,
            _ => to.tolerance = number(value)?,
        }
    }
    Ok(to)
}

fn level(value: &Spanned<DeValue<'_>>) -> Result<Option<Level>, Fault> {
    match value.get_ref().as_str() {
        Some("error") => Ok(Some(Level::Error)),
        Some("warn") => Ok(Some(Level::Warn)),
        Some("off") => Ok(None),
        _ => Err((value.span(), "is one of \"error\", \"warn\", \"off\"".to_owned())),
    }
}

fn number(value: &Spanned<DeValue<'_>>) -> Result<f64, Fault> {
    let found = value.get_ref();
    let text = found.as_float().map(|it| it.as_str());
    let text = text.or_else(|| found.as_integer().map(|it| it.as_str())).unwrap_or_default();
    let number = text.parse::<f64>().ok().filter(|number| (0.0..1.0).contains(number));
    number.ok_or_else(|| (value.span(), "is a number from 0 to less than 1".to_owned()))
}

/// `; did you mean ...?` where a known name is near.
pub(super) fn hint<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    nearest(name, known).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_is_checked() {
        let text = "[convert]\nrepair = true\n[check]\nerror = [\"published >= 0.98\"]\ncrawled = 2024-06-21\n\
            [check.locked]\nvanished = \"off\"\ntolerance = 0.2\n";
        let config = Config::from_toml(text).unwrap();
        assert_eq!(config.rules, [Rule::read(Level::Error, "published >= 0.98").unwrap()]);
        assert_eq!(config.crawled.as_deref(), Some("2024-06-21"));
        assert_eq!((config.thresholds.vanished, config.thresholds.tolerance), (None, 0.2));
    }

    #[test]
    fn without_rules_there_are_some() {
        let count = ERRORS.len() + WARNINGS.len();
        for text in ["", "[convert]\n", "[check]\ncrawled = \"2024-06-21\"\n"] {
            assert_eq!(Config::from_toml(text).unwrap().rules.len(), count, "{text}");
        }
        assert_eq!(Config::from_toml("[check]\nwarn = []\n").unwrap().rules, []);
    }

    #[test]
    fn what_is_wrong_has_a_line_and_the_nearest_name() {
        for (text, line, reason) in [
            (
                "[check]\nwarn = []\neror = []\n",
                3,
                "unknown key `eror` in [check]; did you mean `error`?",
            ),
            ("check = 1\n", 1, "`check` is a table: [check]"),
            (
                "[check]\nwarn = [\n  \"published >= 0.9\",\n  \"bdy >= 0.9\",\n]\n",
                4,
                "`bdy` is nothing that is measured; did you mean `body`?",
            ),
            (
                "[check]\nerror = \"published >= 1\"\n",
                2,
                "rules are a list of texts: [\"published >= 0.98\"]",
            ),
            ("[check]\ncrawled = \"June\"\n", 2, "`crawled` is a day: 2024-06-21"),
            (
                "[check.locked]\nnew = \"warn\"\nvanishd = 1\n",
                3,
                "unknown key `vanishd` in [check.locked]; did you mean `vanished`?",
            ),
            ("[check.locked]\nnew = true\n", 2, "is one of \"error\", \"warn\", \"off\""),
            ("[check.locked]\ntolerance = 1\n", 2, "is a number from 0 to less than 1"),
        ] {
            let error = Config::from_toml(text).unwrap_err();
            assert_eq!((error.line, error.reason.as_str()), (line, reason), "{text}");
        }
        assert_eq!(Config::from_toml("[check]\n\nwarn = [\n").unwrap_err().line, 3);
    }
}
