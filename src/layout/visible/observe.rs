//! From blocks to their facts.

use super::atoms::{Atoms, Group, SHARES, SIZES};
use super::clues::Clues;
use super::near::{Near, WINDOW, Window};
use super::repeats::{self, Repeat};
use super::together::Together;
use super::words::{Measure, Words};
use crate::known::{Familiar, Known};
use crate::layout::Page;
use crate::layout::block::{Block, Blocks, Trait};
use crate::line::Line;
use crate::scan::markup::Style;
use crate::scan::words::{Mark, Marks};
use crate::scan::{Facts, byline, bytes, dates};

/// A date or a byline stands in a shorter block.
const BRIEF: u32 = 120;
/// A headline has so many letters.
const HEADLINE: std::ops::RangeInclusive<u32> = 8..=260;
/// Words of shorter blocks are facts of their own.
const FEW_WORDS: usize = 8;
/// A block of so many words that agrees so much with the title or the address is about this page.
const OWN_WORDS: u16 = 4;
const OWN: u8 = 4;
/// What is known of a page before its blocks are labelled.
pub(super) struct Scene<'s, 'l, 'a> {
    pub page: Page<'l, 'a>,
    pub blocks: &'s Blocks,
    pub words: Words,
    pub clues: Clues,
    pub repeats: Vec<Repeat>,
    /// What each block is like.
    pub looks: Vec<Look>,
    /// Whether it is a whole page or little else than an article.
    pub whole: bool,
    /// What speaks against each block since many pages of the site have it; empty where that is not known.
    pub familiar: Vec<Recall>,
}

/// Whether other pages of the site have a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recall {
    No,
    /// Many have it.
    Some,
    /// Most have it, and it is prose.
    Sure,
}

/// What a block is like: steps that its neighbours are told as well.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub size: u8,
    pub prose: bool,
    pub link: bool,
    pub dated: bool,
    pub signed: bool,
    /// Agreement with the title.
    pub agreement: f32,
    /// Agreement with the title and with the address, in steps.
    pub title: u8,
    pub slug: u8,
    /// How much of it the run of prose says, in steps.
    pub told: u8,
    pub place: u8,
    /// What the block is or is not, as bits.
    traits: u16,
    /// What the words of a short block announce, as bits.
    says: u16,
}

impl<'s, 'l, 'a> Scene<'s, 'l, 'a> {
    pub fn new(page: Page<'l, 'a>, blocks: &'s Blocks, whole: bool, known: Known<'_>) -> Self {
        let words = Words::of(page, blocks);
        let clues = Clues::new(page, blocks, &words, known.address);
        let twin = |at: usize| blocks.blocks[at].twin.map(|twin| twin as usize);
        let repeats = repeats::repeats(&words, twin);
        let mut scene = Scene {
            page,
            blocks,
            words,
            clues,
            repeats,
            looks: Vec::new(),
            whole,
            familiar: Vec::new(),
        };
        scene.looks.reserve_exact(blocks.blocks.len());
        for at in 0..blocks.blocks.len() {
            let look = scene.look(at);
            scene.looks.push(look);
        }
        if let Some(familiar) = known.familiar {
            scene.familiar =
                (0..blocks.blocks.len()).map(|at| scene.recalls(at, familiar)).collect();
        }
        scene
    }

    /// Whether many pages of the site have the block.
    pub fn is_familiar(&self, at: usize) -> bool {
        self.familiar.get(at).is_some_and(|recall| *recall != Recall::No)
    }

    /// How many pages of the site have it. What the title or the address says as well is the headline, which other pages link to.
    fn recalls(&self, at: usize, familiar: &Familiar) -> Recall {
        let (look, words) = (&self.looks[at], self.words.measures[at].words);
        let own = words >= OWN_WORDS && (look.title >= OWN || look.slug >= OWN);
        let lines = self.blocks.blocks[at].lines(self.page);
        let all = |holds: &dyn Fn(&str) -> bool| !own && lines.iter().all(|line| holds(line.text));
        match () {
            // short lines may well be headings within articles
            _ if look.prose && all(&|line| familiar.surely_holds(line)) => Recall::Sure,
            _ if all(&|line| familiar.holds(line)) => Recall::Some,
            _ => Recall::No,
        }
    }

    fn look(&self, at: usize) -> Look {
        let twin = self.blocks.blocks[at].twin.and_then(|twin| self.looks.get(twin as usize));
        let look = twin.copied().unwrap_or_else(|| self.look_alone(at));
        Look {
            title: match () {
                _ if at == self.clues.title_at && !self.clues.sited => SHARES as u8,
                _ if at == self.clues.title_at => SHARES as u8 + 1,
                _ => share_step(look.agreement),
            },
            place: self.place(at),
            traits: self.traits(at),
            ..look
        }
    }

