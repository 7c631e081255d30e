//! What the page says about its own article: its address, its title, its densest run of prose.

use super::run;
use super::words::{self, Vocabulary, Word, Words, length};
use crate::layout::Page;
use crate::layout::block::{Block, Blocks};
use crate::layout::site::Site;
use crate::layout::title::without_site;
use crate::scan::slug::Slug;
use crate::scan::url;
use std::ops::Range;

/// The title of a page is one of so many blocks.
const TOP: usize = 3;

/// Clues to what the blocks are.
pub(super) struct Clues {
    pub slug: Option<Slug>,
    /// The site, by the page's own address.
    pub site: Site,
    /// The block that can be the page's title: the first, or one soon behind it that names a site as titles do.
    pub title_at: usize,
    /// Whether it names a site behind its words.
    pub sited: bool,
    title: Vec<Word>,
    known: Vocabulary,
    /// The densest run of prose, and the words of it.
    pub run: Range<usize>,
    prose: Vocabulary,
}

impl Clues {
    pub fn new(page: Page<'_, '_>, blocks: &Blocks, words: &Words, address: Option<&str>) -> Self {
        let sited = (0..blocks.blocks.len().min(TOP)).find(|&at| names_site(page, blocks, at));
        let at = sited.unwrap_or(0);
        let plausible = blocks.blocks.get(at).is_some_and(|b| (20..=300).contains(&b.chars));
        let title = if plausible { words.get(at).to_vec() } else { Vec::new() };
        let run = run::densest(&blocks.blocks);
        let address = address.or_else(|| own_address(page));
        Clues {
            slug: address.and_then(Slug::of),
            site: address.map(|address| Site::of(std::iter::empty(), address)).unwrap_or_default(),
            title_at: at,
            sited: sited.is_some(),
            known: Vocabulary::of(title.iter()),
            title,
            prose: Vocabulary::of(words::long_words(words, run.clone())),
            run,
        }
    }

    /// How much of the text stands in the title and how much of the title in the text, from 0 to 1; more than 1 where
    /// all of the text stands there in one piece.
    pub fn agreement(&self, text: &[Word]) -> f32 {
        if self.title.is_empty() {
            return 0.0;
        }
        let size = |words: &[Word]| words.iter().map(|word| length(*word)).sum::<u32>() as f32;
        let known = text.iter().filter(|word| self.known.holds(**word));
        let shared: u32 = known.map(|word| length(*word)).sum();
        if shared == 0 {
            return 0.0;
        }
        let whole = shared as f32 >= size(text) && size(text) >= 12.0;
        if whole && self.title.windows(text.len()).any(|part| part == text) {
            return 1.3;
        }
        let share = (shared as f32 / size(&self.title)).min(1.0);
        shared as f32 / size(text) * share.sqrt()
    }

    /// How many of the text's longer words the densest run of prose has, and of how many.
    pub fn told(&self, text: &[Word]) -> (usize, usize) {
        let long = text.iter().filter(|word| length(**word) >= 4);
        long.fold((0, 0), |(told, all), word| {
            (told + usize::from(self.prose.holds(*word)), all + 1)
        })
    }
}

/// Whether a block is one line that names a site behind its words.
fn names_site(page: Page<'_, '_>, blocks: &Blocks, at: usize) -> bool {
    let lines = blocks.blocks.get(at).map(|block: &Block| block.lines(page));
    lines.is_some_and(
        |lines| matches!(lines, [line] if without_site(line.text).len() < line.text.len()),
    )
}

/// The page's own address: a line of it near the top, or in what stands before the lines.
pub(super) fn own_address<'a>(page: Page<'_, 'a>) -> Option<&'a str> {
    let before = page.lines.first().and_then(|line| page.text.get(..line.start)).unwrap_or("");
    let head = memchr::memmem::find_iter(before.as_bytes(), b"http")
        .filter_map(|at| before.get(at..))
        .find(|rest| url::starts(rest))
        .map(|rest| &rest[..url::end(rest)]);
    head.or_else(|| {
        page.lines.iter().take(3).find(|line| url::is_url(line.text)).map(|line| line.text)
    })
}
