//! `Key: value` lines, and what the keys of the world's scrapers mean. Does not know what stands around a line.

use crate::property::Property;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A key is found within so many characters of its line, and is no longer.
const LONGEST_KEY: usize = 40;
const MOST_WORDS: usize = 4;

/// What a key says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The value has this property.
    Property(Property),
    /// An address is the page's own; a name is the publisher's.
    Source,
    /// What follows is the body.
    Content,
    /// A heading within the header, such as `## Metadata`.
    Section,
}

/// A line of the form `Key: value`, in byte offsets of the line. The value may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyLine {
    pub key: Range<usize>,
    pub value: Range<usize>,
}

type Meanings = HashMap<String, Meaning, foldhash::fast::RandomState>;

static MEANINGS: LazyLock<Meanings> = LazyLock::new(|| read(include_str!("header_keys.toml")));

/// An embedded table that cannot be read is empty; a test sees to it that it can.
fn read(table: &str) -> Meanings {
    let groups: HashMap<String, Vec<String>> = toml::from_str(table).unwrap_or_default();
    let keys = groups.into_iter().filter_map(|(name, keys)| Some((role(&name)?, keys)));
    keys.flat_map(|(meaning, keys)| keys.into_iter().map(move |key| (normal(&key), meaning)))
        .collect()
}

fn role(name: &str) -> Option<Meaning> {
    match name {
        "source" => Some(Meaning::Source),
        "content" => Some(Meaning::Content),
        "section" => Some(Meaning::Section),
        _ => Property::from_name(name).map(Meaning::Property),
    }
}

/// What the lists know of a key, compared without case, with `_` and `-` as blanks and a remark in brackets left out.
pub(crate) fn meaning(key: &str) -> Option<Meaning> {
    let plain = normal(key);
    MEANINGS.get(&plain).copied().or_else(|| {
        let (before, _) = plain.split_once('(')?;
        MEANINGS.get(before.trim_end()).copied()
    })
}

/// Lower case with single blanks. Turkish has two letters i; which one an `I` is, a program without its language cannot
/// know, so they count as one.
fn normal(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if matches!(c, '_' | '-' | ' ' | '\t' | '\u{a0}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if c == 'ı' {
            out.push('i');
        } else {
            out.extend(c.to_lowercase().filter(|c| *c != '\u{307}'));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Splits `Key: value`, also `- **Key**: value`, `# Key: value` and `Key :value`. `line` has no white space around it.
/// Prose, times of day and addresses are no keys, as far as a line alone can tell.
pub(crate) fn key_line(line: &str) -> Option<KeyLine> {
    let from = line.len() - line.trim_start_matches(is_mark).len();
    let (colon, width) = colon(line, from)?;
    let key = line[from..colon].trim_end_matches(is_mark);
    let rest = &line[colon + width..];
    if !is_key(key) || rest.starts_with("//") || is_clock(key, rest) {
        return None;
    }
    let value = rest.trim_start_matches(['*', '`', ' ', '\t', '\u{a0}', '\u{3000}']);
    let start = line.len() - value.len();
    let end = start + without_closing_marks(value, &line[..from]).len();
    Some(KeyLine { key: from..from + key.len(), value: start..end })
}

fn is_mark(c: char) -> bool {
    matches!(c, '#' | '-' | '*' | '+' | '>' | '•' | '_' | '`' | ' ' | '\t' | '\u{a0}')
}

/// The first colon, unless something stands before it that no key holds.
fn colon(line: &str, from: usize) -> Option<(usize, usize)> {
    for (at, c) in line.get(from..)?.char_indices().take(LONGEST_KEY + 8) {
        match c {
            ':' | '\u{ff1a}' | '\u{fe55}' => return Some((from + at, c.len_utf8())),
            _ if !may_stand_in_key(c) => return None,
            _ => {}
        }
    }
    None
}

fn may_stand_in_key(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || " _-()/'*`\t.&".contains(c);
    }
    c.is_alphanumeric() || !"«»“”„‘…–—。、,!?「」『』《》،؟؛।·©●▪►→".contains(c)
}

fn is_key(key: &str) -> bool {
    key.chars().next().is_some_and(char::is_alphabetic)
        && key.chars().count() <= LONGEST_KEY
        && key.split_whitespace().count() <= MOST_WORDS
}

/// `at 12:30` is no key.
fn is_clock(key: &str, rest: &str) -> bool {
    key.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// `**Key: value**` ends with the marks that it began with.
fn without_closing_marks<'a>(value: &'a str, marks: &str) -> &'a str {
    match value.strip_suffix("**") {
        Some(inner) if marks.contains("**") && !inner.contains("**") => inner.trim_end(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(&str, &str)> {
        key_line(line).map(|found| (&line[found.key], &line[found.value]))
    }

    #[test]
    fn keys_are_split_from_values() {
        for (line, key, value) in [
            ("Title: A quiet morning", "Title", "A quiet morning"),
            ("Keywords :harbour, boats", "Keywords", "harbour, boats"),
            ("- **URL**: https://harbour-post.example/a", "URL", "https://harbour-post.example/a"),
            ("**URL:** https://harbour-post.example/a", "URL", "https://harbour-post.example/a"),
            ("**Title: Boats**", "Title", "Boats"),
            (
                "# Source: https://harbour-post.example/a",
                "Source",
                "https://harbour-post.example/a",
            ),
            ("标题\u{ff1a}港口的早晨", "标题", "港口的早晨"),
            ("Markdown Content:", "Markdown Content", ""),
            ("Parole chiave: porto", "Parole chiave", "porto"),
        ] {
            assert_eq!(parts(line), Some((key, value)), "{line}");
        }
    }

    #[test]
    fn prose_has_no_key() {
        for line in [
            "https://harbour-post.example/a",
            "12:30 The boats leave",
            "At 12:30 the boats leave",
            "The harbour master, who was there, said: nothing",
            "“We wait”: the harbour master",
            "---",
            "A headline that goes on for much longer than any key would go on: it ends",
            "",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }

    #[test]
    fn the_table_is_sound() {
        let groups: HashMap<String, Vec<String>> =
            toml::from_str(include_str!("header_keys.toml")).unwrap();
        let mut seen = HashMap::new();
        for (name, keys) in &groups {
            assert!(role(name).is_some(), "{name}");
            for key in keys {
                assert!(is_key(key) && key.chars().all(may_stand_in_key), "{key}");
                assert_eq!(seen.insert(normal(key), name), None, "{key}");
            }
        }
        assert!(seen.len() > 1000);
    }

    #[test]
    fn keys_are_found_in_any_spelling() {
        assert_eq!(meaning("SCRAPED_AT"), Some(Meaning::Property(Property::DateCrawled)));
        assert_eq!(meaning("Дата"), Some(Meaning::Property(Property::DatePublished)));
        assert_eq!(meaning("BAŞLIK"), Some(Meaning::Property(Property::Headline)));
        assert_eq!(meaning("Date (UTC)"), Some(Meaning::Property(Property::DatePublished)));
        assert_eq!(meaning("Harbour master"), None);
    }
}
