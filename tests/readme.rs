//! The commands of README.md run as they stand there.
//!
//! Every `sh` and `console` block is read; a line that calls `unscrape` (or `cargo run … --`) is run with the binary that was built,
//! all in one folder with a copy of `testdata/`, in the order of the README. It must succeed, or end with the status that the
//! block names: ```` ```sh exit=3 ````. Unix only, since the commands are a shell's.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

/// A command line of the README.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    line: String,
    exit: i32,
}

#[test]
fn commands_of_the_readme_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let steps = steps(&std::fs::read_to_string(root.join("README.md")).unwrap());
    assert!(!steps.is_empty(), "README.md: no command found");
    let folder = tempfile::tempdir().unwrap();
    copy(&root.join("testdata"), &folder.path().join("testdata"));
    for step in steps {
        run(&step, folder.path());
    }
}

fn run(step: &Step, folder: &Path) {
    let binary = Path::new(env!("CARGO_BIN_EXE_unscrape")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &step.line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.display()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(step.exit), "README.md: `{}`\n{said}", step.line);
}

/// The commands that call the program, in order.
fn steps(readme: &str) -> Vec<Step> {
    let (mut steps, mut block) = (Vec::new(), None);
    let joined = readme.replace("\\\n", " ");
    for line in joined.lines() {
        match (line.trim_start().strip_prefix("```"), block) {
            (Some(info), None) => block = Some(exit_of(info)),
            (Some(_), Some(_)) => block = None,
            (None, Some(Some(exit))) => {
                steps.extend(command(line).map(|line| Step { line, exit }));
            }
            _ => {}
        }
    }
    steps
}

/// The status that a block's commands end with; none where the block is not for a shell.
fn exit_of(info: &str) -> Option<i32> {
    let mut words = info.split_whitespace();
    let shell = matches!(words.next(), Some("sh" | "console"));
    let exit = words.find_map(|word| word.strip_prefix("exit=")).map_or(0, |n| n.parse().unwrap());
    shell.then_some(exit)
}

/// The line as a command that calls the program by its name; none where it does not.
fn command(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("$ ");
    if line.starts_with("cargo run") {
        let (_, arguments) = line.split_once(" -- ")?;
        return Some(format!("unscrape {arguments}"));
    }
    (line.starts_with("unscrape ") || line.contains("| unscrape ")).then(|| line.to_owned())
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
fn steps_are_found_in_shell_blocks_only() {
    let readme = "```sh\nunscrape a \\\n  b\ncd x\n```\nunscrape no\n```console exit=2\n$ cargo run --release -- c\nout\n```\n```json\nunscrape no\n```\n";
    let step = |line: &str, exit| Step { line: line.into(), exit };
    assert_eq!(steps(readme), [step("unscrape a    b", 0), step("unscrape c", 2)]);
}
