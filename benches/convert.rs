//! Converting a corpus against the floor: a program that only reads the same files and writes as many bytes, with the
//! same threads. Both run in turn, several times; what counts is the median of the rounds' ratios, so that a machine that
//! is busy for a while does not decide.
//!
//! `UNSCRAPE_BENCH_FILES` says how many dumps (100,000 is the goal's number), `UNSCRAPE_BENCH_THREADS` how many threads,
//! with commas between.

mod family;

use family::{dump, pages};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use unscrape::Parser;
use unscrape::convert::{self, Options, Target, WithLedger};
use unscrape::corpus::{Globs, Walk};
use unscrape::sink::Lines;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Files that the floor takes at a time, as many as the converter.
const CHUNK: usize = 64;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (files, rounds) =
        if measured { (numbers("UNSCRAPE_BENCH_FILES", &[20_000])[0], 9) } else { (200, 1) };
    let folder = tempfile::tempdir().unwrap();
    let (corpus, out) = (folder.path().join("in"), folder.path().join("out"));
    let bytes = invent(&corpus, files);
    println!("{files} dumps, {:.0} MB", bytes as f64 / 1e6);
    for ledger in [WithLedger::No, WithLedger::Yes] {
        for threads in numbers("UNSCRAPE_BENCH_THREADS", &[1, 2]) {
            let rows = convert_all(&corpus, &out, threads, ledger);
            let each = rows / files;
            let round = |_| Round {
                floor: time(|| read_and_write(&corpus, &out, threads, each)),
                ours: time(|| convert_all(&corpus, &out, threads, ledger)),
            };
            let rounds: Vec<Round> = (0..rounds).map(round).collect();
            println!("ledger {ledger:?}, {threads} threads: {}", summary(&rounds, rows));
        }
    }
}

/// The floor and the converter, one after the other.
struct Round {
    floor: Duration,
    ours: Duration,
}

fn summary(rounds: &[Round], rows: usize) -> String {
    let sorted = |of: fn(&Round) -> f64| {
        let mut numbers: Vec<f64> = rounds.iter().map(of).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    let median = |of| sorted(of)[rounds.len() / 2];
    let ratios = sorted(|round| round.ours.as_secs_f64() / round.floor.as_secs_f64());
    format!(
        "ratio {:.2} ({:.2} to {:.2}), floor {:.3} s, convert {:.3} s, {:.0} MB written",
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1],
        median(|round| round.floor.as_secs_f64()),
        median(|round| round.ours.as_secs_f64()),
        rows as f64 / 1e6,
    )
}

fn numbers(variable: &str, usual: &[usize]) -> Vec<usize> {
    let Ok(text) = std::env::var(variable) else { return usual.to_vec() };
    text.split(',').map(|number| number.trim().parse().unwrap()).collect()
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    black_box(work());
    begun.elapsed()
}

/// Converts the corpus as the program does. How many bytes were written.
fn convert_all(corpus: &Path, out: &Path, threads: usize, ledger: WithLedger) -> usize {
    let walk = Walk::new(vec![corpus.to_owned()], Globs::default(), Vec::new()).unwrap();
    let options = Options { threads, ledger, ..Options::default() };
    let mut to = Lines { path: out.to_owned(), to: File::create(out).unwrap() };
    let target = Target::new(&mut to);
    let done = convert::convert(walk, &Parser::new(), &options, target, &mut |_| {}).unwrap();
    black_box(done);
    usize::try_from(fs::metadata(out).unwrap().len()).unwrap()
}

/// Reads every file and writes `each` bytes for it, in no order.
fn read_and_write(corpus: &Path, out: &Path, threads: usize, each: usize) {
    let walk = walkdir::WalkDir::new(corpus).into_iter().map(Result::unwrap);
    let paths: Vec<PathBuf> =
        walk.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect();
    let next = AtomicUsize::new(0);
    let file = Mutex::new(File::create(out).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let (mut dump, mut rows) = (vec![0; 1 << 16], Vec::new());
                while let Some(chunk) =
                    paths.chunks(CHUNK).nth(next.fetch_add(1, Ordering::Relaxed))
                {
                    rows.clear();
                    for path in chunk {
                        let len = File::open(path).unwrap().read(&mut dump).unwrap();
                        let (whole, rest) = (each / len, each % len);
                        (0..whole).for_each(|_| rows.extend_from_slice(&dump[..len]));
                        rows.extend_from_slice(&dump[..rest]);
                    }
                    file.lock().unwrap().write_all(&rows).unwrap();
                }
            });
        }
    });
}

/// Writes invented dumps below `folder`. How many bytes.
fn invent(folder: &Path, files: usize) -> usize {
    let pages = pages();
    let mut bytes = 0;
    for k in 0..files {
        let place = folder.join(format!("{:03}", k / 1000));
        if k % 1000 == 0 {
            fs::create_dir_all(&place).unwrap();
        }
        let text = dump(&pages[k % pages.len()], k);
        bytes += text.len();
        fs::write(place.join(format!("{k:06}.txt")), text).unwrap();
    }
    bytes
}
