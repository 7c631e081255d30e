//! Dumps with what is true of them: a JSON of fields beside each, lines of JSON with ids, or labels of its lines.

use crate::corpus::Name;
use crate::error::Error;
use crate::property::Property;
use crate::records::Lines;
use crate::score::{Truth, stem};
use crate::{pages, text};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A dump with its truth.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it comes from, for messages.
    pub path: PathBuf,
    /// What it is called in the layout.
    pub name: String,
    /// The text of its page.
    pub text: String,
    /// The fields, by their names in a record; empty where only labels are known.
    pub fields: Map<String, Value>,
    /// The properties of its lines, in order.
    pub labels: Vec<Labelled>,
}

/// A line whose property is known: it begins so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// What it is.
    pub property: Property,
    /// Its text, or how that begins.
    pub text: String,
}

/// Where truth comes from.
#[derive(Debug)]
pub enum Truths {
    /// Files beside the dumps, or in a folder with the same names.
    Beside(PathBuf),
    /// One file, for one dump.
    One(PathBuf),
    /// Fields by the id of their dump.
    ById(BTreeMap<String, Map<String, Value>>),
}

impl Truths {
    /// A folder, lines of JSON with ids, or one JSON or TSV file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(path: &Path) -> Result<Truths, Error> {
        if path.is_dir() {
            return Ok(Truths::Beside(path.to_owned()));
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ending == "json" || ending == "tsv" {
            return Ok(Truths::One(path.to_owned()));
        }
        let mut lines = Lines::open(path)?;
        let mut by_id = BTreeMap::new();
        while let Some(line) = lines.next_line()? {
            let read: Result<Map<String, Value>, _> = serde_json::from_slice(line.bytes);
            let (number, fail) =
                (line.number, |reason| Error::Page { path: path.to_owned(), reason });
            let mut fields = read.map_err(|error| fail(format!("line {number}: {error}")))?;
            let Some(Value::String(id)) = fields.remove("id") else {
                return Err(fail(format!("line {number}: no id")));
            };
            if let Some(Value::Object(gold)) = fields.remove("gold") {
                fields = gold;
            }
            by_id.insert(id, fields);
        }
        Ok(Truths::ById(by_id))
    }
}

impl Example {
    /// A dump that was found below `root`. None where it holds no text or no truth is known of it.
    ///
    /// # Errors
    /// It or its truth cannot be read, or it holds several pages.
    pub fn read(path: &Path, root: &Path, truths: &Truths) -> Result<Option<Example>, Error> {
        let below = path.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
        let below = below.map_or_else(|| path.file_name().map(PathBuf::from), |it| Some(it.into()));
        let below = below.unwrap_or_else(|| path.to_owned());
        let name = Name::of(&below).text;
        let Some((fields, labels)) = truth(path, &below, &name, truths)? else { return Ok(None) };
        let fail = |source| Error::Read { path: path.to_owned(), source };
        let bytes = fs::read(path).map_err(fail)?;
        let text::Content::Text(decoded) = text::read(&bytes) else { return Ok(None) };
        if pages::split(&decoded.text).pages.len() > 1 {
            let reason = "it holds several pages: give them one by one".to_owned();
            return Err(Error::Page { path: path.to_owned(), reason });
        }
        let text = decoded.text.into_owned();
        Ok(Some(Example { path: path.to_owned(), name, text, fields, labels }))
    }
}

type Known = (Map<String, Value>, Vec<Labelled>);

fn truth(path: &Path, below: &Path, id: &str, truths: &Truths) -> Result<Option<Known>, Error> {
    match truths {
        Truths::ById(known) => Ok(known.get(id).map(|fields| (fields.clone(), Vec::new()))),
        Truths::One(file) => read(file).map(Some),
        Truths::Beside(folder) => {
            let same = folder.join(below);
            let files = [&same, path].into_iter().flat_map(candidates);
            let mut found: Option<Known> = None;
            for file in files.filter(|file| file.is_file()) {
                let (fields, labels) = read(&file)?;
                let known = found.get_or_insert_with(Default::default);
                if known.0.is_empty() {
                    known.0 = fields;
                }
                if known.1.is_empty() {
                    known.1 = labels;
                }
            }
            Ok(found)
        }
    }
}

/// The files that may hold the truth of `x.txt` or `x.EXTRACTOR.txt`.
fn candidates(dump: &Path) -> Vec<PathBuf> {
    let name = dump.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let bare = stem(name);
    let stems = [Some(bare), bare.rsplit_once('.').map(|(head, _)| head)];
    let endings = ["truth.json", "json", "labels.tsv"];
    let files = stems
        .into_iter()
        .flatten()
        .flat_map(|stem| endings.map(|ending| dump.with_file_name(format!("{stem}.{ending}"))));
    files.collect()
}

fn read(file: &Path) -> Result<Known, Error> {
    if file.extension().is_some_and(|ending| ending == "tsv") {
        return Ok((Map::new(), labels(file)?));
    }
    Ok((Truth::read(file)?.fields, Vec::new()))
}

/// Rows of `property TAB text`, perhaps with a number before, below a row of names.
fn labels(file: &Path) -> Result<Vec<Labelled>, Error> {
    let fail = |source| Error::Read { path: file.to_owned(), source };
    let text = fs::read_to_string(file).map_err(fail)?;
    let mut labels = Vec::new();
    for (number, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let cells: Vec<&str> = row.splitn(3, '\t').collect();
        let (property, text) = match *cells.as_slice() {
            [number, property, text] if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                (property, text.to_owned())
            }
            [property, ref text @ ..] => (property, text.join("\t")),
            [] => continue,
        };
        match Property::from_name(property.trim()) {
            Some(property) => labels.push(Labelled { property, text }),
            None if number == 1 => {}
            None => {
                let reason = format!("line {number}: unknown property `{property}`");
                return Err(Error::Page { path: file.to_owned(), reason });
            }
        }
    }
    Ok(labels)
}
