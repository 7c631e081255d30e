//! Lines that say who wrote a text. Only strong evidence counts: a word that announces an author, and a name.

mod ends;
mod word;

use super::bytes::{self, at_most, equal, position, position_of_two};
use super::dates;
use super::trim;
use super::words::{self, Mark};
pub(super) use word::is_particle;
use word::{bare, is_name_word, may_begin_name};

/// Where the names stand in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// First and one past the last byte of each name.
    pub names: Vec<(usize, usize)>,
}

/// Longest line that is read.
const LONGEST: usize = 400;
/// Most words that announce an author.
const MARK_WORDS: usize = 4;
/// Most places within a line where a byline is looked for.
const PARTS: usize = 12;
/// Most authors of one line.
const AUTHORS: usize = 6;

/// The byline that begins the text.
pub fn find(text: &str) -> Option<Byline> {
    let from = mark_end(text).filter(|_| text.len() <= LONGEST)?;
    let names = names_from(text, from);
    (!names.is_empty()).then_some(Byline { names })
}

/// The byline that begins the text, or stands in it behind a date, a number or a mark between parts:
/// `3 March 2019 by Ann Lee`.
pub fn within(text: &str) -> Option<Byline> {
    find(text).or_else(|| behind_part(text))
}

/// The byline behind a date, a number or a mark between parts.
fn behind_part(text: &str) -> Option<Byline> {
    let bytes = text.as_bytes();
    // what ends a part, or the last byte of it, and a space
    let may_end = |a, b| {
        let plain = (at_most(a, b'9') & !at_most(a, b'0' - 1)) | equal(a, b')') | equal(a, b'|');
        (plain | !at_most(a, 0x7f)) & equal(b, b' ')
    };
    let mut from = 0;
    let spaces = std::iter::from_fn(|| {
        from += position_of_two(bytes.get(from..)?, may_end)? + 1;
        Some(from)
    });
    spaces.filter(|at| ends_part(&text[..*at])).take(PARTS).find_map(|at| {
        let found = find(&text[at + 1..])?;
        let moved = |(start, end): &(usize, usize)| (start + at + 1, end + at + 1);
        Some(Byline { names: found.names.iter().map(moved).collect() })
    })
}

fn ends_part(before: &str) -> bool {
    if before.as_bytes().last().is_none_or(u8::is_ascii_alphabetic) {
        return false;
    }
    before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '|' | '·' | '•' | '–' | '—'))
}

/// Behind the longest mark that begins the text.
pub(crate) fn mark_end(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| !c.is_lowercase() || text.len() < 60)?;
    if !first.is_alphabetic() {
        return None;
    }
    let mut at = 0;
    let ends = std::iter::from_fn(|| {
        let (start, len) = mark_behind(text, at)?;
        at = start + len;
        Some((start, at))
    });
    let mut ends = ends.take(MARK_WORDS).peekable();
    if !ends.peek().is_some_and(|(end, _)| words::may_begin_author(&text[..*end])) {
        return None;
    }
    let found = ends.filter(|(at, _)| words::is_mark(&text[..*at], Mark::Author)).last()?;
    let rest = &text[found.1..];
    Some(found.1 + (rest.len() - rest.trim_start_matches([' ', ':', '\u{ff1a}', '\u{a0}']).len()))
}

/// Where the next blank, colon or slash from `at` on stands, and its length.
fn mark_behind(text: &str, mut at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let plain = |bytes| equal(bytes, b' ') | equal(bytes, b':') | equal(bytes, b'/');
    let may_be = |bytes| plain(bytes) | equal(bytes, 0xc2) | equal(bytes, 0xef);
    loop {
        at += position(bytes.get(at..)?, may_be)?;
        let len = match bytes[at..] {
            [b' ' | b':' | b'/', ..] => 1,
            [0xc2, 0xa0, ..] => "\u{a0}".len(),
            [0xef, 0xbc, 0x9a, ..] => "\u{ff1a}".len(),
            _ => {
                at += 1;
                continue;
            }
        };
        return Some((at, len));
    }
}

/// Most words of a name, and one more.
const NAME_WORDS: usize = 6;

