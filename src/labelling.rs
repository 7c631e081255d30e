//! The labelling of a page: every byte in exactly one span, and why.

use crate::property::Property;

/// How a span's text attaches to the span of the same property before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It begins a value of its own.
    Value,
    /// It goes on with the value before it, after a space (a line that was wrapped at a column).
    Space,
    /// It goes on with the value before it, with nothing between (an address broken over two lines).
    Tight,
    /// It is the next paragraph of the value before it.
    Paragraph,
}

/// One labelled span of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// First byte, in the text of the page.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the span is.
    pub property: Property,
    /// How it attaches to what came before.
    pub join: Join,
    /// Why, in a few words that name the rule.
    pub reason: &'static str,
    /// What it says besides: the first paragraph of a body may be its summary too.
    pub also: Option<Property>,
}

impl Label {
    /// A span that begins a value.
    pub fn value(start: usize, end: usize, property: Property, reason: &'static str) -> Self {
        Label { start, end, property, join: Join::Value, reason, also: None }
    }

    /// The same span, attached otherwise.
    pub fn joined(self, join: Join) -> Self {
        Label { join, ..self }
    }
}

/// The labels of a page, in order, without gap or overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelling {
    labels: Vec<Label>,
}

impl Labelling {
    /// Completes what a layout said into a labelling of the whole of `text`: what it left out becomes
    /// `separator` where it is white space, else `unknown`. Labels that overlap an earlier one, are empty or do not
    /// stand on character boundaries are left out, so that the law holds whatever a layout says.
    pub fn complete(text: &str, said: &[Label]) -> Self {
        let mut labels = Vec::with_capacity(said.len() * 2 + 1);
        let mut at = 0;
        for label in said {
            let sound = label.start >= at
                && label.end > label.start
                && label.end <= text.len()
                && text.is_char_boundary(label.start)
                && text.is_char_boundary(label.end);
            if !sound {
                continue;
            }
            match text.as_bytes().get(at..label.start) {
                // mostly so
                Some([]) => {}
                Some([b'\n'] | [b'\n', b'\n']) => labels.push(separator(at, label.start)),
                _ => fill_gap(text, at, label.start, &mut labels),
            }
            labels.push(*label);
            at = label.end;
        }
        fill_gap(text, at, text.len(), &mut labels);
        Labelling { labels }
    }

    /// The labels in order.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }
}

fn fill_gap(text: &str, start: usize, end: usize, labels: &mut Vec<Label>) {
    if start == end {
        return;
    }
    let gap = &text[start..end];
    if gap.bytes().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t')) {
        return labels.push(separator(start, end));
    }
    let content = gap.trim();
    let from = start + (gap.len() - gap.trim_start().len());
    let to = from + content.len();
    if content.is_empty() {
        return labels.push(separator(start, end));
    }
    if start < from {
        labels.push(separator(start, from));
    }
    labels.push(Label::value(from, to, Property::Unknown, "no layout could tell"));
    if to < end {
        labels.push(separator(to, end));
    }
}

fn separator(start: usize, end: usize) -> Label {
    Label::value(start, end, Property::Separator, "white space")
}
