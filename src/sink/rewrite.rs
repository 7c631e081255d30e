//! Complete files of lines, written again in the format that was asked for: one that cannot be gone on with from any row on.

use super::file::{Output, PARTIAL};
use super::format::Format;
use super::pack::unpack;
use super::place::Place;
use super::press::Press;
use super::rows::{Mark, Rows};
use super::spread::Spread;
use crate::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use walkdir::WalkDir;

/// Lines that are given on at a time.
const BATCH: usize = 1 << 20;

/// Writes all files of a folder again, as far as that was not done already.
///
/// # Errors
/// One cannot be read or written.
pub(super) fn all(folder: &Path, from: Format, to: Format, threads: usize) -> Result<(), Error> {
    let end = format!(".{}", from.name());
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(&end) {
            let new = entry.path().with_file_name(format!("{stem}.{}", to.name()));
            one(entry.path(), &new, to, threads)?;
        } else if name.ends_with(PARTIAL) {
            // A run was stopped in the middle of it.
            let remove = fs::remove_file(entry.path());
            remove.map_err(|source| Error::Write { path: entry.path().to_owned(), source })?;
        }
    }
    Ok(())
}

/// The new file appears as a whole, and only then the old one goes: this can be done again at any moment.
fn one(from: &Path, to: &Path, format: Format, threads: usize) -> Result<(), Error> {
    let place = Place::One(Some(Output::file(to)?));
    let mut spread = Spread::new(place, format, None, Press::new(threads)?);
    let fail = |source| Error::Read { path: from.to_owned(), source };
    let mut lines = open(from).map_err(fail)?;
    loop {
        let rows = read(&mut *lines).map_err(fail)?;
        if rows.count() == 0 {
            break;
        }
        spread.add(&rows)?;
    }
    spread.finish()?;
    if let Place::One(Some(output)) = spread.place {
        output.finish()?;
    }
    fs::remove_file(from).map_err(|source| Error::Write { path: from.to_owned(), source })
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    unpack(Box::new(BufReader::with_capacity(1 << 18, File::open(path)?)))
}

/// Whole lines, about so many bytes.
fn read(from: &mut dyn BufRead) -> io::Result<Rows> {
    let mut rows = Rows::default();
    while rows.bytes.len() < BATCH && from.read_until(b'\n', &mut rows.bytes)? > 0 {
        rows.marks.push(Mark { end: rows.bytes.len(), part: None });
    }
    Ok(rows)
}
