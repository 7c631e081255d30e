//! Text whose separators are gone (`get_text()` without one, or with a space) is split at hard anchors: stamps, addresses,
//! selectors, mail addresses, language tags, image sizes. What stands between two anchors is left to `gaps`.

use super::gaps;
use super::items::Item;
use crate::line::Line;
use crate::scan::{Facts, contact, locale, number, selector, timestamp, url};

/// A shorter line does not hold two stamps and more.
const SHORTEST: usize = 80;
/// A longer line is not taken apart.
const LONGEST: usize = 1 << 20;
/// A block of this family has two hundred tokens; one of more than this is of another kind.
const MOST_TOKENS: usize = 4096;
/// Behind a glued line so many lines without an anchor may stand before the block counts as over.
const CALM: usize = 3;

/// A token of glued text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub text: &'a str,
    pub start: usize,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Gap,
    Url,
    Stamp,
    Selector,
    Email,
    Phone,
    Locale,
    Size,
    Number,
}

impl<'a> Token<'a> {
    /// The part `from..to` of the token's text, as a token of its own.
    pub fn part(&self, from: usize, to: usize, kind: Kind) -> Token<'a> {
        Token { text: &self.text[from..to], start: self.start + from, kind }
    }
}

/// Whether a line holds several values with hard anchors and nothing between them.
pub(crate) fn is_glued(lines: &[Line<'_>]) -> bool {
    lines.iter().any(is_glued_line)
}

fn is_glued_line(line: &Line<'_>) -> bool {
    if line.text.len() < SHORTEST || line.facts.any(Facts::HARD) {
        return false;
    }
    let Some((_, end)) = timestamp::find_iso(line.text, 0) else { return false };
    timestamp::find_iso(line.text, end).is_some() || find_selector(line.text, 0).is_some()
}

/// The items of a page of which some lines are glued.
pub(crate) fn split<'a>(lines: &[Line<'a>]) -> Vec<Item<'a>> {
    let first = lines.iter().position(is_glued_line).unwrap_or(lines.len());
    let mut items: Vec<Item<'a>> = lines[..first].iter().map(Item::line).collect();
    let (mut tokens, behind) = block(&lines[first..]);
    if tokens.len() > MOST_TOKENS {
        return lines.iter().map(Item::line).collect();
    }
    gaps::refine(&mut tokens, lines);
    items.extend(tokens.iter().filter_map(|token| Item::found(token.text, token.start)));
    items.extend(behind.iter().map(Item::line));
    items
}

/// The tokens of the block that begins the lines, and the lines behind it.
fn block<'l, 'a>(lines: &'l [Line<'a>]) -> (Vec<Token<'a>>, &'l [Line<'a>]) {
    let (mut tokens, mut next, mut calm) = (Vec::new(), 0, 0);
    while next < lines.len() && calm < CALM && tokens.len() <= MOST_TOKENS {
        let before = tokens.len();
        if lines[next].text.len() <= LONGEST {
            tokenise(lines[next].text, lines[next].start, &mut tokens);
        }
        calm = if tokens.len() > before + 1 { 0 } else { calm + 1 };
        next += 1;
    }
    (tokens, &lines[next..])
}

fn tokenise<'a>(text: &'a str, start: usize, tokens: &mut Vec<Token<'a>>) {
    let mut at = 0;
    for (from, to, kind) in anchors(text) {
        if from > at {
            tokens.push(Token { text: &text[at..from], start: start + at, kind: Kind::Gap });
        }
        tokens.push(Token { text: &text[from..to], start: start + from, kind });
        at = to;
    }
    if at < text.len() {
        tokens.push(Token { text: &text[at..], start: start + at, kind: Kind::Gap });
    }
}

type Anchor = (usize, usize, Kind);

