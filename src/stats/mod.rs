//! What a set of records holds: coverage of fields by site, layout, year and language, dates, lengths, duplicate ids.
//!
//! One pass, in memory that does not grow with the number of records.

mod group;
pub mod html;
mod ids;
mod svg;

pub use group::{Group, Groups};
pub use ids::Duplicates;
pub(crate) use ids::Ids;

use crate::error::Error;
use crate::records::{Fields, Lines};
use crate::sink;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The fields whose coverage is counted, in the order of the record.
pub const FIELDS: [&str; 19] = crate::fields::FILLED;

/// The precisions that are counted; the last is that of a date that could not be read.
pub const PRECISIONS: [&str; 5] = ["month", "day", "minute", "second", "unread"];

/// The group of records that do not say which they belong to.
const NONE: &str = "(none)";

/// No body has 2^40 characters.
const POWERS: usize = 40;

/// Different words of one kind, such as months, are counted up to here.
const MOST_WORDS: usize = 200_000;

/// Statistics of records.
#[derive(Debug, Serialize)]
pub struct Stats {
    /// Lines that are records.
    pub records: u64,
    /// Lines that are none.
    pub failed: u64,
    /// Of the records, those without a layout: rows of another dialect, whose keys are others.
    pub without_layout: u64,
    /// The fields, in the order of the figures in every group.
    pub fields: [&'static str; FIELDS.len()],
    /// All records.
    pub all: Group,
    /// By the host of the address.
    pub sites: Groups,
    /// By layout.
    pub layouts: Groups,
    /// By the year of publication.
    pub years: Groups,
    /// By language, without script and region.
    pub languages: Groups,
    /// For every role of timestamps, how many there are of each of [`PRECISIONS`].
    pub timestamps: BTreeMap<String, [u64; PRECISIONS.len()]>,
    /// Records by month of publication, `2023-09`.
    pub months: BTreeMap<String, u64>,
    /// Bodies by length: how many have from 2^k to less than 2^(k+1) characters.
    pub body_lengths: Vec<u64>,
    /// Warnings by code.
    pub warnings: BTreeMap<String, u64>,
    /// Ids that come more than once.
    pub duplicates: Duplicates,
    #[serde(skip)]
    ids: Ids,
}

#[derive(Deserialize)]
struct Timestamp<'l> {
    #[serde(borrow)]
    role: Cow<'l, str>,
    #[serde(borrow, default)]
    value: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    precision: Option<Cow<'l, str>>,
}

#[derive(Deserialize)]
struct Warning<'l> {
    #[serde(borrow)]
    code: Cow<'l, str>,
}

/// What of a record is looked at.
#[derive(Default)]
struct Seen<'l> {
    id: Cow<'l, str>,
    layout: Cow<'l, str>,
    url: Option<Cow<'l, str>>,
    published: Option<Cow<'l, str>>,
    language: Option<Cow<'l, str>>,
    filled: [bool; FIELDS.len()],
}

impl Default for Stats {
    fn default() -> Self {
        Stats {
            records: 0,
            failed: 0,
            without_layout: 0,
            fields: FIELDS,
            all: Group::default(),
            sites: Groups::default(),
            layouts: Groups::default(),
            years: Groups::default(),
            languages: Groups::default(),
            timestamps: BTreeMap::default(),
            months: BTreeMap::default(),
            body_lengths: vec![0; POWERS],
            warnings: BTreeMap::default(),
            duplicates: Duplicates::default(),
            ids: Ids::default(),
        }
    }
}

impl Stats {
    /// Counts the records of an input. `complain` is told of lines that are none.
    ///
    /// # Errors
    /// It cannot be read; what came before was counted.
    pub fn read(
        &mut self,
        mut lines: Lines,
        complain: &mut dyn FnMut(&Error),
    ) -> Result<(), Error> {
        while let Some(line) = lines.next_line()? {
            let number = line.number;
            if let Err(error) = self.add(line.bytes) {
                self.failed += 1;
                complain(&lines.complaint(number, error));
            }
        }
        Ok(())
    }

