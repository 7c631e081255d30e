//! The examples of `--help` are run as they stand, on the dumps that come with the program. Unix only, since they are a shell's.
#![cfg(unix)]

mod program;

use program::{records, run, write};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Programs that an example may use, and that may not be here.
const OTHERS: [&str; 4] = ["curl", "jq", "man", "git"];

/// The commands that the program has, itself among them.
fn commands(folder: &Path) -> Vec<String> {
    let help = run(&["--help"], folder).rows;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    // What is said of a command stands in lines of its own, further to the right.
    let names = names.filter(|name| run(&["help", name], folder).status == 0);
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The lines below `Examples:` that are commands; those that are indented further explain them.
fn examples(help: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let below = below.take_while(|line| line.starts_with(' '));
    let commands = below.filter(|line| !line.starts_with("   "));
    commands.map(|line| line.trim().to_owned()).collect()
}

/// A folder with all that the examples name.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    for entry in walkdir::WalkDir::new(testdata.join("header")) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap();
            for folder in ["dumps", "new-dumps", "pages", "2023", "2024"] {
                write(at, &format!("{folder}/{name}"), std::fs::read(&path).unwrap());
            }
        }
    }
    write(
        at,
        "pages/pier.txt",
        "Title: Pier closed\nDate: 2023-04-03\n\nThe pier is closed until Friday.\n",
    );
    write(at, "pages/pier.json", r#"{"headline": "Pier closed", "published": "2023-04-03"}"#);
    write(at, "dumps/a.txt", "Title: Pier closed\n\nThe pier is closed until Friday.\n");
    let values = r#"{"id": "a.txt", "headline": "Pier closed"}"#;
    write(at, "values.jsonl", format!("{values}\n"));
    for name in ["a.txt", "examples/a.txt"] {
        write(at, name, "Pier closed\nThe pier is closed until Friday.\n");
    }
    write(at, "examples/a.json", values);
    write(at, "a.labels.tsv", "headline\tPier closed\narticleBody\tThe pier\n");
    let page = |k| {
        format!(
            "URL: https://a.example/{k}\nTitle: Pier {k} closed\nDate: 2023-04-03\n\nIt is closed.\n"
        )
    };
    write(at, "dumps/many.txt", [page(1), page(2), page(3)].join("----\n"));
    let line = |k| format!("{}\n", serde_json::json!({"text": page(k)}));
    let lines: String = (0..130).map(line).collect();
    write(at, "crawl.jsonl.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap());
    write(at, "crawl.warc.wet.gz", std::fs::read(at.join("dumps/a.txt")).unwrap());
    let layout = "name = \"mine\"\n[recognise]\nproof = [\"stamp\"]\nproofs = 1\n[[property]]\nname = \"datePublished\"\naccept = { stamp = 8 }\n";
    write(at, "mine.toml", layout);
    write(at, "unscrape.toml", "[check]\nerror = [\"headline >= 0.1\"]\n");
    for name in [
        "records.jsonl",
        "old.jsonl",
        "new.jsonl",
        "2023.jsonl.zst",
        "2024.jsonl.zst",
        "old.jsonl.gz",
        "new.jsonl.zst",
    ] {
        let done = run(&["convert", "dumps", "-q", "-o", name], at);
        assert_eq!((done.status, done.said.as_str()), (0, ""), "{name}");
    }
    assert_eq!(run(&["convert", "dumps", "--ledger", "-q", "-o", "proof.jsonl.zst"], at).status, 0);
    folder
}

fn shell(script: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_unscrape")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).current_dir(folder).env("HOME", folder);
    shell.env("PROFILE", "profile").env("PATH", format!("{}:{path}", binary.display()));
    shell.output().unwrap()
}

fn is_here(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    found.unwrap().status.success()
}

/// Whether this machine has what the example needs; nothing is fetched.
fn can_run(example: &str) -> bool {
    let words = || example.split_whitespace();
    let needed = OTHERS.iter().filter(|program| words().any(|word| word == **program));
    !example.contains("curl") && needed.into_iter().all(|program| is_here(program))
}

#[test]
fn every_command_teaches_by_examples_that_run() {
    let folder = folder();
    let at = folder.path();
    for name in [".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"] {
        std::fs::create_dir_all(at.join(name)).unwrap();
    }
    shell("if command -v git; then git init --quiet; fi", at);
    let commands = commands(at);
    assert!(commands.len() >= 10, "{commands:?}");
    let own = examples(&run(&["--help"], at).rows);
    let mut all: Vec<(String, Vec<String>)> = vec![("unscrape".to_owned(), own)];
    for command in &commands {
        let examples = examples(&run(&[command, "--help"], at).rows);
        assert!(!examples.is_empty(), "{command}: no example");
        assert!(examples.iter().any(|it| it.contains(&format!("unscrape {command}"))), "{command}");
        all.push((command.clone(), examples));
    }
    let mut count = 0;
    for (command, examples) in all {
        // What a user who begins here would not have yet.
        shell("rm -rf rebuilt proof.jsonl records-*-of-* *.resume", at);
        for example in examples.iter().filter(|example| can_run(example)) {
            let output = shell(example, at);
            let said = String::from_utf8_lossy(&output.stderr);
            let status = output.status.code();
            // 1 is the outcome of a gate, 3 of truth that describes several pages.
            assert!(matches!(status, Some(0 | 1 | 3)), "{command}: {example}: {status:?}\n{said}");
            assert!(status != Some(3) || example.contains("score"), "{command}: {example}\n{said}");
            let gate = example.contains("exit-code") || command == "check";
            assert!(status != Some(1) || gate, "{command}: {example}\n{said}");
            count += 1;
        }
    }
    assert!(count > 30, "{count} examples");
    let rows = std::fs::read_to_string(at.join("records.jsonl")).unwrap();
    assert!(!records(&rows).is_empty());
}
