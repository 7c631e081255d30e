//! Who made it: the organisation behind the page, and the people.

use super::seen::Seen;
use super::values::{Value, Values};
use crate::property::Property;
use crate::record::{Organisation, Record, Text};
use crate::scan::contact;

/// Where an organisation may stand, the best place first.
const ORGANISATIONS: [Property; 5] = [
    Property::Publisher,
    Property::CopyrightHolder,
    Property::SourceOrganization,
    Property::Creator,
    Property::Author,
];

/// Fills `publisher` and `authors`.
pub(crate) fn fill<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    record.publisher = match described(values) {
        Some(organisation) => Some(organisation),
        None => values
            .take_first(Property::Publisher)
            .map(|name| Organisation { name: Some(name), ..Organisation::default() }),
    };
    let mut seen = Seen::default();
    for property in [Property::Author, Property::Creator] {
        let add = |name: Text<'a>| {
            if seen.add(name.clone()) {
                record.authors.push(name);
            }
        };
        values.take_each(property, |value| contact::organisation(&value.text).is_none(), add);
    }
}

/// The first organisation that is described; where it is named again, in the same words, it is forgotten.
fn described<'a>(values: &mut Values<'a>) -> Option<Organisation<'a>> {
    let first = ORGANISATIONS.iter().find_map(|&property| values.take_read(property, read));
    let (value, organisation) = first?;
    ORGANISATIONS.iter().for_each(|&property| values.drop_equal(property, Some(&value.text)));
    Some(organisation)
}

fn read<'a>(value: &Value<'a>) -> Option<Organisation<'a>> {
    match &value.text {
        Text::Borrowed(text) => {
            contact::organisation(text).map(|parts| filled(parts, Text::Borrowed))
        }
        Text::Owned(text) => contact::organisation(text)
            .map(|parts| filled(parts, |part| Text::Owned(part.to_owned()))),
    }
}

fn filled<'p, 'a>(
    parts: contact::Parts<'p>,
    text: impl Fn(&'p str) -> Text<'a>,
) -> Organisation<'a> {
    Organisation {
        name: Some(text(parts.name)),
        legal_name: parts.legal_name.map(&text),
        email: Some(text(parts.email)),
        telephone: parts.telephone.map(&text),
        url: parts.url.map(&text),
        logo_width: parts.logo.map(|logo| logo.0),
        logo_height: parts.logo.map(|logo| logo.1),
    }
}

/// A name before a date has at most so many words.
const MOST_WORDS: usize = 3;

/// Where a description ends behind which the publisher's name and a comma stand. Where the name is not known it is the
/// last few words, if they are in upper case and the word before them is not.
pub(crate) fn cut_publisher(text: &str, publisher: Option<&str>) -> usize {
    let Some(head) = text.trim_end().strip_suffix(',').map(str::trim_end) else {
        return text.trim_end().len();
    };
    if let Some(cut) = publisher.and_then(|name| head.strip_suffix(name)) {
        return cut.trim_end().len();
    }
    let mut cut = head.len();
    for _ in 0..=MOST_WORDS {
        let Some((before, word)) = head[..cut].rsplit_once(' ') else { break };
        if !word.starts_with(char::is_uppercase) {
            return cut;
        }
        cut = before.len();
    }
    head.len()
}
