//! Records measured against truth that lies beside the dumps, field by field.
//!
//! Only values that a dump holds are asked for, so everything right is 1; a page without a record counts as all wrong.

mod count;
mod index;
mod measure;
mod tally;
mod truth;

pub use count::{FIELDS, Kind, Outcome};
pub(crate) use count::{compare, given, truth_of};
pub use index::Index;
pub(crate) use measure::{day, letters, minute, norm, text, tokens, url};
pub use tally::{Figures, Reliability, Tallies, Tally, Trusted};
pub(crate) use truth::bare as stem;
pub use truth::{AS_FOUND, Case, Truth, cases};

use crate::error::Error;
use globset::GlobSet;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// So many cases are worked on before their outcomes are added up.
const TOGETHER: usize = 256;

/// So much of a value is kept for showing it.
const SHOWN: usize = 200;

/// What figures are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The extractor in the dump's name.
    Extractor,
    /// The folder that holds the dump.
    Folder,
    /// The language that the truth states, without its region.
    Language,
    /// The layout that the record names.
    Layout,
}

/// Which values of the truth are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ask {
    /// Those that the dump holds letter by letter.
    #[default]
    Held,
    /// All.
    All,
}

/// What is measured.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The groups of figures: one for each combination of these, or one for all.
    pub by: Vec<By>,
    /// Only dumps of these extractors.
    pub extractors: Option<GlobSet>,
    /// Only dumps that lie in one of these folders, by the last part of the path; all where there is none.
    pub folders: Vec<String>,
    /// Only pages of these types; all where there is none.
    pub types: Vec<String>,
    /// Only values whose provenance begins so.
    pub provenance: Option<String>,
    /// Which values of the truth are asked for.
    pub ask: Ask,
    /// Keep the worst values of this field, so many.
    pub worst: Option<(String, usize)>,
}

/// What measuring came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Dumps that were asked for.
    pub dumps: usize,
    /// Of these, without a record.
    pub missing: usize,
    /// Of these, with several records; the first counts.
    pub several: usize,
    /// The figures by group.
    pub groups: BTreeMap<String, Tallies>,
    /// What `confidence` is worth.
    pub reliability: Reliability,
    /// The worst first, where they were asked for.
    pub worst: Vec<Worst>,
    /// Files that could not be used.
    pub failed: usize,
}

/// A value beside its truth.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Worst {
    /// How right it is.
    pub right: f64,
    /// The dump.
    pub path: String,
    /// What the record has.
    pub given: String,
    /// What is true.
    pub truth: String,
}

/// What came of one dump.
struct Page {
    group: String,
    records: usize,
    outcomes: Vec<(usize, Outcome, Option<f64>)>,
    worst: Option<Worst>,
}

/// Measures the records of an index against the truth below a folder. `complain` is told what cannot be used.
///
/// # Errors
/// The folder cannot be walked.
pub fn score(
    records: &Index,
    folder: &Path,
    options: &Options,
    complain: &mut dyn FnMut(&Error),
) -> Result<Report, Error> {
    let cases = cases(folder)?;
    let mut report = Report::default();
    for some in cases.chunks(TOGETHER) {
        let measured: Vec<Vec<Result<Page, Error>>> =
            some.par_iter().map(|case| measure_case(records, folder, case, options)).collect();
        for page in measured.into_iter().flatten() {
            match page {
                Ok(page) => report.add(page),
                Err(error) => {
                    report.failed += 1;
                    complain(&error);
                }
            }
        }
    }
    report.worst.sort_by(|a, b| a.right.total_cmp(&b.right));
    report.worst.truncate(options.worst.as_ref().map_or(0, |(_, count)| *count));
    Ok(report)
}

