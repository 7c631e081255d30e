//! The vocabulary that spans are labelled with: schema.org properties, and three that are about the dump.

use serde::{Deserialize, Serialize};

macro_rules! properties {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a span of a dump is. The names are those of schema.org where it has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Property {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Property {
            /// Every property, in the order of declaration.
            pub const ALL: &'static [Property] = &[$(Property::$variant,)*];

            /// The name as it is written in ledgers and layout files.
            pub fn as_str(self) -> &'static str {
                match self { $(Property::$variant => $name,)* }
            }

            /// The property of that name.
            pub fn from_name(name: &str) -> Option<Property> {
                match name { $($name => Some(Property::$variant),)* _ => None }
            }
        }
    };
}

properties! {
    /// The page's own address.
    MainEntityOfPage = "mainEntityOfPage",
    /// The headline of the article.
    Headline = "headline",
    /// The name of the page, often the headline again.
    Name = "name",
    /// A second headline that differs from the first.
    AlternativeHeadline = "alternativeHeadline",
    /// The name of the edition or section of a site that the page belongs to.
    Edition = "edition",
    /// A summary.
    Description = "description",
    /// When it was published.
    DatePublished = "datePublished",
    /// When it was written.
    DateCreated = "dateCreated",
    /// When it was changed last.
    DateModified = "dateModified",
    /// When a crawler fetched it (the Dublin Core sense of "date accessed").
    DateCrawled = "dateCrawled",
    /// The period a corpus builder filed the page under.
    TemporalCoverage = "temporalCoverage",
    /// A section or tag of the site, one a span.
    ArticleSection = "articleSection",
    /// Selectors of what a voice assistant should read.
    Speakable = "speakable",
    /// The address of the main image.
    AssociatedMedia = "associatedMedia",
    /// The text of the article.
    ArticleBody = "articleBody",
    /// The address of a related page.
    Citation = "citation",
    /// A place that the article is about.
    ContentLocation = "contentLocation",
    /// The organisation that holds the rights.
    CopyrightHolder = "copyrightHolder",
    /// The year of the rights.
    CopyrightYear = "copyrightYear",
    /// Who made it: a person or an organisation.
    Creator = "creator",
    /// The genre as the site names it.
    Genre = "genre",
    /// The language of the text.
    InLanguage = "inLanguage",
    /// The address of the licence.
    License = "license",
    /// The address of the publisher's principles.
    PublishingPrinciples = "publishingPrinciples",
    /// The organisation behind the publisher.
    SourceOrganization = "sourceOrganization",
    /// Sizes or addresses of further images.
    Image = "image",
    /// The publisher.
    Publisher = "publisher",
    /// The author.
    Author = "author",
    /// The tags in one line, separated by commas.
    Keywords = "keywords",
    /// A caption or credit of an image.
    Caption = "caption",
    /// An identifier that the dump states.
    Identifier = "identifier",
    /// A header of the dump that has no property of its own, with its key.
    AdditionalProperty = "additionalProperty",
    /// The site's furniture: navigation, banners, teasers, forms.
    Boilerplate = "boilerplate",
    /// White space, rules, keys and marks between the values.
    Separator = "separator",
    /// What no layout could tell.
    Unknown = "unknown",
}

impl std::fmt::Display for Property {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
