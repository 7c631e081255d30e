//! What stands around values on their lines: keys, patterns, and marks between several values.

use super::draft::Words;
use super::place::Mark;
use crate::property::Property;
use std::collections::BTreeSet;

/// More different keys are no keys.
const MOST_KEYS: usize = 4;
/// A mark between two values is not longer.
const LONGEST_MARK: usize = 8;

/// A line with its values.
pub(super) type Instance<'t> = (&'t str, &'t Mark);

/// A stretch of a line that holds the values of one property.
struct Slot {
    property: Property,
    start: usize,
    end: usize,
}

/// The words of lines that hold the same properties.
pub(super) fn words(lines: &[Instance<'_>]) -> Words {
    let slots: Vec<Vec<Slot>> = lines.iter().map(|(_, mark)| slots(mark)).collect();
    let Some(count) = slots.first().map(Vec::len) else { return Words::default() };
    let split = split(lines);
    if slots.iter().any(|it| it.len() != count) || count == 0 {
        return Words { split, ..Words::default() };
    }
    let before = |k: usize| -> Vec<&str> {
        let from = |slots: &[Slot]| if k == 0 { 0 } else { slots[k - 1].end };
        lines.iter().zip(&slots).map(|((text, _), it)| &text[from(it)..it[k].start]).collect()
    };
    let after: Vec<&str> =
        lines.iter().zip(&slots).map(|((text, _), it)| &text[it[count - 1].end..]).collect();
    let property = slots[0][0].property;
    let open = is_date(property) || after.iter().all(|text| text.trim().is_empty());
    if count == 1
        && open
        && let Some(words) = keys(&before(0), is_date(property))
    {
        return Words { split, ..words };
    }
    let plain = count == 1 && before(0).iter().chain(&after).all(|text| text.trim().is_empty());
    if plain || count == 1 && is_date(property) {
        return Words { split, ..Words::default() };
    }
    let pattern = pattern(&(0..count).map(before).collect::<Vec<_>>(), &slots[0], &after);
    let sound = pattern.as_ref().is_some_and(|it| regex::Regex::new(it).is_ok());
    Words { pattern: pattern.filter(|_| sound), split, ..Words::default() }
}

pub(super) fn is_date(property: Property) -> bool {
    use Property::{DateCrawled, DateCreated, DateModified, DatePublished};
    matches!(property, DatePublished | DateModified | DateCreated | DateCrawled)
}

fn slots(mark: &Mark) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for (range, property) in &mark.values {
        match slots.last_mut().filter(|last| last.property == *property) {
            Some(last) => last.end = range.end,
            None => slots.push(Slot { property: *property, start: range.start, end: range.end }),
        }
    }
    slots
}

/// The marks between the values of lists. Commas between keywords are known.
fn split(lines: &[Instance<'_>]) -> Vec<String> {
    let mut marks = BTreeSet::new();
    let mut property = None;
    for (text, mark) in lines {
        for pair in mark.values.windows(2).filter(|pair| pair[0].1 == pair[1].1) {
            let between = &text[pair[0].0.end..pair[1].0.start];
            let bare = between.trim();
            let sign = !bare.is_empty() && !bare.contains(char::is_alphanumeric);
            if between.len() <= LONGEST_MARK && !between.is_empty() {
                marks.insert(if sign { bare } else { between }.to_owned());
                property = Some(pair[0].1);
            }
        }
    }
    let comma = |mark: &String| matches!(mark.as_str(), "," | "،" | "、" | "\u{ff0c}");
    if property == Some(Property::Keywords) && marks.iter().all(comma) {
        return Vec::new();
    }
    let mut marks: Vec<String> = marks.into_iter().collect();
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.len()));
    marks
}

/// Keys before the values; none where there are none, or too many.
fn keys(before: &[&str], date: bool) -> Option<Words> {
    let mut keys: BTreeSet<&str> = before.iter().map(|text| text.trim()).collect();
    let optional = keys.remove("");
    let letters = |text: &str| text.contains(char::is_alphabetic);
    if keys.is_empty() || date && (optional || !keys.iter().all(|key| letters(key))) {
        return None;
    }
    if keys.len() > MOST_KEYS.min(1.max(before.len() / 2)) {
        let all: Vec<&str> = keys.into_iter().collect();
        let head = common_head(&all);
        let end = head.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        let head = head[..end].trim();
        return letters(head).then(|| Words { starts: vec![head.to_owned()], ..Words::default() });
    }
    let starts = keys.into_iter().map(str::to_owned).collect();
    Some(Words { starts, optional, ..Words::default() })
}

