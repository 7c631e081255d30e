//! The members of a JSON object, read the short way: the ends and the escapes of strings are looked for sixteen bytes at a
//! time, and what is no string is left to `serde_json`. It is also asked for the whole object again where something is
//! unusual, so that it alone says what is wrong.

use crate::scan::bytes::{Places, at_most, equal};
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;

/// Values with more brackets may be deeper than `serde_json` goes.
const BRACKETS: usize = 100;

/// Gives the members of an object, which is all of the text, to a visitor; none where anything is unusual.
pub(super) fn object<'a, V: Visitor<'a>>(text: &'a str, visitor: V) -> Option<V::Value> {
    let mut members = Members { text, at: 0, first: true };
    members.token(b'{')?;
    let value = visitor.visit_map(&mut members).ok()?;
    members.pass_white_space();
    (members.at == text.len()).then_some(value)
}

/// Where the reading of an object is.
struct Members<'a> {
    text: &'a str,
    at: usize,
    /// Whether no member was read yet.
    first: bool,
}

impl<'a> Members<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn pass_white_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes over a byte and the white space around it.
    fn token(&mut self, byte: u8) -> Option<()> {
        self.pass_white_space();
        if self.byte() != Some(byte) {
            return None;
        }
        self.at += 1;
        self.pass_white_space();
        Some(())
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.text.get(self.at..)?.strip_prefix('"')?;
        let (text, len) = string(rest)?;
        self.at += 1 + len;
        Some(text)
    }

    /// The value as it is written.
    fn raw(&mut self) -> Result<&'a str, Error> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&'a RawValue>();
        let raw = values.next().ok_or_else(unusual)??.get();
        self.at += values.byte_offset();
        match memchr::memchr2_iter(b'[', b'{', raw.as_bytes()).nth(BRACKETS) {
            Some(_) => Err(unusual()),
            None => Ok(raw),
        }
    }
}

/// Nobody is told: the object is read again.
fn unusual() -> Error {
    Error::custom("unusual")
}

impl<'a> MapAccess<'a> for &mut Members<'a> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.token(b'}').is_some() {
            return Ok(None);
        }
        if !std::mem::take(&mut self.first) {
            self.token(b',').ok_or_else(unusual)?;
        }
        match self.string().ok_or_else(unusual)? {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.token(b':').ok_or_else(unusual)?;
        seed.deserialize(&mut **self)
    }
}

/// A value.
impl<'a> Deserializer<'a> for &mut Members<'a> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.byte() != Some(b'"') {
            return serde_json::Deserializer::from_str(self.raw()?).deserialize_any(visitor);
        }
        match self.string().ok_or_else(unusual)? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    /// As a `RawValue` asks for it.
    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut raw = serde_json::Deserializer::from_str(self.raw()?);
        raw.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.raw()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <W: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier
    }
}

/// What stands before the quotation mark that ends a string, borrowed where it has no escapes, and how many bytes it and
/// the mark take; none where it is no sound string.
fn string(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    let special = |bytes| equal(bytes, b'"') | equal(bytes, b'\\') | at_most(bytes, 0x1f);
    let (mut plain, mut run) = (String::new(), 0);
    for at in Places::new(bytes, special) {
        if at < run {
            // a part of the escape before
            continue;
        }
        match bytes[at] {
            b'\\' => run = escape(text, run..at, &mut plain)?,
            b'"' if run == 0 => return Some((Cow::Borrowed(text.get(..at)?), at + 1)),
            b'"' => {
                plain.push_str(text.get(run..at)?);
                return Some((Cow::Owned(plain), at + 1));
            }
            _ => return None,
        }
    }
    None
}

/// Appends a run of a string and the character of the escape behind it. Where that ends; none where it is unsound.
#[inline]
fn escape(text: &str, run: Range<usize>, to: &mut String) -> Option<usize> {
    let at = run.end;
    if to.capacity() == 0 {
        to.reserve(text.len());
    }
    if !run.is_empty() {
        to.push_str(text.get(run)?);
    }
    let mark = *text.as_bytes().get(at + 1)?;
    if mark == b'n' {
        return Some(line_ends(text.as_bytes(), at, to));
    }
    let (c, len) = match mark {
        b'u' => character(text.as_bytes().get(at..)?)?,
        _ => (short_escape(mark)?, 2),
    };
    to.push(c);
    Some(at + len)
}

