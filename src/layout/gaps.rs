//! What stands between the anchors of glued text, split by what the page says twice: a title is followed by itself,
//! tags stand again in the comma list, organisations are equal to each other.

use super::glue::{Kind, Token};
use crate::line::Line;
use crate::scan::facts::ends_sentence;
use crate::scan::{head, list, number};
use std::ops::Range;

/// A page names its organisation five times; of more mail addresses no more are looked at.
const MOST_ORGANISATIONS: usize = 16;
/// A name that is glued before a mailbox has fewer letters.
const LONGEST_NAME: usize = 40;
/// So many lines are searched for a name.
const MOST_LINES: usize = 2000;
/// A page has fewer tags.
const MOST_TAGS: usize = 128;
/// So many bytes of gaps are looked through for tags.
const TAGS_REACH: usize = 1 << 16;
/// Shorter repetitions happen by chance.
const SHORTEST_TWIN: usize = 4;
/// A shorter gap is no body.
const SHORTEST_BODY: usize = 150;
/// A longer gap behind a year does not hold names.
const MOST_NAMES: usize = 200;
/// So many bytes of a list are looked through for its end.
const LIST_REACH: usize = 4000;

/// Splits the gaps of a glued block into values.
pub(crate) fn refine<'a>(tokens: &mut Vec<Token<'a>>, lines: &[Line<'a>]) {
    unglue_mailboxes(tokens, lines);
    split_numbers(tokens);
    let holder = split_organisation_names(tokens);
    split_legal_names(tokens);
    let title = split_title(tokens, lines, holder);
    let (author, tags) = cut_list(tokens, title, holder);
    split_places_off(tokens, &tags);
    split_tags(tokens, &tags);
    split_twins(tokens, author);
}

/// Replaces the token at `at` by its parts; parts of white space alone go.
fn replace<'a>(tokens: &mut Vec<Token<'a>>, at: usize, parts: impl IntoIterator<Item = Token<'a>>) {
    tokens.splice(at..=at, parts.into_iter().filter(|part| !part.text.trim().is_empty()));
}

/// Behind a mail address stand the sizes of the logo and a year, glued to each other and to names: `353602021Name`.
fn split_numbers(tokens: &mut Vec<Token<'_>>) {
    let Some(first) = tokens.iter().position(|token| token.kind == Kind::Email) else { return };
    for at in (first + 1..tokens.len()).rev() {
        let gap = tokens[at];
        let run = if gap.kind == Kind::Gap { number_run(gap.text) } else { None };
        if let Some(numbers) = run {
            let (from, to) = (numbers[0].start, numbers[numbers.len() - 1].end);
            let mut parts = vec![gap.part(0, from, Kind::Gap)];
            parts.extend(numbers.into_iter().map(|it| gap.part(it.start, it.end, Kind::Number)));
            parts.push(gap.part(to, gap.text.len(), Kind::Gap));
            replace(tokens, at, parts);
        }
    }
}

/// Where the numbers of the first run of digits stand, if that is a logo size, a logo size and a year, or a year.
fn number_run(text: &str) -> Option<Vec<Range<usize>>> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let run = &text[from..];
    let to = run.find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(run.len());
    let parts: Vec<&str> = run[..to].split(' ').filter(|part| !part.is_empty()).collect();
    let lens = match parts.as_slice() {
        [one] => split_digits(one)?,
        [width, height, ..] if number::is_pixels(width) && number::is_pixels(height) => {
            let year = parts.get(2).filter(|part| number::year(part).is_some());
            parts[..2].iter().chain(year).map(|part| part.len()).collect()
        }
        _ => return None,
    };
    let mut at = from;
    let found = lens.into_iter().map(|len| {
        let start = at + text[at..].len() - text[at..].trim_start().len();
        at = start + len;
        start..at
    });
    Some(found.collect())
}

