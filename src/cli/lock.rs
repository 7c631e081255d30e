//! `unscrape lock`: what the layouts of a corpus look like, for `check --locked`.

use super::advice::{Reads, complain};
use super::input::Input;
use super::{Status, printing, say};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use unscrape::check::{Gather, Look};
use unscrape::convert::Statistics;
use unscrape::error::Error;
use unscrape::lock::{By, Lock};
use unscrape::sink::file::Output;

const EXAMPLES: &str = "\
Examples:
  unscrape lock dumps
      writes layouts.lock; keep it under version control
  unscrape check new-dumps --locked
      fails where a layout is new, has vanished or has drifted
  unscrape lock new-dumps && git diff layouts.lock
      what has changed; commit it where that is right";

/// Write layouts.lock: what the layouts of a corpus look like
///
/// For each site (the host of the url, else the top folder) and layout: how many pages have which property, how often, after
/// which, with which key of a header and in which form. `unscrape check --locked` compares later dumps with it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,

    /// Write to FILE; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "layouts.lock")]
    output: PathBuf,

    /// What layouts are counted by; check --locked does the same
    ///
    /// A site needs some ten pages before anything can be told from chance. Where many hosts have a few pages each, from one
    /// program, count by the folder or all in one.
    #[arg(long, value_enum, default_value_t = Group::Site)]
    by: Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The host of the url, without one the top folder
    Site,
    /// The top folder
    Folder,
    /// All pages are one
    Corpus,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match lock(arguments) {
        Ok((text, done)) => match put(&arguments.output, &text) {
            Status::Success => status(&done),
            status => status,
        },
        Err(error) => {
            complain(&error, Reads::Dumps);
            if matches!(error, Error::Threads(_)) { Status::Internal } else { Status::Usage }
        }
    }
}

fn lock(arguments: &Arguments) -> Result<(String, Statistics), Error> {
    let by = match arguments.by {
        Group::Site => By::Site,
        Group::Folder => By::Folder,
        Group::Corpus => By::Corpus,
    };
    let look = Look { outlines: true, by, crawled: None };
    let mut gather = Gather::new(&[], None, true);
    let aside = [arguments.output.as_path(), Path::new("unscrape.toml")];
    let (done, _) = arguments.input.look(look, &mut gather, &aside)?;
    let lock = Lock { by, ..gather.layouts() };
    Ok((lock.to_toml(), done))
}

fn put(path: &Path, text: &str) -> Status {
    if path == Path::new("-") {
        return printing(|to| to.write_all(text.as_bytes()));
    }
    match write(path, text) {
        Ok(()) => Status::Success,
        Err(error) => {
            say(error);
            Status::Internal
        }
    }
}

/// It appears when it is complete.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let mut to = Output::file(path)?;
    let written = to.write_all(text.as_bytes());
    written.map_err(|source| Error::Write { path: path.to_owned(), source })?;
    to.finish()
}

fn status(done: &Statistics) -> Status {
    if done.internal > 0 {
        Status::Internal
    } else if done.unreadable + done.damaged > 0 {
        Status::Incomplete
    } else {
        Status::Success
    }
}
