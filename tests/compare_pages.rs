//! Pages of one site, compared with each other before they are read.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const MENU: &str = "Home\nNews\nSport\nWeather\nCulture\nShop\nSearch\nLog in\n";
/// What every page of the site ends with; it reads as its articles do.
const NOTICE: &str = "The Harbour Post has told the news of the coast since 1901. It belongs to its readers, who elect the board every year.";
const THINGS: [&str; 12] = [
    "pier", "crane", "ferry", "beacon", "market", "storm", "council", "school", "bridge",
    "harbour", "museum", "railway",
];

fn page(k: usize) -> String {
    let thing = THINGS[k];
    format!(
        "{MENU}Old {thing} opens again after {k} years\nBy Ann Lee\n{} March 2023\n\
         The old {thing} opened again on Monday, and many people came to see what had become of it.\n\
         Two years of work had gone into the {thing}, and the cost had doubled. Nobody was surprised.\n\
         The next {thing} will follow in the spring, if the money can be found, the mayor said.\n\
         {NOTICE}\nRead more\n{MENU}© Harbour Post\n",
        k + 1
    )
}

fn site(pages: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for k in 0..pages {
        fs::write(folder.path().join(format!("in/{k:02}.txt")), page(k)).unwrap();
    }
    folder
}

/// Exit status, standard output and standard error of a run.
fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unscrape"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn records(rows: &str) -> Vec<Value> {
    rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// How many bodies hold the notice, and how many have lost a paragraph of their own.
fn bodies(rows: &str) -> (usize, usize) {
    let records = records(rows);
    let bodies = || records.iter().map(|it| it["body"].as_str().unwrap());
    let whole = |(body, thing): &(&str, &str)| {
        body.starts_with(&format!("The old {thing} opened"))
            && body.contains(&format!("Two years of work had gone into the {thing}"))
            && body.contains(&format!("The next {thing} will follow"))
    };
    let noted = bodies().filter(|body| body.contains(NOTICE)).count();
    (noted, bodies().zip(THINGS).filter(|it| !whole(it)).count())
}

#[test]
fn what_all_pages_say_is_no_body() {
    let folder = site(12);
    let (status, alone, _) = run(&["convert", "in"], folder.path());
    assert_eq!((status, bodies(&alone)), (0, (12, 0)));
    let (status, compared, said) = run(&["convert", "in", "--compare-pages"], folder.path());
    assert_eq!((status, bodies(&compared)), (0, (0, 0)));
    assert!(said.contains("compared pages: 1 site with lines"), "{said}");
    for (k, record) in records(&compared).iter().enumerate() {
        assert_eq!(record["headline"], format!("Old {} opens again after {k} years", THINGS[k]));
        assert_eq!(record["authors"][0], "Ann Lee");
        assert_eq!(record["published"], format!("2023-03-{:02}", k + 1));
    }
}

#[test]
fn it_is_the_same_for_any_number_of_threads_and_in_containers() {
    let folder = site(12);
    let lines: String = (0..12)
        .map(|k| {
            let url = format!("https://www.harbour-post.example/news/{k}");
            format!("{}\n", serde_json::json!({ "text": page(k), "url": url }))
        })
        .collect();
    fs::write(folder.path().join("pages.jsonl"), lines).unwrap();
    for input in ["in", "pages.jsonl"] {
        let with = |threads| {
            let arguments = ["convert", input, "--compare-pages", "--quiet", "--threads", threads];
            let (status, rows, said) = run(&arguments, folder.path());
            assert_eq!((status, said.as_str()), (0, ""));
            rows
        };
        let one = with("1");
        assert_eq!(bodies(&one), (0, 0), "{input}");
        assert!(one == with("2") && one == with("5"), "{input}");
    }
}

#[test]
fn sites_of_one_page_are_read_as_without_it() {
    let folder = tempfile::tempdir().unwrap();
    for k in 0..12 {
        let site = folder.path().join(format!("in/{k:02}"));
        fs::create_dir_all(&site).unwrap();
        fs::write(site.join("a.txt"), page(k)).unwrap();
    }
    let (_, alone, _) = run(&["convert", "in"], folder.path());
    let (status, compared, said) = run(&["convert", "in", "--compare-pages"], folder.path());
    assert_eq!((status, bodies(&alone)), (0, (12, 0)));
    assert_eq!(alone, compared);
    assert!(said.contains("compared pages: 0 sites"), "{said}");
}

#[test]
fn what_cannot_be_read_twice_is_refused() {
    let folder = site(1);
    let (status, _, said) = run(&["convert", "-", "--compare-pages"], folder.path());
    assert_eq!(status, 2);
    assert!(said.starts_with("standard input: cannot be read twice"), "{said}");
    let resumed = ["convert", "in", "-o", "out.jsonl", "--compare-pages", "--resume"];
    let (status, _, said) = run(&resumed, folder.path());
    assert_eq!(status, 2);
    assert!(said.contains("--compare-pages") && said.contains("--resume"), "{said}");
}
