//! `unscrape convert`: folders of dumps in, JSON lines out.

use super::advice::{Reads, complain, tip};
use super::complaints::ByFile;
use super::output::Output;
use super::progress::Progress;
use super::{Status, Talk, count, say, size};
use clap::{Args, ValueEnum};
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unscrape::Parser;
use unscrape::convert::{
    self, Event, Options, Repairs, Sites, Statistics, Target, Threshold, WithLedger,
};
use unscrape::corpus::{Globs, Opening, Others, Skip, Walk};
use unscrape::error::Error;
use unscrape::parser::Furniture;
use unscrape::sink::{Dialect, Writing};

const EXAMPLES: &str = "\
Examples:
  unscrape convert dumps -o records.jsonl
  unscrape convert dumps -o records.jsonl.zst --split 500MB --resume
  unscrape convert 2023 2024 --glob '*.txt' --glob '!drafts/' -o records.jsonl
  curl -s https://harbour-post.example/a.txt | unscrape convert - | jq .headline
  unscrape convert dumps --layout mine.toml --boilerplate -o records.jsonl";

/// Turn dumps into records, one JSON object a line
///
/// Folders are walked in the order of names. Every file that holds text is read, whatever its name: hidden ones too,
/// and those that a .gitignore names. Symbolic links are followed. What cannot be read is said, and the run goes on.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Folders and files to read; - is standard input
    ///
    /// The id of a record is the path of its dump: with one folder the path below it, with several PATHs each as given
    /// and what is below it. A file that holds several pages gives several records, with #1, #2 ... behind their id.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    output: Output,

    /// How many threads work; 0 is one a core
    ///
    /// The output is the same, byte for byte, with any number. As many again pack the output, where it is packed.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Read only files that match GLOB, or with ! before it, only those that do not; may be repeated
    ///
    /// '*.txt' is matched on the name, '2023/*.txt' on the path below PATH, '!drafts/' leaves a folder out. The last one
    /// that matches decides. Quote them, so that the shell does not read them first.
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,

    /// Add to each record a ledger of every byte, from which `unscrape rebuild` gives the dumps back
    ///
    /// A list of [start, end, property], and the text where the record does not hold it. Files of any size and any kind
    /// are then read, since the ledger promises every byte of every file.
    #[arg(long)]
    ledger: bool,

    /// Part paragraphs that were glued together; without it the places are only listed
    ///
    /// "left the harbour.The pier" gets a blank line before "The". The list stays in `repairs`.
    #[arg(long)]
    repair: bool,

    /// Keep boilerplate (menus, banners, teasers) as metadata; without it the lines are only counted
    #[arg(long)]
    boilerplate: bool,

    /// Compare the pages of each site first: what many of them say is mostly boilerplate
    ///
    /// The site of a page is the host of its address, stated or at the top of its text, else the folder of its dump. Of each
    /// site up to 24 pages are compared; what at least three of them and a quarter of them say is hardly headline, description
    /// or body, unless the title or the address says it too. Everything is read twice. Sites of one or two pages are read as
    /// without it. Not with --resume: before a run goes on, the pages that it compared may have changed.
    #[arg(long, conflicts_with = "resume")]
    compare_pages: bool,

    /// Try the layout in FILE before those that are built in; may be repeated
    ///
    /// A layout lists properties in their order and the facts that speak for each. README.md has an example. A name
    /// that does not exist is answered with the list of those that do.
    #[arg(long, value_name = "FILE.toml")]
    layout: Vec<PathBuf>,

    /// What to do about files that hold no text
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Binary::Skip)]
    binary: Binary,

    /// Where the text of a page stands in JSON and Parquet; may be repeated, the first that a page has is taken
    ///
    /// Without it the usual names are tried: text, content, body, raw_content, maintext, article and others.
    #[arg(long, value_name = "NAME")]
    text_field: Vec<String>,

    /// Flatten HTML to text and read that; without it a record says that HTML was found
    ///
    /// Responses of a WARC that hold HTML are then pages too.
    #[arg(long)]
    html: bool,

    /// Keep the other fields of JSON and columns of Parquet as metadata
    #[arg(long)]
    keep: bool,

    /// Do not read longer pages, such as 500kB, 64MiB, 1G; each becomes a record with a warning
    ///
    /// With --ledger files of any size are read.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    max_page_size: u64,

    /// Leave fields out that are less sure than N (0 to 1), or FIELD=N for one field; may be repeated
    ///
    /// They are null or [], with a warning `low-confidence` that has the value. What names a field wins over a bare
    /// number. What a container states is sure.
    #[arg(long, value_name = "[FIELD=]N")]
    min_confidence: Vec<Threshold>,

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

/// Why the run ended early.
enum Failure {
    Usage(String),
    Internal(Error),
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match convert(arguments) {
        Ok(done) if done.internal > 0 => Status::Internal,
        Ok(done) if done.unreadable + done.damaged > 0 => Status::Incomplete,
        Ok(_) => Status::Success,
        Err(Failure::Internal(error)) if error.is_broken_pipe() => Status::Success,
        Err(Failure::Internal(error)) => {
            complain(&error, Reads::Dumps);
            Status::Internal
        }
        Err(Failure::Usage(fault)) => {
            say(fault);
            Status::Usage
        }
    }
}

