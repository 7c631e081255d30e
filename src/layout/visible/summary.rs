//! Candidates for the summary: blocks near the headline and the beginning of the body, whole or in part, told by what
//! else could be one.

use super::model::Tag;
use super::numbers::{NUMBERS, Numbers, View};
use super::sentence;
use super::words::{KEPT, Word, Words, length};
use std::ops::Range;

/// How many numbers a candidate has beside those of its block.
const OWN: usize = 27;
/// How many of these are told of a part of a block.
const PART: usize = 5;
/// How many numbers describe a candidate.
pub(super) const ALL: usize = NUMBERS + OWN;

/// A summary this likely is a rival of the others.
const RIVAL: f32 = 0.1;
/// Words of fewer letters say nothing.
const WORD: u32 = 4;

/// More sentences of a paragraph are no summary.
const SENTENCES: usize = 2;

/// A text that may be the summary.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub block: usize,
    /// Its bytes in the page.
    pub bytes: Range<usize>,
    pub numbers: [f32; ALL],
}

/// Which part of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Whole,
    /// Its first sentences.
    First(usize),
    /// What stands behind a place or a topic.
    Behind,
}

/// What may be the summary of a page.
pub(super) struct Summaries<'t, 'v, 's, 'l, 'a> {
    view: &'t View<'v, 's, 'l, 'a>,
    headline: Headline,
    /// The blocks.
    found: Vec<usize>,
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
            headline: Headline::of(view.scene.words.get(view.best.0)),
            found: (0..blocks.len()).filter(|&at| view.may_be_summary(at)).collect(),
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
        self.found.iter().map(to).collect()
    }

    /// The candidates, block by block.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> + '_ {
        self.found.iter().enumerate().flat_map(|(nth, at)| self.of_block(nth, *at))
    }

    fn of_block(&self, nth: usize, at: usize) -> Vec<Candidate> {
        let lines = self.view.scene.blocks.blocks[at].lines(self.view.scene.page);
        let Some((first, last)) = lines.first().zip(lines.last()) else { return Vec::new() };
        let (whole, numbers, own) =
            (first.start..last.end(), self.view.numbers(at), self.own(nth, at));
        let text = self.view.scene.page.text.get(whole.clone()).unwrap_or_default();
        let with = |part: Part, kept: Range<usize>| {
            let bytes = whole.start + kept.start..whole.start + kept.end;
            let numbers = all(&numbers, &own, &self.of_part(at, part, text, kept));
            Candidate { block: at, bytes, numbers }
        };
        let mut out = vec![with(Part::Whole, 0..text.len())];
        if self.view.may_open(at) {
            let ends = sentence::ends(text).take(SENTENCES).enumerate();
            out.extend(ends.map(|(nth, end)| with(Part::First(nth + 1), 0..end)));
            out.extend(sentence::behind(text).map(|begin| with(Part::Behind, begin..text.len())));
        }
        out
    }

    /// What is told of a part of a block.
    fn of_part(&self, at: usize, part: Part, text: &str, kept: Range<usize>) -> [f32; PART] {
        let words = &self.view.scene.words;
        let same = match part {
            Part::Whole => words.count_same(words.get(at)),
            _ => words.count_same(&Words::of_text(&text[kept.clone()])),
        };
        let kind = match part {
            Part::Whole => 0.0,
            Part::First(sentences) => sentences as f32,
            Part::Behind => -1.0,
        };
        let share = kept.len() as f32 / text.len().max(1) as f32;
        [kind, kept.len() as f32, (text.len() - kept.len()) as f32, share, same as f32]
    }

    fn own(&self, nth: usize, at: usize) -> [f32; OWN - PART] {
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
            self.found.len() as f32,
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
        let (shared, own) = self.headline.shared(self.view.scene.words.get(at));
        let share = |of: usize| shared as f32 / of.max(1) as f32;
        (shared as f32, share(self.headline.words.len()), share(own))
    }
}

/// The longer words of the headline.
struct Headline {
    words: Vec<Word>,
    /// A bit for each of them, by its hash.
    bits: u64,
}

impl Headline {
    fn of(words: &[Word]) -> Self {
        let words: Vec<Word> = words.iter().copied().filter(is_long).collect();
        let bits = words.iter().fold(0, |bits, word| bits | bit(*word));
        Headline { words, bits }
    }

    /// How many of them stand among the words of a block, and how many longer words that has.
    fn shared(&self, words: &[Word]) -> (u32, usize) {
        let (mut held, mut all) = (0u64, 0);
        for word in words.iter().filter(|word| is_long(word)) {
            all += 1;
            if self.bits & bit(*word) != 0 {
                let same = self.words.iter().enumerate().filter(|(_, own)| *own == word);
                held |= same.fold(0, |bits, (nth, _)| bits | 1 << nth);
            }
        }
        (held.count_ones(), all)
    }
}

/// The words of a block have a bit each.
const _: () = assert!(KEPT <= u64::BITS as usize);

fn is_long(word: &Word) -> bool {
    length(*word) >= WORD
}

fn bit(word: Word) -> u64 {
    1 << (word >> 8 & 63)
}

fn all(numbers: &Numbers, own: &[f32], part: &[f32]) -> [f32; ALL] {
    let mut all = [0.0; ALL];
    let told = numbers.iter().chain(own).chain(part);
    all.iter_mut().zip(told).for_each(|(to, from)| *to = *from);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shared_words_are_counted_as_the_slow_way_does(
            of in prop::collection::vec(0u32..0x1000, 0..KEPT), own in prop::collection::vec(0u32..0x1000, 0..KEPT)
        ) {
            let long = |words: &[Word]| -> Vec<Word> { words.iter().copied().filter(is_long).collect() };
            let (of_long, own_long) = (long(&of), long(&own));
            let shared = of_long.iter().filter(|word| own_long.contains(word)).count();
            prop_assert_eq!(Headline::of(&of).shared(&own), (shared as u32, own_long.len()));
        }
    }
}
