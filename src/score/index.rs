//! Records found again by the path of their dump, without holding them.

use crate::error::Error;
use crate::records::Lines;
use foldhash::HashMap;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where the first record of every dump stands.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    /// The lines as they are: the input itself, or a copy of one that cannot be sought in.
    file: Mutex<File>,
    places: HashMap<String, Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    offset: u64,
    len: usize,
    records: usize,
}

/// As much of a record as is needed to find it again.
#[derive(Deserialize)]
struct Named<'l> {
    #[serde(borrow)]
    source: Source<'l>,
}

#[derive(Deserialize)]
struct Source<'l> {
    #[serde(borrow)]
    path: Cow<'l, str>,
}

impl Index {
    /// Reads all records once. `complain` is told of lines that are none.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn read(path: &Path, complain: &mut dyn FnMut(&Error)) -> Result<Index, Error> {
        let fail = |source| Error::Read { path: path.to_owned(), source };
        let mut copy = if is_plain(path).map_err(fail)? {
            None
        } else {
            Some(tempfile::tempfile().map_err(fail)?)
        };
        let mut lines = Lines::open(path)?;
        let mut places: HashMap<String, Place> = HashMap::default();
        let mut written = 0;
        let mut bad = Vec::new();
        while let Some(line) = lines.next_line()? {
            let offset = if copy.is_some() { written } else { line.offset };
            if let Some(copy) = &mut copy {
                copy.write_all(line.bytes).map_err(fail)?;
                written += line.bytes.len() as u64;
            }
            match serde_json::from_slice::<Named<'_>>(line.bytes) {
                Ok(named) => {
                    let place = Place { offset, len: line.bytes.len(), records: 0 };
                    let name = named.source.path.replace('\\', "/");
                    places.entry(name).or_insert(place).records += 1;
                }
                Err(error) => bad.push((line.number, error)),
            }
            for (number, error) in bad.drain(..) {
                complain(&lines.complaint(number, error));
            }
        }
        let file = copy.map_or_else(|| File::open(path), Ok).map_err(fail)?;
        Ok(Index { path: path.to_owned(), file: Mutex::new(file), places })
    }

    /// The first record of a dump, and how many there are.
    ///
    /// # Errors
    /// It cannot be read again.
    pub fn get(&self, name: &str) -> Result<(Option<Map<String, Value>>, usize), Error> {
        let Some(place) = self.places.get(name) else { return Ok((None, 0)) };
        let fail = |source| Error::Read { path: self.path.clone(), source };
        let bytes = self.bytes(place).map_err(fail)?;
        let record = serde_json::from_slice(&bytes).map_err(|error| fail(error.into()))?;
        Ok((Some(record), place.records))
    }

    fn bytes(&self, place: &Place) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(place.offset))?;
        let mut bytes = vec![0; place.len];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Whether the lines stand in the file itself and can be sought.
fn is_plain(path: &Path) -> io::Result<bool> {
    if path == Path::new("-") {
        return Ok(false);
    }
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut head = [0; 4];
    let read = BufReader::new(file).read(&mut head)?;
    Ok(!matches!(head.get(..read), Some([0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd])))
}
