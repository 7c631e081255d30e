//! A corpus against a lock: what is new, what has vanished and what has drifted.

use super::fisher::{Pair, threshold};
use super::print::{Counts, Entry, Layout, Lock, Property};
use crate::check::{Base, Level, Place};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;

/// What makes a layout differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// How bad a layout is that the lock does not have; none: it is not said.
    pub new: Option<Level>,
    /// How bad it is that a layout of the lock is not there.
    pub vanished: Option<Level>,
    /// How bad it is that a layout is not what it was.
    pub drifted: Option<Level>,
    /// The probability that anything is said of two samples of the same pages.
    pub significance: f64,
    /// Shares that differ by less are the same, however many pages say so.
    pub tolerance: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        let error = Some(Level::Error);
        Thresholds {
            new: error,
            vanished: error,
            drifted: error,
            significance: 0.001,
            tolerance: 0.1,
        }
    }
}

/// What is the matter with a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The lock does not have it.
    New,
    /// Only the lock has it.
    Vanished,
    /// It is not what it was.
    Drifted,
}

/// So many pages of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(pub u64, pub u64);

/// One way in which a layout is not what it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The property, or the field of the record, or `warning`, or `layout` where it is about the layout itself.
    pub property: Box<str>,
    /// What of it, in words.
    pub what: String,
    /// The pages before.
    pub before: Share,
    /// The pages now.
    pub now: Share,
    /// How probable so large a difference is by chance.
    pub probability: f64,
    /// The first page that shows it.
    pub first: Option<Place>,
}

/// A layout that differs from the lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// What is the matter.
    pub kind: Kind,
    /// How bad it is.
    pub level: Level,
    /// The host, or a folder with a `/` behind it.
    pub site: Box<str>,
    /// The layout; none where it is about the whole site.
    pub layout: Option<Box<str>>,
    /// What changed, the least probable first.
    pub changes: Vec<Change>,
    /// Its line in the lock, from 1.
    pub line: Option<usize>,
}

/// What came of comparing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// What differs, by site and layout.
    pub drifts: Vec<Drift>,
    /// How many shares were compared.
    pub compared: usize,
    /// Layouts that only one of both has, on too few pages to tell this from chance: site, layout, pages.
    pub few: Vec<(Box<str>, Box<str>, u64)>,
    /// Pages of sites that came when there were too many to tell them apart, and were not compared.
    pub others: u64,
}

/// Shares that are to be compared, and whose they are.
struct Candidate<'l> {
    site: &'l str,
    layout: Option<&'l str>,
    kind: Kind,
    property: Box<str>,
    what: String,
    pair: Pair,
    first: Option<&'l Place>,
}

/// Compares a corpus with a lock. In all, with the probability `1 - significance`, nothing is said of two samples of the same
/// pages; what is said differs by `tolerance` at least.
pub fn compare(lock: &Lock, now: &Lock, thresholds: &Thresholds) -> Comparison {
    let mut candidates = Vec::new();
    sites(lock, now, &mut candidates);
    let mut least: Vec<f64> = candidates.iter().map(|it| it.pair.least()).collect();
    let bound = threshold(&mut least, thresholds.significance);
    let mut to =
        Comparison { compared: candidates.len(), others: now.others, ..Comparison::default() };
    for candidate in candidates {
        let whole = candidate.kind != Kind::Drifted;
        let could = candidate.pair.least() <= bound
            && (whole || candidate.pair.distance() >= thresholds.tolerance);
        let probability = if could { candidate.pair.probability() } else { 1.0 };
        if probability <= bound {
            to.add(candidate, probability, lock, thresholds);
        } else if let (true, Some(layout)) = (whole, candidate.layout) {
            let pages = candidate.pair.before.0 + candidate.pair.now.0;
            to.few.push((candidate.site.into(), layout.into(), pages));
        }
    }
    let by_probability = |a: &Change, b: &Change| a.probability.total_cmp(&b.probability);
    to.drifts.iter_mut().for_each(|drift| drift.changes.sort_by(by_probability));
    to
}

impl Comparison {
    /// The same with paths to open.
    pub fn open(mut self, base: &Base) -> Self {
        let changes = self.drifts.iter_mut().flat_map(|drift| &mut drift.changes);
        let places = changes.filter_map(|change| change.first.as_mut());
        places.for_each(|place| *place = base.open(place));
        self
    }

