//! Web addresses.

use super::bytes::{at_most, equal, position};
use wide::u8x16;

/// Endings after which an address that is glued to other text is over.
const ENDINGS: [&str; 14] = [
    ".html", ".htm", ".shtml", ".php", ".aspx", ".jpeg", ".jpg", ".png", ".webp", ".gif", ".avif",
    ".svg", ".pdf", ".mp4",
];
const PICTURES: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"];

/// Those of the endings that begin with a full stop and this letter.
fn endings_with(letter: u8) -> &'static [&'static str] {
    match letter | 0x20 {
        b'h' => &[".html", ".htm"],
        b's' => &[".shtml", ".svg"],
        b'p' => &[".php", ".png", ".pdf"],
        b'a' => &[".aspx", ".avif"],
        b'j' => &[".jpeg", ".jpg"],
        b'w' => &[".webp"],
        b'g' => &[".gif"],
        b'm' => &[".mp4"],
        _ => &[],
    }
}

/// Whether the whole text is one address.
pub fn is_url(text: &str) -> bool {
    starts(text) && end(text) == text.len()
}

/// Whether the address is that of a picture.
pub fn is_image(url: &str) -> bool {
    let path = memchr::memchr2(b'?', b'#', url.as_bytes()).map_or(url, |at| &url[..at]);
    let last = path.as_bytes().last().map(|byte| byte | 0x20);
    matches!(last, Some(b'g' | b'p' | b'f'))
        && PICTURES.iter().any(|ending| ends_with_ignore_case(path, ending))
}

/// Whether the address ends with that of a file, so that nothing can be missing from it.
pub fn has_file_ending(url: &str) -> bool {
    ENDINGS.iter().any(|ending| ends_with_ignore_case(url, ending))
}

/// Whether an address begins here.
pub fn starts(text: &str) -> bool {
    after_scheme(text)
        .is_some_and(|rest| rest.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric()))
}

fn after_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
}

/// Where the address that begins `text` ends, even where text is glued to it: at white space, a quote, another address,
/// behind a known file ending, and in the path at a character that addresses write as `%XX`. 0 where none begins.
pub fn end(text: &str) -> usize {
    let Some(rest) = after_scheme(text) else { return 0 };
    let scheme = text.len() - rest.len();
    let bytes = rest.as_bytes();
    let (ascii, stop) = stop(rest);
    let path_from = position(&bytes[..stop], |bytes| equal(bytes, b'/')).unwrap_or(stop);
    let ascii = match ascii < path_from {
        true => path_from + run_of_ascii(&bytes[path_from..stop]),
        false => ascii,
    };
    let mut end = if glued_after(&rest[..ascii], &rest[ascii..stop]) { ascii } else { stop };
    if let Some(over) = file_end(&rest[path_from..end]) {
        end = path_from + over;
    }
    scheme + end
}

/// Where the first character outside of ASCII stands, and where white space, a quote or another address does; both are
/// the same where there is none outside of ASCII before.
fn stop(rest: &str) -> (usize, usize) {
    let bytes = rest.as_bytes();
    let (mut ascii, mut at) = (None, 0);
    loop {
        at += position(&bytes[at..], are_special).unwrap_or(bytes.len() - at);
        let stop = match rest[at..].chars().next() {
            Some(':') => another(rest, at),
            Some(c) if !c.is_ascii() && !c.is_whitespace() && !QUOTES.contains(&c) => {
                ascii = ascii.or(Some(at));
                at += c.len_utf8();
                continue;
            }
            _ => Some(at),
        };
        if let Some(stop) = stop {
            return (ascii.unwrap_or(stop), stop);
        }
        at += 1;
    }
}

const QUOTES: [char; 5] = ['…', '«', '»', '“', '”'];

/// All bytes but those that go on an address whatever stands around them: visible ASCII, but no quotes and no colon.
fn are_special(bytes: u8x16) -> u8x16 {
    let quotes = equal(bytes, b'"') | equal(bytes, b'<') | equal(bytes, b'>');
    at_most(bytes, b' ') | !at_most(bytes, b'~') | quotes | equal(bytes, b':')
}

fn run_of_ascii(bytes: &[u8]) -> usize {
    position(bytes, |bytes| !at_most(bytes, 0x7f)).unwrap_or(bytes.len())
}

