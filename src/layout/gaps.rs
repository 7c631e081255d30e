//! What stands between the anchors of glued text, split by what the page says twice: a title is followed by itself,
//! tags stand again in the comma list, organisations are equal to each other.

use super::glue::{Kind, Token};
use crate::line::Line;
use crate::scan::{list, number};

/// Shorter repetitions happen by chance.
const SHORTEST_TWIN: usize = 4;
/// So many bytes of a list are looked through for its end.
const LIST_REACH: usize = 4000;

/// Splits the gaps of a glued block into values.
pub(crate) fn refine<'a>(tokens: &mut Vec<Token<'a>>, lines: &[Line<'a>]) {
    split_numbers(tokens);
    split_organisation_names(tokens);
    let title = split_title(tokens, lines);
    let tags = cut_list(tokens, title);
    split_tags(tokens, &tags);
    split_twins(tokens);
}

/// Replaces the token at `at` by its parts; parts of white space alone go.
fn replace<'a>(tokens: &mut Vec<Token<'a>>, at: usize, parts: impl IntoIterator<Item = Token<'a>>) {
    tokens.splice(at..=at, parts.into_iter().filter(|part| !part.text.trim().is_empty()));
}

/// Behind a mail address stand the sizes of the logo and a year, glued to each other and to names: `353602021Name`.
fn split_numbers(tokens: &mut Vec<Token<'_>>) {
    let Some(first) = tokens.iter().position(|token| token.kind == Kind::Email) else { return };
    for at in (first + 1..tokens.len()).rev() {
        if tokens[at].kind == Kind::Gap {
            if let Some((from, to, numbers)) = number_run(tokens[at].text) {
                let gap = tokens[at];
                let mut parts = vec![gap.part(0, from, Kind::Gap)];
                parts.extend(numbers.into_iter().map(|(a, b)| gap.part(a, b, Kind::Number)));
                parts.push(gap.part(to, gap.text.len(), Kind::Gap));
                replace(tokens, at, parts);
            }
        }
    }
}

/// The first run of digits that is a logo size, a logo size and a year, or a year; where it stands and how it splits.
fn number_run(text: &str) -> Option<(usize, usize, Vec<(usize, usize)>)> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let glued = text[..from].chars().next_back().is_none_or(|c| !c.is_ascii_digit());
    let run = &text[from..];
    let to = run.find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(run.len());
    let run = run[..to].trim_end();
    if !glued {
        return None;
    }
    let parts: Vec<&str> = run.split(' ').filter(|part| !part.is_empty()).collect();
    let spans = match parts.as_slice() {
        [one] => split_digits(one)?,
        [width, height, ..] if number::is_pixels(width) && number::is_pixels(height) => {
            let year = parts.get(2).filter(|part| number::year(part).is_some());
            parts[..2].iter().chain(year).map(|part| part.len()).collect()
        }
        _ => return None,
    };
    let mut at = from;
    let mut found = Vec::new();
    for len in spans {
        at += text[at..].len() - text[at..].trim_start().len();
        found.push((at, at + len));
        at += len;
    }
    Some((from, at, found))
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

