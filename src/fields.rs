//! The keys of a record as it is written: their names, types and meanings, in their order. Whoever needs a list of them takes
//! it from here: confidence, `explain`, `diff`, `stats`, columns and schemas.

use crate::record::Record;

/// A key and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// Of what type the value is, or each item of a list.
    pub kind: Kind,
    /// Whether it is a list of such values.
    pub list: bool,
    /// Whether it is always there.
    pub presence: Presence,
    /// Who fills it.
    pub filled: Filled,
    /// What it means.
    pub about: &'static str,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A time in ISO 8601, as precise as it is known: a month, a day, or more, with an offset or without.
    Time,
    /// A day in ISO 8601.
    Day,
    /// One of these texts.
    Word(&'static [&'static str]),
    /// A whole number from 0.
    Count,
    /// A whole number of 32 bits.
    Year,
    /// A number from 0 to 1.
    Share,
    /// An object with these keys.
    Object(&'static [Field]),
    /// An object of shares, a key for each of [`CONFIDENT`] that is filled.
    Shares,
    /// A ledger: a list of `[start, end, property]` or `[start, end, property, text]`.
    Ledger,
}

/// Whether a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Given,
    /// The key always, the value may be `null`.
    Nullable,
    /// Even the key may be missing.
    Optional,
}

/// Who fills a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// The dump may, and the record says how sure that is.
    Sure,
    /// The dump may.
    Unsure,
    /// The program: it says something about the page or about other fields.
    Beside,
}

impl Field {
    const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        let (list, presence, filled) = (false, Presence::Given, Filled::Beside);
        Field { name, kind, list, presence, filled, about }
    }

    /// A text that may be missing.
    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Field::new(name, Kind::Text, about).null()
    }

    pub(crate) const fn object(
        name: &'static str,
        fields: &'static [Field],
        about: &'static str,
    ) -> Self {
        Field::new(name, Kind::Object(fields), about)
    }

    pub(crate) const fn count(name: &'static str, about: &'static str) -> Self {
        Field::new(name, Kind::Count, about)
    }

    pub(crate) const fn word(
        name: &'static str,
        words: &'static [&'static str],
        about: &'static str,
    ) -> Self {
        Field::new(name, Kind::Word(words), about)
    }

    const fn time(name: &'static str, about: &'static str) -> Self {
        Field::new(name, Kind::Time, about).null()
    }

    /// A list of texts.
    pub(crate) const fn texts(name: &'static str, about: &'static str) -> Self {
        Field::new(name, Kind::Text, about).list()
    }

    pub(crate) const fn list(self) -> Self {
        Field { list: true, ..self }
    }

    pub(crate) const fn null(self) -> Self {
        Field { presence: Presence::Nullable, ..self }
    }

    pub(crate) const fn given(self) -> Self {
        Field { presence: Presence::Given, ..self }
    }

    const fn optional(self) -> Self {
        Field { presence: Presence::Optional, ..self }
    }

    const fn sure(self) -> Self {
        Field { filled: Filled::Sure, ..self }
    }

    const fn unsure(self) -> Self {
        Field { filled: Filled::Unsure, ..self }
    }

    /// The same field under another name.
    pub(crate) const fn called(self, name: &'static str) -> Self {
        Field { name, ..self }
    }

    /// The same field of another type.
    pub(crate) const fn of(self, kind: Kind) -> Self {
        Field { kind, ..self }
    }
}

/// The keys of a record, in the order in which they are written.
pub const RECORD: [Field; 28] = [
    Field::text("id", "Path of the dump below its root, with #k or the record's own id behind it where a file holds several").given(),
    Field::text("url", "Address of the page").sure(),
    Field::text("headline", "Headline").sure(),
    Field::text("alternative_headline", "A second headline, where it differs from the first").unsure(),
    Field::text("description", "Summary, without a date or publisher behind it").sure(),
    Field::time("published", "Time of publication, as precise as the dump is").sure(),
    Field::time("modified", "Time of the last change").sure(),
    Field::time("created", "Time of writing").sure(),
    Field::time("crawled", "When a crawler fetched the page").sure(),
    Field::object("timestamps", &TIMESTAMP, "Every timestamp of the page, conflicts included").list(),
    Field::texts("authors", "People and desks").sure(),
    Field::object("publisher", &ORGANISATION, "The publishing organisation").null().sure(),
    Field::texts("keywords", "Tag list and comma list in one, each once").sure(),
    Field::texts("sections", "Sections as found").sure(),
    Field::texts("locations", "Places as found").sure(),
    Field::text("genre", "Genre as found").sure(),
    Field::text("language", "Language as BCP 47").sure(),
    Field::new("copyright_year", Kind::Year, "Year of the copyright").null().sure(),
    Field::object("images", &IMAGE, "Images of the article").list().sure(),
    Field::texts("related", "Addresses of related pages").sure(),
    Field::text("body", "Text of the article as found").sure(),
    Field::object("repairs", &REPAIR, "Where paragraphs of the body were glued").list(),
    Field::object("metadata", &METADATA, "Everything else that the page says").list(),
    Field::new("confidence", Kind::Shares, "How sure each filled field is"),
    Field::text("layout", "Layout that recognised the page").given(),
    Field::object("source", &SOURCE, "Where the record came from"),
    Field::object("warnings", &WARNING, "Damage and doubt").list(),
    Field::new("ledger", Kind::Ledger, "Every byte of the page: start, end, property, and the text where the record lacks it").optional(),
];

