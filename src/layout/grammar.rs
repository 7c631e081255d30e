//! A layout as a declarative, ordered grammar: a TOML file that names properties in their order and says what each accepts.
//!
//! ```toml
//! name = "my-layout"
//! insert = 3                      # what an item costs that stands inside the block and is none of the properties
//! recognise = { proof = ["selector"], proofs = 1, coverage = 0.8 }
//!
//! [[property]]
//! name = "headline"               # a property of the vocabulary
//! accept = { words = 4 }          # facts that make the match possible; the best one counts
//! prefer = { same-as-next = 6 }   # facts that add to it
//! avoid = { long = 8 }            # facts that take from it
//! skip = 2                        # what it costs when the page lacks it
//! repeat = 0                      # what each further one costs; absent: it stands once
//! starts = ["Title:"]             # keys that begin its lines and are no part of it: what begins so has the fact `text`
//! is = ["Contents"]               # fixed lines, which have the fact `text` as well
//! pattern = '^(?<author>.+), (?<datePublished>.+)$' # the same as a regular expression; named groups are the values
//! split = [" | "]                 # marks between several values of a line
//! ```

use super::cue::{Cue, CueFile, MOST};
use super::fits::Fits;
use super::memo::Memo;
use crate::property::Property;
use crate::scan::Facts;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a layout file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// It is no TOML, or a key is missing or of the wrong kind.
    #[error("{0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// A property that the vocabulary does not have.
    #[error("unknown property `{0}` (known: {known})", known = known_properties())]
    Property(String),
    /// A fact that no scanner finds.
    #[error("unknown fact `{0}` (known: {known})", known = known_facts())]
    Fact(String),
    /// A pattern that is no regular expression.
    #[error("pattern: {0}")]
    Pattern(#[from] Box<regex::Error>),
    /// More properties than a grammar may have.
    #[error("{0} properties, at most {MOST_STATES} are possible")]
    TooMany(usize),
    /// A property for which no fact speaks, and no words.
    #[error("property `{0}` needs accept, starts, is or pattern")]
    NoFact(String),
    /// More properties with words of their own than a grammar may have.
    #[error("more than {MOST} properties with starts, is or pattern")]
    TooManyCues,
    /// None at all.
    #[error("no [[property]]")]
    Empty,
}

/// Larger weights mean no more than this, so that sums cannot overflow.
const MOST_WEIGHT: i32 = 250;
/// A grammar has at most so many properties.
pub const MOST_STATES: usize = 250;

fn known_properties() -> String {
    Property::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(" ")
}

fn known_facts() -> String {
    let names = Facts::NAMES.iter().map(|(name, _)| *name);
    names.chain([TEXT]).collect::<Vec<_>>().join(" ")
}

/// The fact of a line that fits `starts`, `is` or `pattern` of the property itself.
pub(crate) const TEXT: &str = "text";

/// What such a line counts where the file does not say.
const TEXT_WEIGHT: i32 = 10;

/// A layout file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    name: String,
    #[serde(default = "default_insert")]
    insert: i32,
    #[serde(default = "default_header")]
    header: bool,
    #[serde(default)]
    recognise: Recognise,
    prefix: Option<PrefixFile>,
    #[serde(default)]
    property: Vec<StateFile>,
}

fn default_insert() -> i32 {
    3
}

fn default_header() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrefixFile {
    pattern: String,
    property: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StateFile {
    name: String,
    #[serde(default)]
    accept: BTreeMap<String, i32>,
    #[serde(default)]
    prefer: BTreeMap<String, i32>,
    #[serde(default)]
    avoid: BTreeMap<String, i32>,
    #[serde(default)]
    skip: i32,
    repeat: Option<i32>,
    moved: Option<i32>,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    is: Vec<String>,
    pattern: Option<String>,
    #[serde(default)]
    split: Vec<String>,
}

/// When a page counts as one of this layout.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Recognise {
    proof: Vec<String>,
    proofs: usize,
    coverage: f32,
    needs: Vec<String>,
    most_items: usize,
}

impl Default for Recognise {
    fn default() -> Self {
        Recognise {
            proof: Vec::new(),
            proofs: 1,
            coverage: 0.8,
            needs: Vec::new(),
            most_items: 200,
        }
    }
}

/// A grammar, ready to be matched.
#[derive(Debug)]
pub struct Grammar {
    pub(crate) name: String,
    pub(crate) insert: i32,
    /// Whether a header above the page is read before; else its lines are the grammar's too.
    pub(crate) header: bool,
    /// The facts that it names.
    pub(crate) named: Facts,
    pub(crate) prefix: Option<(Regex, Property)>,
    pub(crate) states: Vec<State>,
    pub(crate) fits: Fits,
    pub(crate) memo: Memo,
    /// Facts that prove the layout when so many different ones of them are matched.
    pub(crate) proof: Facts,
    pub(crate) proofs: usize,
    /// Or else: this share of at most so many items is matched, and each of these properties is there.
    pub(crate) coverage: f32,
    pub(crate) most_items: usize,
    pub(crate) needs: Vec<Property>,
}

/// One property in its place.
#[derive(Debug)]
pub(crate) struct State {
    pub property: Property,
    /// Any of these makes a match possible.
    pub mask: Facts,
    pub accept: Vec<(Facts, i32)>,
    /// What adds, and, negative, what takes away.
    pub prefer: Vec<(Facts, i32)>,
    pub skip: i32,
    pub repeat: Option<i32>,
    /// A match elsewhere on the page counts too when it scores this much.
    pub moved: Option<i32>,
    pub cue: Option<Cue>,
}

