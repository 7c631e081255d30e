//! What a check came to, whatever form it is shown in.

use super::place::Place;
use super::rules::{Level, Measure, Rule};
use crate::convert::Statistics;
use crate::lock::{Change, Comparison, Drift, Kind};
use foldhash::{HashSet, HashSetExt};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many changes of a layout are said in one message.
const SAID: usize = 5;

/// What a check came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages that were looked at.
    pub pages: u64,
    /// Of these, how many have which layout.
    pub layouts: BTreeMap<Box<str>, u64>,
    /// The run in numbers.
    pub statistics: Statistics,
    /// What could not be read.
    pub unread: Unread,
    /// The rules in their order.
    pub rules: Vec<Judged>,
    /// The path of the lock, where there is one.
    pub lock: Option<String>,
    /// What came of comparing with it.
    pub comparison: Option<Comparison>,
}

/// What could not be read, or only in part.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Unread {
    /// How many inputs, places of damage counted each.
    pub count: u64,
    /// The first ones, in words.
    pub messages: Vec<String>,
    /// Where these are.
    #[serde(skip)]
    pub places: Vec<Place>,
}

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It could not be judged, since there is no lock.
    Skipped,
}

/// A rule and what it came to.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The rule.
    pub rule: Rule,
    /// What was measured.
    pub share: f64,
    /// Of `of`, so many have what is measured.
    pub count: u64,
    /// Pages, bytes or files.
    pub of: u64,
    /// Whether it holds.
    pub outcome: Outcome,
    /// What speaks against it, by layout, most pages first.
    pub against: Vec<Against>,
}

/// Pages of a layout that speak against a rule.
#[derive(Clone, Debug, Serialize)]
pub struct Against {
    /// The layout.
    pub layout: Box<str>,
    /// How many.
    pub pages: u64,
    /// Of so many of this layout.
    pub of: u64,
    /// The first ones.
    pub places: Vec<Place>,
}

/// One thing that is not as it should be: at most one for each rule and layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is measured, or `layout-new`, `layout-vanished`, `layout-drifted`, `no-pages`.
    pub id: &'static str,
    /// The rule as it is written; the same as `id` where it is not written anywhere.
    pub rule: String,
    /// How bad it is.
    pub level: Level,
    /// The layout; of a site where a lock is compared with.
    pub subject: String,
    /// All of it in words.
    pub message: String,
    /// The first pages that show it.
    pub places: Vec<Place>,
    /// The line of the lock, where it is about that.
    pub line: Option<usize>,
}

impl Report {
    /// All that is not as it should be, errors first. A warning about what is an error already is not said again.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.rules.iter().flat_map(Judged::findings).collect();
        let drifts = self.comparison.iter().flat_map(|it| &it.drifts);
        found.extend(drifts.map(drift_finding));
        if self.pages == 0 {
            found.push(Finding {
                id: "no-pages",
                rule: "no-pages".to_owned(),
                level: Level::Error,
                subject: "none".to_owned(),
                message: "no page was found".to_owned(),
                places: Vec::new(),
                line: None,
            });
        }
        found.sort_by_key(|finding| finding.level);
        let mut known = HashSet::new();
        found.retain(|it| known.insert((it.id, it.subject.clone())));
        found
    }

    /// Whether the gate failed: something of level `error` is not as it should be.
    pub fn failed(&self) -> bool {
        self.findings().iter().any(|finding| finding.level == Level::Error)
    }

    /// Whether a rule says how many inputs may be unreadable.
    pub fn rules_unreadable(&self) -> bool {
        self.rules.iter().any(|it| it.rule.measure == Measure::UnreadableFiles)
    }
}

impl Judged {
    /// By how much it fails.
    pub fn missed_by(&self) -> f64 {
        self.rule.bound.missed_by(self.share)
    }

    /// `0.913 (412 of 451 pages)`.
    pub fn measured(&self) -> String {
        let unit = match self.rule.measure {
            Measure::UnknownBytes => "bytes",
            Measure::UnreadableFiles => "inputs",
            _ => "pages",
        };
        format!("{:.3} ({} of {} {unit})", self.share, self.count, self.of)
    }

    fn findings(&self) -> Vec<Finding> {
        if self.outcome != Outcome::Fails {
            return Vec::new();
        }
        let finding = |subject: &str, here: String, places: &[Place]| Finding {
            id: self.rule.measure.name(),
            rule: self.rule.to_string(),
            level: self.rule.level,
            subject: subject.to_owned(),
            message: format!(
                "{}: {}, missed by {:.3}{here}",
                self.rule,
                self.measured(),
                self.missed_by()
            ),
            places: places.to_vec(),
            line: None,
        };
        if self.against.is_empty() {
            return vec![finding("all", String::new(), &[])];
        }
        let of_layout = |it: &Against| {
            let here = match self.rule.measure {
                Measure::UnreadableFiles => String::new(),
                _ => format!("; layout {}: {} of {} pages", it.layout, it.pages, it.of),
            };
            finding(&it.layout, here, &it.places)
        };
        self.against.iter().map(of_layout).collect()
    }
}

fn drift_finding(drift: &Drift) -> Finding {
    let subject = drift.subject();
    let (rule, said) = match drift.kind {
        Kind::New => ("layout-new", "is not in the lock"),
        Kind::Vanished => ("layout-vanished", "was there and is not now"),
        Kind::Drifted => ("layout-drifted", "is not what it was"),
    };
    let more = drift.changes.len().saturating_sub(SAID);
    let change = |change: &Change| match &change.first {
        Some(place) => format!("{change}, first in {place}"),
        None => change.to_string(),
    };
    let mut parts: Vec<String> = drift.changes.iter().take(SAID).map(change).collect();
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    let mut places: Vec<Place> = Vec::new();
    for place in drift.changes.iter().filter_map(|it| it.first.as_ref()) {
        if places.len() < super::gather::NAMED && !places.contains(place) {
            places.push(place.clone());
        }
    }
    Finding {
        id: rule,
        rule: rule.to_owned(),
        level: drift.level,
        message: format!("{subject} {said}: {}", parts.join("; ")),
        subject,
        places,
        line: drift.line,
    }
}
