//! The keys of each dialect, and where their values come from.

use super::Dialect;
use super::write;
use crate::fields::{Field, Kind, of};
use crate::sink::jsonl::Row;

/// The keys of a dialect.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub keys: &'static [Key],
    /// The first keys of an object that takes all that has no other place, where the dialect has one.
    pub metadata: Option<&'static [Key]>,
}

/// A key of a dialect.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub field: Field,
    /// The field of a record that needs no other place; empty where it holds more than this.
    pub of: &'static str,
    pub write: Write,
}

/// Where a value comes from.
#[derive(Clone, Copy)]
pub(super) enum Write {
    /// It is that of the record's field.
    Native,
    /// It is made.
    Made(fn(&Row<'_>, &mut Vec<u8>)),
}

/// The field of a record under another name.
const fn native(name: &'static str, field: &'static str) -> Key {
    Key { field: of(field).called(name), of: field, write: Write::Native }
}

const fn made(field: Field, of: &'static str, write: fn(&Row<'_>, &mut Vec<u8>)) -> Key {
    Key { field, of, write: Write::Made(write) }
}

pub(super) fn shape(dialect: Dialect) -> Option<Shape> {
    let (keys, metadata): (&[Key], Option<&[Key]>) = match dialect {
        Dialect::Native => return None,
        Dialect::Datatrove => (&DATATROVE, Some(&DATATROVE_METADATA)),
        Dialect::Dolma => (&DOLMA, Some(&DOLMA_METADATA)),
        Dialect::CcNews => (&CC_NEWS, None),
        Dialect::Fineweb => (&FINEWEB, None),
        Dialect::Trafilatura => (&TRAFILATURA, None),
        Dialect::Newsapi => (&NEWSAPI, None),
        Dialect::Schemaorg => (&SCHEMAORG, None),
    };
    Some(Shape { keys, metadata })
}

/// A text that their readers want to be a text always: empty where there is no body.
const TEXT: Key = made(of("body").called("text").given(), "body", write::text);

const FILE_PATH: Key =
    made(Field::text("file_path", "Name of the dump or container").given(), "", write::path);

const HOST: &str = "Host of the address, without www.; else that of the publisher's";

const FIRST_IMAGE: &str = "Address of the first image";

// As `datatrove.data.Document` has them. A medium's id is its address.
static DATATROVE: [Key; 3] = [
    TEXT,
    native("id", "id"),
    made(Field::object("media", &MEDIUM, "Images of the article").list(), "images", write::media),
];

static DATATROVE_METADATA: [Key; 5] = [
    native("url", "url"),
    native("title", "headline"),
    native("description", "description"),
    native("date", "published"),
    FILE_PATH,
];

// Its reader of JSON wants `media_bytes`, so a medium has all keys that `datatrove.data.Media` has.
const MEDIUM: [Field; 9] = [
    Field::text("id", "Address of the image").given(),
    Field::count("type", "0, which is an image"),
    Field::text("url", "Address of the image").given(),
    Field::text("alt", "Null: dumps do not say it"),
    Field::text("path", "Null: the image is not here"),
    Field::count("offset", "Null: the image is not here").null(),
    Field::count("length", "Null: the image is not here").null(),
    Field::text("media_bytes", "Null: the image is not here"),
    Field::object("metadata", &SIZE, "Its size"),
];

const SIZE: [Field; 2] =
    [Field::count("width", "Pixels").null(), Field::count("height", "Pixels").null()];

// As the toolkit's documentation of its data format has them.
static DOLMA: [Key; 5] = [
    native("id", "id"),
    TEXT,
    made(Field::word("source", &[write::COLLECTION], "The collection"), "", write::collection),
    native("added", "crawled"),
    native("created", "published"),
];

static DOLMA_METADATA: [Key; 3] =
    [native("url", "url"), native("title", "headline"), native("description", "description")];

static CC_NEWS: [Key; 7] = [
    native("title", "headline"),
    native("text", "body"),
    made(Field::text("domain", HOST), "", write::host),
    native("date", "published"),
    native("description", "description"),
    native("url", "url"),
    made(Field::text("image_url", FIRST_IMAGE), "", write::first_image),
];

static FINEWEB: [Key; 6] = [
    native("text", "body"),
    native("id", "id"),
    native("url", "url"),
    native("date", "crawled"),
    FILE_PATH,
    native("language", "language"),
];

static TRAFILATURA: [Key; 13] = [
    native("title", "headline"),
    made(Field::text("author", "People and desks, parted by ;"), "", write::authors),
    made(Field::text("hostname", HOST), "", write::host),
    made(of("published").called("date").of(Kind::Day), "", write::day),
    native("fingerprint", "id"),
    native("source", "url"),
    native("excerpt", "description"),
    made(Field::text("categories", "Sections, parted by ;"), "", write::categories),
    made(Field::text("tags", "Keywords, parted by ;"), "", write::tags),
    native("text", "body"),
    native("language", "language"),
    made(Field::text("image", FIRST_IMAGE), "", write::first_image),
    native("filedate", "crawled"),
];

static NEWSAPI: [Key; 8] = [
    made(Field::object("source", &NAMED, "The publisher"), "", write::publisher_named),
    made(Field::text("author", "People and desks, parted by commas"), "", write::byline),
    native("title", "headline"),
    native("description", "description"),
    native("url", "url"),
    made(Field::text("urlToImage", FIRST_IMAGE), "", write::first_image),
    native("publishedAt", "published"),
    native("content", "body"),
];

const NAMED: [Field; 2] =
    [Field::text("id", "Null: dumps have no such ids"), Field::text("name", "Name people know")];

static SCHEMAORG: [Key; 16] = [
    made(Field::word("@context", &[write::CONTEXT], "The vocabulary"), "", write::context),
    made(Field::word("@type", &[write::ARTICLE], "The type"), "", write::article),
    native("identifier", "id"),
    native("url", "url"),
    native("headline", "headline"),
    native("description", "description"),
    native("datePublished", "published"),
    native("dateModified", "modified"),
    native("keywords", "keywords"),
    native("articleSection", "sections"),
    native("articleBody", "body"),
    made(Field::object("author", &PERSON, "People and desks").list(), "", write::persons),
    made(of("publisher").of(Kind::Object(&ORGANISATION)), "", write::organisation),
    made(Field::object("image", &IMAGE, "Images of the article").list(), "", write::images),
    native("relatedLink", "related"),
    native("inLanguage", "language"),
];

const PERSON: [Field; 2] =
    [Field::word("@type", &["Person"], "The type"), Field::text("name", "The name").given()];

const ORGANISATION: [Field; 7] = [
    Field::word("@type", &["Organization"], "The type"),
    Field::text("name", "Name people know"),
    Field::text("legalName", "Name in law"),
    Field::text("email", "Address for mail"),
    Field::text("telephone", "Telephone number as written"),
    Field::text("url", "A page of the organisation"),
    Field::object("logo", &LOGO, "Size of the logo, where the dump states it").null(),
];

const LOGO: [Field; 3] = [
    Field::word("@type", &["ImageObject"], "The type"),
    Field::count("width", "Pixels").null(),
    Field::count("height", "Pixels").null(),
];

const IMAGE: [Field; 4] = [
    Field::word("@type", &["ImageObject"], "The type"),
    Field::text("url", "Address of the image").given(),
    Field::count("width", "Pixels").null(),
    Field::count("height", "Pixels").null(),
];
