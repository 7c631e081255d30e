//! A batch of a container's pages to rows. Knows bytes and rows, no files and no threads.

use super::dump::{self, Outcome};
use super::page::Page;
use super::worker::{guard, internal};
use super::{Binary, Options, Statistics, WithLedger};
use crate::corpus::{
    Batch, Coding, Holds, Lines, Origin, Place, Stated, Unit, Unshown, is_html, jsonl,
};
use crate::error::Error;
use crate::parser::Parser;
use crate::sink::Rows;
use crate::text::{self, Content, Decoded, OffsetMap};
use crate::warning::Warning;
use std::borrow::Cow;
use std::path::PathBuf;

/// What a batch came to.
#[derive(Default)]
pub(super) struct Product {
    pub rows: Rows,
    pub done: Statistics,
    /// What is to be said, in order.
    pub said: Vec<Said>,
    /// How many pages of the file are done with this batch.
    pub pages: u64,
}

/// Something that is to be said of a batch.
pub(super) enum Said {
    Failed(Error),
    Binary(PathBuf),
    Note(PathBuf, &'static str),
}

/// Converts batches.
#[derive(Clone, Copy)]
pub(super) struct Converter<'c> {
    pub parser: &'c Parser,
    pub options: &'c Options,
}

type Written<T> = Result<T, serde_json::Error>;

