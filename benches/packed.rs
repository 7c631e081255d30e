//! Containers against the floor: reading and unpacking the same file with the same library and writing as many bytes.
//! What is measured is what `unscrape bench` measures.
//!
//! `UNSCRAPE_BENCH_FILES` says how many dumps, `UNSCRAPE_BENCH_THREADS` how many threads, with commas between.

mod family;

use family::{dump, pages};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;
use unscrape::Parser;
use unscrape::bench::{self, Subject};
use unscrape::convert::Options;
use unscrape::corpus::{Find, Globs, Walk};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The container that is not packed: a plain copy is a floor of its own.
const PLAIN: &str = "p.jsonl";

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (dumps, rounds) =
        if measured { (numbers("UNSCRAPE_BENCH_FILES", &[20_000])[0], 9) } else { (50, 1) };
    let folder = tempfile::tempdir().unwrap();
    let names = invent(folder.path(), dumps);
    println!("{dumps} dumps; converting against reading, unpacking and writing as much");
    for name in names {
        let path = folder.path().join(name);
        let mut alone = None;
        for threads in numbers("UNSCRAPE_BENCH_THREADS", &[1, 2]) {
            let walk = || {
                let walk = Walk::new(vec![path.clone()], Globs::default(), Vec::new())?;
                Ok(Box::new(walk) as Box<dyn Iterator<Item = Find>>)
            };
            let options = Options { threads, ..Options::default() };
            let to = folder.path().join("out");
            let parser = Parser::new();
            let subject =
                Subject { walk: &walk, parser: &parser, options: &options, to: &to, rounds };
            let it = bench::measure(&subject).unwrap();
            assert_eq!(it.statistics.records, dumps as u64, "{name}");
            println!(
                "{name}, {threads} threads: ratio {:.2}, floor {:.3} s, convert {:.3} s",
                it.ratio,
                it.floor.as_secs_f64(),
                it.convert.as_secs_f64()
            );
            let convert = it.convert.as_secs_f64();
            if name == PLAIN {
                let written = usize::try_from(it.written).unwrap();
                let copy = median(rounds, || copy(&path, &to, written));
                println!("    {:.2} of copying by one thread, {copy:.3} s", convert / copy);
            }
            let first = *alone.get_or_insert(convert);
            println!(
                "    {:.2} times as fast as with the first number of threads",
                first / convert
            );
        }
    }
}

/// Reads the file and writes `len` of its bytes, again and again from its beginning where that is more.
fn copy(from: &Path, to: &Path, len: usize) {
    let mut block = vec![0; 1 << 20];
    let mut out = File::create(to).unwrap();
    let mut left = len;
    while left > 0 {
        let mut file = File::open(from).unwrap();
        loop {
            let read = file.read(&mut block).unwrap();
            let some = read.min(left);
            out.write_all(&block[..some]).unwrap();
            left -= some;
            if read == 0 {
                break;
            }
        }
    }
}

/// Seconds of the median round.
fn median(rounds: usize, mut work: impl FnMut()) -> f64 {
    let round = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_secs_f64()
    };
    let mut seconds: Vec<f64> = (0..rounds).map(round).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[rounds / 2]
}

fn numbers(variable: &str, usual: &[usize]) -> Vec<usize> {
    let Ok(text) = std::env::var(variable) else { return usual.to_vec() };
    text.split(',').map(|number| number.trim().parse().unwrap()).collect()
}

/// The same dumps in each container.
fn invent(folder: &Path, dumps: usize) -> [&'static str; 4] {
    let pages = pages();
    let (mut lines, mut wet) = (Vec::new(), Vec::new());
    for k in 0..dumps {
        let text = dump(&pages[k % pages.len()], k);
        writeln!(lines, "{}", serde_json::json!({ "text": text })).unwrap();
        // A member for each record, as archives of the web are packed.
        let record = format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:{k:08}-0000-4000-8000-000000000000>\r\n\
             WARC-Date: 2023-09-14T00:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        );
        wet.extend(gzip(record.as_bytes()));
    }
    fs::write(folder.join("p.jsonl.zst"), zstd::encode_all(lines.as_slice(), 3).unwrap()).unwrap();
    fs::write(folder.join("p.jsonl.gz"), gzip(&lines)).unwrap();
    fs::write(folder.join("p.warc.wet.gz"), wet).unwrap();
    fs::write(folder.join(PLAIN), lines).unwrap();
    [PLAIN, "p.jsonl.zst", "p.jsonl.gz", "p.warc.wet.gz"]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
