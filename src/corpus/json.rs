//! An object of JSON as a draft of a page. Only what is wanted is kept; the rest is passed over.

use super::container::Others;
use super::json_short;
use super::stated::{Draft, Field, Value, field, written};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Which keys are wanted.
#[derive(Clone, Copy)]
pub(super) struct Keys<'k> {
    /// Those that may hold the page's text, the likeliest first.
    pub text: &'k [String],
    /// What to do about others.
    pub others: Others,
}

impl Keys<'_> {
    /// Reads an object.
    pub fn read(self, text: &str) -> Result<Draft<'_>, serde_json::Error> {
        let mut draft = Draft::new();
        let object = Object { keys: self, draft: &mut draft, depth: 0 };
        match json_short::object(text, object) {
            Some(()) => Ok(draft),
            None => self.read_whole(text),
        }
    }

    /// The same as `serde_json` reads it.
    fn read_whole(self, text: &str) -> Result<Draft<'_>, serde_json::Error> {
        let mut draft = Draft::new();
        let mut from = serde_json::Deserializer::from_str(text);
        Object { keys: self, draft: &mut draft, depth: 0 }.deserialize(&mut from)?;
        from.end()?;
        Ok(draft)
    }
}

/// What a key asks for.
enum Wanted {
    Text(usize),
    Field(Field),
    /// An object with further fields.
    More,
    Other,
}

/// An object whose values go into a draft.
struct Object<'o, 'k, 'a> {
    keys: Keys<'k>,
    draft: &'o mut Draft<'a>,
    /// 0 for the line itself; an object in it holds no text.
    depth: u8,
}

impl Object<'_, '_, '_> {
    fn wanted(&self, key: &str) -> Wanted {
        if self.depth == 0 {
            if let Some(rank) = self.keys.text.iter().position(|name| name == key) {
                return Wanted::Text(rank);
            }
            if matches!(key, "metadata" | "meta") {
                return Wanted::More;
            }
        }
        field(key).map_or(Wanted::Other, Wanted::Field)
    }
}

impl<'a> DeserializeSeed<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(Str)? {
            let left = match self.wanted(&key) {
                Wanted::Text(rank) => {
                    self.draft.take_text(rank, map.next_value_seed(Any)?).and_then(written)
                }
                Wanted::Field(field) => {
                    self.draft.take(field, &key, map.next_value_seed(Any)?).and_then(written)
                }
                Wanted::More => {
                    let (keys, draft) = (self.keys, &mut *self.draft);
                    map.next_value_seed(MaybeObject(Object { keys, draft, depth: 1 }))?
                }
                Wanted::Other if self.keys.others == Others::Leave => {
                    map.next_value::<IgnoredAny>()?;
                    None
                }
                Wanted::Other => plain(map.next_value::<&'a RawValue>()?.get()),
            };
            if let Some(text) = left {
                self.draft.keep(key, text, self.keys.others);
            }
        }
        Ok(())
    }
}

/// JSON as it is written, but a string without its quotes and escapes; none where it is null.
fn plain(raw: &str) -> Option<Cow<'_, str>> {
    match raw.as_bytes().first() {
        Some(b'"') => Str.deserialize(&mut serde_json::Deserializer::from_str(raw)).ok(),
        _ => (raw != "null").then_some(Cow::Borrowed(raw)),
    }
}

/// What should be an object; anything else comes back as text.
struct MaybeObject<'o, 'k, 'a>(Object<'o, 'k, 'a>);

impl<'a> DeserializeSeed<'a> for MaybeObject<'_, '_, 'a> {
    type Value = Option<Cow<'a, str>>;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for MaybeObject<'_, '_, 'a> {
    type Value = Option<Cow<'a, str>>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("anything")
    }

    fn visit_map<M: MapAccess<'a>>(self, map: M) -> Result<Self::Value, M::Error> {
        self.0.visit_map(map).map(|()| None)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, list: S) -> Result<Self::Value, S::Error> {
        Any.visit_seq(list).map(written)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Self::Value, E> {
        Any.visit_bool(yes).map(written)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Any.visit_u64(number).map(written)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Any.visit_i64(number).map(written)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Any.visit_f64(number).map(written)
    }
}

/// A string, borrowed where it has no escapes.
struct Str;

impl<'a> DeserializeSeed<'a> for Str {
    type Value = Cow<'a, str>;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Str {
    type Value = Cow<'a, str>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// Any value.
struct Any;

impl<'a> DeserializeSeed<'a> for Any {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Any {
    type Value = Value<'a>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Value::Text(yes.to_string().into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Any)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut parts = Vec::new();
        while let Some(key) = map.next_key_seed(Str)? {
            parts.push((key, map.next_value_seed(Any)?));
        }
        Ok(Value::Object(parts))
    }
}
