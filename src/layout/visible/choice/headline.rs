//! The headline: agreement with the page's title and address, marks, position.

use super::is_heading;
use crate::layout::Page;
use crate::layout::block::{Block, Blocks, Trait};
use crate::scan::slug::Slug;
use crate::scan::{dates, url};
use std::collections::HashSet;
use std::ops::Range;

/// Least evidence for a headline.
const LEAST: f32 = 3.0;
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
    let near = (from..to).chain((from > 0).then_some(0));
    near.filter(|&at| is_heading(blocks, at))
        .map(|at| (at, score(page, blocks, &clues, body.start, at)))
        .filter(|(_, score)| *score >= LEAST)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(at, _)| at)
}

/// What the page says about its own headline.
struct Clues {
    slug: Option<Slug>,
    /// The words of the first block, where it can be the page's title.
    title: Option<HashSet<String>>,
    title_text: String,
}

impl Clues {
    fn new(page: Page<'_, '_>, blocks: &Blocks) -> Self {
        let slug = address(page).and_then(Slug::of);
        let title = blocks.blocks.first().filter(|b| (20..=300).contains(&b.chars));
        let title_text = title.map(|b| folded(page, b)).unwrap_or_default();
        let words: HashSet<String> = title_text.split(' ').map(str::to_owned).collect();
        Clues { slug, title: (words.len() > 2).then_some(words), title_text }
    }

    /// How much of the text stands in the title, and how much of the title in the text.
    fn agreement(&self, text: &str) -> f32 {
        let Some(title) = &self.title else { return 0.0 };
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let shared: usize = words.iter().filter(|w| title.contains(**w)).map(|w| w.len()).sum();
        let all: usize = words.iter().map(|w| w.len()).sum();
        let whole: usize = title.iter().map(|w| w.len()).sum();
        let precise = shared as f32 / all.max(1) as f32;
        precise * (shared as f32 / whole.max(1) as f32).sqrt()
    }
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

/// The block's text in lower case, words parted by one space.
fn folded(page: Page<'_, '_>, block: &Block) -> String {
    let mut plain = String::new();
    for line in block.lines(page) {
        for word in line.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            plain.push_str(&word.to_lowercase());
            plain.push(' ');
        }
    }
    plain
}

fn score(page: Page<'_, '_>, blocks: &Blocks, clues: &Clues, body: usize, at: usize) -> f32 {
    let block = &blocks.blocks[at];
    let text = folded(page, block);
    shape(block) + place(page, blocks, body, at) + agreement(clues, &text, at)
}

fn agreement(clues: &Clues, text: &str, at: usize) -> f32 {
    if text.trim().is_empty() {
        return -10.0;
    }
    let slug = clues.slug.as_ref().map_or(0.0, |slug| slug.agreement(text));
    let title = match at {
        0 => 0.3,
        _ if text.len() > 12 && clues.title_text.contains(text) => 1.3,
        _ => clues.agreement(text),
    };
    4.0 * slug + 5.0 * title
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

/// Near before the body, with a date soon behind it.
fn place(page: Page<'_, '_>, blocks: &Blocks, body: usize, at: usize) -> f32 {
    let distance = match at.cmp(&body) {
        std::cmp::Ordering::Less => 1.5 - 0.15 * (body - at).min(24) as f32,
        _ => 0.3 - (at - body) as f32,
    };
    let next = blocks.blocks.get(at + 1..).unwrap_or_default();
    let dated = next.iter().take(4).any(|block| {
        block.chars < 160 && block.lines(page).iter().any(|l| dates::find(l.text).next().is_some())
    });
    let loose =
        blocks.blocks[at].is(Trait::After) && next.first().is_none_or(|b| b.is(Trait::After));
    distance + if dated { 1.2 } else { 0.0 } + if loose { 0.5 } else { 0.0 }
}

/// The part of a page's title that is the headline: what follows the last rule is the site.
pub(in crate::layout::visible) fn without_site(title: &str) -> &str {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • "]
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .max()
        .filter(|&at| at >= 15 && title.len() - at <= 60);
    cut.map_or(title, |at| without_site(&title[..at]).trim_end())
}