    /// What its lines alone tell.
    fn look_alone(&self, at: usize) -> Look {
        let block = &self.blocks.blocks[at];
        let brief = block.chars <= BRIEF && block.chars > 0;
        let lines = block.lines(self.page);
        let measure = &self.words.measures[at];
        let words = self.words.get(at);
        let slug = match &self.clues.slug {
            Some(slug) if HEADLINE.contains(&block.chars) => {
                let of_line = |line: &Line<'_>| slug.agreement(line.text);
                1 + share_step(lines.iter().take(2).map(of_line).fold(0.0, f32::max)).min(5)
            }
            _ => 0,
        };
        let (told, all) = self.clues.told(words);
        Look {
            size: size(block.chars),
            prose: block.is_prose(),
            link: block.link * 2 > block.chars,
            dated: brief && measure.digits > 0 && lines.iter().any(|l| dates::holds(l.text)),
            signed: brief && lines.iter().any(|l| byline::find(l.text).is_some()),
            agreement: self.clues.agreement(words),
            slug,
            told: if all < 2 { 0 } else { 1 + share_step(told as f32 / all as f32) },
            says: self.says(at),
            ..Look::default()
        }
    }

    /// Before, in or behind the densest run of prose, in 24 steps.
    fn place(&self, at: usize) -> u8 {
        let run = &self.clues.run;
        let far = |by: usize| match by {
            1..=3 => by as u8 - 1,
            4..=6 => 3,
            7..=12 => 4,
            13..=25 => 5,
            26..=60 => 6,
            _ => 7,
        };
        match at {
            _ if run.is_empty() => 23,
            _ if at < run.start => far(run.start - at),
            _ if at >= run.end => 15 + far(at - run.end + 1),
            _ if at - run.start < 3 => 8 + (at - run.start) as u8,
            _ if run.end - at <= 3 => 14 - (run.end - at) as u8 + 1,
            _ => 11,
        }
    }

    /// The facts of all blocks, without those that others tell.
    pub fn atoms(&self) -> Atoms {
        self.facts(Atoms::new(self.blocks.blocks.len(), false))
    }

    /// The facts of all blocks.
    pub fn all_atoms(&self) -> Atoms {
        self.facts(Atoms::new(self.blocks.blocks.len(), true))
    }

    fn facts(&self, mut atoms: Atoms) -> Atoms {
        let all = self.blocks.blocks.len();
        let near = Near::of(&self.looks);
        for at in 0..all {
            self.own(at, &mut atoms);
            self.shape(at, &mut atoms);
            self.lexical(at, &mut atoms);
            self.around(at, &near, &mut atoms);
            self.together(at, &mut atoms);
            atoms.close();
        }
        atoms
    }

    /// How the page writes links, and whether it is a whole one.
    pub fn kind(&self) -> usize {
        let style = match self.blocks.style {
            Style::Plain => 0,
            Style::Markdown => 1,
            Style::Numbered => 2,
        };
        style + if self.whole { 3 } else { 0 }
    }

    fn own(&self, at: usize, atoms: &mut Atoms) {
        let block = &self.blocks.blocks[at];
        let measure = &self.words.measures[at];
        atoms.push(Group::Length, length(block.chars));
        atoms.push(Group::Words, few(measure.words, &[0, 1, 2, 3, 4, 6, 9, 14, 20, 30, 45]));
        if block.link > 0 {
            let share = block.link as f32 / block.chars.max(1) as f32;
            atoms.push(Group::Link, (share * 5.0) as usize);
        }
        atoms.push(Group::First, measure.first as usize);
        atoms.push(Group::Last, measure.last as usize);
        if block.heading > 0 {
            atoms.push(Group::Heading, block.heading as usize);
        }
        let repeat = &self.repeats[at];
        atoms.push(Group::Same, same_step(repeat));
        atoms.push_bits(Group::Repeat, repeat_bits(repeat));
        atoms.push_bits(Group::Trait, u64::from(self.looks[at].traits));
        let facts = block.lines(self.page).iter().fold(Facts::NONE, |all, line| all | line.facts);
        let hard = facts.without(Facts::WORDS | Facts::SHORT | Facts::LONG | Facts::STOP);
        atoms.push_bits(Group::Fact, hard.0 & 0xFFFF_FFFF);
        atoms.push(Group::Kind, self.kind());
    }

