//! What the tests on `testdata/` share: the dumps, and the program's way from bytes to records.
#![allow(dead_code, unused_imports, reason = "every test file uses a part of it")]

pub mod alphabet;
pub mod corpora;
pub mod laws;
pub mod reading;

pub use reading::{decode, pages};
use std::path::{Path, PathBuf};
use unscrape::Recovery;

/// A dump of `testdata/`.
#[derive(Debug)]
pub struct Dump {
    /// Where it lies below `testdata/`, with `/` on every system.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Dump {
    /// The file beside it with another extension.
    pub fn beside(&self, extension: &str) -> PathBuf {
        self.path.with_extension(extension)
    }
}

/// The folder of the dumps.
pub fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

/// Every dump, in the order of the paths. Panics where there is none, so that no test passes on nothing.
pub fn dumps() -> Vec<Dump> {
    let root = testdata();
    let found: Vec<Dump> = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt") && path.parent() != Some(&root))
        .map(|path| Dump {
            name: path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
            bytes: std::fs::read(&path).unwrap(),
            path,
        })
        .collect();
    assert!(!found.is_empty(), "{}: no dump found", root.display());
    found
}

/// What the parser recovers from every page of a text.
pub fn recover(text: &str) -> Vec<Recovery<'_>> {
    pages(text).into_iter().map(|page| laws::PARSER.parse(page)).collect()
}

/// A text with its line ends made LF.
pub fn lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether the expected files are to be written instead of compared.
pub fn bless() -> bool {
    std::env::var_os("UNSCRAPE_BLESS").is_some_and(|value| value == "1")
}
