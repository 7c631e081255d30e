//! `unscrape check` and `lock` as people and build servers run them.

#[path = "common/articles.rs"]
mod articles;
mod program;

use articles::{Article, TEMPLATES};
use program::{Run, records, run, write};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// Dumps of the first site, each changed as asked.
fn dumps(folder: &Path, seed: u64, change: impl Fn(usize, String) -> String) {
    let (site, template) = TEMPLATES[0];
    for number in 0..40 {
        let text = change(number, template(&Article::new(seed, site, number)));
        write(folder, &format!("dumps/{number:02}.txt"), text);
    }
}

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    dumps(folder.path(), 1, |_, text| text);
    if !config.is_empty() {
        write(folder.path(), "unscrape.toml", config);
    }
    folder
}

fn check(folder: &TempDir, more: &[&str]) -> Run {
    run(&[&["check", "dumps", "-q"], more].concat(), folder.path())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.rows)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.rows, run.said))
}

/// A fifth of the dumps has no date, one no body.
fn spoil(number: usize, text: String) -> String {
    let lines = text.lines().filter(|line| !number.is_multiple_of(5) || !line.starts_with("Date:"));
    let lines = lines.take_while(|line| number != 7 || !line.starts_with("Content:"));
    lines.map(|line| format!("{line}\n")).collect()
}

const RULES: &str =
    "[check]\nerror = [\"published >= 0.98\"]\nwarn = [\"empty-bodies <= 0\", \"headline >= 1\"]\n";

#[test]
fn a_rule_that_does_not_hold_fails_with_its_first_files() {
    let folder = folder(RULES);
    let done = check(&folder, &[]);
    assert_eq!((done.status, done.rows.lines().count()), (0, 4), "{}{}", done.rows, done.said);
    dumps(folder.path(), 1, spoil);
    let done = check(&folder, &[]);
    assert_eq!(done.status, 1);
    for line in [
        "error    published >= 0.98                0.800 (32 of 40 pages), missed by 0.180",
        "         layout header: 8 of 40 do not fit",
        "           dumps/00.txt:1",
        "warn     empty-bodies <= 0                0.025 (1 of 40 pages), missed by 0.025",
        "           dumps/07.txt:1",
        "ok       headline >= 1                    1.000 (40 of 40 pages)",
        "failed: 40 pages, 1 error, 1 warning",
    ] {
        assert!(done.rows.lines().any(|said| said == line), "{line}\nin\n{}", done.rows);
    }
    let one = check(&folder, &["--format", "json", "--threads", "1"]);
    let it = json(&one);
    assert_eq!(
        (&it["failed"], &it["rules"][0]["missed_by"]),
        (&true.into(), &Value::from(0.98 - 0.8))
    );
    assert_eq!(it["rules"][0]["layouts"][0]["places"].as_array().unwrap().len(), 8);
    assert_eq!(check(&folder, &["--format", "json", "--threads", "4"]).rows, one.rows);
}

#[test]
fn every_measure_finds_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let page = |number: usize, header: &str, body: &str| {
        let url = format!("https://harbour-post.example/{number}");
        write(
            folder.path(),
            &format!("dumps/{number}.txt"),
            format!("URL: {url}\nTitle: Pier {number}\n{header}\n\n{body}\n"),
        );
    };
    page(1, "Date: 2023-09-14", "The pier is closed until Friday.");
    page(2, "Date: 2023-09-14", "The pier is closed until Friday.");
    page(3, "Date: 2023-09-20\nCrawled: 2023-09-14", "The boat of the harbour master is late.");
    page(4, "Date: 2023-09-14", "");
    write(
        folder.path(),
        "dumps/5.txt",
        "<!DOCTYPE html><html><body><p>The tide is high.</p></body></html>",
    );
    let measures = ["duplicate-pages", "dates-after-crawl", "empty-bodies", "html", "crawled"];
    let rules = measures.map(|name| format!("\"{name} <= 0\"")).join(", ");
    write(
        folder.path(),
        "rules.toml",
        format!("[check]\nerror = [{rules}, \"unseen-layouts <= 0\"]\n"),
    );
    let it = json(&check(&folder, &["--config", "rules.toml", "--format", "json"]));
    let places = |rule: &Value| -> Vec<String> {
        let layouts = rule["layouts"].as_array().unwrap().iter();
        let places = layouts.flat_map(|it| it["places"].as_array().unwrap());
        places.map(|place| place["path"].as_str().unwrap().to_owned()).collect()
    };
    let rules = it["rules"].as_array().unwrap();
    let expected: [&[&str]; 5] = [
        &["dumps/2.txt"],
        &["dumps/3.txt"],
        &["dumps/4.txt", "dumps/5.txt"],
        &["dumps/5.txt"],
        &["dumps/3.txt"],
    ];
    for (rule, expected) in rules.iter().zip(expected) {
        assert_eq!(places(rule), expected, "{rule}");
    }
    assert_eq!(rules[5]["outcome"], "skipped");
    write(
        folder.path(),
        "late.toml",
        "[check]\ncrawled = 2023-09-10\nerror = [\"dates-after-crawl <= 0\"]\n",
    );
    let it = json(&check(&folder, &["--config", "late.toml", "--format", "json"]));
    assert_eq!(
        places(&it["rules"][0]),
        ["dumps/1.txt", "dumps/2.txt", "dumps/3.txt", "dumps/4.txt"]
    );
}

