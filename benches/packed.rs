//! Containers against the floor: reading and unpacking the same file with the same library and writing as many bytes.
//! What is measured is what `unscrape bench` measures.
//!
//! `UNSCRAPE_BENCH_FILES` says how many dumps, `UNSCRAPE_BENCH_THREADS` how many threads, with commas between.

mod family;

use family::{dump, pages};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;
use unscrape::Parser;
use unscrape::bench::{self, Subject};
use unscrape::convert::Options;
use unscrape::corpus::{Find, Globs, Walk};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (dumps, rounds) =
        if measured { (numbers("UNSCRAPE_BENCH_FILES", &[20_000])[0], 9) } else { (50, 1) };
    let folder = tempfile::tempdir().unwrap();
    let names = invent(folder.path(), dumps);
    println!("{dumps} dumps; converting against reading, unpacking and writing as much");
    for name in names {
        for threads in numbers("UNSCRAPE_BENCH_THREADS", &[1, 2]) {
            let path = folder.path().join(name);
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
        }
    }
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
    fs::write(folder.join("p.jsonl"), lines).unwrap();
    ["p.jsonl", "p.jsonl.zst", "p.jsonl.gz", "p.warc.wet.gz"]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
