//! Web addresses.

/// Endings after which an address that is glued to other text is over.
const ENDINGS: [&str; 14] = [
    ".html", ".htm", ".shtml", ".php", ".aspx", ".jpeg", ".jpg", ".png", ".webp", ".gif", ".avif",
    ".svg", ".pdf", ".mp4",
];
const PICTURES: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"];

/// Whether the whole text is one address.
pub fn is_url(text: &str) -> bool {
    starts(text) && end(text) == text.len()
}

/// Whether the address is that of a picture.
pub fn is_image(url: &str) -> bool {
    let path = memchr::memchr2(b'?', b'#', url.as_bytes()).map_or(url, |at| &url[..at]);
    PICTURES.iter().any(|ending| ends_with_ignore_case(path, ending))
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
    let stop = stop(rest);
    let path_from = memchr::memchr(b'/', &rest.as_bytes()[..stop]).unwrap_or(stop);
    let plain = rest.as_bytes()[path_from..stop].iter().position(|b| *b >= 0x80);
    let ascii = plain.map_or(stop, |at| path_from + at);
    let mut end = if glued_after(&rest[..ascii], &rest[ascii..stop]) { ascii } else { stop };
    if let Some(over) = file_end(&rest[path_from..end]) {
        end = path_from + over;
    }
    scheme + end
}

/// Where white space, a quote or another address stands.
fn stop(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|byte| PLAIN[usize::from(**byte)]).count();
        match rest[at..].chars().next() {
            Some('h') if at == 0 || !starts(&rest[at..]) => at += 1,
            Some(c) if !c.is_ascii() && !c.is_whitespace() && !QUOTES.contains(&c) => {
                at += c.len_utf8()
            }
            _ => return at,
        }
    }
}

const QUOTES: [char; 5] = ['…', '«', '»', '“', '”'];

/// Bytes that go on an address whatever stands behind them: visible ASCII but quotes, and `h`, which may begin another.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        table[byte as usize] = !matches!(byte, b'"' | b'<' | b'>' | b'h');
        byte += 1;
    }
    table
};

/// Addresses may hold letters of any script; they are taken for glued text where the address was over before them.
fn glued_after(before: &str, after: &str) -> bool {
    !after.is_empty() && (before.ends_with('/') || has_file_ending(before))
}

/// Behind the first known file ending that is followed by what cannot go on an address.
fn file_end(path: &str) -> Option<usize> {
    let bytes = path.as_bytes();
    memchr::memchr_iter(b'.', bytes).find_map(|dot| {
        let first = bytes.get(dot + 1)? | 0x20;
        if !matches!(first, b'h' | b's' | b'p' | b'a' | b'j' | b'w' | b'g' | b'm') {
            return None;
        }
        ENDINGS.iter().filter(|e| starts_with_ignore_case(&bytes[dot..], e)).find_map(|ending| {
            let over = dot + ending.len();
            (!GOES_ON.contains(bytes.get(over)?)).then_some(over)
        })
    })
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
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
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
