//! The words of every block as hashes, and what one look at its letters counts.

use super::alike::Alike;
use crate::layout::Page;
use crate::layout::block::{Block, Blocks};
use crate::scan::markup::{self, Kind, Piece, State};
use crate::scan::{head, letter};
use std::cell::OnceCell;
use std::ops::Range;

/// A word: a hash of its letters without case, its length in the lowest four bits.
pub(super) type Word = u32;

/// Bits of a word that hold its length.
const LENGTH: u32 = 15;

/// Letters of the word, 15 and more counted as 15.
pub(super) fn length(word: Word) -> u32 {
    word & LENGTH
}

/// So many words of a block are kept.
pub(super) const KEPT: usize = 64;
/// So many bytes of a block are looked at; its end is looked at besides.
const REACH: usize = 640;

/// What is counted in the beginning of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    pub words: u16,
    /// Words that begin with a capital letter.
    pub capitals: u16,
    /// Letters and digits.
    pub letters: u16,
    pub upper: u16,
    pub digits: u16,
    pub commas: u16,
    /// A set of [`mark`]s.
    pub marks: u16,
    /// The first and the last character, as one of [`CHARACTERS`] kinds.
    pub first: u8,
    pub last: u8,
}

/// The words of a page.
pub(super) struct Words {
    words: Vec<Word>,
    ends: Vec<u32>,
    /// A hash of the words of each block.
    phrases: Vec<u32>,
    /// Which blocks have the same words; found when first asked for.
    alike: OnceCell<Alike>,
    pub measures: Vec<Measure>,
}

impl Words {
    pub fn of(page: Page<'_, '_>, blocks: &Blocks) -> Self {
        let all = blocks.blocks.len();
        let mut reader = Reader {
            page,
            blocks,
            pieces: Vec::new(),
            out: Words {
                words: Vec::with_capacity(all * 8),
                ends: Vec::with_capacity(all),
                phrases: Vec::with_capacity(all),
                alike: OnceCell::new(),
                measures: Vec::with_capacity(all),
            },
        };
        for block in &blocks.blocks {
            match block.twin {
                Some(twin) => reader.out.repeat(twin as usize),
                None => reader.block(block),
            }
        }
        reader.out
    }

    /// The words of a block, at most [`KEPT`].
    pub fn get(&self, at: usize) -> &[Word] {
        self.words.get(self.range(at)).unwrap_or_default()
    }

    fn range(&self, at: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        at.checked_sub(1).map_or(0, end)..end(at)
    }

    /// One more block with the lines of a block before it.
    fn repeat(&mut self, twin: usize) {
        self.words.extend_from_within(self.range(twin));
        self.ends.push(self.words.len() as u32);
        self.phrases.push(self.phrases[twin]);
        self.measures.push(self.measures[twin]);
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A hash of the words of a block.
    pub fn phrase(&self, at: usize) -> u32 {
        self.phrases.get(at).copied().unwrap_or_default()
    }

    /// The blocks that have these words and no others, in order.
    pub fn same(&self, words: &[Word]) -> impl Iterator<Item = usize> {
        self.alike().places(self, words)
    }

    /// How many blocks have these words and no others.
    pub fn count_same(&self, words: &[Word]) -> usize {
        self.alike().count(self, words)
    }

    fn alike(&self) -> &Alike {
        self.alike.get_or_init(|| Alike::of(self))
    }

    /// The words of a text.
    pub fn of_text(text: &str) -> Vec<Word> {
        let (mut words, mut counted) = (Vec::new(), Measure::default());
        scan(text, &mut counted, &mut words, KEPT);
        words
    }
}

/// A hash of words in their order.
pub(super) fn phrase(words: &[Word]) -> u32 {
    words.iter().fold(0, |hash: u32, word| (hash.rotate_left(7) ^ word).wrapping_mul(0x85EB_CA6B))
}

struct Reader<'r, 'l, 'a> {
    page: Page<'l, 'a>,
    blocks: &'r Blocks,
    pieces: Vec<Piece>,
    out: Words,
}

impl Reader<'_, '_, '_> {
    fn block(&mut self, block: &Block) {
        let from = self.out.words.len();
        let (mut counted, mut read) = (Measure::default(), 0);
        let (mut first, mut last) = (None, None);
        let mut state = State::default();
        for line in block.lines(self.page) {
            self.pieces.clear();
            markup::pieces(self.blocks.style, line.text, &mut state, &mut self.pieces);
            for piece in self.pieces.iter().filter(|piece| piece.kind != Kind::Mark) {
                let text = line.text.get(piece.start..piece.end).unwrap_or_default();
                let text = text.trim();
                first = first.or_else(|| text.chars().next());
                last = text.chars().next_back().or(last);
                if read < REACH {
                    let room = (from + KEPT).saturating_sub(self.out.words.len());
                    scan(head(text, REACH - read), &mut counted, &mut self.out.words, room);
                    read += text.len();
                }
            }
        }
        counted.first = first.map_or(0, kind);
        counted.last = last.map_or(0, kind);
        self.out.ends.push(self.out.words.len() as u32);
        self.out.phrases.push(phrase(&self.out.words[from..]));
        self.out.measures.push(counted);
    }
}

