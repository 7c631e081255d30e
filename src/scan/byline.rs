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
    let mut names = Vec::new();
    let mut at = from;
    while names.len() < AUTHORS {
        let Some((start, end)) = name(text, at) else { break };
        names.push((start, end));
        let Some(next) = behind_and(text, end) else { break };
        at = next;
    }
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
    let mut end = 0;
    let mut count = 0;
    for word in rest.split(' ').take(6) {
        let bare = word.trim_end_matches([',', ';', '|', '(', '·', '•']);
        if !(is_name_word(bare) || (count > 0 && is_particle(bare))) {
            break;
        }
        count += usize::from(!is_particle(bare));
        end = (word.as_ptr() as usize - rest.as_ptr() as usize) + bare.len();
        if bare.len() < word.len() {
            break;
        }
    }
    let found = rest.get(..end)?;
    let dense = found.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    let sound = (2..=5).contains(&count) || (count == 1 && dense && found.chars().count() <= 6);
    sound.then_some((at, at + end))
}

fn is_name_word(word: &str) -> bool {
    let Some(first) = word.chars().next() else { return false };
    first.is_alphabetic()
        && !first.is_lowercase()
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
    (rest.starts_with(", ") && start > at).then_some(start)
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
}
