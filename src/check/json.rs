//! For programs: all of a report.

use super::report::{Against, Judged, Outcome, Report, Unread};
use super::rules::{Level, Rule};
use crate::convert::Statistics;
use crate::lock::Comparison;
use serde::Serialize;
use std::collections::BTreeMap;

/// A report as it is written.
#[derive(Debug, Serialize)]
pub struct Document<'r> {
    /// Whether the gate failed.
    pub failed: bool,
    /// Pages that were looked at.
    pub pages: u64,
    /// Of these, how many have which layout.
    pub layouts: &'r BTreeMap<Box<str>, u64>,
    /// The run in numbers.
    pub statistics: &'r Statistics,
    /// What could not be read.
    pub unreadable: &'r Unread,
    /// The rules.
    pub rules: Vec<Row<'r>>,
    /// The path of the lock.
    pub lock: Option<&'r str>,
    /// What differs from it.
    pub locked: Option<&'r Comparison>,
}

/// A rule and what it came to.
#[derive(Debug, Serialize)]
pub struct Row<'r> {
    /// As it is written.
    pub rule: Rule,
    /// How bad it is where it does not hold.
    pub level: Level,
    /// Whether it holds.
    pub outcome: Outcome,
    /// What was measured, from 0 to 1.
    pub share: f64,
    /// So many.
    pub count: u64,
    /// Of so many.
    pub of: u64,
    /// By how much it fails.
    pub missed_by: f64,
    /// What speaks against it, by layout.
    pub layouts: &'r [Against],
}

/// A report for programs.
pub fn document(report: &Report) -> Document<'_> {
    fn row(it: &Judged) -> Row<'_> {
        let Judged { rule, share, count, of, outcome, against } = it;
        Row {
            rule: *rule,
            level: rule.level,
            outcome: *outcome,
            share: *share,
            count: *count,
            of: *of,
            missed_by: it.missed_by(),
            layouts: against,
        }
    }
    Document {
        failed: report.failed(),
        pages: report.pages,
        layouts: &report.layouts,
        statistics: &report.statistics,
        unreadable: &report.unread,
        rules: report.rules.iter().map(row).collect(),
        lock: report.lock.as_deref(),
        locked: report.comparison.as_ref(),
    }
}
