//! Two sets of records, joined by `id`: which fields were filled, lost or changed.

mod compare;
mod join;

pub use compare::{Change, Kind};

use crate::error::Error;
use crate::records::Lines;
use join::{Joined, Side};
use serde::Serialize;

/// What is compared, and how much is shown.
#[derive(Clone, Debug)]
pub struct Options {
    /// Only these fields; all where there is none.
    pub only: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// So many examples of each kind.
    pub examples: usize,
    /// So many bytes of records may wait for their other half; more go to temporary files.
    pub memory: usize,
}

/// What is different.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Records of the old set.
    pub old: u64,
    /// Records of the new set.
    pub new: u64,
    /// Records that are the same in every field compared.
    pub same: u64,
    /// Records with a field that differs.
    pub differ: u64,
    /// Records that only the old set has.
    pub only_old: Alone,
    /// Records that only the new set has.
    pub only_new: Alone,
    /// The fields that differ anywhere, in the order of the records.
    pub fields: Vec<FieldReport>,
    /// Lines that are no records.
    pub failed: u64,
    /// Whether more was waiting than memory may hold, so that temporary files were used.
    pub on_disk: bool,
}

/// Records without another half.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Alone {
    /// So many.
    pub count: u64,
    /// The ids of the first ones.
    pub examples: Vec<String>,
}

/// How one field differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldReport {
    /// Its name.
    pub name: String,
    /// Empty before, not empty now.
    pub filled: Changes,
    /// Not empty before, empty now.
    pub lost: Changes,
    /// Another value.
    pub changed: Changes,
}

/// Changes of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// So many.
    pub count: u64,
    /// The first ones.
    pub examples: Vec<Example>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The record.
    pub id: String,
    /// What was there, shortened.
    pub old: Option<String>,
    /// What is there now, shortened.
    pub new: Option<String>,
}

impl Report {
    /// Whether the two sets hold the same.
    pub fn is_empty(&self) -> bool {
        self.differ == 0 && self.only_old.count == 0 && self.only_new.count == 0
    }
}

/// Compares two sets. They are read side by side, so where both are in the same order hardly anything has to wait; in any
/// other order what waits is bounded and the rest goes to temporary files. `complain` is told of lines that are no records.
///
/// # Errors
/// They cannot be read, or temporary files cannot be written.
pub fn diff(
    old: Lines,
    new: Lines,
    options: &Options,
    complain: &mut dyn FnMut(&Error),
) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut failed = 0;
    let mut bad = |error: &Error| {
        failed += 1;
        complain(error);
    };
    let mut take = |joined: Joined<'_>| report.take(&joined, options);
    let on_disk = join::join(old, new, options.memory, &mut take, &mut bad)?;
    report.failed = failed;
    report.on_disk = on_disk;
    Ok(report)
}

impl Report {
    fn take(&mut self, joined: &Joined<'_>, options: &Options) -> Result<(), String> {
        match joined {
            Joined::Both { id, old, new } => {
                let changes =
                    compare::changes(old, new, options).map_err(|error| error.to_string())?;
                self.old += 1;
                self.new += 1;
                self.same += u64::from(changes.is_empty());
                self.differ += u64::from(!changes.is_empty());
                changes.into_iter().for_each(|change| self.add(id, change, options.examples));
            }
            Joined::Alone { id, side } => {
                let (count, alone) = match side {
                    Side::Old => (&mut self.old, &mut self.only_old),
                    Side::New => (&mut self.new, &mut self.only_new),
                };
                *count += 1;
                alone.count += 1;
                if alone.examples.len() < options.examples {
                    alone.examples.push((*id).to_owned());
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, id: &str, change: Change, most: usize) {
        let at = match self.fields.iter().position(|field| field.name == change.field) {
            Some(at) => at,
            None => {
                self.fields.push(FieldReport::new(change.field.clone()));
                self.fields.sort_by_key(|field| compare::place(&field.name));
                self.fields.iter().position(|field| field.name == change.field).unwrap_or(0)
            }
        };
        let Some(field) = self.fields.get_mut(at) else { return };
        let changes = match change.kind {
            Kind::Filled => &mut field.filled,
            Kind::Lost => &mut field.lost,
            Kind::Changed => &mut field.changed,
        };
        changes.count += 1;
        if changes.examples.len() < most {
            let (old, new) = change.shown();
            changes.examples.push(Example { id: id.to_owned(), old, new });
        }
    }
}

impl FieldReport {
    fn new(name: String) -> Self {
        let [filled, lost, changed] = Default::default();
        FieldReport { name, filled, lost, changed }
    }
}

#[cfg(test)]
mod tests;
