//! The user's own throughput on the user's own files: converting them, against a floor that only reads the same files and
//! writes as many bytes, and what each step takes.

mod floor;
mod stages;

pub use stages::{STAGES, Stage};

use crate::convert::{self, Options, Statistics, Target};
use crate::corpus::Find;
use crate::error::Error;
use crate::parser::Parser;
use crate::sink::file::Output;
use crate::sink::{Lines, Rows, Sink};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is measured.
pub struct Subject<'s> {
    /// Finds the files, anew each time.
    pub walk: &'s dyn Fn() -> Result<Box<dyn Iterator<Item = Find>>, Error>,
    /// How they are converted.
    pub parser: &'s Parser,
    /// How they are converted.
    pub options: &'s Options,
    /// Where to write; what is written is removed.
    pub to: &'s Path,
    /// How often.
    pub rounds: usize,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What one run converts.
    pub statistics: Statistics,
    /// Bytes that it writes.
    pub written: u64,
    /// The median of the rounds: converting, with all threads.
    pub convert: Duration,
    /// The median of the rounds: reading and writing alone, with as many threads.
    pub floor: Duration,
    /// The median of the rounds' ratios of the two.
    pub ratio: f64,
    /// The medians of the rounds: each step, in one thread.
    pub stages: Vec<(Stage, Duration)>,
    /// Bytes of text that the steps behind reading had.
    pub text: u64,
}

/// Measures; both runs in turn, several times, so that a machine that is busy for a while does not decide.
///
/// # Errors
/// Nothing can be written, or the files cannot be walked.
pub fn measure(subject: &Subject<'_>) -> Result<Measured, Error> {
    // Once for the caches, and to know what there is to write.
    let (statistics, written) = subject.convert()?;
    let mut rounds = Vec::new();
    for _ in 0..subject.rounds.max(1) {
        let begun = Instant::now();
        floor::run(subject, written)?;
        let floor = begun.elapsed();
        let begun = Instant::now();
        subject.convert()?;
        rounds.push((floor, begun.elapsed(), stages::run(subject)?));
    }
    let ratio = |(floor, convert, _): &(Duration, Duration, _)| {
        convert.as_secs_f64() / floor.as_secs_f64().max(1e-9)
    };
    let stages = STAGES.iter().map(|stage| {
        let of = rounds.iter().map(|(_, _, times)| times.of(*stage));
        (*stage, median(of, Duration::cmp).unwrap_or_default())
    });
    Ok(Measured {
        statistics,
        written,
        convert: median(rounds.iter().map(|round| round.1), Duration::cmp).unwrap_or_default(),
        floor: median(rounds.iter().map(|round| round.0), Duration::cmp).unwrap_or_default(),
        ratio: median(rounds.iter().map(ratio), f64::total_cmp).unwrap_or_default(),
        stages: stages.collect(),
        text: rounds.last().map_or(0, |(_, _, times)| times.text()),
    })
}

impl Subject<'_> {
    /// Converts as the program does. What it came to, and how many bytes were written.
    fn convert(&self) -> Result<(Statistics, u64), Error> {
        let mut output = Output::file(self.to)?;
        let lines = Lines { path: self.to.to_owned(), to: &mut output };
        let mut counted = Counted { lines, bytes: 0 };
        let target = Target::new(&mut counted);
        let walk = (self.walk)()?;
        let done = convert::convert(walk, self.parser, self.options, target, &mut |_| {})?;
        Ok((done, counted.bytes))
    }
}

/// Counts what it writes.
struct Counted<S> {
    lines: S,
    bytes: u64,
}

impl<S: Sink> Sink for Counted<S> {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        self.bytes += rows.bytes.len() as u64;
        self.lines.write(rows)
    }
}

fn median<T: Copy>(
    values: impl Iterator<Item = T>,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_by(order);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Globs, Walk};
    use std::fs;

    #[test]
    fn all_that_is_converted_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("in");
        fs::create_dir(&root).unwrap();
        let dump = "Title: Pier\nDate: 2023-09-14\n\nThe pier is closed.\n";
        fs::write(root.join("a.txt"), dump).unwrap();
        fs::write(root.join("b.bin"), b"\0\0\0").unwrap();
        let line = serde_json::json!({ "text": dump }).to_string();
        fs::write(root.join("c.jsonl"), format!("{line}\n{line}\n")).unwrap();
        let walk = || {
            let walk = Walk::new(vec![root.clone()], Globs::default(), Vec::new())?;
            Ok(Box::new(walk) as Box<dyn Iterator<Item = Find>>)
        };
        let subject = Subject {
            walk: &walk,
            parser: &Parser::new(),
            options: &Options { threads: 2, ..Options::default() },
            to: &folder.path().join("out"),
            rounds: 3,
        };
        let measured = measure(&subject).unwrap();
        assert_eq!((measured.statistics.records, measured.text), (3, 3 * dump.len() as u64));
        assert!(measured.written > 3 * dump.len() as u64);
        assert!(measured.ratio > 0.0 && measured.convert > Duration::ZERO);
        for (stage, time) in measured.stages {
            assert!(time > Duration::ZERO, "{stage:?}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3, 9, 1].into_iter(), i32::cmp), Some(3));
        assert_eq!(median(std::iter::empty(), i32::cmp), None);
    }
}
