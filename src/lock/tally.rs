//! Outlines added up by site and layout, in memory that is bounded by their number.

use super::outline::Part;
use super::print::{By, Counts, Entry, Layout, Lock, Property as Print};
use crate::check::{Place, Seen};
use crate::property::Property;
use crate::stats::FIELDS;
use foldhash::HashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many layouts of sites are told apart; pages of those that come later are only counted.
const MOST_LAYOUTS: usize = 10_000;

/// A property with more different keys or forms has none that is worth locking.
const MOST_FORMS: usize = 16;

/// What times are counted as.
const TIMES: [&str; 5] = ["1", "2", "3-4", "5-8", "9+"];

/// The outlines of a corpus, added up.
#[derive(Debug, Default)]
pub struct Prints {
    pages: u64,
    others: u64,
    sites: HashMap<Box<str>, HashMap<Box<str>, Tally>>,
    layouts: usize,
}

/// A layout's pages.
#[derive(Debug, Default)]
struct Tally {
    has: Entry,
    fields: [Entry; FIELDS.len()],
    warnings: Counts,
    properties: Vec<(Property, PropertyTally)>,
}

#[derive(Debug, Default)]
struct PropertyTally {
    has: Entry,
    /// The layout's pages when it was last there.
    last: u64,
    times: [Entry; TIMES.len()],
    after: Vec<(Option<Property>, Entry)>,
    keys: Forms,
    shapes: Forms,
}

/// Different texts, as long as they are few.
#[derive(Debug, Default)]
struct Forms {
    known: Vec<(Box<str>, Entry)>,
    varied: bool,
}

impl Entry {
    fn add(&mut self, place: &Place, line: usize) {
        self.pages += 1;
        self.first.get_or_insert_with(|| Place { line, ..place.clone() });
    }

    fn miss(&mut self, place: &Place) {
        if self.without.is_none() {
            self.without = Some(place.clone());
        }
    }
}

impl Prints {
    /// Adds a page.
    pub fn add(&mut self, page: &Seen) {
        self.pages += 1;
        if !self.sites.get(&page.site).is_some_and(|site| site.contains_key(&page.layout)) {
            if self.layouts == MOST_LAYOUTS {
                self.others += 1;
                return;
            }
            self.layouts += 1;
        }
        let site = match self.sites.get_mut(&page.site) {
            Some(site) => site,
            None => self.sites.entry(page.site.clone()).or_default(),
        };
        let tally = match site.get_mut(&page.layout) {
            Some(tally) => tally,
            None => site.entry(page.layout.clone()).or_default(),
        };
        tally.add(page);
    }

    /// What was counted, of pages whose site is the host of their address. For others the lock is to say so.
    pub fn finish(self) -> Lock {
        let site = |(name, layouts): (Box<str>, HashMap<Box<str>, Tally>)| {
            let layouts = layouts.into_iter().map(|(name, tally)| (name, tally.finish()));
            (name, layouts.collect::<BTreeMap<_, _>>())
        };
        let sites = self.sites.into_iter().map(site).collect();
        Lock { by: By::Site, pages: self.pages, sites, others: self.others }
    }
}

impl Tally {
    fn add(&mut self, page: &Seen) {
        let place = &page.place;
        self.has.add(place, place.line);
        for (at, field) in self.fields.iter_mut().enumerate() {
            match page.filled >> at & 1 {
                1 => field.add(place, place.line),
                _ => field.miss(place),
            }
        }
        for (at, (code, line)) in page.warnings.iter().enumerate() {
            if !page.warnings[..at].iter().any(|earlier| earlier.0 == *code) {
                self.warning(code, place, *line);
            }
        }
        if page.glued {
            self.warning("glued-paragraphs", place, place.line);
        }
        let parts = page.outline.iter().flat_map(|outline| &outline.parts);
        parts.for_each(|part| self.part(part, place));
        let pages = self.has.pages;
        let absent = self.properties.iter_mut().filter(|(_, it)| it.last != pages);
        absent.for_each(|(_, it)| it.has.miss(place));
    }

    fn warning(&mut self, code: &str, place: &Place, line: usize) {
        if !self.warnings.contains_key(code) {
            self.warnings.insert(code.into(), Entry::default());
        }
        if let Some(entry) = self.warnings.get_mut(code) {
            entry.add(place, line);
        }
    }

    fn part(&mut self, part: &Part, place: &Place) {
        let at = self.properties.iter().position(|it| it.0 == part.property);
        let at = at.unwrap_or_else(|| {
            let mut tally = PropertyTally::default();
            // The pages before this one had it not.
            if self.has.pages > 1 {
                tally.has.without.clone_from(&self.has.first);
            }
            self.properties.push((part.property, tally));
            self.properties.len() - 1
        });
        let tally = &mut self.properties[at].1;
        tally.last = self.has.pages;
        tally.add(part, place);
    }

    fn finish(self) -> Layout {
        let fields = FIELDS.iter().zip(self.fields).filter(|(_, entry)| entry.pages > 0);
        let properties = self.properties.into_iter();
        Layout {
            has: self.has,
            fields: fields.map(|(name, entry)| (Box::from(*name), entry)).collect(),
            warnings: self.warnings,
            properties: properties
                .map(|(name, tally)| (Box::from(name.as_str()), tally.finish()))
                .collect(),
            line: 0,
        }
    }
}

impl PropertyTally {
    fn add(&mut self, part: &Part, place: &Place) {
        let place =
            &Place { path: Arc::clone(&place.path), line: place.line, id: place.id.clone() };
        let line = part.line.max(place.line);
        self.has.add(place, line);
        let bin = match part.values {
            0 | 1 => 0,
            2 => 1,
            3..=4 => 2,
            5..=8 => 3,
            _ => 4,
        };
        self.times[bin].add(place, line);
        match self.after.iter_mut().find(|it| it.0 == part.after) {
            // What stands before them tells nothing.
            _ if part.is_furniture() => {}
            Some((_, entry)) => entry.add(place, line),
            None => {
                let mut entry = Entry::default();
                entry.add(place, line);
                self.after.push((part.after, entry));
            }
        }
        part.keys.iter().for_each(|key| self.keys.add(key, place, line));
        part.shapes.iter().for_each(|shape| self.shapes.add(shape, place, line));
    }

    fn finish(self) -> Print {
        let named = |(name, entry): (&str, Entry)| (Box::from(name), entry);
        let times = TIMES.into_iter().zip(self.times).filter(|it| it.1.pages > 0);
        let after = self.after.into_iter();
        Print {
            has: self.has,
            times: times.map(named).collect(),
            after: after
                .map(|(name, entry)| (Box::from(name.map_or("start", Property::as_str)), entry))
                .collect(),
            keys: self.keys.known.into_iter().collect(),
            shapes: self.shapes.known.into_iter().collect(),
            varied_keys: self.keys.varied,
            varied_shapes: self.shapes.varied,
        }
    }
}

impl Forms {
    fn add(&mut self, text: &str, place: &Place, line: usize) {
        if self.varied {
            return;
        }
        if let Some((_, entry)) = self.known.iter_mut().find(|it| *it.0 == *text) {
            return entry.add(place, line);
        }
        if self.known.len() == MOST_FORMS {
            *self = Forms { known: Vec::new(), varied: true };
            return;
        }
        let mut entry = Entry::default();
        entry.add(place, line);
        self.known.push((text.into(), entry));
    }
}
