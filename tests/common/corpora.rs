//! Corpora in temporary folders, and what became of them.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// So many dumps below `in`, long enough that their records are several blocks.
pub fn slow_corpus(dumps: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for k in 0..dumps {
        let site = ["a.example", "b.example", "c.example"][k % 3];
        // Long lines of words cost little to parse.
        let body = format!("the pier of number {k} is closed and so are the others ").repeat(600);
        let text = format!("URL: https://{site}/{k}\nTitle: Pier {k}\n\n{body}\n");
        fs::write(folder.path().join(format!("in/{k:03}.txt")), text).unwrap();
    }
    folder
}

/// Adds two containers, one among the dumps and one behind them, each of so many pages.
pub fn add_containers(folder: &TempDir, pages: usize) {
    let mut lines = Vec::new();
    for k in 0..pages {
        let body = format!("the quay of number {k} is open and so are the others ").repeat(600);
        let line = serde_json::json!({ "url": format!("https://d.example/{k}"), "text": body });
        writeln!(lines, "{line}").unwrap();
    }
    fs::write(folder.path().join("in/003.jsonl"), &lines).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&lines).unwrap();
    fs::write(folder.path().join("in/zz.jsonl.gz"), gzip.finish().unwrap()).unwrap();
}

/// Every file below a folder, by its path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let named = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| (named(entry.path()), fs::read(entry.path()).unwrap()))
        .collect()
}

/// Numbers that are other ones each time; shown where a test fails.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Random(now.as_nanos() as u64 | 1)
    }

    /// A time that is shorter.
    pub fn below(&mut self, most: Duration) -> Duration {
        // Xorshift (Marsaglia 2003).
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        most.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}
