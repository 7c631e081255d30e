//! The facts of a line: a set, since a line alone cannot tell ("News", "africa" and "Ann Lee" look alike).

use super::classes::Classes;
use super::{contact, list, locale, number, selector, timestamp, url};
use std::ops::{BitOr, BitOrAssign};

/// A set of things that a piece of text could be or has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts(pub u64);

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $bit:literal $text:literal,)*) => {
        impl Facts {
            $($(#[$doc])* pub const $name: Facts = Facts(1 << $bit);)*

            /// The names that layout files use for facts.
            pub const NAMES: &[(&str, Facts)] = &[$(($text, Facts::$name),)*];
        }
    };
}

facts! {
    /// The whole text is a web address.
    URL = 0 "url",
    /// The address of a picture.
    IMAGE = 1 "image-url",
    /// A date and then a time, as programs write it.
    STAMP = 2 "stamp",
    /// A date alone.
    DAY = 3 "day",
    /// A path into a document tree (XPath).
    SELECTOR = 4 "selector",
    /// An organisation with its mail address, in one line or several.
    ORGANISATION = 5 "organisation",
    /// A mail address alone.
    EMAIL = 6 "email",
    /// A telephone number alone.
    PHONE = 7 "phone",
    /// Width, height and a truth value.
    SIZE = 8 "size",
    /// A year alone.
    YEAR = 9 "year",
    /// A number alone.
    NUMBER = 10 "number",
    /// `true` or `false` alone.
    BOOL = 11 "bool",
    /// A language tag, with a region or two plain letters.
    LOCALE = 12 "locale",
    /// Short items with commas between.
    LIST = 13 "list",
    /// A row of dashes, equals signs or the like.
    RULE = 14 "rule",
    /// Has letters and is none of the above.
    WORDS = 15 "words",
    /// No upper-case letter.
    LOWER = 16 "lower",
    /// At most 60 bytes.
    SHORT = 17 "short",
    /// At least 300 bytes.
    LONG = 18 "long",
    /// Ends as a sentence does.
    STOP = 19 "stop",
    /// Ends with a date, or a date and a name.
    SUFFIX = 20 "suffix",
    /// Was cut, and says so: `… [+691 chars]`.
    CUT = 21 "cut",
    /// A time of day and then a date, as pages show it to people.
    CLOCK = 23 "clock-date",
    /// A letter is upper case and so is every other one.
    UPPER = 22 "upper",

    /// States a date, also one in words, and little else. Those up to here are found only where a layout asks for them.
    DATE = 25 "date",
    /// Names people and says little else.
    PERSON = 26 "person",
    /// Has a digit.
    DIGITS = 27 "digits",
    /// Begins with the mark of a list's item.
    MARKED = 28 "marked",
    /// A blank line stands before it.
    APART = 29 "apart",
    /// At most 20 characters.
    TINY = 30 "tiny",
    /// Has three parts with commas between, or more.
    COMMAS = 31 "commas",

    /// Equals the item before.
    SAME_AS_PREVIOUS = 32 "same-as-previous",
    /// Equals the item after.
    SAME_AS_NEXT = 33 "same-as-next",
    /// Equals an earlier item.
    SEEN_BEFORE = 34 "seen-before",
    /// Equals a later item.
    SEEN_AGAIN = 35 "seen-again",
    /// Is an item of a list elsewhere on the page.
    LISTED = 36 "listed",
    /// Every item of the list is an item of its own elsewhere.
    JOINS = 37 "joins",
    /// Names an organisation that the page describes.
    HOLDER = 39 "holder",
    /// Stands right before a language tag.
    BEFORE_LOCALE = 40 "before-locale",
    /// The longest item of the page.
    LONGEST = 41 "longest",
    /// The first item of the page, or the first after a known prefix.
    FIRST = 42 "first",
    /// Begins as an earlier, longer item does, or is part of it.
    ECHO = 43 "echo",
    /// A timestamp that differs from the one before it.
    CHANGED = 44 "changed",
    /// The address has the host of the page's own address.
    HOME = 45 "home",
    /// Ends the page.
    LAST = 46 "last",
}

impl Facts {
    /// No fact.
    pub const NONE: Facts = Facts(0);

    /// Whether it shares a fact with `other`.
    pub fn any(self, other: Facts) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it has all facts of `other`.
    pub fn all(self, other: Facts) -> bool {
        self.0 & other.0 == other.0
    }

    /// The facts that both sets have.
    pub fn only(self, other: Facts) -> Facts {
        Facts(self.0 & other.0)
    }

    /// The facts that `other` has not.
    pub fn without(self, other: Facts) -> Facts {
        Facts(self.0 & !other.0)
    }

    /// The facts one by one.
    pub fn iter(self) -> impl Iterator<Item = Facts> {
        (0..64).map(|bit| Facts(1 << bit)).filter(move |fact| self.any(*fact))
    }

    /// How many facts it has.
    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The set with `other` added where `yes`.
    pub fn with(self, other: Facts, yes: bool) -> Facts {
        Facts(self.0 | if yes { other.0 } else { 0 })
    }

    /// The fact of that name.
    pub fn named(name: &str) -> Option<Facts> {
        Facts::NAMES.iter().find(|(known, _)| *known == name).map(|&(_, fact)| fact)
    }

    /// The facts that an item has only among the others of a page.
    pub const CONTEXT: Facts = Facts(!0 << 32);

    /// The facts that are found only where a layout asks for them.
    pub const ASKED: Facts = Facts(0xfe00_0000);

    /// The facts that a layout gives names of its own: what it says of the words of its properties.
    pub(crate) const OWN: Facts = Facts(!0 << 48);

    /// The fact for the words of a property, by its number.
    pub(crate) fn own(number: u32) -> Facts {
        Facts(1 << 48 << number).only(Facts::OWN)
    }

    /// The values that carry their own proof: they cannot be prose.
    pub const HARD: Facts = Facts(
        Self::URL.0
            | Self::STAMP.0
            | Self::DAY.0
            | Self::SELECTOR.0
            | Self::EMAIL.0
            | Self::SIZE.0
            | Self::YEAR.0
            | Self::NUMBER.0
            | Self::BOOL.0
            | Self::LOCALE.0,
    );
}

impl BitOr for Facts {
    type Output = Facts;
    fn bitor(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }
}

impl BitOrAssign for Facts {
    fn bitor_assign(&mut self, other: Facts) {
        self.0 |= other.0;
    }
}

/// A text of this many bytes and more is `long`.
const LONG: usize = 300;
/// A text of at most this many bytes is `short`.
const SHORT: usize = 60;

/// What `text` could be, judged alone; `text` is one line without white space around it.
pub fn facts(text: &str) -> Facts {
    let Some(&first) = text.as_bytes().first() else { return Facts::NONE };
    let short = text.len() <= SHORT;
    let long = text.len() >= LONG;
    let size = Facts::NONE.with(Facts::SHORT, short).with(Facts::LONG, long);
    if let Some(hard) = hard_facts(text, first) {
        return size | hard;
    }
    if long {
        return size | long_facts(text);
    }
    let classes = Classes::of(text.as_bytes());
    match hard_words(text, first, classes) {
        Some(hard) => size | hard,
        None => size | soft_facts(text, classes),
    }
}

/// What begins as no word does.
fn hard_facts(text: &str, first: u8) -> Option<Facts> {
    let cut = || text.ends_with(CUT);
    match first {
        b'h' if url::starts(text) => match url::end(text) {
            end if end == text.len() => Some(Facts::URL.with(Facts::IMAGE, url::is_image(text))),
            _ => cut().then_some(Facts::CUT),
        },
        b'/' if selector::is_selector(text) => Some(Facts::SELECTOR),
        b'/' if cut() && !text.starts_with("// ") => Some(Facts::CUT),
        b'0'..=b'9' | b'+' | b'(' => digit_facts(text),
        b'-' | b'=' | b'*' | b'_' | b'~' | b'#' => is_rule(text).then_some(Facts::RULE),
        _ => None,
    }
}

/// What the news aggregators write behind text that they cut: `… [+691 chars]`.
const CUT: &str = " chars]";

/// What is no word although letters are in it.
fn hard_words(text: &str, first: u8, classes: Classes) -> Option<Facts> {
    if classes.any(Classes::SPACE) {
        return None;
    }
    match first {
        b't' | b'f' | b'T' | b'F' if number::is_bool(text) => Some(Facts::BOOL | Facts::WORDS),
        b'a'..=b'z' if locale::is_tag(text) => Some(Facts::LOCALE | Facts::WORDS),
        _ if classes.any(Classes::AT) && contact::is_email(text) => Some(Facts::EMAIL),
        _ => None,
    }
}

fn digit_facts(text: &str) -> Option<Facts> {
    if text.len() > 40 {
        return None;
    }
    if number::is_number(text) {
        return Some(Facts::NUMBER.with(Facts::YEAR, number::year(text).is_some()));
    }
    if number::size(text).is_some() {
        return Some(Facts::SIZE);
    }
    match timestamp::parse(text) {
        Some(time) if time.has_time() && text.as_bytes().get(2) == Some(&b':') => {
            return Some(Facts::CLOCK);
        }
        Some(time) if time.has_time() => return Some(Facts::STAMP),
        Some(_) => return Some(Facts::DAY),
        None => {}
    }
    contact::is_phone(text).then_some(Facts::PHONE)
}

fn soft_facts(text: &str, classes: Classes) -> Facts {
    let letters = letters(text, classes);
    Facts::NONE
        .with(Facts::WORDS, letters.any)
        .with(Facts::LOWER, letters.any && !letters.upper)
        .with(Facts::UPPER, letters.upper && !letters.lower)
        .with(Facts::STOP, ends_sentence(text))
        .with(Facts::LIST, classes.any(Classes::COMMA) && list::is_list(text))
        .with(Facts::SUFFIX, classes.any(Classes::DIGIT) && timestamp::suffix(text).is_some())
        .with(Facts::CUT, text.ends_with(CUT))
        .with(
            Facts::ORGANISATION,
            classes.any(Classes::AT) && contact::organisation(text).is_some(),
        )
}

/// The same of a long text, which is not looked through where that can be avoided.
fn long_facts(text: &str) -> Facts {
    let start = &text.as_bytes()[..LETTERS_REACH];
    let letters = letters(text, Classes::of(start));
    Facts::NONE
        .with(Facts::WORDS, letters.any)
        .with(Facts::LOWER, letters.any && !letters.upper)
        .with(Facts::UPPER, letters.upper && !letters.lower)
        .with(Facts::STOP, ends_sentence(text))
        .with(Facts::LIST, list::is_list(text))
        .with(Facts::SUFFIX, timestamp::suffix(text).is_some())
        .with(Facts::CUT, text.ends_with(CUT))
}

struct Letters {
    any: bool,
    upper: bool,
    lower: bool,
}

/// Nobody asks for the case of prose, so no more of a long text is looked through.
const LETTERS_REACH: usize = 120;

/// Which letters there are.
fn letters(text: &str, classes: Classes) -> Letters {
    let (upper, lower) = (classes.any(Classes::UPPER), classes.any(Classes::LOWER));
    let mut found = Letters { any: upper || lower, upper, lower };
    if classes.any(Classes::OTHER) && !(upper && lower) {
        letters_of_any_script(text, &mut found);
    }
    found
}

/// A script has case or has not, and shows it within so many characters.
const CASE_REACH: usize = 40;

fn letters_of_any_script(text: &str, found: &mut Letters) {
    for c in text.chars().take(CASE_REACH).filter(|c| !c.is_ascii()) {
        match c {
            'А'..='Я' | 'Ѐ'..='Џ' | 'Α'..='Ρ' => found.upper = true,
            'а'..='џ' | 'α'..='ω' => found.lower = true,
            // dashes, quotes and full stops
            '\u{2010}'..='\u{205e}' => {}
            // scripts without case, from Arabic to Tibetan and those of East Asia; to ask the tables costs more
            '\u{600}'..='\u{fff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => {
                found.any = true;
                break;
            }
            _ if c.is_lowercase() => found.lower = true,
            _ if c.is_uppercase() => found.upper = true,
            _ => found.any |= c.is_alphabetic(),
        }
        if found.upper && found.lower {
            break;
        }
    }
    found.any |= found.upper || found.lower;
}

