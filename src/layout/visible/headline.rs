//! Candidates for the headline: likely blocks, whole or without what titles put around a headline.

use super::model::Tag;
use super::numbers::{NUMBERS, View};
use super::words::{Word, Words};
use crate::layout::block::Trait;
use crate::layout::title;
use std::ops::Range;

/// So many blocks are looked at again.
const BLOCKS: usize = 8;
/// More letters are no headline.
const LONGEST: u32 = 400;
/// More letters in several sentences are none.
const PROSE: u32 = 80;
/// How many numbers a candidate has beside those of its block.
const OWN: usize = 9;
/// How many numbers describe a candidate.
pub(super) const ALL: usize = NUMBERS + OWN;

/// A text that may be the headline.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub block: usize,
    /// Its bytes in the page.
    pub bytes: Range<usize>,
    pub numbers: [f32; ALL],
}

/// The candidates of a page.
pub(super) fn candidates(view: &View<'_, '_, '_, '_>) -> Vec<Candidate> {
    let mut out = Vec::new();
    for at in likely(view) {
        let lines = view.scene.blocks.blocks[at].lines(view.scene.page);
        let Some((first, last)) = lines.first().zip(lines.last()) else { continue };
        let whole = first.start..last.end();
        let numbers = view.numbers(at);
        let mut add = |kind: usize, bytes: Range<usize>| {
            let own = own(view, at, kind, &whole, &bytes);
            let mut all = [0.0; ALL];
            all.iter_mut().zip(numbers.iter().chain(&own)).for_each(|(to, from)| *to = *from);
            out.push(Candidate { block: at, bytes, numbers: all });
        };
        add(0, whole.clone());
        let ends: Vec<usize> = title::ends(last.text).map(|end| last.start + end).collect();
        for (nth, end) in ends.into_iter().enumerate() {
            add(1 + nth, whole.start..end);
        }
        if let Some(begin) = title::begin(first.text).filter(|_| lines.len() == 1) {
            add(4, first.start + begin..whole.end);
        }
        if let Some(begin) = title::begin_last(first.text).filter(|_| lines.len() == 1) {
            add(6, first.start + begin..whole.end);
        }
        // a line may stand with the headline that is none of it
        if let [_, second, ..] = lines {
            add(7, whole.start..first.end());
            add(8, second.start..whole.end);
        }
        if let [_, .., last_but_one, _] = lines {
            add(9, whole.start..last_but_one.end());
        }
        let bare =
            first.text.trim_start_matches(['*', '>', '»', '•', '+', '|', '~', '–', '-', ' ']);
        if bare.len() < first.text.len() && !bare.is_empty() {
            add(5, first.end() - bare.len()..whole.end);
        }
    }
    out
}

/// The blocks that are the headline most likely, in the order of the page.
fn likely(view: &View<'_, '_, '_, '_>) -> Vec<usize> {
    let blocks = &view.scene.blocks.blocks;
    let score = |at: usize| view.p(Some(at), Tag::Headline) + view.p(Some(at), Tag::Title) * 0.5;
    let usable = |&at: &usize| {
        let block = &blocks[at];
        let measure = &view.scene.words.measures[at];
        let letters = measure.letters.saturating_sub(measure.digits);
        let lines = block.lines(view.scene.page);
        let stopped = lines.last().is_some_and(|line| line.text.ends_with('。'));
        let prose = block.is(Trait::Stop) && block.stops > 1 && (block.chars > PROSE || stopped);
        !view.scene.is_familiar(at)
            && letters >= 2
            && block.chars <= LONGEST
            && !prose
            && !block.is(Trait::Hard)
    };
    let mut found: Vec<usize> = (0..blocks.len()).filter(usable).collect();
    if found.len() > BLOCKS {
        found.select_nth_unstable_by(BLOCKS, |a, b| score(*b).total_cmp(&score(*a)));
        found.truncate(BLOCKS);
        found.sort_unstable();
    }
    found
}

fn own(
    view: &View<'_, '_, '_, '_>,
    at: usize,
    kind: usize,
    whole: &Range<usize>,
    bytes: &Range<usize>,
) -> [f32; OWN] {
    let text = |bytes: Range<usize>| view.scene.page.text.get(bytes).unwrap_or_default();
    let kept = text(bytes.clone());
    let words = if kind == 0 { view.scene.words.get(at).to_vec() } else { Words::of_text(kept) };
    let cut = text(whole.start..bytes.start).len() + text(bytes.end..whole.end).len();
    let away = match kind {
        0 => Vec::new(),
        _ if bytes.start > whole.start => Words::of_text(text(whole.start..bytes.start)),
        _ => Words::of_text(text(bytes.end..whole.end)),
    };
    let slug = view.scene.clues.slug.as_ref().map_or(-1.0, |slug| slug.agreement(kept));
    let (same, likely) = alike(view, &words);
    let (site, _) = if away.is_empty() { (0.0, 0.0) } else { alike(view, &away) };
    [
        kind as f32,
        cut as f32,
        (kept.len() as f32).ln(),
        slug,
        same,
        likely,
        site,
        away.len() as f32,
        words.len() as f32,
    ]
}

/// How many blocks have these words, and how likely they are the headline together.
fn alike(view: &View<'_, '_, '_, '_>, words: &[Word]) -> (f32, f32) {
    view.scene.words.same(words).fold((0.0, 0.0), |(count, likely), at| {
        (count + 1.0, likely + view.p(Some(at), Tag::Headline))
    })
}
