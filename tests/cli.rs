//! The program as its users run it.

use assert_cmd::Command;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command as Process, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_unscrape");

fn unscrape(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(arguments);
    command
}

/// Exit status, standard output and standard error of a run.
fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    finish(unscrape(arguments, folder))
}

fn finish(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Dumps of all kinds below `in`.
fn corpus() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for k in 0..300 {
        let text = format!("Storm number {k} reaches the harbour\n\nFerries stay in port.\n");
        write(folder.path(), &format!("in/{}/{k}.txt", k % 7), text.repeat(k % 5));
    }
    write(folder.path(), "in/crlf", "\u{feff}Один\r\nдва\r\n");
    write(folder.path(), "in/latin", b"caf\xe9\rau lait\n");
    write(folder.path(), "in/.hidden", "words");
    folder
}

fn ids(rows: &str) -> Vec<String> {
    let id = |row: &str| serde_json::from_str::<serde_json::Value>(row).unwrap()["id"].clone();
    rows.lines().map(|row| id(row).as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_output_is_in_order_and_the_same_for_any_number_of_threads() {
    let folder = corpus();
    let (status, one, said) = run(&["convert", "in", "--threads", "1"], folder.path());
    assert_eq!(status, 0, "{said}");
    let found = ids(&one);
    let mut sorted = found.clone();
    sorted.sort_by(|a, b| Path::new(a).cmp(Path::new(b)));
    assert_eq!(found, sorted);
    assert_eq!(found.len(), 303);
    for threads in ["2", "8", "0"] {
        let (_, more, _) = run(&["convert", "in", "--threads", threads], folder.path());
        assert!(one == more, "{threads} threads");
    }
}

#[test]
fn every_key_is_there_in_order() {
    let folder = corpus();
    let (_, rows, _) = run(&["convert", "in/crlf", "--ledger"], folder.path());
    let keys = "id url headline alternative_headline description published modified created crawled timestamps \
        authors publisher keywords sections locations genre language copyright_year images related body repairs \
        metadata confidence layout source warnings ledger";
    let mut at = 0;
    for key in keys.split_whitespace() {
        let found = rows[at..].find(&format!("\"{key}\":"));
        at += found.unwrap_or_else(|| panic!("{key} is not behind the others in {rows}"));
    }
}

#[test]
fn standard_input_is_a_dump_and_standard_output_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = unscrape(&["convert", "-"], folder.path());
    command.write_stdin("A storm\n");
    let (status, rows, said) = finish(command);
    assert_eq!((status, ids(&rows)), (0, vec!["-".to_owned()]), "{said}");
    assert!(said.starts_with("1 file, 1 record, "), "{said}");
    let mut command = unscrape(&["convert", "-", "--quiet"], folder.path());
    command.write_stdin("A storm\n");
    assert_eq!(finish(command).2, "");
}

#[test]
fn an_output_is_not_read_and_appears_whole() {
    let folder = corpus();
    let (_, rows, _) = run(&["convert", "in"], folder.path());
    for _ in 0..2 {
        let (status, out, said) = run(&["convert", "in", "-o", "in/0/out.jsonl"], folder.path());
        assert_eq!((status, out.as_str()), (0, ""), "{said}");
        assert!(fs::read_to_string(folder.path().join("in/0/out.jsonl")).unwrap() == rows);
    }
    let to = fs::File::create(folder.path().join("in/0/out.jsonl")).unwrap();
    let mut process = Process::new(PROGRAM);
    process.args(["convert", "in", "-q"]).current_dir(folder.path()).stdout(to);
    assert!(process.status().unwrap().success());
    assert!(fs::read_to_string(folder.path().join("in/0/out.jsonl")).unwrap() == rows);
    let same = ["convert", "in/crlf", "-o", "in/crlf"];
    let (status, _, said) = run(&same, folder.path());
    assert_eq!(status, 2);
    assert!(said.contains("is both input and output"), "{said}");
}

#[test]
fn an_output_that_cannot_be_written_is_an_internal_error() {
    let folder = corpus();
    let (status, _, said) = run(&["convert", "in", "-o", "no/where"], folder.path());
    assert_eq!(
        (status, said.as_str()),
        (
            4,
            "no/where: cannot be written: no such file or directory\n  tip: the folder `no` is missing (mkdir -p no)\n"
        )
    );
    #[cfg(target_os = "linux")]
    {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut process = Process::new(PROGRAM);
        process.args(["convert", "in", "-q"]).current_dir(folder.path()).stdout(full);
        assert_eq!(process.stderr(Stdio::null()).status().unwrap().code(), Some(4));
    }
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = corpus();
    for k in 0..2000 {
        write(folder.path(), &format!("in/more/{k}"), "words ".repeat(50));
    }
    let mut process = Process::new(PROGRAM);
    process.args(["convert", "in"]).current_dir(folder.path());
    let mut child = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut begin = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut begin).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_converted() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/a", "words");
    write(folder.path(), "in/z", "words");
    symlink(".", folder.path().join("in/loop")).unwrap();
    symlink("nowhere", folder.path().join("in/gone")).unwrap();
    symlink("a", folder.path().join("in/link")).unwrap();
    let (status, rows, said) = run(&["convert", "in", "-q"], folder.path());
    assert_eq!((status, ids(&rows)), (3, ["a", "link", "z"].map(String::from).to_vec()));
    let told = "in/gone: no such file or directory\nin/loop: symbolic link leads back to in\n";
    assert_eq!(said, told);
    let (status, rows, said) = run(&["convert", "nowhere", "in/a"], folder.path());
    assert_eq!((status, ids(&rows)), (3, vec!["in/a".to_owned()]));
    assert!(said.starts_with("nowhere: no such file or directory\n1 file, 1 record"), "{said}");
    assert!(said.ends_with("1 unreadable\n"), "{said}");
    assert_eq!(run(&["convert", "nowhere"], folder.path()).0, 3);
}

