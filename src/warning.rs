//! Damage and doubt, as data: a page always becomes a record, and this is what to know about it.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Something that a reader of the record should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable word for programs, such as `invalid-utf8`.
    pub code: Cow<'static, str>,
    /// The line of the file it is about, from 1; none where it is about all of it.
    pub line: Option<usize>,
    /// A sentence for people.
    pub message: String,
}

impl Warning {
    /// A warning about the whole page.
    pub fn page(code: &'static str, message: impl Into<String>) -> Self {
        Warning { code: Cow::Borrowed(code), line: None, message: message.into() }
    }

    /// A warning about one line, counted from 1.
    pub fn line(code: &'static str, line: usize, message: impl Into<String>) -> Self {
        Warning { code: Cow::Borrowed(code), line: Some(line), message: message.into() }
    }
}
