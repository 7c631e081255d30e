//! The workflow of docs/ci, in its plain form: the lines that it runs, on dumps that come with the program. Unix only, since
//! they are a shell's.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

/// The commands of the steps, without the one that installs the program.
fn commands() -> Vec<String> {
    let text = include_str!("../docs/ci/github-workflow.yml");
    let mut commands: Vec<String> = Vec::new();
    let mut block = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if let Some(command) = line.trim_start().strip_prefix("run: ") {
            block = (command == "|").then_some(indent);
            commands.extend(block.is_none().then(|| command.to_owned()));
        } else if block.is_some_and(|block| indent > block) {
            commands.push(line.trim().to_owned());
        } else {
            block = None;
        }
    }
    commands.retain(|command| !command.starts_with("cargo install"));
    commands
}

fn shell(script: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_unscrape")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    // As the steps of a workflow are run.
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script]).current_dir(folder).env("PATH", path);
    command.output().unwrap()
}

fn run(script: &str, folder: &Path) -> (i32, String) {
    let done = shell(script, folder);
    let text = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    (done.status.code().unwrap(), text.into_owned())
}

#[test]
fn the_workflow_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("dumps")).unwrap();
    for entry in std::fs::read_dir(root.join("testdata/header")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "txt") {
            std::fs::copy(&path, at.join("dumps").join(path.file_name().unwrap())).unwrap();
        }
    }
    std::fs::copy(root.join("docs/ci/unscrape.toml"), at.join("unscrape.toml")).unwrap();
    assert_eq!(run("unscrape lock dumps", at).0, 0);
    let commands = commands();
    assert_eq!(commands.len(), 3, "{commands:#?}");
    for command in &commands {
        let (status, said) = run(command, at);
        assert_eq!(status, 0, "{command}\n{said}");
    }
    let sarif = std::fs::read_to_string(at.join("unscrape.sarif")).unwrap();
    assert!(sarif.contains("\"version\":\"2.1.0\""));

    // Without the lines of dates the gate fails, and the reports are written nevertheless.
    run(
        "for file in dumps/*.txt; do sed -i.bak -e '/20[0-9][0-9]/d' $file; rm $file.bak; done",
        at,
    );
    let (status, said) = run(&commands[0], at);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("::error file=dumps/") && said.contains("published >= 0.75"), "{said}");
    for command in &commands[1..] {
        assert_eq!(run(command, at).0, 0, "{command}");
    }
    let junit = std::fs::read_to_string(at.join("unscrape-junit.xml")).unwrap();
    assert!(junit.contains("<failure"), "{junit}");
}