/// The lengths of the numbers in glued digits: width, height (two digits less often three), year.
fn split_digits(digits: &str) -> Option<Vec<usize>> {
    let sizes = |len: usize| match len {
        4 => Some(vec![2, 2]),
        5 => Some(vec![3, 2]),
        6 => Some(vec![3, 3]),
        _ => None,
    };
    if number::year(digits).is_some() {
        return Some(vec![4]);
    }
    let (size, year) = digits.split_at_checked(digits.len().checked_sub(4)?)?;
    if let (Some(_), Some(mut lens)) = (number::year(year), sizes(size.len())) {
        lens.push(4);
        return Some(lens);
    }
    sizes(digits.len())
}

/// Mailboxes that sites use (RFC 2142 and habit); a name may be glued before them.
const MAILBOXES: [&str; 16] = [
    "feedback",
    "info",
    "contact",
    "desk",
    "editor",
    "redaction",
    "redaktion",
    "news",
    "press",
    "office",
    "support",
    "webmaster",
    "mail",
    "media",
    "hello",
    "internet",
];

/// Moves the letters of a name that are glued before a mail address (`Postdesk@…`) into the gap before it.
fn unglue_mailboxes<'a>(tokens: &mut [Token<'a>], lines: &[Line<'a>]) {
    let glued = |at: &usize| {
        let (gap, mail) = (tokens[*at - 1], tokens[*at]);
        mail.kind == Kind::Email
            && gap.kind == Kind::Gap
            && gap.start + gap.text.len() == mail.start
    };
    let glued: Vec<usize> = (1..tokens.len()).filter(glued).take(MOST_ORGANISATIONS).collect();
    let lines = &lines[..lines.len().min(MOST_LINES)];
    for at in glued {
        let (gap, mail) = (tokens[at - 1], tokens[at]);
        let cut = mailbox_start(gap.text, mail.text, lines);
        if cut > 0 {
            let Some(line) =
                lines.iter().find(|line| line.start <= gap.start && mail.start < line.end())
            else {
                continue;
            };
            tokens[at] = mail.part(cut, mail.text.len(), Kind::Email);
            let (from, to) = (gap.start - line.start, tokens[at].start - line.start);
            tokens[at - 1] = Token { text: &line.text[from..to], ..gap };
        }
    }
}

/// Where the mailbox begins: behind a name that the page has elsewhere, or at a name that mailboxes have.
fn mailbox_start(gap: &str, mail: &str, lines: &[Line<'_>]) -> usize {
    let local = mail.split('@').next().unwrap_or("");
    let letters = local.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphabetic).count();
    let word = gap.trim_end().rsplit(' ').next().unwrap_or("");
    let blank = if gap.ends_with(' ') { " " } else { "" };
    let stands_alone = |name: &str| {
        lines.iter().any(|line| {
            let mut found = line.text.match_indices(name);
            found.any(|(at, _)| !line.text[at + name.len()..].starts_with(char::is_alphanumeric))
        })
    };
    let by_name = (3..letters).rev().find(|&cut| {
        let head = &local[..cut];
        stands_alone(&format!("{word}{blank}{head}"))
            || head.starts_with(|c: char| c.is_ascii_uppercase()) && stands_alone(head)
    });
    let by_box = || {
        MAILBOXES
            .iter()
            .filter_map(|name| local.find(name))
            .filter(|&at| at > 0 && at < letters)
            .min()
    };
    by_name.or_else(by_box).unwrap_or(0)
}

/// The organisations of a page are equal, so what the gaps before mail addresses end with is the name. Gives the name.
fn split_organisation_names<'a>(tokens: &mut Vec<Token<'a>>) -> Option<&'a str> {
    let before: Vec<usize> = (1..tokens.len())
        .filter(|&at| tokens[at].kind == Kind::Email && tokens[at - 1].kind == Kind::Gap)
        .map(|at| at - 1)
        .collect();
    let twins =
        before.windows(2).map(|pair| common_end(tokens[pair[0]].text, tokens[pair[1]].text));
    let long = |name: &&str| name.trim().len() >= SHORTEST_TWIN;
    let name = twins.map(str::trim_start).filter(long).min_by_key(|name| name.len())?;
    let bare =
        name.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let glued = !name[bare.len()..].starts_with(' ');
    for at in before.into_iter().rev() {
        let gap = tokens[at];
        if let Some(rest) = gap.text.strip_suffix(name) {
            let cut = rest.len();
            let over = if glued { cut + bare.len() } else { gap.text.len() };
            let parts =
                [(0, cut, Kind::Gap), (cut, over, Kind::Gap), (over, gap.text.len(), Kind::Number)];
            replace(tokens, at, parts.map(|(a, b, kind)| gap.part(a, b, kind)));
        }
    }
    Some(bare)
}

