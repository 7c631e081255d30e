//! The dumps again, byte for byte, from records that have a ledger.
//!
//! Rows are read one at a time. Pages of one dump follow each other, in any order; the dump appears under its name
//! when its last page was read and nothing between its first byte and its last is missing.

use crate::corpus::{Name, Spelling};
use crate::error::Error;
use crate::ledger;
use crate::sink::file::temporary_beside;
use crate::sink::jsonl::{self, Origin};
use std::cmp::Ordering;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What to do about files that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave them and complain.
    Keep,
    /// Write over them.
    Overwrite,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Rows read.
    pub records: u64,
    /// Dumps written.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Complaints made.
    pub failed: u64,
}

/// Where rows come from.
pub struct Rows<'i> {
    /// What to call it in a message.
    pub path: PathBuf,
    /// The lines.
    pub from: &'i mut dyn BufRead,
}

/// Writes the dumps that rows tell of into `folder`. Rows that cannot be used are told to `complain`, and the run goes on.
///
/// # Errors
/// The rows cannot be read, or the folder cannot be written to.
pub fn rebuild(
    rows: Rows<'_>,
    folder: &Path,
    existing: Existing,
    complain: &mut dyn FnMut(&Error),
) -> Result<Rebuilt, Error> {
    let Rows { path, from } = rows;
    let mut site =
        Site { rows: path, folder, existing, complain, open: None, done: Rebuilt::default() };
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        number += 1;
        let read = from.read_until(b'\n', &mut line);
        let read = read.map_err(|source| Error::Read { path: site.rows.clone(), source })?;
        if read == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            site.row(number, &line)?;
        }
    }
    site.close()?;
    Ok(site.done)
}

/// A page rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The dump it belongs to.
    pub name: Name,
    /// Which page of the dump, from 1.
    pub number: usize,
    /// Whether the dump has others.
    pub siblings: Siblings,
    /// The page's first byte in the dump.
    pub offset: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether a dump has more than one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Siblings {
    /// It has.
    Some,
    /// It has not.
    None,
}

/// Rebuilds the page that a row tells of.
///
/// # Errors
/// What is wrong with the row, in words.
pub fn page(line: &[u8]) -> Result<Page, String> {
    let (record, origin) = jsonl::read(line).map_err(|error| not_a_record(&error))?;
    let Origin { id, source, warnings, ledger } = origin;
    let entries = ledger.ok_or("record has no ledger (write it with convert --ledger)")?;
    let end = source.offset.checked_add(source.bytes).ok_or("page is too long")?;
    let mut bytes = Vec::new();
    ledger::restore(&record, &entries, source.offset..end, &mut bytes)
        .map_err(|error| error.to_string())?;
    let escaped = warnings.iter().any(|it| it.code == "path-not-utf8");
    let spelling = if escaped { Spelling::Escaped } else { Spelling::Exact };
    let mut text = if source.path == "-" { "stdin".to_owned() } else { source.path.to_string() };
    if source.container.is_some() {
        text.push_str(&behind(&id, &source.path));
        let name = Name { text, spelling };
        return Ok(Page { name, number: 1, siblings: Siblings::None, offset: 0, bytes });
    }
    let siblings = if id == source.path { Siblings::None } else { Siblings::Some };
    let name = Name { text, spelling };
    Ok(Page { name, number: source.page, siblings, offset: source.offset, bytes })
}

/// What stands behind the container's path in the id of one of its pages, as a part of one file's name.
fn behind(id: &str, path: &str) -> String {
    let mut part = String::new();
    for c in id.strip_prefix(path).unwrap_or(id).chars() {
        if c.is_control() || matches!(c, '/' | '\\' | '%') {
            // Writing to a string does not fail.
            let _ = write!(part, "%{:02X}", u32::from(c));
        } else {
            part.push(c);
        }
    }
    part
}

/// The parser's words; its line is always 1, since it sees no other.
fn not_a_record(error: &serde_json::Error) -> String {
    let text = error.to_string().replace(" at line 1 column ", ", column ");
    format!("not a record: {text}")
}

/// Where dumps are rebuilt.
struct Site<'s> {
    rows: PathBuf,
    folder: &'s Path,
    existing: Existing,
    complain: &'s mut dyn FnMut(&Error),
    open: Option<Open>,
    done: Rebuilt,
}

