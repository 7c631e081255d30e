//! SARIF 2.1.0, within the limits of code-scanning services: at most one result for each rule and layout, ten places each,
//! 25,000 results and 10 MB in all.

use super::place::Place;
use super::report::{Finding, Report};
use super::rules::{Level, Measure};
use serde::Serialize;
use std::collections::BTreeMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// So many results are read of a run.
const MOST_RESULTS: usize = 25_000;

/// So many places are shown of a result.
const MOST_PLACES: usize = 10;

/// A longer message is cut, in characters.
const LONGEST_MESSAGE: usize = 1000;

/// So many bytes of results are written, at the most that they could take. The rest is left for what is around them.
const MOST_BYTES: usize = 9_500_000;

/// A log with one run.
#[derive(Debug, Serialize)]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    results: Vec<Outcome>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    help: Text,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Debug, Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
}

/// The log for a report.
pub fn log(report: &Report) -> Log {
    let findings = report.findings();
    let mut ids: Vec<&'static str> = findings.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut results = Vec::new();
    let mut bytes = 0;
    for finding in findings.iter().take(MOST_RESULTS) {
        let result = result(finding, &ids, report.lock.as_deref());
        bytes += size(&result);
        if bytes > MOST_BYTES {
            break;
        }
        results.push(result);
    }
    let mut notifications = notifications(report);
    let more = findings.len() - results.len();
    if more > 0 {
        notifications.push(notification("warning", format!("and {more} results more")));
    }
    let version = env!("CARGO_PKG_VERSION");
    let rules = ids.iter().map(|id| descriptor(id)).collect();
    let driver = Driver { name: "unscrape", version, semantic_version: version, rules };
    let invocation = Invocation {
        execution_successful: report.unread.count == 0,
        tool_execution_notifications: notifications,
    };
    let run = Run { tool: Tool { driver }, invocations: [invocation], results };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

fn result(finding: &Finding, ids: &[&'static str], lock: Option<&str>) -> Outcome {
    let places = finding.places.iter().take(MOST_PLACES).map(location);
    let mut locations: Vec<Location> = places.collect();
    if let (true, Some(path), Some(line)) = (locations.is_empty(), lock, finding.line) {
        locations.push(location(&Place { path: path.into(), line, id: None }));
    }
    let print = format!("{}/{}", finding.id, finding.subject);
    Outcome {
        rule_id: finding.id,
        rule_index: ids.binary_search(&finding.id).unwrap_or_default(),
        level: level(finding.level),
        message: Text { text: short(&finding.message) },
        locations,
        partial_fingerprints: BTreeMap::from([("unscrape/v1", short(&print))]),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
    }
}

/// The most bytes that a result takes as JSON, where every character of a text might be escaped.
fn size(result: &Outcome) -> usize {
    let texts = result.message.text.len()
        + result.partial_fingerprints.values().map(String::len).sum::<usize>();
    let places: usize = result
        .locations
        .iter()
        .map(|it| it.physical_location.artifact_location.uri.len() + 120)
        .sum();
    400 + 6 * texts + places
}

fn notifications(report: &Report) -> Vec<Notification> {
    let messages = report.unread.messages.iter();
    messages.map(|message| notification("error", message.clone())).collect()
}

fn notification(level: &'static str, text: String) -> Notification {
    Notification { level, message: Text { text: short(&text) } }
}

fn descriptor(id: &'static str) -> Descriptor {
    let (short, help) = match (id, Measure::from_name(id)) {
        ("layout-new", _) => ("a layout is new", "It is not in layouts.lock."),
        ("layout-vanished", _) => {
            ("a layout has vanished", "It is in layouts.lock and no longer in the pages.")
        }
        ("layout-drifted", _) => {
            ("a layout has drifted", "Its properties are not what layouts.lock says.")
        }
        ("no-pages", _) => ("there are no pages", "Nothing that was named holds a page."),
        _ => ("a share of pages", "The bound stands in [check] of unscrape.toml."),
    };
    let measured = Measure::from_name(id).map(Measure::meaning);
    let text = measured.unwrap_or_else(|| short.to_owned());
    Descriptor {
        id,
        short_description: Text { text },
        help: Text {
            text: format!("{help} `unscrape explain FILE` shows why a page is read as it is."),
        },
        default_configuration: Configuration { level: "error" },
    }
}

fn location(place: &Place) -> Location {
    let artifact_location = Artifact { uri: uri(&place.path) };
    let region = Region { start_line: place.line.max(1) };
    Location { physical_location: Physical { artifact_location, region } }
}

/// A path as an address: relative, or of a file where it begins at the root.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'~' | b'/' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_no_larger_than_services_read() {
        use crate::lock::{Change, Comparison, Drift, Kind, Share};
        let place = Place { path: "\u{e9}".repeat(200).into(), line: 1, id: None };
        let change = |k: usize| Change {
            property: "datePublished".into(),
            what: "\u{1}\"".repeat(600),
            before: Share(1, 1),
            now: Share(0, 1),
            probability: 0.0,
            first: Some(Place { line: k + 1, ..place.clone() }),
        };
        for (changes, count) in [(12, 30_000), (0, 30_000), (1, 10)] {
            let drift = |k: usize| Drift {
                kind: Kind::Drifted,
                level: Level::Error,
                site: k.to_string().into(),
                layout: None,
                changes: (0..changes).map(change).collect(),
                line: Some(1),
            };
            let drifts = (0..count).map(drift).collect();
            let comparison = Some(Comparison { drifts, ..Comparison::default() });
            let report = Report { comparison, ..Report::default() };
            let log = log(&report);
            let results = &log.runs[0].results;
            assert!(results.len() <= MOST_RESULTS && results.len() >= count.min(300));
            assert!(results.iter().all(|it| it.locations.len() <= MOST_PLACES));
            assert!(
                results.iter().all(|it| it.message.text.chars().count() <= LONGEST_MESSAGE + 1)
            );
            assert!(serde_json::to_vec(&log).unwrap().len() <= 10_000_000);
            let notes = &log.runs[0].invocations[0].tool_execution_notifications;
            assert_eq!(notes.len(), usize::from(results.len() <= count), "{}", results.len());
        }
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(uri("a b/é:1%.txt"), "a%20b/%C3%A9%3A1%25.txt");
        assert_eq!(uri("/tmp/a.txt"), "file:///tmp/a.txt");
    }
}
