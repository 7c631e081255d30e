//! Bytes to text: a stand-in that knows only UTF-8.

use crate::warning::Warning;
use std::borrow::Cow;

/// A dump's text.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// What it was encoded in.
    pub encoding: &'static str,
    /// Where in the bytes the text stands.
    pub map: OffsetMap,
    /// What was wrong with the bytes.
    pub warnings: Vec<Warning>,
}

/// From offsets in the text to offsets in the bytes.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    /// (offset in the text, offset in the bytes), in order; empty where they are the same.
    points: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Where in the bytes the text at this offset begins.
    pub fn to_byte(&self, text: usize) -> usize {
        let next = self.points.partition_point(|point| point.0 <= text);
        let (from, byte) = next.checked_sub(1).and_then(|k| self.points.get(k)).unwrap_or(&(0, 0));
        let bound = self.points.get(next).map_or(usize::MAX, |point| point.1);
        (byte + (text - from)).min(bound)
    }
}

/// The text of `bytes`.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        let text = Cow::Borrowed(text);
        return Decoded {
            text,
            encoding: "utf-8",
            map: OffsetMap::default(),
            warnings: Vec::new(),
        };
    }
    lossy(bytes)
}

fn lossy(bytes: &[u8]) -> Decoded<'_> {
    let (mut text, mut at, mut points) = (String::new(), 0, Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            points.push((text.len(), at));
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
            points.push((text.len(), at));
        }
    }
    let warnings = vec![Warning::page("invalid-utf8", "some bytes are not UTF-8")];
    Decoded { text: text.into(), encoding: "utf-8", map: OffsetMap { points }, warnings }
}

/// Whether the bytes are no text.
pub fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8192).filter(|byte| **byte == 0).count() > 1
}
