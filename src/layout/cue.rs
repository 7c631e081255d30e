//! What a layout says of the words of a line: keys that begin it, lines that are fixed, patterns. Each property that says
//! such a thing has a fact of its own, so that matching need not know of words.

use super::grammar::{Grammar, LayoutError};
use super::items::Item;
use crate::property::Property;
use crate::scan::{Facts, byline, dates, list, markup};
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;

/// The words of a property, as a layout file has them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CueFile {
    pub starts: Vec<String>,
    pub is: Vec<String>,
    pub pattern: Option<String>,
    pub split: Vec<String>,
}

/// The words of a property.
#[derive(Debug)]
pub(crate) struct Cue {
    /// The fact that a line has which fits; none where nothing but `split` is said.
    pub fact: Facts,
    /// Keys, the longest first.
    starts: Vec<String>,
    is: Vec<String>,
    pattern: Option<Regex>,
    /// The groups of the pattern that are properties.
    groups: Vec<(usize, Property)>,
    split: Vec<String>,
}

/// Properties with words of their own that a layout may have.
pub(super) const MOST: u32 = Facts::OWN.0.count_ones();

impl Cue {
    /// Reads what a file says; `number` is how many facts are taken. None where it says nothing.
    pub(super) fn new(file: CueFile, number: u32) -> Result<Option<Cue>, LayoutError> {
        let CueFile { mut starts, is, pattern, split } = file;
        let worded = !starts.is_empty() || !is.is_empty() || pattern.is_some();
        if !worded && split.is_empty() {
            return Ok(None);
        }
        if worded && number >= MOST {
            return Err(LayoutError::TooManyCues);
        }
        starts.sort_by_key(|key| std::cmp::Reverse(key.len()));
        let pattern = pattern.map(|text| Regex::new(&text)).transpose().map_err(Box::new)?;
        let mut groups = Vec::new();
        for (at, name) in pattern.iter().flat_map(Regex::capture_names).enumerate() {
            let Some(name) = name else { continue };
            let known = Property::from_name(name);
            groups.push((at, known.ok_or_else(|| LayoutError::Property(name.to_owned()))?));
        }
        let fact = if worded { Facts::own(number) } else { Facts::NONE };
        Ok(Some(Cue { fact, starts, is, pattern, groups, split }))
    }

    fn fits(&self, text: &str) -> bool {
        self.key(text).is_some()
            || self.is.iter().any(|line| line == text)
            || self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }

    /// Where the value begins behind a key; none where no key begins the text or nothing follows.
    fn key(&self, text: &str) -> Option<usize> {
        let key = self.starts.iter().find(|key| text.starts_with(key.as_str()))?;
        let rest = text.get(key.len()..)?;
        let value = rest.trim_start();
        (!value.is_empty()).then(|| text.len() - value.len())
    }

    /// The values of a line, in order.
    pub(super) fn values(&self, text: &str, property: Property) -> Vec<(Range<usize>, Property)> {
        let captured = self.pattern.as_ref().and_then(|pattern| pattern.captures(text));
        let mut values: Vec<_> = match (self.key(text), captured) {
            (Some(start), _) => vec![(start..text.len(), property)],
            (None, Some(found)) if !self.groups.is_empty() => {
                let group = |(at, property): &(usize, Property)| {
                    found.get(*at).map(|value| (value.range(), *property))
                };
                self.groups.iter().filter_map(group).collect()
            }
            _ => vec![(0..text.len(), property)],
        };
        values.sort_by_key(|(range, _)| range.start);
        if self.split.is_empty() {
            return values;
        }
        let parts = values.into_iter().flat_map(|(range, of)| {
            let ranges = if of == property { self.parts(text, range) } else { vec![range] };
            ranges.into_iter().map(move |range| (range, of))
        });
        parts.collect()
    }

