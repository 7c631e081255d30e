//! The headline: agreement with the page's title and address, marks, position.

use super::is_heading;
use crate::layout::Page;
use crate::layout::block::{Block, Blocks, Trait};
use crate::line::Line;
use crate::scan::slug::Slug;
use crate::scan::{byline, dates, url};
use foldhash::fast::FixedState;
use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

/// Least evidence for a headline.
const LEAST: f32 = 1.5;
/// The title of a page is one of so many blocks.
const TOP: usize = 3;
/// How many blocks before the body are looked at.
const REACH: usize = 400;
/// How many blocks of the body are looked at.
const INTO: usize = 4;

/// The block that holds the headline.
pub(super) fn find(page: Page<'_, '_>, blocks: &Blocks, body: &Range<usize>) -> Option<usize> {
    if body.is_empty() {
        return None;
    }
    let clues = Clues::new(page, blocks);
    let from = body.start.saturating_sub(REACH);
    let to = (body.start + INTO).min(body.end);
    let near = (from > clues.at).then_some(clues.at).into_iter().chain(from..to);
    let mut scorer =
        Scorer { page, blocks, clues, body: body.start, words: Vec::new(), dated: (0, None) };
    near.filter(|&at| is_heading(blocks, at))
        .map(|at| (at, scorer.score(at)))
        .filter(|(_, score)| *score >= LEAST)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(at, _)| at)
}

/// What the page says about its own headline.
struct Clues {
    slug: Option<Slug>,
    /// The block that can be the page's title: the first, or one soon behind it that names a site as titles do.
    at: usize,
    /// Its words.
    title: Vec<Word>,
    known: HashSet<u64, FixedState>,
    /// Whether it names a site behind its words.
    sited: bool,
}

/// A word as a hash, and its length in letters.
type Word = (u64, usize);

impl Clues {
    fn new(page: Page<'_, '_>, blocks: &Blocks) -> Self {
        let slug = address(page).and_then(Slug::of);
        let sited = (0..blocks.blocks.len().min(TOP)).find(|&at| names_site(page, blocks, at));
        let at = sited.unwrap_or(0);
        let first = blocks.blocks.get(at).filter(|b| (20..=300).contains(&b.chars));
        let mut title = Vec::new();
        if let Some(block) = first {
            words(page, block, &mut title);
        }
        if title.len() < 2 {
            title.clear();
        }
        let known = title.iter().map(|word| word.0).collect();
        Clues { slug, at, title, known, sited: sited.is_some() }
    }

    /// How much of the text stands in the title, and how much of the title in the text.
    fn agreement(&self, text: &[Word]) -> f32 {
        let size = |words: &[Word]| words.iter().map(|word| word.1).sum::<usize>().max(1) as f32;
        let shared: usize = text.iter().filter(|w| self.known.contains(&w.0)).map(|w| w.1).sum();
        if shared == 0 {
            return 0.0;
        }
        let whole = text.len() > 1 && size(text) > 12.0;
        if whole && self.title.windows(text.len()).any(|part| part == text) {
            return 1.3;
        }
        shared as f32 / size(text) * (shared as f32 / size(&self.title)).sqrt()
    }
}

/// Whether a block is one line that names a site behind its words.
fn names_site(page: Page<'_, '_>, blocks: &Blocks, at: usize) -> bool {
    let lines = blocks.blocks.get(at).map(|block| block.lines(page));
    lines.is_some_and(|lines| {
        matches!(lines, [line] if line.text.len() <= TITLE && without_site(line.text).len() < line.text.len())
    })
}

/// The page's own address: a line of it near the top, or in what stands before the lines.
fn address<'a>(page: Page<'_, 'a>) -> Option<&'a str> {
    let before = page.lines.first().and_then(|line| page.text.get(..line.start)).unwrap_or("");
    let head = memchr::memmem::find_iter(before.as_bytes(), b"http")
        .filter_map(|at| before.get(at..))
        .find(|rest| url::starts(rest))
        .map(|rest| &rest[..url::end(rest)]);
    head.or_else(|| {
        page.lines.iter().take(3).find(|line| url::is_url(line.text)).map(|line| line.text)
    })
}

/// The words of a block, whatever their case.
fn words(page: Page<'_, '_>, block: &Block, out: &mut Vec<Word>) {
    out.clear();
    for line in block.lines(page) {
        for word in line.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            out.push((hash(word), word.chars().count()));
        }
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for c in word.chars() {
        match c {
            _ if c.is_ascii() => hasher.write_u32(u32::from(c.to_ascii_lowercase())),
            _ => c.to_lowercase().for_each(|c| hasher.write_u32(u32::from(c))),
        }
    }
    hasher.finish()
}

