//! Blocks: lines that belong together, with the cheap measures that tell prose from furniture.

use super::{Page, wrap};
use crate::labelling::Join;
use crate::line::Line;
use crate::scan::bytes::{each, equal};
use crate::scan::markup::{self, Kind, Piece, State, Style};
use crate::scan::slug::Slug;
use crate::scan::{Facts, byline, facts};
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use wide::u8x16;

/// Lines that belong together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Block {
    /// The first line, as an index into the page's lines.
    pub first: usize,
    /// One past the last line.
    pub end: usize,
    /// Letters to read, link texts included; a letter of a dense script counts for more.
    pub chars: u32,
    /// Those of `chars` that are link text.
    pub link: u32,
    /// Ends of sentences.
    pub stops: u32,
    /// The level of a marked heading, 0 where there is no mark.
    pub heading: u8,
    /// How often the page holds this block.
    pub count: u32,
    /// A block before it that has the same lines.
    pub twin: Option<u32>,
    /// A set of [`Trait`]s.
    traits: u8,
}

/// What a block is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trait {
    /// Begins with the mark of a list.
    Item,
    /// Ends as a sentence does.
    Stop,
    /// A blank line stands before it.
    After,
    /// A value that cannot be prose, such as an address.
    Hard,
    /// Has a copyright mark.
    Rights,
    /// Stands further left than prose does.
    Outdent,
}

impl Block {
    /// Whether it has that trait.
    pub fn is(&self, it: Trait) -> bool {
        self.traits & (1 << it as u8) != 0
    }

    fn set(&mut self, it: Trait, yes: bool) {
        self.traits |= u8::from(yes) << it as u8;
    }

    /// The lines of it.
    pub fn lines<'l, 'a>(&self, page: Page<'l, 'a>) -> &'l [Line<'a>] {
        page.lines.get(self.first..self.end).unwrap_or_default()
    }

    /// Letters that are no link.
    pub fn text(&self) -> u32 {
        self.chars - self.link
    }

    /// Whether it reads as prose: long enough and with ends of sentences.
    pub fn is_prose(&self) -> bool {
        let long = self.text() >= 80 && self.stops > 0;
        let sentence = self.text() >= 45 && self.is(Trait::Stop);
        (long || sentence) && self.link * 2 < self.chars && !self.is(Trait::Hard)
    }
}

/// A page in blocks.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// How the page writes its links.
    pub style: Style,
    /// The blocks in order; they cover the lines without gap or overlap.
    pub blocks: Vec<Block>,
    /// How each line attaches to the one before it.
    pub joins: Vec<Join>,
    /// How many of the blocks before each, and of all, have a blank line before them.
    after: Vec<u32>,
}

impl Blocks {
    /// The first block that is one line and says what an address says, and hardly anything else.
    pub fn saying(&self, page: Page<'_, '_>, slug: &Slug) -> Option<usize> {
        self.blocks.iter().position(|block| match block.lines(page) {
            [line] => slug.is_said_by(line.text),
            _ => false,
        })
    }

    /// Whether blank lines set the block off on a page that mostly does without: so some converters write a heading.
    pub fn is_set_off(&self, at: usize) -> bool {
        let after = |at: usize| self.blocks.get(at).is_some_and(|block| block.is(Trait::After));
        let near = at.saturating_sub(SET_OFF)..self.blocks.len().min(at + SET_OFF);
        let set_off = |at: usize| self.after.get(at).copied().unwrap_or_default() as usize;
        let rare = || (set_off(near.end) - set_off(near.start)) * 2 < near.len();
        at > 0 && after(at) && after(at + 1) && rare()
    }
}

/// So many blocks around one tell whether blank lines are rare.
const SET_OFF: usize = 12;

