//! Containers as their users have them: the same pages in any of them give the same records.

mod program;

use program::{Run, records, run, write};
use serde_json::{Value, json};
use std::io::Write;
use tempfile::TempDir;

/// A few dumps of the test data, with what a container states of each.
fn pages() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let names = [
        "schema-article/newspaper3k/en-v2.txt",
        "header/date-then-title-tr.txt",
        "body-only/lines-hi.txt",
        "body-only/one-line-zh.txt",
    ];
    names.map(|name| (name.to_owned(), std::fs::read_to_string(root.join(name)).unwrap())).to_vec()
}

/// The records of the pages as plain files, without what tells where they came from.
fn plain() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    for (k, (_, text)) in pages().iter().enumerate() {
        write(folder.path(), &format!("in/{k}.txt"), text);
    }
    let Run { status, rows, said } = run(&["convert", "in"], folder.path());
    assert_eq!(status, 0, "{said}");
    bare(&rows)
}

fn bare(rows: &str) -> Vec<Value> {
    let mut found = records(rows);
    for record in &mut found {
        let record = record.as_object_mut().unwrap();
        record.remove("id");
        record.remove("source");
    }
    found
}

fn lines() -> String {
    let line = |(_, text): &(String, String)| format!("{}\n", json!({ "text": text }));
    pages().iter().map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn folder_with(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), name, bytes);
    folder
}

#[test]
fn lines_of_json_are_pages() {
    let folder = folder_with("a.dat", lines().as_bytes());
    let Run { status, rows, said } = run(&["convert", "a.dat"], folder.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(bare(&rows), plain());
    let found = records(&rows);
    assert_eq!(found[1]["id"], "a.dat#2");
    assert_eq!(found[1]["source"]["container"], "jsonl");
    let first = lines().lines().next().unwrap().len();
    assert_eq!(found[1]["source"]["offset"], first + 1);
    assert_eq!(found[1]["source"]["bytes"], pages()[1].1.len());
}

#[test]
fn members_of_gzip_are_one_stream() {
    let lines = lines();
    let (one, two) = lines.as_bytes().split_at(lines.len() / 3);
    let bytes = [gzip(one), gzip(two), gzip(b"")].concat();
    let folder = folder_with("a", &bytes);
    let Run { status, rows, said } = run(&["convert", "a"], folder.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(bare(&rows), plain());
    let padded = [&bytes[..], &[0; 700]].concat();
    let folder = folder_with("a", &padded);
    assert_eq!(run(&["convert", "a", "-q"], folder.path()).said, "");
    let garbage = [&bytes[..], b"garbage"].concat();
    let folder = folder_with("a", &garbage);
    let Run { status, rows, said } = run(&["convert", "a"], folder.path());
    assert_eq!((status, bare(&rows).len()), (0, plain().len()));
    assert!(said.starts_with("a: bytes behind the gzip data, left out\n"), "{said}");
}

#[test]
fn a_compressed_dump_is_a_dump() {
    let (_, text) = &pages()[0];
    let folder = folder_with("in/a.txt.gz", &gzip(&gzip(text.as_bytes())));
    let Run { status, rows, said } = run(&["convert", "in", "--ledger", "-o", "r"], folder.path());
    assert_eq!((status, rows.as_str()), (0, ""), "{said}");
    assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("back/a.txt.gz")).unwrap(), *text);
}

#[test]
fn what_a_line_states_wins_and_a_conflict_is_said() {
    let line = json!({
        "id": "doc/1",
        "url": "https://b.example/2",
        "text": "URL: https://a.example/1\nTitle: New pier\n\nStill.\n",
        "metadata": {"title": "New pier", "authors": ["Ann Lee"], "score": 0.5},
        "shard": 7,
    });
    let folder = folder_with("in/a.jsonl", format!("\n{line}\n").as_bytes());
    let Run { status, rows, .. } = run(&["convert", "in", "--keep", "--ledger"], folder.path());
    let [record] = &records(&rows)[..] else { panic!("{rows}") };
    assert_eq!((status, &record["id"]), (0, &json!("a.jsonl#doc/1")));
    assert_eq!(record["url"], "https://b.example/2");
    assert_eq!(record["authors"], json!(["Ann Lee"]));
    assert_eq!(record["warnings"][0]["code"], "conflicting-url");
    let kept: Vec<_> =
        record["metadata"].as_array().unwrap().iter().map(|it| &it["text"]).collect();
    assert_eq!(kept[1..], ["score: 0.5", "shard: 7"]);
    write(folder.path(), "r", &rows);
    assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
    let back = std::fs::read_to_string(folder.path().join("back/a.jsonl#doc%2F1")).unwrap();
    assert_eq!(back, line["text"].as_str().unwrap());
}

#[test]
fn broken_lines_are_told_and_the_others_read() {
    let text =
        "{\"text\": \"Still.\"}\n{\"text\": \"cut\nnonsense\n{\"id\": 4}\n{\"text\": \"Windy.\"}";
    let folder = folder_with("a.jsonl", text.as_bytes());
    let Run { status, rows, said } = run(&["convert", "a.jsonl", "-q"], folder.path());
    let codes: Vec<Value> =
        records(&rows).into_iter().map(|it| it["warnings"][0]["code"].clone()).collect();
    let invalid = json!("invalid-json");
    assert_eq!(codes, [Value::Null, invalid.clone(), invalid, json!("no-text"), Value::Null]);
    assert_eq!(status, 3);
    let told: Vec<&str> = said.lines().collect();
    assert!(told[0].starts_with("a.jsonl: line 2 is no JSON: "), "{said}");
    assert!(told[0].ends_with(" (byte 19)") && told.len() == 2, "{said}");
}

#[test]
fn long_lines_are_passed_over() {
    let text = format!(
        "{{\"text\": \"a\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}\n",
        "x".repeat(3 << 20)
    );
    let folder = folder_with("a.jsonl", text.as_bytes());
    let Run { status, rows, .. } =
        run(&["convert", "a.jsonl", "--max-page-size", "1M"], folder.path());
    let found = records(&rows);
    assert_eq!((status, found.len()), (0, 3));
    assert_eq!(found[1]["warnings"][0]["code"], "oversized-page");
    assert_eq!(found[1]["source"]["bytes"], (3 << 20) + 13);
    assert_eq!((&found[2]["source"]["page"], &found[2]["warnings"]), (&json!(3), &json!([])));
    let Run { rows, .. } = run(&["convert", "a.jsonl", "--ledger"], folder.path());
    assert_eq!(records(&rows)[1]["body"].as_str().unwrap().len(), 3 << 20);
}

#[test]
fn a_stream_that_is_cut_gives_what_it_holds() {
    let whole = gzip(lines().as_bytes());
    let folder = folder_with("a.gz", &whole[..whole.len() - 200]);
    let Run { status, rows, said } = run(&["convert", "a.gz", "-q"], folder.path());
    assert_eq!(status, 3, "{said}");
    assert!(
        said.contains(&format!("a.gz: gzip data ends early (byte {})", whole.len() - 200)),
        "{said}"
    );
    assert!(records(&rows).len() >= 3 && bare(&rows)[..2] == plain()[..2]);
    let mut bad = whole.clone();
    let crc = bad.len() - 8;
    bad[crc] ^= 1;
    let folder = folder_with("a.gz", &bad);
    let Run { status, rows, said } = run(&["convert", "a.gz", "-q"], folder.path());
    assert_eq!((status, bare(&rows)), (3, plain()));
    assert!(said.starts_with("a.gz: gzip data is damaged: "), "{said}");
}