    fn traits(&self, at: usize) -> u16 {
        let block = &self.blocks.blocks[at];
        let next = self.blocks.blocks.get(at + 1);
        let of =
            [Trait::Item, Trait::Stop, Trait::After, Trait::Hard, Trait::Rights, Trait::Outdent];
        let own = of.iter().enumerate().map(|(bit, it)| u16::from(block.is(*it)) << bit);
        let own: u16 = own.sum();
        own | u16::from(next.is_none_or(|next| next.is(Trait::After))) << 6
            | u16::from(self.blocks.is_set_off(at)) << 7
            | u16::from(block.is_prose()) << 8
            | u16::from(block.end - block.first > 1) << 9
    }

    fn shape(&self, at: usize, atoms: &mut Atoms) {
        let measure = &self.words.measures[at];
        let share = |part: u16, of: u16, steps: f32| match part {
            0 => 0,
            _ => 1 + (f32::from(part) / f32::from(of.max(1)) * steps) as usize,
        };
        atoms.push(Group::Capitals, capitals(measure));
        let stops = self.blocks.blocks[at].stops.min(3) as usize;
        let commas = few(measure.commas, &[0, 1, 2, 4, 8]);
        let digits = share(measure.digits, measure.letters, 4.0);
        atoms.push_together(Together::Counts, [stops, commas, digits]);
        let (upper, size) = (share(measure.upper, measure.letters, 4.0), self.looks[at].size);
        atoms.push_together(Together::Capitals, [upper, capitals(measure), size.into()]);
        atoms.push_bits(Group::Mark, u64::from(measure.marks));
        let look = &self.looks[at];
        let said = u64::from(look.dated) | u64::from(look.signed) << 1 | u64::from(look.says) << 2;
        atoms.push_bits(Group::Says, said);
    }

    /// What the words of a short block announce.
    fn says(&self, at: usize) -> u16 {
        let block = &self.blocks.blocks[at];
        let line = block.lines(self.page).first().filter(|_| block.chars <= 40);
        let Some(line) = line else { return 0 };
        let kinds = [
            Mark::Tags,
            Mark::Published,
            Mark::Modified,
            Mark::Author,
            Mark::About,
            Mark::Agency,
            Mark::Role,
        ];
        let colon = bytes::position(line.text.as_bytes(), |bytes| bytes::equal(bytes, b':'));
        let marks = Marks::of(colon.map_or(line.text, |at| &line.text[..at]));
        kinds.into_iter().enumerate().map(|(bit, mark)| u16::from(marks.has(mark)) << bit).sum()
    }

    /// Words of short blocks, told by their hashes: what buttons and boxes say is said on many sites.
    fn lexical(&self, at: usize, atoms: &mut Atoms) {
        let words = self.words.get(at);
        if let Some(first) = words.first() {
            atoms.push(Group::FirstHash, (first >> 4) as usize & 2047);
        }
        if words.len() > FEW_WORDS {
            return;
        }
        let mut phrase = 0u32;
        for word in words {
            atoms.push(Group::WordHash, (word >> 4) as usize & 4095);
            phrase = (phrase.rotate_left(7) ^ word).wrapping_mul(0x85EB_CA6B);
        }
        if (2..=5).contains(&words.len()) {
            atoms.push(Group::PhraseHash, (phrase >> 8) as usize & 4095);
        }
    }

    /// Where it stands, and what stands around it.
    fn around(&self, at: usize, near: &Near, atoms: &mut Atoms) {
        let all = self.blocks.blocks.len();
        let look = &self.looks[at];
        atoms.push_together(Together::Ends, [distance(at), distance(all - 1 - at), 0]);
        atoms.push(Group::Place, look.place as usize);
        atoms.push(Group::Title, look.title as usize);
        atoms.push(Group::Slug, look.slug as usize);
        atoms.push(Group::Told, look.told as usize);
        let (before, after) = (near.sums(0..at), near.sums(at + 1..all));
        let prose = |window: Window| few(window.prose.min(9) as u16, &[0, 1, 2, 4, 8]);
        let steps = [prose(before), prose(after), at * 10 / all];
        atoms.push_together(Together::Prose, steps);
        let before = near.sums(at.saturating_sub(WINDOW)..at);
        let after = near.sums(at + 1..(at + 1 + WINDOW).min(all));
        atoms.push(Group::ProseAround, before.prose.min(5) * 6 + after.prose.min(5));
        atoms.push(Group::Window, before.size.min(5) * 6 + after.size.min(5));
        let (dated, signed) = (near.dated[at].into(), near.signed[at].into());
        atoms.push_together(Together::Near, [dated, signed, look.size.into()]);
        let behind = if at + 1 < all { self.blank(at + 1) } else { 3 };
        let bits = look.traits >> 2 & 1 | (look.traits >> 6 & 1) << 1;
        let steps = [self.blank(at) * 4 + behind, bits.into(), look.size.into()];
        atoms.push_together(Together::Blank, steps);
    }

