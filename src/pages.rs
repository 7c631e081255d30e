//! The pages of a text: a stand-in that sees one.

use std::ops::Range;

/// Where the pages of a text are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The pages, in order, without gap; together they are the whole text.
    pub pages: Vec<Range<usize>>,
    /// How many separators between pages were seen.
    pub separators: usize,
}

/// Splits a text into its pages.
pub fn split(text: &str) -> Pages {
    Pages { pages: std::iter::once(0..text.len()).collect(), separators: 0 }
}