    fn add(&mut self, it: Candidate<'_>, probability: f64, lock: &Lock, bounds: &Thresholds) {
        let level = match it.kind {
            Kind::New => bounds.new,
            Kind::Vanished => bounds.vanished,
            Kind::Drifted => bounds.drifted,
        };
        let Some(level) = level else { return };
        let Pair { before, now } = it.pair;
        let change = Change {
            property: it.property,
            what: it.what,
            before: Share(before.0, before.1),
            now: Share(now.0, now.1),
            probability,
            first: it.first.cloned(),
        };
        let same = |drift: &&mut Drift| {
            drift.kind == it.kind && *drift.site == *it.site && drift.layout.as_deref() == it.layout
        };
        if let Some(known) = self.drifts.last_mut().as_mut().filter(|drift| same(drift)) {
            return known.changes.push(change);
        }
        let layouts = lock.sites.get(it.site);
        let found = layouts.and_then(|layouts| match it.layout {
            Some(layout) => layouts.get(layout),
            None => layouts.values().next(),
        });
        let line = found.map(|layout| layout.line);
        let (site, layout) = (it.site.into(), it.layout.map(Box::from));
        self.drifts.push(Drift { kind: it.kind, level, site, layout, changes: vec![change], line });
    }
}

fn kind(pair: Pair) -> Kind {
    match (pair.before.0, pair.now.0) {
        (0, _) => Kind::New,
        (_, 0) => Kind::Vanished,
        _ => Kind::Drifted,
    }
}

fn sites<'l>(lock: &'l Lock, now: &'l Lock, to: &mut Vec<Candidate<'l>>) {
    let names: BTreeSet<&str> = lock.sites.keys().chain(now.sites.keys()).map(|it| &**it).collect();
    let of = |lock: &'l Lock, site: &str| lock.sites.get(site);
    for site in names {
        let (before, after) = (of(lock, site), of(now, site));
        let pages = |layouts: Option<&'l std::collections::BTreeMap<Box<str>, Layout>>| {
            layouts.map_or(0, |layouts| layouts.values().map(|it| it.has.pages).sum::<u64>())
        };
        let counts = (pages(before), pages(after));
        if let (Some(before), Some(after)) = (before, after) {
            let names: BTreeSet<&str> = before.keys().chain(after.keys()).map(|it| &**it).collect();
            for name in names {
                let layout = (before.get(name), after.get(name));
                layouts(site, name, layout, counts, to);
            }
            continue;
        }
        let pair = Pair { before: (counts.0, lock.pages), now: (counts.1, now.pages) };
        let first = after.and_then(|layouts| layouts.values().next()?.has.first.as_ref());
        let what = "pages of the corpus".to_owned();
        let (layout, property, kind) = (None, "layout".into(), kind(pair));
        to.push(Candidate { site, layout, kind, property, what, pair, first });
    }
}

fn layouts<'l>(
    site: &'l str,
    name: &'l str,
    (before, now): (Option<&'l Layout>, Option<&'l Layout>),
    pages: (u64, u64),
    to: &mut Vec<Candidate<'l>>,
) {
    let count = |layout: Option<&Layout>| layout.map_or(0, |it| it.has.pages);
    let pair = Pair { before: (count(before), pages.0), now: (count(now), pages.1) };
    let first = now.and_then(|layout| layout.has.first.as_ref());
    let layout = Some(name);
    let (property, what) = ("layout".into(), "pages of the site".to_owned());
    to.push(Candidate { site, layout, kind: kind(pair), property, what, pair, first });
    if let (Some(before), Some(now)) = (before, now) {
        Features { site, layout: name, before, now, to }.compare();
    }
}

/// What two states of a layout are compared by.
struct Features<'f, 'l> {
    site: &'l str,
    layout: &'l str,
    before: &'l Layout,
    now: &'l Layout,
    to: &'f mut Vec<Candidate<'l>>,
}

