//! From a labelling to a record: values are put together from their spans, read, and reconciled with each other.

mod dates;
mod names;
mod order;
mod seen;
mod tags;
mod values;

pub(crate) use dates::read as read_date;

use crate::labelling::Labelling;
use crate::line::Line;
use crate::property::Property;
use crate::record::{Image, Metadata, Organisation, Record, Text};
use crate::repairs;
use crate::scan::{Facts, language, locale, number, timestamp, url};
use crate::warning::Warning;
use seen::Seen;
use std::borrow::Cow;
use values::{Value, Values};

/// Whether the furniture of the page goes into the record's metadata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Furniture {
    /// It is left out; the ledger still has it.
    #[default]
    Leave,
    /// It is kept as metadata.
    Keep,
}

/// Puts the record of a page together; how sure its fields are is not told yet.
pub(crate) fn assemble<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    labelling: &Labelling,
    layout: Cow<'static, str>,
    furniture: Furniture,
    warnings: &mut Vec<Warning>,
) -> Record<'a> {
    let mut values = Values::collect(text, lines, labelling, furniture);
    let mut record = Record { layout, ..Record::default() };
    let address = values.first(Property::MainEntityOfPage).map_or(1, |value| value.line);
    fill_text(&mut record, &mut values);
    fill_lists(&mut record, &mut values);
    names::fill(&mut record, &mut values);
    let description = values.take_value(Property::Description);
    let suffix =
        description.as_ref().and_then(|value| Some((timestamp::suffix(&value.text)?, value.line)));
    dates::fill(&mut record, &mut values, (lines, address), suffix, warnings);
    if let Some(value) = &description {
        fill_description(&mut record, &mut values, value, suffix.map(|(suffix, _)| suffix));
    }
    tags::fill(&mut record, &mut values);
    record.repairs = record.body.as_deref().map(repairs::find).unwrap_or_default();
    record.metadata.reserve_exact(values.left());
    record.metadata.extend(values.rest().map(metadata));
    record.metadata.sort_by_key(|entry| entry.line);
    record
}

fn metadata(value: Value<'_>) -> Metadata<'_> {
    let property = (value.property != Property::Unknown).then_some(value.property);
    Metadata { property, text: value.text, line: value.line }
}

fn fill_text<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    record.url = values.take_first(Property::MainEntityOfPage);
    values.drop_equal(Property::MainEntityOfPage, record.url.clone().as_deref());
    record.headline =
        values.take_first(Property::Headline).or_else(|| values.take_first(Property::Name));
    let headline = record.headline.clone();
    for property in [Property::AlternativeHeadline, Property::Headline, Property::Name] {
        values.drop_equal(property, headline.as_deref());
        if record.alternative_headline.is_none() {
            record.alternative_headline = values.take_first(property);
        }
        values.drop_equal(property, record.alternative_headline.as_deref());
    }
    record.genre = values.take_first(Property::Genre);
    let year = values.take_read(Property::CopyrightYear, |value| number::year(&value.text));
    record.copyright_year = year.map(|(_, year)| year);
    record.language = values.take_read(Property::InLanguage, stated_language).map(|(_, tag)| tag);
    record.body = body(values);
    if record.language.is_none() {
        let text = record.body.as_deref().or(record.headline.as_deref());
        record.language = text.and_then(language::identify).map(Cow::Borrowed);
    }
}

fn stated_language<'a>(value: &Value<'a>) -> Option<Text<'a>> {
    match &value.text {
        Cow::Borrowed(text) => locale::bcp47(text),
        Cow::Owned(text) => locale::bcp47(text).map(|tag| Cow::Owned(tag.into_owned())),
    }
}

/// Paragraphs of the body, one after the other.
fn body<'a>(values: &mut Values<'a>) -> Option<Text<'a>> {
    let mut body: Option<Text<'a>> = None;
    values.take_each(
        Property::ArticleBody,
        |_| true,
        |part| match &mut body {
            Some(body) => {
                let text = body.to_mut();
                text.push_str("\n\n");
                text.push_str(&part);
            }
            None => body = Some(part),
        },
    );
    body
}

fn fill_lists<'a>(record: &mut Record<'a>, values: &mut Values<'a>) {
    record.sections = values.list(Property::ArticleSection);
    record.locations = values.list(Property::ContentLocation);
    record.related = values.list(Property::Citation);
    let mut seen = Seen::default();
    values.take_each(Property::AssociatedMedia, is_image, |url| {
        if seen.add(url.clone()) {
            record.images.push(Image { url, width: None, height: None });
        }
    });
}

/// An address, or the part of one, that was not cut.
fn is_image(value: &Value<'_>) -> bool {
    let text = &value.text;
    let whole = value.facts.any(Facts::URL) || url::is_url(text);
    whole || !text.contains("://") && !text.ends_with('…')
}

/// The date and the publisher's name behind a description are not part of it.
fn fill_description<'a>(
    record: &mut Record<'a>,
    values: &mut Values<'a>,
    value: &Value<'a>,
    suffix: Option<timestamp::Suffix<'_>>,
) {
    let published = record.published.as_deref().and_then(|text| text.get(..10));
    let says_so = |published: &str| suffix.is_some_and(|suffix| suffix.time.iso() == published);
    let suffix = suffix.filter(|suffix| suffix.name.is_some() || published.is_none_or(says_so));
    let Some(suffix) = suffix else {
        record.description = Some(value.text.clone());
        return;
    };
    let publisher = record.publisher.as_ref().and_then(|publisher| publisher.name.as_deref());
    let cut = names::cut_publisher(&value.text[..suffix.start], publisher);
    let (head, tail) = values::split(&value.text, cut);
    record.description = Some(head).filter(|text| !text.is_empty());
    if record.publisher.is_none() {
        let beside =
            tail.strip_suffix(suffix.raw).map(|name| name.trim_end().trim_end_matches(','));
        let name = suffix
            .name
            .or(beside)
            .filter(|name| !name.is_empty())
            .map(|name| name.to_owned().into());
        record.publisher =
            name.map(|name| Organisation { name: Some(name), ..Organisation::default() });
    }
    record.metadata.push(Metadata { property: Some(value.property), text: tail, line: value.line });
    values.drop_equal(Property::Description, record.description.as_deref());
}