/// Likewise what the gaps behind telephone numbers begin with is the name in law.
fn split_legal_names(tokens: &mut Vec<Token<'_>>) {
    let behind: Vec<usize> = (1..tokens.len())
        .filter(|&at| tokens[at - 1].kind == Kind::Phone && tokens[at].kind == Kind::Gap)
        .collect();
    let twins =
        behind.windows(2).map(|pair| common_start(tokens[pair[0]].text, tokens[pair[1]].text));
    let long = |name: &&str| name.trim().len() >= SHORTEST_TWIN;
    let Some(name) = twins.map(str::trim_end).filter(long).min_by_key(|name| name.len()) else {
        return;
    };
    for at in behind.into_iter().rev() {
        let gap = tokens[at];
        if gap.text.starts_with(name) {
            let cut = name.len();
            replace(
                tokens,
                at,
                [gap.part(0, cut, Kind::Gap), gap.part(cut, gap.text.len(), Kind::Gap)],
            );
        }
    }
}

fn common_end<'a>(a: &'a str, b: &str) -> &'a str {
    let same: usize = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    &a[a.len() - same..]
}

fn common_start<'a>(a: &'a str, b: &str) -> &'a str {
    let same: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    &a[..same]
}

/// The gap between the page's address and the first stamp holds the title, once or twice, and the description.
fn split_title<'a>(
    tokens: &mut Vec<Token<'a>>,
    lines: &[Line<'a>],
    holder: Option<&str>,
) -> Option<&'a str> {
    let stamp = tokens.iter().position(|token| token.kind == Kind::Stamp)?;
    let at = stamp.checked_sub(1).filter(|&at| tokens[at].kind == Kind::Gap)?;
    let gap = tokens[at];
    let skip = gap.text.len() - gap.text.trim_start().len();
    if let Some((len, second)) = twin(&gap.text[skip..]) {
        let title = gap.part(skip, skip + len, Kind::Gap);
        let again = gap.part(skip + second, skip + second + len, Kind::Gap);
        let rest = &gap.text[skip + second + len..];
        let blank = rest.len() - rest.trim_start().len();
        let edition = holder
            .filter(|name| rest[blank..].starts_with(name))
            .map_or(0, |name| blank + name.len());
        let over = skip + second + len + edition;
        let edition = gap.part(over - edition, over, Kind::Gap);
        replace(tokens, at, [title, again, edition, gap.part(over, gap.text.len(), Kind::Gap)]);
        return Some(title.text);
    }
    let len = title_elsewhere(&gap.text[skip..], lines, gap.start)?;
    let title = gap.part(skip, skip + len, Kind::Gap);
    replace(tokens, at, [title, gap.part(skip + len, gap.text.len(), Kind::Gap)]);
    Some(title.text)
}

