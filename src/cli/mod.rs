//! The commands, one file each. The only part that prints.

mod convert;
mod explain;
mod layouts;
mod output;
mod progress;
mod rebuild;
mod size;

use clap::{Parser, Subcommand};
use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

/// Turns flat text dumps of web pages back into structured records
///
/// A dump is what newspaper3k, trafilatura, BeautifulSoup, html2text, lynx, w3m and others leave of a page: text without
/// its markup. A record is one JSON object on one line, with the same keys for every page.
#[derive(Debug, Parser)]
#[command(name = "unscrape", version, max_term_width = 100, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
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

Exit status:
  0  all went well
  2  wrong usage
  3  finished, but some input could not be read or used
  4  internal error, or output that cannot be written";

#[derive(Debug, Subcommand)]
enum Command {
    Convert(convert::Arguments),
    Rebuild(rebuild::Arguments),
    Explain(explain::Arguments),
}

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Success,
    Usage,
    Incomplete,
    Internal,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Success => 0,
            Status::Usage => 2,
            Status::Incomplete => 3,
            Status::Internal => 4,
        })
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let status = match Arguments::parse().command {
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Rebuild(arguments) => rebuild::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
    };
    status.into()
}

/// One line on standard error. If nobody reads it there is nobody to tell.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
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
    use clap::CommandFactory;

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
