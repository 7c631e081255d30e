//! Keywords: the tag list and the comma list in one, each once, first spelling kept, compared without case.

use super::seen::Seen;
use super::values::Values;
use crate::property::Property;
use crate::record::{Record, Text};
use crate::scan::letter::is_upper;
use crate::scan::list;
use std::borrow::Cow;

/// About how many keywords a list has that are no sections.
const MORE: usize = 16;

/// Fills `keywords`; the sections are known by now.
pub(crate) fn fill<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    let most = record.sections.len() + MORE;
    let mut keywords =
        Keywords { found: Vec::with_capacity(most), seen: Seen::with_capacity(most) };
    // the categories that a scraper notes are parts of the site
    if record.layout != "header" {
        record.sections.iter().for_each(|section| keywords.add(section.clone()));
    }
    let line = |line| match line {
        Cow::Borrowed(line) => list::items(line).for_each(|item| keywords.add(item.into())),
        Cow::Owned(line) => {
            list::items(&line).for_each(|item| keywords.add(item.to_owned().into()))
        }
    };
    values.take_each(Property::Keywords, |_| true, line);
    record.keywords = keywords.found;
}

/// The keywords so far.
struct Keywords<'a> {
    found: Vec<Text<'a>>,
    /// The same without case.
    seen: Seen<'a>,
}

impl<'a> Keywords<'a> {
    fn add(&mut self, item: Text<'a>) {
        // What is known without case is known as it stands, since lower case stays lower case.
        if item.is_empty() || self.seen.comes_next(&item) {
            return;
        }
        if self.seen.add(folded(&item)) {
            self.found.push(item);
        }
    }
}

fn folded<'a>(text: &Text<'a>) -> Text<'a> {
    if has_upper(text) { text.to_lowercase().into() } else { text.clone() }
}

fn has_upper(text: &str) -> bool {
    if text.is_ascii() {
        return text.bytes().fold(false, |any, byte| any | byte.is_ascii_uppercase());
    }
    text.chars().any(is_upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_stays_lower_case() {
        for c in '\0'..=char::MAX {
            let once = format!("a{c}").to_lowercase();
            assert_eq!(folded(&once.as_str().into()), once, "{c:?}");
        }
    }
}
