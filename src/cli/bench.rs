//! `unscrape bench`: how fast this machine converts the user's own files.

use super::advice::{Reads, complain};
use super::{Format, Status, Talk, count, say, size};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use unscrape::Parser;
use unscrape::bench::{self, Measured, Subject};
use unscrape::convert::Options;
use unscrape::corpus::{Find, Globs, Opening, Walk};
use unscrape::error::Error;

const EXAMPLES: &str = "\
Examples:
  unscrape bench dumps
  unscrape bench crawl.warc.wet.gz --threads 1 --format json > before.json";

/// Measure how fast files are converted, against a floor that only reads and writes
///
/// All PATHs are converted several times, in turn with a floor: a program that reads and unpacks the same files and writes
/// as many bytes with as many threads, and does nothing in between. Then each step is timed in one thread. The figures are
/// medians. Nothing is kept: what is written goes to a temporary file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Folders and files to convert
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read only files that match GLOB, or with ! before it, only those that do not; may be repeated
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,

    /// How many threads work; 0 is one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// How often each is measured
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: usize,

    /// Do not read longer pages, such as 500kB, 64MiB, 1G
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    max_page_size: u64,

    /// How to show the figures
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,

    /// Say nothing but errors and the figures
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    let measured = match measure(arguments) {
        Ok(measured) => measured,
        Err(error @ (Error::Glob { .. } | Error::SameIds { .. })) => {
            say(error);
            return Status::Usage;
        }
        Err(error) => {
            complain(&error, Reads::Dumps);
            return Status::Internal;
        }
    };
    if measured.statistics.records == 0 {
        say("nothing to measure: no file holds text");
        return Status::Incomplete;
    }
    let text = match arguments.format {
        Format::Table => table(&measured),
        Format::Json => format!("{:#}\n", json(&measured, arguments)),
    };
    // A reader that went away wants no more.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Status::Success
}

fn measure(arguments: &Arguments) -> Result<Measured, Error> {
    let path = PathBuf::from("temporary folder");
    let folder = tempfile::tempdir().map_err(|source| Error::Write { path, source })?;
    let walk = || {
        let globs = Globs::new(&arguments.glob)?;
        let walk = Walk::new(arguments.paths.clone(), globs, Vec::new())?;
        Ok(Box::new(walk) as Box<dyn Iterator<Item = Find>>)
    };
    let limit = Some(arguments.max_page_size);
    let opening = Opening { limit, ..Opening::default() };
    if Talk::new(arguments.quiet) == Talk::All {
        say(format_args!("measuring, {}", count(arguments.rounds as u64, "round")));
    }
    bench::measure(&Subject {
        walk: &walk,
        parser: &Parser::new(),
        options: &Options { threads: arguments.threads, opening, ..Options::default() },
        to: &folder.path().join("out"),
        rounds: arguments.rounds,
    })
}

fn table(measured: &Measured) -> String {
    let Measured { statistics, .. } = measured;
    let mut lines = vec![
        format!(
            "{}, {}, {:.1} MB read, {:.1} MB written",
            count(statistics.files, "file"),
            count(statistics.records, "record"),
            megabytes(statistics.bytes),
            megabytes(measured.written)
        ),
        String::new(),
        format!("{:<10}{:>10}{:>10}{:>12}", "", "seconds", "MB/s", "records/s"),
    ];
    for (name, time) in [("convert", measured.convert), ("floor", measured.floor)] {
        let seconds = time.as_secs_f64().max(1e-9);
        let (rate, records) =
            (megabytes(statistics.bytes) / seconds, statistics.records as f64 / seconds);
        lines.push(format!("{name:<10}{seconds:>10.3}{rate:>10.0}{records:>12.0}"));
    }
    lines.push(format!("{:<10}{:>10.2}", "ratio", measured.ratio));
    lines.extend([String::new(), format!("{:<10}{:>10}{:>10}", "step", "share", "MB/s")]);
    let all: f64 = measured.stages.iter().map(|(_, time)| time.as_secs_f64()).sum();
    for (stage, time) in &measured.stages {
        let (name, seconds) = (name(*stage), time.as_secs_f64());
        let share = 100.0 * seconds / all.max(1e-9);
        // What took no time at all has no rate.
        let rate = (share >= 0.05).then(|| format!("{:.0}", megabytes(measured.text) / seconds));
        lines.push(format!("{name:<10}{share:>8.1} %{:>10}", rate.unwrap_or("-".to_owned())));
    }
    lines.join("\n") + "\n"
}

fn json(measured: &Measured, arguments: &Arguments) -> serde_json::Value {
    let Measured { statistics, .. } = measured;
    let stages = measured.stages.iter().map(|(stage, time)| (name(*stage), time.as_secs_f64()));
    let stages: Vec<_> = stages
        .map(|(name, seconds)| serde_json::json!({ "stage": name, "seconds": seconds }))
        .collect();
    serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "target": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "threads": arguments.threads,
        "rounds": arguments.rounds,
        "files": statistics.files,
        "records": statistics.records,
        "bytes_read": statistics.bytes,
        "bytes_written": measured.written,
        "bytes_of_text": measured.text,
        "convert_seconds": measured.convert.as_secs_f64(),
        "floor_seconds": measured.floor.as_secs_f64(),
        "ratio": measured.ratio,
        "stages": stages,
    })
}

fn name(stage: bench::Stage) -> String {
    format!("{stage:?}").to_lowercase()
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
