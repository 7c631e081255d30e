//! Lines that say when and by whom: which parts of them are dates of what, and which are names.

use crate::labelling::Label;
use crate::line::Line;
use crate::property::Property;
use crate::scan::words::{self, Mark};
use crate::scan::{byline, dates};

/// Most bytes beside the dates of a line that is there for them; a caption that ends with one has more.
const BESIDE: usize = 36;
/// Most dates of one line.
const DATES: usize = 4;

/// A part of a line, and what it is.
type Part = (usize, usize, Property, &'static str);

/// Whether the line holds dates and little else.
pub(crate) fn is_bare(text: &str) -> bool {
    let dates = dates::find(text, DATES);
    let begins = dates.first().is_some_and(|found| found.start < 4);
    let held: usize = dates.iter().map(|found| found.end - found.start).sum();
    held > 0 && (begins || text.len() - held <= BESIDE)
}

/// Labels the dates and names of a line; what is left over is furniture.
pub(crate) fn label(line: &Line<'_>, labels: &mut Vec<Label>) {
    let mut parts = names(line.text);
    let seen = labels.iter().rev().take(64).any(|l| l.property == Property::DatePublished);
    add_dates(line.text, seen, &mut parts);
    parts.sort_unstable_by_key(|part| part.0);
    let mut at = 0;
    for (start, end, property, reason) in parts {
        if start < at {
            continue;
        }
        push(line, at, start, Property::Boilerplate, REST, labels);
        push(line, start, end, property, reason, labels);
        at = end;
    }
    push(line, at, line.text.len(), Property::Boilerplate, REST, labels);
}

const REST: &str = "furniture of the page";

fn names(text: &str) -> Vec<Part> {
    let names = byline::within(text).map(|found| found.names).unwrap_or_default();
    names.into_iter().map(|(a, z)| (a, z, Property::Author, "name in a byline")).collect()
}

fn add_dates(text: &str, mut seen: bool, parts: &mut Vec<Part>) {
    let mut from = 0;
    for found in dates::find(text, DATES) {
        let changed = seen || announces_change(text.get(from..found.start).unwrap_or(""));
        let (property, reason) = if changed {
            (Property::DateModified, "second date, or a word for change before it")
        } else {
            (Property::DatePublished, "date near the headline")
        };
        seen |= property == Property::DatePublished;
        parts.push((found.start, found.end, property, reason));
        from = found.end;
    }
}

/// Labels a part of a line without the white space around it.
pub(crate) fn push(
    line: &Line<'_>,
    start: usize,
    end: usize,
    property: Property,
    reason: &'static str,
    labels: &mut Vec<Label>,
) {
    let Some(text) = line.text.get(start..end) else { return };
    let content = text.trim();
    if !content.is_empty() {
        let from = line.start + start + (text.len() - text.trim_start().len());
        labels.push(Label::value(from, from + content.len(), property, reason));
    }
}

/// Whether the text before a date says that it is the time of a change.
fn announces_change(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '\u{ff1a}', '(', '\u{a0}']);
    let starts = before
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, ' ' | '(' | '|' | '·' | '•' | '-' | '/' | '\u{a0}'))
        .map(|(at, c)| at + c.len_utf8())
        .take(4)
        .chain((before.len() < 60).then_some(0));
    starts.into_iter().any(|at| words::is_mark(&before[at..], Mark::Modified))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    #[test]
    fn a_line_of_dates_is_taken_apart() {
        let text = "07:45 14.09.2023 (updated: 13:05 15.09.2023) by Ann Lee";
        let mut labels = Vec::new();
        lines(text).iter().for_each(|line| label(line, &mut labels));
        let found: Vec<_> =
            labels.iter().map(|l| (l.property.as_str(), &text[l.start..l.end])).collect();
        assert_eq!(
            found,
            [
                ("datePublished", "07:45 14.09.2023"),
                ("boilerplate", "(updated:"),
                ("dateModified", "13:05 15.09.2023"),
                ("boilerplate", ") by"),
                ("author", "Ann Lee"),
            ]
        );
    }

    #[test]
    fn captions_are_not_there_for_their_dates() {
        assert!(is_bare("3 March 2023 | Harbour"));
        assert!(is_bare("Published: 3 March 2023"));
        assert!(!is_bare("The crane on the old pier of Kelmouth - Harbour Post, 1920, 03.03.2023"));
        assert!(!is_bare("Harbour"));
    }
}