/// The organisations of a page are equal, so what all gaps before a mail address end with is the name.
fn split_organisation_names(tokens: &mut Vec<Token<'_>>) {
    let before: Vec<usize> = (1..tokens.len())
        .filter(|&at| tokens[at].kind == Kind::Email && tokens[at - 1].kind == Kind::Gap)
        .map(|at| at - 1)
        .collect();
    let Some((&first, rest)) = before.split_first() else { return };
    if rest.is_empty() {
        return;
    }
    let name = rest.iter().fold(tokens[first].text, |name, &at| common_end(name, tokens[at].text));
    let len = name.trim_start().len();
    if name.trim().len() < 3 {
        return;
    }
    for at in before.into_iter().rev() {
        let gap = tokens[at];
        let cut = gap.text.len() - len;
        replace(
            tokens,
            at,
            [gap.part(0, cut, Kind::Gap), gap.part(cut, gap.text.len(), Kind::Gap)],
        );
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
fn split_title<'a>(tokens: &mut Vec<Token<'a>>, lines: &[Line<'a>]) -> Option<&'a str> {
    let stamp = tokens.iter().position(|token| token.kind == Kind::Stamp)?;
    let at = stamp.checked_sub(1).filter(|&at| tokens[at].kind == Kind::Gap)?;
    let gap = tokens[at];
    let skip = gap.text.len() - gap.text.trim_start().len();
    if let Some((len, second)) = twin(&gap.text[skip..]) {
        let title = gap.part(skip, skip + len, Kind::Gap);
        let again = gap.part(skip + second, skip + second + len, Kind::Gap);
        let rest = gap.part(skip + second + len, gap.text.len(), Kind::Gap);
        replace(tokens, at, [title, again, rest]);
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

/// The last gap begins with the comma list of the tags and goes on with the visible page. The list ends where the title
/// begins again, at the latest. Gives the items of the list.
fn cut_list<'a>(tokens: &mut Vec<Token<'a>>, title: Option<&'a str>) -> Vec<&'a str> {
    let last = tokens.iter().rposition(|token| {
        matches!(token.kind, Kind::Number | Kind::Size | Kind::Email | Kind::Phone)
    });
    let Some(at) = last.map(|at| at + 1).filter(|&at| at < tokens.len()) else { return Vec::new() };
    let gap = tokens[at];
    let mut reach = gap.text.len().min(LIST_REACH);
    while !gap.text.is_char_boundary(reach) {
        reach -= 1;
    }
    let head = &gap.text[..reach];
    let end = title.and_then(|title| head.find(title)).unwrap_or_else(|| calm_end(head));
    let list_text = gap.text[..end].trim_end();
    if !list::is_list(list_text) {
        return Vec::new();
    }
    let skip = author_before(list_text, tokens);
    let parts =
        [(0, skip), (skip, end), (end, gap.text.len())].map(|(a, b)| gap.part(a, b, Kind::Gap));
    replace(tokens, at, parts);
    list::items(&list_text[skip..]).filter(|item| !item.is_empty()).collect()
}

/// Without a title the list goes to the end of the line, or of its last short item.
fn calm_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// A name that stood before a language tag or behind a year may stand again before the list: `Ann Leeports, cranes`.
fn author_before(text: &str, tokens: &[Token<'_>]) -> usize {
    tokens
        .windows(2)
        .filter(|pair| pair[0].kind == Kind::Number && pair[1].kind == Kind::Gap)
        .filter_map(|pair| {
            twin(pair[1].text.trim_start()).map(|(len, _)| &pair[1].text.trim_start()[..len])
        })
        .find(|name| text.trim_start().starts_with(name))
        .map_or(0, |name| text.len() - text.trim_start().len() + name.len())
}

/// Splits every short gap that is made of tags, and of tags only, into the tags.
fn split_tags(tokens: &mut Vec<Token<'_>>, tags: &[&str]) {
    if tags.is_empty() {
        return;
    }
    for at in (0..tokens.len()).rev() {
        let gap = tokens[at];
        if gap.kind != Kind::Gap || gap.text.contains(',') || gap.text.len() > LIST_REACH {
            continue;
        }
        if let Some(parts) = tags_of(gap, tags).filter(|parts| parts.len() > 1) {
            replace(tokens, at, parts);
        }
    }
}

fn tags_of<'a>(gap: Token<'a>, tags: &[&str]) -> Option<Vec<Token<'a>>> {
    let mut at = 0;
    let mut parts = Vec::new();
    while at < gap.text.len() {
        let rest = &gap.text[at..];
        let blank = rest.len() - rest.trim_start().len();
        let tag =
            tags.iter().filter(|tag| rest[blank..].starts_with(**tag)).max_by_key(|tag| tag.len());
        match tag {
            Some(tag) => {
                parts.push(gap.part(at + blank, at + blank + tag.len(), Kind::Gap));
                at += blank + tag.len();
            }
            None if rest.trim().is_empty() => break,
            None => return None,
        }
    }
    Some(parts)
}

/// A name that stands twice in a row is two values and what is left a third: `Ann LeeAnn LeeNews`.
fn split_twins(tokens: &mut Vec<Token<'_>>) {
    for at in (1..tokens.len()).rev() {
        let gap = tokens[at];
        if gap.kind != Kind::Gap || tokens[at - 1].kind != Kind::Number || gap.text.len() > 200 {
            continue;
        }
        let skip = gap.text.len() - gap.text.trim_start().len();
        if let Some((len, second)) = twin(&gap.text[skip..]) {
            let cuts = [
                (skip, skip + len),
                (skip + second, skip + second + len),
                (skip + second + len, gap.text.len()),
            ];
            replace(tokens, at, cuts.map(|(a, b)| gap.part(a, b, Kind::Gap)));
        }
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
        let (from, to, spans) = number_run(text).unwrap();
        assert_eq!((from, to), (1, 12));
        assert_eq!(
            spans.iter().map(|&(a, b)| &text[a..b]).collect::<Vec<_>>(),
            ["353", "60", "2021"]
        );
    }
}
