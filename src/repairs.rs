//! Where paragraphs of a body were glued together: `operations.The`. The body itself is never changed here.
//!
//! A converter that drops the end of a paragraph leaves the end of a sentence right before the beginning of the next
//! one. Many other things look like that (`U.S.Army`, `Node.JS`, `v2.Beta`), so both sides have to be sound: a word or
//! number that can end a sentence before the stop, and a word with a capital that can begin one behind it. In scripts
//! without case sentences follow each other without a space, and nothing is found in them.

mod word;

use crate::record::Repair;
use crate::scan::bytes::{each, equal, position, position_of_two};
use crate::scan::letter::{is_alphanumeric, is_letter, is_lower, is_upper};
use std::borrow::Cow;
use wide::u8x16;
use word::{Word, is_abbreviation};

/// The kind of the repairs that are found here.
pub(crate) const GLUED_PARAGRAPH: &str = "glued-paragraph";
/// What parts two paragraphs.
pub(crate) const PARAGRAPH: &str = "\n\n";

/// A body that has repairs mostly has no more.
const FEW: usize = 12;
/// Most letters of a word that are looked at, so that the work stays linear.
const REACH: usize = 64;
/// Most bytes of a word without spaces in which an address is looked for.
const ADDRESS: usize = 512;
/// Most bytes in which the beginning of a quotation is looked for.
const QUOTATION: usize = 256;

/// The most letters that one of the endings has.
const LONGEST_ENDING: usize = 4;

/// Endings of file names and of domains.
const ENDINGS: [&str; 20] = [
    "html", "htm", "php", "pdf", "doc", "docx", "jpg", "jpeg", "png", "gif", "txt", "js", "com",
    "org", "net", "io", "fm", "tv", "exe", "ai",
];

/// The places in `body` where two paragraphs were glued, in order; `at` is a byte offset into `body`.
///
/// ```
/// let found = unscrape::repairs::find("They left the harbour.The pier was empty.");
/// assert_eq!(found[0].at, "They left the harbour.".len());
/// ```
pub fn find(body: &str) -> Vec<Repair> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    each(bytes, may_stop, |at| {
        let end = at + if bytes[at] == ELLIPSIS[0] { ELLIPSIS.len() } else { 1 };
        // What follows most stops settles them: white space, a small letter, a digit.
        let open = bytes.get(end).is_some_and(|next| GOES_ON[usize::from(*next)]);
        if open
            && (end == at + 1 || bytes[at..].starts_with(ELLIPSIS))
            && let Some(at) = glued_at(body, end)
        {
            if found.is_empty() {
                // where one converter lost one end, it lost others
                found.reserve(FEW);
            }
            found.push(repair(at));
        }
    });
    found
}

const ELLIPSIS: &[u8] = "…".as_bytes();

/// Those of the bytes that are a stop, or the first of one.
fn may_stop(bytes: u8x16) -> u8x16 {
    let stops = equal(bytes, b'.') | equal(bytes, b'!') | equal(bytes, b'?');
    stops | equal(bytes, ELLIPSIS[0])
}

/// The bytes that a mark which closes or opens, or a capital, can begin with.
const GOES_ON: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let mark = matches!(byte as u8, b'"' | b'(' | b')' | b']');
        table[byte] = mark || (byte as u8).is_ascii_uppercase() || byte >= 0x80;
        byte += 1;
    }
    table
};

fn repair(at: usize) -> Repair {
    let (kind, insert) = (Cow::Borrowed(GLUED_PARAGRAPH), Cow::Borrowed(PARAGRAPH));
    Repair { at, kind, insert }
}

/// The place where paragraphs are glued behind the stop that ends at `end`. Seldom asked, and so no part of the search.
#[inline(never)]
fn glued_at(body: &str, end: usize) -> Option<usize> {
    let at = skip_closing(body, end);
    let word = skip_opening(body.get(at..)?);
    if !word.starts_with(is_upper) {
        return None;
    }
    let before = Before::of(body.get(..end)?, at > end)?;
    (before.allows(word) && !is_address(body, at)).then_some(at)
}

/// Behind the marks that open, and the spaces behind them.
fn skip_opening(text: &str) -> &str {
    // the bytes that a mark which opens can begin with
    if !matches!(text.as_bytes().first(), Some(b'"' | b'(' | 0xc2 | 0xe2)) {
        return text;
    }
    let word = text.trim_start_matches(opens);
    if word.len() < text.len() { word.trim_start_matches(' ') } else { word }
}

