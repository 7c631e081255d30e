//! Dumps of the family's shape, made of the invented pages of `testdata/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The pages that the dumps are made of.
const PAGES: &str = "testdata/schema-article/newspaper3k";
/// About how long a dump is.
const DUMP: usize = 4 << 10;

/// The invented pages of `testdata/`, in several languages, in the order of their names.
pub fn pages() -> Vec<String> {
    pages_of(PAGES)
}

/// The pages of a folder, in the order of their names.
pub fn pages_of(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().unwrap() == "txt").collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// A page with a body that makes it as long as most dumps are, and a number that makes it one of its kind.
pub fn dump(page: &str, k: usize) -> String {
    let body = page.lines().max_by_key(|line| line.len()).unwrap();
    let times = DUMP.saturating_sub(page.len()) / body.len() + 1;
    page.replacen(body, &body.repeat(times), 1).replacen(".html", &format!("{k}.html"), 1)
}
