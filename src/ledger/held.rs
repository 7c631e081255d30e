//! What a record holds next for a property: the one piece of code that the ledger's writer and its reader share.

use crate::property::Property;
use crate::record::{Record, Role, Text};

/// How far a value may stand ahead of the one expected: values that were changed or left out on their way into the
/// record must not hide those behind them, and a search without bound would be quadratic.
const AHEAD: usize = 16;

const PROPERTIES: usize = Property::ALL.len();

/// A record with a cursor for each property.
#[derive(Clone, Debug)]
pub struct Held<'r> {
    record: &'r Record<'r>,
    field: [usize; PROPERTIES],
    metadata: [usize; PROPERTIES],
}

/// What stands at a place of a list.
enum Item<'r> {
    Text(&'r str),
    /// A value of another property in the same list.
    Other,
    End,
}

/// A value, and where the cursor goes when it is taken.
enum Found<'r> {
    Field(&'r str, usize),
    Metadata(&'r str, usize),
}

impl<'r> Held<'r> {
    /// At the beginning of every list.
    pub fn new(record: &'r Record<'r>) -> Self {
        Held { record, field: [0; PROPERTIES], metadata: [0; PROPERTIES] }
    }

    /// Takes the next text of `len` bytes that the record holds for the property.
    pub fn take(&mut self, property: Property, len: usize) -> Option<&'r str> {
        let found = self.find(property, len)?;
        Some(self.advance(property, found))
    }

    /// Takes the next text if it is `raw`, else passes `raw`. Whether it was taken.
    pub fn take_equal(&mut self, property: Property, raw: &[u8]) -> bool {
        match self.find(property, raw.len()) {
            Some(found) if found.text().as_bytes() == raw => {
                self.advance(property, found);
                true
            }
            _ => {
                self.pass(property, raw);
                false
            }
        }
    }

    /// Notes that the ledger itself carries `raw`: a body that holds it with other white space (lines joined,
    /// paragraphs repaired) goes on behind it.
    pub fn pass(&mut self, property: Property, raw: &[u8]) {
        if property != Property::ArticleBody {
            return;
        }
        let Ok(text) = simdutf8::basic::from_utf8(raw) else { return };
        let start = self.skip_white_space();
        let rest = self.body().get(start..).unwrap_or_default();
        if let Some(len) = match_loosely(rest, text) {
            set(&mut self.field, property, start + len);
        }
    }

    fn find(&mut self, property: Property, len: usize) -> Option<Found<'r>> {
        // No record holds what stands between its values.
        if property == Property::Separator {
            return None;
        }
        let record = self.record;
        if property == Property::ArticleBody {
            let start = self.skip_white_space();
            let end = start.checked_add(len)?;
            if let Some(text) = self.body().get(start..end) {
                return Some(Found::Field(text, end));
            }
        } else if let Some(cursor) = self.field.get_mut(property as usize)
            && let Some((text, next)) = search(cursor, len, |k| field_item(record, property, k))
        {
            return Some(Found::Field(text, next));
        }
        let cursor = self.metadata.get_mut(property as usize)?;
        let (text, next) = search(cursor, len, |k| metadata_item(record, property, k))?;
        Some(Found::Metadata(text, next))
    }

    fn advance(&mut self, property: Property, found: Found<'r>) -> &'r str {
        match found {
            Found::Field(_, next) => set(&mut self.field, property, next),
            Found::Metadata(_, next) => set(&mut self.metadata, property, next),
        }
        found.text()
    }

    fn body(&self) -> &'r str {
        self.record.body.as_deref().unwrap_or_default()
    }

    /// Moves the body's cursor to the next text, for good, so that no white space is looked at twice.
    fn skip_white_space(&mut self) -> usize {
        let at = self.field.get(Property::ArticleBody as usize).copied().unwrap_or_default();
        let rest = self.body().get(at..).unwrap_or_default();
        let at = at + (rest.len() - rest.trim_start().len());
        set(&mut self.field, Property::ArticleBody, at);
        at
    }
}

impl<'r> Found<'r> {
    fn text(&self) -> &'r str {
        match self {
            Found::Field(text, _) | Found::Metadata(text, _) => text,
        }
    }
}

fn set(cursors: &mut [usize; PROPERTIES], property: Property, to: usize) {
    if let Some(cursor) = cursors.get_mut(property as usize) {
        *cursor = to;
    }
}

/// The first text of `len` bytes at the cursor or a little ahead, and the place behind it. Items of other properties
/// are passed for good.
fn search<'r>(
    cursor: &mut usize,
    len: usize,
    item: impl Fn(usize) -> Item<'r>,
) -> Option<(&'r str, usize)> {
    while matches!(item(*cursor), Item::Other) {
        *cursor += 1;
    }
    for k in *cursor..*cursor + AHEAD {
        match item(k) {
            Item::Text(text) if text.len() == len => return Some((text, k + 1)),
            Item::Text(_) | Item::Other => {}
            Item::End => return None,
        }
    }
    None
}

