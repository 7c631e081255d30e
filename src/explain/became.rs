//! Which field of the record holds a span, looked up from the record: the parser keeps no such list.

use super::Became;
use crate::property::Property;
use crate::record::{Metadata, Organisation, Record, Role, Text, Timestamp};
use foldhash::{HashMap, HashSet};

/// A record, ready to be asked for what it holds.
pub(super) struct Index<'r, 'a> {
    record: &'r Record<'a>,
    keywords: HashSet<String>,
    sections: HashSet<&'r str>,
    locations: HashSet<&'r str>,
    authors: HashSet<&'r str>,
    images: HashSet<&'r str>,
    related: HashSet<&'r str>,
    metadata: OfLine<'r, Metadata<'a>>,
    timestamps: OfLine<'r, Timestamp<'a>>,
}

impl<'r, 'a> Index<'r, 'a> {
    pub fn new(record: &'r Record<'a>) -> Self {
        Index {
            record,
            keywords: record.keywords.iter().map(|word| word.to_lowercase()).collect(),
            sections: set(&record.sections),
            locations: set(&record.locations),
            authors: set(&record.authors),
            images: record.images.iter().map(|image| image.url.as_ref()).collect(),
            related: set(&record.related),
            metadata: OfLine::new(&record.metadata, |it| (it.line, &it.text)),
            timestamps: OfLine::new(&record.timestamps, |it| (it.line, &it.raw)),
        }
    }

    /// The fields that hold a span of a property; `line` is counted in the page.
    pub fn of(&mut self, property: Property, text: &str, line: usize) -> Vec<Became> {
        let mut found = Vec::new();
        self.scalars(property, text, &mut found);
        self.lists(property, text, &mut found);
        self.dates(property, text, line, &mut found);
        if found.is_empty() && property != Property::Separator {
            let of_line = self.metadata.get(line, text);
            let named = Some(property).filter(|it| *it != Property::Unknown);
            let mut held = of_line.filter(|it| it.property == named && it.text.contains(text));
            found.extend(held.next().map(|_| plain("metadata")));
        }
        found
    }

    fn scalars(&self, property: Property, text: &str, found: &mut Vec<Became>) {
        let record = self.record;
        match property {
            Property::MainEntityOfPage => hold("url", &record.url, text, found),
            Property::Headline | Property::Name | Property::AlternativeHeadline => {
                hold("headline", &record.headline, text, found);
                if found.is_empty() {
                    let second = &record.alternative_headline;
                    hold("alternative_headline", second, text, found);
                }
            }
            Property::Description => hold("description", &record.description, text, found),
            Property::Genre => hold("genre", &record.genre, text, found),
            Property::InLanguage => found.extend(record.language.as_deref().and_then(|tag| {
                let said = text.to_lowercase().starts_with(&tag.get(..2)?.to_lowercase());
                said.then(|| read("language", tag, text))
            })),
            Property::CopyrightYear => found.extend(record.copyright_year.and_then(|year| {
                let year = year.to_string();
                text.contains(&year).then(|| read("copyright_year", &year, text))
            })),
            Property::ArticleBody => found.extend(self.body(text)),
            _ => {}
        }
    }

    /// All of the body is one value, and looking for every paragraph in it would be quadratic.
    fn body(&self, text: &str) -> Option<Became> {
        let body = self.record.body.as_deref()?;
        (text.len() <= body.len()).then(|| plain("body"))
    }

    fn lists(&self, property: Property, text: &str, found: &mut Vec<Became>) {
        match property {
            Property::ArticleSection => {
                has("sections", &self.sections, text, found);
                self.keyword(text, found);
            }
            Property::Keywords => self.keyword(text, found),
            Property::ContentLocation => has("locations", &self.locations, text, found),
            Property::AssociatedMedia => has("images", &self.images, text, found),
            Property::Citation => has("related", &self.related, text, found),
            Property::Author | Property::Creator => {
                has("authors", &self.authors, text, found);
                self.publisher(text, found);
            }
            Property::Publisher | Property::CopyrightHolder | Property::SourceOrganization => {
                self.publisher(text, found);
            }
            _ => {}
        }
    }

    /// A line may hold one keyword or many.
    fn keyword(&self, text: &str, found: &mut Vec<Became>) {
        let mut words =
            text.split([',', ';', '،', '、', '，']).map(|word| word.trim().to_lowercase());
        if words.any(|word| self.keywords.contains(&word)) {
            found.push(plain("keywords"));
        }
    }

