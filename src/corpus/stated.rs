//! What a container states of a page beside its text, whatever the container calls it.

use super::container::Others;
use std::borrow::Cow;

/// Text that is borrowed where the container holds it verbatim.
type Text<'a> = Cow<'a, str>;

/// Values that a container states. They win over what the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated<'a> {
    /// What the container calls the record.
    pub id: Option<Text<'a>>,
    /// The page's address.
    pub url: Option<Text<'a>>,
    /// The headline.
    pub headline: Option<Text<'a>>,
    /// The summary.
    pub description: Option<Text<'a>>,
    /// As the container writes it.
    pub published: Option<Text<'a>>,
    /// As the container writes it.
    pub modified: Option<Text<'a>>,
    /// As the container writes it.
    pub crawled: Option<Text<'a>>,
    /// As the container writes it.
    pub language: Option<Text<'a>>,
    /// The name of the publisher.
    pub publisher: Option<Text<'a>>,
    /// People and desks.
    pub authors: Vec<Text<'a>>,
    /// Tags.
    pub keywords: Vec<Text<'a>>,
    /// Sections.
    pub sections: Vec<Text<'a>>,
    /// Addresses of images.
    pub images: Vec<Text<'a>>,
    /// Other fields, with their names, where they are to be kept.
    pub others: Vec<(Text<'a>, Text<'a>)>,
}

impl<'a> Stated<'a> {
    /// The fields of the record that are stated.
    pub fn names(&self) -> Vec<&'static str> {
        let texts = self.texts().into_iter().filter(|(_, text)| text.is_some()).map(|it| it.0);
        let lists = self.lists().into_iter().filter(|(_, list)| !list.is_empty()).map(|it| it.0);
        texts.chain(lists).collect()
    }

    /// Whether no field of the record is stated, and no other.
    pub fn is_empty(&self) -> bool {
        self.texts().iter().all(|(_, text)| text.is_none())
            && self.lists().iter().all(|(_, list)| list.is_empty())
            && self.others.is_empty()
    }

    fn texts(&self) -> [(&'static str, &Option<Text<'a>>); 8] {
        [
            ("url", &self.url),
            ("headline", &self.headline),
            ("description", &self.description),
            ("published", &self.published),
            ("modified", &self.modified),
            ("crawled", &self.crawled),
            ("language", &self.language),
            ("publisher", &self.publisher),
        ]
    }

    fn lists(&self) -> [(&'static str, &Vec<Text<'a>>); 4] {
        [
            ("authors", &self.authors),
            ("keywords", &self.keywords),
            ("sections", &self.sections),
            ("images", &self.images),
        ]
    }
}

/// A field that a container may state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Url,
    Headline,
    Description,
    Published,
    Modified,
    Crawled,
    Language,
    Publisher,
    Authors,
    Keywords,
    Sections,
    Images,
}

/// What the world's corpora call the fields, compared without case, `_` and `-`.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "docid", "documentid", "recordid", "warcrecordid", "uuid"]),
    (
        Field::Url,
        &[
            "url",
            "uri",
            "link",
            "sourceurl",
            "pageurl",
            "originalurl",
            "canonicalurl",
            "weburl",
            "warctargeturi",
            "mainentityofpage",
        ],
    ),
    (Field::Headline, &["title", "headline"]),
    (Field::Description, &["description", "summary", "excerpt", "abstract"]),
    (
        Field::Published,
        &[
            "date",
            "published",
            "publishedat",
            "publisheddate",
            "publishdate",
            "datepublished",
            "datepublish",
            "publicationdate",
            "pubdate",
            "created",
        ],
    ),
    (
        Field::Modified,
        &["modified", "datemodified", "datemodify", "modifieddate", "updated", "updatedat"],
    ),
    (
        Field::Crawled,
        &[
            "crawled",
            "crawldate",
            "datecrawled",
            "datedownload",
            "fetchtime",
            "filedate",
            "scrapedat",
            "warcdate",
            "added",
        ],
    ),
    (Field::Language, &["language", "lang", "inlanguage", "locale"]),
    (Field::Publisher, &["publisher", "sitename", "sourcename", "source"]),
    (Field::Authors, &["author", "authors", "byline", "creator"]),
    (Field::Keywords, &["keywords", "tags"]),
    (Field::Sections, &["section", "sections", "category", "categories", "articlesection"]),
    (Field::Images, &["image", "images", "imageurl", "urltoimage", "topimage"]),
];

