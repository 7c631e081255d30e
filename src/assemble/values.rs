//! The values of a page, put together from the spans that hold their pieces.

use super::Furniture;
use crate::labelling::{Join, Label, Labelling};
use crate::line::Line;
use crate::property::Property;
use crate::record::Text;
use crate::scan::Facts;

/// One value where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub property: Property,
    pub text: Text<'a>,
    /// Its line, from 1.
    pub line: usize,
    /// The facts of the line, where the value is a whole line; else none.
    pub facts: Facts,
}

/// The values not yet used, in the order of the page; those of one property are chained, so that nobody looks for them.
pub(crate) struct Values<'a> {
    slots: Vec<Slot<'a>>,
    chains: [Chain; Property::ALL.len()],
}

struct Slot<'a> {
    value: Option<Value<'a>>,
    /// The place of the next value of the property.
    next: u32,
}

/// The values of one property.
#[derive(Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
    len: u32,
}

/// No place.
const NONE: u32 = u32::MAX;

impl<'a> Values<'a> {
    pub fn collect(
        text: &'a str,
        lines: &[Line<'a>],
        labelling: &Labelling,
        furniture: Furniture,
    ) -> Self {
        let labels = labelling.labels();
        let mut values = Values {
            slots: Vec::with_capacity(labels.len() / 2 + 1),
            chains: [Chain { first: NONE, last: NONE, len: 0 }; Property::ALL.len()],
        };
        let mut line = 0;
        for label in labels {
            let leave = label.property == Property::Boilerplate && furniture == Furniture::Leave;
            if leave || label.property == Property::Separator {
                continue;
            }
            while lines.get(line + 1).is_some_and(|next| next.start <= label.start) {
                line += 1;
            }
            values.add(label, text, lines.get(line));
            if let Some(property) = label.also {
                let join = if property == Property::Author { Join::Value } else { label.join };
                values.add(&Label { property, join, ..*label }, text, lines.get(line));
            }
        }
        values
    }

    fn add(&mut self, label: &Label, page: &'a str, line: Option<&Line<'a>>) {
        let chain = &mut self.chains[label.property as usize];
        let at = self.slots.len() as u32;
        match self.slots.get_mut(chain.last as usize) {
            Some(last) => {
                if label.join != Join::Value
                    && let Some(value) = &mut last.value
                {
                    return value.attach(page, label);
                }
                last.next = at;
            }
            None => chain.first = at,
        }
        (chain.last, chain.len) = (at, chain.len + 1);
        let value = Some(Value::new(page, label, line));
        self.slots.push(Slot { value, next: NONE });
    }

    fn chain(&self, property: Property) -> Chain {
        self.chains[property as usize]
    }

    /// The slots of the property, in order.
    fn slots(&mut self, property: Property) -> Slots<'_, 'a> {
        let at = self.chain(property).first;
        Slots { slots: &mut self.slots, at }
    }

    /// Takes the first value of the property that can be read, with what it says.
    pub fn take_read<T>(
        &mut self,
        property: Property,
        read: impl Fn(&Value<'a>) -> Option<T>,
    ) -> Option<(Value<'a>, T)> {
        let mut slots = self.slots(property);
        while let Some(slot) = slots.next() {
            if let Some(said) = slot.as_ref().and_then(&read) {
                return Some((slot.take()?, said));
            }
        }
        None
    }

    /// The first value of the property, with its place.
    pub fn take_value(&mut self, property: Property) -> Option<Value<'a>> {
        Some(self.take_read(property, |_| Some(()))?.0)
    }

    /// The first value of the property.
    pub fn take_first(&mut self, property: Property) -> Option<Text<'a>> {
        Some(self.take_value(property)?.text)
    }