/// A dump of which pages were read, and more may come.
struct Open {
    name: Name,
    /// The line of its last row.
    line: usize,
    state: State,
}

enum State {
    /// So far all went well.
    Sound(Partial),
    /// Something was wrong, and was told: the dump is not to be written.
    Given,
}

/// What there is of a dump.
struct Partial {
    file: NamedTempFile,
    to: PathBuf,
    pages: Vec<(usize, Range<usize>)>,
    siblings: Siblings,
}

impl Site<'_> {
    fn row(&mut self, line: usize, json: &[u8]) -> Result<(), Error> {
        self.done.records += 1;
        match page(json) {
            Ok(page) => self.place(line, page),
            Err(reason) => {
                // If it was a page of the dump that is open, that one has a gap now, and will say so.
                self.complain(line, reason);
                Ok(())
            }
        }
    }

    fn place(&mut self, line: usize, page: Page) -> Result<(), Error> {
        if self.open.as_ref().is_none_or(|open| open.name != page.name) {
            self.close()?;
            let state = self.begin(line, &page)?;
            self.open = Some(Open { name: page.name.clone(), line, state });
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        open.line = line;
        match &mut open.state {
            State::Sound(partial) => partial.add(&page),
            State::Given => Ok(()),
        }
    }

    fn begin(&mut self, line: usize, page: &Page) -> Result<State, Error> {
        let Some(below) = page.name.to_path() else {
            self.complain(line, format!("path leads out of the folder: {}", page.name.text));
            return Ok(State::Given);
        };
        let to = self.folder.join(below);
        if self.existing == Existing::Keep && to.symlink_metadata().is_ok() {
            self.tell(&Error::Exists { path: to });
            return Ok(State::Given);
        }
        let made = to.parent().map_or(Ok(()), fs::create_dir_all);
        let file = made.and_then(|()| temporary_beside(&to));
        let file = file.map_err(|source| Error::Write { path: to.clone(), source })?;
        Ok(State::Sound(Partial { file, to, pages: Vec::new(), siblings: page.siblings }))
    }

    /// Lets the dump that is open appear, if it is whole.
    fn close(&mut self) -> Result<(), Error> {
        let Some(Open { line, state: State::Sound(mut partial), name }) = self.open.take() else {
            return Ok(());
        };
        match partial.whole() {
            Ok(bytes) => {
                partial.appear(self.existing)?;
                self.done.files += 1;
                self.done.bytes += bytes as u64;
            }
            Err(reason) => self.complain(line, format!("{}: {reason}", name.text)),
        }
        Ok(())
    }

    fn complain(&mut self, line: usize, reason: String) {
        let path = self.rows.clone();
        self.tell(&Error::Record { path, line, reason });
    }

    fn tell(&mut self, error: &Error) {
        self.done.failed += 1;
        (self.complain)(error);
    }
}

impl Partial {
    fn add(&mut self, page: &Page) -> Result<(), Error> {
        self.pages.push((page.number, page.offset..page.offset + page.bytes.len()));
        write_at(&mut self.file, page.offset, &page.bytes)
            .map_err(|source| Error::Write { path: self.to.clone(), source })
    }

    /// How long the dump is, if no page is missing and none is there twice.
    fn whole(&mut self) -> Result<usize, String> {
        self.pages.sort_by_key(|(number, _)| *number);
        let mut end = 0;
        for (expected, (number, range)) in (1..).zip(&self.pages) {
            match number.cmp(&expected) {
                Ordering::Less => return Err(format!("page {number} is there twice")),
                Ordering::Greater => {
                    return Err(format!(
                        "page {expected} is missing (pages of one dump must follow each other)"
                    ));
                }
                Ordering::Equal if range.start != end => {
                    return Err(format!("page {number} begins at byte {}, not {end}", range.start));
                }
                Ordering::Equal => end = range.end,
            }
        }
        if self.siblings == Siblings::Some && self.pages.len() == 1 {
            return Err("the pages after the first are missing".to_owned());
        }
        Ok(end)
    }

    fn appear(self, existing: Existing) -> Result<(), Error> {
        let placed = match existing {
            Existing::Overwrite => self.file.persist(&self.to),
            Existing::Keep => self.file.persist_noclobber(&self.to),
        };
        placed.map(drop).map_err(|error| Error::Write { path: self.to, source: error.error })
    }
}