impl State {
    /// How well facts fit; none where they do not.
    pub fn fit(&self, facts: Facts) -> Option<i32> {
        if !self.mask.any(facts) {
            return None;
        }
        let best = self
            .accept
            .iter()
            .filter(|(fact, _)| facts.any(*fact))
            .map(|&(_, score)| score)
            .max()?;
        Some(
            best + self
                .prefer
                .iter()
                .filter(|(fact, _)| facts.any(*fact))
                .map(|(_, score)| score)
                .sum::<i32>(),
        )
    }
}

impl State {
    /// The facts that it names.
    pub fn named(&self) -> Facts {
        self.prefer.iter().fold(self.mask, |all, (fact, _)| all | *fact)
    }
}

impl Grammar {
    /// Whether it says something of the words of lines.
    pub(crate) fn has_cues(&self) -> bool {
        self.states.iter().any(|state| state.cue.is_some())
    }

    /// Reads a layout file.
    pub fn from_toml(text: &str) -> Result<Grammar, LayoutError> {
        let file: File = toml::from_str(text).map_err(Box::new)?;
        match file.property.len() {
            0 => return Err(LayoutError::Empty),
            n if n > MOST_STATES => return Err(LayoutError::TooMany(n)),
            _ => {}
        }
        let mut states: Vec<State> = Vec::with_capacity(file.property.len());
        let mut cues = 0;
        for property in file.property {
            let state = state(property, cues)?;
            cues += u32::from(state.cue.as_ref().is_some_and(|cue| cue.fact != Facts::NONE));
            states.push(state);
        }
        let proof = union(&file.recognise.proof)?;
        Ok(Grammar {
            header: file.header,
            named: states.iter().fold(proof, |all, state| all | state.named()),
            fits: Fits::new(&states),
            memo: Memo::default(),
            states,
            prefix: file.prefix.map(prefix).transpose()?,
            proof,
            proofs: file.recognise.proofs,
            coverage: file.recognise.coverage,
            most_items: file.recognise.most_items,
            needs: file
                .recognise
                .needs
                .iter()
                .map(|name| property(name))
                .collect::<Result<_, _>>()?,
            name: file.name,
            insert: file.insert.clamp(0, MOST_WEIGHT),
        })
    }
}

fn prefix(file: PrefixFile) -> Result<(Regex, Property), LayoutError> {
    let pattern = Regex::new(&format!("^(?:{})", file.pattern)).map_err(Box::new)?;
    Ok((pattern, property(&file.property)?))
}

fn state(file: StateFile, cues: u32) -> Result<State, LayoutError> {
    let StateFile { starts, is, pattern, split, .. } = file;
    let cue = Cue::new(CueFile { starts, is, pattern, split }, cues)?;
    let own = cue.as_ref().map_or(Facts::NONE, |cue| cue.fact);
    let mut accept = weights(&file.accept, own, 1)?;
    if accept.is_empty() && own != Facts::NONE {
        accept.push((own, TEXT_WEIGHT));
    }
    if accept.is_empty() {
        return Err(LayoutError::NoFact(file.name));
    }
    let mut prefer = weights(&file.prefer, own, 1)?;
    prefer.extend(weights(&file.avoid, own, -1)?);
    let mask = accept.iter().fold(Facts::NONE, |mask, &(fact, _)| mask | fact);
    let property = property(&file.name)?;
    Ok(State {
        property,
        mask,
        accept,
        prefer,
        skip: file.skip.clamp(0, MOST_WEIGHT),
        repeat: file.repeat.map(|cost| cost.clamp(0, MOST_WEIGHT)),
        moved: file.moved,
        cue,
    })
}

fn weights(
    named: &BTreeMap<String, i32>,
    own: Facts,
    sign: i32,
) -> Result<Vec<(Facts, i32)>, LayoutError> {
    let weight = |(name, score): (&String, &i32)| {
        let fact = if name == TEXT && own != Facts::NONE { own } else { fact(name)? };
        Ok((fact, sign * (*score).clamp(-MOST_WEIGHT, MOST_WEIGHT)))
    };
    named.iter().map(weight).collect()
}

fn union(names: &[String]) -> Result<Facts, LayoutError> {
    let one = |name: &String| if name == TEXT { Ok(Facts::OWN) } else { fact(name) };
    names.iter().try_fold(Facts::NONE, |all, name| Ok(all | one(name)?))
}

fn fact(name: &str) -> Result<Facts, LayoutError> {
    Facts::named(name).ok_or_else(|| LayoutError::Fact(name.to_owned()))
}

fn property(name: &str) -> Result<Property, LayoutError> {
    Property::from_name(name).ok_or_else(|| LayoutError::Property(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named() {
        let message = |text: &str| Grammar::from_toml(text).unwrap_err().to_string();
        assert!(message("name = 'x'").contains("no [[property]]"));
        assert!(
            message("name = 'x'\n[[property]]\nname = 'titel'\naccept = { words = 1 }")
                .starts_with("unknown property `titel`")
        );
        assert!(
            message("name = 'x'\n[[property]]\nname = 'headline'\naccept = { word = 1 }")
                .starts_with("unknown fact `word`")
        );
        assert!(message("nam = 'x'").contains("nam"));
    }
}
