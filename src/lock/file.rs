//! The file: TOML, sorted, a line for each property, so that a change of a layout is a change of a few lines.

use super::print::{By, Counts, Entry, Layout, Lock, Property};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The form of the file that this program writes and reads.
const VERSION: u32 = 1;

const HEAD: &str = "\
# What the layouts of a corpus look like: pages by site and layout, and of these, how many have which property, how often,
# after which, with which key of a header and in which form. `unscrape lock` writes this file and `unscrape check
# --locked` compares with it. Keep it under version control.
";

/// Why a file is no lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LockError {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    by: By,
    pages: u64,
    #[serde(default)]
    sites: BTreeMap<Box<str>, BTreeMap<Box<str>, FileLayout>>,
}

type FileCounts = BTreeMap<Box<str>, u64>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLayout {
    pages: u64,
    #[serde(default)]
    fields: FileCounts,
    #[serde(default)]
    warnings: FileCounts,
    #[serde(default)]
    properties: BTreeMap<Box<str>, FileProperty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProperty {
    pages: u64,
    times: FileCounts,
    #[serde(default)]
    after: FileCounts,
    #[serde(default)]
    keys: FileCounts,
    #[serde(default)]
    forms: FileCounts,
    #[serde(default)]
    varied: Vec<String>,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// The text is none, or one of another version.
    pub fn from_toml(text: &str) -> Result<Lock, LockError> {
        let fault = |error: toml::de::Error| LockError {
            line: 1 + lines_before(text, error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        };
        let file: File = toml::from_str(text).map_err(|error| {
            // What another version has need not be known to this one.
            match toml::from_str::<Version>(text) {
                Ok(Version { version }) if version != VERSION => other_version(version),
                _ => fault(error),
            }
        })?;
        if file.version != VERSION {
            return Err(other_version(file.version));
        }
        let lines: BTreeMap<&str, usize> = text.lines().zip(1..).collect();
        let site = |(site, layouts): (Box<str>, BTreeMap<Box<str>, FileLayout>)| {
            let layouts = layouts.into_iter().map(|(name, layout)| {
                let line = lines.get(heading(&site, &name).as_str()).copied().unwrap_or(1);
                (name, layout.read(line))
            });
            let layouts = layouts.collect();
            (site, layouts)
        };
        let sites = file.sites.into_iter().map(site).collect();
        Ok(Lock { by: file.by, pages: file.pages, sites, others: 0 })
    }

    /// The lock as it is written.
    pub fn to_toml(&self) -> String {
        let by = match self.by {
            By::Site => "",
            By::Folder => "by = \"folder\"\n",
            By::Corpus => "by = \"corpus\"\n",
        };
        let mut to = format!("{HEAD}version = {VERSION}\n{by}pages = {}\n", self.pages);
        for (site, layouts) in &self.sites {
            for (name, layout) in layouts {
                layout.write(&heading(site, name), &mut to);
            }
        }
        to
    }
}

fn other_version(version: u32) -> LockError {
    let reason = format!("version {version}, but this program reads version {VERSION}");
    LockError { line: 1, reason }
}

fn lines_before(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count()
}

fn heading(site: &str, layout: &str) -> String {
    format!("[sites.{}.{}]", key(site), key(layout))
}

/// A key, in quotes where it must be.
fn key(text: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !text.is_empty() && text.bytes().all(bare) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

impl Layout {
    fn write(&self, heading: &str, to: &mut String) {
        to.push_str(&format!("\n{heading}\npages = {}\n", self.has.pages));
        for (table, counts) in [("fields", &self.fields), ("warnings", &self.warnings)] {
            for (name, entry) in counts {
                to.push_str(&format!("{table}.{} = {}\n", key(name), entry.pages));
            }
        }
        for (name, property) in &self.properties {
            to.push_str(&format!("properties.{} = {}\n", key(name), property.line()));
        }
    }
}

impl Property {
    fn line(&self) -> String {
        let mut line = format!("{{ pages = {}", self.has.pages);
        line.push_str(&format!(", times = {}", inline(&self.times)));
        let groups = [("after", &self.after), ("keys", &self.keys), ("forms", &self.shapes)];
        for (name, counts) in groups {
            if !counts.is_empty() {
                line.push_str(&format!(", {name} = {}", inline(counts)));
            }
        }
        let varied = [("\"keys\"", self.varied_keys), ("\"forms\"", self.varied_shapes)];
        let varied: Vec<&str> = varied.iter().filter(|it| it.1).map(|it| it.0).collect();
        if !varied.is_empty() {
            line.push_str(&format!(", varied = [{}]", varied.join(", ")));
        }
        line + " }"
    }
}

fn inline(counts: &Counts) -> String {
    let entries = counts.iter().map(|(name, entry)| format!("{} = {}", key(name), entry.pages));
    let entries: Vec<String> = entries.collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

fn entry(pages: u64) -> Entry {
    Entry { pages, ..Entry::default() }
}

fn counts(of: FileCounts) -> Counts {
    of.into_iter().map(|(name, pages)| (name, entry(pages))).collect()
}

impl FileLayout {
    fn read(self, line: usize) -> Layout {
        let properties = self.properties.into_iter();
        Layout {
            has: entry(self.pages),
            fields: counts(self.fields),
            warnings: counts(self.warnings),
            properties: properties.map(|(name, property)| (name, property.read())).collect(),
            line,
        }
    }
}

impl FileProperty {
    fn read(self) -> Property {
        let is_varied = |name: &str| self.varied.iter().any(|varied| varied == name);
        Property {
            has: entry(self.pages),
            times: counts(self.times),
            after: counts(self.after),
            varied_keys: is_varied("keys"),
            varied_shapes: is_varied("forms"),
            keys: counts(self.keys),
            shapes: counts(self.forms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let counts = |names: &[&str]| -> Counts {
            names.iter().zip(1..).map(|(name, pages)| (Box::from(*name), entry(pages))).collect()
        };
        let property = Property {
            has: entry(3),
            times: counts(&["1", "9+"]),
            after: counts(&["start"]),
            keys: counts(&["Da\"te\\:", "日期："]),
            varied_shapes: true,
            ..Property::default()
        };
        let mut layout = Layout { has: entry(3), fields: counts(&["url"]), ..Layout::default() };
        layout.properties.insert("datePublished".into(), property);
        let layouts = BTreeMap::from([("header".into(), layout)]);
        let sites = BTreeMap::from([("a.example".into(), layouts)]);
        Lock { by: By::Folder, pages: 3, sites, others: 0 }
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let text = lock().to_toml();
        let read = Lock::from_toml(&text).unwrap();
        assert_eq!((read.to_toml(), read.by), (text.clone(), By::Folder));
        let layout = &read.sites["a.example"]["header"];
        assert_eq!(text.lines().nth(layout.line - 1), Some("[sites.\"a.example\".header]"));
        assert_eq!(layout.properties, lock().sites["a.example"]["header"].properties);
    }

    #[test]
    fn what_is_no_lock_is_said_with_its_line() {
        for (text, line, reason) in [
            ("pages = 1\n", 1, "missing field `version`"),
            ("version = 2\n", 1, "version 2, but this program reads version 1"),
            (
                "version = 1\npages = 1\nsite = 1\n",
                3,
                "unknown field `site`, expected one of `version`, `by`, `pages`, `sites`",
            ),
        ] {
            let error = Lock::from_toml(text).unwrap_err();
            assert_eq!((error.line, error.reason.as_str()), (line, reason), "{text}");
        }
    }
}