#[test]
fn the_status_tells_a_failed_gate_from_unreadable_input_and_wrong_usage() {
    let spoilt = folder(RULES);
    dumps(spoilt.path(), 1, spoil);
    let good = folder(RULES);
    let gone = |folder: &TempDir, more: &[&str]| {
        run(&[&["check", "-q", "dumps", "gone"], more].concat(), folder.path())
    };
    assert_eq!(gone(&good, &[]).status, 3);
    assert_eq!(gone(&spoilt, &[]).status, 1, "a failed gate says more");
    let rule = |bound: &str| format!("[check]\nerror = [\"unreadable-files <= {bound}\"]\n");
    write(good.path(), "some.toml", rule("0.1"));
    write(good.path(), "none.toml", rule("0"));
    assert_eq!(gone(&good, &["--config", "some.toml"]).status, 0);
    let failed = gone(&good, &["--config", "none.toml"]);
    assert_eq!(failed.status, 1);
    assert!(failed.rows.contains("gone:1"), "{}", failed.rows);
    std::fs::create_dir(good.path().join("empty")).unwrap();
    let none = run(&["check", "-q", "empty"], good.path());
    assert_eq!(none.status, 1, "nothing is no success: {}", none.rows);
    for (config, said) in [
        (
            "[check]\neror = []\n",
            "bad.toml:2: unknown key `eror` in [check]; did you mean `error`?\n",
        ),
        (
            "[check]\nerror = [\"publishd >= 1\"]\n",
            "bad.toml:2: `publishd` is nothing that is measured; did you mean `published`?\n",
        ),
    ] {
        write(good.path(), "bad.toml", config);
        let wrong = check(&good, &["--config", "bad.toml"]);
        assert_eq!((wrong.status, wrong.said.as_str()), (2, said));
    }
    let wrong = check(&good, &["--locked"]);
    assert_eq!(
        (wrong.status, wrong.said.as_str()),
        (2, "layouts.lock: no such file or directory\n")
    );
}

#[test]
fn a_lock_holds_for_other_articles_and_not_for_another_layout() {
    let folder = folder("[check]\nerror = [\"unseen-layouts <= 0\"]\n");
    let locked = run(&["lock", "dumps", "-q"], folder.path());
    assert_eq!((locked.status, locked.rows.as_str()), (0, ""), "{}", locked.said);
    let lock = std::fs::read_to_string(folder.path().join("layouts.lock")).unwrap();
    assert_eq!(
        run(&["lock", "dumps", "-q", "-o", "-", "--threads", "3"], folder.path()).rows,
        lock
    );
    dumps(folder.path(), 2, |_, text| text);
    let same = check(&folder, &["--locked"]);
    assert_eq!(same.status, 0, "{}", same.rows);
    dumps(folder.path(), 2, |number, text| {
        let lines = text.lines().filter(|line| number % 5 >= 2 || !line.starts_with("Date:"));
        lines.map(|line| format!("{line}\n")).collect()
    });
    let drifted = check(&folder, &["--locked", "layouts.lock"]);
    assert_eq!(drifted.status, 1);
    for line in [
        "error    layouts.lock: harbour-post.example header has drifted",
        "         datePublished there: 100.0 % (40 of 40) before, 60.0 % (24 of 40) now",
        "           dumps/00.txt:1",
    ] {
        assert!(drifted.rows.lines().any(|said| said == line), "{line}\nin\n{}", drifted.rows);
    }
    write(folder.path(), "soft.toml", "[check.locked]\ndrifted = \"warn\"\n");
    assert_eq!(check(&folder, &["--locked", "--config", "soft.toml"]).status, 0);
    // A lock that lies among the dumps is no dump.
    write(folder.path(), "dumps/layouts.lock", lock);
    let it = json(&check(&folder, &["--locked", "dumps/layouts.lock", "--format", "json"]));
    assert_eq!(it["pages"], 40);
}

#[test]
fn hosts_of_a_page_each_are_counted_together_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let crawl = |key: &str| {
        for number in 0..40 {
            let (_, template) = TEMPLATES[0];
            let text = template(&Article::new(1, TEMPLATES[0].0, number));
            let text = text.replace("harbour-post", &format!("post-{number}"));
            let text = text.replace("Views:", key);
            write(folder.path(), &format!("dumps/a/{number}.txt"), text);
        }
    };
    for (by, status, site) in [("site", 0, ""), ("folder", 1, " a/ "), ("corpus", 1, " * ")] {
        crawl("Views:");
        let locked = run(&["lock", "dumps", "-q", "--by", by], folder.path());
        assert_eq!(locked.status, 0, "{}", locked.said);
        let same = check(&folder, &["--locked"]);
        assert_eq!(same.status, 0, "{by}: {}", same.rows);
        crawl("Hits:");
        let done = check(&folder, &["--locked"]);
        assert_eq!(done.status, status, "{by}: {}", done.rows);
        assert!(
            done.rows.contains(&format!("{site}header has drifted")) || status == 0,
            "{}",
            done.rows
        );
    }
}

