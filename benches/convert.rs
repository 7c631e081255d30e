//! Converting a corpus against the floor: a program that only reads the same files and writes as many bytes, with the
//! same threads. Both run in turn, several times, and the ratio of their medians is what counts.
//!
//! `UNSCRAPE_BENCH_FILES` says how many dumps (100,000 is the goal's number), `UNSCRAPE_BENCH_THREADS` how many threads.

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

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Files that the floor takes at a time, as many as the converter.
const CHUNK: usize = 64;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (files, rounds) =
        if measured { (number("UNSCRAPE_BENCH_FILES", 20_000), 5) } else { (200, 1) };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = number("UNSCRAPE_BENCH_THREADS", cores);
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("in");
    let bytes = invent(&corpus, files);
    println!("{files} dumps, {:.0} MB, {threads} threads", bytes as f64 / 1e6);

    let out = folder.path().join("out");
    for ledger in [WithLedger::No, WithLedger::Yes] {
        let rows = convert_all(&corpus, &out, threads, ledger);
        let each = rows / files;
        let (mut floor, mut ours) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            floor.push(time(|| read_and_write(&corpus, &out, threads, each)));
            ours.push(time(|| convert_all(&corpus, &out, threads, ledger)));
        }
        let (floor, ours) = (median(floor), median(ours));
        println!(
            "ledger {ledger:?}: floor {floor:.3?}, convert {ours:.3?} ({:.0} MB written), ratio {:.2}",
            rows as f64 / 1e6,
            ours.as_secs_f64() / floor.as_secs_f64()
        );
    }
}

fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    black_box(work());
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Converts the corpus as the program does. How many bytes were written.
fn convert_all(corpus: &Path, out: &Path, threads: usize, ledger: WithLedger) -> usize {
    let walk = Walk::new(vec![corpus.to_owned()], Globs::default(), Vec::new()).unwrap();
    let options = Options { threads, ledger, ..Options::default() };
    let mut file = File::create(out).unwrap();
    let target = Target { path: out.to_owned(), to: &mut file };
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

/// Writes invented dumps of about 4 KB below `folder`. How many bytes.
fn invent(folder: &Path, files: usize) -> usize {
    let mut bytes = 0;
    for k in 0..files {
        let place = folder.join(format!("{:03}", k / 1000));
        if k % 1000 == 0 {
            fs::create_dir_all(&place).unwrap();
        }
        let text = dump(k);
        bytes += text.len();
        fs::write(place.join(format!("{k:06}.txt")), text).unwrap();
    }
    bytes
}

/// A page of properties, one a line, with a body in the middle.
fn dump(k: usize) -> String {
    let (day, hour, minute) = (k % 28 + 1, k % 24, k % 60);
    let headline = format!("Storm number {k} reaches the harbour before the ferries do");
    let slug =
        format!("https://harbour-post.example/202403{day:02}/storm-number-{k}-reaches-the-harbour");
    let body: String = (0..24)
        .map(|n| {
            format!(
                "Boat {n} of {k} stayed in port, said the harbour master – “nobody sails in this weather”, \
                 and the café at pier {} stayed open all night.\n",
                n % 7
            )
        })
        .collect();
    format!(
        "{headline}\n{headline}\n{slug}-{k}.html\nHarbour Post\nThe {k}th storm of the season closed the port.\n\
         2024-03-{day:02}T{hour:02}:{minute:02}+0000\n2024-03-{day:02}T{hour:02}:{minute:02}+0000\n\
         news\nweather\nharbour\nferries\n/html/head/meta[@name='og:title']/@content\n\
         https://cdn.harbour-post.example/img/{k}_0:0:1920:1080_1920x1080.jpg\n{body}\
         https://harbour-post.example/20240229/an-older-storm-{k}.html\nHarbour Post\ndesk@harbour-post.example\n\
         +00 000 000000\nHarbour Press Ltd\nnews, weather, harbour, ferries\n1920\n1080\ntrue\n2024\n"
    )
}
