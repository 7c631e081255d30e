//! What comes out of a container: batches of pages, in their order, with where each came from.

use super::damage::Damage;
use super::html::Html;
use super::name::Name;
use super::stated::Stated;
use crate::error::Error;
use crate::warning::Warning;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How containers are opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The fields of JSON and columns of Parquet that may hold a page's text; the first that does is taken.
    pub text_fields: Vec<String>,
    /// What to do about other fields and columns.
    pub others: Others,
    /// What to do about HTML.
    pub html: Html,
    /// The longest page that is held in memory; it is a page all the same, without its text. A ledger promises every
    /// byte, so with one there should be no limit.
    pub limit: Option<u64>,
}

/// The longest page by default.
const LIMIT: u64 = 64 << 20;

/// What to do about fields and columns that no field of the record is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Leave them out.
    Leave,
    /// Take them along.
    Keep,
}

/// Where a page's text stands by default, the likeliest name first.
pub const TEXT_FIELDS: &[&str] = &[
    "text",
    "content",
    "body",
    "raw_content",
    "maintext",
    "article",
    "articleBody",
    "article_text",
    "full_text",
    "raw_text",
    "page_content",
    "document",
];

impl Default for Opening {
    fn default() -> Self {
        Opening {
            text_fields: TEXT_FIELDS.iter().map(|&name| name.to_owned()).collect(),
            others: Others::Leave,
            html: Html::Say,
            limit: Some(LIMIT),
        }
    }
}

/// A file, or something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What its records are called.
    pub name: Arc<Name>,
    /// What to call it in a message.
    pub path: Arc<Path>,
}

impl Place {
    /// A file.
    pub fn new(name: &Name, path: &Path) -> Self {
        Place { name: Arc::new(name.clone()), path: path.into() }
    }

    /// A member of an archive.
    pub(super) fn member(&self, name: &Name) -> Self {
        let path: PathBuf = self.path.join(&name.text);
        let text = format!("{}/{}", self.name.text, name.text);
        let spelling = self.name.spelling.max(name.spelling);
        Place { name: Arc::new(Name { text, spelling }), path: path.into() }
    }
}

/// Pages that are converted together. Their bytes are those of all units, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    /// The bytes that the units' ranges speak of.
    pub bytes: Vec<u8>,
    /// In the order of the container.
    pub units: Vec<Unit>,
    /// How many pages of the file were handed out when this batch is done, those that were skipped included.
    pub pages: u64,
}

impl Batch {
    /// Empties it; its room stays.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.units.clear();
        self.pages = 0;
    }
}

/// A part of a batch.
#[derive(Debug)]
pub struct Unit {
    /// What it is a part of.
    pub place: Place,
    /// Where its bytes are.
    pub range: Range<usize>,
    /// What they are.
    pub holds: Holds,
}

/// What the bytes of a unit are.
#[derive(Debug)]
pub enum Holds {
    /// A file of its own: all of its bytes, as far as they could be read.
    Dump(Vec<Warning>),
    /// Lines of JSON, each of them a page.
    Lines(Lines),
    /// A page as its container bounds it.
    Page(Box<Origin>),
    /// Nothing: a page that cannot be shown, and why.
    Nothing(Box<Unshown>),
}

/// Where lines of JSON come from.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// The first byte of the first line, in the stream of lines.
    pub offset: u64,
    /// The number of the first line, blank ones not counted, from 1.
    pub first: u64,
}

/// Where a page comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The kind of its container: `jsonl`, `warc`, `parquet`.
    pub container: &'static str,
    /// Which page it is, from 1.
    pub number: u64,
    /// Its record's first byte in the container; the number of its row from 0 in Parquet.
    pub offset: u64,
    /// What its bytes are.
    pub coding: Coding,
    /// What the container states of it.
    pub stated: Stated<'static>,
    /// Damage of it.
    pub warnings: Vec<Warning>,
}

/// What the bytes of a page are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coding {
    /// To be found out.
    #[default]
    Unknown,
    /// Text in UTF-8, as the container promises.
    Utf8,
    /// HTML, as the container promises.
    Html,
}

/// A page whose text is not there.
#[derive(Debug)]
pub struct Unshown {
    /// Where it comes from; none where it is a file of its own.
    pub origin: Option<Origin>,
    /// How many bytes it has.
    pub bytes: u64,
    /// Why its text is not there.
    pub warning: Warning,
}