/// Marks between words that furniture is full of.
pub(super) mod mark {
    pub const PIPE: u16 = 1;
    pub const DASH: u16 = 2;
    pub const DOT: u16 = 4;
    pub const SLASH: u16 = 8;
    pub const ANGLE: u16 = 16;
    pub const COLON: u16 = 32;
    pub const AT: u16 = 64;
    pub const QUOTE: u16 = 128;
    pub const HASH: u16 = 256;
    pub const BRACKET: u16 = 512;
    pub const MONEY: u16 = 1024;
    pub const OTHER: u16 = 2048;
    /// How many there are.
    pub const ALL: u16 = 12;
}

fn scan(text: &str, counted: &mut Measure, words: &mut Vec<Word>, mut room: usize) {
    let (mut hash, mut len, mut at) = (0u32, 0u32, 0);
    // what is counted of ASCII letters, side by side
    let mut sums = 0u32;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        let known = PLAIN[usize::from(byte)];
        if known != 0 {
            counted.capitals += u16::from(len == 0 && known & UPPER > 0);
            let from = at;
            for byte in bytes.get(at..).unwrap_or_default() {
                let known = PLAIN[usize::from(*byte)];
                if known == 0 {
                    break;
                }
                sums = sums.wrapping_add(known >> 8);
                hash = mixed(hash, known & LETTER);
                at += 1;
            }
            len += (at - from) as u32;
            // mostly a blank and the next word follow
            if bytes.get(at) == Some(&b' ') {
                push((hash, len), counted, words, &mut room);
                (hash, len, at) = (0, 0, at + 1);
            }
            continue;
        }
        at += 1;
        let found = if byte < 0x80 {
            between(byte, counted);
            None
        } else {
            let c = text.get(at - 1..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            at += c.len_utf8() - 1;
            other(c, counted)
        };
        match found {
            Some((letter, upper)) => {
                counted.capitals += u16::from(len == 0 && upper);
                hash = mixed(hash, letter);
                len += 1;
            }
            None if len > 0 => {
                push((hash, len), counted, words, &mut room);
                (hash, len) = (0, 0);
            }
            None => {}
        }
    }
    if len > 0 {
        push((hash, len), counted, words, &mut room);
    }
    counted.upper += (sums & SUM) as u16;
    counted.digits += (sums >> SUM.count_ones()) as u16;
}

/// The hash of a word and one more letter.
fn mixed(hash: u32, letter: u32) -> u32 {
    (hash.rotate_left(5) ^ letter).wrapping_mul(0x9E37_79B1)
}

fn push((hash, len): (u32, u32), counted: &mut Measure, words: &mut Vec<Word>, room: &mut usize) {
    counted.words += 1;
    counted.letters = counted.letters.saturating_add(len as u16);
    if *room > 0 {
        *room -= 1;
        words.push((hash ^ hash >> 15) & !LENGTH | len.min(LENGTH));
    }
}

/// Bits of [`PLAIN`] that hold the letter without case; 0 for what is no letter and no digit.
const LETTER: u32 = 0xFF;
/// The bit of a capital letter.
const UPPER: u32 = 1 << 8;
/// The bit of a digit.
const DIGIT: u32 = 1 << 20;
/// Bits of a sum of capital letters, more than [`REACH`] needs; those above it are a sum of digits.
const SUM: u32 = 0xFFF;