/// The line as a pattern: what is the same on all lines as it stands, what differs as anything.
fn pattern(before: &[Vec<&str>], slots: &[Slot], after: &[&str]) -> Option<String> {
    let mut pattern = String::from("^");
    for (k, (texts, slot)) in before.iter().zip(slots).enumerate() {
        pattern += &literal(texts, k == 0)?;
        pattern += &format!("(?<{}>.+?)", slot.property);
    }
    pattern += &tail(after)?;
    pattern.push('$');
    Some(pattern)
}

/// What stands before a value.
fn literal(texts: &[&str], first: bool) -> Option<String> {
    let one = texts.first()?;
    if texts.iter().all(|text| text == one) {
        return Some(escaped(one));
    }
    let (head, end) = (common_head(texts), common_tail(texts));
    let telling = |text: &str| !text.trim().is_empty();
    if first && !telling(end) || !telling(head) && !telling(end) {
        return None;
    }
    // where one of the texts is little else, head and tail may be the same stretch
    let shortest = texts.iter().map(|text| text.len()).min()?;
    let head = if head.len() + end.len() > shortest { "" } else { head };
    Some(format!("{}.*?{}", escaped(head), escaped(end)))
}

/// What stands behind the last value.
fn tail(texts: &[&str]) -> Option<String> {
    let one = texts.first()?;
    if texts.iter().all(|text| text == one) {
        return Some(escaped(one));
    }
    let there: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    let head = common_head(&there);
    if head.trim().is_empty() {
        return None;
    }
    let same = there.iter().all(|text| *text == head);
    let found = format!("{}{}", escaped(head), if same { "" } else { ".*" });
    Some(if there.len() < texts.len() { format!("(?:{found})?") } else { found })
}

fn common_head<'t>(texts: &[&'t str]) -> &'t str {
    let Some(one) = texts.first() else { return "" };
    let ends = one.char_indices().map(|(at, c)| at + c.len_utf8());
    let same = |end: &usize| texts.iter().all(|text| text.starts_with(&one[..*end]));
    &one[..ends.take_while(same).last().unwrap_or(0)]
}

fn common_tail<'t>(texts: &[&'t str]) -> &'t str {
    let Some(one) = texts.first() else { return "" };
    let starts = one.char_indices().rev().map(|(at, _)| at);
    let same = |start: &usize| texts.iter().all(|text| text.ends_with(&one[*start..]));
    &one[starts.take_while(same).last().unwrap_or(one.len())..]
}

/// The text as a regular expression; numbers are any number.
fn escaped(text: &str) -> String {
    let mut to = String::new();
    let mut digits = false;
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !digits {
                to.push_str(r"\d+");
            }
        } else {
            to.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        digits = c.is_ascii_digit();
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of lines in which `[x]` is an author and `{x}` a date.
    fn learned(lines: &[&str]) -> Words {
        let marked: Vec<(String, Mark)> = lines.iter().map(|line| read(line)).collect();
        let lines: Vec<Instance<'_>> =
            marked.iter().map(|(text, mark)| (text.as_str(), mark)).collect();
        words(&lines)
    }

    fn read(line: &str) -> (String, Mark) {
        let (mut text, mut values, mut start) = (String::new(), Vec::new(), 0);
        for c in line.chars() {
            match c {
                '[' | '{' => start = text.len(),
                ']' => values.push((start..text.len(), Property::Author)),
                '}' => values.push((start..text.len(), Property::DatePublished)),
                c => text.push(c),
            }
        }
        (text, Mark { key: Vec::new(), values })
    }

    #[test]
    fn what_stands_before_values_is_a_key() {
        assert_eq!(learned(&["Von: [Ann]", "Von: [Bo]"]).starts, ["Von:"]);
        assert_eq!(learned(&["{14 May}", "Upd. {15 May}"]), Words::default());
        assert_eq!(learned(&["Kelmouth, {14 May}", "Ostby, {15 May}"]), Words::default());
        let some = learned(&["by [Ann]", "[Bo]", "by [Cy]", "by [Di]"]);
        assert!(some.starts == ["by"] && some.optional);
    }

    #[test]
    fn several_values_make_a_pattern() {
        let words = learned(&["von [ann] » {14.09.2023}", "von [bo] » {15.09.2023}"]);
        assert_eq!(words.pattern.unwrap(), "^von (?<author>.+?) » (?<datePublished>.+?)$");
        let words = learned(&["[Ann] | Post 1", "[Bo] | Post 12"]);
        assert_eq!(words.pattern.unwrap(), r"^(?<author>.+?) \| Post \d+.*$");
    }

    #[test]
    fn marks_between_values_part_them() {
        assert_eq!(learned(&["By [Ann], [Bo] and [Cy]", "By [Di]"]).split, [" and ", ","]);
        assert_eq!(learned(&["By [Ann]"]).split, [""; 0]);
    }
}
