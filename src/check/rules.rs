//! Rules: a measure, a bound and a level, written as `published >= 0.98`.

use super::seen::Seen;
use crate::stats::FIELDS;
use serde::{Serialize, Serializer};
use std::fmt;

/// The codes that warnings of records can have. The share of the pages that have one is a measure of that name.
pub const CODES: &[&str] = &[
    "binary-file",
    "conflicting-authors",
    "conflicting-dates",
    "conflicting-description",
    "conflicting-headline",
    "conflicting-images",
    "conflicting-keywords",
    "conflicting-language",
    "conflicting-publisher",
    "conflicting-sections",
    "conflicting-url",
    "damaged-container",
    "duplicate-body",
    "empty-file",
    "html",
    "invalid-bytes",
    "invalid-json",
    "invalid-utf8",
    "long-page",
    "low-confidence",
    "no-text",
    "nul-bytes",
    "open-front-matter",
    "oversized-page",
    "path-not-utf8",
    "truncated-body",
];

/// The other measures that are no field, with what they are the share of.
const OTHERS: &[(&str, Measure, &str)] = &[
    ("unknown-bytes", Measure::UnknownBytes, "bytes that no layout could tell"),
    ("unreadable-files", Measure::UnreadableFiles, "inputs that could not be read"),
    ("duplicate-pages", Measure::DuplicatePages, "pages with the body of an earlier page"),
    ("dates-after-crawl", Measure::DatesAfterCrawl, "pages with a date after their crawl"),
    ("empty-bodies", Measure::EmptyBodies, "pages without a body"),
    ("unseen-layouts", Measure::UnseenLayouts, "pages of a layout that the lock does not have"),
];

/// What is measured. Always a share, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Of the pages, those that have a field: a place in [`FIELDS`].
    Field(usize),
    /// Of the pages, those that have a warning: a place in `CODES`.
    Code(usize),
    /// Of the bytes, those that no layout could tell.
    UnknownBytes,
    /// Of the inputs, those that could not be read, or only in part.
    UnreadableFiles,
    /// Of the pages, those with the body of an earlier page; without a body, with its text.
    DuplicatePages,
    /// Of the pages, those that say they were published, written or changed after they were crawled.
    DatesAfterCrawl,
    /// Of the pages, those whose body has no letter or digit.
    EmptyBodies,
    /// Of the pages, those whose site and layout are not in the lock.
    UnseenLayouts,
}

/// What a share must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// No less.
    AtLeast(f64),
    /// No more.
    AtMost(f64),
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The gate fails.
    Error,
    /// It is said.
    Warn,
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// How bad it is where it does not hold.
    pub level: Level,
    /// What is measured.
    pub measure: Measure,
    /// What it must be.
    pub bound: Bound,
}

/// What a page is to a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// An earlier page has its body.
    pub duplicate: bool,
    /// The lock does not have its layout.
    pub unseen: bool,
}

impl Measure {
    /// The measure of that name.
    pub fn from_name(name: &str) -> Option<Measure> {
        let at = |names: &[&str]| names.iter().position(|known| *known == name);
        let field = || at(&FIELDS).map(Measure::Field);
        let code = || at(CODES).map(Measure::Code);
        let other = || OTHERS.iter().find(|other| other.0 == name).map(|other| other.1);
        field().or_else(other).or_else(code)
    }

    /// The names of all.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.into_iter().chain(OTHERS.iter().map(|other| other.0)).chain(CODES.iter().copied())
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Field(at) => FIELDS.get(at).copied().unwrap_or_default(),
            Measure::Code(at) => CODES.get(at).copied().unwrap_or_default(),
            other => self.entry(other).map_or("", |entry| entry.0),
        }
    }

    /// What it is the share of.
    pub fn meaning(self) -> String {
        match self {
            Measure::Field(_) => format!("pages with {}", self.name()),
            Measure::Code(_) => format!("pages with the warning {}", self.name()),
            other => self.entry(other).map_or(String::new(), |entry| entry.2.to_owned()),
        }
    }

    fn entry(self, measure: Measure) -> Option<&'static (&'static str, Measure, &'static str)> {
        OTHERS.iter().find(|other| other.1 == measure)
    }

    /// The line where a page has what is measured; none where it does not.
    pub(super) fn of(self, page: &Seen, standing: Standing) -> Option<usize> {
        let has = |yes: bool| yes.then_some(page.place.line);
        match self {
            Measure::Field(at) => has(page.filled >> at & 1 == 1),
            Measure::Code(_) => {
                page.warnings.iter().find(|it| *it.0 == *self.name()).map(|it| it.1)
            }
            Measure::UnknownBytes => (page.unknown > 0).then_some(page.unknown_line),
            Measure::UnreadableFiles => None,
            Measure::DuplicatePages => has(standing.duplicate),
            Measure::DatesAfterCrawl => has(page.after_crawl),
            Measure::EmptyBodies => has(page.empty_body),
            Measure::UnseenLayouts => has(standing.unseen),
        }
    }
}

