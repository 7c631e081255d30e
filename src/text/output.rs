//! Text that is being decoded.

use super::decode::Decoded;
use super::offsets::MapBuilder;
use crate::warning::Warning;
use std::borrow::Cow;

/// Text that is being written, with its map and the count of its damage.
pub(super) struct Output {
    text: String,
    encoding: &'static str,
    pub(super) map: MapBuilder,
    bad: usize,
    first_bad: usize,
}

impl Output {
    pub(super) fn new(encoding: &'static str, capacity: usize) -> Self {
        let text = String::with_capacity(capacity);
        Output { text, encoding, map: MapBuilder::default(), bad: 0, first_bad: 0 }
    }

    pub(super) fn char(&mut self, c: char, file_len: usize) {
        self.text.push(c);
        self.map.char(c.len_utf8(), file_len);
    }

    pub(super) fn same(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.same(text);
    }

    /// Takes the ASCII that begins `bytes`; how many bytes it took.
    pub(super) fn ascii(&mut self, bytes: &[u8]) -> usize {
        let len = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len());
        if let Ok(text) = std::str::from_utf8(&bytes[..len]) {
            self.same(text);
        }
        len
    }

    pub(super) fn bad(&mut self, file_len: usize) {
        if self.bad == 0 {
            self.first_bad = self.text.len();
        }
        self.bad += 1;
        self.char(char::REPLACEMENT_CHARACTER, file_len);
    }

    pub(super) fn finish<'a>(mut self, code: &'static str) -> Decoded<'a> {
        // legacy text is given more room than most of it needs
        if self.text.capacity() > 2 * self.text.len() {
            self.text.shrink_to_fit();
        }
        let mut warnings = Vec::new();
        if self.bad > 0 {
            let message = format!("{} byte sequences are not {}", self.bad, self.encoding);
            warnings.push(Warning::line(code, line_at(&self.text, self.first_bad), message));
        }
        let (map, encoding) = (self.map.finish(), self.encoding);
        Decoded { text: Cow::Owned(self.text), encoding, map, warnings }
    }
}

/// The number, from 1, of the line that holds offset `at`.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let before = &bytes[..at.min(bytes.len())];
    let ends = memchr::memchr2_iter(b'\n', b'\r', before)
        .filter(|&end| !(bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n')))
        .count();
    ends + 1
}