/// Behind the quotation marks and brackets that close right at `end`.
fn skip_closing(body: &str, end: usize) -> usize {
    let mut at = end;
    if body.as_bytes().get(end).is_some_and(u8::is_ascii_alphabetic) {
        return end;
    }
    for c in body.get(end..).unwrap_or_default().chars().take(3) {
        let closes = match c {
            '”' | '»' | ')' | ']' | '’' => true,
            '"' => opened_straight(body, at),
            '“' => opened_low(body, at),
            _ => false,
        };
        if !closes {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Whether the last straight quotation mark before `at`, in reach, opens.
fn opened_straight(body: &str, at: usize) -> bool {
    let from = at.saturating_sub(QUOTATION);
    let last = memchr::memrchr(b'"', &body.as_bytes()[from..at]);
    last.is_some_and(|quote| begins_word(body, from + quote))
}

/// Whether the last of `„`, `“` and `”` before `at`, in reach, is the first of them. All begin with the same two bytes.
fn opened_low(body: &str, at: usize) -> bool {
    let near = &body.as_bytes()[at.saturating_sub(QUOTATION)..at];
    let mut ends = memchr::memrchr3_iter(b'\x9e', b'\x9c', b'\x9d', near);
    ends.find(|end| near[..*end].ends_with(b"\xe2\x80")).is_some_and(|end| near[end] == b'\x9e')
}

/// A straight quotation mark opens where white space or nothing stands before it and a word behind it.
fn begins_word(body: &str, quote: usize) -> bool {
    let before = body[..quote].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | ':'))
        && !body[quote + 1..].starts_with(char::is_whitespace)
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '‘' | '(' | '—' | '–' | '¿' | '¡')
}

/// What stands before a stop, as far as it ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing but a sentence can have ended: a quotation mark, a word and then `?`.
    Sentence,
    /// A word that can end a sentence, and could be half of a name.
    Word,
    /// A word in capitals: only a word in small letters can follow.
    Capitals,
}

impl Before {
    /// Reads `text`, which ends with the stop; `closed` where a closing mark follows the stop.
    fn of(text: &str, closed: bool) -> Option<Before> {
        let inner = without_stops(text);
        let plain = text.len() - inner.len() == 1 && text.ends_with('.');
        match inner.chars().next_back()? {
            ')' if inner.ends_with("()") => None,
            '"' | '”' | '»' | ')' | ']' | '’' | '%' | '“' | '°' => Some(Before::Sentence),
            c if c.is_ascii_digit() => ends_number(inner).then_some(Before::Word),
            c if is_letter(c) => word(inner, plain && !closed),
            _ => None,
        }
    }

    /// Whether `next`, which begins with a capital, can begin a paragraph behind it.
    fn allows(self, next: &str) -> bool {
        let mut letters = next.chars();
        letters.next();
        match letters.next() {
            Some(c) if is_lower(c) => !is_part_of_name(next),
            Some(' ' | '\u{a0}' | '\'' | '’') => true,
            Some(c) if is_upper(c) => self != Before::Capitals && is_acronym(next),
            _ => false,
        }
    }
}

/// What stands before the stops that end the text.
fn without_stops(text: &str) -> &str {
    match text.as_bytes() {
        // mostly it is one
        [.., before, b'.' | b'!' | b'?'] if before.is_ascii_alphanumeric() => {
            &text[..text.len() - 1]
        }
        _ => text.trim_end_matches(['.', '!', '?', '…']),
    }
}

/// The word that ends the text; `strict` where nothing else says that a sentence ends here.
fn word(text: &str, strict: bool) -> Option<Before> {
    let Word { text: word, letters, upper } = Word::last(text);
    let before = &text[..text.len() - word.len()];
    let joined =
        matches!(before.as_bytes().last(), Some(b'.' | b'@' | b'/' | b'_' | b'\\' | b'#' | b'&'));
    match letters {
        _ if joined => None,
        0 | 1 => None,
        _ if upper => Some(Before::Capitals),
        _ if !strict => Some(Before::Sentence),
        2 if word.starts_with(is_upper) => None,
        2..=5 if is_abbreviation(word) => None,
        _ => word.ends_with(is_lower).then_some(Before::Word),
    }
}

/// A year or another number of two digits and more; not that of a list or a version.
fn ends_number(text: &str) -> bool {
    let digits = text.bytes().rev().take(REACH).take_while(u8::is_ascii_digit).count();
    match text[..text.len() - digits].chars().next_back() {
        None | Some('\n' | '\r') => false,
        Some('.') => digits == 4,
        Some(c) => digits >= 2 && !is_lower(c) && c != '_' && c != '/',
    }
}