    /// A range of the text, parted at the marks.
    fn parts(&self, text: &str, range: Range<usize>) -> Vec<Range<usize>> {
        let (mut parts, mut from, mut at) = (Vec::new(), range.start, range.start);
        while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let mark = self.split.iter().find(|mark| rest.starts_with(mark.as_str()));
            match mark.filter(|mark| !mark.is_empty()) {
                Some(mark) => {
                    parts.push(from..at);
                    at += mark.len();
                    from = at;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        parts.push(from..range.end);
        let bare = parts.into_iter().map(|part| bare(text, part));
        bare.filter(|part| !part.is_empty()).collect()
    }
}

/// A range without white space at its ends.
fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// So long a text can be a date and little else.
const LONGEST_DATE: usize = 100;
/// So many letters are few.
const TINY: usize = 20;

/// Adds the facts that only some layouts ask for.
pub(super) fn add(grammar: &Grammar, text: &str, items: &mut [Item<'_>]) {
    let wanted = grammar.named.only(Facts::ASKED);
    if wanted == Facts::NONE && !grammar.has_cues() {
        return;
    }
    for item in items {
        item.facts |= asked(&item.text, wanted) | own(grammar, &item.text);
        let apart = wanted.any(Facts::APART) && stands_apart(text, item.first.start);
        item.facts = item.facts.with(Facts::APART, apart);
    }
}

/// The facts of the layout's own words that a line has.
pub(crate) fn own(grammar: &Grammar, text: &str) -> Facts {
    let cues = grammar.states.iter().filter_map(|state| state.cue.as_ref());
    let fits = cues.filter(|cue| cue.fact != Facts::NONE && cue.fits(text));
    fits.fold(Facts::NONE, |all, cue| all | cue.fact)
}

/// Those of the wanted facts that a text has by itself.
pub(crate) fn asked(text: &str, wanted: Facts) -> Facts {
    let is =
        |fact: Facts, test: &dyn Fn() -> bool| Facts::NONE.with(fact, wanted.any(fact) && test());
    is(Facts::DATE, &|| text.len() <= LONGEST_DATE && dates::parse(text).is_some())
        | is(Facts::PERSON, &|| text.len() <= LONGEST_DATE && byline::signature(text).is_some())
        | is(Facts::DIGITS, &|| text.bytes().any(|byte| byte.is_ascii_digit()))
        | is(Facts::MARKED, &|| markup::is_item(text))
        | is(Facts::TINY, &|| text.chars().nth(TINY).is_none())
        | is(Facts::COMMAS, &|| list::items(text).nth(2).is_some())
}

/// Whether a blank line stands before it, or nothing.
pub(crate) fn stands_apart(text: &str, start: usize) -> bool {
    let before = text.as_bytes().get(..start).unwrap_or_default();
    let white = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace());
    white.clone().filter(|byte| **byte == b'\n').count() > 1 || white.count() == start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(toml: &str) -> Cue {
        Cue::new(toml::from_str(toml).unwrap(), 0).unwrap().unwrap()
    }

    fn values<'t>(cue: &Cue, text: &'t str) -> Vec<(&'t str, &'static str)> {
        let values = cue.values(text, Property::Author);
        values.into_iter().map(|(range, of)| (&text[range], of.as_str())).collect()
    }

    #[test]
    fn keys_are_no_part_of_the_value() {
        let cue = cue("starts = ['Von', 'Von:']\nsplit = [' und ', ',']");
        assert!(cue.fits("Von: Ann Lee") && !cue.fits("Von:") && !cue.fits("Ann"));
        let both = [("Ann Lee", "author"), ("Bo", "author"), ("Cy", "author")];
        assert_eq!(values(&cue, "Von: Ann Lee, Bo und Cy"), both);
    }

    #[test]
    fn groups_of_a_pattern_are_values() {
        let cue = cue("pattern = '^by (?<author>.+) » (?<datePublished>.+)$'");
        let both = [("Ann", "author"), ("14 May", "datePublished")];
        assert_eq!(values(&cue, "by Ann » 14 May"), both);
        assert!(Cue::new(toml::from_str("pattern = '(?<titel>a)'").unwrap(), 0).is_err());
        assert!(Cue::new(toml::from_str("pattern = '('").unwrap(), 0).is_err());
        assert!(Cue::new(toml::from_str("is = ['a']").unwrap(), MOST).is_err());
    }

    #[test]
    fn facts_are_found_where_they_are_asked_for() {
        let all = Facts::ASKED;
        assert!(asked("14 September 2023", all).all(Facts::DATE | Facts::DIGITS | Facts::TINY));
        assert_eq!(asked("14 September 2023", Facts::NONE), Facts::NONE);
        assert!(stands_apart("a\n\nb", 3) && stands_apart("b", 0) && !stands_apart("a\nb", 2));
    }
}
