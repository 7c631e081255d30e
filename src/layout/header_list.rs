//! The items of a header's value that holds several: `['a', 'b']`, `[a, b]`, `a, b`, `a; b`.

use std::ops::Range;

const COMMAS: [char; 4] = [',', '\u{ff0c}', '、', '،'];
const STRONG: [char; 4] = [';', '\u{ff1b}', '؛', '|'];
const QUOTES: [char; 2] = ['\'', '"'];

/// The items of a list of tags, in byte offsets of `value`. An item that is a list itself is taken apart.
pub(crate) fn tags(value: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for outer in outer(value) {
        split(value, outer, |c| COMMAS.contains(&c) || STRONG.contains(&c), &mut out);
    }
    out
}

/// The people of a list, in byte offsets of `value`. `Doe, Jane` is one.
pub(crate) fn people(value: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for outer in outer(value) {
        let item = &value[outer.clone()];
        if item.contains(STRONG) {
            split(value, outer, |c| STRONG.contains(&c), &mut out);
        } else if is_inverted(item) {
            out.push(outer);
        } else {
            split(value, outer, |c| COMMAS.contains(&c), &mut out);
        }
    }
    out
}

/// A family name, a comma and a given name.
fn is_inverted(item: &str) -> bool {
    let mut parts = item.split(COMMAS).map(str::trim);
    let word = |part: Option<&str>| part.is_some_and(|p| !p.contains(char::is_whitespace));
    word(parts.next()) && word(parts.next()) && parts.next().is_none()
}

/// The items between brackets, without their quotes; the whole value where there are none.
fn outer(value: &str) -> Vec<Range<usize>> {
    let Some(inner) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        let trimmed = trimmed(value, 0..value.len());
        return if trimmed.is_empty() { Vec::new() } else { vec![trimmed] };
    };
    let mut out = Vec::new();
    let (mut at, end) = (1, 1 + inner.len());
    while at < end {
        let rest = &value[at..end];
        let begins = rest.trim_start_matches([' ', '\t', ',', ';']);
        at = end - begins.len();
        let (item, after) = match begins.chars().next() {
            Some(quote) if QUOTES.contains(&quote) => quoted(value, at + 1..end, quote),
            Some(_) => bare(value, at..end),
            None => break,
        };
        out.push(trimmed(value, item));
        at = after;
    }
    out
}

/// Up to the quote that an item's end follows, so that an apostrophe within it is no end.
fn quoted(value: &str, within: Range<usize>, quote: char) -> (Range<usize>, usize) {
    let text = &value[within.clone()];
    let closes = |&(at, _): &(usize, &str)| {
        let after = text[at + 1..].trim_start_matches([' ', '\t']);
        after.is_empty() || after.starts_with([',', ';'])
    };
    match text.match_indices(quote).find(closes) {
        Some((at, _)) => (within.start..within.start + at, within.start + at + 1),
        None => (within.clone(), within.end),
    }
}

fn bare(value: &str, within: Range<usize>) -> (Range<usize>, usize) {
    let end = value[within.clone()].find([',', ';']).map_or(within.end, |at| within.start + at);
    (within.start..end, end)
}

fn split(
    value: &str,
    within: Range<usize>,
    mark: impl Fn(char) -> bool,
    out: &mut Vec<Range<usize>>,
) {
    let mut from = within.start;
    for part in value[within].split(mark) {
        // where the next part begins is asked of the text itself, since marks differ in length
        let start = from;
        let end = start + part.len();
        from = end + value[end..].chars().next().map_or(0, char::len_utf8);
        let item = trimmed(value, start..end);
        if !item.is_empty() {
            out.push(item);
        }
    }
}

/// Without white space, and without a pair of quotes.
fn trimmed(value: &str, range: Range<usize>) -> Range<usize> {
    let range = without_space(value, range);
    let text = &value[range.clone()];
    let quote = text.chars().next().filter(|c| QUOTES.contains(c));
    match quote {
        Some(quote) if text.len() > 1 && text[1..].find(quote) == Some(text.len() - 2) => {
            without_space(value, range.start + 1..range.end - 1)
        }
        _ => range,
    }
}

fn without_space(value: &str, range: Range<usize>) -> Range<usize> {
    let text = &value[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str, items: Vec<Range<usize>>) -> Vec<&str> {
        items.into_iter().map(|item| &value[item]).collect()
    }

    #[test]
    fn tags_come_one_by_one() {
        for (value, expected) in [
            ("['News']", &["News"][..]),
            ("['порт, катера', 'Порт']", &["порт", "катера", "Порт"]),
            ("[\"the harbour's edge\", 'boats']", &["the harbour's edge", "boats"]),
            ("['o'brien', 'x']", &["o'brien", "x"]),
            ("[a, b c]", &["a", "b c"]),
            ("a, b; c", &["a", "b", "c"]),
            ("港口、船\u{ff0c}海鸥", &["港口", "船", "海鸥"]),
            ("\"a\", \"b\"", &["a", "b"]),
            ("[]", &[]),
            ("['a, b,']", &["a", "b"]),
            ("['unclosed]", &["unclosed"]),
            ("", &[]),
        ] {
            assert_eq!(texts(value, tags(value)), expected, "{value}");
        }
    }

    #[test]
    fn people_keep_their_inverted_names() {
        for (value, expected) in [
            ("Ann Lee, Bo Ek", &["Ann Lee", "Bo Ek"][..]),
            ("Lee, Ann", &["Lee, Ann"]),
            ("Lee, Ann; Ek, Bo", &["Lee, Ann", "Ek, Bo"]),
            ("['Ann Lee', 'Bo Ek']", &["Ann Lee", "Bo Ek"]),
        ] {
            assert_eq!(texts(value, people(value)), expected, "{value}");
        }
    }
}
