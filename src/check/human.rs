//! For people.

use super::report::{Against, Judged, Outcome, Report};
use super::rules::Level;
use crate::lock::{Comparison, Drift, Kind};
use std::io::{self, Write};

/// So many places and changes are shown of each.
const SHOWN: usize = 5;

/// Writes a report.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    report.rules.iter().try_for_each(|judged| rule(judged, to))?;
    if let Some(comparison) = &report.comparison {
        locked(report.lock.as_deref().unwrap_or("the lock"), comparison, to)?;
    }
    if report.unread.count > 0 {
        writeln!(to, "{} could not be read, or only in part", count(report.unread.count, "input"))?;
        report.unread.messages.iter().try_for_each(|message| writeln!(to, "         {message}"))?;
    }
    writeln!(to, "{}", verdict(report))
}

/// What it all comes to, in one line.
pub fn verdict(report: &Report) -> String {
    let findings = report.findings();
    let errors = findings.iter().filter(|it| it.level == Level::Error).count() as u64;
    let warnings = findings.len() as u64 - errors;
    let verdict = if errors > 0 { "failed" } else { "passed" };
    format!(
        "{verdict}: {}, {}, {}",
        count(report.pages, "page"),
        count(errors, "error"),
        count(warnings, "warning")
    )
}

fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warn",
    }
}

fn rule(it: &Judged, to: &mut dyn Write) -> io::Result<()> {
    let rule = it.rule.to_string();
    match it.outcome {
        Outcome::Holds => writeln!(to, "{:7}  {rule:32} {}", "ok", it.measured()),
        Outcome::Skipped => writeln!(to, "{:7}  {rule:32} not checked: needs --locked", "skipped"),
        Outcome::Fails => {
            let (word, missed) = (word(it.rule.level), it.missed_by());
            writeln!(to, "{word:7}  {rule:32} {}, missed by {missed:.3}", it.measured())?;
            it.against.iter().try_for_each(|it| against(it, to))
        }
    }
}

fn against(it: &Against, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "         layout {}: {} of {} do not fit", it.layout, it.pages, it.of)?;
    it.places.iter().take(SHOWN).try_for_each(|place| writeln!(to, "           {place}"))
}

fn locked(path: &str, it: &Comparison, to: &mut dyn Write) -> io::Result<()> {
    if it.drifts.is_empty() {
        writeln!(
            to,
            "{:7}  {path:32} {} compared, none differs",
            "ok",
            count(it.compared as u64, "share")
        )?;
    }
    it.drifts.iter().try_for_each(|it| drift(path, it, to))?;
    for (site, layout, pages) in it.few.iter().take(SHOWN) {
        let pages = count(*pages, "page");
        writeln!(to, "note     {path}: {site} {layout} is new or gone, but {pages} may be chance")?;
    }
    let more = it.few.len().saturating_sub(SHOWN);
    if more > 0 {
        writeln!(to, "note     {path}: and {} like that", count(more as u64, "more layout"))?;
    }
    if it.others > 0 {
        let pages = count(it.others, "page");
        writeln!(to, "note     {path}: {pages} of too many sites to tell apart were not compared")?;
    }
    Ok(())
}

fn drift(path: &str, it: &Drift, to: &mut dyn Write) -> io::Result<()> {
    let what = match it.kind {
        Kind::New => "is new",
        Kind::Vanished => "has vanished",
        Kind::Drifted => "has drifted",
    };
    writeln!(to, "{:7}  {path}: {} {what}", word(it.level), it.subject())?;
    for change in it.changes.iter().take(SHOWN) {
        writeln!(to, "         {change}")?;
        change.first.iter().try_for_each(|place| writeln!(to, "           {place}"))?;
    }
    match it.changes.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(to, "         and {} more", count(more as u64, "change")),
    }
}
