//! `unscrape rebuild`: records with a ledger in, the dumps out.

use super::advice::{Reads, complain};
use super::{Status, Talk, count, say};
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use unscrape::error::Error;
use unscrape::rebuild::{self, Existing, Rebuilt, Rows};
use unscrape::sink;

const EXAMPLES: &str = "\
Examples:
  unscrape convert dumps --ledger -o proof.jsonl
  unscrape rebuild proof.jsonl -o rebuilt
  diff -r dumps rebuilt
  unscrape rebuild proof.jsonl.zst -o rebuilt --force";

/// Give dumps back, byte for byte, from records written with `convert --ledger`
///
/// The dumps themselves are not needed. Each is checked: it appears only if no byte of it is missing or there twice.
/// Folders are made as the ids of the records name them; a record that leads out of DIR is refused.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The records, also packed by gzip or zstd; - is standard input
    ///
    /// The pages of one dump must follow each other, as convert writes them.
    #[arg(value_name = "RECORDS.jsonl")]
    records: PathBuf,

    /// The folder to write the dumps to
    ///
    /// A dump that was read from standard input is called stdin.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Write over files that exist; without it they are left alone and said
    #[arg(long)]
    force: bool,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// After so many complaints the others are only counted.
const COMPLAINTS: u64 = 20;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match rebuild(arguments) {
        Ok(done) => {
            tell(&done, Talk::new(arguments.quiet));
            if done.failed > 0 { Status::Incomplete } else { Status::Success }
        }
        Err(error) => {
            complain(&error, Reads::Records);
            if matches!(error, Error::Read { .. }) { Status::Incomplete } else { Status::Internal }
        }
    }
}

fn rebuild(arguments: &Arguments) -> Result<Rebuilt, Error> {
    let (path, mut from) = open(&arguments.records)?;
    let existing = if arguments.force { Existing::Overwrite } else { Existing::Keep };
    let mut complaints = 0;
    let mut complain = |error: &Error| {
        complaints += 1;
        if complaints <= COMPLAINTS {
            say(error);
        }
    };
    let rows = Rows { path, from: &mut *from };
    rebuild::rebuild(rows, &arguments.output, existing, &mut complain)
}

fn open(path: &Path) -> Result<(PathBuf, Box<dyn BufRead>), Error> {
    if path == Path::new("-") {
        let lines = sink::unpack(Box::new(io::stdin().lock()));
        let shown = PathBuf::from("standard input");
        return lines
            .map(|lines| (shown.clone(), lines))
            .map_err(|source| Error::Read { path: shown, source });
    }
    let lines = File::open(path)
        .and_then(|file| sink::unpack(Box::new(BufReader::with_capacity(1 << 18, file))));
    let lines = lines.map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok((path.to_owned(), lines))
}

fn tell(done: &Rebuilt, talk: Talk) {
    if done.failed > COMPLAINTS {
        say(format_args!("and {} of the same kind", count(done.failed - COMPLAINTS, "error")));
    }
    if talk == Talk::All {
        say(format_args!(
            "{} rebuilt from {}, {}",
            count(done.files, "file"),
            count(done.records, "record"),
            indicatif::BinaryBytes(done.bytes)
        ));
    }
}
