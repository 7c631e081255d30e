//! What a block looks like beside what the chain says of it and of its page: numbers for the second look.

use super::chain::Marginal;
use super::model::Tag;
use super::observe::Scene;
use crate::layout::block::Trait;
use std::ops::Range;

/// How many numbers describe a block.
pub(super) const NUMBERS: usize = 70;
/// The numbers of a block.
pub(super) type Numbers = [f32; NUMBERS];

/// A summary has so many letters at least.
const SUMMARY: u32 = 25;

/// So many likelier headlines are counted.
const RANKS: usize = 20;

/// So many blocks on each side are looked at for what is near.
const AROUND: usize = 4;

/// Farther than this is far.
const FAR: f32 = 60.0;

/// A page whose blocks have probabilities.
pub(super) struct View<'v, 's, 'l, 'a> {
    pub scene: &'v Scene<'s, 'l, 'a>,
    pub marginals: &'v [Marginal],
    /// The run of blocks that is the body most likely.
    pub run: Range<usize>,
    /// The block that is the headline most likely, and how likely.
    pub best: (usize, f32),
    /// The greatest probabilities of a headline, from the greatest on.
    greatest: Vec<f32>,
}

impl<'v, 's, 'l, 'a> View<'v, 's, 'l, 'a> {
    pub fn new(scene: &'v Scene<'s, 'l, 'a>, marginals: &'v [Marginal]) -> Self {
        let of = |tag: Tag| marginals.iter().map(move |it| it[tag as usize]);
        let best = of(Tag::Headline).enumerate().fold((0, 0.0), |best, it| match it.1 > best.1 {
            true => it,
            false => best,
        });
        let run = likely_run(of(Tag::Body).zip(scene.blocks.blocks.iter().map(|b| b.chars)));
        let mut greatest: Vec<f32> = of(Tag::Headline).collect();
        if greatest.len() > RANKS {
            greatest.select_nth_unstable_by(RANKS, |a, b| b.total_cmp(a));
            greatest.truncate(RANKS);
        }
        greatest.sort_unstable_by(|a, b| b.total_cmp(a));
        View { scene, marginals, run, best, greatest }
    }

    /// The probability of a label; 0 beyond the page.
    pub fn p(&self, at: Option<usize>, tag: Tag) -> f32 {
        at.and_then(|at| self.marginals.get(at)).map_or(0.0, |it| it[tag as usize])
    }

    /// Probabilities between these are not sure.
    pub const DOUBT: Range<f32> = 0.03..0.97;

    /// Whether a second look at the block is worth while.
    pub fn is_open(&self, at: usize) -> bool {
        View::DOUBT.contains(&self.p(Some(at), Tag::Body))
            || self.p(Some(at), Tag::Keywords) > View::DOUBT.start
            || self.may_be_summary(at)
    }

    /// Whether the block could be the summary of the page.
    pub fn may_be_summary(&self, at: usize) -> bool {
        let block = &self.scene.blocks.blocks[at];
        let placed = self.p(Some(at), Tag::Description) > 0.005
            || self.is_near(at, self.run.start, 16, 8)
            || self.is_near(at, self.best.0, 3, 20)
            || self.scene.repeats[at].same > 1;
        !self.scene.is_familiar(at) && placed && block.chars >= SUMMARY && !block.is(Trait::Hard)
    }

    /// Whether a part of the block could be the summary: where articles begin.
    pub fn may_open(&self, at: usize) -> bool {
        self.p(Some(at), Tag::Description) > 0.02
            || self.is_near(at, self.run.start, 4, 2)
            || self.is_near(at, self.best.0, 0, 4)
    }

    fn is_near(&self, at: usize, from: usize, before: usize, after: usize) -> bool {
        at + before >= from && at <= from + after
    }

    /// The numbers of a block.
    pub fn numbers(&self, at: usize) -> Numbers {
        let mut all = Collector { numbers: [0.0; NUMBERS], len: 0 };
        self.probabilities(at, &mut all);
        self.place(at, &mut all);
        self.look(at, &mut all);
        self.neighbours(at, &mut all);
        all.numbers
    }

    fn probabilities(&self, at: usize, all: &mut Collector) {
        self.marginals[at].iter().take(super::model::TAGS).for_each(|p| all.push(*p));
        let own = self.p(Some(at), Tag::Headline);
        all.push(self.best.1);
        all.push(own / self.best.1.max(1e-6));
        all.push(self.greatest.partition_point(|p| *p > own) as f32);
    }

