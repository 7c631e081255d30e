//! JUnit XML, as build servers read it: a case for each rule, and for each layout that differs from the lock.

use super::human;
use super::report::{Judged, Outcome, Report};
use super::rules::Level;
use crate::lock::Drift;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

/// The document for a report. Warnings are cases that succeed and say something.
fn document(report: &Report) -> Document {
    let mut document = Document::new("unscrape check");
    let mut rules = TestSuite::new("rules");
    rules.add_test_cases(report.rules.iter().map(rule));
    rules.add_test_case(pages(report));
    document.add_test_suite(rules);
    if let Some(comparison) = &report.comparison {
        let mut layouts = TestSuite::new("layouts");
        layouts.add_test_cases(comparison.drifts.iter().map(drift));
        if comparison.drifts.is_empty() {
            let path = report.lock.as_deref().unwrap_or("lock");
            layouts.add_test_case(case(path, "unscrape.check.locked", TestCaseStatus::success()));
        }
        document.add_test_suite(layouts);
    }
    let mut inputs = TestSuite::new("inputs");
    inputs.add_test_case(readable(report));
    document.add_test_suite(inputs);
    document
}

/// The document as text. The schema of Jenkins has no count of skipped cases for all suites together, and refuses one.
///
/// # Errors
/// Those of the library; a report has nothing that XML lacks.
pub fn text(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let text = document(report).to_string()?;
    let Some((head, rest)) = text.split_once("<testsuites ") else { return Ok(text) };
    let (root, rest) = rest.split_once('>').unwrap_or((rest, ""));
    let known = root.split_once(" skipped=\"");
    let root =
        known.and_then(|(before, after)| Some(format!("{before}{}", after.split_once('"')?.1)));
    Ok(root.map_or_else(|| text.clone(), |root| format!("{head}<testsuites {root}>{rest}")))
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}

fn failed(kind: NonSuccessKind, message: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message).set_description(text);
    status
}

fn rule(it: &Judged) -> TestCase {
    let name = it.rule.to_string();
    let class = match it.rule.level {
        Level::Error => "unscrape.check.error",
        Level::Warn => "unscrape.check.warn",
    };
    if it.outcome == Outcome::Skipped {
        let mut status = TestCaseStatus::skipped();
        status.set_message("needs --locked");
        return case(&name, class, status);
    }
    let message = format!("{}, missed by {:.3}", it.measured(), it.missed_by());
    match (it.outcome, it.rule.level) {
        (Outcome::Fails, Level::Error) => {
            case(&name, class, failed(NonSuccessKind::Failure, &message, &places(it)))
        }
        (Outcome::Fails, Level::Warn) => {
            let mut case = case(&name, class, TestCaseStatus::success());
            case.set_system_out(format!("warning: {message}\n{}", places(it)));
            case
        }
        _ => case(&name, class, TestCaseStatus::success()),
    }
}

fn places(it: &Judged) -> String {
    let layout = |it: &super::report::Against| {
        let places = it.places.iter().map(|place| format!("  {place}\n"));
        let places = places.collect::<String>();
        format!("layout {}: {} of {}\n{places}", it.layout, it.pages, it.of)
    };
    it.against.iter().map(layout).collect()
}

fn drift(it: &Drift) -> TestCase {
    let lines = it.changes.iter().map(|change| match &change.first {
        Some(place) => format!("{change}\n  {place}\n"),
        None => format!("{change}\n"),
    });
    let text = lines.collect::<String>();
    let message = it.changes.first().map(ToString::to_string).unwrap_or_default();
    let (name, class) = (it.subject(), "unscrape.check.locked");
    match it.level {
        Level::Error => case(&name, class, failed(NonSuccessKind::Failure, &message, &text)),
        Level::Warn => {
            let mut case = case(&name, class, TestCaseStatus::success());
            case.set_system_out(format!("warning: {text}"));
            case
        }
    }
}

fn pages(report: &Report) -> TestCase {
    let status = match report.pages {
        0 => failed(NonSuccessKind::Failure, "no page was found", &human::verdict(report)),
        _ => TestCaseStatus::success(),
    };
    case("there are pages", "unscrape.check.error", status)
}

/// Where a rule says how many inputs may be unreadable, that is its matter.
fn readable(report: &Report) -> TestCase {
    let text = report.unread.messages.join("\n");
    let status = if report.unread.count > 0 && !report.rules_unreadable() {
        let message = format!("{} inputs could not be read, or only in part", report.unread.count);
        failed(NonSuccessKind::Error, &message, &text)
    } else {
        TestCaseStatus::success()
    };
    case("inputs can be read", "unscrape.check.inputs", status)
}
