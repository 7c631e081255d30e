//! Who made it: the organisation behind the page, and the people.

use super::values::Values;
use crate::property::Property;
use crate::record::{Organisation, Record, Text};
use crate::scan::contact;
use foldhash::HashSet;

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
    let mut seen = HashSet::default();
    let people = [Property::Author, Property::Creator]
        .map(|property| values.take_all_where(property, |text| !is_organisation(text)));
    record.authors =
        people.into_iter().flatten().filter(|name| seen.insert(name.clone())).collect();
}

/// The first organisation that is described; where it is named again, in the same words, it is forgotten.
fn described<'a>(values: &mut Values<'a>) -> Option<Organisation<'a>> {
    let text =
        ORGANISATIONS.iter().find_map(|&property| values.take_where(property, is_organisation))?;
    ORGANISATIONS.iter().for_each(|&property| values.drop_equal(property, Some(&text)));
    read(&text)
}

fn is_organisation(text: &str) -> bool {
    contact::organisation(text).is_some()
}

fn read<'a>(text: &Text<'a>) -> Option<Organisation<'a>> {
    match text {
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
