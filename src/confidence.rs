//! How sure a value is: of the values that a layout gave, the share that is right. So far one share a layout.

use crate::record::Record;

/// Fills `confidence` for every field that was filled.
pub(crate) fn fill(record: &mut Record<'_>) {
    let base = match &*record.layout {
        "visible-page" => 0.6,
        "body-only" => 0.8,
        _ => 0.98,
    };
    let filled = [
        ("url", record.url.is_some()),
        ("headline", record.headline.is_some()),
        ("description", record.description.is_some()),
        ("published", record.published.is_some()),
        ("modified", record.modified.is_some()),
        ("created", record.created.is_some()),
        ("crawled", record.crawled.is_some()),
        ("authors", !record.authors.is_empty()),
        ("publisher", record.publisher.is_some()),
        ("keywords", !record.keywords.is_empty()),
        ("sections", !record.sections.is_empty()),
        ("locations", !record.locations.is_empty()),
        ("genre", record.genre.is_some()),
        ("language", record.language.is_some()),
        ("copyright_year", record.copyright_year.is_some()),
        ("images", !record.images.is_empty()),
        ("related", !record.related.is_empty()),
        ("body", record.body.is_some()),
    ];
    record.confidence =
        filled.into_iter().filter(|(_, yes)| *yes).map(|(field, _)| (field.into(), base)).collect();
}
