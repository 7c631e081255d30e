//! Words that mark what follows them. The languages are data (`words/*.tsv`), never code.

use std::collections::HashMap;
use std::sync::LazyLock;

static MONTHS: LazyLock<HashMap<&str, u32>> =
    LazyLock::new(|| read_months(include_str!("words/months.tsv")));
static MARKS: LazyLock<HashMap<&str, u8>> =
    LazyLock::new(|| read_marks(include_str!("words/marks.tsv")));

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The name of an author: "by".
    Author,
    /// A second name: "and".
    And,
    /// The time of the last change: "updated".
    Modified,
    /// What stands between the parts of a date: "of".
    Date,
    /// The time of day: "at".
    Clock,
}

/// The longest name of a month, in bytes.
const LONGEST_MONTH: usize = 40;
/// The longest mark, in bytes.
const LONGEST_MARK: usize = 48;

fn read_months(table: &'static str) -> HashMap<&'static str, u32> {
    rows(table)
        .flat_map(|(_, names)| names.split(' '))
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
        .collect()
}

fn read_marks(table: &'static str) -> HashMap<&'static str, u8> {
    let mut marks = HashMap::new();
    for (kind, words) in rows(table) {
        for word in words.split('|') {
            *marks.entry(word).or_insert(0) |= bit_of(kind);
        }
    }
    marks
}

/// The rows of a table: first column, second column.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn bit_of(kind: &str) -> u8 {
    match kind {
        "author" => bit(Mark::Author),
        "and" => bit(Mark::And),
        "modified" => bit(Mark::Modified),
        "date" => bit(Mark::Date),
        "clock" => bit(Mark::Clock),
        _ => 0,
    }
}

fn bit(mark: Mark) -> u8 {
    1 << mark as u8
}

/// The number of the month that the word names, in any of the languages, whatever its case.
pub fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    if word.is_empty() || word.len() > LONGEST_MONTH {
        return None;
    }
    MONTHS.get(word).copied().or_else(|| MONTHS.get(word.to_lowercase().as_str()).copied())
}

/// Whether the phrase is such a mark, whatever its case and with a colon behind it or not.
pub fn is_mark(phrase: &str, mark: Mark) -> bool {
    let phrase = phrase.trim().trim_end_matches([':', '\u{ff1a}', '.']).trim_end();
    !phrase.is_empty()
        && phrase.len() <= LONGEST_MARK
        && MARKS.get(phrase.to_lowercase().as_str()).is_some_and(|bits| bits & bit(mark) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (name, number) in [
            ("March", 3),
            ("märz", 3),
            ("Sept.", 9),
            ("июня", 6),
            ("ΜΑΡΤΊΟΥ", 3),
            ("août", 8),
            ("يوليو", 7),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("harbour"), None);
        assert_eq!(month(""), None);
    }

    #[test]
    fn marks_have_their_kind() {
        assert!(is_mark("By", Mark::Author));
        assert!(is_mark("Автор:", Mark::Author));
        assert!(is_mark("Aktualisiert:", Mark::Modified));
        assert!(is_mark("und", Mark::And));
        assert!(!is_mark("und", Mark::Author));
    }
}
