//! Words that mark what follows them. The languages are data (`words/*.tsv`), never code.

use super::letter::{is_caseless, is_lower};
use super::trim;
use foldhash::{HashMap, HashMapExt, HashSet};
use std::sync::LazyLock;

static MONTHS: LazyLock<HashMap<&str, u32>> =
    LazyLock::new(|| read_months(include_str!("words/months.tsv")));
static MARKS: LazyLock<HashMap<&str, u16>> =
    LazyLock::new(|| read_marks(include_str!("words/marks.tsv")));
static MARK_LOOKS: LazyLock<Looks> = LazyLock::new(|| Looks::of(MARKS.keys().copied()));
static AUTHOR_LOOKS: LazyLock<Looks> = LazyLock::new(|| {
    let marks = MARKS.iter().filter(|(_, kinds)| **kinds & bit(Mark::Author) != 0);
    // the words of such a mark are parted as those of a line are
    Looks::of(marks.filter_map(|(mark, _)| mark.split([' ', ':', '/', '\u{a0}']).next()))
});
static AUTHORS: LazyLock<Looks> = LazyLock::new(|| {
    let marks = MARKS.iter().filter(|(_, kinds)| **kinds & bit(Mark::Author) != 0);
    Looks::of(marks.map(|(mark, _)| *mark))
});
static COMMON_LOOKS: LazyLock<Looks> = LazyLock::new(|| Looks::of(COMMON.keys().copied()));
static GIVEN_LOOKS: LazyLock<Looks> = LazyLock::new(|| Looks::of(GIVEN.iter().copied()));
static MONTH_LOOKS: LazyLock<Looks> = LazyLock::new(|| Looks::of(MONTHS.keys().copied()));
static ZONES: LazyLock<HashMap<&str, i16>> =
    LazyLock::new(|| read_zones(include_str!("words/zones.tsv")));
static COMMON: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| read_common(include_str!("words/common.tsv")));
static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    rows(include_str!("words/given.tsv")).flat_map(|(_, n)| n.split('|')).collect()
});
static CALENDARS: LazyLock<Calendars> =
    LazyLock::new(|| read_calendars(include_str!("words/calendars.tsv")));

