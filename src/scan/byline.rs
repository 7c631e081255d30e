//! Lines that say who wrote a text. Only strong evidence counts: a word that announces an author, and a name.

use super::words::{self, Mark};

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
    find(text).or_else(|| {
        let parts = || text.match_indices(' ').filter(|(at, _)| ends_part(&text[..*at]));
        parts().take(PARTS).find_map(|(at, _)| {
            let found = find(&text[at + 1..])?;
            let moved = |(start, end): &(usize, usize)| (start + at + 1, end + at + 1);
            Some(Byline { names: found.names.iter().map(moved).collect() })
        })
    })
}

fn ends_part(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '|' | '·' | '•' | '–' | '—'))
}

/// Behind the longest mark that begins the text.
fn mark_end(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| !c.is_lowercase() || text.len() < 60)?;
    if !first.is_alphabetic() {
        return None;
    }
    let ends = text
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | ':' | '\u{ff1a}' | '/' | '\u{a0}'))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .take(MARK_WORDS);
    let found = ends.filter(|(at, _)| words::is_mark(&text[..*at], Mark::Author)).last()?;
    let rest = &text[found.1..];
    Some(found.1 + (rest.len() - rest.trim_start_matches([' ', ':', '\u{ff1a}', '\u{a0}']).len()))
}

/// A name at `at`: up to five words that begin with a capital, or up to six letters of a script without case.
fn name(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let mut words: Vec<(usize, usize)> = Vec::new();
    for word in rest.split(' ').take(6) {
        let from = word.as_ptr() as usize - rest.as_ptr() as usize;
        let bare = bare(word);
        let particle = is_particle(bare);
        let fits = is_name_word(bare) || (!words.is_empty() && particle);
        if !fits || begins_date(rest, from, bare) || bare.eq_ignore_ascii_case("for") {
            break;
        }
        words.push((from, from + bare.len()));
        if bare.len() < word.len() {
            break;
        }
    }
    cut_roles(rest, &mut words);
    let end = words.last()?.1;
    let count = words.iter().filter(|&&(a, z)| !is_particle(&rest[a..z])).count();
    let found = rest.get(..end)?;
    let sound = (2..=5).contains(&count) || (count == 1 && is_dense(found));
    sound.then_some((at, at + end))
}

/// The word without the marks behind it, and without a date that is glued to it.
fn bare(word: &str) -> &str {
    let digit = word.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 2);
    let word = digit.map_or(word, |at| &word[..at]);
    word.trim_end_matches([',', ';', '|', '(', '·', '•', '/', ':', '、', '@'])
}

/// A month before a number begins a date.
fn begins_date(rest: &str, from: usize, word: &str) -> bool {
    let after = rest[from + word.len()..].trim_start_matches([' ', '.']);
    after.starts_with(|c: char| c.is_ascii_digit()) && words::month(word).is_some()
}

/// What somebody is stands behind the name: `Ann Lee Staff Writer`.
fn cut_roles(rest: &str, found: &mut Vec<(usize, usize)>) {
    for len in (1..=3).rev() {
        let Some(from) = found.len().checked_sub(len).filter(|from| *from > 0) else { continue };
        let phrase = &rest[found[from].0..found[found.len() - 1].1];
        if words::is_mark(phrase, Mark::Role) || words::is_mark(phrase, Mark::Agency) {
            found.truncate(from);
            break;
        }
    }
    // a picture of somebody says the name first: `Ann Lee Ann Lee`
    let half = found.len() / 2;
    let word = |at: usize| &rest[found[at].0..found[at].1];
    if half > 1 && half * 2 == found.len() && (0..half).all(|at| word(at) == word(at + half)) {
        found.truncate(half);
    }
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
    for part in text.split(PARTS_OF_LINE) {
        let slash =
            part.rfind(" / ").filter(|slash| part[..*slash].contains(|c: char| c.is_ascii_digit()));
        let skip = slash.map_or(0, |slash| slash + 3);
        let trimmed = part[skip..].trim();
        let from = at + skip + (part[skip..].len() - part[skip..].trim_start().len());
        at += part.len() + text[at + part.len()..].chars().next().map_or(0, char::len_utf8);
        if let Some(mut found) = signed_part(trimmed) {
            found.alone &= trimmed.len() == text.trim().len();
            found.names.iter_mut().for_each(|(a, z)| (*a, *z) = (*a + from, *z + from));
            return Some(found);
        }
    }
    within(text).map(|found| Signature {
        names: found.names,
        marked: true,
        role: false,
        alone: false,
    })
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
    let rest = part[end..].trim_start_matches([' ', ',', '-', '(', '/', '\u{a0}']);
    let phrase = rest.split([',', '|', '(', ')', ' ']).next().unwrap_or("");
    let role = words::is_mark(rest.trim_end_matches(')'), Mark::Role)
        || words::is_mark(phrase, Mark::Role);
    let dated = rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with('@');
    let named = part[..end].len() <= NAMES && !is_other(&part[..end]);
    let alone = rest.is_empty() || rest == &part[..end];
    let fits = named && (alone || role || dated);
    fits.then_some(Signature { names, marked: false, role, alone })
}

/// Names in a row are no longer than this, in bytes.
const NAMES: usize = 120;

/// Words that have a meaning of their own are no name.
fn is_other(phrase: &str) -> bool {
    let kinds = [Mark::Tags, Mark::Published, Mark::Modified, Mark::Role, Mark::Author];
    kinds.into_iter().any(|mark| words::is_mark(phrase, mark))
}

/// One word alone behind a mark: the name of a user or of an agency.
fn single(part: &str, from: usize) -> Option<Vec<(usize, usize)>> {
    let rest = &part[from..];
    let word = rest.split([' ', ',']).next()?;
    let word = word.trim_end_matches([',', ';', '|', '(', ':']);
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
        && words::month(word).is_none();
    (fits && over).then(|| vec![(from, from + word.len())])
}

fn names_from(text: &str, from: usize) -> Vec<(usize, usize)> {
    let (mut names, mut at) = (Vec::new(), from);
    while names.len() < AUTHORS {
        let Some((start, end)) = name(text, at) else { break };
        names.push((start, end));
        let Some(next) = behind_and(text, end) else { break };
        at = next;
    }
    names
}

/// `Jr.` and `Prof.` are short for something; a longer word with a full stop ends a sentence.
const LONGEST_SHORT: usize = 5;

fn is_name_word(word: &str) -> bool {
    let Some(first) = word.chars().next() else { return false };
    first.is_alphabetic()
        && !first.is_lowercase()
        && !(word.ends_with('.') && word.chars().count() > LONGEST_SHORT)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‑'))
}

/// Small words inside names.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "do"
            | "dos"
            | "del"
            | "della"
            | "la"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ten"
            | "af"
            | "al"
            | "el"
            | "bin"
            | "zu"
    )
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
    let marks = [", ", "; ", " / ", "/", "、", "・", "・ "];
    let mark = marks.iter().find(|mark| rest.starts_with(**mark));
    mark.map(|mark| at + mark.len()).or((rest.starts_with(", ") && start > at).then_some(start))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("記者 松岡大地", vec!["松岡大地"], true),
        ] {
            assert_eq!(signed(text), Some((names, marked)), "{text}");
        }
        for text in ["The pier is closed until Friday", "Published", "Staff Writer", "2 March"] {
            assert_eq!(signed(text), None, "{text}");
        }
    }
}