/// Whether the text ends as a sentence does, in any script.
pub fn ends_sentence(text: &str) -> bool {
    if text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let closes = |c: &char| matches!(c, '"' | '”' | '»' | '\'' | '’' | ')' | '」' | '』');
    let last = text.chars().rev().find(|c| !closes(c));
    last.is_some_and(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | ':'
                | '。'
                | '\u{ff01}'
                | '\u{ff1f}'
                | '\u{ff61}'
                | '؟'
                | '।'
                | '։'
        )
    })
}

/// Three or more of one mark, blanks between them or not.
fn is_rule(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 2 && bytes.iter().all(|&byte| byte == bytes[0] || byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_values_are_told_from_words() {
        for (text, fact) in [
            ("https://example.org/a.html", Facts::URL),
            ("https://cdn.example.org/a_1920x0.jpg", Facts::IMAGE),
            ("2023-03-06T08:20+0000", Facts::STAMP),
            ("16.05.2021", Facts::DAY),
            ("/html/head/meta[@name='og:title']/@content", Facts::SELECTOR),
            ("News 1 desk@example.org +1 555 0100 Example Ltd 252 60", Facts::ORGANISATION),
            ("1920 1080 true", Facts::SIZE),
            ("2023", Facts::YEAR),
            ("en_EN", Facts::LOCALE),
            ("north africa, morocco", Facts::LIST),
            ("africa", Facts::WORDS),
            ("--------", Facts::RULE),
            ("desk@example.org", Facts::EMAIL),
            ("7 495 645-6601", Facts::PHONE),
        ] {
            assert!(facts(text).any(fact), "{text}: {:b}", facts(text).0);
        }
    }

    #[test]
    fn every_letter_has_its_case() {
        for c in '\u{80}'..=char::MAX {
            let text = c.to_string();
            let found = letters(&text, Classes::of(text.as_bytes()));
            assert_eq!(found.any, c.is_alphabetic() || is_caseless_script(c), "{c:?}");
            let (lower, upper) = (c.is_lowercase(), c.is_uppercase());
            let sure = !is_caseless_script(c);
            assert!(!sure || (found.lower, found.upper) == (lower, upper), "{c:?}");
        }
    }

    /// Signs of these scripts count as letters.
    fn is_caseless_script(c: char) -> bool {
        matches!(c, '\u{600}'..='\u{fff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    }

    #[test]
    fn fact_names_are_unique() {
        for (i, (name, fact)) in Facts::NAMES.iter().enumerate() {
            assert_eq!(Facts::named(name), Some(*fact));
            assert!(!fact.any(Facts::OWN), "{name}");
            assert!(Facts::NAMES[..i].iter().all(|(other, bits)| other != name && bits != fact));
        }
    }
}
