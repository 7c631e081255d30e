//! Lines that could name an author, by less than `byline` asks for: what they say must be weighed by who knows the page.

use super::byline::{mark_end, names_from, single};
use super::bytes::{equal, position_of_two, words as words_of};
use super::words::{self, Mark};
use super::{dates, trim};

/// Why a line could name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It has the form of a byline.
    Byline,
    /// A word that announces an author stands within it.
    Within,
    /// Such a word is glued to the name.
    Glued,
    /// The name stands behind a date.
    Dated,
    /// The name stands before a mark that parts a line.
    Parted,
    /// One word between marks, beside a date.
    User,
    /// It begins with a given name, and goes on.
    Titled,
}

/// Longest line that is read, in bytes.
const LONGEST: usize = 160;
/// Most words in which a mark is looked for.
const WORDS: usize = 14;
/// Most dates of a line.
const DATES: usize = 3;

/// First and one past the last byte of each name.
type Names = Vec<(usize, usize)>;

/// The names of a line, and why they could be such.
pub fn find(text: &str) -> Option<(Names, Form)> {
    if text.len() > LONGEST {
        return addressed(text).map(|names| (names, Form::Parted));
    }
    let found = within(text).map(|names| (names, Form::Within));
    let found = found.or_else(|| glued(text).map(|names| (names, Form::Glued)));
    let found = found.or_else(|| beside_date(text));
    let found = found.or_else(|| parted(text).map(|names| (names, Form::Parted)));
    found.or_else(|| titled(text).map(|names| (names, Form::Titled)))
}

/// `Ann Lee https://harbour-post.example/people/ann-lee`.
fn addressed(text: &str) -> Option<Names> {
    let names = names_from(text, 0);
    text[names.last()?.1..].starts_with(" http").then_some(names)
}

/// `Ann Lee Deputy Harbour Correspondent`: more words than a name has, of which the first is a given name.
fn titled(text: &str) -> Option<Names> {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if text.len() >= TITLED || !capital(text) {
        return None;
    }
    let mut parts = words_of(text);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let short = second.ends_with('.') || second.chars().count() == 1;
    let last = if short { third } else { second };
    let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
    (capital(last) && words::is_given_name(first)).then(|| vec![(0, end)])
}

/// A name with a title is no longer than this, in bytes.
const TITLED: usize = 90;

/// `Kolumne von Ann Lee`, `12/04/2020 by Kay 24 Comments`.
fn within(text: &str) -> Option<Names> {
    let (mut start, mut left) = (None, WORDS);
    for (end, byte) in text.bytes().enumerate() {
        if !matches!(byte, b' ' | b':') {
            continue;
        }
        let word = start.take().filter(|&at| text.get(at..end).is_some_and(words::is_author));
        if let Some(found) = word.and_then(|at| announced(text, at, end)) {
            return Some(found);
        }
        if byte == b' ' && left > 0 {
            (start, left) = (Some(end + 1), left - 1);
        }
    }
    None
}

/// Who is named behind a word that announces an author.
fn announced(text: &str, start: usize, end: usize) -> Option<Names> {
    let from = mark_end(&text[start..]).map_or(end + 1, |len| start + len);
    let names = names_from(text, from);
    if names.is_empty() { single(text, from).filter(|_| end - start > 1) } else { Some(names) }
}

/// `ByAnn Lee`.
fn glued(text: &str) -> Option<Names> {
    let lead = text.len() - text.trim_start_matches(['_', '*', ' ']).len();
    let word = words_of(&text[lead..]).next()?;
    let capital = |&(at, c): &(usize, char)| {
        at > 0 && c.is_uppercase() && word[..at].ends_with(|c: char| c.is_lowercase() || c == ':')
    };
    let (at, _) = word.char_indices().find(capital)?;
    let names = names_from(text, lead + at);
    (words::is_mark(&word[..at], Mark::Author) && !names.is_empty()).then_some(names)
}

/// `1. Februar 2022 Ann Lee 6`, `26 Mai, 2008 | ann_lee | 3`.
fn beside_date(text: &str) -> Option<(Names, Form)> {
    let found = text.bytes().any(|b| b.is_ascii_digit()).then(|| dates::find(text, DATES))?;
    let from = found.first()?.end;
    let breaks = text[from..].match_indices(' ').map(|(at, _)| from + at).take(WORDS);
    let digit = |at: &usize| text[..*at].ends_with(|c: char| !c.is_alphabetic());
    let behind = breaks.filter(digit).find_map(|at| {
        let rest = text[at..].trim_start_matches(|c: char| !c.is_alphabetic());
        let names = names_from(text, text.len() - rest.len());
        (!names.is_empty()).then_some((names, Form::Dated))
    });
    behind.or_else(|| {
        let mut at = 0;
        text.split(['|', '·', '•']).find_map(|part| {
            let (from, word) = (at + part.len() - part.trim_start().len(), trim(part));
            at += part.len() + text[at + part.len()..].chars().next().map_or(0, char::len_utf8);
            (word.len() < text.len() && is_user(word))
                .then(|| (vec![(from, from + word.len())], Form::User))
        })
    })
}

/// `Ann Lee / Harbour Post / 3 March 2023`, `Harbour Staff - 1`.
fn parted(text: &str) -> Option<Names> {
    // what all of the marks below begin with
    let mark = |a, b| {
        let plain =
            equal(a, b'/') | equal(a, b'-') | equal(a, b'.') | equal(a, b':') | equal(a, b',');
        plain | equal(a, 0xe2) | equal(a, b' ') & equal(b, b'h')
    };
    position_of_two(text.as_bytes(), mark)?;
    let names = names_from(text, 0);
    let rest = &text[names.last()?.1..];
    [" / ", " - ", " – ", " http", ". ", ": ", ", "]
        .iter()
        .any(|mark| rest.starts_with(mark))
        .then_some(names)
}

/// One word that may be the name of a user.
pub fn is_user(word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    (2..=24).contains(&word.len())
        && word.starts_with(char::is_alphabetic)
        && word.chars().all(inside)
        && words::month(word).is_none()
        && !words::is_common(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Option<(Vec<&str>, Form)> {
        let (names, form) = find(text)?;
        Some((names.into_iter().map(|(a, z)| &text[a..z]).collect(), form))
    }

    #[test]
    fn names_by_less_than_a_byline() {
        for (text, name, form) in [
            ("12/04/2020 by Kay 24 Comments", "Kay", Form::Within),
            ("Kolumne von Ann Lee", "Ann Lee", Form::Within),
            ("ByAnn Lee", "Ann Lee", Form::Glued),
            ("1. Februar 2022 Ann Lee 6", "Ann Lee", Form::Dated),
            ("26 Mai, 2008 | ann_lee | 3", "ann_lee", Form::User),
            ("Ann Lee / HARBOUR.EXAMPLE / Apr 16, 2026", "Ann Lee", Form::Parted),
        ] {
            assert_eq!(names(text), Some((vec![name], form)), "{text}");
        }
        assert_eq!(names("The harbour is closed."), None);
    }
}