#[cfg(unix)]
#[test]
fn a_file_without_the_right_to_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/a", "words");
    let path = folder.path().join("in/a");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // the superuser reads everything
    }
    let (status, _, said) = run(&["convert", "in", "-q"], folder.path());
    assert_eq!((status, said.as_str()), (3, "in/a: permission denied\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_escaped_and_rebuilt() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = OsStr::from_bytes(b"in/100%\xff");
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join(name), "words").unwrap();
    let (status, rows, _) = run(&["convert", "in", "--ledger", "-o", "out"], folder.path());
    assert_eq!((status, rows.as_str()), (0, ""));
    let rows = fs::read_to_string(folder.path().join("out")).unwrap();
    assert_eq!(ids(&rows), ["100%25%FF"]);
    assert!(rows.contains("path-not-utf8"));
    assert_eq!(run(&["rebuild", "out", "-o", "in2"], folder.path()).0, 0);
    let back = folder.path().join(OsStr::from_bytes(b"in2/100%\xff"));
    assert_eq!(fs::read(back).unwrap(), b"words");
}

#[test]
fn files_without_text_are_skipped_and_said() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/a.bin", [0, 1, 0, 0, 200, 0, 7]);
    write(folder.path(), "in/empty", "");
    let (status, rows, said) = run(&["convert", "in"], folder.path());
    assert_eq!((status, ids(&rows)), (0, vec!["empty".to_owned()]));
    assert!(rows.contains("empty-file"));
    let told = "in/a.bin: binary file, skipped (--binary keep makes it a record)\n";
    assert!(said.starts_with(told) && said.contains("1 binary skipped"), "{said}");
    assert_eq!(run(&["convert", "in", "-q"], folder.path()).2, "");
    let (_, rows, _) = run(&["convert", "in", "--binary", "keep"], folder.path());
    assert_eq!(ids(&rows), ["a.bin", "empty"]);
    assert!(rows.contains("binary-file"));
}

#[test]
fn long_files_are_not_read_unless_a_ledger_needs_them() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/long", "words ".repeat(1000));
    let (status, rows, _) = run(&["convert", "in", "--max-page-size", "4K"], folder.path());
    assert_eq!((status, rows.lines().count()), (0, 1));
    assert!(rows.contains(r#""code":"oversized-page""#) && rows.contains(r#""bytes":6000"#));
    let limited = ["convert", "in", "--max-page-size", "4K", "--ledger"];
    assert!(!run(&limited, folder.path()).1.contains("oversized-page"));
}

#[test]
fn globs_choose() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["in/a.txt", "in/b.md", "in/sub/c.txt", "in/cache/d.txt"] {
        write(folder.path(), name, "words");
    }
    let chosen = |globs: &[&str]| {
        let globs = globs.iter().flat_map(|glob| ["--glob", *glob]);
        let arguments: Vec<_> = ["convert", "in"].into_iter().chain(globs).collect();
        ids(&run(&arguments, folder.path()).1)
    };
    assert_eq!(chosen(&["*.txt"]), ["a.txt", "cache/d.txt", "sub/c.txt"]);
    assert_eq!(chosen(&["*.txt", "!cache/"]), ["a.txt", "sub/c.txt"]);
    assert_eq!(chosen(&["!*.txt"]), ["b.md"]);
    assert_eq!(chosen(&["sub/*"]), ["sub/c.txt"]);
}

