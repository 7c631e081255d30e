//! Properties in families, so that a few colours are enough.

use crate::property::Property;

/// Properties that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Addresses.
    Address,
    /// Headlines and summaries.
    Title,
    /// Dates.
    Date,
    /// People and organisations.
    People,
    /// Sections, keywords, places, genre and language.
    Topic,
    /// The text.
    Body,
    /// Pictures and what belongs to them.
    Media,
    /// Everything that has no field of its own.
    Other,
    /// The site's furniture.
    Furniture,
    /// Marks between values.
    Mark,
    /// What no layout could tell.
    Unknown,
}

impl Family {
    /// The family of a property.
    pub fn of(property: Property) -> Family {
        match property {
            Property::MainEntityOfPage | Property::Citation => Family::Address,
            Property::Headline
            | Property::Name
            | Property::AlternativeHeadline
            | Property::Description => Family::Title,
            Property::DatePublished
            | Property::DateCreated
            | Property::DateModified
            | Property::DateCrawled
            | Property::CopyrightYear => Family::Date,
            Property::CopyrightHolder
            | Property::Creator
            | Property::SourceOrganization
            | Property::Publisher
            | Property::Author => Family::People,
            Property::ArticleSection
            | Property::ContentLocation
            | Property::Genre
            | Property::InLanguage
            | Property::Keywords => Family::Topic,
            Property::ArticleBody => Family::Body,
            Property::AssociatedMedia | Property::Image | Property::Caption => Family::Media,
            Property::Boilerplate => Family::Furniture,
            Property::Separator => Family::Mark,
            Property::Unknown => Family::Unknown,
            _ => Family::Other,
        }
    }

    /// A word for style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Family::Address => "address",
            Family::Title => "title",
            Family::Date => "date",
            Family::People => "people",
            Family::Topic => "topic",
            Family::Body => "body",
            Family::Media => "media",
            Family::Other => "other",
            Family::Furniture => "furniture",
            Family::Mark => "mark",
            Family::Unknown => "unknown",
        }
    }
}
