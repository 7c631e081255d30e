//! `unscrape check`: the gate for CI.

use super::advice::{Reads, complain};
use super::config::Config as Settings;
use super::input::Input;
use super::{Status, printing};
use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use unscrape::check::{Base, Config, Gather, Look, Report, github, human, json, junit, sarif};
use unscrape::convert::Statistics;
use unscrape::error::Error;
use unscrape::lock::{By, Lock, compare};

const EXAMPLES: &str = "\
Examples:
  unscrape check dumps
      with rules that fit most corpora
  unscrape check dumps --config unscrape.toml --format github
      with your own, as annotations of a workflow
  unscrape lock dumps && git add layouts.lock
  unscrape check new-dumps --locked
      fails where a layout is new, has vanished or has drifted

Rules stand in unscrape.toml, here or in the nearest folder above, or in the file of --config; without any, rules are taken
that fit most corpora:
  [check]
  error = [\"published >= 0.98\", \"unknown-bytes <= 5%\"]
  warn = [\"authors >= 0.9\"]

Exit status: 1 where a rule of level error does not hold or a layout differs from the lock; else 3 where something could
not be read, unless a rule (unreadable-files) says how much that may be.";

/// Check dumps against rules, and their layouts against layouts.lock
///
/// Dumps are read as convert reads them, and no records are written. A rule is a share and its bound: of the pages that
/// have a field, a warning (conflicting-dates and the others) or another trait: empty-bodies, duplicate-pages,
/// dates-after-crawl, unseen-layouts; of the bytes that no layout could tell (unknown-bytes); of the inputs that could not
/// be read (unreadable-files).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,

    /// Compare the layouts with LOCK, which `unscrape lock` writes; layouts.lock if none is named
    #[arg(long, value_name = "LOCK", num_args = 0..=1, default_missing_value = "layouts.lock")]
    locked: Option<PathBuf>,

    /// How to show the outcome
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// JUnit XML, for build servers
    Junit,
    /// SARIF 2.1.0, for code-scanning services
    Sarif,
    /// Annotations of a workflow on GitHub
    Github,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match check(arguments) {
        Ok(report) => match printing(|to| write(&report, arguments.format, to)) {
            Status::Success => status(&report),
            status => status,
        },
        Err(error) => {
            complain(&error, Reads::Dumps);
            match error {
                Error::Threads(_) | Error::Internal { .. } | Error::Write { .. } => {
                    Status::Internal
                }
                _ => Status::Usage,
            }
        }
    }
}

fn check(arguments: &Arguments) -> Result<Report, Error> {
    let (config, file) = config()?;
    let locked = arguments.locked.as_deref();
    let lock = locked.map(read_lock).transpose()?;
    let by = lock.as_ref().map_or(By::Site, |lock| lock.by);
    let look = Look { outlines: lock.is_some(), by, crawled: config.crawled };
    let outlines = look.outlines;
    let mut gather = Gather::new(&config.rules, lock, outlines);
    let aside: Vec<&Path> = file.as_deref().into_iter().chain(locked).collect();
    let (done, unread) = arguments.input.look(look, &mut gather, &aside)?;
    let base = Base::of(&below_here(&arguments.input.paths));
    let fail = |source| Error::Write { path: std::env::temp_dir(), source };
    let (mut report, both) = gather.finish(done, unread, &base).map_err(fail)?;
    report.lock = locked.map(|path| path.to_string_lossy().replace('\\', "/"));
    report.comparison =
        both.map(|(lock, now)| compare(&lock, &now, &config.thresholds).open(&base));
    Ok(report)
}

/// Paths as others name them that begin where the user is.
fn below_here(paths: &[PathBuf]) -> Vec<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let below = |path: &PathBuf| match path.strip_prefix(&here) {
        Ok(rest) if rest.as_os_str().is_empty() => PathBuf::from("."),
        Ok(rest) => rest.to_owned(),
        Err(_) => path.clone(),
    };
    paths.iter().map(below).collect()
}

/// The rules, and the file that they stand in. The same file gives all commands their defaults.
fn config() -> Result<(Config, Option<PathBuf>), Error> {
    let given: Vec<OsString> = std::env::args_os().collect();
    let Some(Settings { path, text }) = Settings::find(&given)? else {
        return Ok((Config::default(), None));
    };
    match Config::from_toml(&text) {
        Ok(config) => Ok((config, Some(path))),
        Err(fault) => Err(Error::Config { path, line: fault.line, reason: fault.reason }),
    }
}

fn read_lock(path: &Path) -> Result<Lock, Error> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Lock::from_toml(&text).map_err(|fault| Error::Config {
        path: path.to_owned(),
        line: fault.line,
        reason: fault.reason,
    })
}

fn write(report: &Report, format: Format, mut to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, to),
        Format::Github => github::write(report, to),
        Format::Junit => {
            let text = junit::text(report).map_err(io::Error::other)?;
            to.write_all(text.as_bytes())
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut to, &json::document(report))?;
            writeln!(to)
        }
        Format::Sarif => {
            serde_json::to_writer(&mut to, &sarif::log(report))?;
            writeln!(to)
        }
    }
}

fn status(report: &Report) -> Status {
    let Statistics { internal, .. } = report.statistics;
    if internal > 0 {
        Status::Internal
    } else if report.failed() {
        Status::Failed
    } else if report.unread.count > 0 && !report.rules_unreadable() {
        Status::Incomplete
    } else {
        Status::Success
    }
}
