//! `unscrape score`, `diff` and `stats` as people run them.

mod program;

use program::{Run, records, run, write};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const PIER: &str = "URL: https://harbour-post.example/pier\nTitle: Pier closed\nDate: 2023-09-14T07:45:00\nAuthor: Ann Lee\n\nThe pier is closed until Friday.\n";
const BOAT: &str = "URL: https://quay-news.example/boat\nTitle: Boat lost\nDate: 2022-03-01\n\nA boat was lost off the north coast on Monday.\n";

/// Two dumps with their truth, and their records in `old.jsonl`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "pages/pier.txt", PIER);
    write(
        at,
        "pages/pier.json",
        r#"{"headline": "PIER CLOSED", "published": "2023-09-14T07:45:00", "authors": ["Ann Lee", "Bo Ek"]}"#,
    );
    write(at, "pages/boat.lynx.txt", BOAT);
    write(
        at,
        "pages/boat.json",
        r#"{"gold": {"headline": "Boat found", "body": "A boat was lost off the north coast on Monday."}, "present": {"lynx": ["headline", "body"]}}"#,
    );
    convert(at, "old.jsonl");
    folder
}

fn convert(folder: &Path, to: &str) {
    let done = run(&["convert", "pages", "--glob", "*.txt", "-q", "-o", to], folder);
    assert_eq!(done.status, 0, "{}", done.said);
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.rows)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.rows, run.said))
}

#[test]
fn score_gives_the_figures_of_every_field() {
    let folder = folder();
    let done = run(&["score", "old.jsonl", "pages", "--format", "json"], folder.path());
    let it = json(&done);
    assert_eq!((done.status, &it["dumps"]), (0, &2.into()));
    let all = &it["groups"]["all"];
    assert_eq!((&all["headline"]["exact"], &all["headline"]["n"]), (&0.5.into(), &2.into()));
    assert_eq!(all["published_ts"]["exact"], 1.0);
    assert_eq!(all["body"]["f1"], 1.0);
    // a name that the dump does not hold cannot be found, so the list is not asked for
    assert!(all["authors"].is_null());
    let said = it["confidence"]["by_field"].as_array().unwrap();
    let headline = said.iter().find(|row| row["of"] == "headline").unwrap();
    assert_eq!((&headline["n"], &headline["right"]), (&2.into(), &0.5.into()));
    let reliability = ["score", "old.jsonl", "pages", "--reliability", "headline"];
    let table = run(&reliability, folder.path()).rows;
    let own = table.split("\nheadline by confidence\n").nth(1).unwrap();
    // what is said is measured anew with every training, so the records are asked
    let rows = std::fs::read_to_string(folder.path().join("old.jsonl")).unwrap();
    let record: Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    let confidence = record["confidence"]["headline"].as_f64().unwrap();
    assert!(own.contains(&format!("said {confidence:.3}  right 0.500  n 2")), "{table}");
    let it = json(&run(&[&reliability[..], &["--format", "json"]].concat(), folder.path()));
    let bins = it["confidence"]["of_field"]["headline"].as_array().unwrap();
    let (from, to) = bins[0]["of"].as_str().unwrap().split_once(" - ").unwrap();
    let bin = from.parse().unwrap()..to.parse::<f64>().unwrap();
    assert_eq!((bins.len(), bin.contains(&confidence)), (1, true), "{bin:?}");
    let every = json(&run(
        &["score", "old.jsonl", "pages", "--all-values", "--format", "json"],
        folder.path(),
    ));
    assert_eq!(every["groups"]["all"]["authors"]["recall"], 0.5);
}

#[test]
fn score_groups_chooses_and_shows_the_worst() {
    let folder = folder();
    let at = folder.path();
    let done = run(&["score", "old.jsonl", "pages", "--by", "extractor"], at);
    assert!(done.rows.contains("\nlynx\n") && done.rows.contains("\nas found\n"), "{}", done.rows);
    let done = run(&["score", "old.jsonl", "pages", "--by", "language,extractor"], at);
    assert!(done.rows.contains("\nno language, lynx\n"), "{}", done.rows);
    let done = run(&["score", "old.jsonl", "pages", "--extractor", "l*"], at);
    assert!(done.rows.starts_with("dumps 1,"), "{}", done.rows);
    let done = run(&["score", "old.jsonl", "pages", "--worst", "headline", "--count", "1"], at);
    assert_eq!(done.rows, "0.00 boat.lynx.txt\n   got   \"Boat lost\"\n   truth \"Boat found\"\n");
    assert_eq!(run(&["score", "old.jsonl", "pages", "--extractor", "["], at).status, 2);
}

#[test]
fn score_says_what_it_cannot_use_and_goes_on() {
    let folder = folder();
    let at = folder.path();
    write(at, "pages/bad.txt", "x");
    write(at, "pages/bad.json", "[");
    let records = std::fs::read_to_string(at.join("old.jsonl")).unwrap();
    write(at, "odd.jsonl", format!("nothing\n{records}"));
    let done = run(&["score", "odd.jsonl", "pages"], at);
    assert_eq!(done.status, 3);
    assert!(
        done.said.contains("odd.jsonl:1: ") && done.said.contains("bad.json: "),
        "{}",
        done.said
    );
    assert!(done.rows.starts_with("dumps 2, without a record 0"), "{}", done.rows);
    write(at, "none.jsonl", "");
    assert!(
        run(&["score", "none.jsonl", "pages"], at).rows.starts_with("dumps 2, without a record 2")
    );
    write(at, "alone/x.txt", "x");
    let done = run(&["score", "old.jsonl", "alone"], at);
    assert!(done.status == 3 && done.said.starts_with("alone: no dump"), "{}", done.said);
}