#[test]
fn wrong_usage_is_told() {
    let folder = corpus();
    for wrong in [
        &["convert"][..],
        &["convert", "in", "--threads", "many"],
        &["convert", "in", "--max-page-size", "huge"],
        &["convert", "in", "--glob", "a{"],
        &["convert", "in", "in/"],
        &["convert", "in", "--layout", "nowhere.toml"],
        &["convert", "in", "--layout", "in/crlf"],
        &["rebuild"],
        &["unknown"],
    ] {
        let (status, rows, said) = run(wrong, folder.path());
        assert_eq!((status, rows.as_str()), (2, ""), "{wrong:?}");
        assert!(!said.is_empty(), "{wrong:?}");
    }
    let (status, _, said) = run(&["convert", "in", "--layout", "nowhere.toml"], folder.path());
    assert_eq!((status, said.as_str()), (2, "nowhere.toml: no such file or directory\n"));
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (below, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn rebuild_gives_back_every_file() {
    let folder = corpus();
    write(folder.path(), "in/a.bin", [0, 1, 0, 0, 200, 0, 7]);
    let (status, _, said) = run(&["convert", "in", "--ledger", "-o", "rows.jsonl"], folder.path());
    assert_eq!(status, 0, "{said}");
    let (status, _, said) = run(&["rebuild", "rows.jsonl", "-o", "back"], folder.path());
    assert_eq!(status, 0, "{said}");
    assert!(said.starts_with("304 files rebuilt from 304 records"), "{said}");
    assert!(files(&folder.path().join("in")) == files(&folder.path().join("back")));

    let (status, _, said) = run(&["rebuild", "rows.jsonl", "-o", "back", "-q"], folder.path());
    assert_eq!(status, 3);
    assert!(said.starts_with("back/.hidden: exists (--force overwrites it)\n"), "{said}");
    assert!(said.ends_with("and 284 errors of the same kind\n"), "{said}");
    assert_eq!(run(&["rebuild", "rows.jsonl", "-o", "back", "--force"], folder.path()).0, 0);

    let mut command = unscrape(&["rebuild", "-", "-o", "again"], folder.path());
    command.write_stdin(fs::read(folder.path().join("rows.jsonl")).unwrap());
    assert_eq!(finish(command).0, 0);
    assert!(files(&folder.path().join("in")) == files(&folder.path().join("again")));
}

#[test]
fn a_dump_from_standard_input_is_rebuilt_as_stdin() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = unscrape(&["convert", "-", "--ledger", "-o", "rows"], folder.path());
    command.write_stdin("A storm\n");
    assert_eq!(finish(command).0, 0);
    assert_eq!(run(&["rebuild", "rows", "-o", "back"], folder.path()).0, 0);
    assert_eq!(fs::read(folder.path().join("back/stdin")).unwrap(), b"A storm\n");
}

#[test]
fn records_that_cannot_be_rebuilt_are_told_by_line() {
    let folder = corpus();
    let (_, with, _) = run(&["convert", "in/crlf", "--ledger"], folder.path());
    let (_, without, _) = run(&["convert", "in/latin"], folder.path());
    write(folder.path(), "rows", format!("{with}{without}nonsense\n"));
    let (status, _, said) = run(&["rebuild", "rows", "-o", "back", "-q"], folder.path());
    assert_eq!(status, 3);
    let told =
        "rows:2: record has no ledger (write it with convert --ledger)\nrows:3: not a record: ";
    assert!(said.starts_with(told), "{said}");
    assert_eq!(files(&folder.path().join("back")).len(), 1);
    let (status, _, said) = run(&["rebuild", "nowhere", "-o", "back"], folder.path());
    assert_eq!((status, said.as_str()), (3, "nowhere: no such file or directory\n"));
}
