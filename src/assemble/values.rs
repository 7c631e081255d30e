//! The values of a page, put together from the spans that hold their pieces.

use super::Furniture;
use crate::labelling::{Join, Labelling};
use crate::line::Line;
use crate::property::Property;
use crate::record::Text;

/// One value where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub property: Property,
    pub text: Text<'a>,
    /// Its line, from 1.
    pub line: usize,
}

/// The values not yet used, in the order of the page.
pub(crate) struct Values<'a> {
    left: Vec<Option<Value<'a>>>,
}

impl<'a> Values<'a> {
    pub fn collect(
        text: &'a str,
        lines: &[Line<'a>],
        labelling: &Labelling,
        furniture: Furniture,
    ) -> Self {
        let mut left: Vec<Option<Value<'a>>> = Vec::with_capacity(labelling.labels().len() / 2 + 1);
        let mut open: [Option<u32>; Property::ALL.len()] = [None; Property::ALL.len()];
        let mut line = 0;
        for label in labelling.labels() {
            let leave = label.property == Property::Boilerplate && furniture == Furniture::Leave;
            if leave || label.property == Property::Separator {
                continue;
            }
            while lines.get(line + 1).is_some_and(|next| next.start <= label.start) {
                line += 1;
            }
            let piece = &text[label.start..label.end];
            let slot = &mut open[label.property as usize];
            let before = slot.and_then(|at| left.get_mut(at as usize)).and_then(Option::as_mut);
            match (label.join, before) {
                (Join::Value, _) | (_, None) => {
                    *slot = Some(left.len() as u32);
                    let number = lines.get(line).map_or(1, |line| line.number);
                    left.push(Some(Value {
                        property: label.property,
                        text: piece.into(),
                        line: number,
                    }));
                }
                (join, Some(value)) => attach(&mut value.text, piece, join),
            }
        }
        Values { left }
    }

    fn find(
        &mut self,
        property: Property,
        accept: impl Fn(&str) -> bool,
    ) -> Option<&mut Option<Value<'a>>> {
        self.left
            .iter_mut()
            .find(|slot| slot.as_ref().is_some_and(|v| v.property == property && accept(&v.text)))
    }

    /// The first value of the property that is accepted.
    pub fn take_where(
        &mut self,
        property: Property,
        accept: impl Fn(&str) -> bool,
    ) -> Option<Text<'a>> {
        Some(self.find(property, accept)?.take()?.text)
    }

    /// The first value of the property.
    pub fn take_first(&mut self, property: Property) -> Option<Text<'a>> {
        self.take_where(property, |_| true)
    }

    /// The first value of the property, with its place.
    pub fn take_value(&mut self, property: Property) -> Option<Value<'a>> {
        self.find(property, |_| true)?.take()
    }

    /// The first value of the property and its line; it stays.
    pub fn first(&self, property: Property) -> Option<(&str, usize)> {
        let value = self.left.iter().flatten().find(|value| value.property == property)?;
        Some((&value.text, value.line))
    }

    /// What the first value of the property that can be read says.
    pub fn take_if<T>(
        &mut self,
        property: Property,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.take_where(property, |text| read(text).is_some())?;
        read(&text)
    }

    /// All values of the property.
    pub fn take_all(&mut self, property: Property) -> impl Iterator<Item = Text<'a>> + '_ {
        self.left
            .iter_mut()
            .filter(move |slot| slot.as_ref().is_some_and(|value| value.property == property))
            .filter_map(|slot| Some(slot.take()?.text))
    }

    /// All values of the property in a list of the right size.
    pub fn list(&mut self, property: Property) -> Vec<Text<'a>> {
        let count = self.left.iter().flatten().filter(|value| value.property == property).count();
        let mut list = Vec::with_capacity(count);
        list.extend(self.take_all(property));
        list
    }

    /// All values of the properties, with their places.
    pub fn take_values<'s>(
        &'s mut self,
        properties: &'s [Property],
    ) -> impl Iterator<Item = Value<'a>> + 's {
        self.left
            .iter_mut()
            .filter(|slot| slot.as_ref().is_some_and(|value| properties.contains(&value.property)))
            .filter_map(Option::take)
    }

    /// All values of the property that are accepted.
    pub fn take_all_where(
        &mut self,
        property: Property,
        accept: impl Fn(&str) -> bool,
    ) -> Vec<Text<'a>> {
        let wanted = |value: &Value<'_>| value.property == property && accept(&value.text);
        let slots = self.left.iter_mut().filter(|slot| slot.as_ref().is_some_and(&wanted));
        slots.filter_map(|slot| Some(slot.take()?.text)).collect()
    }

    /// Forgets values that say again what is known.
    pub fn drop_equal(&mut self, property: Property, known: Option<&str>) {
        let Some(known) = known else { return };
        for slot in &mut self.left {
            slot.take_if(|value| value.property == property && value.text == known);
        }
    }

    /// What nobody took.
    pub fn rest(self) -> impl Iterator<Item = Value<'a>> {
        self.left.into_iter().flatten()
    }
}

fn attach(text: &mut Text<'_>, piece: &str, join: Join) {
    let text = text.to_mut();
    match join {
        Join::Value | Join::Space => text.push(' '),
        Join::Tight => {}
        Join::Paragraph => text.push_str("\n\n"),
    }
    text.push_str(piece);
}

/// The text before and from `at`, without white space between; borrowed where the text is.
pub(crate) fn split<'a>(text: &Text<'a>, at: usize) -> (Text<'a>, Text<'a>) {
    match text {
        Text::Borrowed(text) => (text[..at].trim_end().into(), text[at..].trim().into()),
        Text::Owned(text) => {
            (text[..at].trim_end().to_owned().into(), text[at..].trim().to_owned().into())
        }
    }
}
