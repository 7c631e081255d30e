//! `unscrape man`: manual pages of all commands.

use super::{Status, say};
use clap::{Args, Command};
use clap_mangen::Man;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use unscrape::error::Error;

const EXAMPLES: &str = "\
Examples:
  unscrape man | man -l -
  unscrape man ~/.local/share/man/man1
      then man unscrape-convert";

/// Write manual pages: that of the program, or one a command into DIR
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder for unscrape.1, unscrape-convert.1 and the others; made where it is missing
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, program: Command) -> Status {
    let Some(folder) = &arguments.folder else {
        let mut page = Vec::new();
        return match Man::new(program).render(&mut page) {
            Ok(()) => super::printing(|to| to.write_all(&page)),
            Err(source) => failed(Path::new("standard output"), source),
        };
    };
    let made = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
    made.map_or_else(|source| failed(folder, source), |_| Status::Success)
}

fn failed(path: &Path, source: io::Error) -> Status {
    say(Error::Write { path: path.to_owned(), source });
    Status::Internal
}