/// Groups the lines of a page.
pub(crate) fn blocks(page: Page<'_, '_>) -> Blocks {
    let style = markup::style(page.text);
    let joins = joins(page, style);
    let mut blocks: Vec<Block> = Vec::with_capacity(page.lines.len());
    let mut meter = Meter::new(style);
    for (at, line) in page.lines.iter().enumerate() {
        let anew = joins.get(at).is_none_or(|join| *join == Join::Value);
        match blocks.last_mut().filter(|_| !anew) {
            Some(block) => {
                block.end = at + 1;
                meter.add(line, block);
            }
            None => {
                let mut block = begin(page, at);
                meter.begin();
                meter.add(line, &mut block);
                blocks.push(block);
            }
        }
    }
    count(page, &mut blocks);
    outdents(page, &mut blocks);
    let after = std::iter::once(0).chain(blocks.iter().scan(0, |sum, block| {
        *sum += u32::from(block.is(Trait::After));
        Some(*sum)
    }));
    Blocks { style, joins, after: after.collect(), blocks }
}

fn begin(page: Page<'_, '_>, at: usize) -> Block {
    let line = &page.lines[at];
    let blank = at.checked_sub(1).is_none_or(|before| page.lines[before].number + 1 < line.number);
    let mut block = Block { first: at, end: at + 1, ..Block::default() };
    block.heading = markup::heading(line.text).unwrap_or(0);
    block.set(Trait::Item, markup::is_item(line.text));
    block.set(Trait::After, blank);
    let hard = line.facts.any(Facts::HARD | Facts::RULE) || markup::is_reference(line.text);
    block.set(Trait::Hard, hard);
    block
}

/// Measures lines; what a link leaves open goes on in the next line of the block.
struct Meter {
    style: Style,
    state: State,
    pieces: Vec<Piece>,
}

impl Meter {
    fn new(style: Style) -> Self {
        Meter { style, state: State::default(), pieces: Vec::new() }
    }

    fn begin(&mut self) {
        self.state = State::default();
    }

    fn add(&mut self, line: &Line<'_>, block: &mut Block) {
        self.pieces.clear();
        markup::pieces(self.style, line.text, &mut self.state, &mut self.pieces);
        for piece in self.pieces.iter().filter(|piece| piece.kind != Kind::Mark) {
            let found = measure(&line.text.as_bytes()[piece.start..piece.end]);
            block.chars += found.chars;
            block.link += if piece.kind == Kind::Link { found.chars } else { 0 };
            block.stops += found.stops;
            block.set(Trait::Rights, found.rights);
        }
        block.traits &= !(1 << Trait::Stop as u8);
        block.set(Trait::Stop, stops(line) && !line.text.ends_with(':'));
    }
}

/// Whether the line ends as a sentence does, marks of emphasis behind it left aside.
fn stops(line: &Line<'_>) -> bool {
    let text = line.text.trim_end_matches(['*', '_']);
    line.facts.any(Facts::STOP) || text.len() < line.text.len() && facts::ends_sentence(text)
}

#[derive(Debug, PartialEq)]
struct Measure {
    chars: u32,
    stops: u32,
    rights: bool,
}

/// Counts letters and ends of sentences.
fn measure(bytes: &[u8]) -> Measure {
    let (mut stops, mut rights) = (0, false);
    each(bytes, may_matter, |at| {
        let next = |byte: u8| bytes.get(at + 1) == Some(&byte);
        match bytes[at] {
            0xC2 => rights |= next(0xA9),
            0xE3 => stops += u32::from(next(0x80) && bytes.get(at + 2) == Some(&0x82)),
            _ => stops += u32::from(is_end(bytes, at)),
        }
    });
    Measure { chars: chars(bytes), stops, rights }
}

/// Stops, and what `。` and `©` begin with.
fn may_matter(bytes: u8x16) -> u8x16 {
    let stops = equal(bytes, b'.') | equal(bytes, b'!') | equal(bytes, b'?');
    stops | equal(bytes, 0xC2) | equal(bytes, 0xE3)
}

/// Whether the stop at `at` ends a sentence.
fn is_end(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let sentence = at > 1 && bytes[at - 1] != b'.' && bytes[at - 2] != b' ';
    sentence && matches!(next, b' ' | b'"' | b')' | 0x80..)
}

