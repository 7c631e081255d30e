//! Keywords: the tag list and the comma list in one, each once, first spelling kept, compared without case.

use super::values::Values;
use crate::property::Property;
use crate::record::{Record, Text};
use crate::scan::list;
use foldhash::HashSet;
use std::borrow::Cow;

/// So many keywords are compared one by one; more are looked up.
const FEW: usize = 32;

/// Fills `keywords`; the sections are known by now.
pub(crate) fn fill<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    let most = record.sections.len() + FEW / 2;
    let mut keywords = Keywords {
        found: Vec::with_capacity(most),
        folded: Vec::with_capacity(most.min(FEW)),
        many: HashSet::default(),
    };
    for section in &record.sections {
        keywords.add(section.clone());
    }
    for line in values.take_all(Property::Keywords) {
        match line {
            Cow::Borrowed(line) => list::items(line).for_each(|item| keywords.add(item.into())),
            Cow::Owned(line) => {
                list::items(&line).for_each(|item| keywords.add(item.to_owned().into()))
            }
        }
    }
    record.keywords = keywords.found;
}

/// The keywords so far, as found and without case.
struct Keywords<'a> {
    found: Vec<Text<'a>>,
    folded: Vec<Text<'a>>,
    many: HashSet<Text<'a>>,
}

impl<'a> Keywords<'a> {
    fn add(&mut self, item: Text<'a>) {
        let folded = folded(&item);
        if item.is_empty() || self.knows(&folded) {
            return;
        }
        self.found.push(item);
        match self.folded.len() {
            ..FEW => self.folded.push(folded),
            _ => {
                self.many.insert(folded);
            }
        }
    }

    fn knows(&self, folded: &str) -> bool {
        self.folded.iter().any(|known| known == folded) || self.many.contains(folded)
    }
}

fn folded<'a>(text: &Text<'a>) -> Text<'a> {
    let upper = |c: char| if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() };
    if text.chars().any(upper) { text.to_lowercase().into() } else { text.clone() }
}
