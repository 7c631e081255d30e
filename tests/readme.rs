//! What README.md shows is what the program does.
//!
//! Every `sh` block is run as one script, in the order of the README, all in one folder with a copy of `testdata/`. It
//! must end with status 0, or with the one that the block names: ```` ```sh exit=3 ````. A block with `needs=jq` is left
//! out where there is no jq. `cargo run … --` is the binary that was built; lines with another `cargo` are not run.
//! A `json output` or `text output` block is what the script above it writes to standard output, and a `text of=PATH`
//! block is what stands in that file, where `…` stands for what is left out. Unix only, since the commands are a shell's.
#![cfg(unix)]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// What stands for something left out.
const GAP: &str = "…";

/// A fenced block of the README.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    /// The words behind the fence: the language, and what this test is to do.
    info: Vec<String>,
    text: String,
}

impl Block {
    fn is(&self, info: &[&str]) -> bool {
        info.iter().all(|word| self.info.iter().any(|known| known == word))
    }

    fn option(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    /// The script without the calls of cargo that this test is itself a part of.
    fn script(&self) -> String {
        let joined = self.text.replace("\\\n", " ");
        let ours = joined.lines().filter_map(|line| match line.split_once("cargo run") {
            Some((before, after)) => {
                Some(format!("{before}unscrape {}", after.split_once(" -- ")?.1))
            }
            None => (!line.contains("cargo ")).then(|| line.to_owned()),
        });
        ours.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn the_readme_shows_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let blocks = blocks(&std::fs::read_to_string(root.join("README.md")).unwrap());
    assert!(blocks.iter().any(|block| block.is(&["sh"])), "README.md: no command found");
    let folder = tempfile::tempdir().unwrap();
    copy(&root.join("testdata"), &folder.path().join("testdata"));
    let mut written = None;
    for block in &blocks {
        if block.is(&["sh"]) {
            written = run(block, folder.path());
        } else if let (true, Some(written)) = (block.is(&["output"]), &written) {
            check_output(block, written);
        } else if let Some(path) = block.option("of") {
            let file = std::fs::read_to_string(root.join(path)).unwrap();
            assert!(is_abridged(&block.text, &file), "README.md: not in {path}:\n{}", block.text);
        }
    }
}

/// Runs a block's script. What it wrote to standard output; none where it needs a program that is not there.
fn run(block: &Block, folder: &Path) -> Option<String> {
    if let Some(program) = block.option("needs").filter(|program| !is_there(program)) {
        eprintln!("README.md: no {program} here, left out:\n{}", block.text);
        return None;
    }
    let output = shell(&block.script(), folder);
    let exit = block.option("exit").map_or(0, |status| status.parse().unwrap());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "README.md:\n{}\n{said}", block.text);
    Some(String::from_utf8(output.stdout).unwrap())
}

fn is_there(program: &str) -> bool {
    shell(&format!("command -v {program}"), Path::new(".")).status.success()
}

fn shell(script: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_unscrape")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.display()))
        .output()
        .unwrap()
}

fn check_output(block: &Block, written: &str) {
    let same = if block.is(&["json"]) {
        let shown = serde_json::from_str(&block.text).unwrap();
        shows(&shown, &serde_json::from_str(written).unwrap())
    } else {
        is_abridged(&block.text, written)
    };
    assert!(same, "README.md shows\n{}\nbut this is written\n{written}", block.text);
}

/// Whether the shown value is the true one, with `…` for the end of a text, the rest of a list and further keys.
fn shows(shown: &Value, truth: &Value) -> bool {
    match (shown, truth) {
        (Value::String(shown), Value::String(truth)) => is_line(shown, truth),
        (Value::Array(shown), Value::Array(truth)) => {
            let open = shown.last().is_some_and(|last| last == GAP);
            let shown = &shown[..shown.len() - usize::from(open)];
            (open || shown.len() == truth.len())
                && shown.len() <= truth.len()
                && shown.iter().zip(truth).all(|(shown, truth)| shows(shown, truth))
        }
        (Value::Object(shown), Value::Object(truth)) => {
            let named = || shown.iter().filter(|(key, _)| *key != GAP);
            (shown.contains_key(GAP) || shown.len() == truth.len())
                && named().all(|(key, value)| truth.get(key).is_some_and(|it| shows(value, it)))
        }
        _ => shown == truth,
    }
}

/// Whether the shown lines stand in the text in this order; a line `…` stands for lines left out. Blank lines do not count.
fn is_abridged(shown: &str, text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut open = false;
    for line in shown.lines().filter(|line| !line.trim().is_empty()) {
        if line.trim() == GAP {
            open = true;
            continue;
        }
        let is_true = |truth| is_line(line, truth);
        let found = if open { lines.any(is_true) } else { lines.next().is_some_and(is_true) };
        if !found {
            return false;
        }
        open = false;
    }
    open || lines.next().is_none()
}

/// Whether the shown line is the true one; `…` in it stands for a part left out.
fn is_line(shown: &str, truth: &str) -> bool {
    let Some((head, tail)) = shown.split_once(GAP) else { return shown == truth };
    truth.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail)) || shown == truth
}

/// The fenced blocks, in order.
fn blocks(readme: &str) -> Vec<Block> {
    let (mut blocks, mut open) = (Vec::new(), None::<Block>);
    for line in readme.lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { info, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn scripts_call_the_binary_that_was_built() {
    let readme = "text\n```sh exit=2\ncargo build\ncargo run --release -- a \\\n  b\ncd x\n```\n```json output\n{}\n```\n";
    let found = blocks(readme);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].script(), "unscrape a    b\ncd x");
    assert_eq!((found[0].option("exit"), found[0].option("needs")), (Some("2"), None));
    assert!(found[1].is(&["json", "output"]) && found[1].text == "{}\n");
}

#[test]
fn what_is_shown_may_be_shortened_but_not_be_wrong() {
    let truth = "one\n\ntwo and more\nthree\n";
    for (shown, same) in [
        ("one\ntwo and more\nthree", true),
        ("one\ntwo …\n…", true),
        ("…\nthree", true),
        ("one\ntwo … more\nthree\n", true),
        ("one\nthree", false),
        ("one", false),
        ("…\nfour", false),
        ("one\ntwo … less\nthree\n", false),
    ] {
        assert_eq!(is_abridged(shown, truth), same, "{shown}");
    }
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let truth = json(r#"{"a": "long text", "b": [1, 2, 3], "c": null}"#);
    for (shown, same) in [
        (r#"{"a": "long…", "b": [1, "…"], "…": "…"}"#, true),
        (r#"{"a": "long text", "b": [1, 2, 3], "c": null}"#, true),
        (r#"{"a": "long text", "b": [1, 2, 3]}"#, false),
        (r#"{"a": "short…", "…": "…"}"#, false),
        (r#"{"b": [1, 2], "…": "…"}"#, false),
        (r#"{"d": null, "…": "…"}"#, false),
    ] {
        assert_eq!(shows(&json(shown), &truth), same, "{shown}");
    }
}