/// The title begins another line of the page as well (its `<title>`, its visible heading).
fn title_elsewhere(gap: &str, lines: &[Line<'_>], start: usize) -> Option<usize> {
    lines
        .iter()
        .filter(|line| line.start > start + gap.len() || line.end() < start)
        .map(|line| {
            common_start(gap, line.text)
                .trim_end()
                .trim_end_matches(['-', '|', '—', '–'])
                .trim_end()
                .len()
        })
        .filter(|&len| len >= 12 && gap[..len].contains(' '))
        .max()
}

/// A text that begins with something twice: its length and where the second one begins. White space may stand between.
pub(crate) fn twin(text: &str) -> Option<(usize, usize)> {
    let seed_end = text.char_indices().map(|(at, _)| at).nth(SHORTEST_TWIN).unwrap_or(text.len());
    let seed = &text[..seed_end];
    memchr::memmem::find_iter(&text.as_bytes()[seed_end..], seed).take(64).find_map(|at| {
        let second = seed_end + at;
        let len = text[..second].trim_end().len();
        (len >= SHORTEST_TWIN && text[second..].starts_with(&text[..len])).then_some((len, second))
    })
}

/// The first gap behind the first organisation that begins with a comma list is that of the tags; it goes on with the
/// visible page. The list ends where the title or the body begins again, at the latest. Gives the name that stands before
/// the list and the items of the list.
fn cut_list<'a>(
    tokens: &mut Vec<Token<'a>>,
    title: Option<&'a str>,
    holder: Option<&'a str>,
) -> (Option<&'a str>, Vec<&'a str>) {
    let hard = [Kind::Number, Kind::Size, Kind::Email, Kind::Locale];
    let first = tokens.iter().position(|token| hard.contains(&token.kind)).unwrap_or(tokens.len());
    let body = body_gap(tokens).map_or("", |at| tokens[at].text.trim_start());
    let begins = [title.unwrap_or(""), head(body, 40)];
    let found = (first + 1..tokens.len())
        .filter(|&at| tokens[at].kind == Kind::Gap)
        .find_map(|at| Some((at, list_end(head(tokens[at].text, LIST_REACH), &begins)?)));
    let Some((at, end)) = found else { return (None, Vec::new()) };
    let gap = tokens[at];
    let list_text = gap.text[..end].trim_end();
    let skip = author_before(list_text, tokens, holder);
    let parts =
        [(0, skip), (skip, end), (end, gap.text.len())].map(|(a, b)| gap.part(a, b, Kind::Gap));
    replace(tokens, at, parts);
    let author = Some(list_text[..skip].trim()).filter(|author| !author.is_empty());
    (author, list::items(&list_text[skip..]).filter(|item| !item.is_empty()).collect())
}

/// The first long gap behind the first stamp.
fn body_gap(tokens: &[Token<'_>]) -> Option<usize> {
    let stamp = tokens.iter().position(|token| token.kind == Kind::Stamp)?;
    let long = |token: &Token<'_>| token.kind == Kind::Gap && token.text.len() >= SHORTEST_BODY;
    Some(stamp + tokens[stamp..].iter().position(long)?)
}

/// Where the list that begins the text ends; none where none begins it.
fn list_end(text: &str, begins: &[&str]) -> Option<usize> {
    let begin =
        begins.iter().filter(|begin| !begin.is_empty()).filter_map(|begin| text.find(begin)).min();
    let end = begin.or_else(|| text.find('\n')).unwrap_or(text.len());
    list::is_list(text[..end].trim_end()).then_some(end)
}

/// A name that stood behind the year, or that of the site, may stand again before the list: `Ann Leeports, cranes`.
fn author_before(text: &str, tokens: &[Token<'_>], holder: Option<&str>) -> usize {
    let blank = text.len() - text.trim_start().len();
    let list = &text[blank..];
    if let Some(name) = holder.filter(|name| list.starts_with(name)) {
        return blank + name.len();
    }
    let pairs =
        tokens.windows(2).filter(|pair| pair[0].kind == Kind::Number && pair[1].kind == Kind::Gap);
    let names = pairs.map(|pair| common_start(list, pair[1].text.trim_start()));
    let is_name =
        |name: &&str| name.len() >= SHORTEST_TWIN && name.len() < list.len() && name.contains(' ');
    names
        .filter(is_name)
        .max_by_key(|name| name.len())
        .map_or(0, |name| blank + name.trim_end().len())
}

/// Where no related page stands between the body and the places, they are glued to its last sentence.
fn split_places_off(tokens: &mut Vec<Token<'_>>, tags: &[&str]) {
    let Some(at) = body_gap(tokens) else { return };
    let gap = tokens[at];
    let mut cuts = vec![gap.text.len()];
    let mut head = gap.text.trim_end();
    while let Some(tag) = tags
        .iter()
        .filter(|tag| !tag.is_empty() && head.ends_with(**tag))
        .max_by_key(|tag| tag.len())
    {
        cuts.push(head.len() - tag.len());
        head = head[..head.len() - tag.len()].trim_end();
    }
    if cuts.len() > 1 && ends_sentence(head) {
        cuts.push(0);
        cuts.reverse();
        let parts: Vec<_> =
            cuts.windows(2).map(|cut| gap.part(cut[0], cut[1], Kind::Gap)).collect();
        replace(tokens, at, parts);
    }
}

/// Splits every short gap that is made of tags, and of tags only, into the tags.
fn split_tags(tokens: &mut Vec<Token<'_>>, tags: &[&str]) {
    let tags = &tags[..tags.len().min(MOST_TAGS)];
    if tags.is_empty() {
        return;
    }
    let mut reach = TAGS_REACH;
    let from = tokens.iter().position(|token| token.kind == Kind::Stamp).unwrap_or(0);
    for at in (from..tokens.len()).rev() {
        let gap = tokens[at];
        if gap.kind != Kind::Gap || gap.text.contains(',') || gap.text.len() > LIST_REACH.min(reach)
        {
            continue;
        }
        reach -= gap.text.len();
        if let Some(parts) = tags_of(gap, tags).filter(|parts| parts.len() > 1) {
            replace(tokens, at, parts);
        }
    }
}

/// The tags of which the gap is made. What stands between known tags is one of its own; it may not be the larger part.
fn tags_of<'a>(gap: Token<'a>, tags: &[&str]) -> Option<Vec<Token<'a>>> {
    let mut parts = Vec::new();
    let (mut at, mut open, mut strange) = (0, 0, 0);
    while let Some(c) = gap.text[at..].chars().next() {
        let rest = &gap.text[at..];
        let tag = tags.iter().filter(|tag| rest.starts_with(**tag)).max_by_key(|tag| tag.len());
        let Some(tag) = tag else {
            at += c.len_utf8();
            continue;
        };
        strange += gap.text[open..at].trim().len();
        parts.extend([gap.part(open, at, Kind::Gap), gap.part(at, at + tag.len(), Kind::Gap)]);
        at += tag.len();
        open = at;
    }
    strange += gap.text[open..].trim().len();
    parts.push(gap.part(open, gap.text.len(), Kind::Gap));
    parts.retain(|part| !part.text.trim().is_empty());
    (strange * 2 <= gap.text.len()).then_some(parts)
}

