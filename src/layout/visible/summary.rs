//! Candidates for the summary: blocks near the headline and the beginning of the body, told by what else could be one.

use super::model::Tag;
use super::numbers::{NUMBERS, View};
use super::words::length;
use std::ops::Range;

/// How many numbers a candidate has beside those of its block.
const OWN: usize = 22;
/// How many numbers describe a candidate.
pub(super) const ALL: usize = NUMBERS + OWN;

/// A summary this likely is a rival of the others.
const RIVAL: f32 = 0.1;
/// Words of fewer letters say nothing.
const WORD: u32 = 4;

/// What may be the summary of a page.
pub(super) struct Summaries<'t, 'v, 's, 'l, 'a> {
    view: &'t View<'v, 's, 'l, 'a>,
    pub candidates: Vec<usize>,
    /// For each of them, between the likeliest headline and it: the most of a date, an author, a body; the most letters.
    between: Vec<[f32; 4]>,
    /// Blocks that are body, and their letters on average.
    body: Vec<usize>,
    usual: f32,
    /// How likely the summary is: the likeliest, the one behind it; and how many rivals there are.
    first: f32,
    second: f32,
    rivals: usize,
}

impl<'t, 'v, 's, 'l, 'a> Summaries<'t, 'v, 's, 'l, 'a> {
    pub fn new(view: &'t View<'v, 's, 'l, 'a>) -> Self {
        let blocks = &view.scene.blocks.blocks;
        let body: Vec<usize> =
            (0..blocks.len()).filter(|&at| view.p(Some(at), Tag::Body) > 0.5).collect();
        let letters: u32 = body.iter().map(|&at| blocks[at].chars).sum();
        let mut all = Summaries {
            view,
            candidates: (0..blocks.len()).filter(|&at| view.may_be_summary(at)).collect(),
            between: Vec::new(),
            usual: letters as f32 / body.len().max(1) as f32,
            body,
            first: 0.0,
            second: 0.0,
            rivals: 0,
        };
        for at in 0..blocks.len() {
            let p = view.p(Some(at), Tag::Description);
            all.second = all.second.max(p.min(all.first));
            all.first = all.first.max(p);
            all.rivals += usize::from(p > RIVAL);
        }
        all.between = all.between();
        all
    }

    fn between(&self) -> Vec<[f32; 4]> {
        let (mut most, mut next) = ([0.0f32; 4], self.view.best.0 + 1);
        let to = |&at: &usize| {
            while next < at {
                let p = |tag: Tag| self.view.p(Some(next), tag);
                let chars = self.view.scene.blocks.blocks[next].chars as f32;
                let own = [p(Tag::Date), p(Tag::Author), p(Tag::Body), chars];
                most.iter_mut().zip(own).for_each(|(most, own)| *most = most.max(own));
                next += 1;
            }
            most
        };
        self.candidates.iter().map(to).collect()
    }

    /// What is told of the candidate that is so many behind the first.
    pub fn numbers(&self, nth: usize, at: usize) -> [f32; ALL] {
        let mut all = [0.0; ALL];
        let (numbers, own) = (self.view.numbers(at), self.own(nth, at));
        all.iter_mut().zip(numbers.iter().chain(&own)).for_each(|(to, from)| *to = *from);
        all
    }

    fn own(&self, nth: usize, at: usize) -> [f32; OWN] {
        let view = self.view;
        let blocks = &view.scene.blocks.blocks;
        let (block, p) = (&blocks[at], view.p(Some(at), Tag::Description));
        let [dated, signed, told, longest] = self.between.get(nth).copied().unwrap_or_default();
        let chars = |at: usize| blocks.get(at).map_or(0.0, |block| block.chars as f32);
        let (shared, of_headline, of_own) = self.shared(at);
        let before = |tag: Tag| self.most(at.saturating_sub(3)..at, tag);
        let text = block.lines(view.scene.page);
        let opening = text.first().and_then(|line| line.text.chars().next());
        [
            shared,
            of_headline,
            of_own,
            p / self.first.max(1e-6),
            if p >= self.first { self.second } else { self.first },
            self.rivals as f32,
            chars(at) / self.usual.max(1.0),
            self.usual,
            self.body.len() as f32,
            (1..=3).map(|by| chars(at + by)).sum::<f32>() / 3.0,
            dated,
            signed,
            told,
            longest,
            at.saturating_sub(view.best.0 + 1) as f32,
            nth as f32,
            self.candidates.len() as f32,
            self.body.partition_point(|&body| body < at) as f32,
            f32::from(u8::from(matches!(opening, Some('*' | '_')))),
            text.len() as f32,
            before(Tag::Date),
            before(Tag::Author),
        ]
    }

    fn most(&self, blocks: Range<usize>, tag: Tag) -> f32 {
        blocks.map(|at| self.view.p(Some(at), tag)).fold(0.0, f32::max)
    }

    /// How many longer words of the headline the block has, which share of the headline's and of its own that is.
    fn shared(&self, at: usize) -> (f32, f32, f32) {
        let words = &self.view.scene.words;
        let long = |at: usize| words.get(at).iter().filter(|word| length(**word) >= WORD);
        let held = |word: &u32| long(at).any(|own| own == word);
        let shared = long(self.view.best.0).filter(|word| held(word)).count() as f32;
        let share = |of: usize| shared / long(of).count().max(1) as f32;
        (shared, share(self.view.best.0), share(at))
    }
}
