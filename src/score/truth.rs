//! Truth that lies beside dumps: `x.json` or `x.truth.json` beside `x.txt`, or beside `x.<extractor>.txt` for several extractors.

use super::count::is_date;
use super::measure::{is_given, letters, text};
use crate::error::Error;
use foldhash::HashSet;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of an extractor where the dump's name has none.
pub const AS_FOUND: &str = "as found";

/// More of a value is not looked for in the dump.
const LOOKED_FOR: usize = 400;
/// So much of a date is looked for, since a dump need not state its seconds.
const DATE: usize = 16;

/// A file of truth and the dumps that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The truth.
    pub path: PathBuf,
    /// The dumps, with their extractors.
    pub dumps: Vec<(PathBuf, String)>,
}

/// The cases below a folder in the order of their paths; those without a dump are left out.
///
/// # Errors
/// The folder cannot be walked.
pub fn cases(folder: &Path) -> Result<Vec<Case>, Error> {
    let mut cases = Vec::new();
    let mut names: (PathBuf, Vec<String>) = Default::default();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let Some(stem) = entry.file_name().to_str().and_then(|name| stem(name, path)) else {
            continue;
        };
        let parent = path.parent().unwrap_or(folder);
        if names.0 != parent {
            names = (parent.to_owned(), texts(parent)?);
        }
        let dumps = dumps(parent, &names.1, stem);
        if !dumps.is_empty() {
            cases.push(Case { path: path.to_owned(), dumps });
        }
    }
    Ok(cases)
}

/// The name of the dumps that a file is the truth of. Where there is `x.truth.json`, `x.json` is something else.
fn stem<'n>(name: &'n str, path: &Path) -> Option<&'n str> {
    if let Some(stem) = name.strip_suffix(".truth.json") {
        return Some(stem);
    }
    name.strip_suffix(".json")
        .filter(|stem| !path.with_file_name(format!("{stem}.truth.json")).exists())
}

fn unreadable(folder: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
    Error::Read { path, source }
}

/// The names of the texts of a folder, in order.
fn texts(folder: &Path) -> Result<Vec<String>, Error> {
    let fail = |source| Error::Read { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(fail)?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".txt")).collect();
    names.sort_unstable();
    Ok(names)
}

/// Names that begin alike stand together, so only those are looked at.
fn dumps(folder: &Path, names: &[String], stem: &str) -> Vec<(PathBuf, String)> {
    let from = names.partition_point(|name| name.as_str() < stem);
    let near =
        names.get(from..).unwrap_or_default().iter().take_while(|name| name.starts_with(stem));
    let own = near.filter_map(|name| {
        let extractor = name.strip_prefix(stem)?.strip_prefix('.')?.strip_suffix("txt")?;
        let extractor =
            if extractor.is_empty() { AS_FOUND } else { extractor.strip_suffix('.')? };
        (!extractor.contains('.')).then(|| (folder.join(name), extractor.to_owned()))
    });
    own.collect()
}

/// What is true of a page.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Its fields.
    pub fields: Map<String, Value>,
    /// What kind of page it is.
    pub page_type: String,
    /// Where the values come from.
    provenance: Map<String, Value>,
    /// Per extractor the fields that its dump holds, where that is known.
    present: Option<Map<String, Value>>,
}

impl Truth {
    /// Reads a file of truth: the fields themselves, or `{"gold": fields, "prov": ..., "present": ...}`.
    ///
    /// # Errors
    /// It cannot be read, or is no object.
    pub fn read(path: &Path) -> Result<Truth, Error> {
        let fail = |source| Error::Read { path: path.to_owned(), source };
        let bytes = fs::read(path).map_err(fail)?;
        let fail = |reason: String| Error::Page { path: path.to_owned(), reason };
        let value: Value =
            serde_json::from_slice(&bytes).map_err(|error| fail(error.to_string()))?;
        let Value::Object(mut all) = value else { return Err(fail("no object".to_owned())) };
        let page_type =
            all.get("page_type").and_then(Value::as_str).unwrap_or("article").to_owned();
        let mut object = |key: &str| match all.get_mut(key).map(Value::take) {
            Some(Value::Object(object)) => Some(object),
            _ => None,
        };
        let (gold, present) = (object("gold"), object("present"));
        let provenance = object("prov").unwrap_or_default();
        Ok(Truth { fields: gold.unwrap_or(all), page_type, provenance, present })
    }

    /// Leaves out values that do not come from where it is asked; the minute of a date comes from where the date does.
    pub fn only_from(&mut self, origin: &str) {
        let provenance = &self.provenance;
        self.fields.retain(|field, _| {
            let from = provenance.get(field).and_then(Value::as_str).unwrap_or_default();
            from.starts_with(origin) || field == super::count::MINUTE
        });
    }