/// Characters, of which those of dense scripts count twice.
fn chars(bytes: &[u8]) -> u32 {
    if bytes.is_ascii() {
        return bytes.len() as u32;
    }
    let weight = |byte: u8| u8::from(byte as i8 >= -0x40) + u8::from(byte.wrapping_sub(0xE3) <= 10);
    let in_step = |step: &[u8]| step.iter().map(|byte| weight(*byte)).sum::<u8>();
    // as many as vector instructions work on at once
    let (steps, rest) = bytes.as_chunks::<16>();
    let whole: u32 = steps.iter().map(|step| u32::from(in_step(step))).sum();
    whole + u32::from(in_step(rest))
}

/// Most different blocks that are counted, so that the table stays in the cache on pages of a million lines.
const COUNTED: usize = 1 << 15;

/// How often each block stands on the page, told by its first line.
fn count(page: Page<'_, '_>, blocks: &mut [Block]) {
    let state = FixedState::default();
    let slots = blocks.len().min(COUNTED).next_power_of_two() * 2;
    let mut table = vec![(0u64, 0u32, 0u32); slots];
    // A slot belongs to the first block that takes it; later ones that fall on it count as met once.
    let key = |block: &Block| {
        let hash = state.hash_one(block.lines(page).first().map(|line| line.text)).max(1);
        (hash, hash as usize & (slots - 1))
    };
    let keys: Vec<(u64, usize)> = blocks.iter().map(key).collect();
    for (at, &(hash, slot)) in (0..).zip(&keys) {
        if table[slot].0 == 0 {
            table[slot] = (hash, 0, at);
        }
        table[slot].1 += u32::from(table[slot].0 == hash);
    }
    for (at, &(hash, slot)) in keys.iter().enumerate() {
        let (owner, times, first) = table[slot];
        let known = owner == hash;
        let twin =
            known && (first as usize) < at && equals(page, &blocks[first as usize], &blocks[at]);
        blocks[at].count = if known { times } else { 1 };
        blocks[at].twin = twin.then_some(first);
    }
}

/// Whether two blocks have the same lines.
fn equals(page: Page<'_, '_>, one: &Block, other: &Block) -> bool {
    one.lines(page).iter().map(|it| it.text).eq(other.lines(page).iter().map(|it| it.text))
}

/// Text browsers set headings further left than prose.
fn outdents(page: Page<'_, '_>, blocks: &mut [Block]) {
    let usual = |block: &Block| indent(page, &page.lines[block.first]);
    let mut prose: Vec<usize> = blocks.iter().filter(|b| b.is_prose()).map(usual).collect();
    let middle = prose.len() / 2;
    if prose.is_empty() {
        return;
    }
    let (_, &mut median, _) = prose.select_nth_unstable(middle);
    for block in blocks.iter_mut().filter(|_| median > 0) {
        block.set(Trait::Outdent, indent(page, &page.lines[block.first]) < median);
    }
}

/// Spaces before the line, counted up to a bound.
fn indent(page: Page<'_, '_>, line: &Line<'_>) -> usize {
    page.text.as_bytes()[..line.start].iter().rev().take(80).take_while(|b| **b == b' ').count()
}

/// How each line attaches to the one before it: lines that were wrapped at a column, else sentences that were broken at
/// inline elements.
fn joins(page: Page<'_, '_>, style: Style) -> Vec<Join> {
    if let Some(joins) = wrap::joins_of_page(page.text, page.lines) {
        return joins;
    }
    let mut joins = vec![Join::Value; page.lines.len()];
    if style != Style::Plain {
        return joins;
    }
    let mut chars = 0;
    for at in 1..page.lines.len() {
        let (before, line) = (&page.lines[at - 1], &page.lines[at]);
        chars = if joins[at - 1] == Join::Value {
            before.text.len()
        } else {
            chars + before.text.len()
        };
        joins[at] = fragment(page.text, before, line, chars);
    }
    joins
}