/// Where the address begins whose colon this is. What begins `rest` itself is no other one, nor is what an archive keeps:
/// the moment stands before it, `/20230306104205/`.
fn another(rest: &str, colon: usize) -> Option<usize> {
    let begins = |at: &usize| {
        *at > 0 && rest.get(*at..).is_some_and(starts) && !is_archived(&rest.as_bytes()[..*at])
    };
    ["http", "https"].iter().filter_map(|name| colon.checked_sub(name.len())).find(begins)
}

/// Digits of the moment an archive kept an address at, and letters of what it is kept as.
const MOMENT: usize = 14;
const KEPT_AS: usize = 3;

/// Whether the bytes end with the moment of an archive: `/20230306104205/`, `/20230306104205id_/`.
fn is_archived(before: &[u8]) -> bool {
    let Some(part) = before.strip_suffix(b"/").and_then(|path| path.rsplit(|b| *b == b'/').next())
    else {
        return false;
    };
    let Some((moment, kind)) = part.split_at_checked(MOMENT) else { return false };
    moment.iter().all(u8::is_ascii_digit)
        && (kind.is_empty() || kind.len() == KEPT_AS && kind.ends_with(b"_"))
}

/// So many hyphens hold the words of an address together; text has spaces.
const HYPHENS: usize = 2;

/// Addresses may hold letters of any script; they are taken for glued text where the address was over before them.
fn glued_after(before: &str, after: &str) -> bool {
    let is_slug = || after.bytes().filter(|byte| *byte == b'-').count() >= HYPHENS;
    !after.is_empty() && (has_file_ending(before) || before.ends_with('/') && !is_slug())
}

/// Behind the first known file ending that is followed by what cannot go on an address.
fn file_end(path: &str) -> Option<usize> {
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(skip) = position(&bytes[at..], |bytes| equal(bytes, b'.')) {
        let dot = at + skip;
        at = dot + 1;
        let endings = bytes.get(at).map_or(&[][..], |letter| endings_with(*letter)).iter();
        let over =
            endings.filter(|e| starts_with_ignore_case(&bytes[dot..], e)).find_map(|ending| {
                let over = dot + ending.len();
                (!GOES_ON.contains(bytes.get(over)?)).then_some(over)
            });
        if over.is_some() {
            return over;
        }
    }
    None
}

/// What may stand behind a file ending inside an address.
const GOES_ON: &[u8] = b"?#/&=.-_@%:!;";

fn starts_with_ignore_case(bytes: &[u8], ascii: &str) -> bool {
    bytes.get(..ascii.len()).is_some_and(|head| head.eq_ignore_ascii_case(ascii.as_bytes()))
        && !(ascii == ".htm" && bytes.get(4).is_some_and(|b| b.eq_ignore_ascii_case(&b'l')))
}

fn ends_with_ignore_case(text: &str, ascii: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= ascii.len()
        && bytes[bytes.len() - ascii.len()..].eq_ignore_ascii_case(ascii.as_bytes())
}

/// The host, with port and user left off.
pub fn host(url: &str) -> &str {
    let rest = after_scheme(url).unwrap_or(url);
    let over = |bytes| equal(bytes, b'/') | equal(bytes, b'?') | equal(bytes, b'#');
    let host = &rest[..position(rest.as_bytes(), over).unwrap_or(rest.len())];
    let marked =
        position(host.as_bytes(), |bytes| equal(bytes, b'@') | equal(bytes, b':')).is_some();
    if marked { without_user_and_port(host) } else { host }
}

fn without_user_and_port(host: &str) -> &str {
    let host = host.rsplit('@').next().unwrap_or(host);
    host.split(':').next().unwrap_or(host)
}

/// The path segment that most looks like words: the slug.
pub fn slug(url: &str) -> Option<&str> {
    let path = after_scheme(url)?.split_once('/')?.1;
    path.split(['?', '#'])
        .next()?
        .split('/')
        .max_by_key(|segment| segment.split(['-', '_', '+']).filter(|w| is_word(w)).count())
        .filter(|segment| segment.split(['-', '_', '+']).any(is_word))
}

fn is_word(part: &str) -> bool {
    part.len() > 1 && part.bytes().any(|b| b.is_ascii_alphabetic()) && !part.contains('.')
}