impl Report {
    fn add(&mut self, page: Page) {
        self.dumps += 1;
        self.missing += usize::from(page.records == 0);
        self.several += usize::from(page.records > 1);
        let tallies = self.groups.entry(page.group).or_default();
        for (at, outcome, said) in &page.outcomes {
            tallies.add(*at, outcome);
            if let (Some(said), true, Some((_, kind))) = (said, outcome.answered, FIELDS.get(*at)) {
                self.reliability.add(*at, *said, outcome.given_right(*kind));
            }
        }
        self.worst.extend(page.worst);
    }
}

fn measure_case(
    records: &Index,
    folder: &Path,
    case: &Case,
    options: &Options,
) -> Vec<Result<Page, Error>> {
    let in_folder = case.path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let in_folder = in_folder.unwrap_or_default();
    if !options.folders.is_empty() && !options.folders.iter().any(|name| name == in_folder) {
        return Vec::new();
    }
    let mut truth = match Truth::read(&case.path) {
        Ok(truth) => truth,
        Err(error) => return vec![Err(error)],
    };
    if !options.types.is_empty() && !options.types.contains(&truth.page_type) {
        return Vec::new();
    }
    if let Some(origin) = &options.provenance {
        truth.only_from(origin);
    }
    let wanted =
        |extractor: &str| options.extractors.as_ref().is_none_or(|set| set.is_match(extractor));
    let dumps = case.dumps.iter().filter(|(_, extractor)| wanted(extractor));
    dumps
        .map(|(dump, extractor)| {
            let name = dump.strip_prefix(folder).unwrap_or(dump);
            let name = crate::corpus::Name::of(name).text;
            let (record, count) = records.get(&name)?;
            let held = match options.ask {
                Ask::Held => Some(truth.held(dump, extractor)?),
                Ask::All => None,
            };
            let asked = |field: &str| held.as_ref().is_none_or(|held| held.contains(field));
            let group = |by: &By| match by {
                By::Extractor => extractor.clone(),
                By::Folder => in_folder.to_owned(),
                By::Language => language(&truth.fields),
                By::Layout => layout(record.as_ref()).to_owned(),
            };
            let group = match options.by.as_slice() {
                [] => "all".to_owned(),
                by => by.iter().map(group).collect::<Vec<_>>().join(", "),
            };
            let mut page = Page { group, records: count, outcomes: Vec::new(), worst: None };
            compare_all(&mut page, record.as_ref(), &truth.fields, asked, (&name, options));
            Ok(page)
        })
        .collect()
}

/// `de` of `de-AT` and `de_DE`.
fn language(truth: &Map<String, Value>) -> String {
    let stated = truth.get("language").and_then(Value::as_str).unwrap_or_default();
    match stated.split(['-', '_']).next().unwrap_or_default() {
        "" => "no language".to_owned(),
        language => language.to_lowercase(),
    }
}

fn layout(record: Option<&Map<String, Value>>) -> &str {
    match record {
        None => "no record",
        Some(record) => record.get("layout").and_then(Value::as_str).unwrap_or("None"),
    }
}

fn compare_all(
    page: &mut Page,
    record: Option<&Map<String, Value>>,
    truth: &Map<String, Value>,
    held: impl Fn(&str) -> bool,
    (name, options): (&str, &Options),
) {
    for (at, (field, kind)) in FIELDS.iter().enumerate() {
        let Some(told) = count::truth_of(truth, field).filter(|_| held(field)) else { continue };
        let given = count::given(record, field);
        let outcome = count::compare(field, *kind, given, told, truth);
        let said = record.and_then(|record| record.get("confidence")?.get(field)?.as_f64());
        page.outcomes.push((at, outcome, said));
        if options.worst.as_ref().is_some_and(|(wanted, _)| wanted == field) {
            let (given, truth) = (shown(given), shown(Some(told)));
            page.worst = Some(Worst { right: outcome.right, path: name.to_owned(), given, truth });
        }
    }
}

fn shown(value: Option<&Value>) -> String {
    let text = value.map_or("null".to_owned(), ToString::to_string);
    text.chars().take(SHOWN).collect()
}