/// The longest name that is looked up.
const LONGEST: usize = 24;

/// The field that a name stands for.
pub(super) fn field(name: &str) -> Option<Field> {
    let mut plain = [0; LONGEST];
    let letters = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    let mut len = 0;
    for letter in letters {
        *plain.get_mut(len)? = letter.to_ascii_lowercase();
        len += 1;
    }
    let plain = plain.get(..len)?;
    let known = NAMES.iter().find(|(_, names)| names.iter().any(|it| it.as_bytes() == plain))?;
    Some(known.0)
}

/// A value of a container, in no format.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Nothing,
    Text(Text<'a>),
    List(Vec<Value<'a>>),
    Object(Vec<(Text<'a>, Value<'a>)>),
}

/// A value in one text.
pub(super) fn written(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Nothing => None,
        Value::Text(text) => Some(text),
        Value::List(items) => {
            let items: Vec<_> = items.into_iter().filter_map(written).collect();
            Some(items.join(", ").into())
        }
        Value::Object(parts) => {
            let part = |(key, value)| Some(format!("{key}: {}", written(value)?));
            Some(parts.into_iter().filter_map(part).collect::<Vec<_>>().join(", ").into())
        }
    }
}

/// A page that is being put together from named values.
pub(super) struct Draft<'a> {
    pub stated: Stated<'a>,
    pub text: Option<Text<'a>>,
    /// The place of the name of `text` among those that may hold it.
    rank: usize,
}

impl<'a> Draft<'a> {
    pub fn new() -> Self {
        Draft { stated: Stated::default(), text: None, rank: usize::MAX }
    }