/// A name at `at`: up to five words that begin with a capital, or up to six letters of a script without case.
fn name(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    if !may_begin_name(rest) {
        return None;
    }
    let (mut found, mut len) = ([(0, 0); NAME_WORDS], 0);
    for (word, place) in bytes::words_of_name(rest).zip(&mut found) {
        let from = word.as_ptr() as usize - rest.as_ptr() as usize;
        let bare = bare(word);
        let fits = is_name_word(bare) || (len > 0 && is_particle(bare));
        if !fits || begins_date(rest, from, bare) || bare.eq_ignore_ascii_case("for") {
            break;
        }
        *place = (from, from + bare.len());
        len += 1;
        if bare.len() < word.len() {
            break;
        }
    }
    let words = ends::without_ends(rest, found.get(..len)?);
    let bare = without_roles(rest, words);
    // what a word announced may be a desk: `By Harbour Staff`
    let announced = || text[..at].trim_end().ends_with(|c: char| c.is_alphabetic() || c == ':');
    let all = words.first().is_some_and(|first| first.0 == 0);
    let desk = bare.len() == 1 && words.len() > 1 && all && announced();
    let words = if desk { words } else { bare };
    let end = ends::unglued(rest, words)?;
    let count = words.iter().filter(|&&(a, z)| !is_particle(&rest[a..z])).count();
    let found = rest.get(..end)?;
    let sound = (2..=5).contains(&count) || (count == 1 && is_dense(found));
    sound.then_some((at, at + end))
}

/// A month before a number begins a date.
fn begins_date(rest: &str, from: usize, word: &str) -> bool {
    let after = rest.as_bytes()[from + word.len()..].iter().find(|b| !matches!(b, b' ' | b'.'));
    after.is_some_and(u8::is_ascii_digit) && words::month(word).is_some()
}

/// What somebody is stands behind the name: `Ann Lee Staff Writer`. The words before it.
fn without_roles<'f>(rest: &str, found: &'f [(usize, usize)]) -> &'f [(usize, usize)] {
    let cut = (1..=3).rev().filter_map(|len| found.len().checked_sub(len).filter(|from| *from > 0));
    let mut cut = cut.filter(|from| {
        let phrase = &rest[found[*from].0..found[found.len() - 1].1];
        words::is_any_mark(phrase, &[Mark::Role, Mark::Agency, Mark::Image])
    });
    let found = cut.next().and_then(|from| found.get(..from)).unwrap_or(found);
    // a picture of somebody says the name first: `Ann Lee Ann Lee`
    let half = found.len() / 2;
    let word = |at: usize| &rest[found[at].0..found[at].1];
    let twice = half * 2 == found.len() && (0..half).all(|at| word(at) == word(at + half));
    if half > 1 && twice { &found[..half] } else { found }
}

/// Whether the text is a short name of a script without case.
fn is_dense(name: &str) -> bool {
    let letters = name.chars().count();
    let bare = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    (2..=6).contains(&letters) && name.chars().all(bare)
}

/// Who signs a text, by the form of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// First and one past the last byte of each name.
    pub names: Vec<(usize, usize)>,
    /// Whether a word announces them.
    pub marked: bool,
    /// Whether what somebody is stands behind them.
    pub role: bool,
    /// Whether the names are all that the line says.
    pub alone: bool,
}

/// What parts a line.
const PARTS_OF_LINE: [char; 9] = ['|', '•', '·', '–', '—', '\t', '»', '›', '\u{3000}'];

/// The names of a line that names people and says little else: with a word that announces them, or alone, or with what
/// they are, or beside a date.
pub fn signature(text: &str) -> Option<Signature> {
    if text.len() > LONGEST {
        return None;
    }
    let mut at = 0;
    loop {
        let (len, mark) = part(&text[at..]);
        let part = &text[at..at + len];
        let skip = behind_slash(part);
        let trimmed = trim(&part[skip..]);
        let from = at + skip + (part[skip..].len() - part[skip..].trim_start().len());
        if let Some(mut found) = signed_part(trimmed) {
            found.alone &= trimmed.len() == trim(text).len();
            found.names.iter_mut().for_each(|(a, z)| (*a, *z) = (*a + from, *z + from));
            return Some(found);
        }
        at += len + mark;
        if mark == 0 {
            // what was read just now begins with no byline
            let whole = trimmed.len() == text.len();
            let found = if whole { behind_part(text) } else { within(text) };
            return found.map(Signature::of);
        }
    }
}

/// How long the first part of a line is, and the mark behind it; no mark ends the last one.
fn part(text: &str) -> (usize, usize) {
    // those outside of ASCII begin with one of three bytes
    let wide = |bytes| equal(bytes, 0xc2) | equal(bytes, 0xe2) | equal(bytes, 0xe3);
    let may_part = |bytes| equal(bytes, b'|') | equal(bytes, b'\t') | wide(bytes);
    let mut at = 0;
    while let Some(next) = position(&text.as_bytes()[at..], may_part) {
        at += next;
        let Some(c) = text[at..].chars().next() else { break };
        if PARTS_OF_LINE.contains(&c) {
            return (at, c.len_utf8());
        }
        at += c.len_utf8();
    }
    (text.len(), 0)
}