/// What a container gives.
#[derive(Debug)]
pub enum Found {
    /// Pages.
    Batch(Batch),
    /// Something is damaged; what could be read was given or will be.
    Failed(Error),
    /// Something that is no page, and is said.
    Note(PathBuf, &'static str),
}

/// Takes what a container gives.
pub trait Taker {
    /// Takes it; the answer says whether more is wanted.
    fn take(&mut self, found: Found) -> Wanted;

    /// An empty batch, perhaps with room that is used again.
    fn batch(&mut self) -> Batch;

    /// A container is opened.
    fn begin(&mut self) {}

    /// The container was read as far as it could be.
    fn end(&mut self) {}
}

/// Whether more is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is.
    More,
    /// Nobody takes what comes.
    Nothing,
}

/// Why reading a container ended before its end.
#[derive(Debug)]
pub(super) enum Halt {
    /// Nobody wants more.
    Unwanted,
    /// It is damaged.
    Damaged(Damage),
}

impl From<Damage> for Halt {
    fn from(damage: Damage) -> Self {
        Halt::Damaged(damage)
    }
}

/// What reading a container, or a part of it, comes to.
pub(super) type Read = Result<(), Halt>;

/// From so many bytes on a batch is handed out.
pub(super) const BATCH: usize = 1 << 20;

/// Most units of a batch.
const MOST_UNITS: usize = 1 << 10;

/// Puts pages together to batches.
pub(super) struct Packer<'t> {
    to: &'t mut dyn Taker,
    batch: Batch,
    /// Pages that were handed out, or are in the batch.
    pages: u64,
    /// As many of the first pages are left out.
    skip: u64,
    /// The last damage that was said.
    said: Option<Damage>,
}

impl<'t> Packer<'t> {
    pub fn new(to: &'t mut dyn Taker, skip: u64) -> Self {
        let batch = to.batch();
        Packer { to, batch, pages: 0, skip, said: None }
    }

    /// Where the bytes of the next unit go.
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.batch.bytes
    }

    /// How many of the pages that come next are to be left out.
    pub fn to_skip(&self) -> u64 {
        self.skip.saturating_sub(self.pages)
    }

    /// Whether the next page is to be left out; if so it counts as handed out.
    pub fn skips(&mut self) -> bool {
        let skips = self.to_skip() > 0;
        self.pages += u64::from(skips);
        skips
    }

    /// So many pages are left out.
    pub fn skipped(&mut self, pages: u64) {
        self.pages += pages;
    }

    /// Adds a unit of so many pages, whose bytes are those behind `start`.
    pub fn add(&mut self, place: &Place, start: usize, pages: u64, holds: Holds) -> Read {
        let range = start..self.batch.bytes.len();
        self.pages += pages;
        self.batch.units.push(Unit { place: place.clone(), range, holds });
        if self.batch.bytes.len() >= BATCH || self.batch.units.len() >= MOST_UNITS {
            self.hand_out()?;
        }
        Ok(())
    }

    /// Hands out what there is.
    pub fn hand_out(&mut self) -> Read {
        if self.batch.units.is_empty() {
            return Ok(());
        }
        let mut batch = std::mem::replace(&mut self.batch, self.to.batch());
        batch.pages = self.pages;
        self.give(Found::Batch(batch))
    }

    /// Says what is damaged, once.
    pub fn damaged(&mut self, damage: Damage) -> Read {
        if self.said.as_ref() == Some(&damage) {
            return Ok(());
        }
        self.hand_out()?;
        self.said = Some(damage.clone());
        let Damage { place, offset, what } = damage;
        let path = place.path.to_path_buf();
        self.give(Found::Failed(Error::Damaged { path, offset, what }))
    }

    /// Says something that is no damage.
    pub fn note(&mut self, place: &Place, what: &'static str) -> Read {
        self.hand_out()?;
        self.give(Found::Note(place.path.to_path_buf(), what))
    }

    fn give(&mut self, found: Found) -> Read {
        match self.to.take(found) {
            Wanted::More => Ok(()),
            Wanted::Nothing => Err(Halt::Unwanted),
        }
    }
}
