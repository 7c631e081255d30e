//! The dates and the names of dumps, as those see them who decide which is that of publication and which are authors: the
//! input of their training.
//!
//! Takes a file of weights of the chain, else those that are built in. Reads paths of dumps from standard input, one a line,
//! and writes lines of columns parted by tabs: for each dump `D` and its path; for each date `T`, for each name `A` and for
//! each name of a site `P`, its
//! first byte, the byte behind it, the days that a date can state or the name, and what is told of it, as numbers parted by spaces.

use std::io::{self, BufRead, BufWriter, Write};
use unscrape::parser::Weights;
use unscrape::property::Property;
use unscrape::{Parser, text};

fn main() -> io::Result<()> {
    let parser = Parser::new();
    let weights = match std::env::args_os().nth(1) {
        Some(path) => Weights::read(&std::fs::read(path)?)
            .ok_or_else(|| io::Error::other("no weights for these facts"))?,
        None => Weights::default(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    for path in io::stdin().lock().lines() {
        let path = path?;
        let bytes = std::fs::read(&path)?;
        let decoded = text::decode(&bytes);
        writeln!(out, "D\t{path}")?;
        for it in parser.observe_credits(&decoded.text, &weights) {
            let kind = match it.property {
                Property::DatePublished => 'T',
                Property::Publisher => 'P',
                _ => 'A',
            };
            let numbers: Vec<String> = it.numbers.iter().map(|n| format!("{n:.4}")).collect();
            let place = format!("{}\t{}", it.bytes.start, it.bytes.end);
            writeln!(out, "{kind}\t{place}\t{}\t{}", it.says, numbers.join(" "))?;
        }
    }
    out.flush()
}
