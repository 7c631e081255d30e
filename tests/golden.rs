//! The whole record of every dump of `testdata/`, against the file beside it.
//!
//! `UNSCRAPE_BLESS=1 cargo test --test golden` rewrites the expected files; read the difference before it is committed.

mod common;

use common::Dump;
use serde::Serialize;
use serde_json::Value;
use unscrape::Recovery;
use unscrape::record::Record;
use unscrape::warning::Warning;

/// What is expected of a page.
#[derive(Serialize)]
struct Expected<'r, 'a> {
    #[serde(flatten)]
    record: &'r Record<'a>,
    warnings: &'r [Warning],
}

#[test]
fn every_dump_becomes_the_record_beside_it() {
    let failures: Vec<String> = common::dumps().iter().filter_map(compare).collect();
    assert!(
        failures.is_empty(),
        "{} dumps differ; UNSCRAPE_BLESS=1 rewrites them\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn line_ends_do_not_change_the_record() {
    let failures: Vec<String> = common::dumps().iter().filter_map(compare_line_ends).collect();
    assert!(failures.is_empty(), "CRLF makes a difference\n{}", failures.join("\n"));
}

#[test]
fn no_expected_record_is_without_a_dump() {
    for entry in walkdir::WalkDir::new(common::testdata()).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|e| e == "json") {
            let stem = path.file_stem().unwrap().to_str().unwrap().trim_end_matches(".truth");
            let dump = path.with_file_name(format!("{stem}.txt"));
            assert!(dump.exists(), "{}: no dump beside it", path.display());
        }
    }
}

/// What differs, if something does.
fn compare(dump: &Dump) -> Option<String> {
    let text = common::decode(&dump.bytes)?;
    let got = written(&common::recover(&text));
    let path = dump.beside("json");
    if common::bless() {
        std::fs::write(&path, got).unwrap();
        return None;
    }
    let expected = std::fs::read_to_string(&path).map(|text| common::lf(&text)).unwrap_or_default();
    if expected == got { None } else { Some(first_difference(&dump.name, &expected, &got)) }
}

/// One page as an object, several as a list.
fn written(pages: &[Recovery<'_>]) -> String {
    let pages: Vec<_> = pages
        .iter()
        .map(|page| Expected { record: &page.record, warnings: &page.warnings })
        .collect();
    let text = match &pages[..] {
        [page] => serde_json::to_string_pretty(page),
        _ => serde_json::to_string_pretty(&pages),
    };
    text.unwrap() + "\n"
}

fn first_difference(name: &str, expected: &str, got: &str) -> String {
    if expected.is_empty() {
        return format!("{name}: no expected record");
    }
    let mut number = 1;
    let (mut left, mut right) = (expected.lines(), got.lines());
    loop {
        match (left.next(), right.next()) {
            (Some(was), Some(is)) if was == is => number += 1,
            (was, is) => {
                let (was, is) = (was.unwrap_or("the end"), is.unwrap_or("the end"));
                return format!("{name}: line {number}\n  expected {was}\n  got      {is}");
            }
        }
    }
}

fn compare_line_ends(dump: &Dump) -> Option<String> {
    let lf = common::lf(&common::decode(&dump.bytes)?);
    let crlf = lf.replace('\n', "\r\n");
    let (plain, windows) = (without_offsets(&lf), without_offsets(&crlf));
    if plain == windows {
        return None;
    }
    let (plain, windows) =
        (serde_json::to_string_pretty(&plain), serde_json::to_string_pretty(&windows));
    Some(first_difference(&dump.name, &plain.unwrap(), &windows.unwrap()))
}

/// The records of a text with LF in all values and without what counts bytes.
fn without_offsets(text: &str) -> Value {
    let mut pages: Value = serde_json::from_str(&format!(
        "[{}]",
        common::recover(text)
            .iter()
            .map(|p| written(std::slice::from_ref(p)))
            .collect::<Vec<_>>()
            .join(",")
    ))
    .unwrap();
    normalise(&mut pages);
    pages
}

fn normalise(value: &mut Value) {
    match value {
        Value::String(text) => *text = common::lf(text),
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Object(map) => {
            map.remove("at");
            map.values_mut().for_each(normalise);
        }
        _ => {}
    }
}