/// Appends the line ends whose escapes stand at a place. Mostly there are two.
#[inline]
fn line_ends(bytes: &[u8], mut at: usize, to: &mut String) -> usize {
    if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\\n\\n")) {
        to.push_str("\n\n");
        at += 4;
    }
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\\n")) {
        to.push('\n');
        at += 2;
    }
    at
}

fn short_escape(mark: u8) -> Option<char> {
    match mark {
        b'"' | b'\\' | b'/' => Some(char::from(mark)),
        b'b' => Some('\u{8}'),
        b'f' => Some('\u{c}'),
        b'r' => Some('\r'),
        b't' => Some('\t'),
        _ => None,
    }
}

/// The character that `\u0000` or two of these are, and how many bytes tell it.
fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let high = unit(bytes)?;
    if !(0xd800..0xe000).contains(&high) {
        return Some((char::from_u32(high)?, 6));
    }
    let low = unit(bytes.get(6..)?)?;
    let sound = high < 0xdc00 && (0xdc00..0xe000).contains(&low);
    let c = sound.then(|| char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)))??;
    Some((c, 12))
}

/// Four hexadecimal digits behind `\u`.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits: &[u8; 4] = bytes.strip_prefix(b"\\u")?.first_chunk()?;
    digits.iter().try_fold(0, |all, digit| Some(all << 4 | char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// An object as `serde_json` reads it, with the number of its members, where it reads it.
    fn check(text: &str, must: bool) {
        let slow = serde_json::from_str::<serde_json::Map<String, Value>>(text).ok();
        let short = object(text, All);
        assert!(short.is_none() || short == slow, "{text:?}: {short:?}, {slow:?}");
        assert!(!must || short == slow, "{text:?}");
    }

    /// Takes all members.
    struct All;

    impl<'a> Visitor<'a> for All {
        type Value = serde_json::Map<String, Value>;

        fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            to.write_str("an object")
        }

        fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut all = serde_json::Map::new();
            while let Some((key, value)) = map.next_entry()? {
                all.insert(key, value);
            }
            Ok(all)
        }
    }

    proptest! {
        #[test]
        fn strings_are_those_of_serde_json(
            parts in prop::collection::vec(
                r#"[ -~а]{0,40}|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\[a-z]|["\\\t]|\\ud8"#, 0..12
            )
        ) {
            check(&format!(r#"{{"a": "{}"}}"#, parts.concat()), false);
            let sound: String = parts.concat().chars().filter(|c| !matches!(c, '"' | '\\' | '\t')).collect();
            check(&format!(r#"{{"{sound}": "a{sound}\n\u00e9"}}"#), true);
        }

        #[test]
        fn whatever_is_written_is_read(texts in prop::collection::vec(any::<String>(), 0..6)) {
            let all: serde_json::Map<String, Value> =
                texts.iter().map(|text| (text.clone(), Value::from(text.as_str()))).collect();
            check(&serde_json::to_string(&all).unwrap(), true);
        }

        #[test]
        fn objects_are_those_of_serde_json(
            parts in prop::collection::vec(
                prop::sample::select(&[r#""a""#, r#""b":"#, r#""c":1"#, r#""d":[{}]"#, ",", ",", ":", "{", "}", " ", "-0.5", "nul", "null", "[", "]", "e9"][..]), 0..9)
        ) {
            check(&format!("{{{}}}", parts.concat()), false);
        }
    }

    #[test]
    fn what_is_common_is_read_the_short_way() {
        for text in [
            "{}",
            " {\t} ",
            r#"{"text":"A \"storm\"\n\u2013 \ud83d\ude00","n":[1,{"a":null}],"t":true , "x" : -0.5e3}"#,
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_is_unusual_is_not() {
        let deep = format!(r#"{{"a": {}{}}}"#, "[".repeat(127), "]".repeat(127));
        for text in [
            "",
            "[]",
            "{} {}",
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a" 1}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":"\udc00"}"#,
            r#"{"a":"\u+123"}"#,
            r#"{"a":"\ud800\u0041"}"#,
            r#"{"a":"b"#,
            r#"{"a":01}"#,
            "{\"a\":\"\n\"}",
            &deep,
        ] {
            assert_eq!(object(text, All), None, "{text:?}");
        }
    }
}