/// The anchors of a line in order, without overlap; addresses go first, since they may hold the others.
fn anchors(text: &str) -> Vec<Anchor> {
    let mut found = urls(text);
    found.extend(all(text, |rest| timestamp::find_iso(rest, 0)).map(|(a, b)| (a, b, Kind::Stamp)));
    found.extend(all(text, |rest| find_selector(rest, 0)).map(|(a, b)| (a, b, Kind::Selector)));
    found.extend(all(text, locale::find).map(|(a, b)| (a, b, Kind::Locale)));
    for word in ["true", "false"] {
        found.extend(all(text, |rest| size_before(rest, word)).map(|(a, b)| (a, b, Kind::Size)));
    }
    for (from, to) in all(text, contact::find_email) {
        found.push((from, to, Kind::Email));
        let blank = text[to..].len() - text[to..].trim_start().len();
        let phone = contact::phone_end(&text[to + blank..]);
        if contact::is_phone(&text[to + blank..to + blank + phone]) {
            found.push((to + blank, to + blank + phone, Kind::Phone));
        }
    }
    found.sort_by_key(|&(from, to, kind)| (from, kind != Kind::Url, to));
    let mut over = 0;
    found.retain(|&(from, to, _)| {
        let free = from >= over;
        over = if free { to } else { over };
        free
    });
    found
}

fn all(
    text: &str,
    find: impl Fn(&str) -> Option<(usize, usize)>,
) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (from, to) = find(text.get(at..)?)?;
        let found = (at + from, at + to.max(from + 1));
        at = found.1;
        Some(found)
    })
}

fn urls(text: &str) -> Vec<Anchor> {
    let mut found: Vec<Anchor> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "http") {
        if found.last().is_none_or(|last| at >= last.1) && url::starts(&text[at..]) {
            found.push((at, at + url::end(&text[at..]), Kind::Url));
        }
    }
    found
}

fn find_selector(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    for slash in memchr::memchr_iter(b'/', text.as_bytes().get(from..)?) {
        let start = from + slash;
        if start < at {
            continue;
        }
        at = start + 1;
        let end = selector::end(&text[start..]);
        if end > 0 {
            return Some((start, start + end));
        }
    }
    None
}

/// `1920 1080 true` or `19201080true`.
fn size_before(text: &str, word: &str) -> Option<(usize, usize)> {
    memchr::memmem::find_iter(text.as_bytes(), word).find_map(|at| {
        let before = text[..at].trim_end();
        let height = trailing_digits(before, 4);
        let rest = before[..before.len() - height].trim_end();
        let width = trailing_digits(rest, 4);
        let start = rest.len() - width;
        (number::is_pixels(&rest[start..]) && height > 1).then_some((start, at + word.len()))
    })
}

fn trailing_digits(text: &str, most: usize) -> usize {
    text.bytes().rev().take(most).take_while(u8::is_ascii_digit).count()
}

/// A line that begins with an address and goes on with text glued to it (`….jpgVesti`) becomes two items.
#[inline]
pub(crate) fn split_address<'a>(line: &Line<'a>, items: &mut Vec<Item<'a>>) {
    match end_of_address(line) {
        None => items.push(Item::line(line)),
        Some(end) => {
            items.extend(Item::found(&line.text[..end], line.start));
            items.extend(Item::found(&line.text[end..], line.start + end));
        }
    }
}

/// Where the address ends that begins a line and is not all of it.
#[inline]
fn end_of_address(line: &Line<'_>) -> Option<usize> {
    if !line.text.starts_with("http") || line.facts.any(Facts::URL) {
        return None;
    }
    let end = url::end(line.text);
    let rest = line.text.get(end..).filter(|rest| end > 0 && !rest.is_empty())?;
    (!rest.starts_with([' ', '…'])).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    #[test]
    fn glued_text_is_split_at_its_anchors() {
        let text = "Menuhttps://harbour-post.example/20230306/crane-1.html CraneCraneIt stands.2023-03-06T08:20+0000\
                    2023-03-06T08:20+0000ports/html/head/meta[@name='og:title']/@contenthttps://cdn.harbour-post.example/1.jpgIt \
                    stands still.https://harbour-post.example/2.htmlportsHarbour Postdesk@post.example+3725551234Post OÜ25260";
        let texts: Vec<_> = split(&lines(text)).iter().map(|item| item.text.to_string()).collect();
        for value in [
            "https://harbour-post.example/20230306/crane-1.html",
            "2023-03-06T08:20+0000",
            "/html/head/meta[@name='og:title']/@content",
            "https://cdn.harbour-post.example/1.jpg",
            "It stands still.",
            "desk@post.example",
            "+3725551234",
        ] {
            assert!(texts.iter().any(|text| text == value), "{value}: {texts:#?}");
        }
    }
}
