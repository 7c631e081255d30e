//! What a lock holds: counts of pages by site, layout and property.

use crate::check::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts by name.
pub type Counts = BTreeMap<Box<str>, Entry>;

/// How many pages have something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Pages.
    pub pages: u64,
    /// The first of them. Not part of the file.
    pub first: Option<Place>,
    /// The first that has not. Not part of the file.
    pub without: Option<Place>,
}

/// A property in a layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// The pages that have it.
    pub has: Entry,
    /// Of these, how many have it how often.
    pub times: Counts,
    /// Of these, how many have which property before it; `start` where it begins the page.
    pub after: Counts,
    /// Of these, how many have it after which key of a header.
    pub keys: Counts,
    /// Of these, how many have a value of which form.
    pub shapes: Counts,
    /// Whether there were too many keys to tell them apart.
    pub varied_keys: bool,
    /// Whether there were too many forms to tell them apart.
    pub varied_shapes: bool,
}

/// A layout of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its pages.
    pub has: Entry,
    /// Of these, how many fill which field of the record.
    pub fields: Counts,
    /// Of these, how many have which warning; `glued-paragraphs` where paragraphs of the body are glued.
    pub warnings: Counts,
    /// The properties.
    pub properties: BTreeMap<Box<str>, Property>,
    /// The line of the file on which it begins, from 1.
    pub line: usize,
}

/// What pages are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The host of the page's address, without one the top folder.
    #[default]
    Site,
    /// The top folder, whatever the address: for many hosts with a few pages each, from one extractor.
    Folder,
    /// Nothing: all pages are one.
    Corpus,
}

/// All layouts of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// What its sites are.
    pub by: By,
    /// Pages of the corpus.
    pub pages: u64,
    /// Layouts by site, then by their name.
    pub sites: BTreeMap<Box<str>, BTreeMap<Box<str>, Layout>>,
    /// Pages of sites that came when there were too many to tell them apart. Not part of the file.
    pub others: u64,
}

impl Lock {
    /// Whether a site has a layout.
    pub fn has(&self, site: &str, layout: &str) -> bool {
        self.sites.get(site).is_some_and(|layouts| layouts.contains_key(layout))
    }
}
