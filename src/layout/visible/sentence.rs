//! Where the first sentences of a paragraph end, and where the text begins behind a place, a topic or a name set before it.

use crate::scan::{bytes, head};

/// So many bytes are looked at.
const REACH: usize = 1200;
/// A word of at most so many letters that begins with a capital and ends with a dot is an abbreviation (`Mr.`, `Rep.`).
const SHORT: usize = 3;
/// What stands before a text is so many bytes long at most.
const BEFORE: usize = 70;
/// A text behind it has so many bytes at least.
const LEAST: usize = 40;
/// What parts a place, a topic or a name from the text.
const RULES: [&str; 8] = [" - ", " – ", " — ", " -- ", ": ", " · ", " | ", ") "];
/// The longest of these has so many bytes; a character that begins behind it may be cut.
const LONGEST_RULE: usize = 5;

/// The ends of the sentences behind which the text goes on.
pub(super) fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let marks = text.char_indices().take_while(|(at, _)| *at < REACH);
    marks
        .filter_map(move |(at, mark)| match mark {
            '。' | '！' | '？' => Some(closed(text, at + mark.len_utf8())),
            '.' if is_abbreviation(&text[..at]) => None,
            '.' | '!' | '?' | '…' => {
                Some(closed(text, at + mark.len_utf8())).filter(|end| begins(&text[*end..]))
            }
            _ => None,
        })
        .filter(|end| *end < text.trim_end().len())
}

/// The end with the quotes and brackets that close there.
fn closed(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    text.len() - rest.trim_start_matches(['"', '”', '“', '»', '\'', '’', ')', '」', '』']).len()
}

/// Whether a sentence begins there: white space, then no small letter.
fn begins(rest: &str) -> bool {
    let next = rest.trim_start();
    next.len() < rest.len() && next.chars().next().is_some_and(|first| !first.is_lowercase())
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut letters = word.chars();
    let first = letters.next();
    let number = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    number || first.is_some_and(char::is_uppercase) && letters.count() < SHORT
}

/// Where the text begins behind the first rule near its beginning, such as that of `BERLIN (dpa) - `.
pub(super) fn behind(text: &str) -> Option<usize> {
    let begin = head(text, BEFORE + LONGEST_RULE);
    let near = |rule: &str| {
        let at = bytes::find(begin.as_bytes(), rule.as_bytes());
        at.filter(|at| (2..=BEFORE).contains(at)).map(|at| at + rule.len())
    };
    let begin = RULES.iter().filter_map(|rule| near(rule)).min()?;
    let rest = text.get(begin..)?;
    let begin = text.len() - rest.trim_start_matches(['-', '–', '—', ':', '|', ' ']).len();
    (text.len() - begin >= LEAST).then_some(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_the_next_begins() {
        let text = "Mr. Lee said 3. May was late. “It is.” Then the pier opened. Good.";
        let found: Vec<&str> = ends(text).map(|end| &text[..end]).collect();
        assert_eq!(
            found,
            [
                "Mr. Lee said 3. May was late.",
                "Mr. Lee said 3. May was late. “It is.”",
                "Mr. Lee said 3. May was late. “It is.” Then the pier opened.",
            ]
        );
        assert_eq!(ends("港は開いた。船が来た。").collect::<Vec<_>>(), ["港は開いた。".len()]);
        assert_eq!(ends("One sentence alone.").count(), 0);
    }

    #[test]
    fn a_text_begins_behind_its_place() {
        let text = "KELMOUTH (dpa) - The new pier has opened to ships from all over the north.";
        assert_eq!(behind(text).map(|at| &text[at..]), text.strip_prefix("KELMOUTH (dpa) - "));
        assert_eq!(
            behind("The pier - a long one - has opened to ships from the north, all of them."),
            Some(11)
        );
        assert_eq!(behind("The pier has opened: at last."), None);
    }
}