    /// The first value of the property; it stays.
    pub fn first(&self, property: Property) -> Option<&Value<'a>> {
        let mut at = self.chain(property).first;
        while let Some(slot) = self.slots.get(at as usize) {
            if slot.value.is_some() {
                return slot.value.as_ref();
            }
            at = slot.next;
        }
        None
    }

    /// All values of the property that are accepted.
    pub fn take_each(
        &mut self,
        property: Property,
        accept: impl Fn(&Value<'a>) -> bool,
        mut to: impl FnMut(Text<'a>),
    ) {
        let mut slots = self.slots(property);
        while let Some(slot) = slots.next() {
            if let Some(value) = slot.take_if(|value| accept(value)) {
                to(value.text);
            }
        }
    }

    /// All values of the property in a list of the right size.
    pub fn list(&mut self, property: Property) -> Vec<Text<'a>> {
        let mut list = Vec::with_capacity(self.chain(property).len as usize);
        self.take_each(property, |_| true, |text| list.push(text));
        list
    }

    /// All values of the properties in the order of the page, with their places.
    pub fn take_values(&mut self, properties: &[Property]) -> Vec<Value<'a>> {
        let chains = properties.iter().map(|property| self.chain(*property));
        let mut values = Vec::with_capacity(chains.map(|chain| chain.len as usize).sum());
        let (first, last) = self.range(properties);
        for slot in self.slots.iter_mut().take(last).skip(first) {
            values.extend(slot.value.take_if(|value| properties.contains(&value.property)));
        }
        values
    }

    /// Where the values of the properties begin and end.
    fn range(&self, properties: &[Property]) -> (usize, usize) {
        let chains = properties.iter().map(|property| self.chain(*property));
        chains.filter(|chain| chain.len > 0).fold((usize::MAX, 0), |(first, last), chain| {
            (first.min(chain.first as usize), last.max(chain.last as usize + 1))
        })
    }

    /// Forgets values that say again what is known.
    pub fn drop_equal(&mut self, property: Property, known: Option<&str>) {
        let Some(known) = known else { return };
        let mut slots = self.slots(property);
        while let Some(slot) = slots.next() {
            slot.take_if(|value| value.text == known);
        }
    }

    /// How many values nobody took.
    pub fn left(&self) -> usize {
        self.slots.iter().filter(|slot| slot.value.is_some()).count()
    }

    /// What nobody took.
    pub fn rest(self) -> impl Iterator<Item = Value<'a>> {
        self.slots.into_iter().filter_map(|slot| slot.value)
    }
}

/// The slots of one property, lent one after the other.
struct Slots<'s, 'a> {
    slots: &'s mut [Slot<'a>],
    at: u32,
}

impl<'a> Slots<'_, 'a> {
    fn next(&mut self) -> Option<&mut Option<Value<'a>>> {
        let slot = self.slots.get_mut(self.at as usize)?;
        self.at = slot.next;
        Some(&mut slot.value)
    }
}

impl<'a> Value<'a> {
    /// What a label covers; `line` is where that begins.
    #[inline]
    fn new(page: &'a str, label: &Label, line: Option<&Line<'a>>) -> Self {
        let property = label.property;
        match line {
            // mostly so
            Some(Line { text, start, number, facts })
                if *start == label.start && start + text.len() == label.end =>
            {
                Value { property, text: Text::Borrowed(text), line: *number, facts: *facts }
            }
            _ => Value {
                property,
                text: page[label.start..label.end].into(),
                line: line.map_or(1, |line| line.number),
                facts: Facts::NONE,
            },
        }
    }

    /// Adds a span. Nothing is copied where the page has between the two what stands between them in a value.
    fn attach(&mut self, page: &'a str, label: &Label) {
        let between = match label.join {
            Join::Value | Join::Space => " ",
            Join::Tight => "",
            Join::Paragraph => "\n\n",
        };
        self.facts = Facts::NONE;
        if let Text::Borrowed(before) = self.text {
            // what is borrowed is a part of the page: to compare it with itself would take long for a long body
            let start = (before.as_ptr() as usize).wrapping_sub(page.as_ptr() as usize);
            if page.get(start.saturating_add(before.len())..label.start) == Some(between) {
                self.text = page[start..label.end].into();
                return;
            }
        }
        let text = self.text.to_mut();
        text.push_str(between);
        text.push_str(&page[label.start..label.end]);
    }
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