/// The text at place `k` of the field that a property's values go to.
fn field_item<'r>(record: &'r Record<'r>, property: Property, k: usize) -> Item<'r> {
    use Property::*;
    match property {
        MainEntityOfPage => once(&record.url, k),
        Headline => once(&record.headline, k),
        Name | AlternativeHeadline => once(&record.alternative_headline, k),
        Description => once(&record.description, k),
        Genre => once(&record.genre, k),
        InLanguage => once(&record.language, k),
        Publisher => record.publisher.as_ref().map_or(Item::End, |it| once(&it.name, k)),
        ArticleSection => nth(&record.sections, k),
        ContentLocation => nth(&record.locations, k),
        Citation => nth(&record.related, k),
        Author | Creator => nth(&record.authors, k),
        AssociatedMedia | Image => {
            record.images.get(k).map_or(Item::End, |image| Item::Text(&image.url))
        }
        DatePublished => timestamp(record, Role::Published, k),
        DateModified => timestamp(record, Role::Modified, k),
        DateCreated => timestamp(record, Role::Created, k),
        DateCrawled => timestamp(record, Role::Crawled, k),
        _ => Item::End,
    }
}

fn metadata_item<'r>(record: &'r Record<'r>, property: Property, k: usize) -> Item<'r> {
    let wanted = (property != Property::Unknown).then_some(property);
    match record.metadata.get(k) {
        Some(item) if item.property == wanted => Item::Text(&item.text),
        Some(_) => Item::Other,
        None => Item::End,
    }
}

fn once<'r>(value: &'r Option<Text<'r>>, k: usize) -> Item<'r> {
    match value {
        Some(text) if k == 0 => Item::Text(text),
        _ => Item::End,
    }
}

fn nth<'r>(values: &'r [Text<'r>], k: usize) -> Item<'r> {
    values.get(k).map_or(Item::End, |text| Item::Text(text))
}

fn timestamp<'r>(record: &'r Record<'r>, role: Role, k: usize) -> Item<'r> {
    match record.timestamps.get(k) {
        Some(it) if it.role == role => Item::Text(&it.raw),
        Some(_) => Item::Other,
        None => Item::End,
    }
}

/// How many bytes of `body` hold `text`, white space aside. Looks no further than about twice the text, so that much
/// white space in a body is not looked at again for each text that does not fit.
fn match_loosely(body: &str, text: &str) -> Option<usize> {
    let near = body.char_indices().take(text.len() * 2 + 64);
    let mut letters = near.filter(|(_, c)| !c.is_whitespace());
    let mut end = 0;
    for wanted in text.chars().filter(|c| !c.is_whitespace()) {
        let (at, letter) = letters.next()?;
        if letter != wanted {
            return None;
        }
        end = at + letter.len_utf8();
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Metadata;

    #[test]
    fn values_are_taken_in_order_and_once() {
        let record = Record {
            headline: Some("Storm".into()),
            sections: vec!["a".into(), "bb".into(), "c".into()],
            ..Record::default()
        };
        let mut held = Held::new(&record);
        assert_eq!(held.take(Property::Headline, 5), Some("Storm"));
        assert_eq!(held.take(Property::Headline, 5), None);
        assert!(!held.take_equal(Property::ArticleSection, b"x"));
        assert!(held.take_equal(Property::ArticleSection, b"a"));
        assert!(held.take_equal(Property::ArticleSection, b"c"));
        assert_eq!(held.take(Property::ArticleSection, 2), None);
    }

    #[test]
    fn leftovers_are_found_by_their_property() {
        let item = |property, text: &'static str| Metadata { property, text: text.into(), line: 1 };
        let record = Record {
            metadata: vec![
                item(Some(Property::License), "l"),
                item(None, "one"),
                item(Some(Property::Image), "i"),
                item(None, "two"),
            ],
            ..Record::default()
        };
        let mut held = Held::new(&record);
        assert_eq!(held.take(Property::Unknown, 3), Some("one"));
        assert_eq!(held.take(Property::Unknown, 3), Some("two"));
        assert_eq!(held.take(Property::Image, 1), Some("i"));
        assert_eq!(held.take(Property::License, 1), Some("l"));
    }

    #[test]
    fn a_body_goes_on_behind_text_that_it_holds_otherwise() {
        let record =
            Record { body: Some("One.\n\nTwo. Three.\n\nFöur".into()), ..Record::default() };
        let mut held = Held::new(&record);
        assert!(!held.take_equal(Property::ArticleBody, b"One.Two."));
        assert!(held.take_equal(Property::ArticleBody, b"Three."));
        assert_eq!(held.take(Property::ArticleBody, 2), None);
        assert_eq!(held.take(Property::ArticleBody, usize::MAX), None);
        assert!(held.take_equal(Property::ArticleBody, "Föur".as_bytes()));
    }
}