    /// Ends counting.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn finish(&mut self) -> std::io::Result<()> {
        self.duplicates = self.ids.finish()?;
        for groups in [&mut self.sites, &mut self.layouts, &mut self.languages] {
            groups.sort();
        }
        self.years.sort_by_name();
        Ok(())
    }

    fn add(&mut self, line: &[u8]) -> Result<(), serde_json::Error> {
        let Fields(fields) = serde_json::from_slice(line)?;
        let mut seen = Seen::default();
        for (key, value) in &fields {
            self.field(key, value.get(), &mut seen)?;
        }
        self.records += 1;
        self.without_layout += u64::from(seen.layout.is_empty());
        self.ids.add(&seen.id);
        self.all.add(&seen.filled);
        let host = seen.url.as_deref().and_then(sink::site);
        let year = seen.published.as_deref().and_then(sink::year);
        let language = seen.language.as_deref().and_then(|tag| tag.split(['-', '_']).next());
        self.sites.add(host.as_deref().unwrap_or(NONE), &seen.filled);
        self.years.add(year.unwrap_or(NONE), &seen.filled);
        self.languages.add(language.unwrap_or(NONE), &seen.filled);
        self.layouts.add(&seen.layout, &seen.filled);
        let month = seen.published.as_deref().and_then(|stamp| stamp.get(..7));
        if let Some(month) = month.filter(|month| month.is_ascii()) {
            count(&mut self.months, month, 1);
        }
        Ok(())
    }

    fn field<'l>(
        &mut self,
        key: &str,
        raw: &'l str,
        seen: &mut Seen<'l>,
    ) -> Result<(), serde_json::Error> {
        let filled = !matches!(raw, "null" | "[]" | "{}" | "\"\"");
        if let Some(at) = FIELDS.iter().position(|field| *field == key) {
            seen.filled[at] = filled;
        }
        if !filled {
            return Ok(());
        }
        match key {
            "id" => seen.id = string(raw)?,
            "layout" => seen.layout = string(raw)?,
            "url" => seen.url = Some(string(raw)?),
            "published" => seen.published = Some(string(raw)?),
            "language" => seen.language = Some(string(raw)?),
            "body" => self.body(&string(raw)?),
            "timestamps" => self.timestamps(raw)?,
            "warnings" => {
                let found: Vec<Warning<'_>> = serde_json::from_str(raw)?;
                found.iter().for_each(|warning| count(&mut self.warnings, &warning.code, 1));
            }
            _ => {}
        }
        Ok(())
    }

    fn body(&mut self, text: &str) {
        let power = text.chars().count().checked_ilog2().unwrap_or(0) as usize;
        if let Some(bin) = self.body_lengths.get_mut(power) {
            *bin += 1;
        }
    }

    fn timestamps(&mut self, raw: &str) -> Result<(), serde_json::Error> {
        let found: Vec<Timestamp<'_>> = serde_json::from_str(raw)?;
        for time in found {
            let said = time.precision.as_deref().filter(|_| time.value.is_some());
            let at = PRECISIONS.iter().position(|known| said == Some(known));
            let at = at.unwrap_or(PRECISIONS.len() - 1);
            if self.timestamps.len() < MOST_WORDS
                || self.timestamps.contains_key(time.role.as_ref())
            {
                self.timestamps.entry(time.role.into_owned()).or_default()[at] += 1;
            }
        }
        Ok(())
    }
}

/// A string of JSON, borrowed where it has no escapes.
fn string(raw: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Text<'l>(#[serde(borrow)] Cow<'l, str>);
    serde_json::from_str::<Text<'_>>(raw).map(|text| text.0)
}

fn count(words: &mut BTreeMap<String, u64>, word: &str, by: u64) {
    if let Some(known) = words.get_mut(word) {
        *known += by;
    } else if words.len() < MOST_WORDS {
        words.insert(word.to_owned(), by);
    }
}

#[cfg(test)]
mod tests;