    /// The fields that a dump holds, so that they can be found at all.
    ///
    /// # Errors
    /// The dump cannot be read.
    pub fn held(&self, dump: &Path, extractor: &str) -> Result<HashSet<String>, Error> {
        if let Some(present) = &self.present {
            let names = present.get(extractor).and_then(Value::as_array).into_iter().flatten();
            return Ok(names.filter_map(|name| Some(name.as_str()?.to_owned())).collect());
        }
        let fail = |source| Error::Read { path: dump.to_owned(), source };
        let bytes = fs::read(dump).map_err(fail)?;
        let flat = letters(&String::from_utf8_lossy(&bytes));
        let fields = self.fields.iter().filter(|(field, value)| is_held(field, value, &flat));
        let mut held: HashSet<String> = fields.map(|(field, _)| field.clone()).collect();
        if held.contains("published") {
            held.insert(super::count::MINUTE.to_owned());
        }
        Ok(held)
    }
}

/// A dump's name without its ending.
pub(crate) fn bare(name: &str) -> &str {
    name.strip_suffix(".txt").unwrap_or(name)
}

fn is_held(field: &str, value: &Value, flat: &str) -> bool {
    let holds = |value: &Value, most: usize| {
        let text = text(value).unwrap_or_default();
        let text: String = letters(&text.chars().take(most).collect::<String>());
        let end = text.char_indices().nth(LOOKED_FOR).map_or(text.len(), |(at, _)| at);
        flat.contains(&text[..end])
    };
    is_given(value)
        && match value {
            Value::Array(list) => list.iter().all(|item| holds(named(item), usize::MAX)),
            Value::Object(_) => holds(named(value), usize::MAX),
            _ if is_date(field) => holds(value, DATE),
            _ if field == "language" => true,
            _ => holds(value, usize::MAX),
        }
}

/// What an object is called; anything else is itself.
fn named(value: &Value) -> &Value {
    let object = value.as_object();
    object.and_then(|it| it.get("name").or_else(|| it.get("url"))).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn truth_lies_beside_its_dumps() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b/x.json",
            "b/x.txt",
            "b/x.lynx.txt",
            "b/x.y.json",
            "b/x.y.txt",
            "b/x.y.z.txt",
            "a.json",
            "b/xy.txt",
        ] {
            write(folder.path(), name, "{}");
        }
        let found = cases(folder.path()).unwrap();
        let named: Vec<Vec<String>> = found
            .iter()
            .map(|case| {
                case.dumps
                    .iter()
                    .map(|(path, extractor)| {
                        format!("{}={extractor}", path.file_name().unwrap().display())
                    })
                    .collect()
            })
            .collect();
        assert_eq!(
            named,
            [
                vec!["x.lynx.txt=lynx", "x.txt=as found", "x.y.txt=y"],
                vec!["x.y.txt=as found", "x.y.z.txt=z"]
            ]
        );
    }

    #[test]
    fn a_file_that_says_so_is_the_truth() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["x.json", "x.truth.json", "x.txt", "y.json", "y.txt"] {
            write(folder.path(), name, "{}");
        }
        let found = cases(folder.path()).unwrap();
        let named: Vec<_> =
            found.iter().map(|case| case.path.file_name().unwrap().to_owned()).collect();
        assert_eq!(named, ["x.truth.json", "y.json"]);
    }

    #[test]
    fn only_what_a_dump_holds_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let truth = r#"{"headline": "Pier «closed»", "published": "2023-09-14T07:45:00", "language": "en", "authors": ["Ann", "Bo"], "genre": ""}"#;
        write(folder.path(), "x.json", truth);
        write(folder.path(), "x.txt", "PIER CLOSED\n2023-09-14 T 07:45\nAnn\n");
        let truth = Truth::read(&folder.path().join("x.json")).unwrap();
        let mut held: Vec<String> =
            truth.held(&folder.path().join("x.txt"), AS_FOUND).unwrap().into_iter().collect();
        held.sort();
        assert_eq!(held, ["headline", "language", "published", "published_ts"]);
    }

    #[test]
    fn values_can_be_chosen_by_where_they_come_from() {
        let folder = tempfile::tempdir().unwrap();
        let truth = r#"{"gold": {"headline": "a", "url": "b"}, "prov": {"headline": "annotated by hand", "url": "meta"}, "present": {"lynx": ["url"]}}"#;
        write(folder.path(), "x.json", truth);
        let mut truth = Truth::read(&folder.path().join("x.json")).unwrap();
        assert_eq!(truth.held(Path::new("x.lynx.txt"), "lynx").unwrap().len(), 1);
        truth.only_from("annotated");
        assert_eq!(truth.fields.keys().collect::<Vec<_>>(), ["headline"]);
    }
}