    /// Takes what may be the page's text. What is no text after all comes back.
    pub fn take_text(&mut self, rank: usize, value: Value<'a>) -> Option<Value<'a>> {
        match value {
            Value::Text(text) if rank < self.rank => {
                self.rank = rank;
                self.text.replace(text).map(Value::Text)
            }
            Value::Nothing => None,
            other => Some(other),
        }
    }

    /// Takes the value of a field. The first value of a field counts. What does not fit comes back.
    pub fn take(&mut self, field: Field, name: &str, value: Value<'a>) -> Option<Value<'a>> {
        let stated = &mut self.stated;
        let slot = match field {
            Field::Id => &mut stated.id,
            Field::Url => &mut stated.url,
            Field::Headline => &mut stated.headline,
            Field::Description => &mut stated.description,
            Field::Published => &mut stated.published,
            Field::Modified => &mut stated.modified,
            Field::Crawled => &mut stated.crawled,
            Field::Language => &mut stated.language,
            Field::Publisher => return self.take_source(name, value),
            Field::Authors => return fill(&mut stated.authors, value, ";"),
            Field::Keywords => return fill(&mut stated.keywords, value, ";,"),
            Field::Sections => return fill(&mut stated.sections, value, ";,"),
            Field::Images => return fill(&mut stated.images, value, ""),
        };
        match value {
            Value::Text(text) if slot.is_none() => {
                *slot = Some(text).filter(|text| !text.trim().is_empty());
                None
            }
            Value::Nothing => None,
            other => Some(other),
        }
    }

    /// `source` is an address, an object with the publisher's name, or the name of a collection, which is neither.
    fn take_source(&mut self, name: &str, value: Value<'a>) -> Option<Value<'a>> {
        let is_source = name.eq_ignore_ascii_case("source");
        match value {
            Value::Text(text) if is_source && crate::scan::url::is_url(&text) => {
                self.take(Field::Url, name, Value::Text(text))
            }
            Value::Text(text) if !is_source && self.stated.publisher.is_none() => {
                self.stated.publisher = Some(text).filter(|text| !text.trim().is_empty());
                None
            }
            Value::Object(parts) => {
                self.stated.publisher = self.stated.publisher.take().or_else(|| named(parts));
                None
            }
            Value::Nothing => None,
            other => Some(other),
        }
    }

    /// Keeps the value of a field that has no place of its own.
    pub fn keep(&mut self, name: Text<'a>, text: Text<'a>, others: Others) {
        if others == Others::Keep {
            self.stated.others.push((name, text));
        }
    }
}

/// The name in an object that describes a person or a publisher.
fn named<'a>(parts: Vec<(Text<'a>, Value<'a>)>) -> Option<Text<'a>> {
    parts.into_iter().find_map(|(key, value)| match value {
        Value::Text(text) if key == "name" => Some(text),
        _ => None,
    })
}

/// Texts of a list, or of a text that lists them between `separators`.
fn fill<'a>(to: &mut Vec<Text<'a>>, value: Value<'a>, separators: &str) -> Option<Value<'a>> {
    match value {
        Value::List(items) => items.into_iter().for_each(|item| add(to, item)),
        Value::Text(Cow::Borrowed(text)) => {
            to.extend(parts(text, separators).map(Cow::Borrowed));
        }
        Value::Text(Cow::Owned(text)) => {
            to.extend(parts(&text, separators).map(|part| Cow::Owned(part.to_owned())));
        }
        Value::Nothing => {}
        object => add(to, object),
    }
    None
}

fn add<'a>(to: &mut Vec<Text<'a>>, item: Value<'a>) {
    let text = match item {
        Value::Text(text) => Some(text),
        Value::Object(parts) => named(parts),
        _ => None,
    };
    to.extend(text.filter(|text| !text.trim().is_empty()));
}

fn parts<'t>(text: &'t str, separators: &str) -> impl Iterator<Item = &'t str> {
    let parts = text.split(|c| separators.contains(c));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_many_names() {
        for (name, known) in [
            ("url", Some(Field::Url)),
            ("WARC-Target-URI", Some(Field::Url)),
            ("date_publish", Some(Field::Published)),
            ("publishedAt", Some(Field::Published)),
            ("Title", Some(Field::Headline)),
            ("language_score", None),
            ("a name that is longer than any that is known", None),
            ("", None),
        ] {
            assert_eq!(field(name), known, "{name}");
        }
    }

    #[test]
    fn lists_are_read_in_every_form() {
        let text = |text: &'static str| Value::Text(text.into());
        let person = Value::Object(vec![("name".into(), text("Ann Lee"))]);
        for value in [
            text("Ann Lee; Bo Ek"),
            Value::List(vec![text("Ann Lee"), text(" "), text("Bo Ek")]),
            Value::List(vec![person, text("Bo Ek"), Value::Nothing]),
        ] {
            let mut draft = Draft::new();
            assert_eq!(draft.take(Field::Authors, "author", value), None);
            assert_eq!(draft.stated.authors, ["Ann Lee", "Bo Ek"]);
        }
    }

    #[test]
    fn a_source_is_an_address_or_has_a_name() {
        let mut draft = Draft::new();
        let name = vec![("id".into(), Value::Nothing), ("name".into(), Value::Text("Post".into()))];
        draft.take(Field::Publisher, "source", Value::Object(name));
        draft.take(Field::Publisher, "source", Value::Text("https://a.example/1".into()));
        assert_eq!(draft.stated.publisher.as_deref(), Some("Post"));
        assert_eq!(draft.stated.url.as_deref(), Some("https://a.example/1"));
        let collection = draft.take(Field::Publisher, "source", Value::Text("crawl-7".into()));
        assert_eq!(collection, Some(Value::Text("crawl-7".into())));
    }
}
