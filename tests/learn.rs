//! `unscrape learn`: three examples of a shape that no layout knows, and the other pages of that site are right.

mod program;
mod shapes;

use program::{records, run, write};
use serde_json::{Value, json};
use shapes::Page;
use std::fs;
use std::path::Path;

/// Pages of a site, and how many of them are examples.
const PAGES: u64 = 20;
const EXAMPLES: u64 = 3;

/// The fields that can be of a page.
const FIELDS: [&str; 8] = [
    "headline",
    "description",
    "published",
    "authors",
    "publisher",
    "locations",
    "keywords",
    "body",
];

/// Learns from the first pages and returns the layout.
fn learned(folder: &Path, page: fn(u64) -> Page) -> String {
    for k in 0..PAGES {
        let Page { text, truth } = page(k);
        let place = if k < EXAMPLES { "examples" } else { "others" };
        write(folder, &format!("{place}/{k:02}.txt"), text);
        if k < EXAMPLES {
            write(folder, &format!("{place}/{k:02}.json"), truth.to_string());
        }
    }
    let done = run(&["learn", "examples", "examples", "-o", "mine.toml"], folder);
    assert_eq!(done.status, 0, "{}", done.said);
    let trial = "each example read by a layout learned from the others: ";
    assert!(done.said.starts_with(trial) && !done.said.contains("do better"), "{}", done.said);
    fs::read_to_string(folder.join("mine.toml")).unwrap()
}

/// A record's value as the truth writes it.
fn value(record: &Value, field: &str) -> Value {
    match field {
        "publisher" => record[field]["name"].clone(),
        _ if record[field] == json!([]) => Value::Null,
        _ => record[field].clone(),
    }
}

fn the_other_pages_are_right(page: fn(u64) -> Page) {
    let folder = tempfile::tempdir().unwrap();
    let layout = learned(folder.path(), page);
    let done = run(&["convert", "others", "--layout", "mine.toml", "-q"], folder.path());
    let rows = records(&done.rows);
    assert_eq!(rows.len() as u64, PAGES - EXAMPLES);
    let mut wrong = Vec::new();
    for (k, record) in (EXAMPLES..).zip(&rows) {
        let truth = page(k).truth;
        for field in FIELDS {
            let (found, told) = (value(record, field), &truth[field]);
            if found != *told {
                wrong.push(format!("{k:02} {field}: {found}, truth {told}"));
            }
        }
        assert_eq!(record["layout"], "mine", "{k}\n{layout}");
    }
    assert!(wrong.is_empty(), "{}\n{layout}", wrong.join("\n"));
}

#[test]
fn adverts_in_german() {
    the_other_pages_are_right(shapes::adverts);
}

#[test]
fn posts_in_russian() {
    the_other_pages_are_right(shapes::posts);
}

#[test]
fn recipes_in_japanese() {
    the_other_pages_are_right(shapes::recipes);
}

#[test]
fn releases_in_english() {
    the_other_pages_are_right(shapes::releases);
}

const PIER: &str = "Quay Board\nPier closed\nby Ann Lee, 14 September 2023\nThe pier is closed until Friday, they say.\nReply\n";
const BOAT: &str = "Quay Board\nBoat lost\nby Bo Ek, 2 May 2022\nA boat was lost off the coast on Monday.\nReply\n";

fn board(folder: &Path) {
    write(folder, "dumps/pier.txt", PIER);
    write(folder, "dumps/boat.txt", BOAT);
    write(
        folder,
        "dumps/storm.txt",
        BOAT.replace("Boat lost", "Storm seen").replace("Bo Ek", "Cy Orr"),
    );
}

