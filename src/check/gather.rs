//! Adds up what is seen of pages, in their order: for each rule, how many pages speak against it, by layout, and the first ones.

use super::place::{Base, Place};
use super::report::{Against, Judged, Outcome, Report, Unread};
use super::rules::{Bound, Measure, Rule, Standing};
use super::seen::Seen;
use crate::convert::Statistics;
use crate::error::Error;
use crate::lock::{Lock, Prints};
use crate::sink::{Rows, Sink};
use crate::stats::Ids;
use std::collections::BTreeMap;
use std::io;

/// So many places are named for each rule and layout.
pub(super) const NAMED: usize = 10;

/// The sum of what was seen.
#[derive(Debug)]
pub struct Gather {
    tallies: Vec<Tally>,
    lock: Option<Lock>,
    prints: Option<Prints>,
    texts: Option<Ids>,
    layouts: BTreeMap<Box<str>, u64>,
    pages: u64,
    bytes: u64,
    unknown: u64,
}

/// What speaks against a rule.
#[derive(Debug)]
struct Tally {
    rule: Rule,
    against: BTreeMap<Box<str>, Against>,
}

impl Gather {
    /// For these rules. `lock` is what is compared with; `prints` asks for the layouts to be counted.
    pub fn new(rules: &[Rule], lock: Option<Lock>, prints: bool) -> Self {
        let tally = |rule: &Rule| Tally { rule: *rule, against: BTreeMap::new() };
        let duplicates = rules.iter().any(|rule| rule.measure == Measure::DuplicatePages);
        Gather {
            tallies: rules.iter().map(tally).collect(),
            lock,
            prints: prints.then(Prints::default),
            texts: duplicates.then(Ids::default),
            layouts: BTreeMap::new(),
            pages: 0,
            bytes: 0,
            unknown: 0,
        }
    }

    fn add(&mut self, page: &Seen) {
        self.pages += 1;
        self.bytes += page.bytes;
        self.unknown += page.unknown;
        count(&mut self.layouts, &page.layout);
        let duplicate = match (&mut self.texts, page.text) {
            (Some(texts), Some(hash)) => texts.add_hash(hash),
            _ => false,
        };
        let unseen = self.lock.as_ref().is_some_and(|lock| !lock.has(&page.site, &page.layout));
        self.tallies.iter_mut().for_each(|tally| tally.add(page, Standing { duplicate, unseen }));
        if let Some(prints) = &mut self.prints {
            prints.add(page);
        }
    }

    /// The layouts that were counted.
    pub fn layouts(self) -> Lock {
        self.prints.unwrap_or_default().finish()
    }

    /// Judges all rules.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    pub fn finish(
        mut self,
        statistics: Statistics,
        unread: Unread,
        base: &Base,
    ) -> io::Result<(Report, Option<(Lock, Lock)>)> {
        let duplicates = self.texts.as_mut().map(Ids::finish).transpose()?;
        let duplicates = duplicates.map_or(0, |found| found.records);
        let tallies = std::mem::take(&mut self.tallies);
        let judge = |tally| self.judge(tally, duplicates, &statistics, &unread);
        let mut rules: Vec<Judged> = tallies.into_iter().map(judge).collect();
        let places = rules.iter_mut().filter(|it| it.rule.measure != Measure::UnreadableFiles);
        let places = places.flat_map(|it| &mut it.against).flat_map(|it| &mut it.places);
        places.for_each(|place| *place = base.open(place));
        let layouts = std::mem::take(&mut self.layouts);
        let (pages, comparison) = (self.pages, None);
        let report = Report { pages, layouts, statistics, unread, rules, lock: None, comparison };
        let prints = self.prints.map(Prints::finish);
        Ok((report, self.lock.zip(prints)))
    }

    fn judge(&self, tally: Tally, duplicates: u64, done: &Statistics, unread: &Unread) -> Judged {
        let Tally { rule, against } = tally;
        let mut against: Vec<Against> = against.into_values().collect();
        against.sort_by_key(|it| std::cmp::Reverse(it.pages));
        let pages: u64 = against.iter().map(|it| it.pages).sum();
        let at_least = matches!(rule.bound, Bound::AtLeast(_));
        let (count, of) = match rule.measure {
            Measure::UnknownBytes => (self.unknown, self.bytes),
            Measure::UnreadableFiles => {
                (unread.count, done.files + done.containers + done.unreadable + done.internal)
            }
            // Beyond a bound only the number is known.
            Measure::DuplicatePages => (duplicates, self.pages),
            _ if at_least => (self.pages - pages, self.pages),
            _ => (pages, self.pages),
        };
        let unlocked = rule.measure == Measure::UnseenLayouts && self.lock.is_none();
        if rule.measure == Measure::UnreadableFiles && count > 0 {
            let places = unread.places.iter().take(NAMED).cloned().collect();
            against = vec![Against { layout: "none".into(), pages: count, of, places }];
        }
        for it in &mut against {
            it.of = self.layouts.get(&it.layout).copied().unwrap_or(it.of);
        }
        let share = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        let outcome = match () {
            () if unlocked => Outcome::Skipped,
            () if rule.bound.holds(share) => Outcome::Holds,
            () => Outcome::Fails,
        };
        Judged { rule, share, count, of, outcome, against }
    }
}

fn count(layouts: &mut BTreeMap<Box<str>, u64>, layout: &str) {
    match layouts.get_mut(layout) {
        Some(known) => *known += 1,
        None => {
            layouts.insert(layout.into(), 1);
        }
    }
}

impl Tally {
    fn add(&mut self, page: &Seen, standing: Standing) {
        let Some(line) = self.rule.against(page, standing) else { return };
        let against = match self.against.get_mut(&page.layout) {
            Some(known) => known,
            None => {
                let layout = page.layout.clone();
                let fresh = Against { layout, pages: 0, of: 0, places: Vec::new() };
                self.against.entry(page.layout.clone()).or_insert(fresh)
            }
        };
        against.pages += 1;
        if against.places.len() < NAMED {
            against.places.push(Place { line, ..page.place.clone() });
        }
    }
}

impl Sink for Gather {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        rows.seen.iter().for_each(|page| self.add(page));
        Ok(())
    }
}
