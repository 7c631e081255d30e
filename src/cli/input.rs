//! The flags that say what pages are read, for commands that look at pages and write no records.

use super::complaints::ByFile;
use super::opening::opening;
use super::progress::Progress;
use super::{Talk, convert as command, layouts, size};
use clap::Args;
use same_file::Handle;
use std::path::{Path, PathBuf};
use unscrape::check::{Gather, Look, Place, Unread};
use unscrape::convert::{self, Event, Form, Options, Statistics, Target};
use unscrape::corpus::{Globs, Walk};
use unscrape::error::Error;

/// So many things that could not be read are named in a report.
const NAMED: usize = 10;

/// What is read.
#[derive(Clone, Debug, Args)]
pub struct Input {
    /// Folders and files to read, containers too; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// How many threads work; 0 is one a core
    ///
    /// The outcome is the same with any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Read only files that match GLOB, or with ! before it, only those that do not; may be repeated
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,

    /// Try the layout in FILE before those that are built in; may be repeated
    #[arg(long, value_name = "FILE.toml")]
    layout: Vec<PathBuf>,

    /// Where the text of a page stands in JSON and Parquet; may be repeated
    #[arg(long, value_name = "NAME")]
    text_field: Vec<String>,

    /// Flatten HTML to text and read that
    #[arg(long)]
    html: bool,

    /// Do not read longer pages, such as 500kB, 64MiB, 1G
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    max_page_size: u64,

    /// Say nothing but errors and the outcome
    #[arg(short, long)]
    quiet: bool,
}

impl Input {
    /// Looks at all pages. `aside` are files that lie among the dumps and are none.
    ///
    /// # Errors
    /// A layout, a glob or the paths cannot be used, or the threads cannot be started.
    pub fn look(
        &self,
        look: Look,
        to: &mut Gather,
        aside: &[&Path],
    ) -> Result<(Statistics, Unread), Error> {
        let parser = layouts::parser(&self.layout)?;
        let aside = aside.iter().filter_map(|path| Handle::from_path(path).ok()).collect();
        let walk = Walk::new(self.paths.clone(), Globs::new(&self.glob)?, aside)?;
        let talk = Talk::new(self.quiet);
        let progress = Progress::new(talk, false);
        let (mut failures, mut unread) = (ByFile::default(), Unread::default());
        let mut watch = |event: Event<'_>| {
            if let Event::Failed(error) = &event {
                note(error, &mut unread);
            }
            command::show(&event, &progress, &mut failures, talk);
        };
        let target = Target::new(to);
        let done = convert::convert(walk, &parser, &self.options(look), target, &mut watch)?;
        failures.finish(&|line| progress.say(line));
        progress.finish(&done, talk);
        Ok((done, unread))
    }

    fn options(&self, look: Look) -> Options {
        let opening = opening(&self.text_field, self.html, Some(self.max_page_size));
        Options { threads: self.threads, opening, form: Form::Seen(look), ..Options::default() }
    }
}

fn note(error: &Error, unread: &mut Unread) {
    unread.count += 1;
    if unread.messages.len() < NAMED {
        unread.messages.push(error.to_string());
        unread.places.extend(error.path().map(Place::file));
    }
}
