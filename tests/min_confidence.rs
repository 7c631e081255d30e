//! `convert --min-confidence`: no guesses, in any output, and the dumps come back all the same.

mod program;

use program::{records, run, write};
use serde_json::Value;
use std::fs;
use std::path::Path;

const PIER: &str = "URL: https://harbour-post.example/pier\nTitle: Pier closed\nDate: 2023-09-14T07:45:00\nAuthor: Ann Lee\n\nThe pier is closed until Friday.\n\nPlease land at the south steps.\n";

fn corpus(at: &Path) {
    write(at, "pages/pier.txt", PIER);
    let stated = serde_json::json!({"text": PIER, "title": "Pier closed"});
    write(at, "pages/lines.jsonl", format!("{stated}\n"));
}

fn codes(record: &Value) -> Vec<&str> {
    record["warnings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn what_is_less_sure_is_left_out_and_said() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let asked = ["--min-confidence", "0.99", "--min-confidence", "authors=0.1"];
    let done = run(&[&["convert", "pages", "-q"][..], &asked].concat(), folder.path());
    let rows = records(&done.rows);
    let (stated, found) = (&rows[0], &rows[1]);
    assert_eq!((&found["headline"], &found["body"]), (&Value::Null, &Value::Null));
    assert_eq!(found["authors"][0], "Ann Lee");
    assert!(found["confidence"].get("headline").is_none());
    assert!(codes(found).iter().filter(|code| **code == "low-confidence").count() >= 2);
    assert!(done.rows.contains("`The pier is closed until Friday.…` is left out"), "{}", done.rows);
    // what the container states is sure
    assert_eq!(stated["headline"], "Pier closed");
    let none = run(&["convert", "pages", "-q", "--min-confidence", "0"], folder.path());
    assert_eq!(none.rows, run(&["convert", "pages", "-q"], folder.path()).rows);
}

#[test]
fn dumps_come_back_from_records_without_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    corpus(at);
    let asked = ["convert", "pages", "-q", "--ledger", "--repair", "--min-confidence", "1"];
    for output in ["proof.jsonl", "proof.jsonl.zst"] {
        let done = run(&[&asked[..], &["-o", output]].concat(), at);
        assert_eq!(done.status, 0, "{}", done.said);
        let done = run(&["rebuild", output, "-o", output.trim_start_matches("proof."), "-q"], at);
        assert_eq!(done.status, 0, "{}", done.said);
        let rebuilt = at.join(output.trim_start_matches("proof.")).join("pier.txt");
        assert_eq!(fs::read_to_string(rebuilt).unwrap(), PIER);
    }
    let done = run(&[&asked[..], &["-o", "proof.parquet"]].concat(), at);
    assert_eq!(done.status, 0, "{}", done.said);
}

#[test]
fn mistakes_are_usage() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    for wrong in ["author=0.8", "2", "authors="] {
        let done = run(&["convert", "pages", "-q", "--min-confidence", wrong], folder.path());
        assert_eq!(done.status, 2, "{}", done.said);
    }
}
