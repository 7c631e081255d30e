//! How many instructions the program takes for dumps that are always the same, against a baseline that is kept with the
//! sources: seconds depend on what else a machine does, instructions do not.
//!
//! `cargo bench --bench instructions` fails where a count is 5 % above its baseline. `UNSCRAPE_BLESS=1` before it writes the
//! counts into `benches/instructions.toml`. A baseline is of one target and one compiler; where there is none that is said,
//! and nothing is compared. Needs valgrind.

mod family;
mod whole;

use family::{dump, pages};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// So much more than the baseline is too much.
const MOST: f64 = 1.05;

/// So much less, and the baseline no longer protects what was won.
const LEAST: f64 = 0.95;

/// Enough that starting the program does not count.
const DUMPS: usize = 2000;

/// Whole pages take longer.
const WHOLE: usize = 200;

/// For each compiler, the counts of each case.
type Baselines = BTreeMap<String, BTreeMap<String, u64>>;

fn main() -> ExitCode {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().unwrap();
    invent(folder.path());
    let cases = ["folder", "whole", "lines.jsonl", "lines.jsonl.zst"];
    let counts = cases.map(|case| (case.to_owned(), count(folder.path(), case)));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.toml");
    let mut baselines: Baselines = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let key = compiler();
    if std::env::var_os("UNSCRAPE_BLESS").is_some() {
        baselines.insert(key, counts.into());
        fs::write(&path, written(&baselines)).unwrap();
        return ExitCode::SUCCESS;
    }
    let Some(baseline) = baselines.get(&key) else {
        println!("NOTHING COMPARED: benches/instructions.toml has no baseline for {key}.");
        println!("UNSCRAPE_BLESS=1 cargo bench --bench instructions writes one. Counts:");
        counts.iter().for_each(|(case, count)| println!("{case}: {count}"));
        return ExitCode::SUCCESS;
    };
    let slower = counts.iter().filter(|(case, count)| is_slower(case, *count, baseline)).count();
    if slower > 0 {
        println!("more than 5 % above the baseline; if that is worth it:");
        println!("UNSCRAPE_BLESS=1 cargo bench --bench instructions");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn is_slower(case: &str, count: u64, baseline: &BTreeMap<String, u64>) -> bool {
    let Some(before) = baseline.get(case) else {
        println!("{case}: {count}, NOTHING TO COMPARE");
        return false;
    };
    let ratio = count as f64 / *before as f64;
    let hint = if ratio < LEAST { ", bless it, so that it stays" } else { "" };
    println!("{case}: {count}, {ratio:.3} of the baseline{hint}");
    ratio > MOST
}

/// The same dumps as files and as lines, and whole pages as files.
fn invent(folder: &Path) {
    let pages = pages();
    fs::create_dir(folder.join("folder")).unwrap();
    let mut lines = String::new();
    for k in 0..DUMPS {
        let text = dump(&pages[k % pages.len()], k);
        lines += &format!("{}\n", serde_json::json!({ "text": text }));
        fs::write(folder.join(format!("folder/{k:04}.txt")), text).unwrap();
    }
    let pages = whole::pages();
    fs::create_dir(folder.join("whole")).unwrap();
    for k in 0..WHOLE {
        let text = whole::page(&pages[k % pages.len()], k);
        fs::write(folder.join(format!("whole/{k:03}.txt")), text).unwrap();
    }
    let packed = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    fs::write(folder.join("lines.jsonl.zst"), packed).unwrap();
    fs::write(folder.join("lines.jsonl"), lines).unwrap();
}

/// The instructions of converting.
fn count(folder: &Path, case: &str) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_unscrape"))
        .args(["convert", case, "--threads", "1", "--quiet", "-o", "out.jsonl"])
        .current_dir(folder)
        .output()
        .expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let count = said.lines().find_map(|line| line.split_once("Collected : "));
    count.and_then(|(_, count)| count.trim().parse().ok()).expect("callgrind says the number")
}

/// Target and version, as rustc says them.
fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").map_or("rustc".into(), PathBuf::from);
    let said = Command::new(rustc).arg("-vV").output().expect("rustc says its version").stdout;
    let said = String::from_utf8(said).unwrap();
    let of = |key: &str| said.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("unknown");
    format!("{} rustc {}", of("host: "), of("release: "))
}

fn written(baselines: &Baselines) -> String {
    let head = "# Instructions of benches/instructions.rs, for each compiler. UNSCRAPE_BLESS=1 rewrites them.\n\n";
    format!("{head}{}", toml::to_string(baselines).unwrap())
}