    /// An organisation may be described over several lines: a line holds a part of it, or it holds the line's.
    fn publisher(&self, text: &str, found: &mut Vec<Became>) {
        let Some(publisher) = self.record.publisher.as_ref() else { return };
        let Organisation { name, legal_name, email, telephone, url, .. } = publisher;
        let mut parts = [name, legal_name, email, telephone, url].into_iter().flatten();
        if parts.any(|part| text.contains(part.as_ref()) || part == text) {
            found.push(match name.as_deref() {
                Some(name) => read("publisher", name, text),
                None => plain("publisher"),
            });
        }
    }

    fn dates(&self, property: Property, text: &str, line: usize, found: &mut Vec<Became>) {
        let holds =
            |time: &&&Timestamp<'_>| text.contains(time.raw.as_ref()) || time.raw.contains(text);
        let of_line = self.timestamps.get(line, text);
        for time in of_line.filter(|time| role(property) == Some(time.role)).filter(holds) {
            let (field, chosen) = self.field(time.role);
            let chosen = time.value.is_some() && chosen == time.value.as_ref();
            let field = if chosen && time.role != Role::Url { field } else { "timestamps" };
            if !found.iter().any(|it| it.field == field) {
                let value = time.value.as_deref().filter(|value| *value != text);
                found.push(Became { field, value: value.map(str::to_owned) });
            }
        }
    }

    fn field(&self, role: Role) -> (&'static str, Option<&'r Text<'a>>) {
        match role {
            Role::Modified => ("modified", self.record.modified.as_ref()),
            Role::Created => ("created", self.record.created.as_ref()),
            Role::Crawled => ("crawled", self.record.crawled.as_ref()),
            _ => ("published", self.record.published.as_ref()),
        }
    }
}

/// The role of the timestamps in spans of a property.
fn role(property: Property) -> Option<Role> {
    Some(match property {
        Property::DatePublished => Role::Published,
        Property::DateCreated => Role::Created,
        Property::DateModified => Role::Modified,
        Property::DateCrawled => Role::Crawled,
        Property::MainEntityOfPage => Role::Url,
        Property::Description => Role::Suffix,
        _ => return None,
    })
}

/// Parts of the record by their line: those that are a text, and some of those that may hold it.
struct OfLine<'r, T> {
    equal: HashMap<(usize, &'r str), Vec<&'r T>>,
    others: HashMap<usize, Vec<&'r T>>,
}

/// So many of a line, from its first and from its last: a whole page may be one line.
const SIDE: usize = 8;

impl<'r, T> OfLine<'r, T> {
    fn new(all: &'r [T], place: impl Fn(&'r T) -> (usize, &'r str)) -> Self {
        let mut it = OfLine { equal: HashMap::default(), others: HashMap::default() };
        for one in all {
            let (line, text) = place(one);
            let equal: &mut Vec<&T> = it.equal.entry((line, text)).or_default();
            if equal.len() < SIDE {
                equal.push(one);
            }
            let others: &mut Vec<&T> = it.others.entry(line).or_default();
            if others.len() == 2 * SIDE {
                others.remove(SIDE);
            }
            others.push(one);
        }
        it
    }

    fn get<'s>(&'s self, line: usize, text: &'s str) -> impl Iterator<Item = &'s &'r T> {
        let equal = self.equal.get(&(line, text)).into_iter().flatten();
        equal.chain(self.others.get(&line).into_iter().flatten())
    }
}

fn set<'r>(values: &'r [Text<'_>]) -> HashSet<&'r str> {
    values.iter().map(AsRef::as_ref).collect()
}

fn plain(field: &'static str) -> Became {
    Became { field, value: None }
}

/// The value is shown where it is not the text itself.
fn read(field: &'static str, value: &str, text: &str) -> Became {
    Became { field, value: (value != text).then(|| value.to_owned()) }
}

fn has(field: &'static str, values: &HashSet<&str>, text: &str, found: &mut Vec<Became>) {
    if values.contains(text) {
        found.push(plain(field));
    }
}

/// A value may stand in several pieces, or without what stood behind it.
fn hold(field: &'static str, value: &Option<Text<'_>>, text: &str, found: &mut Vec<Became>) {
    let Some(value) = value.as_deref() else { return };
    if value.contains(text) {
        found.push(plain(field));
    } else if !value.is_empty() && text.contains(value) {
        found.push(read(field, value, text));
    }
}
