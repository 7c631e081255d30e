//! `unscrape learn`: a layout from a few dumps whose values are known.

use super::complaints::Complaints;
use super::{Status, count, say};
use clap::Args;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use unscrape::corpus::{Find, Globs, Walk};
use unscrape::error::Error;
use unscrape::learn::{Example, Learned, Trial, Truths, learn};

const EXAMPLES: &str = "\
Examples:
  unscrape learn examples examples -o my-layout.toml
      x.txt with its values in x.json beside it
  unscrape learn dumps values.jsonl -o my-layout.toml
      {\"id\": \"a.txt\", \"headline\": \"Pier closed\", \"authors\": [\"Ann Lee\"], \"body\": \"...\"}
  unscrape learn a.txt a.labels.tsv -o my-layout.toml
      rows of a property, a tab and the line, as a ledger calls them
  unscrape convert dumps --layout my-layout.toml -o records.jsonl";

/// Learn a layout from a few dumps whose values are known
///
/// Three examples are good, one may do. Only those of DUMPS whose truth is known are looked at. The layout is written as
/// TOML to be read and edited, and run on the examples: what it does not recover is said, and the exit status is then 1.
/// With three examples or more it is also said how well a layout reads an example that it was not learned from.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A dump, or a folder of them
    #[arg(value_name = "DUMPS")]
    dumps: PathBuf,

    /// Their values: a folder with x.json, x.truth.json or x.labels.tsv for x.txt, lines of JSON with ids, or one such file
    #[arg(value_name = "TRUTH")]
    truth: PathBuf,

    /// Where to write the layout; it is called like the file
    #[arg(short, long, value_name = "FILE.toml")]
    output: PathBuf,

    /// Look only at dumps that match GLOB; may be repeated
    #[arg(long, value_name = "GLOB", default_value = "*.txt")]
    glob: Vec<String>,

    /// Say nothing but errors and what the layout misses
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    let mut complaints = Complaints::default();
    let examples = match examples(arguments, &mut complaints) {
        Ok(examples) => examples,
        Err(error) => {
            say(&error);
            let usage = matches!(error, Error::Glob { .. });
            return if usage { Status::Usage } else { Status::Incomplete };
        }
    };
    let (dumps, truth) = (arguments.dumps.display(), arguments.truth.display());
    if examples.is_empty() {
        say(format_args!("{dumps}: no dump whose values are known from {truth}"));
        return Status::Incomplete;
    }
    let name = arguments.output.file_stem().and_then(|name| name.to_str()).unwrap_or("learned");
    let Ok(learned) = learn(name, &examples) else {
        say(format_args!("{dumps}: none of the values of {truth} stands in its dump"));
        return Status::Failed;
    };
    if let Err(error) = write(&arguments.output, &learned.layout) {
        say(error);
        return Status::Internal;
    }
    tell(arguments, &examples, &learned);
    match (complaints.finish(), learned.misses.len()) {
        (1.., _) => Status::Incomplete,
        (_, 1..) => Status::Failed,
        _ => Status::Success,
    }
}

fn examples(arguments: &Arguments, complaints: &mut Complaints) -> Result<Vec<Example>, Error> {
    let truths = Truths::read(&arguments.truth)?;
    let globs = Globs::new(&arguments.glob)?;
    let mut paths: Vec<PathBuf> = Vec::new();
    if arguments.dumps.is_dir() {
        for find in Walk::new(vec![arguments.dumps.clone()], globs, Vec::new())? {
            match find {
                Find::Dump(dump) => paths.push(dump.path().to_owned()),
                Find::Skipped(..) => {}
                Find::Failed(error) => complaints.say(&error),
            }
        }
    } else {
        paths.push(arguments.dumps.clone());
    }
    let mut examples = Vec::new();
    for path in paths {
        match Example::read(&path, &arguments.dumps, &truths) {
            Ok(example) => examples.extend(example),
            Err(error) => complaints.say(&error),
        }
    }
    Ok(examples)
}

fn write(path: &Path, layout: &str) -> Result<(), Error> {
    let fail = |source| Error::Write { path: path.to_owned(), source };
    let mut file = fs::File::create(path).map_err(fail)?;
    file.write_all(layout.as_bytes()).map_err(fail)
}

fn tell(arguments: &Arguments, examples: &[Example], learned: &Learned) {
    learned.misses.iter().for_each(say);
    if arguments.quiet {
        return;
    }
    learned.absent.iter().for_each(say);
    if let Some(Trial { right, built_in, all }) = learned.trial {
        let better = if right < built_in { ", which do better on such pages" } else { "" };
        say(format_args!(
            "each example read by a layout learned from the others: {right} of {all} values right; \
             by the layouts that are built in: {built_in}{better}"
        ));
    }
    let (path, of) = (arguments.output.display(), count(examples.len() as u64, "example"));
    match learned.misses.len() as u64 {
        0 => say(format_args!("{path}: learned from {of}, which it reads without a miss")),
        n => {
            say(format_args!("{path}: learned from {of}, of which it misses {}", count(n, "value")))
        }
    }
}