/// Whether the line goes on with a sentence that a converter broke at a link or at bold text.
fn fragment(text: &str, before: &Line<'_>, line: &Line<'_>, chars: usize) -> Join {
    // parts of one line were taken apart because they are none of each other
    if line.number > before.number + 2
        || line.number == before.number
        || before.facts.any(Facts::STOP)
        || line.facts.any(Facts::HARD)
    {
        return Join::Value;
    }
    let bytes = text.as_bytes();
    let space_after = bytes.get(before.end()) == Some(&b' ')
        && bytes.get(before.end() + 1).is_some_and(|b| matches!(b, b'\n' | b'\r'));
    let space_before = line.start >= 2
        && bytes[line.start - 1] == b' '
        && matches!(bytes[line.start - 2], b'\n' | b'\r');
    let first = line.text.chars().next().unwrap_or(' ');
    let closes = matches!(first, ',' | '.' | ';' | '!' | '?' | ')' | '»' | '”');
    let goes_on = first.is_lowercase() || closes;
    let edge = space_after || space_before;
    let long = chars >= 40 || line.text.len() >= 40;
    match () {
        _ if goes_on && byline::find(line.text).is_some() => Join::Value,
        _ if closes && !space_before && long => Join::Tight,
        _ if goes_on && (edge || long) => Join::Space,
        _ if space_after && chars >= 40 && facts::ends_sentence(line.text) => Join::Space,
        _ if space_after && chars >= 40 && line.text.len() < 40 => Join::Space,
        _ => Join::Value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;
    use proptest::prelude::*;

    /// The same byte by byte.
    fn slow_measure(bytes: &[u8]) -> Measure {
        let (mut halves, mut stops, mut rights) = (0u32, 0u32, false);
        for (at, &b) in bytes.iter().enumerate() {
            match b {
                b'.' | b'!' | b'?' => {
                    halves += 2;
                    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
                    let sentence = at > 1 && bytes[at - 1] != b'.' && bytes[at - 2] != b' ';
                    stops += u32::from(sentence && matches!(next, b' ' | b'"' | b')' | 0x80..));
                }
                0..0x80 => halves += 2,
                0x80..0xC0 => {}
                0xE3 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x82]) => {
                    halves += 4;
                    stops += 1;
                }
                0xE3..=0xED => halves += 4,
                0xC2 => {
                    halves += 2;
                    rights |= bytes.get(at + 1) == Some(&0xA9);
                }
                _ => halves += 2,
            }
        }
        Measure { chars: halves / 2, stops, rights }
    }

    proptest! {
        #[test]
        fn measures_are_those_of_the_slow_way(text in "([a-c ]|[.!?\")]|。|©|[ц日é،]|[a-c]{14,18}){0,24}") {
            prop_assert_eq!(measure(text.as_bytes()), slow_measure(text.as_bytes()));
        }
    }

    fn texts(text: &str) -> Vec<String> {
        let lines = line::lines(text);
        let page = Page { text, lines: &lines };
        let whole = |block: &Block| {
            let lines: Vec<&str> = block.lines(page).iter().map(|line| line.text).collect();
            lines.join("|")
        };
        blocks(page).blocks.iter().map(whole).collect()
    }

    #[test]
    fn sentences_broken_at_links_are_one_block() {
        let page = "News\nThe harbour master said on Monday that the \nNew Pier\n would open in spring.\nShips\n";
        assert_eq!(
            texts(page),
            [
                "News",
                "The harbour master said on Monday that the|New Pier|would open in spring.",
                "Ships"
            ]
        );
    }

    #[test]
    fn prose_is_told_from_furniture() {
        let text = "Menu\nThe harbour master said on Monday that the pier would open. Ships wait.\nMenu\n[1] © Post";
        let lines = line::lines(text);
        let found = blocks(Page { text, lines: &lines });
        let prose: Vec<bool> = found.blocks.iter().map(Block::is_prose).collect();
        assert_eq!(prose, [false, true, false, false]);
        assert_eq!((found.blocks[0].count, found.blocks[2].count), (2, 2));
        assert_eq!((found.blocks[0].twin, found.blocks[2].twin), (None, Some(0)));
        assert!(found.blocks[3].is(Trait::Rights));
    }
}
