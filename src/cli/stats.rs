//! `unscrape stats`: what a set of records holds.

use super::complaints::Complaints;
use super::{Status, count, printing, say};
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::PathBuf;
use unscrape::error::Error;
use unscrape::records::Lines;
use unscrape::stats::{FIELDS, Group, Groups, PRECISIONS, Stats, html};

const EXAMPLES: &str = "\
Examples:
  unscrape stats records.jsonl
      which share of the records has which field: by site, layout, year and language
  unscrape stats 2023.jsonl.zst 2024.jsonl.zst --format html > stats.html
      the same as plots, for a browser
  unscrape convert dumps --quiet | unscrape stats - --format json";

/// Show which share of records has which field, by site, layout, year and language
///
/// Also: timestamps by precision, lengths of bodies, warnings, and ids that come more than once.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Records: plain, gzip or zstd; - is standard input
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,

    /// Show the largest N groups of each kind
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,

    /// For people in a terminal, for programs, or for a browser (one file that loads nothing)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Html,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    let mut complaints = Complaints::default();
    let mut stats = Stats::default();
    for path in &arguments.records {
        let lines = Lines::open(path);
        let read = lines.and_then(|lines| stats.read(lines, &mut |error| complaints.say(error)));
        if let Err(error) = read {
            complaints.say(&error);
        }
    }
    if let Err(source) = stats.finish() {
        say(Error::Read { path: std::env::temp_dir(), source });
        return Status::Internal;
    }
    if stats.without_layout > 0 {
        let (records, all) = (count(stats.without_layout, "record"), stats.records);
        say(format_args!(
            "{records} of {all} without a layout: rows of `convert --as` have other fields than are counted here"
        ));
    }
    let status = printing(|mut to| match arguments.format {
        Format::Table => write(&stats, arguments.top, to),
        Format::Html => html::write(&stats, arguments.top, &mut to),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *to, &stats)?;
            writeln!(to)
        }
    });
    if status == Status::Success && complaints.finish() > 0 { Status::Incomplete } else { status }
}

fn write(it: &Stats, top: usize, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "{}, {} of them with an id that came before",
        count(it.records, "record"),
        it.duplicates.records
    )?;
    it.duplicates.examples.iter().try_for_each(|id| writeln!(to, "  {id}"))?;
    writeln!(to, "\n{:22}{:>10}{:>8}", "field", "records", "share")?;
    for ((field, filled), share) in FIELDS.iter().zip(it.all.filled).zip(it.all.shares()) {
        let bar = "█".repeat((share * 30.0).round() as usize);
        writeln!(to, "{field:22}{filled:>10}{share:>8.3}  {bar}")?;
    }
    groups("site", &it.sites, top, to)?;
    groups("layout", &it.layouts, top, to)?;
    groups("year", &it.years, top, to)?;
    groups("language", &it.languages, top, to)?;
    writeln!(to, "\n{:22}{}", "timestamps", PRECISIONS.map(|name| format!("{name:>10}")).concat())?;
    for (role, counts) in &it.timestamps {
        writeln!(to, "{role:22}{}", counts.map(|count| format!("{count:>10}")).concat())?;
    }
    if !it.warnings.is_empty() {
        writeln!(to, "\nwarnings")?;
    }
    it.warnings.iter().try_for_each(|(code, count)| writeln!(to, "{code:22}{count:>10}"))
}

/// A group's row: percents of its records that have each field.
fn groups(kind: &str, groups: &Groups, top: usize, to: &mut dyn Write) -> io::Result<()> {
    let heads = FIELDS.map(|field| format!("{:>5}", short(field))).concat();
    writeln!(to, "\n{kind:24}{:>9}{heads}", "records")?;
    for (name, group) in groups.sorted().iter().take(top) {
        writeln!(to, "{}", row(name, group))?;
    }
    let more = groups.sorted().len().saturating_sub(top);
    if more > 0 {
        writeln!(to, "and {} more (--top)", count(more as u64, kind))?;
    }
    if groups.others.records > 0 {
        writeln!(to, "{}", row("(others)", &groups.others))?;
    }
    Ok(())
}

fn row(name: &str, group: &Group) -> String {
    let shares = group.shares().map(|share| match share {
        share if share <= 0.0 => format!("{:>5}", "·"),
        share => format!("{:>5}", (100.0 * share).round()),
    });
    let name: String =
        name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(23).collect();
    format!("{name:24}{:>9}{}", group.records, shares.concat())
}

/// Four letters that tell a field from the others.
fn short(field: &str) -> &str {
    match field {
        "alternative_headline" => "alt",
        "publisher" => "publ",
        "published" => "date",
        "copyright_year" => "©",
        field => field.get(..4).unwrap_or(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_differ() {
        let mut names = FIELDS.map(short).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIELDS.len());
        assert!(names.iter().all(|name| name.chars().count() <= 4));
    }
}