    /// Blank lines before the block, at most three.
    pub fn blank(&self, at: usize) -> usize {
        let lines = self.page.lines;
        let first = self.blocks.blocks[at].first;
        match first.checked_sub(1) {
            Some(before) => lines[first].number.saturating_sub(lines[before].number + 1).min(3),
            None => 3,
        }
    }

    /// Facts that say more together than each alone.
    fn together(&self, at: usize, atoms: &mut Atoms) {
        let block = &self.blocks.blocks[at];
        let (look, measure) = (&self.looks[at], &self.words.measures[at]);
        let steps = |a: usize, of: u16, b: usize| a * of as usize + b;
        let (place, size) = (look.place as usize, look.size as usize);
        let (title, slug, told) = (look.title as usize, look.slug as usize, look.told as usize);
        let places = super::atoms::PLACES;
        let link = if look.link { 2 } else { usize::from(block.link > 0) };
        let end = ending(measure, block);
        atoms.push(Group::LengthEndLink, (length(block.chars) * 5 + end) * 3 + link);
        atoms.push_together(Together::Kind, [self.kind(), place, size]);
        atoms.push(Group::TitleSize, steps(title, SIZES, size));
        atoms.push_together(Together::Title, [title, slug, place]);
        atoms.push(Group::SamePlace, steps(same_step(&self.repeats[at]), places, place));
        if block.heading > 0 {
            atoms.push(Group::HeadingPlace, steps(block.heading as usize, places, place));
        }
        atoms.push(Group::ToldPlace, steps(told, places, place));
        atoms.push(Group::ToldSize, steps(told, SIZES, size) * 2 + usize::from(end == 0));
        let beside = |at: Option<usize>| at.and_then(|at| self.looks.get(at)).map_or(0, |l| l.size);
        let (before, after) = (beside(at.checked_sub(1)) as usize, beside(Some(at + 1)) as usize);
        atoms.push(Group::Sizes, steps(steps(before, SIZES, size), SIZES, after));
        let mut bits = repeat_bits(&self.repeats[at]);
        while bits != 0 {
            let bit = bits.trailing_zeros() as usize;
            atoms.push(Group::RepeatPlace, steps(bit, places, place));
            atoms.push(Group::RepeatSize, steps(bit, SIZES, size));
            bits &= bits - 1;
        }
        atoms.push(Group::LastPlace, measure.last as usize * 6 + (place / 4).min(5));
    }
}

fn same_step(repeat: &Repeat) -> usize {
    let count = few(repeat.same, &[1, 2, 3, 6]);
    count.min(4) + usize::from(repeat.again && count > 0)
}

fn repeat_bits(repeat: &Repeat) -> u64 {
    u64::from(repeat.again)
        | u64::from(repeat.begins_other) << 1
        | u64::from(repeat.begun_by_other) << 2
        | u64::from(repeat.same == 2) << 3
}

fn capitals(measure: &Measure) -> usize {
    match measure.capitals {
        0 => 0,
        n if n >= measure.words => 6,
        n => 1 + (f32::from(n) / f32::from(measure.words.max(1)) * 5.0) as usize,
    }
}

/// As a sentence, an open one, a colon, a letter, something else.
fn ending(measure: &Measure, block: &Block) -> usize {
    match measure.last {
        4..=6 => 0,
        7 => 1,
        8 => 2,
        1..=3 => 3,
        _ if block.is(Trait::Stop) => 0,
        _ => 4,
    }
}

/// The step of a number: how many of the bounds it is above.
fn few(number: u16, bounds: &[u16]) -> usize {
    bounds.partition_point(|bound| *bound < number)
}

fn length(chars: u32) -> usize {
    const BOUNDS: [u32; 15] = [0, 3, 8, 14, 22, 32, 45, 60, 80, 110, 150, 220, 350, 600, 1000];
    BOUNDS.partition_point(|bound| *bound < chars)
}

fn size(chars: u32) -> u8 {
    const BOUNDS: [u32; 7] = [0, 12, 25, 45, 80, 160, 400];
    BOUNDS.partition_point(|bound| *bound < chars) as u8
}

/// 0 for nothing, 6 for all and more.
fn share_step(share: f32) -> u8 {
    const BOUNDS: [f32; 6] = [0.01, 0.25, 0.5, 0.7, 0.85, 0.999];
    BOUNDS.partition_point(|bound| *bound < share) as u8
}

/// Steps that double.
fn distance(by: usize) -> usize {
    match by {
        0..=5 => by,
        _ => (by.ilog2() as usize + 4).min(15),
    }
}
