//! What the program is to a shell: completions, man pages, settings, and errors that say how to go on.

mod program;

use program::{records, run, write};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const COMMANDS: [&str; 4] = ["convert", "explain", "completions", "man"];

/// Two dumps in `dumps`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "dumps/pier.txt",
        "URL: https://harbour-post.example/a\nTitle: Pier closed\n\nThe pier is closed until Friday.\n",
    );
    write(
        folder.path(),
        "dumps/pier.md",
        "URL: https://harbour-post.example/b\nTitle: Pier open\n\nThe pier is open since Friday.\n",
    );
    folder
}

fn settings(folder: &Path, text: &str) {
    write(folder, "unscrape.toml", text);
}

#[test]
fn a_file_gives_defaults_and_the_command_line_wins() {
    let folder = folder();
    let at = folder.path();
    settings(
        at,
        "[convert]\nquiet = true\nglob = [\"*.md\"]\nthreads = 1\n\n[check]\nerror = []\n",
    );
    let done = run(&["convert", "dumps"], at);
    assert_eq!((done.status, done.said.as_str()), (0, ""));
    assert_eq!(records(&done.rows)[0]["headline"], "Pier open");
    let done = run(&["convert", "dumps", "--glob", "*.txt", "--quiet=false"], at);
    assert_eq!(records(&done.rows)[0]["headline"], "Pier closed");
    assert!(done.said.starts_with("1 file, 1 record"), "{}", done.said);
    assert_eq!(records(&run(&["convert", "dumps", "--no-config"], at).rows).len(), 2);
    write(at, "other.toml", "[convert]\nas = \"dolma\"\n");
    let done = run(&["convert", "dumps", "--config", "other.toml"], at);
    assert_eq!(records(&done.rows)[1]["source"], "unscrape");
    let help = run(&["convert", "--help"], at).rows;
    assert!(
        help.trim_end().ends_with("unscrape.toml") && help.contains("Defaults from "),
        "{help}"
    );
    assert!(help.contains("[default: 1]"), "{help}");
}

#[test]
fn the_file_is_looked_for_upward_and_its_paths_are_counted_from_it() {
    let folder = folder();
    let at = folder.path();
    std::fs::create_dir_all(at.join("deep/er")).unwrap();
    settings(at, "[convert]\noutput = \"out.jsonl\"\nquiet = true\n");
    assert_eq!(run(&["convert", "../../dumps"], &at.join("deep/er")).rows, "");
    assert!(at.join("out.jsonl").exists());
    settings(&at.join("deep"), "");
    assert_ne!(
        run(&["convert", "../../dumps"], &at.join("deep/er")).rows,
        "",
        "the nearest counts"
    );
}

#[test]
fn settings_that_cannot_be_used_are_said_with_their_place() {
    let folder = folder();
    let at = folder.path();
    for (text, fault) in [
        ("\n[convert]\nquit = true\n", "3: `quit` is no flag of convert; did you mean `quiet`?"),
        ("[convrt]\n", "1: `convrt` is no command; did you mean `convert`?"),
        ("[convert]\nconfig = \"x\"\n", "2: `config` is no flag of convert"),
        ("convert = 1\n", "1: `convert` is a table: [convert]"),
        (
            "[convert]\nas = \"datatrov\"\n",
            "2: invalid value 'datatrov' for '--as <DIALECT>'; did you mean `datatrove`?",
        ),
        ("[convert]\nthreads = -1\n", "2: invalid value '-1' for '--threads <N>'"),
        ("[convert]\nquiet = 3\n", "2: invalid value '3' for '--quiet"),
        ("[convert]\nglob = 0.5\n", "2: takes a text or a list of texts"),
        ("[convert]\noutput = [\"a\"]\n", "2: takes one value"),
        ("[convert\n", "1: unclosed table"),
    ] {
        settings(at, text);
        let done = run(&["convert", "dumps"], at);
        assert_eq!(done.status, 2, "{text}");
        assert!(done.said.contains(&format!("unscrape.toml:{fault}")), "{text}: {}", done.said);
        assert_eq!(run(&["convert", "--help"], at).status, 0, "help is given all the same");
        assert_eq!(run(&["convert", "dumps", "--no-config", "-q"], at).status, 0);
    }
    let done = run(&["convert", "dumps", "--config", "missing.toml"], at);
    assert_eq!((done.status, done.said.as_str()), (2, "missing.toml: no such file or directory\n"));
}

#[test]
fn completions_know_every_command_and_flag() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = run(&["completions", shell], folder.path());
        assert_eq!(done.status, 0);
        for word in COMMANDS.iter().chain(&["partition-by"]) {
            assert!(done.rows.contains(word), "{shell}: {word}");
        }
        write(folder.path(), shell, done.rows);
        is_read_by(shell, folder.path());
    }
}

