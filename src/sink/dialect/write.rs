//! The values of dialects as JSON.

use super::tables::{Key, Write};
use crate::record::{Image, Text};
use crate::sink::escape::string;
use crate::sink::json::{self, list, number, word};
use crate::sink::jsonl::Row;
use crate::sink::site;

pub(super) const COLLECTION: &str = "unscrape";
pub(super) const CONTEXT: &str = "https://schema.org";
pub(super) const ARTICLE: &str = "NewsArticle";

/// Appends an object without its end.
pub(super) fn keys(keys: &[Key], row: &Row<'_>, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    for (k, key) in keys.iter().enumerate() {
        to.push(if k == 0 { b'{' } else { b',' });
        string(key.field.name, to);
        to.push(b':');
        match key.write {
            Write::Native => json::value(key.of, row, to)?,
            Write::Made(make) => make(row, to),
        }
    }
    Ok(())
}

pub(super) fn text(row: &Row<'_>, to: &mut Vec<u8>) {
    string(row.record.body.as_deref().unwrap_or_default(), to);
}

pub(super) fn path(row: &Row<'_>, to: &mut Vec<u8>) {
    string(&row.source.path, to);
}

pub(super) fn collection(_: &Row<'_>, to: &mut Vec<u8>) {
    string(COLLECTION, to);
}

pub(super) fn context(_: &Row<'_>, to: &mut Vec<u8>) {
    string(CONTEXT, to);
}

pub(super) fn article(_: &Row<'_>, to: &mut Vec<u8>) {
    string(ARTICLE, to);
}

pub(super) fn host(row: &Row<'_>, to: &mut Vec<u8>) {
    let publisher =
        || row.record.publisher.as_ref().and_then(|it| it.url.as_deref()).and_then(site);
    optional(row.record.url.as_deref().and_then(site).or_else(publisher).as_deref(), to);
}

/// A time that does not say the day has none.
pub(super) fn day(row: &Row<'_>, to: &mut Vec<u8>) {
    optional(row.record.published.as_deref().and_then(|time| time.get(..10)), to);
}

pub(super) fn first_image(row: &Row<'_>, to: &mut Vec<u8>) {
    optional(row.record.images.first().map(|image| &*image.url), to);
}

pub(super) fn authors(row: &Row<'_>, to: &mut Vec<u8>) {
    joined(&row.record.authors, ";", to);
}

pub(super) fn categories(row: &Row<'_>, to: &mut Vec<u8>) {
    joined(&row.record.sections, ";", to);
}

pub(super) fn tags(row: &Row<'_>, to: &mut Vec<u8>) {
    joined(&row.record.keywords, ";", to);
}

pub(super) fn byline(row: &Row<'_>, to: &mut Vec<u8>) {
    joined(&row.record.authors, ", ", to);
}

pub(super) fn publisher_named(row: &Row<'_>, to: &mut Vec<u8>) {
    word(b"{\"id\":null,\"name\":", to);
    optional(row.record.publisher.as_ref().and_then(|it| it.name.as_deref()), to);
    to.push(b'}');
}

pub(super) fn media(row: &Row<'_>, to: &mut Vec<u8>) {
    let medium = |image: &Image<'_>, to: &mut Vec<u8>| {
        word(b"{\"id\":", to);
        string(&image.url, to);
        word(b",\"type\":0,\"url\":", to);
        string(&image.url, to);
        word(br#","alt":null,"path":null,"offset":null,"length":null,"media_bytes":null"#, to);
        number(b",\"metadata\":{\"width\":", image.width, to);
        number(b",\"height\":", image.height, to);
        word(b"}}", to);
    };
    list(&row.record.images, medium, to);
}

pub(super) fn persons(row: &Row<'_>, to: &mut Vec<u8>) {
    let person = |name: &Text<'_>, to: &mut Vec<u8>| {
        word(b"{\"@type\":\"Person\",\"name\":", to);
        string(name, to);
        to.push(b'}');
    };
    list(&row.record.authors, person, to);
}

pub(super) fn images(row: &Row<'_>, to: &mut Vec<u8>) {
    let object = |image: &Image<'_>, to: &mut Vec<u8>| {
        word(b"{\"@type\":\"ImageObject\",\"url\":", to);
        string(&image.url, to);
        number(b",\"width\":", image.width, to);
        number(b",\"height\":", image.height, to);
        to.push(b'}');
    };
    list(&row.record.images, object, to);
}

pub(super) fn organisation(row: &Row<'_>, to: &mut Vec<u8>) {
    let Some(it) = &row.record.publisher else { return word(b"null", to) };
    word(b"{\"@type\":\"Organization\"", to);
    let texts = [
        (&b",\"name\":"[..], &it.name),
        (b",\"legalName\":", &it.legal_name),
        (b",\"email\":", &it.email),
        (b",\"telephone\":", &it.telephone),
        (b",\"url\":", &it.url),
    ];
    for (key, value) in texts {
        word(key, to);
        optional(value.as_deref(), to);
    }
    if it.logo_width.is_none() && it.logo_height.is_none() {
        return word(b",\"logo\":null}", to);
    }
    number(b",\"logo\":{\"@type\":\"ImageObject\",\"width\":", it.logo_width, to);
    number(b",\"height\":", it.logo_height, to);
    word(b"}}", to);
}

/// The texts in one; none where there is none.
fn joined(texts: &[Text<'_>], by: &str, to: &mut Vec<u8>) {
    optional((!texts.is_empty()).then(|| texts.join(by)).as_deref(), to);
}

fn optional(text: Option<&str>, to: &mut Vec<u8>) {
    match text {
        Some(text) => string(text, to),
        None => word(b"null", to),
    }
}
