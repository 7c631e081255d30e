//! Keywords: the tag list and the comma list in one, each once, first spelling kept, compared without case.

use super::values::Values;
use crate::property::Property;
use crate::record::{Record, Text};
use crate::scan::list;
use foldhash::{HashSet, HashSetExt};
use std::borrow::Cow;

/// Fills `keywords`; the sections are known by now.
pub(crate) fn fill<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    let lines: Vec<Text<'a>> = values.take_all(Property::Keywords).collect();
    let mut seen = HashSet::with_capacity(record.sections.len() + 8);
    let mut keywords = Vec::with_capacity(record.sections.len() + 8);
    for section in &record.sections {
        add(&mut keywords, &mut seen, section.clone());
    }
    for line in lines {
        match line {
            Cow::Borrowed(line) => {
                list::items(line).for_each(|item| add(&mut keywords, &mut seen, item.into()))
            }
            Cow::Owned(line) => list::items(&line)
                .for_each(|item| add(&mut keywords, &mut seen, item.to_owned().into())),
        }
    }
    record.keywords = keywords;
}

fn add<'a>(keywords: &mut Vec<Text<'a>>, seen: &mut HashSet<Text<'a>>, item: Text<'a>) {
    if !item.is_empty() && seen.insert(folded(&item)) {
        keywords.push(item);
    }
}

fn folded<'a>(text: &Text<'a>) -> Text<'a> {
    if text.chars().any(char::is_uppercase) { text.to_lowercase().into() } else { text.clone() }
}
