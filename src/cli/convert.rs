//! `unscrape convert`: folders of dumps in, JSON lines out.

use super::progress::Progress;
use super::{Status, Talk, say, size};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::{Path, PathBuf};
use unscrape::Parser;
use unscrape::convert::{self, Event, Options, Repairs, Statistics, Target, WithLedger};
use unscrape::corpus::{Globs, Skip, Walk};
use unscrape::error::Error;
use unscrape::parser::Furniture;
use unscrape::sink::file::Output;

/// Turn dumps into records, one JSON object a line
///
/// Folders are walked in the order of names. Every file that holds text is read, whatever its name: hidden ones too,
/// and those that a .gitignore names. Symbolic links are followed. What cannot be read is said, and the run goes on.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Folders and files to read; - is standard input
    ///
    /// With one PATH the ids of records are relative to it; with several each id begins with its PATH.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write to FILE instead of standard output
    ///
    /// FILE appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// How many threads work; 0 is one a core. The output does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Read only files that match GLOB, or with ! before it, only those that do not; may be repeated
    ///
    /// A glob without / is matched on the name, one with / on the path below PATH. The last one that matches decides.
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,

    /// Add to each record a ledger of every byte, from which `unscrape rebuild` gives the dumps back
    ///
    /// Files of any size and any kind are then read, since the ledger promises every byte of every file.
    #[arg(long)]
    ledger: bool,

    /// Part paragraphs that were glued together; without it the places are only listed
    #[arg(long)]
    repair: bool,

    /// Keep boilerplate as metadata; without it the lines are only counted
    #[arg(long)]
    boilerplate: bool,

    /// Try the layout in FILE before those that are built in; may be repeated
    #[arg(long, value_name = "FILE.toml")]
    layout: Vec<PathBuf>,

    /// What to do about files that hold no text
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Binary::Skip)]
    binary: Binary,

    /// Do not read longer files; each becomes a record with a warning. Not with --ledger
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    max_page_size: u64,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Binary {
    /// Leave them out and say so
    Skip,
    /// Write a record without fields
    Keep,
}

/// Why no record was written.
enum Failure {
    Usage(Error),
    Internal(Error),
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match convert(arguments) {
        Ok(done) if done.internal > 0 => Status::Internal,
        Ok(done) if done.unreadable > 0 => Status::Incomplete,
        Ok(_) => Status::Success,
        Err(Failure::Internal(error)) if error.is_broken_pipe() => Status::Success,
        Err(Failure::Internal(error)) => {
            say(error);
            Status::Internal
        }
        Err(Failure::Usage(error)) => {
            say(error);
            Status::Usage
        }
    }
}

fn convert(arguments: &Arguments) -> Result<Statistics, Failure> {
    let parser = parser(arguments).map_err(Failure::Usage)?;
    let globs = Globs::new(&arguments.glob).map_err(Failure::Usage)?;
    let mut output = output(arguments.output.as_deref()).map_err(Failure::Internal)?;
    let walk = Walk::new(arguments.paths.clone(), globs, output.identity());
    let walk = walk.map_err(Failure::Usage)?;
    remove_when_stopped(output.temporary());
    let talk = Talk::new(arguments.quiet);
    let progress = Progress::new(talk, arguments.output.is_none());
    let target = Target { path: output.path().to_owned(), to: &mut output };
    let mut watch = |event: Event<'_>| show(&event, &progress, talk);
    let done = convert::convert(walk, &parser, &options(arguments), target, &mut watch)
        .and_then(|done| output.finish().map(|()| done))
        .map_err(Failure::Internal)?;
    progress.finish(&done, talk);
    Ok(done)
}

fn parser(arguments: &Arguments) -> Result<Parser, Error> {
    let furniture = if arguments.boilerplate { Furniture::Keep } else { Furniture::Leave };
    let parser = Parser::new().furniture(furniture);
    arguments.layout.iter().try_fold(parser, |parser, path| {
        let fail = |source| Error::Read { path: path.clone(), source };
        let text = fs::read_to_string(path).map_err(fail)?;
        let fail = |source| Error::Layout { path: path.clone(), source };
        parser.layout(&text).map_err(fail)
    })
}

fn output(path: Option<&Path>) -> Result<Output, Error> {
    match path {
        None => Ok(Output::stdout()),
        Some(path) if path == Path::new("-") => Ok(Output::stdout()),
        Some(path) => Output::file(path),
    }
}

fn options(arguments: &Arguments) -> Options {
    Options {
        threads: arguments.threads,
        ledger: if arguments.ledger { WithLedger::Yes } else { WithLedger::No },
        repair: if arguments.repair { Repairs::Apply } else { Repairs::List },
        binary: match arguments.binary {
            Binary::Skip => convert::Binary::Skip,
            Binary::Keep => convert::Binary::Keep,
        },
        max_page_size: Some(arguments.max_page_size),
    }
}

/// Removes the temporary file when the user stops the program. Where no handler can be set it stays behind.
fn remove_when_stopped(temporary: Option<&Path>) {
    let Some(path) = temporary.map(Path::to_owned) else { return };
    let _ = ctrlc::set_handler(move || {
        let _ = fs::remove_file(&path);
        std::process::exit(130);
    });
}

fn show(event: &Event<'_>, progress: &Progress, talk: Talk) {
    match event {
        Event::Failed(error) => progress.say(error),
        Event::Skipped(path, why) if talk == Talk::All => {
            progress.say(format_args!("{}: {}", path.display(), reason(*why)));
        }
        Event::Skipped(..) => {}
        Event::Progress(done) => progress.update(done),
    }
}

fn reason(why: Skip) -> &'static str {
    match why {
        Skip::Binary => "binary file, skipped (--binary keep makes it a record)",
        Skip::Special => "no regular file, skipped",
    }
}
