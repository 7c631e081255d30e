//! `unscrape diff`: what changed between two runs.

use super::advice::{Reads, complain};
use super::complaints::Complaints;
use super::{Format, Status, count, printing, size};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use unscrape::diff::{self, Alone, Changes, Options, Report};
use unscrape::error::Error;
use unscrape::nearest::nearest;
use unscrape::records::Lines;
use unscrape::sink::Dialect;

const EXAMPLES: &str = "\
Examples:
  unscrape diff old.jsonl new.jsonl
  unscrape diff old.jsonl.gz new.jsonl.zst --ignore confidence --examples 10
  unscrape diff old.jsonl new.jsonl --field published --field authors --exit-code
      for scripts: status 1 where something differs";

/// Show what changed between two sets of records, field by field
///
/// Records are joined by their `id`. A field is filled where it was empty, lost where it is empty now, else changed. The
/// two files are read side by side, so that only records without another half wait; where more wait than --memory
/// allows, as in files of different orders, temporary files are used.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The records as they were: plain, gzip or zstd; - is standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The records as they are now
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Compare only FIELD; may be repeated
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Vec<String>,

    /// Do not compare FIELD; may be repeated
    #[arg(long, value_name = "FIELD", value_parser = field)]
    ignore: Vec<String>,

    /// Show so many examples of each kind
    #[arg(long, value_name = "N", default_value_t = 3)]
    examples: usize,

    /// End with status 1 where anything differs; without it differences are no failure
    #[arg(long)]
    exit_code: bool,

    /// So much may wait in memory for its other half
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    memory: u64,

    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// A field of a record, in whatever dialect.
fn field(name: &str) -> Result<String, String> {
    let known = || Dialect::ALL.into_iter().flat_map(Dialect::fields).map(|field| field.name);
    if known().any(|it| it == name) {
        return Ok(name.to_owned());
    }
    let near = nearest(name, known()).map(|near| format!("; did you mean `{near}`?"));
    Err(format!("no record has such a field{}", near.unwrap_or_default()))
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    let mut complaints = Complaints::default();
    let report = match compare(arguments, &mut complaints) {
        Ok(report) => report,
        Err(error) => {
            complain(&error, Reads::Records);
            return if matches!(error, Error::Read { .. }) {
                Status::Incomplete
            } else {
                Status::Internal
            };
        }
    };
    let status = printing(|to| match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *to, &report)?;
            writeln!(to)
        }
        Format::Table => write(arguments, &report, to),
    });
    match status {
        Status::Success if complaints.finish() > 0 => Status::Incomplete,
        Status::Success if arguments.exit_code && !report.is_empty() => Status::Failed,
        status => status,
    }
}

fn compare(arguments: &Arguments, complaints: &mut Complaints) -> Result<Report, Error> {
    let options = Options {
        only: arguments.field.clone(),
        ignore: arguments.ignore.clone(),
        examples: arguments.examples,
        memory: usize::try_from(arguments.memory).unwrap_or(usize::MAX),
    };
    let (old, new) = (Lines::open(&arguments.old)?, Lines::open(&arguments.new)?);
    diff::diff(old, new, &options, &mut |error| complaints.say(error))
}

fn write(arguments: &Arguments, it: &Report, to: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (arguments.old.display(), arguments.new.display());
    writeln!(
        to,
        "{} in {old}, {} in {new}: {} the same, {} differ, {} only in {old}, {} only in {new}",
        count(it.old, "record"),
        count(it.new, "record"),
        it.same,
        it.differ,
        it.only_old.count,
        it.only_new.count
    )?;
    if !it.fields.is_empty() {
        writeln!(to, "\n{:22}{:>10}{:>10}{:>10}", "field", "filled", "lost", "changed")?;
    }
    for field in &it.fields {
        let counts = [&field.filled, &field.lost, &field.changed].map(|changes| changes.count);
        writeln!(to, "{:22}{:>10}{:>10}{:>10}", field.name, counts[0], counts[1], counts[2])?;
    }
    for field in &it.fields {
        let kinds = [("filled", &field.filled), ("lost", &field.lost), ("changed", &field.changed)];
        for (kind, changes) in kinds.into_iter().filter(|(_, changes)| changes.count > 0) {
            examples(&format!("{} {kind}", field.name), changes, to)?;
        }
    }
    alone(&format!("only in {old}"), &it.only_old, to)?;
    alone(&format!("only in {new}"), &it.only_new, to)
}

fn examples(what: &str, changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    if changes.examples.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{what}: {}", changes.count)?;
    for it in &changes.examples {
        writeln!(to, "  {}", it.id)?;
        it.old.iter().try_for_each(|old| writeln!(to, "    - {old}"))?;
        it.new.iter().try_for_each(|new| writeln!(to, "    + {new}"))?;
    }
    Ok(())
}

fn alone(what: &str, it: &Alone, to: &mut dyn Write) -> io::Result<()> {
    if it.examples.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{what}: {}", it.count)?;
    it.examples.iter().try_for_each(|id| writeln!(to, "  {id}"))
}