fn write_at(file: &mut NamedTempFile, offset: usize, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset as u64))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, page: usize, offset: usize, text: &str) -> String {
        let end = offset + text.len();
        format!(
            "{{\"id\":\"{path}#{page}\",\"timestamps\":[],\"authors\":[],\"keywords\":[],\"sections\":[],\
             \"locations\":[],\"images\":[],\"related\":[],\"repairs\":[],\"metadata\":[],\
             \"confidence\":{{}},\"layout\":\"\",\"source\":{{\"path\":\"{path}\",\"page\":{page},\
             \"offset\":{offset},\"bytes\":{},\"lines\":1,\"encoding\":\"utf-8\"}},\"warnings\":[],\
             \"ledger\":[[{offset},{end},\"unknown\",\"{text}\"]]}}\n",
            text.len()
        )
    }

    fn run(rows: &str, existing: Existing, folder: &Path) -> (Rebuilt, Vec<String>) {
        let mut told = Vec::new();
        let mut from = rows.as_bytes();
        let rows = Rows { path: "r.jsonl".into(), from: &mut from };
        let done =
            rebuild(rows, folder, existing, &mut |error| told.push(error.to_string())).unwrap();
        (done, told)
    }

    #[test]
    fn pages_in_any_order_become_their_dump() {
        let folder = tempfile::tempdir().unwrap();
        let rows = row("d/a", 2, 3, "two") + &row("d/a", 1, 0, "one") + &row("d/a", 3, 6, "!");
        let (done, told) = run(&rows, Existing::Keep, folder.path());
        assert_eq!((done.records, done.files, done.bytes, told.len()), (3, 1, 7, 0));
        assert_eq!(fs::read(folder.path().join("d/a")).unwrap(), b"onetwo!");
        let (_, told) = run(&rows, Existing::Keep, folder.path());
        assert!(told[0].ends_with("d/a: exists (--force overwrites it)"), "{told:?}");
        let (done, _) = run(&rows, Existing::Overwrite, folder.path());
        assert_eq!(done.failed, 0);
    }

    #[test]
    fn the_pages_of_a_container_are_files_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let page = |id: &str, offset| {
            let row = row("d/a.jsonl", 7, offset, "text").replace("d/a.jsonl#7", id);
            row.replace("\"utf-8\"", "\"utf-8\",\"container\":\"jsonl\"")
        };
        let rows = page("d/a.jsonl#../https://a.example/%", 300) + &page("d/a.jsonl#8", 20);
        let (done, told) = run(&rows, Existing::Keep, folder.path());
        assert_eq!((done.files, told.len()), (2, 0), "{told:?}");
        for name in ["d/a.jsonl#..%2Fhttps:%2F%2Fa.example%2F%25", "d/a.jsonl#8"] {
            assert_eq!(fs::read(folder.path().join(name)).unwrap(), b"text");
        }
    }

    #[test]
    fn what_is_missing_is_told_and_nothing_half_is_left() {
        let one = row("a", 1, 0, "one");
        let no_ledger = one.replace("ledger", "lodger");
        let hint = "r.jsonl:2: record has no ledger (write it with convert --ledger)";
        for (rows, told) in [
            (one.clone(), "r.jsonl:1: a: the pages after the first are missing"),
            (format!("{one}{one}"), "r.jsonl:2: a: page 1 is there twice"),
            (
                row("a", 2, 3, "x"),
                "r.jsonl:1: a: page 1 is missing (pages of one dump must follow each other)",
            ),
            (one.clone() + &row("a", 2, 4, "x"), "r.jsonl:2: a: page 2 begins at byte 4, not 3"),
            (format!("\n{no_ledger}"), hint),
            (row("../a", 1, 0, "x"), "r.jsonl:1: path leads out of the folder: ../a"),
            (row("/a", 1, 0, "x"), "r.jsonl:1: path leads out of the folder: /a"),
            ("{}".to_owned(), "r.jsonl:1: not a record: missing field `timestamps`, column 2"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let (done, words) = run(&rows, Existing::Keep, folder.path());
            assert_eq!((done.files, words), (0, vec![told.to_owned()]));
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}