impl Bound {
    /// Whether a share is as it must be. Shares are of counts: what differs by less than 10^-12 is the same.
    pub fn holds(self, share: f64) -> bool {
        match self {
            Bound::AtLeast(bound) => share >= bound - 1e-12,
            Bound::AtMost(bound) => share <= bound + 1e-12,
        }
    }

    /// By how much a share misses it.
    pub fn missed_by(self, share: f64) -> f64 {
        match self {
            Bound::AtLeast(bound) => (bound - share).max(0.0),
            Bound::AtMost(bound) => (share - bound).max(0.0),
        }
    }
}

impl Rule {
    /// The line of a page that speaks against the rule; none where it does not.
    pub(super) fn against(&self, page: &Seen, standing: Standing) -> Option<usize> {
        let found = self.measure.of(page, standing);
        if self.measure == Measure::UnknownBytes {
            let share = page.unknown as f64 / page.bytes.max(1) as f64;
            return found.filter(|_| !self.bound.holds(share));
        }
        match self.bound {
            Bound::AtMost(_) => found,
            Bound::AtLeast(_) if found.is_some() => None,
            Bound::AtLeast(_) => Some(page.place.line),
        }
    }

    /// A rule as it is written.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(level: Level, text: &str) -> Result<Rule, String> {
        let wrong = || format!("`{text}` is no rule: write it as `published >= 0.98`");
        let (at, op) = text
            .find(">=")
            .map(|at| (at, ">="))
            .or_else(|| text.find("<=").map(|at| (at, "<=")))
            .ok_or_else(wrong)?;
        let (name, number) = (text[..at].trim(), text[at + 2..].trim());
        let measure = Measure::from_name(name).ok_or_else(|| {
            format!(
                "`{name}` is nothing that is measured{}",
                super::config::hint(name, Measure::names())
            )
        })?;
        let share = share(number)
            .ok_or_else(|| format!("`{number}` is no share: write a number from 0 to 1, or 98%"))?;
        let bound = if op == ">=" { Bound::AtLeast(share) } else { Bound::AtMost(share) };
        Ok(Rule { level, measure, bound })
    }
}

fn share(text: &str) -> Option<f64> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.0..=1.0).contains(&number).then_some(number)
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.measure.name();
        match self.bound {
            Bound::AtLeast(bound) => write!(f, "{name} >= {bound}"),
            Bound::AtMost(bound) => write!(f, "{name} <= {bound}"),
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_written() {
        for (text, same) in [
            ("published >= 0.98", "published >= 0.98"),
            ("unknown-bytes<=5%", "unknown-bytes <= 0.05"),
            ("conflicting-dates <= 0", "conflicting-dates <= 0"),
        ] {
            assert_eq!(Rule::read(Level::Warn, text).unwrap().to_string(), same);
        }
        for (text, why) in [
            (
                "publishd >= 0.98",
                "`publishd` is nothing that is measured; did you mean `published`?",
            ),
            ("published > 0.98", "`published > 0.98` is no rule: write it as `published >= 0.98`"),
            ("published >= 98", "`98` is no share: write a number from 0 to 1, or 98%"),
            ("published >= NaN", "`NaN` is no share: write a number from 0 to 1, or 98%"),
        ] {
            assert_eq!(Rule::read(Level::Warn, text).unwrap_err(), why);
        }
    }

    #[test]
    fn every_measure_has_its_name_once() {
        let names: Vec<&str> = Measure::names().collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(Measure::from_name(name).unwrap().name(), *name);
            assert!(!names[..at].contains(name), "{name}");
        }
    }

    #[test]
    fn every_code_of_the_readme_is_a_measure() {
        let readme = include_str!("../../README.md");
        let row = readme.lines().find(|line| line.starts_with("| `warnings` |")).unwrap();
        let codes = row.rsplit(':').next().unwrap().split('`').skip(1).step_by(2);
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_unstable();
        assert_eq!(codes, CODES);
    }

    #[test]
    fn bounds_hold_up_to_rounding() {
        assert!(Bound::AtLeast(0.98).holds(98.0 / 100.0));
        assert!(Bound::AtMost(0.1).holds(3.0 / 30.0) && !Bound::AtMost(0.1).holds(0.1001));
        assert!((Bound::AtLeast(0.9).missed_by(0.8) - 0.1).abs() < 1e-9);
    }
}