const TIMESTAMP: [Field; 5] = [
    Field::word("role", &ROLES, "What it is the time of"),
    Field::text("raw", "Text as found").given(),
    Field::time("value", "The time, where the text is one of the Gregorian calendar"),
    Field::word("precision", &["month", "day", "minute", "second"], "How much is stated").null(),
    LINE,
];

const ROLES: [&str; 7] =
    ["published", "modified", "created", "crawled", "url", "suffix", "mentioned"];

const LINE: Field = Field::count("line", "Line of the file, from 1; 0 where a container states it");

const ORGANISATION: [Field; 7] = [
    Field::text("name", "Name people know"),
    Field::text("legal_name", "Name in law"),
    Field::text("email", "Address for mail"),
    Field::text("telephone", "Telephone number as written"),
    Field::text("url", "A page of the organisation"),
    Field::count("logo_width", "Pixels").null(),
    Field::count("logo_height", "Pixels").null(),
];

const IMAGE: [Field; 3] = [
    Field::text("url", "Address of the image").given(),
    Field::count("width", "Pixels").null(),
    Field::count("height", "Pixels").null(),
];

const REPAIR: [Field; 3] = [
    Field::count("at", "Byte of the body as found"),
    Field::text("kind", "Kind of damage").given(),
    Field::text("insert", "What --repair puts there").given(),
];

const METADATA: [Field; 3] = [
    Field::text("property", "Its property; null where nobody could tell"),
    Field::text("text", "Text as found").given(),
    LINE,
];

const SOURCE: [Field; 7] = [
    Field::text("path", "Name of the dump or container").given(),
    Field::count("page", "Which page of it, from 1"),
    Field::count("offset", "First byte of the page"),
    Field::count("bytes", "Bytes of the page"),
    Field::count("lines", "Lines of the page; 0 where it was not read as text"),
    Field::text("encoding", "Encoding of the dump").given(),
    Field::text("container", "What bounds the page, where that is no file"),
];

const WARNING: [Field; 3] = [
    Field::text("code", "A stable word for programs").given(),
    Field::count("line", "Line of the file, from 1; null where it is about all of it").null(),
    Field::text("message", "A sentence for people").given(),
];

/// The fields that a dump may fill and that have a confidence.
pub const CONFIDENT: [&str; 18] = names(&[Filled::Sure]);

/// The fields that a dump may fill.
pub const FILLED: [&str; 19] = names(&[Filled::Sure, Filled::Unsure]);

/// The names of the fields that are filled so, in their order.
const fn names<const N: usize>(filled: &[Filled]) -> [&'static str; N] {
    let mut found = [""; N];
    let (mut at, mut k) = (0, 0);
    while k < RECORD.len() {
        let mut by = 0;
        while by < filled.len() {
            if RECORD[k].filled as u8 == filled[by] as u8 {
                found[at] = RECORD[k].name;
                at += 1;
            }
            by += 1;
        }
        k += 1;
    }
    found
}

/// The field of a record with this name.
pub fn named(name: &str) -> Option<&'static Field> {
    RECORDS.iter().find(|field| field.name == name)
}

static RECORDS: [Field; RECORD.len()] = RECORD;

/// The field of a record with this name, where the program is compiled.
pub(crate) const fn of(name: &str) -> Field {
    let mut k = 0;
    while !same(RECORD[k].name, name) {
        k += 1;
    }
    RECORD[k]
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut k = 0;
    while k < one.len() && k < other.len() && one[k] == other[k] {
        k += 1;
    }
    k == one.len() && k == other.len()
}

/// Whether a record has each of the fields that a dump may fill, in the order of the record.
pub(crate) fn filled(record: &Record<'_>) -> [bool; FILLED.len()] {
    [
        record.url.is_some(),
        record.headline.is_some(),
        record.alternative_headline.is_some(),
        record.description.is_some(),
        record.published.is_some(),
        record.modified.is_some(),
        record.created.is_some(),
        record.crawled.is_some(),
        !record.authors.is_empty(),
        record.publisher.is_some(),
        !record.keywords.is_empty(),
        !record.sections.is_empty(),
        !record.locations.is_empty(),
        record.genre.is_some(),
        record.language.is_some(),
        record.copyright_year.is_some(),
        !record.images.is_empty(),
        !record.related.is_empty(),
        record.body.is_some(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names_are_parts_of_the_table() {
        assert_eq!(CONFIDENT[..3], ["url", "headline", "description"]);
        assert_eq!(FILLED[..4], ["url", "headline", "alternative_headline", "description"]);
        assert!(FILLED.iter().chain(&CONFIDENT).all(|name| named(name).is_some()));
        assert_eq!((FILLED[18], of("body").name), ("body", "body"));
        assert_eq!(named("bod"), None);
    }
}
