//! `unscrape score`: records against truth, for people who measure the program on their own pages.

use super::advice::{Reads, complain};
use super::complaints::Complaints;
use super::{Format, Status, printing, say};
use clap::{Args, ValueEnum};
use globset::{Glob, GlobSetBuilder};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::path::PathBuf;
use unscrape::error::Error;
use unscrape::score::{self, Ask, FIELDS, Figures, Index, Options, Report, Trusted};

const EXAMPLES: &str = "\
Examples:
  unscrape convert pages --glob '*.txt' -o records.jsonl
  unscrape score records.jsonl pages
      how right every field is
  unscrape score records.jsonl pages --by extractor
  unscrape score records.jsonl pages --by language,layout
      figures for each language and layout
  unscrape score records.jsonl pages --reliability headline
      of the headlines at 0.9, how many are right
  unscrape score records.jsonl pages --worst published
      the dumps to look at first

Truth is a JSON object of fields, x.json or x.truth.json, beside the dump x.txt or x.EXTRACTOR.txt:
  {\"headline\": \"Pier closed\", \"published\": \"2023-09-14\", \"authors\": [\"Ann Lee\"], \"body\": \"...\"}
or {\"gold\": fields, \"page_type\": word, \"prov\": {field: origin}, \"present\": {EXTRACTOR: [field]}}.";

/// Measure records against truth that lies beside the dumps
///
/// Asked for are only values that a dump holds letter by letter, so 1.000 can be reached, unless --all-values is given; a
/// dump without a record counts as all wrong.
/// Texts are compared without case, width and kind of quote, dates by their day (`published_ts` by its minute), lists as
/// sets, the body by its words. Below stands what `confidence` is worth: of the values at 0.9, how many were right.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The records, as convert writes them for DIR
    #[arg(value_name = "RECORDS")]
    records: PathBuf,

    /// The folder of the dumps and their truth
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Figures for each of these instead of one for all; with commas for each combination
    #[arg(long, value_enum, value_delimiter = ',')]
    by: Vec<By>,

    /// Only dumps whose extractor matches GLOB; may be repeated
    #[arg(long, value_name = "GLOB")]
    extractor: Vec<String>,

    /// Only dumps in a folder of this name; may be repeated
    #[arg(long, value_name = "NAME")]
    folder_name: Vec<String>,

    /// Only pages whose truth has this `page_type`; may be repeated; `any` takes all
    #[arg(long = "type", value_name = "WORD", default_value = "article")]
    types: Vec<String>,

    /// Only values whose `prov` begins with WORD, such as those that people annotated
    #[arg(long, value_name = "WORD")]
    provenance: Option<String>,

    /// Ask for every value of the truth, not only for those that the dump holds letter by letter
    ///
    /// With it a date counts that the dump words otherwise, and so does a value that the dump does not hold at all.
    #[arg(long)]
    all_values: bool,

    /// Show what `confidence` is worth for FIELD alone, by ranges; may be repeated
    #[arg(long, value_name = "FIELD", value_parser = FIELDS.map(|(name, _)| name), hide_possible_values = true)]
    reliability: Vec<String>,

    /// Show the worst values of FIELD instead of figures
    #[arg(long, value_name = "FIELD", value_parser = FIELDS.map(|(name, _)| name))]
    worst: Option<String>,

    /// So many of them
    #[arg(long, value_name = "N", default_value_t = 20)]
    count: usize,

    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Extractor,
    Folder,
    Language,
    Layout,
}

impl From<&By> for score::By {
    fn from(by: &By) -> score::By {
        match by {
            By::Extractor => score::By::Extractor,
            By::Folder => score::By::Folder,
            By::Language => score::By::Language,
            By::Layout => score::By::Layout,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    let mut complaints = Complaints::default();
    let scored = options(arguments).and_then(|options| {
        let mut complain = |error: &Error| complaints.say(error);
        let records = Index::read(&arguments.records, &mut complain)?;
        score::score(&records, &arguments.folder, &options, &mut complain)
    });
    let report = match scored {
        Ok(report) => report,
        Err(error) => {
            complain(&error, Reads::Records);
            return if matches!(error, Error::Glob { .. }) {
                Status::Usage
            } else {
                Status::Incomplete
            };
        }
    };
    if report.dumps == 0 {
        let folder = arguments.folder.display();
        say(format_args!(
            "{folder}: no dump has its truth beside it (x.json beside x.txt or x.EXTRACTOR.txt)"
        ));
        return Status::Incomplete;
    }
    let status = printing(|to| match arguments.format {
        Format::Json => write_json(arguments, &report, to),
        Format::Table if arguments.worst.is_some() => write_worst(&report, to),
        Format::Table => write_table(arguments, &report, to),
    });
    if status == Status::Success && complaints.finish() > 0 { Status::Incomplete } else { status }
}

fn options(arguments: &Arguments) -> Result<Options, Error> {
    let mut set = GlobSetBuilder::new();
    for text in &arguments.extractor {
        let glob = Glob::new(text).map_err(|source| Error::Glob { glob: text.clone(), source })?;
        set.add(glob);
    }
    let set = set
        .build()
        .map_err(|source| Error::Glob { glob: arguments.extractor.join(" "), source })?;
    let any = arguments.types.iter().any(|word| word == "any");
    Ok(Options {
        by: arguments.by.iter().map(score::By::from).collect(),
        extractors: (!arguments.extractor.is_empty()).then_some(set),
        folders: arguments.folder_name.clone(),
        types: if any { Vec::new() } else { arguments.types.clone() },
        provenance: arguments.provenance.clone(),
        ask: if arguments.all_values { Ask::All } else { Ask::Held },
        worst: arguments.worst.clone().map(|field| (field, arguments.count)),
    })
}

fn write_table(arguments: &Arguments, report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let (dumps, missing, several) = (report.dumps, report.missing, report.several);
    writeln!(to, "dumps {dumps}, without a record {missing}, with several records {several}")?;
    for (group, tallies) in &report.groups {
        writeln!(to, "\n{group}")?;
        for (field, figures) in tallies.figures() {
            writeln!(to, "  {field:15} {}", row(&figures))?;
        }
    }
    let Some(error) = report.reliability.error() else { return Ok(()) };
    writeln!(
        to,
        "\nconfidence: what the records say of their values, and what is true (mean distance {error:.3})"
    )?;
    trusted(&report.reliability.by_confidence(), to)?;
    writeln!(to)?;
    trusted(&report.reliability.by_field(), to)?;
    for field in &arguments.reliability {
        writeln!(to, "\n{field} by confidence")?;
        trusted(&report.reliability.of_field(field), to)?;
    }
    Ok(())
}

fn row(figures: &Figures) -> String {
    match figures {
        Figures::Exact { exact, answered, n } => {
            format!("exact {exact:.3}  answered {answered:.3}  n {n}")
        }
        Figures::Shared { f1, precision, recall, n } => {
            format!("F1 {f1:.3}  P {precision:.3}  R {recall:.3}  n {n}")
        }
    }
}

fn trusted(rows: &[Trusted], to: &mut dyn Write) -> io::Result<()> {
    rows.iter().try_for_each(|Trusted { of, n, said, right }| {
        writeln!(to, "  {of:15} said {said:.3}  right {right:.3}  n {n}")
    })
}

fn write_worst(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    report.worst.iter().try_for_each(|it| {
        writeln!(to, "{:.2} {}\n   got   {}\n   truth {}", it.right, it.path, it.given, it.truth)
    })
}

fn write_json(arguments: &Arguments, report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let group = |tallies: &score::Tallies| -> Map<String, Value> {
        tallies.figures().map(|(field, figures)| (field.to_owned(), json!(figures))).collect()
    };
    let groups: Map<String, Value> =
        report.groups.iter().map(|(name, tallies)| (name.clone(), group(tallies).into())).collect();
    let mut all = json!({
        "dumps": report.dumps,
        "without_record": report.missing,
        "several_records": report.several,
        "groups": groups,
        "confidence": {
            "error": report.reliability.error(),
            "by_confidence": report.reliability.by_confidence(),
            "by_field": report.reliability.by_field(),
        },
    });
    if !arguments.reliability.is_empty() {
        let field = |field: &String| (field.clone(), json!(report.reliability.of_field(field)));
        all["confidence"]["of_field"] = arguments.reliability.iter().map(field).collect();
    }
    if arguments.worst.is_some() {
        all["worst"] = json!(report.worst);
    }
    serde_json::to_writer_pretty(&mut *to, &all)?;
    writeln!(to)
}