impl Failure {
    fn usage(error: Error) -> Self {
        Failure::Usage(error.to_string())
    }

    /// Of an output that cannot be written, or that the user should not want.
    fn output(error: Error) -> Self {
        match error {
            Error::InTheWay { .. } | Error::Resume { .. } | Error::Changed { .. } => {
                Failure::usage(error)
            }
            error => Failure::Internal(error),
        }
    }
}

fn convert(arguments: &Arguments) -> Result<Statistics, Failure> {
    if let Some(fault) = arguments.output.fault(&arguments.paths) {
        return Err(Failure::Usage(fault.to_owned()));
    }
    let dialect = arguments.output.dialect;
    if arguments.ledger && dialect != Dialect::Native {
        let name = dialect.name();
        let fault = format!(
            "--ledger: rows of {name} have no place for it, leave out one of --as and --ledger"
        );
        return Err(Failure::Usage(fault));
    }
    if let Some(fault) = read_twice(arguments) {
        return Err(Failure::Usage(fault.to_owned()));
    }
    let parser = parser(arguments).map_err(Failure::usage)?;
    let globs = Globs::new(&arguments.glob).map_err(Failure::usage)?;
    let plan = arguments.output.plan(arguments.threads, essence(arguments));
    let mut writing = Writing::begin(&plan).map_err(Failure::output)?;
    let walk = || Walk::new(arguments.paths.clone(), globs.clone(), writing.identity());
    let (first, walk) = (walk().map_err(Failure::usage)?, walk().map_err(Failure::usage)?);
    remove_when_stopped(writing.temporary());
    let talk = Talk::new(arguments.quiet);
    let progress = Progress::new(talk, arguments.output.is_stdout());
    let mut failures = ByFile::default();
    let mut watch = |event: Event<'_>| show(&event, &progress, &mut failures, talk);
    let mut options = options(arguments);
    if arguments.compare_pages {
        options.sites = Some(compare(first, &parser, &options, talk)?);
    }
    let from = writing.reached().clone();
    let done = if writing.is_complete() {
        from.statistics
    } else {
        let target = Target { to: &mut writing, from };
        convert::convert(walk, &parser, &options, target, &mut watch).map_err(Failure::output)?
    };
    failures.finish(&|line| progress.say(line));
    writing.finish().map_err(Failure::output)?;
    progress.finish(&done, talk);
    if dialect == Dialect::Datatrove && done.without_body > 0 && talk == Talk::All {
        let records = count(done.without_body, "record");
        say(format_args!("{records} without text: datatrove leaves such documents out"));
    }
    Ok(done)
}

/// Why the inputs cannot be read twice.
fn read_twice(arguments: &Arguments) -> Option<&'static str> {
    let stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    let fault = "standard input: cannot be read twice, as --compare-pages does";
    (arguments.compare_pages && stdin).then_some(fault)
}

/// The first of two passes.
fn compare(
    walk: Walk,
    parser: &Parser,
    options: &Options,
    talk: Talk,
) -> Result<Arc<Sites>, Failure> {
    let sites = convert::survey(walk, parser, options).map_err(Failure::Internal)?;
    if talk == Talk::All {
        let some = if sites.left_out { ", others were left out: there are too many" } else { "" };
        let found = count(sites.count() as u64, "site");
        say(format_args!("compared pages: {found} with lines that many pages have{some}"));
    }
    Ok(Arc::new(sites))
}

/// All that the records depend on beside the inputs, in words.
fn essence(arguments: &Arguments) -> String {
    let output = arguments.output.essence();
    let same = Arguments { output, threads: 0, quiet: false, ..arguments.clone() };
    let layouts = arguments.layout.iter().map(fs::read).map(Result::unwrap_or_default);
    let layouts: Vec<u64> =
        layouts.map(|text| BuildHasherDefault::<DefaultHasher>::default().hash_one(text)).collect();
    format!("{same:?} {layouts:x?}")
}

fn parser(arguments: &Arguments) -> Result<Parser, Error> {
    let furniture = if arguments.boilerplate { Furniture::Keep } else { Furniture::Leave };
    Ok(super::layouts::parser(&arguments.layout)?.furniture(furniture))
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
        opening: opening(arguments),
        partition: arguments.output.by(),
        dialect: arguments.output.dialect,
        min_confidence: arguments.min_confidence.clone(),
        form: convert::Form::Rows,
        sites: None,
    }
}

fn opening(arguments: &Arguments) -> Opening {
    let limit = Some(arguments.max_page_size).filter(|_| !arguments.ledger);
    let others = if arguments.keep { Others::Keep } else { Others::Leave };
    Opening { others, ..super::opening::opening(&arguments.text_field, arguments.html, limit) }
}

/// Removes what is temporary when the user stops the program. Where no handler can be set it stays behind.
fn remove_when_stopped(temporary: Option<PathBuf>) {
    let Some(path) = temporary else { return };
    let _ = ctrlc::set_handler(move || {
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
        std::process::exit(130);
    });
}

pub(super) fn show(event: &Event<'_>, progress: &Progress, failures: &mut ByFile, talk: Talk) {
    match event {
        Event::Failed(error) => {
            failures.say(error, &|line| progress.say(line));
            tip(error, Reads::Dumps).into_iter().for_each(|tip| progress.say(tip));
        }
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
        Skip::Note(what) => what,
    }
}