/// A day written into the path: `/20230306/`, `/2023/03/06/`, `/2023-03-06-`. Gives the text and year, month, day.
pub fn day(url: &str) -> Option<(&str, (i32, u32, u32))> {
    let path_from = url.len() - after_scheme(url)?.split_once('/')?.1.len();
    let bytes = url.as_bytes();
    let mut at = path_from;
    while at + 8 <= bytes.len() {
        if bytes[at - 1].is_ascii_digit() || !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        if let Some(found) = day_at(&url[at..]) {
            return Some(found);
        }
        at += 1;
    }
    None
}

fn day_at(text: &str) -> Option<(&str, (i32, u32, u32))> {
    let digits = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let year = digits(0, 4).filter(|y| (1990..2100).contains(y))? as i32;
    let sound = |month: u32, day: u32| chrono::NaiveDate::from_ymd_opt(year, month, day).is_some();
    if let (Some(month), Some(day)) = (digits(4, 6), digits(6, 8)) {
        let over = !text[8..].starts_with(|c: char| c.is_ascii_digit());
        return (sound(month, day) && over).then(|| (&text[..8], (year, month, day)));
    }
    let mark = text.as_bytes().get(4).copied().filter(|b| matches!(b, b'/' | b'-' | b'_'))?;
    let (month, day) = (digits(5, 7)?, digits(8, 10)?);
    let same = text.as_bytes().get(7) == Some(&mark);
    (same && sound(month, day)).then(|| (&text[..10], (year, month, day)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Where an address stops, character by character.
    fn slow_stop(rest: &str) -> usize {
        let over = |(at, c): &(usize, char)| match c {
            'h' => *at > 0 && starts(&rest[*at..]) && !is_archived(&rest.as_bytes()[..*at]),
            '!'..='~' => matches!(c, '"' | '<' | '>'),
            _ => c.is_ascii() || c.is_whitespace() || QUOTES.contains(c),
        };
        rest.char_indices().find(over).map_or(rest.len(), |(at, _)| at)
    }

    proptest! {
        #[test]
        fn addresses_stop_where_those_of_the_slow_way_do(
            rest in "(a|:|h|http|https|://|http://a|https://b|[.]html|/20230306104205/|/20230306104205id_/http://c|[?/]|ц|é| |…|\"|>|\u{7f}|\u{1}|[a-z]{14,17}){0,9}"
        ) {
            let (ascii, stop) = stop(&rest);
            prop_assert_eq!(stop, slow_stop(&rest));
            prop_assert_eq!(ascii, rest[..stop].find(|c: char| !c.is_ascii()).unwrap_or(stop));
        }
    }

    #[test]
    fn an_address_ends_where_text_is_glued_to_it() {
        for (text, url) in [
            ("https://a.example/x-1.html Next", "https://a.example/x-1.html"),
            ("https://a.example/x-1.htmlNext", "https://a.example/x-1.html"),
            ("https://a.example/x.jpgГород", "https://a.example/x.jpg"),
            ("https://a.example/x.htmlhttps://b.example/", "https://a.example/x.html"),
            ("https://a.example/x?a=1.html&b", "https://a.example/x?a=1.html&b"),
            ("https://xn--c1a.example/Город", "https://xn--c1a.example/"),
            ("https://de.example/wiki/Köln", "https://de.example/wiki/Köln"),
            ("https://a.example/7/новый-мост-открыт", "https://a.example/7/новый-мост-открыт"),
            ("https://a.example/7/Санкт-Петербург", "https://a.example/7/"),
            (
                "https://b.example/web/20230306104205/http://a.example/x-1.htmlNext",
                "https://b.example/web/20230306104205/http://a.example/x-1.html",
            ),
            ("https://b.example/web/2023/http://a.example/", "https://b.example/web/2023/"),
            ("https://a.example/v.html?x=1", "https://a.example/v.html?x=1"),
        ] {
            assert_eq!(&text[..end(text)], url);
        }
    }

    #[test]
    fn days_in_paths() {
        assert_eq!(day("https://a.example/20230306/x-110.html").unwrap().1, (2023, 3, 6));
        assert_eq!(day("https://a.example/2023/03/06/x").unwrap().0, "2023/03/06");
        assert_eq!(day("https://a.example/columnists/201911181077343476-x/"), None);
        assert_eq!(day("https://a.example/20231306/"), None);
        assert_eq!(
            slug("https://a.example/20230306/two-words-110.html"),
            Some("two-words-110.html")
        );
    }
}
