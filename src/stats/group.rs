//! Coverage of fields by group, for a bounded number of groups.

use super::FIELDS;
use foldhash::HashMap;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// So many groups are told apart; what comes later is counted as one.
const MOST: usize = 20_000;

/// How many records there are, and how many of them have each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Records.
    pub records: u64,
    /// Of these with a value, per field of [`FIELDS`].
    pub filled: [u64; FIELDS.len()],
}

impl Group {
    /// Adds a record.
    pub fn add(&mut self, filled: &[bool; FIELDS.len()]) {
        self.records += 1;
        self.filled.iter_mut().zip(filled).for_each(|(count, yes)| *count += u64::from(*yes));
    }

    /// The shares of records with a value, per field, from 0 to 1.
    pub fn shares(&self) -> [f64; FIELDS.len()] {
        self.filled
            .map(|count| if self.records > 0 { count as f64 / self.records as f64 } else { 0.0 })
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("records", &self.records)?;
        map.serialize_entry("filled", &self.filled)?;
        map.end()
    }
}

/// Groups by name.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    known: HashMap<Box<str>, Group>,
    sorted: Vec<(Box<str>, Group)>,
    /// Records of groups that came when there were too many.
    pub others: Group,
}

impl Groups {
    pub(super) fn add(&mut self, name: &str, filled: &[bool; FIELDS.len()]) {
        if let Some(group) = self.known.get_mut(name) {
            group.add(filled);
        } else if self.known.len() < MOST {
            self.known.entry(name.into()).or_default().add(filled);
        } else {
            self.others.add(filled);
        }
    }

    /// The largest first, of equal ones by name.
    pub(super) fn sort(&mut self) {
        self.sorted = self.known.drain().collect();
        self.sorted.sort_unstable_by(|a, b| b.1.records.cmp(&a.1.records).then(a.0.cmp(&b.0)));
    }

    /// The last name first.
    pub(super) fn sort_by_name(&mut self) {
        self.sorted = self.known.drain().collect();
        self.sorted.sort_unstable_by(|a, b| b.0.cmp(&a.0));
    }

    /// The groups, the largest first, years the latest first.
    pub fn sorted(&self) -> &[(Box<str>, Group)] {
        &self.sorted
    }
}

impl Serialize for Groups {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let others = (self.others.records > 0).then_some(("(others)", &self.others));
        to.collect_map(self.sorted.iter().map(|(name, group)| (name.as_ref(), group)).chain(others))
    }
}