/// Shells that are here must be able to read their script.
fn is_read_by(shell: &str, folder: &Path) {
    if !matches!(shell, "bash" | "zsh" | "fish") {
        return;
    }
    let mut command = Command::new(shell);
    command.args(["-n", shell]).current_dir(folder).stderr(Stdio::piped());
    if let Ok(read) = command.output() {
        assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_flags_and_values() {
    let folder = folder();
    write(folder.path(), "script", run(&["completions", "bash"], folder.path()).rows);
    for (words, expected) in [
        (&["unscrape", "comp"][..], "completions"),
        (&["unscrape", "convert", "--parti"], "--partition-by"),
        (&["unscrape", "convert", "--as", "data"], "datatrove"),
    ] {
        let line = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let at = words.len() - 1;
        let script = format!(
            ". ./script; COMP_WORDS=({line}); COMP_CWORD={at}; _unscrape unscrape '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\""
        );
        let Ok(output) =
            Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output()
        else {
            return;
        };
        let replies = String::from_utf8(output.stdout).unwrap();
        assert!(replies.split_whitespace().any(|reply| reply == expected), "{words:?}: {replies}");
    }
}

#[test]
fn man_pages_are_one_a_command() {
    let folder = folder();
    let at = folder.path();
    let done = run(&["man"], at);
    assert!(done.rows.contains(".TH unscrape 1") && done.rows.contains("unscrape\\-convert(1)"));
    assert_eq!(run(&["man", "pages"], at).status, 0);
    for command in COMMANDS {
        let page = std::fs::read_to_string(at.join(format!("pages/unscrape-{command}.1"))).unwrap();
        assert!(
            page.contains(&format!(".TH unscrape\\-{command} 1"))
                || page.contains(&format!(".TH unscrape-{command} 1")),
            "{page}"
        );
        assert!(page.contains("Examples:"), "{command}");
    }
    write(at, "file", "");
    let done = run(&["man", "file/pages"], at);
    assert!(
        done.status == 4 && done.said.starts_with("file/pages: cannot be written"),
        "{}",
        done.said
    );
}

#[test]
fn errors_say_how_to_go_on() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(run(&["convert", "dumps", "-q", "-o", "records.jsonl"], at).status, 0);
    let dolma = ["convert", "dumps", "-q", "--as", "dolma", "-o", "dolma.jsonl"];
    assert_eq!(run(&dolma, at).status, 0);
    for (arguments, status, tip) in [
        (&["dumps"][..], 2, "tip: to make records of it: unscrape convert dumps -o records.jsonl"),
        (&["convrt", "dumps"], 2, "'convert'"),
        (&["convert", "dumps", "--spilt", "5"], 2, "'--split'"),
        (&["convert", "dumps", "--resume"], 2, "--output <FILE>"),
        (&["convert", "dumps", "--output-format", "parket"], 2, "'parquet'"),
        (&["convert", "dump"], 3, "tip: there is `dumps`"),
        (
            &["convert", "dumps", "-o", "new/x.jsonl"],
            4,
            "tip: the folder `new` is missing (mkdir -p new)",
        ),
        (&["convert", "dumps", "-o", "dumps"], 4, "tip: name a file in the folder: -o dumps"),
        (&["explain", "dumps"], 3, "tip: one dump of the folder: `unscrape explain dumps"),
        (&["explain", "dumps/piers.txt"], 3, "tip: there is `dumps"),
        (
            &["stats", "dumps"],
            3,
            "tip: records are a file: `unscrape convert dumps -o records.jsonl`",
        ),
        (&["stats", "dumps/pier.txt"], 3, "tip: if dumps/pier.txt is no file of records"),
        (&["stats", "dolma.jsonl"], 0, "2 records of 2 without a layout: rows of `convert --as`"),
        (&["diff", "record.jsonl", "records.jsonl"], 3, "tip: there is `records.jsonl`"),
        (
            &["diff", "records.jsonl", "records.jsonl", "--field", "headlin"],
            2,
            "did you mean `headline`?",
        ),
        (&["score", "records.jsonl", "dump"], 3, "tip: there is `dumps`"),
        (&["score", "records.jsonl", "dumps", "--worst", "headlin"], 2, "'headline'"),
        (&["rebuild", "records.jsonl", "-o", "back"], 3, "write it with convert --ledger"),
    ] {
        let done = run(arguments, at);
        assert_eq!(done.status, status, "{arguments:?}: {}", done.said);
        assert!(done.said.contains(tip), "{arguments:?}: {}", done.said);
    }
}