/// Behind the last ` / ` with a digit before it.
fn behind_slash(part: &str) -> usize {
    if memchr::memchr(b'/', part.as_bytes()).is_none() {
        return 0;
    }
    let slash =
        part.rfind(" / ").filter(|slash| part[..*slash].contains(|c: char| c.is_ascii_digit()));
    slash.map_or(0, |slash| slash + 3)
}

impl Signature {
    fn of(found: Byline) -> Self {
        Signature { names: found.names, marked: true, role: false, alone: false }
    }
}

fn signed_part(part: &str) -> Option<Signature> {
    if let Some(from) = mark_end(part) {
        let names = names_from(part, from);
        let names = if names.is_empty() { single(part, from)? } else { names };
        return Some(Signature { names, marked: true, role: false, alone: false });
    }
    if words::is_mark(part, Mark::Agency) {
        let names = vec![(0, part.len())];
        return Some(Signature { names, marked: false, role: false, alone: true });
    }
    let names = names_from(part, 0);
    let &(_, end) = names.last()?;
    if end > NAMES || is_other(&part[..end]) {
        return None;
    }
    let rest = part[end..].trim_start_matches([' ', ',', '-', '(', '/', '\u{a0}']);
    let phrase = rest.split([',', '|', '(', ')', ' ']).next().unwrap_or("");
    let role = words::is_mark(rest.trim_end_matches(')'), Mark::Role)
        || words::is_mark(phrase, Mark::Role);
    let dated = rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with('@');
    let alone = rest.is_empty() || rest == &part[..end];
    (alone || role || dated).then_some(Signature { names, marked: false, role, alone })
}

/// Names in a row are no longer than this, in bytes.
const NAMES: usize = 120;

/// Words that have a meaning of their own are no name.
fn is_other(phrase: &str) -> bool {
    let kinds = [Mark::Tags, Mark::Published, Mark::Modified, Mark::Role, Mark::Author];
    words::is_any_mark(phrase, &kinds)
}

/// One word alone behind a mark: the name of a user or of an agency.
pub(super) fn single(part: &str, from: usize) -> Option<Vec<(usize, usize)>> {
    let rest = &part[from..];
    let word = rest.split([' ', ',']).next()?;
    let word = word.trim_end_matches([',', ';', '|', '(', ':']);
    // a day may be glued to it: `paddy13.01.2014`
    let number = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 1);
    let day =
        number.filter(|at| dates::find(&rest[*at..], 1).first().is_some_and(|it| it.start == 0));
    let word = day.map_or(word, |at| &word[..at]);
    let after = rest[word.len()..].trim_start_matches([' ', ',', '/', '-', '|', '(']);
    let next = after.split(' ').next().unwrap_or("");
    let over = after.is_empty()
        || after.starts_with(|c: char| c.is_ascii_digit())
        || words::is_mark(next, Mark::Published)
        || words::is_mark(next, Mark::Clock);
    let fits = (2..=40).contains(&word.len())
        && word.starts_with(char::is_alphabetic)
        && !word.contains(['/', '\'', '"'])
        && !is_other(word)
        && words::month(word).is_none()
        && words::language(word).is_none();
    (fits && over).then(|| vec![(from, from + word.len())])
}

pub(super) fn names_from(text: &str, from: usize) -> Vec<(usize, usize)> {
    let (mut names, mut at) = (Vec::new(), from);
    while names.len() < AUTHORS {
        let Some((start, end)) = name(text, at) else { break };
        names.push((start, end));
        let Some(next) = behind_and(text, end) else { break };
        at = next;
    }
    names
}

