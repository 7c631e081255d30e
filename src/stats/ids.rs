//! Ids that come more than once. Told apart by a hash of 64 bits; beyond a bound the hashes go to a temporary file that is
//! read back in parts, so that memory stays bounded.

use foldhash::HashSet;
use foldhash::fast::FixedState;
use serde::Serialize;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// So many hashes are held.
const MOST: usize = 4 << 20;
/// So many ids are named.
const NAMED: usize = 20;

/// Ids that come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// Records whose id an earlier record has.
    pub records: u64,
    /// The ids of the first ones.
    pub examples: Vec<String>,
}

/// Ids seen so far.
#[derive(Debug)]
pub(crate) struct Ids {
    most: usize,
    seen: HashSet<u64>,
    file: Option<BufWriter<File>>,
    written: u64,
    failed: Option<io::Error>,
    found: Duplicates,
}

impl Default for Ids {
    fn default() -> Self {
        Ids::bounded(MOST)
    }
}

impl Ids {
    fn bounded(most: usize) -> Self {
        Ids {
            most,
            seen: HashSet::default(),
            file: None,
            written: 0,
            failed: None,
            found: Duplicates::default(),
        }
    }

    pub fn add(&mut self, id: &str) {
        let is_known = self.add_hash(FixedState::with_seed(0).hash_one(id));
        if is_known && self.found.examples.len() < NAMED {
            self.found.examples.push(id.to_owned());
        }
    }

    /// Whether an earlier one had this hash. Beyond the bound that is not known before the end, and never true.
    pub fn add_hash(&mut self, hash: u64) -> bool {
        if self.file.is_some() {
            self.write(hash);
            return false;
        }
        if !self.seen.insert(hash) {
            self.found.records += 1;
            return true;
        }
        if self.seen.len() > self.most {
            match tempfile::tempfile() {
                Ok(file) => self.file = Some(BufWriter::new(file)),
                Err(error) => self.failed = Some(error),
            }
            std::mem::take(&mut self.seen).into_iter().for_each(|hash| self.write(hash));
        }
        false
    }

    fn write(&mut self, hash: u64) {
        let Some(file) = &mut self.file else { return };
        self.written += 1;
        if let Err(error) = file.write_all(&hash.to_le_bytes()) {
            self.failed.get_or_insert(error);
        }
    }

    /// What was found.
    pub fn finish(&mut self) -> io::Result<Duplicates> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut found = std::mem::take(&mut self.found);
        if let Some(file) = self.file.take() {
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            let parts = self.written.div_ceil(self.most as u64).max(1);
            let mut different = 0;
            for part in 0..parts {
                different += different_of(&mut file, |hash| hash % parts == part)?;
            }
            found.records += self.written - different;
        }
        Ok(found)
    }
}

/// How many different ones of the wanted hashes a file has.
fn different_of(file: &mut File, wanted: impl Fn(u64) -> bool) -> io::Result<u64> {
    file.rewind()?;
    let mut from = BufReader::with_capacity(1 << 18, file);
    let (mut seen, mut bytes) = (HashSet::default(), [0; 8]);
    loop {
        match from.read_exact(&mut bytes) {
            Ok(()) => {
                let hash = u64::from_le_bytes(bytes);
                if wanted(hash) {
                    seen.insert(hash);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(seen.len() as u64);
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_found_in_memory_and_on_disk() {
        for most in [2, 50, 1000] {
            let mut ids = Ids::bounded(most);
            (0..300).for_each(|k| ids.add(&format!("{}", k % 100)));
            assert_eq!(ids.finish().unwrap().records, 200, "{most}");
        }
        let mut ids = Ids::default();
        ["a", "b", "a"].iter().for_each(|id| ids.add(id));
        assert_eq!(ids.finish().unwrap(), Duplicates { records: 1, examples: vec!["a".into()] });
    }
}
