//! The record that one page becomes. Every field is always there; text is borrowed from the dump where it can be.

use crate::property::Property;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Text that is borrowed from the dump where it stands there verbatim.
pub type Text<'a> = Cow<'a, str>;

/// One page's fields, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record<'a> {
    /// The page's address.
    pub url: Option<Text<'a>>,
    /// The headline.
    pub headline: Option<Text<'a>>,
    /// A second headline, only where it differs from the first.
    pub alternative_headline: Option<Text<'a>>,
    /// The summary, without its date and publisher suffix.
    pub description: Option<Text<'a>>,
    /// ISO 8601, as precise as the dump is and no more.
    pub published: Option<Text<'a>>,
    /// ISO 8601, as precise as the dump is and no more.
    pub modified: Option<Text<'a>>,
    /// ISO 8601, as precise as the dump is and no more.
    pub created: Option<Text<'a>>,
    /// When a crawler fetched the page.
    pub crawled: Option<Text<'a>>,
    /// Every timestamp of the page, conflicts included.
    pub timestamps: Vec<Timestamp<'a>>,
    /// People and desks.
    pub authors: Vec<Text<'a>>,
    /// The publishing organisation.
    pub publisher: Option<Organisation<'a>>,
    /// Tag list and comma list in one, each once, compared without case.
    pub keywords: Vec<Text<'a>>,
    /// Sections as found.
    pub sections: Vec<Text<'a>>,
    /// Places as found.
    pub locations: Vec<Text<'a>>,
    /// The genre as found.
    pub genre: Option<Text<'a>>,
    /// BCP 47.
    pub language: Option<Text<'a>>,
    /// The year of the copyright.
    pub copyright_year: Option<i32>,
    /// Images of the article.
    pub images: Vec<Image<'a>>,
    /// Addresses of related pages.
    pub related: Vec<Text<'a>>,
    /// The text of the article as found.
    pub body: Option<Text<'a>>,
    /// Where paragraphs of the body were glued.
    pub repairs: Vec<Repair>,
    /// Everything else that the page says.
    pub metadata: Vec<Metadata<'a>>,
    /// For each filled field how sure the value is, from 0 to 1.
    #[serde(with = "as_map")]
    pub confidence: Vec<(Text<'a>, f32)>,
    /// The layout that recognised the page.
    pub layout: Text<'a>,
}

/// A timestamp where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp<'a> {
    /// What it is the time of.
    pub role: Role,
    /// The text as found.
    pub raw: Text<'a>,
    /// ISO 8601, none where the text is no date of the Gregorian calendar.
    pub value: Option<Text<'a>>,
    /// How much of it the dump states.
    pub precision: Option<Precision>,
    /// The line it stands on, from 1. The parser counts in the page, `convert` writes it counted in the file.
    pub line: usize,
}

/// What a timestamp is the time of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Of publication.
    Published,
    /// Of the last change.
    Modified,
    /// Of writing.
    Created,
    /// Of the crawl.
    Crawled,
    /// A date inside the page's address.
    Url,
    /// A date at the end of the description.
    Suffix,
    /// Any other date.
    Mentioned,
}

/// How much of a time is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A year and a month.
    Month,
    /// A day.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds or finer.
    Second,
}

/// An organisation, as far as the dump describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation<'a> {
    /// The name people know.
    pub name: Option<Text<'a>>,
    /// The name in law.
    pub legal_name: Option<Text<'a>>,
    /// The address for mail.
    pub email: Option<Text<'a>>,
    /// The telephone number as written.
    pub telephone: Option<Text<'a>>,
    /// A page of the organisation.
    pub url: Option<Text<'a>>,
    /// Pixels.
    pub logo_width: Option<u32>,
    /// Pixels.
    pub logo_height: Option<u32>,
}

/// An image of the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image<'a> {
    /// Its address.
    pub url: Text<'a>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A place where two paragraphs of the body were glued together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Byte offset in the body as found.
    pub at: usize,
    /// What kind of damage: `glued-paragraph`.
    pub kind: Cow<'static, str>,
    /// What `--repair` would insert there.
    pub insert: Cow<'static, str>,
}

/// A piece of the page that has no field of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata<'a> {
    /// Its property; none where nobody could tell.
    pub property: Option<Property>,
    /// The text as found.
    pub text: Text<'a>,
    /// The line it stands on, from 1. The parser counts in the page, `convert` writes it counted in the file.
    pub line: usize,
}

/// A list of pairs, written as a map in the order of the list.
mod as_map {
    use super::Text;
    use serde::de::{Deserializer, MapAccess, Visitor};
    use serde::ser::Serializer;

    pub fn serialize<S: Serializer>(pairs: &[(Text<'_>, f32)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(pairs.iter().map(|(key, value)| (key, value)))
    }

    pub fn deserialize<'de, 'a, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(Text<'a>, f32)>, D::Error> {
        from.deserialize_map(Pairs(std::marker::PhantomData))
    }

    struct Pairs<'a>(std::marker::PhantomData<&'a ()>);

    impl<'de, 'a> Visitor<'de> for Pairs<'a> {
        type Value = Vec<(Text<'a>, f32)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map of numbers")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut pairs = Vec::new();
            while let Some((key, value)) = map.next_entry::<String, f32>()? {
                pairs.push((Text::Owned(key), value));
            }
            Ok(pairs)
        }
    }
}
