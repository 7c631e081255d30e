//! Runs the program as its users do.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What a run came to.
pub struct Run {
    pub status: i32,
    pub rows: String,
    pub said: String,
}

/// Runs the program in a folder.
pub fn run(arguments: &[&str], folder: &Path) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unscrape"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let status = output.status.code().expect("the program was killed");
    Run { status, rows: text(output.stdout), said: text(output.stderr) }
}

/// The records of rows.
pub fn records(rows: &str) -> Vec<Value> {
    rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// Writes a file and the folders above it.
pub fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
