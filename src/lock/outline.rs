//! The outline of one page: which properties it has, how often, behind which, after which key and in which form.

use super::shape;
use crate::check::PageText;
use crate::labelling::{Join, Label};
use crate::line;
use crate::property::Property;
use std::borrow::Cow;

/// So many different keys and forms of a property are noted on one page.
const MOST: usize = 16;

/// A page's properties, in the order in which they first stand on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub(super) parts: Vec<Part>,
}

/// One property on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub property: Property,
    /// How many values it has there.
    pub values: u32,
    /// The property that stands before its first value; none where it begins the page.
    pub after: Option<Property>,
    /// The line of its first value.
    pub line: usize,
    /// The keys of a header before its values, each once.
    pub keys: Vec<Box<str>>,
    /// The forms of its values, each once.
    pub shapes: Vec<Cow<'static, str>>,
}

/// Reads labels in their order.
struct Reader<'p> {
    page: PageText<'p>,
    /// Whether lines are those of a file.
    lines: bool,
    parts: Vec<Part>,
    /// Where the part of each property is.
    places: [Option<u8>; Property::ALL.len()],
    before: Option<Property>,
    key: Option<&'p str>,
    /// Up to here ends of lines were counted, and so many there were.
    counted: (usize, usize),
}

impl Part {
    /// Whether it is no property of the article.
    pub fn is_furniture(&self) -> bool {
        is_furniture(self.property)
    }
}

fn is_furniture(property: Property) -> bool {
    matches!(property, Property::Boilerplate | Property::Unknown)
}

impl Outline {
    /// The outline of a page. Without `lines` all lines are 1.
    pub fn new(page: PageText<'_>, lines: bool) -> Self {
        let mut reader = Reader {
            page,
            lines,
            parts: Vec::with_capacity(24),
            places: [None; Property::ALL.len()],
            before: None,
            key: None,
            counted: (0, 0),
        };
        page.labels.iter().for_each(|label| reader.take(label));
        Outline { parts: reader.parts }
    }
}

impl<'p> Reader<'p> {
    fn take(&mut self, label: &Label) {
        let text = self.page.text.get(label.start..label.end).unwrap_or_default();
        if label.property == Property::Separator {
            if label.reason == "header key" {
                self.key = Some(text.trim());
            }
            return;
        }
        let key = self.key.take();
        if label.join != Join::Value {
            return;
        }
        let part = self.part(label);
        part.values += 1;
        if let Some(key) = key.map(shape::key).filter(|_| part.keys.len() < MOST)
            && !part.keys.iter().any(|known| **known == *key)
        {
            part.keys.push(key.into());
        }
        if part.shapes.len() < MOST && part.values as usize <= 2 * MOST {
            let shape = shape::of(label.property, text);
            if let Some(shape) = shape.filter(|shape| !part.shapes.contains(shape)) {
                part.shapes.push(shape);
            }
        }
    }

    fn part(&mut self, label: &Label) -> &mut Part {
        let property = label.property;
        let furniture = is_furniture(property);
        let at = match self.places[property as usize] {
            Some(at) => usize::from(at),
            None => {
                let at = self.parts.len();
                self.places[property as usize] = u8::try_from(at).ok();
                let line = self.line(label.start);
                let after = self.before.filter(|_| !furniture);
                let (keys, shapes) = (Vec::new(), Vec::new());
                self.parts.push(Part { property, values: 0, after, line, keys, shapes });
                at
            }
        };
        if !furniture {
            self.before = Some(property);
        }
        &mut self.parts[at]
    }

    /// The line of a byte. Asked for in order, so that the text is read once.
    fn line(&mut self, start: usize) -> usize {
        if !self.lines {
            return 1;
        }
        let (from, ends) = self.counted;
        let ends = ends + line::ends(self.page.text.get(from..start).unwrap_or_default());
        self.counted = (start, ends);
        self.page.line + ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    #[test]
    fn an_outline_has_order_number_keys_and_forms() {
        let dump = "URL: https://a.example/1\nTitle: New pier\nDate: 14 September 2023\nViews: 12\nMood: calm\n\nStill.\n";
        let page = Parser::new().parse(dump);
        let text = PageText { text: dump, labels: page.labelling.labels(), line: 5 };
        let outline = Outline::new(text, true);
        let date = outline.parts.iter().find(|it| it.property == Property::DatePublished).unwrap();
        assert_eq!((date.values, date.line, date.after), (1, 7, Some(Property::Headline)));
        assert_eq!((&*date.keys[0], &*date.shapes[0]), ("Date:", "99 Aa 9999"));
        let other = outline.parts.iter().find(|it| it.property == Property::AdditionalProperty);
        assert_eq!(other.unwrap().shapes, ["Views:", "Mood:"]);
        assert_eq!(outline.parts[0].after, None);
    }
}
