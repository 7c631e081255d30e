//! Who holds the rights of a page, as its last lines say: `© 2024 Harbour Post Ltd. All rights reserved.`

use super::bytes;
use memchr::memmem;

/// The longest name, in bytes.
const LONGEST: usize = 60;
/// What may stand around a name.
const AROUND: &[char] = &[
    ' ', '.', ',', '-', '–', '—', '|', '·', '•', ':', '*', '_', '[', ']', '"', '“', '”', '©', '℗',
    '®', '\u{a0}',
];
/// What a name ends before.
const ENDS: [&str; 16] = [
    ". ", "|", ",", ";", " - ", " – ", " — ", " · ", " • ", "(", "](", "©", "®", "™", "\u{a0}|",
    " 20",
];
/// How the sentence begins that follows the name without a stop, small.
const CLAUSES: [&str; 9] = [
    " all right",
    " alle recht",
    " tous droits",
    " todos los",
    " todos os",
    " tutti i",
    " wszelk",
    " все права",
    " všechna",
];

/// The first sign of rights: where it begins and where it ends.
pub fn sign(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let signs = [("©", 2), ("(c) ", 3), ("(C) ", 3), ("opyright", 8), ("OPYRIGHT", 8)];
    let found = signs.iter().filter_map(|(sign, len)| {
        let at = bytes::find(bytes, sign.as_bytes())?;
        Some((at, at + len))
    });
    found.min().map(|(at, end)| (text[..at].trim_end_matches(['C', 'c']).len(), end))
}

/// Where a word for rights stands in a text of many lines, which may do without the sign.
pub fn words(text: &str) -> impl Iterator<Item = usize> {
    memmem::find_iter(text.as_bytes(), "opyright")
}

/// First and one past the last byte of those whom a line names beside the first sign of rights: behind it and the years,
/// then before it.
pub fn holders(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let found = sign(text).map(|(start, end)| [behind(text, end), before(text, start)]);
    found.into_iter().flatten().flatten()
}

fn behind(text: &str, end: usize) -> Option<(usize, usize)> {
    let mut rest = &text[end..];
    // `Copyright © 2019-2024 by`
    loop {
        let bare = rest.trim_start_matches(AROUND).trim_start_matches(|c: char| c.is_ascii_digit());
        let bare = ["(c)", "(C)", "Copyright", "copyright", "by ", "bei ", "von ", "par ", "de "]
            .iter()
            .find_map(|word| bare.strip_prefix(word))
            .unwrap_or(bare);
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    let stop = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let name = &rest[..stop];
    let clause = CLAUSES.iter().filter_map(|clause| find_small(name, clause)).min();
    let name = name[..clause.unwrap_or(name.len())].trim_end_matches(AROUND);
    let start = text.len() - rest.len();
    fits(name).then_some((start, start + name.len()))
}

/// Where a text holds small words, whatever the case of its ASCII letters.
fn find_small(text: &str, small: &str) -> Option<usize> {
    let at = text.to_ascii_lowercase().find(small)?;
    text.is_char_boundary(at).then_some(at)
}

fn before(text: &str, start: usize) -> Option<(usize, usize)> {
    let lead = text[..start].trim_end_matches(AROUND);
    let from = [". ", "|", " - ", "– ", "— ", "["]
        .iter()
        .filter_map(|mark| Some(lead.rfind(mark)? + mark.len()));
    let from = from.max().unwrap_or(0);
    let name = lead[from..].trim_start_matches(AROUND);
    fits(name).then(|| (lead.len() - name.len(), lead.len()))
}

/// What companies have behind the name that people know them by.
const COMPANIES: [&str; 14] = [
    "Inc", "LLC", "Ltd", "Limited", "GmbH", "AG", "Corp", "LP", "Co", "Pty", "S.A", "B.V", "SE",
    "KG",
];

/// The name without what says that it is a company, if it ends so.
pub fn without_company(name: &str) -> Option<&str> {
    let known = name.trim_end_matches(AROUND);
    let kept = COMPANIES.iter().find_map(|company| known.strip_suffix(company)?.strip_suffix(' '));
    kept.map(|kept| kept.trim_end_matches(AROUND)).filter(|kept| fits(kept))
}

fn fits(name: &str) -> bool {
    (2..=LONGEST).contains(&name.len()) && name.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_are_named_beside_the_sign() {
        for (text, name) in [
            ("© 2024 Harbour Post Ltd. All rights reserved.", "Harbour Post Ltd"),
            ("Copyright © 2019-2024 by The Harbour Post, Inc.", "The Harbour Post"),
            ("Harbour Post © 2024", "Harbour Post"),
            ("(c) Hafenpost 2024", "Hafenpost"),
            ("Copyright 2024 Harbour Post All Rights Reserved", "Harbour Post"),
            ("Contact | Imprint | © Harbour Post | Terms", "Harbour Post"),
            ("© Ведомости гавани. Все права защищены", "Ведомости гавани"),
        ] {
            let found = holders(text).next().map(|(from, to)| &text[from..to]);
            assert_eq!(found, Some(name), "{text}");
        }
        assert_eq!(without_company("Harbour Post, Inc."), Some("Harbour Post"));
        assert_eq!(without_company("Harbour Post"), None);
        assert_eq!(holders("© 2024").next(), None);
        assert_eq!(holders("The harbour is closed.").next(), None);
    }
}
