//! The commands, one file each. The only part that prints.

mod advice;
mod bench;
mod check;
mod complaints;
mod completions;
mod config;
mod convert;
mod dialect;
mod diff;
mod explain;
mod input;
mod layouts;
mod learn;
mod lock;
mod man;
mod opening;
mod output;
mod progress;
mod rebuild;
mod schema;
mod score;
mod size;
mod stats;
mod subject;

use advice::{Reads, complain};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use config::Config;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use unscrape::error::Error;

/// Turns flat text dumps of web pages back into structured records
///
/// A dump is what newspaper3k, trafilatura, BeautifulSoup, html2text, lynx, w3m and others leave of a page: text without
/// its markup. A record is one JSON object on one line, with the same keys for every page.
#[derive(Debug, Parser)]
#[command(name = "unscrape", version, max_term_width = 100, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Take defaults for flags from FILE; without it from unscrape.toml, here or in the nearest folder above
    ///
    /// A table a command, a key a long flag: `[convert]`, then `quiet = true` or `glob = ["*.txt"]`. The command line wins;
    /// a switch is turned off again by `--quiet=false`. Paths are counted from where the file lies.
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        conflicts_with = "no_config",
        help_heading = "Settings"
    )]
    config: Option<PathBuf>,

    /// Take no defaults from any file
    #[arg(long, global = true, help_heading = "Settings")]
    no_config: bool,
}

const AFTER: &str = "\
Examples:
  unscrape convert dumps -o records.jsonl
      every text file below the folder becomes a record, or several
  unscrape convert dumps --ledger -o proof.jsonl
      the same, and what every byte of every file is
  unscrape rebuild proof.jsonl -o rebuilt
      the files again, byte for byte, from the records alone
  unscrape explain dumps/a.txt
      what every line became and why, and why a field is missing
  unscrape check dumps
      the gate for CI: rules with thresholds, and layouts against layouts.lock
  unscrape learn examples examples -o my-layout.toml
      a layout for your own kind of dump, from a few whose values you write down
  unscrape stats records.jsonl
      which share of the records has which field
  unscrape diff old.jsonl new.jsonl
      what changed between two runs
  unscrape score records.jsonl dumps
      how right the records are, where truth lies beside the dumps
  unscrape convert dumps --as datatrove -o documents.jsonl
      the same records as another program reads them; unscrape schema describes them
  unscrape bench dumps
      how fast that goes here, and where the time goes

Exit status:
  0  all went well
  1  a gate failed: check, diff --exit-code, or a learned layout misses its own examples
  2  wrong usage
  3  finished, but some input could not be read or used
  4  internal error, or output that cannot be written";

#[derive(Debug, Subcommand)]
enum Command {
    Convert(convert::Arguments),
    Rebuild(rebuild::Arguments),
    Explain(explain::Arguments),
    Check(check::Arguments),
    Lock(lock::Arguments),
    Learn(learn::Arguments),
    Score(score::Arguments),
    Diff(diff::Arguments),
    Stats(stats::Arguments),
    Schema(schema::Arguments),
    Bench(bench::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// How figures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Success,
    /// What was checked is not as it should be.
    Failed,
    Usage,
    Incomplete,
    Internal,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Success => 0,
            Status::Failed => 1,
            Status::Usage => 2,
            Status::Incomplete => 3,
            Status::Internal => 4,
        })
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match arguments() {
        Ok(arguments) => dispatch(arguments.command).into(),
        Err(error) => {
            complain(&error, Reads::Dumps);
            Status::Usage.into()
        }
    }
}

/// Those of the command line, with the defaults of a file. Ends the program where they cannot be used.
fn arguments() -> Result<Arguments, Error> {
    let given: Vec<OsString> = std::env::args_os().collect();
    let defaults = match Config::find(&given) {
        Ok(Some(config)) => config.apply(Arguments::command()),
        Ok(None) => Ok(Arguments::command()),
        Err(error) => Err(error),
    };
    let program = defaults
        .or_else(|error| if is_help(&given) { Ok(Arguments::command()) } else { Err(error) })?;
    let mut matches = program.try_get_matches_from(given).unwrap_or_else(|error| refuse(&error));
    Ok(Arguments::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit()))
}

/// Ends the program with what clap has to say.
fn refuse(error: &clap::Error) -> ! {
    let _ = error.print();
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && Path::new(word).exists()
    {
        say(format_args!("  tip: to make records of it: unscrape convert {word} -o records.jsonl"));
    }
    std::process::exit(error.exit_code())
}

/// Help is given whatever a file says.
fn is_help(given: &[OsString]) -> bool {
    let mut words = given.iter().filter_map(|word| word.to_str());
    words.any(|word| matches!(word, "-h" | "--help" | "help"))
}

fn dispatch(command: Command) -> Status {
    match command {
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Rebuild(arguments) => rebuild::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Lock(arguments) => lock::run(&arguments),
        Command::Learn(arguments) => learn::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    }
}

/// One line on standard error. If nobody reads it there is nobody to tell.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes to standard output. A reader that goes away, as `head` does, is no failure.
fn printing(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Status {
    let mut to = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut to).and_then(|()| to.flush()) {
        Ok(()) => Status::Success,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Success,
        Err(source) => {
            say(Error::Write { path: "standard output".into(), source });
            Status::Internal
        }
    }
}

/// Whether to say what is no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Talk {
    All,
    Errors,
}

impl Talk {
    fn new(quiet: bool) -> Self {
        if quiet { Talk::Errors } else { Talk::All }
    }
}

/// A number with its noun, the noun in the plural where it must be.
fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", indicatif::HumanCount(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(12_345, "record"), "12,345 records");
    }
}
