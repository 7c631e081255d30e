//! What the labeller sees of a page, for those who train it: the same code as when it labels, so that both cannot differ.

use super::model::Model;
use super::numbers::View;
use super::observe::Scene;
use super::summary::Summaries;
use super::tags::Tags;
use super::{atoms, headline};
use crate::known::Known;
use crate::layout::{Page, block, copy, credits};
use crate::property::Property;
use crate::scan::dates::{self, Reading};
use std::ops::Range;

/// Weights of the chain: those that are built in, or those of a file.
#[derive(Debug, Default)]
pub struct Weights(Option<Model>);

impl Weights {
    /// The weights of a file; none where it is of another kind, version or set of facts.
    pub fn read(bytes: &[u8]) -> Option<Weights> {
        Some(Weights(Some(Model::read(bytes)?)))
    }
}

/// A block with its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Its bytes in the text of the page.
    pub bytes: Range<usize>,
    /// The numbers of its facts.
    pub facts: Vec<u16>,
    /// The probabilities of its labels, by the weights that are built in.
    pub marginal: Vec<f32>,
    /// What is told of it for a second look; empty where none is worth while.
    pub numbers: Vec<f32>,
    /// What is told of it as tags; empty where it cannot be such.
    pub tags: Vec<f32>,
}

/// A text that may be the headline, or the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its bytes in the text of the page.
    pub bytes: Range<usize>,
    /// What is told of it.
    pub numbers: Vec<f32>,
}

/// The blocks of a page, what its headline may be, and its summary.
pub(crate) fn observe(page: Page<'_, '_>, weights: &Weights) -> (Vec<Seen>, [Vec<Text>; 2]) {
    let blocks = block::blocks(page);
    let scene = Scene::new(page, &blocks, super::is_whole_page(&blocks), Known::default());
    let atoms = scene.all_atoms();
    let model = weights.0.as_ref().unwrap_or(Model::built_in());
    let marginals = model.marginals(&atoms, blocks.blocks.len(), &[]);
    let view = View::new(&scene, &marginals);
    let (summaries, tags) = (Summaries::new(&view), Tags::new(&view));
    let seen = |(at, block): (usize, &block::Block)| {
        let lines = block.lines(page);
        let start = lines.first().map_or(0, |line| line.start);
        let end = lines.last().map_or(start, |line| line.end());
        let numbers = if view.is_open(at) { view.numbers(at).to_vec() } else { Vec::new() };
        let marginal = marginals[at][..model.labels].to_vec();
        let tags = tags.numbers(at).map(|it| it.to_vec()).unwrap_or_default();
        Seen { bytes: start..end, facts: atoms.get(at).to_vec(), marginal, numbers, tags }
    };
    let headings = headline::candidates(&view).into_iter();
    let headings = headings.map(|it| Text { bytes: it.bytes, numbers: it.numbers.to_vec() });
    let summaries = summaries.candidates();
    let summaries = summaries.map(|it| Text { bytes: it.bytes, numbers: it.numbers.to_vec() });
    let seen = blocks.blocks.iter().enumerate().map(seen).collect();
    (seen, [headings.collect(), summaries.collect()])
}

/// A date or a name that may be that of publication, of an author or of the publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its bytes in the text of the page.
    pub bytes: Range<usize>,
    /// What it may be: the day of publication, an author, the publisher.
    pub property: Property,
    /// The days that it can state, or the name.
    pub says: String,
    /// What is told of it.
    pub numbers: Vec<f32>,
}

/// The dates and the names of a page.
pub(crate) fn credits(page: Page<'_, '_>, weights: &Weights) -> Vec<Candidate> {
    let blocks = block::blocks(page);
    let scene = Scene::new(page, &blocks, super::is_whole_page(&blocks), Known::default());
    let model = weights.0.as_ref().unwrap_or(Model::built_in());
    let marginals = model.marginals(&scene.all_atoms(), blocks.blocks.len(), &[]);
    let copied = copy::find(page, &blocks.blocks);
    let choice = super::choice::choose(&View::new(&scene, &marginals), copied.as_ref());
    let hints = super::hints(&marginals);
    let scene = credits::Scene::new(page, &blocks, &choice.properties, &hints);
    let of = |(it, numbers): (credits::Credit, Vec<f32>)| {
        let raw = page.text.get(it.start..it.end).unwrap_or_default();
        let words = || raw.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = if it.property == Property::DatePublished { days(raw) } else { words() };
        Candidate { bytes: it.start..it.end, property: it.property, says, numbers }
    };
    credits::tell(&scene).into_iter().map(of).collect()
}

/// The days that a date can state, parted by blanks.
fn days(raw: &str) -> String {
    match dates::parse(raw) {
        Some(Reading::Sure(time)) => time.day.to_string(),
        Some(Reading::Open(a, b)) => format!("{} {}", a.day, b.day),
        _ => String::new(),
    }
}

/// The names of all facts, by their numbers.
pub fn names() -> Vec<String> {
    let name = |at: usize| {
        let (group, step) = atoms::name(at as u16);
        format!("{group}={step}")
    };
    (0..atoms::ALL).map(name).collect()
}