#[test]
fn score_takes_compressed_records_and_standard_input() {
    let folder = folder();
    let at = folder.path();
    let rows = std::fs::read_to_string(at.join("old.jsonl")).unwrap();
    assert_eq!(records(&rows).len(), 2);
    write(at, "old.zst", zstd::encode_all(rows.as_bytes(), 1).unwrap());
    let plain = run(&["score", "old.jsonl", "pages"], at).rows;
    assert_eq!(run(&["score", "old.zst", "pages"], at).rows, plain);
    let mut command = assert_cmd::Command::cargo_bin("unscrape").unwrap();
    let piped = command.current_dir(at).args(["score", "-", "pages"]).write_stdin(rows);
    assert_eq!(
        String::from_utf8(piped.assert().success().get_output().stdout.clone()).unwrap(),
        plain
    );
}

#[test]
fn diff_shows_what_changed() {
    let folder = folder();
    let at = folder.path();
    write(
        at,
        "pages/pier.txt",
        PIER.replace("Author: Ann Lee\n", "").replace("Pier closed", "Pier open"),
    );
    write(at, "pages/boat.lynx.txt", BOAT.replace("Date", "Author: Bo Ek\nDate"));
    write(at, "pages/new.txt", BOAT);
    convert(at, "new.jsonl");
    let done = run(&["diff", "old.jsonl", "new.jsonl", "--format", "json"], at);
    let it = json(&done);
    assert_eq!((done.status, &it["differ"], &it["only_new"]["count"]), (0, &2.into(), &1.into()));
    let field = |name: &str| {
        it["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap().clone()
    };
    assert_eq!(field("authors")["lost"]["examples"][0]["old"], "Ann Lee");
    assert_eq!(field("authors")["filled"]["examples"][0]["new"], "Bo Ek");
    assert_eq!(field("headline")["changed"]["examples"][0]["id"], "pier.txt");
    let table = run(&["diff", "old.jsonl", "new.jsonl", "--field", "headline"], at).rows;
    assert!(table.contains("    - Pier closed\n    + Pier open\n"), "{table}");
}

#[test]
fn diff_ends_with_1_only_where_it_is_asked_to() {
    let folder = folder();
    let at = folder.path();
    let status = |arguments: &[&str]| run(&[&["diff"], arguments].concat(), at).status;
    assert_eq!(status(&["old.jsonl", "old.jsonl", "--exit-code"]), 0);
    let one = std::fs::read_to_string(at.join("old.jsonl")).unwrap();
    let (first, _) = one.split_once('\n').unwrap();
    write(at, "one.jsonl", first);
    assert_eq!(status(&["old.jsonl", "one.jsonl"]), 0);
    assert_eq!(status(&["old.jsonl", "one.jsonl", "--exit-code"]), 1);
    assert_eq!(status(&["old.jsonl", "nothing.jsonl", "--exit-code"]), 3);
    write(at, "bad.jsonl", format!("{one}x\n"));
    let done = run(&["diff", "old.jsonl", "bad.jsonl", "--exit-code"], at);
    assert!(done.status == 3 && done.said.starts_with("bad.jsonl:3: "), "{}", done.said);
}

#[test]
fn diff_joins_any_order_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let row = |k: usize| format!("{{\"id\":\"{k}\",\"body\":\"{}\"}}\n", "x".repeat(k % 50));
    let old: String = (0..2000).map(row).collect();
    let new: String = (0..2000).rev().map(row).collect();
    write(folder.path(), "old.jsonl", old);
    write(folder.path(), "new.jsonl", new);
    let it = json(&run(
        &["diff", "old.jsonl", "new.jsonl", "--memory", "20kB", "--format", "json"],
        folder.path(),
    ));
    assert_eq!((&it["same"], &it["on_disk"]), (&2000.into(), &true.into()));
}

#[test]
fn stats_count_fields_by_group() {
    let folder = folder();
    let at = folder.path();
    let it = json(&run(&["stats", "old.jsonl", "old.jsonl", "--format", "json"], at));
    assert_eq!((&it["records"], &it["duplicates"]["records"]), (&4.into(), &2.into()));
    let authors =
        it["fields"].as_array().unwrap().iter().position(|name| name == "authors").unwrap();
    assert_eq!(it["sites"]["harbour-post.example"]["filled"][authors], 2);
    assert_eq!(it["years"]["2022"]["records"], 2);
    let table = run(&["stats", "old.jsonl"], at);
    assert!(table.rows.contains("quay-news.example") && table.status == 0, "{}", table.rows);
    let page = run(&["stats", "old.jsonl", "--format", "html"], at).rows;
    assert!(page.contains("quay-news.example: authors 0 of 1") && page.ends_with("</html>\n"));
    write(at, "bad.jsonl", "x\n{\"id\":\"a\"}\n");
    let done = run(&["stats", "bad.jsonl", "nothing.jsonl"], at);
    assert_eq!(done.status, 3);
    assert!(
        done.rows.starts_with("1 record,") && done.said.contains("nothing.jsonl: no such file"),
        "{}",
        done.said
    );
}
