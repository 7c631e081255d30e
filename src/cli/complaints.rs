//! Complaints about lines and files: the first ones are said, the others counted.

use super::advice::{Reads, complain};
use super::{count, say};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use unscrape::error::Error;

/// So many are said.
const SAID: u64 = 20;

/// What there was to complain about.
#[derive(Debug, Default)]
pub struct Complaints {
    count: u64,
}

impl Complaints {
    /// Says it, if not too many were said before.
    pub fn say(&mut self, error: &Error) {
        self.count += 1;
        if self.count <= SAID {
            complain(error, Reads::Records);
        }
    }

    /// Says how many were not said, and gives the number of all.
    pub fn finish(&self) -> u64 {
        let more = self.count.saturating_sub(SAID);
        if more > 0 {
            say(format_args!("and {} of the same kind", count(more, "error")));
        }
        self.count
    }
}

/// Complaints about many files: the first ones of each are said, the others counted, file by file.
#[derive(Debug, Default)]
pub struct ByFile {
    path: PathBuf,
    count: u64,
}

impl ByFile {
    /// What is to be said of an error, if not too much was said of its file before.
    pub fn say(&mut self, error: &Error, say: &dyn Fn(&dyn Display)) {
        let path = error.path().unwrap_or(Path::new(""));
        if path != self.path {
            self.finish(say);
            path.clone_into(&mut self.path);
        }
        self.count += 1;
        if self.count <= SAID {
            say(error);
        }
    }

    /// Says how much was not said of the last file.
    pub fn finish(&mut self, say: &dyn Fn(&dyn Display)) {
        let more = std::mem::take(&mut self.count).saturating_sub(SAID);
        if more > 0 {
            let more = count(more, "error");
            say(&format_args!("{}: and {more} more in this file", self.path.display()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn no_file_drowns_the_others() {
        let said = RefCell::new(Vec::new());
        let say = |line: &dyn Display| said.borrow_mut().push(line.to_string());
        let error =
            |path: &str| Error::Damaged { path: path.into(), offset: 7, what: "bad".into() };
        let mut files = ByFile::default();
        for path in ["a"; 23].into_iter().chain(["b", "a"]) {
            files.say(&error(path), &say);
        }
        files.finish(&say);
        let said = said.into_inner();
        assert_eq!(said.len(), 23);
        assert_eq!(said[20], "a: and 3 errors more in this file");
        assert!(said[21].starts_with("b: ") && said[22].starts_with("a: "), "{said:?}");
    }
}