impl Converter<'_> {
    /// Adds the rows of a batch to a product.
    pub fn batch(&self, batch: &Batch, to: &mut Product) {
        for unit in &batch.units {
            let before = to.rows.count();
            let path = &unit.place.path;
            let work = || {
                let written = self.unit(batch, unit, to);
                written.map_err(|error| internal(path, error.to_string()))
            };
            if let Err(error) = guard(path, work) {
                to.rows.truncate(before);
                to.said.push(Said::Failed(error));
            }
        }
        to.pages = batch.pages;
    }

    fn unit(&self, batch: &Batch, unit: &Unit, to: &mut Product) -> Written<()> {
        let bytes = batch.bytes.get(unit.range.clone()).unwrap_or_default();
        match &unit.holds {
            Holds::Dump(damage) => self.dump(&unit.place, bytes, damage, to),
            Holds::Lines(lines) => self.lines(&unit.place, *lines, bytes, to),
            Holds::Page(origin) => self.page(&unit.place, origin, bytes, to),
            Holds::Nothing(unshown) => self.nothing(&unit.place, unshown, to),
        }
    }

    fn dump(
        &self,
        place: &Place,
        bytes: &[u8],
        damage: &[Warning],
        to: &mut Product,
    ) -> Written<()> {
        let (parser, options) = (self.parser, self.options);
        let rows = &mut to.rows;
        match dump::damaged_rows(&place.name, bytes, damage, parser, options, rows)? {
            Outcome::Written(statistics) => to.done += statistics,
            Outcome::Binary => to.binary(place),
        }
        Ok(())
    }

    fn lines(&self, place: &Place, lines: Lines, block: &[u8], to: &mut Product) -> Written<()> {
        for (number, (at, line)) in (lines.first..).zip(jsonl::lines(block)) {
            let offset = lines.offset + at as u64;
            let (line, damage) = match simdutf8::basic::from_utf8(line) {
                Ok(line) => (Cow::Borrowed(line), None),
                Err(_) => {
                    let what = "bytes that are not UTF-8 became U+FFFD";
                    (String::from_utf8_lossy(line), Some(Warning::page("invalid-utf8", what)))
                }
            };
            let origin = Origin { container: "jsonl", number, offset, ..Origin::default() };
            self.line(place, origin, &line, damage, to)?;
        }
        Ok(())
    }

    fn line(
        &self,
        place: &Place,
        mut origin: Origin,
        line: &str,
        damage: Option<Warning>,
        to: &mut Product,
    ) -> Written<()> {
        origin.warnings.extend(damage);
        match jsonl::read(line.trim_ascii(), &self.options.opening) {
            Ok(jsonl::Line { text: Some(text), stated }) => {
                let page = page(place, &origin, &stated);
                if is_html(text.as_bytes()) {
                    return self.html(page, text.as_bytes(), to);
                }
                let decoded = Decoded {
                    map: OffsetMap::identity(text.len()),
                    text,
                    encoding: "utf-8",
                    warnings: Vec::new(),
                };
                let (parser, options) = (self.parser, self.options);
                to.done +=
                    page.write(decoded.text.as_bytes(), &decoded, parser, options, &mut to.rows)?;
            }
            Ok(jsonl::Line { text: None, stated }) => {
                let warning = "the object has no text (--text-field names the field that holds it)";
                origin.warnings.push(Warning::page("no-text", warning));
                self.without_text(page(place, &origin, &stated), 0, to)?;
            }
            Err(what) => {
                let what = format!("line {} is no JSON: {what}", origin.number);
                origin.warnings.push(Warning::page("invalid-json", what.clone()));
                to.damaged(place, origin.offset, what);
                let stated = Stated::default();
                let page = page(place, &origin, &stated);
                let (bytes, len) = (line.as_bytes(), line.len() as u64);
                to.done += page.write_unread(bytes, len, "json", self.options, &mut to.rows)?;
            }
        }
        Ok(())
    }

    fn page(&self, place: &Place, origin: &Origin, bytes: &[u8], to: &mut Product) -> Written<()> {
        let page = page(place, origin, &origin.stated);
        let (parser, options) = (self.parser, self.options);
        if origin.coding == Coding::Html || is_html(bytes) {
            return self.html(page, bytes, to);
        }
        let content = match origin.coding {
            Coding::Unknown | Coding::Html => text::read(bytes),
            Coding::Utf8 => Content::Text(text::decode(bytes)),
        };
        match content {
            Content::Text(decoded) => {
                to.done += page.write(bytes, &decoded, parser, options, &mut to.rows)?;
            }
            Content::Binary => self.binary(place, page, bytes, to)?,
        }
        Ok(())
    }

    fn binary(
        &self,
        place: &Place,
        mut page: Page<'_>,
        bytes: &[u8],
        to: &mut Product,
    ) -> Written<()> {
        if self.options.binary == Binary::Skip && self.options.ledger == WithLedger::No {
            to.binary(place);
            return Ok(());
        }
        page.warnings.push(Warning::page("binary-file", "the record holds no text"));
        let len = bytes.len() as u64;
        to.done += page.write_unread(bytes, len, "binary", self.options, &mut to.rows)?;
        Ok(())
    }

    fn html(&self, page: Page<'_>, bytes: &[u8], to: &mut Product) -> Written<()> {
        let (parser, options) = (self.parser, self.options);
        to.done += page.write_html(bytes, parser, options, &mut to.rows)?;
        Ok(())
    }

    fn nothing(&self, place: &Place, unshown: &Unshown, to: &mut Product) -> Written<()> {
        let warning = unshown.warning.clone();
        let Some(origin) = &unshown.origin else {
            let (name, options) = (&place.name, self.options);
            let outcome = dump::unread(name, unshown.bytes, warning, options, &mut to.rows)?;
            if let Outcome::Written(statistics) = outcome {
                to.done += statistics;
            }
            return Ok(());
        };
        let mut page = page(place, origin, &origin.stated);
        page.warnings.push(warning);
        self.without_text(page, unshown.bytes, to)
    }

    fn without_text(&self, page: Page<'_>, bytes: u64, to: &mut Product) -> Written<()> {
        to.done += page.write_unread(&[], bytes, "unknown", self.options, &mut to.rows)?;
        Ok(())
    }
}

fn page<'p>(place: &'p Place, origin: &Origin, stated: &'p Stated<'p>) -> Page<'p> {
    Page {
        name: &place.name,
        container: Some(origin.container),
        number: origin.number,
        offset: origin.offset,
        stated,
        warnings: origin.warnings.clone(),
    }
}

impl Product {
    /// Nothing but something to say.
    pub fn say(said: Said) -> Self {
        Product { said: vec![said], ..Product::default() }
    }

    fn damaged(&mut self, place: &Place, offset: u64, what: String) {
        let path = place.path.to_path_buf();
        self.said.push(Said::Failed(Error::Damaged { path, offset, what }));
    }

    fn binary(&mut self, place: &Place) {
        self.said.push(Said::Binary(place.path.to_path_buf()));
    }
}