#[test]
fn values_may_come_as_lines_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    board(at);
    let values = [
        json!({"id": "pier.txt", "headline": "Pier closed", "authors": ["Ann Lee"], "published": "2023-09-14", "body": "The pier is closed until Friday, they say."}),
        json!({"id": "boat.txt", "headline": "Boat lost", "authors": ["Bo Ek"], "published": "2022-05-02", "body": "A boat was lost off the coast on Monday."}),
    ];
    write(at, "values.jsonl", values.map(|it| format!("{it}\n")).concat());
    let done = run(&["learn", "dumps", "values.jsonl", "-o", "mine.toml"], at);
    assert_eq!(done.status, 0, "{}", done.said);
    assert!(done.said.ends_with("learned from 2 examples, which it reads without a miss\n"));
    let layout = fs::read_to_string(at.join("mine.toml")).unwrap();
    assert!(layout.starts_with("# Learned by `unscrape learn` from boat.txt, pier.txt\n"));
    assert!(
        layout.contains("# seen in 2 of 2 examples, lines: 2, such as `Boat lost`"),
        "{layout}"
    );
    let done = run(&["convert", "dumps/storm.txt", "--layout", "mine.toml", "-q", "--ledger"], at);
    let record = &records(&done.rows)[0];
    assert_eq!(
        (&record["headline"], &record["authors"][0]),
        (&json!("Storm seen"), &json!("Cy Orr"))
    );
    write(at, "proof.jsonl", &done.rows);
    assert_eq!(run(&["rebuild", "proof.jsonl", "-o", "again", "-q"], at).status, 0);
    let again = fs::read_to_string(at.join("again/storm.txt")).unwrap();
    assert_eq!(again, fs::read_to_string(at.join("dumps/storm.txt")).unwrap());
    // the words of a property are a fact like others where a page is explained
    let done =
        run(&["explain", "dumps/storm.txt", "--layout", "mine.toml", "--format", "json"], at);
    let explained: Value = serde_json::from_str(&done.rows).unwrap();
    let spans = explained["spans"].as_array().unwrap();
    let author = spans.iter().find(|span| span["property"] == "author").unwrap();
    assert_eq!(author["text"], "Cy Orr", "{author}");
    let key = spans.iter().find(|span| span["text"].as_str().unwrap().trim() == "by").unwrap();
    assert_eq!(key["reason"], "key of the layout");
}

#[test]
fn values_may_come_as_labels() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(
        at,
        "dumps/a.txt",
        "Pier closed\nAnn Lee\n2023-09-14 07:45\nThe pier is closed until Friday, they say.\n",
    );
    write(
        at,
        "dumps/a.labels.tsv",
        "block\tproperty\ttext\n1\theadline\tPier closed\n2\tauthor\tAnn Lee\n3\tdatePublished\t2023-09-14\n4\tarticleBody\tThe pier\n",
    );
    let done = run(&["learn", "dumps", "dumps", "-o", "mine.toml"], at);
    assert_eq!(done.status, 0, "{}", done.said);
    let text = "Boat lost\nBo Ek\n2022-05-02 10:00\nA boat was lost off the coast on Monday.\n";
    write(at, "b.txt", text);
    let done = run(&["convert", "b.txt", "--layout", "mine.toml", "-q"], at);
    let record = &records(&done.rows)[0];
    assert_eq!(
        (&record["headline"], &record["authors"][0]),
        (&json!("Boat lost"), &json!("Bo Ek"))
    );
    assert_eq!(record["published"], "2022-05-02T10:00:00");
}

#[test]
fn what_is_not_recovered_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    board(at);
    // the headline is no line of the dump, and the publisher is not in it at all
    let truth =
        json!({"headline": "closed until", "publisher": "Harbour Post", "authors": ["Ann Lee"]});
    write(at, "dumps/pier.json", truth.to_string());
    let done = run(&["learn", "dumps/pier.txt", "dumps/pier.json", "-o", "mine.toml"], at);
    assert!(
        done.said.contains("pier.txt: the dump does not hold the publisher `Harbour Post`"),
        "{}",
        done.said
    );
    let twice = json!({"headline": "Pier closed", "authors": ["Quay Board", "Ann", "Lee, 14"]});
    write(at, "dumps/pier.json", twice.to_string());
    let wrong = run(&["learn", "dumps/pier.txt", "dumps/pier.json", "-o", "mine.toml"], at);
    assert_eq!(wrong.status, 1, "{}", wrong.said);
    assert!(wrong.said.contains("dumps/pier.txt: authors: expected ["), "{}", wrong.said);
    assert_eq!(run(&["learn", "dumps", "no-such", "-o", "mine.toml"], at).status, 3);
    fs::remove_file(at.join("dumps/pier.json")).unwrap();
    let none = run(&["learn", "dumps", "dumps", "-o", "mine.toml"], at);
    assert!(
        none.status == 3 && none.said.contains("no dump whose values are known"),
        "{}",
        none.said
    );
    assert_eq!(run(&["learn", "dumps", "-o", "mine.toml"], at).status, 2);
}