impl<'l> Features<'_, 'l> {
    fn compare(&mut self) {
        let (before, now) = (self.before, self.now);
        let all = (before.has.pages, now.has.pages);
        for (name, was, is) in both(&before.fields, &now.fields) {
            self.entry(name, "filled in the record".to_owned(), (was, is), all, None);
        }
        for (name, was, is) in both(&before.warnings, &now.warnings) {
            self.entry("warning", name.to_owned(), (was, is), all, None);
        }
        let names: BTreeSet<&str> =
            before.properties.keys().chain(now.properties.keys()).map(|it| &**it).collect();
        for name in names {
            self.property(name, before.properties.get(name), now.properties.get(name));
        }
    }

    fn property(&mut self, name: &'l str, was: Option<&'l Property>, is: Option<&'l Property>) {
        let all = (self.before.has.pages, self.now.has.pages);
        let has = (was.map(|it| &it.has), is.map(|it| &it.has));
        self.entry(name, "there".to_owned(), has, all, None);
        let (Some(was), Some(is)) = (was, is) else { return };
        self.times(name, was, is);
        self.group(name, "after", (&was.after, &is.after), (was, is));
        if !(was.varied_keys || is.varied_keys) {
            self.group(name, "with the key", (&was.keys, &is.keys), (was, is));
        }
        if !(was.varied_shapes || is.varied_shapes) {
            self.group(name, "in the form", (&was.shapes, &is.shapes), (was, is));
        }
    }

    /// How often: a share of pages for each number of times, or more.
    fn times(&mut self, name: &'l str, was: &'l Property, is: &'l Property) {
        let order = ["1", "2", "3-4", "5-8", "9+"];
        let (mut before, mut now) = (was.has.pages, is.has.pages);
        for pair in order.windows(2) {
            let less = |counts: &Counts| counts.get(pair[0]).map_or(0, |entry| entry.pages);
            before = before.saturating_sub(less(&was.times));
            now = now.saturating_sub(less(&is.times));
            let least = pair[1].split(['-', '+']).next().unwrap_or_default();
            let what = format!("{least} times or more");
            let fits = Pair { before: (before, was.has.pages), now: (now, is.has.pages) };
            self.push(name, what, fits, risen(&was.times, &is.times, (was, is)));
        }
    }

    /// Shares of the pages that have the property.
    fn group(
        &mut self,
        name: &'l str,
        what: &str,
        (before, now): (&'l Counts, &'l Counts),
        (was, is): (&'l Property, &'l Property),
    ) {
        let all = (was.has.pages, is.has.pages);
        let risen = risen(before, now, (was, is));
        for (form, was, is) in both(before, now) {
            let what = match what {
                "after" => format!("after {form}"),
                what => format!("{what} `{form}`"),
            };
            self.entry(name, what, (was, is), all, risen);
        }
    }

    fn entry(
        &mut self,
        name: &str,
        what: String,
        (was, is): (Option<&'l Entry>, Option<&'l Entry>),
        all: (u64, u64),
        risen: Option<&'l Place>,
    ) {
        let count = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.pages);
        let pair = Pair { before: (count(was), all.0), now: (count(is), all.1) };
        let has = || is.and_then(|entry| entry.first.as_ref());
        let without = || is.and_then(|entry| entry.without.as_ref());
        let fell = u128::from(pair.now.0) * u128::from(all.0)
            < u128::from(pair.before.0) * u128::from(all.1);
        let first = if fell { risen.or_else(without) } else { has() };
        self.push(name, what, pair, first);
    }

    fn push(&mut self, name: &str, what: String, pair: Pair, first: Option<&'l Place>) {
        let first = first.or(self.now.has.first.as_ref());
        let (site, layout, kind) = (self.site, Some(self.layout), Kind::Drifted);
        self.to.push(Candidate { site, layout, kind, property: name.into(), what, pair, first });
    }
}

/// The names of both with what either has.
fn both<'l>(
    before: &'l Counts,
    now: &'l Counts,
) -> impl Iterator<Item = (&'l str, Option<&'l Entry>, Option<&'l Entry>)> {
    let names: BTreeSet<&str> = before.keys().chain(now.keys()).map(|it| &**it).collect();
    names.into_iter().map(|name| (name, before.get(name), now.get(name)))
}

/// The first page of what rose most among counts of which something fell.
fn risen<'l>(
    before: &Counts,
    now: &'l Counts,
    (was, is): (&Property, &Property),
) -> Option<&'l Place> {
    let share = |pages: u64, of: &Property| pages as f64 / of.has.pages.max(1) as f64;
    let rise = |name: &str, entry: &'l Entry| {
        let earlier = before.get(name).map_or(0, |entry| entry.pages);
        (share(entry.pages, is) - share(earlier, was), entry.first.as_ref())
    };
    let most = now.iter().map(|(name, entry)| rise(name, entry)).max_by(|a, b| a.0.total_cmp(&b.0));
    most.filter(|most| most.0 > 0.0)?.1
}

impl Drift {
    /// The site, and its layout where it is about that.
    pub fn subject(&self) -> String {
        match &self.layout {
            Some(layout) => format!("{} {layout}", self.site),
            None => self.site.to_string(),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} % ({} of {})", 100.0 * self.share(), self.0, self.1)
    }
}

impl Share {
    /// From 0 to 1.
    pub fn share(self) -> f64 {
        self.0 as f64 / self.1.max(1) as f64
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut map = to.serialize_struct("Share", 3)?;
        map.serialize_field("pages", &self.0)?;
        map.serialize_field("of", &self.1)?;
        map.serialize_field("share", &self.share())?;
        map.end()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { property, what, before, now, .. } = self;
        write!(f, "{property} {what}: {before} before, {now} now")
    }
}
