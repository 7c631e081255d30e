//! The program's way from the bytes of a file to the text of its pages. The fuzz targets use this file too.

/// The text of a dump.
pub fn decode(bytes: &[u8]) -> Option<String> {
    Some(unscrape::text::decode::decode(bytes).text.into_owned())
}

/// The pages of a text.
pub fn pages(text: &str) -> Vec<&str> {
    unscrape::pages::split(text).pages.into_iter().map(|range| &text[range]).collect()
}