/// Behind the year stand a name, once or twice, and what is left a third value: `Ann LeeAnn LeeNews`.
fn split_twins(tokens: &mut Vec<Token<'_>>, author: Option<&str>) {
    for at in (1..tokens.len()).rev() {
        let gap = tokens[at];
        if gap.kind != Kind::Gap
            || tokens[at - 1].kind != Kind::Number
            || gap.text.len() > MOST_NAMES
        {
            continue;
        }
        let skip = gap.text.len() - gap.text.trim_start().len();
        let text = &gap.text[skip..];
        let cuts = match (twin(text), author.filter(|name| text.starts_with(name))) {
            (Some((len, second)), _) => [0, len, second + len],
            (None, Some(name)) => [0, 0, name.len()],
            (None, None) => continue,
        };
        let [a, b, c] = cuts.map(|cut| skip + cut);
        let parts = [(a, b), (b, c), (c, gap.text.len())];
        replace(tokens, at, parts.map(|(from, to)| gap.part(from, to, Kind::Gap)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_found_with_and_without_space() {
        assert_eq!(twin("CraneCraneIt stands"), Some((5, 5)));
        assert_eq!(twin("Old crane Old crane It stands"), Some((9, 10)));
        assert_eq!(twin("No repetition here"), None);
    }

    #[test]
    fn glued_numbers_split_into_sizes_and_year() {
        assert_eq!(split_digits("353602021"), Some(vec![3, 2, 4]));
        assert_eq!(split_digits("25260"), Some(vec![3, 2]));
        assert_eq!(split_digits("2021"), Some(vec![4]));
        let text = " 353 60 2021 Name";
        let spans = number_run(text).unwrap();
        let numbers: Vec<_> = spans.into_iter().map(|span| &text[span]).collect();
        assert_eq!(numbers, ["353", "60", "2021"]);
    }
}