/// Reads what several candidates ask for once.
struct Scorer<'l, 'a> {
    page: Page<'l, 'a>,
    blocks: &'l Blocks,
    clues: Clues,
    /// Where the body begins.
    body: usize,
    words: Vec<Word>,
    /// The last block that was looked through for a date, and the last one that has one.
    dated: (usize, Option<usize>),
}

impl Scorer<'_, '_> {
    fn score(&mut self, at: usize) -> f32 {
        let block = &self.blocks.blocks[at];
        shape(block) + other(self.page, block) + self.place(at) + self.agreement(at)
    }

    fn agreement(&mut self, at: usize) -> f32 {
        let block = &self.blocks.blocks[at];
        let slug = self.clues.slug.as_ref().map_or(0.0, |slug| {
            block
                .lines(self.page)
                .iter()
                .take(2)
                .map(|l| slug.agreement(l.text))
                .fold(0.0, f32::max)
        });
        if at == self.clues.at {
            return 4.0 * slug + if self.clues.sited { 1.5 } else { -1.0 };
        }
        if self.clues.title.is_empty() {
            return 4.0 * slug;
        }
        words(self.page, block, &mut self.words);
        4.0 * slug + 5.0 * self.clues.agreement(&self.words)
    }

    /// Near before the body, with a date soon behind it.
    fn place(&mut self, at: usize) -> f32 {
        let distance = match at.cmp(&self.body) {
            std::cmp::Ordering::Less => 1.5 - 0.12 * (self.body - at).min(24) as f32,
            _ => 0.3 - (at - self.body) as f32,
        };
        let next = self.blocks.blocks.get(at + 1);
        let loose =
            self.blocks.blocks[at].is(Trait::After) && next.is_none_or(|b| b.is(Trait::After));
        let set_off = match loose {
            _ if self.blocks.is_set_off(at) => 2.0,
            true => 0.5,
            false => 0.0,
        };
        distance + set_off + if self.is_dated(at) { 1.2 } else { 0.0 }
    }

    /// Whether one of the next blocks has a date; positions come in rising order.
    fn is_dated(&mut self, at: usize) -> bool {
        let (seen, mut last) = self.dated;
        let to = (at + 5).min(self.blocks.blocks.len());
        for next in seen.max(at + 1)..to {
            let block = &self.blocks.blocks[next];
            let has = |line: &Line<'_>| dates::holds(line.text);
            if block.chars < 160 && block.lines(self.page).iter().any(has) {
                last = Some(next);
            }
        }
        self.dated = (seen.max(to), last);
        last.is_some_and(|last| last > at && last < to)
    }
}

/// A date or a byline is no headline, nor is a word alone.
fn other(page: Page<'_, '_>, block: &Block) -> f32 {
    let Some(line) = block.lines(page).first() else { return 0.0 };
    let dated = dates::holds(line.text);
    let signed = byline::find(line.text).is_some();
    let gaps = memchr::memchr_iter(b' ', line.text.as_bytes()).take(3).count();
    let dense = line.text.len() as u32 > block.chars * 5 / 4;
    let alone = gaps < 2 && !dense;
    let credit = block.chars < 60 && line.text.contains(": ") && gaps < 3;
    let penalty = |yes: bool, by: f32| if yes { -by } else { 0.0 };
    penalty(dated, 2.0) + penalty(signed, 3.0) + penalty(alone, 1.0) + penalty(credit, 0.7)
}

fn shape(block: &Block) -> f32 {
    let mark = match block.heading {
        1 => 4.0,
        2 => 1.0,
        0 => 0.0,
        _ => -0.5,
    };
    let length = match block.chars {
        0..20 => -2.0,
        20..30 => 0.0,
        30..130 => 1.5,
        130..180 => 0.0,
        _ => -2.0,
    };
    let sentence = if block.is(Trait::Stop) && block.stops > 0 { -1.0 } else { 0.0 };
    let link = if block.link * 2 > block.chars { -2.0 } else { 0.0 };
    let item = if block.is(Trait::Item) { -2.0 } else { 0.0 };
    let outdent = if block.is(Trait::Outdent) { 1.0 } else { 0.0 };
    let repeated = match block.count {
        1 => 0.0,
        2 | 3 => 0.5,
        _ => -1.5,
    };
    mark + length + sentence + link + item + outdent + repeated
}

/// Longest line that is read as the title of a page, in bytes.
const TITLE: usize = 600;
/// What stands between the headline and the site in the title of a page.
const RULES: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • "];

/// The part of a page's title that is the headline: what follows the last rules is section and site.
pub(in crate::layout::visible) fn without_site(title: &str) -> &str {
    let mut kept = title;
    for _ in 0..3 {
        let rule = RULES.iter().filter_map(|rule| kept.rfind(rule)).max();
        match rule.filter(|&at| at >= 15 && kept.len() - at <= 60 && kept.len() <= TITLE) {
            Some(at) => kept = kept[..at].trim_end(),
            None => break,
        }
    }
    kept
}