/// The letters and digits of ASCII.
const PLAIN: [u32; 256] = {
    let (mut table, mut byte) = ([0; 256], 0u8);
    while byte < 0x80 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => byte as u32,
            b'A'..=b'Z' => (byte | 0x20) as u32 | UPPER,
            b'0'..=b'9' => byte as u32 | DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Counts what is no letter of ASCII.
fn between(byte: u8, counted: &mut Measure) {
    match byte {
        b' ' | b'.' => {}
        b',' => counted.commas += 1,
        _ => counted.marks |= mark_of(char::from(byte)),
    }
}

fn mark_of(c: char) -> u16 {
    match c {
        '|' => mark::PIPE,
        '-' | '–' | '—' => mark::DASH,
        '·' | '•' => mark::DOT,
        '/' => mark::SLASH,
        '>' | '<' | '»' | '›' | '→' | '«' => mark::ANGLE,
        ':' | '：' => mark::COLON,
        '@' => mark::AT,
        '"' | '“' | '”' | '„' | '「' | '」' => mark::QUOTE,
        '#' => mark::HASH,
        '(' | ')' | '[' | ']' | '【' | '】' => mark::BRACKET,
        '$' | '€' | '£' | '%' | '¥' => mark::MONEY,
        '\'' | '’' | '!' | '?' | ';' | '‘' | '…' => 0,
        _ => mark::OTHER,
    }
}

/// The letter without case, and whether it was a capital; none for what is between words.
fn other(c: char, counted: &mut Measure) -> Option<(u32, bool)> {
    if !letter::is_letter(c) && (is_punctuation(c) || !c.is_numeric()) {
        match c {
            '、' | '，' | '،' => counted.commas += 1,
            '\u{a0}' | '\u{3000}' | '。' => {}
            _ => counted.marks |= mark_of(c),
        }
        return None;
    }
    if letter::is_lower(c) || letter::is_caseless(c) {
        return Some((c as u32, false));
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let upper = lower != c;
    counted.upper += u16::from(upper);
    Some((lower as u32, upper))
}

/// Dashes, quotes and blanks, to which the tables of Unicode need not be asked.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}' | '«' | '»' | '\u{2010}'..='\u{205e}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}')
}

/// How many kinds of characters there are.
pub(super) const CHARACTERS: u16 = 16;

/// The kind of a character that begins or ends a block.
fn kind(c: char) -> u8 {
    match c {
        'a'..='z' => 1,
        'A'..='Z' => 2,
        '0'..='9' => 3,
        '.' | '。' | '।' => 4,
        '!' | '！' => 5,
        '?' | '？' | '؟' => 6,
        '…' => 7,
        ':' | '：' => 8,
        ',' | ';' | '、' | '，' => 9,
        '"' | '”' | '“' | '„' | '»' | '«' | '’' | '‘' | '\'' | '」' | '「' => 10,
        '(' | ')' | '[' | ']' => 11,
        '>' | '›' | '→' | '|' | '/' | '+' => 12,
        '-' | '–' | '—' | '*' | '•' | '·' | '#' | '@' => 13,
        _ if c.is_uppercase() => 2,
        _ if c.is_alphabetic() => 1,
        _ => 14,
    }
}

/// A set of words that may say yes to one that is not in it, seldom.
pub(super) struct Vocabulary([u64; 128]);

impl Vocabulary {
    pub fn of<'w>(words: impl Iterator<Item = &'w Word>) -> Self {
        let mut set = Vocabulary([0; 128]);
        for word in words {
            let (slot, bit) = Vocabulary::place(*word);
            set.0[slot] |= bit;
        }
        set
    }

    fn place(word: Word) -> (usize, u64) {
        let at = word >> 4;
        ((at >> 6) as usize & 127, 1 << (at & 63))
    }

    pub fn holds(&self, word: Word) -> bool {
        let (slot, bit) = Vocabulary::place(word);
        self.0[slot] & bit != 0
    }
}

/// Words of the blocks in a range that are long enough to say something.
pub(super) fn long_words(words: &Words, blocks: Range<usize>) -> impl Iterator<Item = &Word> {
    blocks.flat_map(|at| words.get(at)).filter(|word| length(**word) >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_character_is_read_as_the_tables_say() {
        for c in '\0'..=char::MAX {
            let (mut counted, mut words) = (Measure::default(), Vec::new());
            scan(&c.to_string(), &mut counted, &mut words, KEPT);
            let is_word = c.is_alphanumeric();
            assert_eq!(
                (words.len(), counted.words),
                (usize::from(is_word), u16::from(is_word)),
                "{c:?}"
            );
            let lower = c.to_lowercase().next().unwrap();
            let upper = u16::from(is_word && lower != c);
            assert_eq!((counted.upper, counted.capitals), (upper, upper), "{c:?}");
            assert_eq!(words, Words::of_text(&lower.to_string()), "{c:?}");
            assert_eq!(counted.digits, u16::from(c.is_ascii_digit()), "{c:?}");
        }
    }

    #[test]
    fn blocks_with_the_same_words_are_found_in_order() {
        let text = "Home\n\nSea news\n\nhome\n\n–\n\nHOME!\n\nSea\n\n…";
        let lines = crate::line::lines(text);
        let page = Page { text, lines: &lines };
        let blocks = crate::layout::block::blocks(page);
        let words = Words::of(page, &blocks);
        for at in 0..blocks.blocks.len() {
            let slow = (0..blocks.blocks.len()).filter(|other| words.get(*other) == words.get(at));
            let slow: Vec<usize> = slow.collect();
            assert_eq!(words.same(words.get(at)).collect::<Vec<_>>(), slow);
            assert_eq!(words.count_same(words.get(at)), slow.len());
        }
        assert_eq!(words.same(&Words::of_text("home")).count(), 3);
        assert_eq!(words.same(&Words::of_text("harbour")).count(), 0);
    }

    #[test]
    fn words_are_counted_once() {
        let (mut counted, mut words) = (Measure::default(), Vec::new());
        scan("Pier 12, OPEN – été: Öl", &mut counted, &mut words, 3);
        assert_eq!((counted.words, words.len(), counted.letters), (5, 3, 15));
        assert_eq!((counted.upper, counted.capitals, counted.digits), (6, 3, 2));
        assert_eq!((counted.commas, counted.marks), (1, mark::DASH | mark::COLON));
    }
}
