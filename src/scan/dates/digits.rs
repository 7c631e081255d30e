//! Digits of other scripts and full stops that Markdown escapes: a text in which they stand as in plain ASCII, with a way
//! back to the places of the original.

use super::{Dates, Found};
use crate::scan::bytes::{equal, position};
use std::borrow::Cow;

/// A text whose digits are ASCII, and whose full stops are not escaped.
#[derive(Clone, Debug)]
pub struct Plain<'a> {
    text: Cow<'a, str>,
    /// For every replaced character: where it ends in the plain text, and how many bytes the original is ahead there.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Plain<'a> {
    /// The plain text; borrowed where it is the text itself.
    pub fn of(text: &'a str) -> Plain<'a> {
        let escaped = memchr::memchr(b'\\', text.as_bytes()).is_some() && text.contains(ESCAPED);
        if !escaped && !has_other_digits(text.as_bytes()) {
            return Plain { text: Cow::Borrowed(text), shifts: Vec::new() };
        }
        let (mut plain, mut shifts, mut ahead) = (String::with_capacity(text.len()), Vec::new(), 0);
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c == '\\' && rest.as_str().starts_with('.') {
                ahead += 1;
                rest.next();
                plain.push('.');
                shifts.push((plain.len(), ahead));
                continue;
            }
            match value(c) {
                Some(digit) => {
                    plain.push(char::from(b'0' + digit));
                    ahead += c.len_utf8() - 1;
                    shifts.push((plain.len(), ahead));
                }
                None => plain.push(c),
            }
        }
        Plain { text: Cow::Owned(plain), shifts }
    }

    /// The dates in it, at their places in the plain text.
    pub fn dates(&self) -> Dates<'_> {
        Dates { text: &self.text, at: 0, behind: 0 }
    }

    /// The same at its place in the original.
    pub fn in_original(&self, found: Found) -> Found {
        Found { start: self.place(found.start), end: self.place(found.end), ..found }
    }

    fn place(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= at);
        at + before.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }
}

/// `23\. Juli 2017`: a number at the beginning of a line would be an item of a list.
const ESCAPED: &str = "\\.";

/// The zeros of scripts whose digits pages use: Arabic, Persian, Devanagari, Bengali, Thai, Khmer, Myanmar, full width.
const ZEROS: [char; 8] = ['٠', '۰', '०', '০', '๐', '០', '၀', '\u{ff10}'];

fn value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return None;
    }
    let of = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).filter(|digit| *digit < 10);
    ZEROS.iter().find_map(of).map(|digit| digit as u8)
}

/// Whether such a digit can be there, told by the first bytes of its characters.
fn has_other_digits(bytes: &[u8]) -> bool {
    let begins = |bytes| {
        let near = equal(bytes, 0xd9) | equal(bytes, 0xdb) | equal(bytes, 0xe0);
        near | equal(bytes, 0xe1) | equal(bytes, 0xef)
    };
    if position(bytes, begins).is_none() {
        return false;
    }
    let two = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    let near = memchr::memchr2_iter(0xD9, 0xDB, bytes);
    let mut near = near.filter(|&at| match bytes[at] {
        0xD9 => (0xA0..=0xA9).contains(&two(at)),
        _ => (0xB0..=0xB9).contains(&two(at)),
    });
    let far = || {
        let mut far = memchr::memchr3_iter(0xE0, 0xE1, 0xEF, bytes);
        far.any(|at| {
            std::str::from_utf8(bytes.get(at..at + 3).unwrap_or_default())
                .is_ok_and(|c| c.chars().next().is_some_and(|c| value(c).is_some()))
        })
    };
    near.next().is_some() || far()
}
