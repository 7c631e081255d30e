//! A layout that is being learned, and how it is written.

use crate::property::Property;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A layout file in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub name: String,
    /// What the examples are called.
    pub examples: Vec<String>,
    pub insert: i32,
    /// Whether headers are left to the layout that reads them.
    pub header: bool,
    pub proof: Vec<&'static str>,
    pub proofs: usize,
    pub coverage: f32,
    pub most_items: usize,
    pub states: Vec<StateDraft>,
}

/// A property in the making, or a run of fixed lines.
#[derive(Clone, Debug)]
pub(super) struct StateDraft {
    /// The properties of its lines; none where the lines are fixed.
    pub key: Vec<Property>,
    pub words: Words,
    pub accept: Weights,
    /// What adds and, negative, what takes away.
    pub weights: Weights,
    pub skip: i32,
    pub repeat: bool,
    pub moved: Option<i32>,
    /// In how many of so many examples it was seen, and on how many lines, such as this.
    pub seen: (usize, usize),
    pub lines: usize,
    pub such: String,
}

/// Weights by the name of their fact.
pub(super) type Weights = BTreeMap<&'static str, i32>;

/// What a property says of the words of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub starts: Vec<String>,
    pub is: Vec<String>,
    pub pattern: Option<String>,
    pub split: Vec<String>,
    /// Lines without them are of the property as well.
    pub optional: bool,
}

impl Words {
    /// Whether a line is one of the fixed ones.
    pub fn fit(&self, text: &str) -> bool {
        self.is.iter().any(|line| line == text)
            || self.starts.iter().any(|head| text.len() > head.len() && text.starts_with(head))
    }

    /// Whether a line can fit them.
    pub fn tell(&self) -> bool {
        !self.starts.is_empty() || !self.is.is_empty() || self.pattern.is_some()
    }
}

impl StateDraft {
    /// The property that the lines are said to be of; what else stands on them is in the pattern.
    pub fn property(&self) -> Property {
        self.key.first().copied().unwrap_or(Property::Boilerplate)
    }
}

impl Draft {
    /// The layout file.
    pub fn toml(&self) -> String {
        let mut to = String::new();
        // A string takes all that is written to it.
        let _ = self.write(&mut to);
        to
    }

    fn write(&self, to: &mut String) -> std::fmt::Result {
        let examples = self.examples.join(", ");
        writeln!(to, "# Learned by `unscrape learn` from {examples}",)?;
        writeln!(
            to,
            "# Each property in its place, with the weights of the facts that speak for and against a line.\n"
        )?;
        writeln!(to, "name = {}", quoted(&self.name))?;
        writeln!(to, "insert = {}", self.insert)?;
        if !self.header {
            writeln!(to, "header = false # lines `Key: value` at the top are this layout's too")?;
        }
        writeln!(to)?;
        writeln!(
            to,
            "[recognise] # a page is of this layout if its lines have so many of these facts"
        )?;
        writeln!(to, "proof = {}", list(self.proof.iter().map(|fact| quoted(fact))))?;
        writeln!(to, "proofs = {}", self.proofs)?;
        writeln!(to, "coverage = {:.2}", self.coverage)?;
        writeln!(to, "most-items = {}", self.most_items)?;
        self.states.iter().try_for_each(|state| state.write(to))
    }
}

impl StateDraft {
    fn write(&self, to: &mut String) -> std::fmt::Result {
        let ((seen, examples), lines) = (self.seen, self.lines);
        writeln!(
            to,
            "\n# seen in {seen} of {examples} examples, lines: {lines}, such as `{}`",
            self.such
        )?;
        writeln!(to, "[[property]]\nname = {}", quoted(self.property().as_str()))?;
        let Words { starts, is, pattern, split, .. } = &self.words;
        for (key, texts) in [("starts", starts), ("is", is), ("split", split)] {
            if !texts.is_empty() {
                writeln!(to, "{key} = {}", list(texts.iter().map(|text| quoted(text))))?;
            }
        }
        if let Some(pattern) = pattern {
            writeln!(to, "pattern = {}", quoted(pattern))?;
        }
        let some = |keep: fn(i32) -> bool| {
            let kept = self.weights.iter().filter(move |(_, weight)| keep(**weight));
            kept.map(|(fact, weight)| (*fact, weight.abs())).collect::<Vec<_>>()
        };
        let accept = self.accept.iter().map(|(fact, weight)| (*fact, *weight)).collect();
        for (key, weights) in
            [("accept", accept), ("prefer", some(|it| it > 0)), ("avoid", some(|it| it < 0))]
        {
            if !weights.is_empty() {
                let weights: Vec<_> =
                    weights.iter().map(|(fact, it)| format!("{fact} = {it}")).collect();
                writeln!(to, "{key} = {{ {} }}", weights.join(", "))?;
            }
        }
        writeln!(to, "skip = {}", self.skip)?;
        if self.repeat {
            writeln!(to, "repeat = 0")?;
        }
        self.moved.map_or(Ok(()), |least| writeln!(to, "moved = {least}"))
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