macro_rules! marks {
    ($($(#[$doc:meta])* $mark:ident = $kind:literal,)*) => {
        /// What a word announces.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mark {
            $($(#[$doc])* $mark,)*
        }

        /// The bit of the kind of words that a row of the table has.
        fn bit_of(kind: &str) -> u16 {
            match kind {
                $($kind => bit(Mark::$mark),)*
                _ => 0,
            }
        }
    };
}

marks! {
    /// The name of an author: "by".
    Author = "author",
    /// A second name: "and".
    And = "and",
    /// What somebody is: "correspondent".
    Role = "role",
    /// What tells of an author: "about the author".
    About = "about",
    /// An agency or a desk: "Reuters".
    Agency = "agency",
    /// The time of publication: "published".
    Published = "published",
    /// The time of the last change: "updated".
    Modified = "modified",
    /// What stands between the parts of a date: "of".
    Date = "date",
    /// The time of day: "at".
    Clock = "clock",
    /// An hour: "Uhr".
    Hour = "hour",
    /// The first half of the day: "am".
    Morning = "morning",
    /// The second half of the day: "pm".
    Evening = "evening",
    /// Tags: "filed under".
    Tags = "tags",
    /// Who made a picture: "photo".
    Image = "image",
    /// What stands before the name of an author of whom more is told: "about".
    Bio = "bio",
}

/// The longest name of a month, in bytes.
const LONGEST_MONTH: usize = 40;
/// The longest mark, in bytes.
const LONGEST_MARK: usize = 48;

fn read_months(table: &'static str) -> HashMap<&'static str, u32> {
    rows(table)
        .flat_map(|(_, names)| names.split(' '))
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
        .collect()
}

fn read_marks(table: &'static str) -> HashMap<&'static str, u16> {
    let mut marks = HashMap::new();
    for (kind, words) in rows(table) {
        for word in words.split('|') {
            *marks.entry(word).or_insert(0) |= bit_of(kind);
        }
    }
    marks
}

fn read_zones(table: &'static str) -> HashMap<&'static str, i16> {
    rows(table)
        .filter_map(|(offset, names)| Some((offset.parse::<i16>().ok()?, names)))
        .flat_map(|(offset, names)| names.split('|').map(move |name| (name, offset)))
        .collect()
}

fn read_common(table: &'static str) -> HashMap<&'static str, &'static str> {
    rows(table)
        .flat_map(|(language, words)| words.split('|').map(move |word| (word, language)))
        .collect()
}

/// What the words of a table look like, so that most others are never looked up: Bloom filters, of the lengths of those in
/// ASCII with their first two bytes and their last, and of the first letters of all.
struct Looks {
    plain: [u64; LOOKS],
    letters: [u64; LOOKS],
}

/// In words of so many bits, of which the tables take a few in a hundred.
const LOOKS: usize = 256;
/// So many letters of words outside of ASCII are looked at.
const LETTERS: usize = 3;

impl Looks {
    fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut looks = Looks { plain: [0; LOOKS], letters: [0; LOOKS] };
        for word in words {
            if word.is_ascii() {
                let (at, bit) = look(word.as_bytes());
                looks.plain[at] |= bit;
            }
            let (at, bit) = look_of_letters(word);
            looks.letters[at] |= bit;
        }
        looks
    }

    /// Whether the table could hold the text, whatever its case.
    fn may_hold(&self, text: &str) -> bool {
        let (at, bit) = look(text.as_bytes());
        self.plain[at] & bit != 0 || !text.is_ascii() && self.may_hold_letters(text)
    }

    fn may_hold_letters(&self, text: &str) -> bool {
        let (at, bit) = look_of_letters(text);
        self.letters[at] & bit != 0
    }
}

/// Where the bit of a word stands.
fn look(word: &[u8]) -> (usize, u64) {
    let byte = |byte: Option<&u8>| u32::from(byte.map_or(0, u8::to_ascii_lowercase));
    let [first, second, last] = [word.first(), word.get(1), word.last()].map(byte);
    place(first | second << 8 | last << 16 | (word.len() as u32) << 24)
}

/// The same of the first letters in lower case; one Greek letter has two forms there.
fn look_of_letters(word: &str) -> (usize, u64) {
    let (mut mixed, mut left) = (0u32, LETTERS);
    let mut mix = |c: char| {
        let c = if c == 'ς' { 'σ' } else { c };
        left = left.saturating_sub(1);
        mixed = mixed.rotate_left(11) ^ c as u32;
        left > 0
    };
    for c in word.chars() {
        let more = match c {
            '\0'..='\x7f' => mix(c.to_ascii_lowercase()),
            _ if is_lower(c) || is_caseless(c) => mix(c),
            _ => c.to_lowercase().all(&mut mix),
        };
        if !more {
            break;
        }
    }
    place(mixed)
}

fn place(mixed: u32) -> (usize, u64) {
    let bit = mixed.wrapping_mul(0x9e37_79b1) >> 18;
    (bit as usize / 64, 1 << (bit % 64))
}

/// What a table says of a word as it stands, else of the word in lower case.
fn in_any_case<T: Copy>(table: &HashMap<&str, T>, looks: &Looks, word: &str) -> Option<T> {
    if !looks.may_hold(word) {
        return None;
    }
    let lower = || has_case(word).then(|| word.to_lowercase());
    table.get(word).copied().or_else(|| table.get(lower()?.as_str()).copied())
}

/// Whether a character of the word may be another one in lower case.
fn has_case(word: &str) -> bool {
    let settled = |c: char| match c {
        '\0'..='\x7f' => !c.is_ascii_uppercase(),
        _ => is_lower(c) || is_caseless(c),
    };
    !word.chars().all(settled)
}

/// What other calendars than the Gregorian one call their months, and their eras.
struct Calendars {
    months: Vec<&'static str>,
    eras: Vec<&'static str>,
}

fn read_calendars(table: &'static str) -> Calendars {
    let of = |era: bool| {
        let chosen = rows(table).filter(move |(kind, _)| (*kind == "era") == era);
        chosen.flat_map(|(_, names)| names.split('|')).collect()
    };
    Calendars { months: of(false), eras: of(true) }
}

/// The rows of a table: first column, second column.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn bit(mark: Mark) -> u16 {
    1 << mark as u16
}

/// The number of the month that the word names, in any of the languages, whatever its case.
pub fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    if word.len() < 2 || word.len() > LONGEST_MONTH {
        return None;
    }
    in_any_case(&MONTHS, &MONTH_LOOKS, word)
}

/// Where the name of a month of another calendar ends that begins the text.
pub fn foreign_month(text: &str) -> Option<usize> {
    // the names are Hebrew or Arabic
    if text.as_bytes().first().is_none_or(|b| !(0xD7..0xE0).contains(b)) {
        return None;
    }
    let whole = |name: &&&str| {
        text.strip_prefix(**name).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    CALENDARS.months.iter().find(whole).map(|name| name.len())
}

/// Where the name of an era begins that ends the text.
pub fn era_start(text: &str) -> Option<usize> {
    CALENDARS.eras.iter().find_map(|era| text.strip_suffix(era)).map(str::len)
}

/// Whether the word is a given name in some land.
pub fn is_given_name(word: &str) -> bool {
    GIVEN_LOOKS.may_hold(word) && GIVEN.contains(word.to_lowercase().as_str())
}

/// The language of which the word, in lower case, is one of the most frequent ones.
pub fn language(word: &str) -> Option<&'static str> {
    COMMON.get(word).copied()
}

/// Whether the word is one of the most frequent ones of some language, whatever its case.
pub fn is_common(word: &str) -> bool {
    COMMON_LOOKS.may_hold(word) && language(&word.to_lowercase()).is_some()
}

/// The offset of the zone of that name, in minutes east of UTC.
pub fn zone(name: &str) -> Option<i16> {
    ZONES.get(name).copied()
}

/// What a phrase announces: a set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u16);

impl Marks {
    /// What the phrase announces, whatever its case and with a colon behind it or not.
    pub fn of(phrase: &str) -> Marks {
        Marks(marks(phrase))
    }

    /// Whether it announces that.
    pub fn has(self, mark: Mark) -> bool {
        self.0 & bit(mark) != 0
    }
}

/// Whether the phrase is such a mark, whatever its case and with a colon behind it or not.
pub fn is_mark(phrase: &str, mark: Mark) -> bool {
    marks(phrase) & bit(mark) != 0
}

/// Whether a mark of an author may begin with this word. Says no to most others.
pub(super) fn may_begin_author(word: &str) -> bool {
    AUTHOR_LOOKS.may_hold(without_stop(word))
}

/// Whether the word is a mark of an author. Says so much faster of others than [`is_mark`].
pub(super) fn is_author(word: &str) -> bool {
    AUTHORS.may_hold(without_stop(trim(word))) && is_mark(word, Mark::Author)
}

/// Whether the phrase is one of these marks.
pub fn is_any_mark(phrase: &str, any: &[Mark]) -> bool {
    marks(phrase) & any.iter().fold(0, |all, mark| all | bit(*mark)) != 0
}

/// Whether the text ends with such a mark, marks of punctuation behind it left aside.
pub fn announces(before: &str, mark: Mark) -> bool {
    let blank =
        |c: char| matches!(c, ' ' | '(' | '|' | '·' | '•' | '-' | '/' | '\u{a0}' | ':' | ',');
    let closed = [' ', ':', '\u{ff1a}', '(', '\u{a0}', '-', '–', '|', ',', '[', '.'];
    let before = before.trim_end_matches(closed);
    let starts = before.char_indices().rev().filter(|(_, c)| blank(*c));
    let starts = starts.map(|(at, c)| at + c.len_utf8()).take(PHRASE);
    let whole = (before.len() < LONGEST_MARK).then_some(0);
    starts.chain(whole).any(|at| is_mark(&before[at..], mark))
}

/// Most words of a mark.
const PHRASE: usize = 4;

/// The phrase without colons and full stops behind it.
fn without_stop(phrase: &str) -> &str {
    match phrase.as_bytes().last() {
        Some(last) if last.is_ascii_alphabetic() => phrase,
        _ => phrase.trim_end_matches([':', '\u{ff1a}', '.']).trim_end(),
    }
}

fn marks(phrase: &str) -> u16 {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = phrase.as_bytes();
    let bare = plain(bytes.first()) && plain(bytes.last());
    let phrase = if bare { phrase } else { without_stop(trim(phrase)) };
    if phrase.is_empty() || phrase.len() > LONGEST_MARK {
        return 0;
    }
    in_any_case(&MARKS, &MARK_LOOKS, phrase).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (name, number) in [
            ("March", 3),
            ("märz", 3),
            ("Sept.", 9),
            ("июня", 6),
            ("ΜΑΡΤΊΟΥ", 3),
            ("août", 8),
            ("يوليو", 7),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("harbour"), None);
        assert_eq!(month(""), None);
    }

    #[test]
    fn given_names_are_known_in_every_case() {
        for name in GIVEN.iter() {
            for cased in [name.to_string(), name.to_uppercase()] {
                assert_eq!(is_given_name(&cased), GIVEN.contains(cased.to_lowercase().as_str()));
            }
        }
        for word in COMMON.keys() {
            assert!(
                is_common(word) && is_common(&word.to_uppercase()) || word.contains('ς'),
                "{word}"
            );
        }
        assert!(is_author("By:") && is_author("Автор") && !is_author("and"));
    }

    #[test]
    fn words_are_known_in_every_case() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(table: &HashMap<&str, T>, looks: &Looks) {
            for word in table.keys() {
                for cased in [word.to_string(), word.to_uppercase()] {
                    let lower = cased.to_lowercase();
                    let slow = table.get(cased.as_str()).or_else(|| table.get(lower.as_str()));
                    assert_eq!(in_any_case(table, looks, &cased), slow.copied(), "{cased}");
                }
            }
        }
        check(&MONTHS, &MONTH_LOOKS);
        check(&MARKS, &MARK_LOOKS);
        for c in '\0'..=char::MAX {
            let word = c.to_string();
            assert!(has_case(&word) || word.to_lowercase() == word, "{c:?}");
        }
    }

    #[test]
    fn marks_have_their_kind() {
        assert!(is_mark("By", Mark::Author));
        assert!(is_mark("Автор:", Mark::Author));
        assert!(is_mark("Aktualisiert:", Mark::Modified));
        assert!(is_mark("und", Mark::And));
        assert!(!is_mark("und", Mark::Author));
    }

    #[test]
    fn every_row_of_the_marks_has_a_kind() {
        for (kind, words) in rows(include_str!("words/marks.tsv")) {
            assert!(bit_of(kind) > 0, "{kind}");
            for word in words.split('|') {
                assert!(!word.is_empty() && word.len() <= LONGEST_MARK, "{word}");
                assert_eq!(word, word.trim().trim_end_matches(['.', ':']), "{word}");
            }
        }
    }
}