/// A report with an error, a warning, a skipped rule, drift and a missing input, in a form.
fn everything(form: &str) -> Run {
    let rules = RULES.replace("\"headline", "\"unseen-layouts <= 0\", \"headline");
    let folder = folder(&rules);
    run(&["lock", "dumps", "-q"], folder.path());
    dumps(folder.path(), 2, |number, text| spoil(number, text.replace("Views:", "Hits:")));
    write(folder.path(), "odd, 100%::x\n##[error]y/a.txt", "Title: \u{1b}[31mOdd\n\nNo date.\n");
    run(
        &["check", "-q", "dumps", "gone", "odd, 100%::x\n##[error]y", "--locked", "--format", form],
        folder.path(),
    )
}

#[test]
fn sarif_is_valid_and_within_its_limits() {
    let done = everything("sarif");
    assert_eq!(done.status, 1);
    let log = records(&done.rows).remove(0);
    let schema = include_str!("sarif/sarif-schema-2.1.0.json");
    // As published, this pattern is none: a bracket is closed that was not opened.
    let pattern = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert_eq!(schema.matches(pattern).count(), 2);
    let schema = schema.replace(pattern, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let mut known = Vec::new();
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let places = result["locations"].as_array().unwrap();
        assert!(!places.is_empty() && places.len() <= 10, "{result}");
        let print = &result["partialFingerprints"]["unscrape/v1"];
        assert!(!known.contains(&print), "two results for {print}");
        known.push(print);
    }
    let ids: Vec<&str> = results.iter().map(|it| it["ruleId"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "published",
            "published",
            "layout-drifted",
            "empty-bodies",
            "empty-bodies",
            "unseen-layouts",
            "headline"
        ]
    );
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    // The schema refuses what is wrong.
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn junit_counts_what_it_holds() {
    let done = everything("junit");
    let report = Report::deserialize_from_str(&done.rows).unwrap();
    let cases: Vec<&TestCase> = report.test_suites.iter().flat_map(|it| &it.test_cases).collect();
    let of = |wanted: NonSuccessKind| {
        let is = |case: &&&TestCase| matches!(&case.status, TestCaseStatus::NonSuccess { kind, .. } if *kind == wanted);
        cases.iter().filter(is).map(|case| case.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(NonSuccessKind::Failure), ["published >= 0.98", "harbour-post.example header"]);
    assert_eq!(of(NonSuccessKind::Error), ["inputs can be read"]);
    assert_eq!((report.tests, report.failures, report.errors), (cases.len(), 2, 1));
    let warned = cases.iter().find(|case| case.name.as_str() == "empty-bodies <= 0").unwrap();
    assert!(warned.system_out.as_ref().unwrap().as_str().starts_with("warning: "));
    assert!(cases.iter().all(|case| case.classname.is_some()));
}

#[test]
fn annotations_are_few_and_what_dumps_are_called_is_no_command() {
    let done = everything("github");
    assert_eq!(done.status, 1);
    let lines: Vec<&str> = done.rows.lines().collect();
    let commands = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!((commands("::error "), commands("::warning ")), (3, 4), "{}", done.rows);
    assert!(
        lines[0].starts_with(
            "::error file=dumps/00.txt,line=1,title=unscrape check%3A published >= 0.98 (header)::"
        ),
        "{}",
        lines[0]
    );
    for line in &lines {
        let known = [
            "::error file=",
            "::warning file=",
            "::notice title=",
            "::group::",
            "::endgroup::",
            "| ",
        ];
        assert!(known.iter().any(|known| line.starts_with(known)), "{line}");
        // Of a line that begins with a command nothing else is read.
        assert!(line.starts_with("::") || !line.contains("##["), "{line}");
    }
}

#[test]
fn more_than_ten_of_a_kind_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "dumps/a.txt", "Pier.\n");
    let fields = [
        "url",
        "description",
        "published",
        "modified",
        "created",
        "crawled",
        "authors",
        "publisher",
        "keywords",
        "sections",
        "locations",
        "genre",
    ];
    let rules = fields.map(|name| format!("\"{name} >= 1\"")).join(", ");
    write(folder.path(), "unscrape.toml", format!("[check]\nerror = [{rules}]\n"));
    let done = check(&folder, &["--format", "github"]);
    assert_eq!(done.rows.matches("::error ").count(), 10, "{}", done.rows);
    assert!(done.rows.contains("(2 not annotated, all stand below)"), "{}", done.rows);
}
