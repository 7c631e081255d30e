//! Where the words of a name end: before words of other things, and before what is glued to it.

use super::is_particle;
use crate::scan::words::{self, Mark};

/// `Mac`, `Fitz`: a longer beginning of a word with a second capital is a word of its own.
const LONGEST_PREFIX: usize = 4;

/// The words before one that says when the text was changed, and before small ones at the end: `Ann Lee Updated`,
/// `Ann Lee le`.
pub(super) fn without_ends<'f>(
    rest: &str,
    mut found: &'f [(usize, usize)],
) -> &'f [(usize, usize)] {
    let word = |at: usize| found.get(at).map(|&(a, z)| &rest[a..z]);
    let says = |from: usize| {
        let phrase = |end: usize| found.get(end).map(|end| &rest[found[from].0..end.1]);
        let marks = [Mark::Published, Mark::Modified, Mark::Tags];
        let mut phrases = (from..from + 2).filter_map(phrase);
        phrases.any(|phrase| words::is_any_mark(phrase, &marks))
    };
    let cut = (2..found.len()).find(|&from| says(from)).unwrap_or(found.len());
    let small = (0..cut).rev().take_while(|&at| word(at).is_some_and(is_particle)).count();
    found = &found[..cut - small];
    found
}

/// Where the words end, less what is glued to one of them: `Ann LeeAnn Lee`, `Ann LeeStaff`, `PressApril`.
pub(super) fn unglued(rest: &str, words: &[(usize, usize)]) -> Option<usize> {
    let last = words.last()?.1;
    let (first, others) = words.split_first()?;
    let cut = others.iter().find_map(|&(a, z)| {
        let word = &rest[a..z];
        let (at, _) = word
            .char_indices()
            .skip(2)
            .find(|&(at, c)| c.is_uppercase() && word[..at].ends_with(char::is_lowercase))?;
        let tail = &word[at..];
        let again = tail == &rest[first.0..first.1];
        let known = again
            || words::month(tail).is_some()
            || words::is_any_mark(tail, &[Mark::Role, Mark::Published, Mark::Modified]);
        (known || word[..at].chars().count() > LONGEST_PREFIX).then_some(a + at)
    });
    Some(cut.unwrap_or(last))
}
