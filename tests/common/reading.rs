//! The program's way from the bytes of a file to the text of its pages. The fuzz targets use this file too.

/// The text of a dump; none where its encoding cannot be read yet.
pub fn decode(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// The pages of a text.
pub fn pages(text: &str) -> Vec<&str> {
    vec![text]
}
