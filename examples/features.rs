//! The blocks of dumps with their facts, as the labeller sees them: the input of its training.
//!
//! Takes a file of weights, else those that are built in. Reads paths of dumps from standard input, one a line, and writes
//! lines of columns parted by tabs: `N` and the names of all facts; then for each dump `D` and its path; for each of its
//! blocks `B`, its first byte, the byte behind it, the numbers of its facts, the probabilities of its labels, and what is
//! told of it for a second look and as tags (nothing where none is worth while); for each candidate for the headline `H`
//! and for the summary `S`, its first byte, the byte behind it, and what is told of it. Numbers in a column are parted by spaces.

use std::io::{self, BufRead, BufWriter, Write};
use unscrape::parser::{Weights, fact_names};
use unscrape::{Parser, text};

fn main() -> io::Result<()> {
    let parser = Parser::new();
    let weights = match std::env::args_os().nth(1) {
        Some(path) => Weights::read(&std::fs::read(path)?)
            .ok_or_else(|| io::Error::other("no weights for these facts"))?,
        None => Weights::default(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "N\t{}", fact_names().join("\t"))?;
    for path in io::stdin().lock().lines() {
        let path = path?;
        let bytes = std::fs::read(&path)?;
        let decoded = text::decode(&bytes);
        writeln!(out, "D\t{path}")?;
        let (blocks, texts) = parser.observe(&decoded.text, &weights);
        for it in blocks {
            let facts: Vec<String> = it.facts.iter().map(u16::to_string).collect();
            let numbers = [&it.marginal, &it.numbers, &it.tags];
            let numbers = numbers.map(|numbers| floats(numbers)).join("\t");
            writeln!(
                out,
                "B\t{}\t{}\t{}\t{numbers}",
                it.bytes.start,
                it.bytes.end,
                facts.join(" ")
            )?;
        }
        for (kind, texts) in ["H", "S"].iter().zip(texts) {
            for it in texts {
                let numbers = floats(&it.numbers);
                writeln!(out, "{kind}\t{}\t{}\t{numbers}", it.bytes.start, it.bytes.end)?;
            }
        }
    }
    out.flush()
}

fn floats(numbers: &[f32]) -> String {
    let texts: Vec<String> = numbers.iter().map(|number| format!("{number:.5}")).collect();
    texts.join(" ")
}
