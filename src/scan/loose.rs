//! Lines that could name an author, by less than `byline` asks for: what they say must be weighed by who knows the page.

use super::byline::{mark_end, names_from, single};
use super::bytes::{at_most, equal, position_of_two, words as words_of};
use super::words::{self, Mark};
use super::{dates, head, trim};

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
    /// It stands in brackets at the end of a line.
    Enclosed,
    /// A sentence about somebody begins with it.
    Told,
    /// A desk, by one of its words.
    Desk,
    /// All of a line of which something else says that it names somebody.
    Whole,
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
        let found = addressed(text).map(|names| (names, Form::Parted));
        return found.or_else(|| stamped(text).map(|names| (names, Form::Dated)));
    }
    let found = within(text).map(|names| (names, Form::Within));
    let found = found.or_else(|| glued(text).map(|names| (names, Form::Glued)));
    let found = found.or_else(|| beside_date(text));
    let found = found.or_else(|| parted(text).map(|names| (names, Form::Parted)));
    let found = found.or_else(|| titled(text).map(|names| (names, Form::Titled)));
    let found = found.or_else(|| enclosed(text).map(|names| (names, Form::Enclosed)));
    found.or_else(|| desk(text).map(|name| (vec![name], Form::Desk)))
}

/// What closes what is opened by the mark.
const BRACKETS: [(char, char); 6] =
    [(')', '('), (']', '['), ('】', '【'), ('）', '（'), ('》', '《'), ('］', '［')];
/// Longest text between brackets, in bytes.
const BETWEEN: usize = 60;
/// What stands between names that are not parted by words.
const COMMAS: [char; 9] = [',', '、', '，', '/', '／', ';', '·', '・', '+'];

/// Names between brackets that end a text: `(lee)`, `[田中宏昌，港ニュース]`.
pub fn enclosed(text: &str) -> Option<Names> {
    let end = text.trim_end_matches([' ', '+', '.', '*', '_', '\u{a0}']);
    let close = end.chars().next_back().filter(|c| matches!(c, ')' | ']') || !c.is_ascii())?;
    let open = BRACKETS.iter().find(|(c, _)| *c == close)?.1;
    let to = end.len() - close.len_utf8();
    let from = end[..to].rfind(open)? + open.len_utf8();
    let inside = end.get(from..to).filter(|inside| inside.len() <= BETWEEN)?;
    let said = inside.split_once([':', '：']).map_or(inside, |(_, said)| said);
    let words = said.split(COMMAS).map(trim).filter(|word| is_initialed(word));
    let place = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start, start + word.len())
    };
    let names: Names = words.map(place).collect();
    (!names.is_empty()).then_some(names)
}

/// Letters, and few words.
fn is_initialed(word: &str) -> bool {
    let inside = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    (2..=40).contains(&word.len())
        && word.chars().all(inside)
        && word.split(' ').count() <= 4
        && words::month(word).is_none()
        && words::language(word).is_none()
}

/// A sentence about somebody: `Ann Lee is a writer and lives by the sea.`
pub fn told(text: &str) -> Option<Names> {
    // behind a name the sentence goes on with a small letter
    let goes_on = |a, b| {
        let small = !at_most(b, b'a' - 1) | at_most(b, b' ');
        (equal(a, b' ') | equal(a, b',')) & small
    };
    position_of_two(text.as_bytes(), goes_on)?;
    let names = names_from(head(text, TITLED), 0);
    let &[(_, end)] = names.as_slice() else { return None };
    let rest = text[end..].strip_prefix([' ', ','])?.trim_start();
    let goes_on = rest.starts_with(char::is_lowercase) && !text[end..].starts_with(", ");
    goes_on.then_some(names)
}

/// A desk: a few words of which the first or the last is that of one, as in `Harbour Post Staff`.
fn desk(text: &str) -> Option<(usize, usize)> {
    let name = trim(text);
    if name.len() > DESK || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let (first, last) = (name.split([' ', '-']).next()?, name.rsplit([' ', '-']).next()?);
    let known = |word: &str| word.len() < name.len() && words::is_mark(word, Mark::Agency);
    let start = text.len() - text.trim_start().len();
    (known(last) || known(first)).then_some((start, start + name.len()))
}

/// The name of a desk is no longer than this, in bytes.
const DESK: usize = 48;

/// The first part of a line of which something else says that it names somebody.
pub fn whole(text: &str) -> Option<Names> {
    let ends = [" | ", " · ", " • ", " - ", " – ", " — ", ", ", " ("];
    let name = trim(text);
    let to = ends.iter().filter_map(|end| name.find(end)).min().unwrap_or(name.len());
    let name = &name[..to];
    let other =
        [Mark::Tags, Mark::Published, Mark::Modified, Mark::Role, Mark::Author, Mark::About];
    let fits = (2..=60).contains(&name.len())
        && name.chars().any(char::is_alphabetic)
        && name.split(' ').count() <= 6
        && !name.contains("://")
        && !name.ends_with([':', '?', '!'])
        && !words::is_any_mark(name, &other)
        && words::month(name).is_none();
    let start = text.len() - text.trim_start().len();
    fits.then(|| vec![(start, start + name.len())])
}

/// `Ann Lee https://harbour-post.example/people/ann-lee`.
fn addressed(text: &str) -> Option<Names> {
    let names = names_from(text, 0);
    text[names.last()?.1..].starts_with(" http").then_some(names)
}

/// `New pier opens 2023-09-14 2023-09-14 Ann Lee https://…`: the name behind the last of the first stamps in a row.
fn stamped(text: &str) -> Option<Names> {
    let bytes = text.as_bytes();
    let is_day = |at: usize| {
        let day = bytes.get(at..at + 10).unwrap_or_default();
        let is =
            |(i, b): (usize, &u8)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() };
        day.len() == 10 && day.iter().enumerate().all(is)
    };
    let days = memchr::memmem::find_iter(bytes, b" 20").filter(|at| is_day(at + 1)).take(STAMPS);
    days.into_iter().find_map(|at| {
        let end = at + 1 + bytes[at + 1..].iter().position(|b| *b == b' ')?;
        let names = names_from(text, end + 1);
        (!names.is_empty()).then_some(names)
    })
}

/// Most stamps of a line behind which a name is looked for.
const STAMPS: usize = 6;

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
    let (mut start, mut left) = (Some(0), WORDS);
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
    if !names.is_empty() {
        return Some(names);
    }
    let one = single(text, from).or_else(|| capital(text, from));
    one.filter(|_| end - start > 1)
}

/// One word with a capital behind a mark, whatever follows: `Posted by Kay, who loves the sea`.
fn capital(text: &str, from: usize) -> Option<Names> {
    let word = text.get(from..)?.split([' ', ',', '|', '(', '\u{a0}']).next()?;
    let fits = word.starts_with(char::is_uppercase) && is_user(word);
    let other = [Mark::Role, Mark::Published, Mark::Tags, Mark::Image];
    (fits && !words::is_any_mark(word, &other)).then(|| vec![(from, from + word.len())])
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
        let plain = plain | equal(a, b'(') | equal(a, b'+');
        plain | equal(a, 0xe2) | equal(a, b' ') & equal(b, b'h')
    };
    position_of_two(text.as_bytes(), mark)?;
    let names = names_from(text, 0);
    let rest = &text[names.last()?.1..];
    let marks = [" / ", " - ", " – ", " http", ". ", ": ", ", ", " (", " + "];
    // what is glued to the name: `Ann LeeEditor`
    let glued = rest.starts_with(char::is_uppercase);
    (glued || marks.iter().any(|mark| rest.starts_with(mark))).then_some(names)
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
