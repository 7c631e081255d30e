//! Dialects as values of flags.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use unscrape::sink::Dialect;

/// Takes the name of a dialect.
pub fn parser() -> impl TypedValueParser<Value = Dialect> {
    let known = Dialect::ALL.map(|it| PossibleValue::new(it.name()).help(about(it)));
    PossibleValuesParser::new(known).map(|name| {
        let named = Dialect::ALL.into_iter().find(|it| it.name() == name);
        named.unwrap_or_default()
    })
}

fn about(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Native => "The whole record",
        Dialect::Datatrove => "Documents with text, id, media, and all else in metadata",
        Dialect::Dolma => "Documents with id, text, source, and all else in metadata",
        Dialect::CcNews => "Rows of CC-News: title, text, domain, date and others",
        Dialect::Fineweb => "Rows of FineWeb: text, id, url, date, file_path, language",
        Dialect::Trafilatura => "What trafilatura writes as JSON",
        Dialect::Newsapi => "Articles of News API",
        Dialect::Schemaorg => "NewsArticle of schema.org, as JSON-LD",
    }
}
