//! What to do next, where an error lets that be told.

use super::say;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use unscrape::error::Error;
use unscrape::nearest::nearest;

/// What a command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Folders and files of text.
    Dumps,
    /// One dump.
    Dump,
    /// What convert writes.
    Records,
}

/// Says an error, and on a line of its own what to do next.
pub fn complain(error: &Error, reads: Reads) {
    say(error);
    tip(error, reads).into_iter().for_each(say);
}

/// What to do next.
pub fn tip(error: &Error, reads: Reads) -> Option<String> {
    advice(error, reads).map(|advice| format!("  tip: {advice}"))
}

fn advice(error: &Error, reads: Reads) -> Option<String> {
    match error {
        Error::Read { path, source } => match source.kind() {
            ErrorKind::NotFound => {
                similar(path).map(|near| format!("there is `{}`", near.display()))
            }
            ErrorKind::IsADirectory => folder(path, reads),
            _ => None,
        },
        Error::Write { path, source } => match source.kind() {
            ErrorKind::NotFound => {
                let folder = path.parent().filter(|folder| !folder.exists())?.display();
                Some(format!("the folder `{folder}` is missing (mkdir -p {folder})"))
            }
            ErrorKind::IsADirectory => {
                let file = path.join("records.jsonl");
                Some(format!("name a file in the folder: -o {}", file.display()))
            }
            _ => None,
        },
        Error::Record { path, line: 1, .. } if reads == Reads::Records => {
            let path = path.display();
            Some(format!(
                "if {path} is no file of records: `unscrape convert {path} -o records.jsonl` makes them"
            ))
        }
        _ => None,
    }
}

/// A folder where a file is wanted.
fn folder(path: &Path, reads: Reads) -> Option<String> {
    match reads {
        Reads::Dumps => None,
        Reads::Dump => {
            let dump = first_file(path)?;
            Some(format!("one dump of the folder: `unscrape explain {}`", dump.display()))
        }
        Reads::Records => {
            let path = path.display();
            Some(format!(
                "records are a file: `unscrape convert {path} -o records.jsonl` writes it"
            ))
        }
    }
}

fn first_file(folder: &Path) -> Option<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let mut files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.next().map(walkdir::DirEntry::into_path)
}

/// What lies beside a path that is missing and is called nearly so.
fn similar(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = fs::read_dir(here).ok()?.filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.filter_map(|it| it.file_name().into_string().ok()).collect();
    // A link that leads nowhere is there, and is no advice.
    names.retain(|near| near != name && here.join(near).exists());
    names.sort();
    nearest(name, names.iter().map(String::as_str)).map(|near| folder.join(near))
}
