//! One entry of a ledger, and how it is written: `[start, end, property]`, or with the text as a fourth element.

use crate::property::Property;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::fmt;

/// A span of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// First byte, in the file.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the span is.
    pub property: Property,
    /// The span's bytes, where the record does not hold them.
    pub text: Option<Kept<'a>>,
}

/// The bytes of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept<'a> {
    /// They are UTF-8.
    Text(Cow<'a, str>),
    /// They are not.
    Bytes(Cow<'a, [u8]>),
}

impl Kept<'_> {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Kept::Text(text) => text.as_bytes(),
            Kept::Bytes(bytes) => bytes,
        }
    }
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(3 + usize::from(self.text.is_some())))?;
        list.serialize_element(&self.start)?;
        list.serialize_element(&self.end)?;
        list.serialize_element(self.property.as_str())?;
        if let Some(text) = &self.text {
            list.serialize_element(text)?;
        }
        list.end()
    }
}

impl Serialize for Kept<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Kept::Text(text) => to.serialize_str(text),
            Kept::Bytes(bytes) => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("base64", &STANDARD.encode(bytes))?;
                map.end()
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Entry<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[start, end, property] or [start, end, property, text]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let short = |len| de::Error::invalid_length(len, &EntryVisitor);
        let start = list.next_element()?.ok_or_else(|| short(0))?;
        let end = list.next_element()?.ok_or_else(|| short(1))?;
        let property = list.next_element()?.ok_or_else(|| short(2))?;
        Ok(Entry { start, end, property, text: list.next_element()? })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Kept<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(KeptVisitor)
    }
}

struct KeptVisitor;

impl<'de> Visitor<'de> for KeptVisitor {
    type Value = Kept<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or {\"base64\": …}")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Kept::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Kept::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some((key, text)) = map.next_entry::<Cow<'de, str>, Cow<'de, str>>()? else {
            return Err(de::Error::missing_field("base64"));
        };
        if key != "base64" {
            return Err(de::Error::unknown_field(&key, &["base64"]));
        }
        let bytes = STANDARD.decode(text.as_bytes()).map_err(de::Error::custom)?;
        Ok(Kept::Bytes(Cow::Owned(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_they_are_written() {
        for (text, json) in [
            (None, r#"[3,5,"headline"]"#),
            (Some(Kept::Text("a\"".into())), r#"[3,5,"headline","a\""]"#),
            (Some(Kept::Bytes(vec![255, 0].into())), r#"[3,5,"headline",{"base64":"/wA="}]"#),
        ] {
            let entry = Entry { start: 3, end: 5, property: Property::Headline, text };
            assert_eq!(serde_json::to_string(&entry).unwrap(), json);
            assert_eq!(serde_json::from_str::<Entry<'_>>(json).unwrap(), entry);
        }
        for wrong in ["[1,2]", r#"[1,2,"no-such"]"#, r#"[1,2,"name",7]"#, r#"[1,2,"name",{}]"#] {
            assert!(serde_json::from_str::<Entry<'_>>(wrong).is_err(), "{wrong}");
        }
    }
}