    fn place(&self, at: usize, all: &mut Collector) {
        let far = |from: usize| (at as f32 - from as f32).clamp(-FAR, FAR);
        let blocks = self.scene.blocks.blocks.len();
        all.push(far(self.run.start));
        all.push(far(self.run.end));
        all.push(far(self.best.0));
        all.push(far(self.scene.clues.run.start));
        all.push(self.run.len().min(400) as f32);
        all.push((blocks as f32).ln());
        all.push(at as f32 / blocks as f32);
        all.push((at as f32 + 1.0).ln());
        all.push(((blocks - at) as f32).ln());
    }

    fn look(&self, at: usize, all: &mut Collector) {
        let scene = self.scene;
        let (block, measure) = (&scene.blocks.blocks[at], &scene.words.measures[at]);
        let (look, repeat) = (&scene.looks[at], &scene.repeats[at]);
        let share = |part: u16, of: u16| f32::from(part) / f32::from(of.max(1));
        let yes = |yes: bool| f32::from(u8::from(yes));
        all.push(look.agreement);
        all.push(f32::from(look.title));
        all.push(f32::from(look.slug));
        all.push(f32::from(look.told));
        all.push((block.chars as f32 + 1.0).ln());
        all.push(f32::from(measure.words));
        all.push(share(measure.capitals, measure.words));
        all.push(share(measure.upper, measure.letters));
        all.push(share(measure.digits, measure.letters));
        all.push(f32::from(measure.commas));
        all.push(block.link as f32 / block.chars.max(1) as f32);
        all.push(block.stops.min(20) as f32);
        all.push(f32::from(block.heading));
        all.push(f32::from(repeat.same));
        all.push(yes(repeat.again));
        all.push(yes(repeat.begins_other));
        all.push(yes(repeat.begun_by_other));
        all.push(f32::from(measure.first));
        all.push(f32::from(measure.last));
        all.push(f32::from(measure.marks.count_ones() as u8));
        all.push(yes(block.is(Trait::Stop)));
        all.push(yes(block.is(Trait::Item)));
        all.push(yes(block.is(Trait::Hard)));
        all.push(yes(block.is(Trait::Outdent)));
        all.push(yes(scene.blocks.is_set_off(at)));
        all.push(scene.blank(at) as f32);
        all.push(if at + 1 < scene.looks.len() { scene.blank(at + 1) as f32 } else { 3.0 });
        all.push(yes(at == scene.clues.title_at));
        all.push(yes(scene.clues.sited));
        all.push(yes(scene.clues.slug.is_some()));
        all.push(scene.kind() as f32);
        all.push(f32::from(look.place));
    }

    fn neighbours(&self, at: usize, numbers: &mut Collector) {
        let before = |by: usize| at.checked_sub(by);
        let after = |by: usize| Some(at + by);
        for tag in [Tag::Headline, Tag::Description, Tag::Keywords, Tag::Body, Tag::Before] {
            numbers.push(self.p(before(1), tag));
            numbers.push(self.p(after(1), tag));
        }
        let near = |blocks: &[Marginal], tag: Tag| {
            blocks.iter().map(|it| it[tag as usize]).fold(0.0, f32::max)
        };
        let all = self.marginals.len();
        let ahead = &self.marginals[at.saturating_sub(AROUND)..at];
        let behind = &self.marginals[(at + 1).min(all)..(at + 1 + AROUND).min(all)];
        numbers.push(near(ahead, Tag::Body));
        numbers.push(near(behind, Tag::Body));
        numbers.push(near(behind, Tag::Date));
        numbers.push(near(behind, Tag::Author));
        let chars = |at: Option<usize>| {
            at.and_then(|at| self.scene.blocks.blocks.get(at)).map_or(0, |b| b.chars)
        };
        numbers.push((chars(before(1)) as f32 + 1.0).ln());
        numbers.push((chars(after(1)) as f32 + 1.0).ln());
    }
}

struct Collector {
    numbers: Numbers,
    len: usize,
}

impl Collector {
    fn push(&mut self, number: f32) {
        if let Some(slot) = self.numbers.get_mut(self.len) {
            *slot = number;
        }
        self.len += 1;
    }
}

/// The run of blocks with the greatest sum of what speaks for the body, long blocks counted for more.
fn likely_run(blocks: impl Iterator<Item = (f32, u32)>) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, (body, chars)) in blocks.enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += (body - 0.4) * (chars.min(400) as f32).sqrt();
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    best
}