/// Capitals and then a space: `said.EU ministers`.
fn is_acronym(text: &str) -> bool {
    let letters = text.chars().take(8).take_while(|c| is_upper(*c)).count();
    let next = text.chars().nth(letters);
    !is_ending(text) && next.is_some_and(|c| matches!(c, ' ' | '\u{a0}' | ',' | '-' | '\''))
}

/// `Index.Html`, `Ships.Com`, `Post.Title.Text`, `page?Next=1`: a known ending, or another part follows at once.
fn is_part_of_name(text: &str) -> bool {
    let len = run_of_alphanumeric(text);
    let mut rest = text[len..].chars();
    let goes_on = match rest.next() {
        Some('.') => rest.next().is_some_and(is_alphanumeric),
        Some(c) => matches!(c, '=' | '_' | '@' | '/' | '('),
        None => false,
    };
    // a known one is no longer than this
    goes_on || len <= LONGEST_ENDING && is_ending(text)
}

/// How many bytes of letters and digits begin the text, in reach.
fn run_of_alphanumeric(text: &str) -> usize {
    let (bytes, mut at) = (text.as_bytes(), 0);
    for _ in 0..REACH {
        at += match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphanumeric() => 1,
            // Latin with its marks, Cyrillic: nothing but letters
            Some(0xc4..=0xc9 | 0xd0 | 0xd1) => 2,
            Some(0x80..) => match text[at..].chars().next() {
                Some(c) if is_alphanumeric(c) => c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        };
    }
    at
}

fn is_ending(text: &str) -> bool {
    let len = text.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    (2..=LONGEST_ENDING).contains(&len)
        && text[len..].chars().next().is_none_or(|c| !is_alphanumeric(c))
        && is_known_ending(&text[..len])
}

fn is_known_ending(word: &str) -> bool {
    let mut near = ENDINGS.iter().filter(|ending| ending.len() == word.len());
    near.any(|ending| ending.eq_ignore_ascii_case(word))
}

/// Whether the place lies inside an address.
fn is_address(body: &str, at: usize) -> bool {
    let near = &body.as_bytes()[at.saturating_sub(ADDRESS)..at];
    let next = &body.as_bytes()[at..body.len().min(at + REACH)];
    let plain = near.last_chunk().is_some_and(|last| ends_plainly(u8x16::new(*last)));
    let before = || {
        let from = memchr::memrchr3(b' ', b'\n', b'\t', near).map_or(0, |space| space + 1);
        holds_address(&near[from..])
    };
    !plain && before() || is_half_of_address(next)
}

/// Whether a word begins in these bytes, and has nothing that an address has. Most words do.
fn ends_plainly(last: u8x16) -> bool {
    let space = (equal(last, b' ') | equal(last, b'\n') | equal(last, b'\t')).to_bitmask();
    let sign = (equal(last, b':') | equal(last, b'w')).to_bitmask();
    // the higher bit is the later byte
    space > sign
}