/// Behind a comma or an "and" that stands between two names.
fn behind_and(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let open = rest.trim_start_matches([' ', ',', '\u{a0}']);
    let start = text.len() - open.len();
    let word = open.split(' ').next().unwrap_or_default();
    if words::is_mark(word, Mark::And) {
        let after = open[word.len()..].trim_start_matches(' ');
        return Some(text.len() - after.len());
    }
    let marks = [", ", " , ", ",\u{a0}", "; ", " / ", "/", " + ", "、", "・", "・ "];
    let mark = marks.iter().find(|mark| rest.starts_with(**mark));
    mark.map(|mark| at + mark.len()).or((rest.starts_with(", ") && start > at).then_some(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(text: &str) -> Vec<&str> {
        find(text).map(|b| b.names.iter().map(|&(a, z)| &text[a..z]).collect()).unwrap_or_default()
    }

    #[test]
    fn names_behind_their_marks() {
        assert_eq!(names("By Ann Lee"), ["Ann Lee"]);
        assert_eq!(names("By Ann Lee and J. P. O’Hara, Harbour desk"), ["Ann Lee", "J. P. O’Hara"]);
        assert_eq!(names("Von Jan van der Meer"), ["Jan van der Meer"]);
        assert_eq!(names("Автор: Мария Иванова"), ["Мария Иванова"]);
        assert_eq!(names("Written by Ann Lee | 3 March 2023"), ["Ann Lee"]);
        let behind = |text: &'static str| -> Vec<&str> {
            within(text)
                .map(|b| b.names.iter().map(|&(a, z)| &text[a..z]).collect())
                .unwrap_or_default()
        };
        assert_eq!(behind("Posted on March 3, 2019 by Ann Lee"), ["Ann Lee"]);
        assert_eq!(behind("Harbour news | By Ann Lee and Bo Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(behind("The pier was built by Ann Lee"), Vec::<&str>::new());
        for text in
            ["By the harbour", "Ann Lee", "Byzantine Ships Found", "Text size", "By May 2023"]
        {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn marks_are_those_of_the_slow_way(
            text in "(by|By|Text|und|fotos|von|Автор|записал|[:./ ]|[a-z]|: |\u{a0}|\u{ff1a}){0,9}"
        ) {
            let is_end = |c: char| matches!(c, ' ' | ':' | '\u{ff1a}' | '/' | '\u{a0}');
            let begins = text.starts_with(char::is_alphabetic) && text.len() < 60;
            let ends = text.char_indices().filter(|(_, c)| begins && is_end(*c)).take(MARK_WORDS);
            let last = ends.filter(|(at, _)| words::is_mark(&text[..*at], Mark::Author)).last();
            let behind = |(at, c): (usize, char)| {
                let rest = &text[at + c.len_utf8()..];
                text.len() - rest.trim_start_matches([' ', ':', '\u{ff1a}', '\u{a0}']).len()
            };
            prop_assert_eq!(mark_end(&text), last.map(behind));
        }

        #[test]
        fn parts_are_those_of_the_slow_way(
            text in "([A-Z][a-z]{2}|By|by|and|3 March 2023|Reuters|[a-z]|[0-9]|[ ,:()/|é–—©\u{3000}\u{a0}]| ){0,12}"
        ) {
            let mut at = 0;
            let parts = text.split(PARTS_OF_LINE).find_map(|part| {
                let slash = part.rfind(" / ").filter(|s| part[..*s].contains(|c: char| c.is_ascii_digit()));
                let skip = slash.map_or(0, |slash| slash + 3);
                let trimmed = part[skip..].trim();
                let from = at + skip + (part[skip..].len() - part[skip..].trim_start().len());
                at += part.len() + text[at + part.len()..].chars().next().map_or(0, char::len_utf8);
                let found = signed_part(trimmed)?;
                let names = found.names.iter().map(|(a, z)| (a + from, z + from)).collect();
                let alone = found.alone && trimmed.len() == text.trim().len();
                Some(Signature { names, alone, ..found })
            });
            prop_assert_eq!(signature(&text), parts.or_else(|| within(&text).map(Signature::of)));
        }
    }

    /// The names of a line, and whether a word announces them.
    fn signed(text: &str) -> Option<(Vec<&str>, bool)> {
        let found = signature(text)?;
        Some((found.names.iter().map(|&(a, z)| &text[a..z]).collect(), found.marked))
    }

    #[test]
    fn lines_that_name_people_and_little_else() {
        for (text, names, marked) in [
            ("Ann Lee", vec!["Ann Lee"], false),
            ("Ann Lee, Staff Writer", vec!["Ann Lee"], false),
            ("Ann Lee Ann Lee", vec!["Ann Lee"], false),
            ("Ann Lee and Bo Ek | 3 March 2023", vec!["Ann Lee", "Bo Ek"], false),
            ("3 March 2023 | 15:33 | Ann Lee", vec!["Ann Lee"], false),
            ("9. September 2025 um 15:46 Uhr / Ann Lee", vec!["Ann Lee"], false),
            ("By Ann Lee, Reuters", vec!["Ann Lee"], true),
            ("Von Ann Lee und Bo Ek", vec!["Ann Lee", "Bo Ek"], true),
            ("Par Ann Lee et Bo Ek", vec!["Ann Lee", "Bo Ek"], true),
            ("Von paddy 13. Januar 2014", vec!["paddy"], true),
            ("Von paddy13.01.2014, 18:58", vec!["paddy"], true),
            ("記者 松岡大地", vec!["松岡大地"], true),
        ] {
            assert_eq!(signed(text), Some((names, marked)), "{text}");
        }
        for text in ["The pier is closed until Friday", "Published", "Staff Writer", "2 March"] {
            assert_eq!(signed(text), None, "{text}");
        }
    }
}
