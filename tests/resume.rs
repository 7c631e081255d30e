//! Runs that are stopped and gone on with: the output has the bytes of a run that nobody disturbed.

mod common;

use common::corpora::{Random, add_containers, files, slow_corpus};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_unscrape");

fn unscrape(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(arguments).stdout(Stdio::null());
    command
}

fn run(arguments: &[&str], folder: &Path) -> (i32, String) {
    let output = unscrape(arguments, folder).output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
}

/// The ways of writing, each with flags for it.
const WAYS: [&[&str]; 7] = [
    &["-o", "out/x.jsonl"],
    &["-o", "out/x.jsonl.gz"],
    &["-o", "out/x.jsonl.zst"],
    &["-o", "out/x.jsonl.zst", "--split", "50"],
    &["-o", "out/x", "--partition-by", "site", "--output-format", "jsonl.gz"],
    &["-o", "out/x.parquet"],
    &["-o", "out/x.arrow", "--as", "datatrove"],
];

#[test]
fn a_run_killed_at_any_moment_can_be_gone_on_with() {
    const KILLS: usize = 54;
    let folder = slow_corpus(50);
    add_containers(&folder, 20);
    let mut random = Random::new();
    let out = folder.path().join("out");
    for way in WAYS {
        fs::create_dir(&out).unwrap();
        let plain = [&["convert", "in", "-q", "--threads", "2"], way].concat();
        let begun = Instant::now();
        assert_eq!(run(&plain, folder.path()), (0, String::new()));
        let usual = begun.elapsed();
        let expected = files(&out);
        fs::remove_dir_all(&out).unwrap();

        fs::create_dir(&out).unwrap();
        let resumed = [&plain[..], &["--resume", "--checkpoint", "0"]].concat();
        for _ in 0..KILLS / WAYS.len() {
            let mut process = unscrape(&resumed, folder.path()).spawn().unwrap();
            std::thread::sleep(random.below(usual));
            process.kill().unwrap();
            // It may have been faster, or was stopped when all was done.
            let finished = process.wait().unwrap().success();
            assert!(!finished || files(&out) == expected, "{way:?}, {random:?}");
            if finished || files(&out) == expected {
                fs::remove_dir_all(&out).unwrap();
                fs::create_dir(&out).unwrap();
            }
        }
        assert_eq!(run(&resumed, folder.path()), (0, String::new()), "{way:?}, {random:?}");
        assert!(files(&out) == expected, "{way:?}, {random:?}: and nothing else is left");
        fs::remove_dir_all(&out).unwrap();
    }
}

/// Leaves an unfinished run behind.
fn unfinished(folder: &Path, more: &[&str]) -> Vec<String> {
    let arguments = ["convert", "in", "-q", "-o", "x.jsonl.gz", "--resume", "--checkpoint", "0"];
    let arguments = [&arguments[..], more].concat();
    for k in 1.. {
        let mut process = unscrape(&arguments, folder).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 * k));
        process.kill().unwrap();
        process.wait().unwrap();
        let manifest = fs::read_to_string(folder.join("x.jsonl.gz.resume/manifest.json"));
        if manifest.is_ok_and(|text| !text.contains("\"finds\": 0,")) {
            break;
        }
        fs::remove_file(folder.join("x.jsonl.gz")).ok();
    }
    arguments.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_resumed_run_says_what_the_earlier_ones_did() {
    let folder = slow_corpus(80);
    // The first that is found, and can be read by nobody.
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("in/000")).unwrap();
    let arguments = unfinished(folder.path(), &[]);
    let arguments: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|it| *it != "-q").collect();
    let (status, said) = run(&arguments, folder.path());
    assert_eq!(status, 3, "{said}");
    assert!(said.starts_with("80 files, 80 records, ") && said.contains("1 unreadable"), "{said}");
}

#[test]
fn a_run_with_other_options_or_inputs_cannot_go_on() {
    let folder = slow_corpus(80);
    let arguments = unfinished(folder.path(), &["--threads", "1"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let before = files(folder.path());
    for other in [&["--repair"][..], &["--as", "dolma"], &["--min-confidence", "0.9"]] {
        let (status, said) = run(&[&arguments[..], other].concat(), folder.path());
        let words = "x.jsonl.gz.resume: cannot be resumed: it was begun with other options";
        assert!(status == 2 && said.contains(words), "{said}");
    }
    let first = folder.path().join("in/000.txt");
    fs::rename(&first, folder.path().join("in/zzz")).unwrap();
    let (status, said) = run(&arguments, folder.path());
    assert!(status == 2 && said.contains("inputs have changed"), "{said}");
    fs::rename(folder.path().join("in/zzz"), &first).unwrap();
    assert!(files(folder.path()) == before);

    // The threads are no matter.
    let other = arguments.iter().map(|it| if *it == "1" { "3" } else { *it }).collect::<Vec<_>>();
    assert_eq!(run(&other, folder.path()), (0, String::new()));
    let manifest = folder.path().join("x.jsonl.gz.resume");
    fs::create_dir(&manifest).unwrap();
    fs::write(manifest.join("of somebody else"), b"").unwrap();
    let (status, said) = run(&arguments, folder.path());
    assert!(status == 2 && said.contains("it holds no manifest"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_full_disk_is_told_and_the_run_goes_on_when_there_is_room() {
    let folder = slow_corpus(80);
    for way in WAYS {
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        let plain = [&["convert", "in", "-q"], way].concat();
        assert_eq!(run(&plain, folder.path()), (0, String::new()));
        let expected = files(&out);
        let longest = expected.values().map(Vec::len).max().unwrap();
        fs::remove_dir_all(&out).unwrap();

        fs::create_dir(&out).unwrap();
        for more in [&[][..], &["--resume", "--checkpoint", "0"]] {
            let arguments = [&plain[..], more].concat();
            // Blocks of 512 bytes or of 1024. The signal is ignored, so that the limit of a file's length is an error like that of a full disk.
            let blocks = longest / 1024 / 2;
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
            let mut limited = Command::new("sh");
            limited.args(["-c", &script, PROGRAM]).args(&arguments).current_dir(folder.path());
            let output = limited.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(4), "{way:?}: {said}");
            assert!(said.contains("cannot be written: file too large"), "{said}");
            assert_eq!(fs::read_dir(&out).unwrap().count(), more.len() / 3, "{way:?} {more:?}");
            if !more.is_empty() {
                assert_eq!(run(&arguments, folder.path()), (0, String::new()));
                assert!(files(&out) == expected, "{way:?}");
            }
        }
        fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let folder = slow_corpus(2);
    fs::write(folder.path().join("file"), "").unwrap();
    for way in [&[][..], &["--split", "5"], &["--partition-by", "year"]] {
        for resume in [&[][..], &["--resume"]] {
            for place in ["no/where", "file/x"] {
                let arguments = [&["convert", "in", "-q", "-o", place], way, resume].concat();
                let (status, said) = run(&arguments, folder.path());
                assert_eq!(status, 4, "{said}");
                assert!(said.starts_with(place) && said.contains("cannot be written"), "{said}");
            }
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}