/// Whether `://` or `www.` is in a word.
fn holds_address(word: &[u8]) -> bool {
    if word.len() > REACH {
        let has = |mark: &[u8]| memchr::memmem::find(word, mark).is_some();
        return has(b"://") || has(b"www.");
    }
    let pair = |a, b, first, second| equal(a, first) & equal(b, second);
    let may_be = |a, b| pair(a, b, b':', b'/') | pair(a, b, b'w', b'w');
    let mut rest = word;
    while let Some(at) = position_of_two(rest, may_be) {
        rest = &rest[at..];
        if rest.starts_with(b"://") || rest.starts_with(b"www.") {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// Whether an `@` is in the first word.
fn is_half_of_address(text: &[u8]) -> bool {
    let ends = |bytes| equal(bytes, b' ') | equal(bytes, b'\n') | equal(bytes, b'@');
    position(text, ends).is_some_and(|at| text[at] == b'@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `|` marks where a paragraph was glued.
    fn check(marked: &str) {
        let body = marked.replace('|', "");
        let mut cut = String::new();
        let mut from = 0;
        for repair in find(&body) {
            cut.push_str(&body[from..repair.at]);
            cut.push('|');
            from = repair.at;
        }
        cut.push_str(&body[from..]);
        assert_eq!(cut, marked);
    }

    proptest! {
        #[test]
        fn addresses_are_those_of_the_slow_way(word in "(://|www\\.|[:/w.a]|[a-z]{9,70}){0,9}") {
            let slow = word.contains("://") || word.contains("www.");
            prop_assert_eq!(holds_address(word.as_bytes()), slow);
        }

        #[test]
        fn places_in_addresses_are_those_of_the_slow_way(
            before in "([ :wa.]|[a-v]{5}|https://|www\\.| ){0,12}", behind in "[ab@]{0,5}"
        ) {
            let word = before.rsplit(' ').next().unwrap();
            let slow = holds_address(word.as_bytes()) || behind.contains('@');
            prop_assert_eq!(is_address(&format!("{before}{behind}"), before.len()), slow);
        }

        #[test]
        fn runs_are_those_of_the_slow_way(text in "([a-z0-9]|[а-яѠ]|[éÉßŁ’'. ]|日){0,9}|[aц]{60,70}") {
            let slow = text.chars().take(REACH).take_while(|c| c.is_alphanumeric());
            prop_assert_eq!(run_of_alphanumeric(&text), slow.map(char::len_utf8).sum::<usize>());
        }
    }

    #[test]
    fn glued_paragraphs_are_found() {
        for marked in [
            "They left the harbour.|The pier was empty.",
            "It was in 2020.|The pier was empty.",
            "On 16.05.2021.|Then the pier fell.",
            "Who knows?|Nobody does.",
            "Stop!|Nobody moved.",
            "He said \"we sail at dawn.\"|Next came the rain.",
            "They left.|\"We sail at dawn,\" he said.",
            "They left.|“We sail at dawn,” he said.",
            "He said “we sail.”|Next came the rain.",
            "The ship (it was old.)|Next came the rain.",
            "The ship (it was old).|Next came the rain.",
            "Prices rose by 5%.|Analysts had warned.",
            "He never gave up.|The pier was empty.",
            "A meeting of NATO.|The pier was empty.",
            "As officials said.|EU ministers met.",
            "He waited.|A ship came.",
            "On and on…|But then it ended.",
            "They left.|The ship sank.|Nobody knew.",
            "Обсудили ситуацию.|Так, принцип поддержки остался.",
            "Газета «Вести Юга».|По её данным, мост закрыт.",
            "Позиция ЕС.|Так считают в порту.",
            "Мост закрыт!|Об этом сообщили в порту.",
            "Er sagte: „Wir fahren.“|Dann kam der Regen.",
            "Der Hafen ist zu.|Ältere Schiffe warten.",
            "Le port est fermé.|Évidemment, rien ne bouge.",
            "El puerto está cerrado.|¿Quién lo abrirá?",
            "Il porto è chiuso.|È stato deciso ieri.",
            "Το λιμάνι έκλεισε.|Τα πλοία περιμένουν.",
            "Liman kapandı.|Şimdi bekliyorlar.",
            "Порт закрито.|Її слова підтвердили.",
        ] {
            check(marked);
        }
    }

    #[test]
    fn other_stops_are_left_alone() {
        for marked in [
            "They left the harbour. The pier was empty.",
            "The U.S.Army and the U.S.A.The",
            "J.K.Rowling and А.С.Пушкин",
            "Built with Node.js, Node.JS and ASP.NET today",
            "See index.Html and Report.Pdf now",
            "Ships.Com and Booking.com are shops",
            "Read https://harbour-post.example/News.Today/Index.Aspx?Page.Next here",
            "Read www.harbour-post.example/a.Next here",
            "Write to ann.Lee@harbour-post.example today",
            "Version v2.Beta and 3.10.Final",
            "1.The first point",
            "10.The tenth point",
            "It costs 12.50 or 1.5M",
            "Mr.Smith, Dr.Jones, Mrs.Smith, Prof.Lee, St.Petersburg",
            "т.е.Так, ул.Ленина, им.Пушкина, г.Южный",
            "Ph.D.Students, z.B.Der, e.g.The",
            "java.lang.String and System.Out.println",
            "foo().Bar and obj.Field_name",
            "page?Next=1",
            "港は閉鎖された。The次の段落。港は開いた。",
            "बंदरगाह बंद है।जहाज रुके हैं।",
            "أغلق الميناء.السفن تنتظر؟نعم.",
            "No.Five is alive",
            "...And then, ....",
            "",
            ".",
            "A.",
            "?!",
        ] {
            check(marked);
        }
    }

    #[test]
    fn hostile_bodies_are_read_in_linear_time() {
        for part in ["aaa.\"A", "aaa!Bbb", "....", "aaa.Bbb.", "…\"", "A.", "“."] {
            find(&part.repeat(100_000));
        }
    }
}
