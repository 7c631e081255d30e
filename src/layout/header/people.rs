//! Who of those that a header names as authors wrote the text, and whether the page below may name others.

use super::Page;
use crate::labelling::Label;
use crate::layout::site::letters;
use crate::property::Property;
use crate::scan::words::{self, Mark};
use crate::scan::{byline, url};
use foldhash::HashSet;

/// Scrapers list the site and its company among the authors, and a name twice; where people are left, the others are none.
/// What a header says of the authors is then all: other names in the page below are of somebody else.
pub(super) fn settle(page: Page<'_, '_>, header: &mut Vec<Label>, block: &mut [Label]) {
    let text = |label: &Label| page.text.get(label.start..label.end).unwrap_or_default();
    only_names(header, text);
    let stated: Vec<usize> = (0..header.len()).filter(|at| is_author(&header[*at])).collect();
    if stated.is_empty() {
        return;
    }
    let sites: HashSet<String> =
        header.iter().flat_map(|label| sites(label, text(label))).collect();
    let mut names = HashSet::default();
    let mut others = Vec::new();
    for at in stated {
        let name = letters(text(&header[at]));
        match names.contains(&name) || is_site(text(&header[at]), &name, &sites) {
            true => others.push((at, name)),
            false => _ = names.insert(name),
        }
    }
    match names.is_empty() {
        true => names.extend(others.into_iter().map(|(_, name)| name)),
        false => others
            .into_iter()
            .for_each(|(at, _)| header[at].property = Property::AdditionalProperty),
    }
    let elsewhere = |label: &&mut Label| is_author(label) && !names.contains(&letters(text(label)));
    block.iter_mut().filter(elsewhere).for_each(|label| label.property = Property::Unknown);
}

fn is_author(label: &Label) -> bool {
    label.property == Property::Author
}

/// Takes what is no name off the authors: the word before it, `By Ann Lee`, and what stood behind it in the page, `Ann Lee
/// Updated`, `Ann Lee December`. What is no name at all, `Last Updated`, is no author.
fn only_names<'a>(header: &mut Vec<Label>, text: impl Fn(&Label) -> &'a str) {
    let parted = header.drain(..).flat_map(|label| match is_author(&label) {
        true => part(label, text(&label)),
        false => [None, Some(label), None],
    });
    *header = parted.flatten().collect();
}

/// What stands before the name, the name, and what stands behind it.
fn part(label: Label, text: &str) -> [Option<Label>; 3] {
    let from = mark(text).unwrap_or(0);
    let end = from + name_end(&text[from..]);
    let piece = |start: usize, end: usize, property: Property| {
        let (start, end) = (label.start + start, label.start + end);
        (start < end).then_some(Label { start, end, property, ..label })
    };
    let before = piece(0, from, Property::Separator);
    if end == from {
        return [before, piece(from, text.len(), Property::AdditionalProperty), None];
    }
    let behind = piece(end, text.len(), Property::Separator);
    [before, piece(from, end, label.property), behind]
}

/// Where the name begins, if a word announces it and nothing stands behind it.
fn mark(text: &str) -> Option<usize> {
    let names = byline::find(text)?.names;
    let &[(from, to)] = names.as_slice() else { return None };
    (from > 0 && to == text.len()).then_some(from)
}

/// Longer texts are no name with something behind it, in bytes.
const LONGEST: usize = 160;
/// Fewer words than these may be a name whose last is that of a month: `Ann May`.
const WITH_MONTH: usize = 3;

/// Where a name ends that a scraper took from a line: before a month, a number and words for publication and change. 0 where
/// there is nothing else.
fn name_end(text: &str) -> usize {
    let mut end = text.trim_end().len();
    if end > LONGEST {
        return text.len();
    }
    if words::is_mark(&text[..end], Mark::Author) {
        return 0;
    }
    let mut numbered = false;
    loop {
        let head = &text[..end];
        let last = head.rfind(' ').map_or(0, |at| at + 1);
        let pair = head[..last].trim_end().rfind(' ').map_or(0, |at| at + 1);
        let before = head[pair..last].trim_end();
        let number = head[last..].bytes().all(|byte| byte.is_ascii_digit())
            && words::month(before).is_some();
        let dated = numbered || head.split(' ').nth(WITH_MONTH - 1).is_some();
        let changed =
            |from: &usize| words::is_any_mark(&head[*from..], &[Mark::Modified, Mark::Published]);
        let month = dated && words::month(&head[last..]).is_some();
        let from = [pair, last].into_iter().find(changed);
        let Some(from) = from.or((number || month).then_some(last)) else { return end };
        (end, numbered) = (head[..from].trim_end().len(), number);
        if end == 0 {
            return 0;
        }
    }
}

/// What the label says of the site: the letters of its name, of its host, and of the parts of that.
fn sites(label: &Label, text: &str) -> Vec<String> {
    let parts = |host: &str| {
        let parts = host.split('.').filter(|part| part.len() > 2 && !part.starts_with("www"));
        parts.map(letters).chain([letters(host.trim_start_matches("www."))]).collect()
    };
    match label.property {
        Property::Publisher => vec![letters(text)],
        Property::MainEntityOfPage => parts(url::host(text)),
        _ => Vec::new(),
    }
}

/// What companies have behind their names.
const COMPANIES: [&str; 8] = ["gmbh", "ag", "inc", "ltd", "llc", "e v", "e.v.", "b.v."];

/// Whether the text, whose letters are `name`, names a company, the site or an address. People have sites under their own names.
fn is_site(text: &str, name: &str, sites: &HashSet<String>) -> bool {
    let person = text.split_once(' ').is_some_and(|(first, _)| words::is_given_name(first));
    let lower = text.to_lowercase();
    let company = |end: &&str| lower.strip_suffix(*end).is_some_and(|head| head.ends_with(' '));
    let address = name.starts_with("www") || name.ends_with("https");
    let of_site = |site: &String| site == name || begins(site, name) || begins(name, site);
    address || COMPANIES.iter().any(company) || !person && sites.iter().any(of_site)
}

/// Shorter beginnings tell nothing.
const TELLING: usize = 8;

fn begins(long: &str, short: &str) -> bool {
    short.len() >= TELLING && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use crate::Parser;

    fn authors(dump: &str) -> Vec<String> {
        let recovery = Parser::new().parse(dump);
        recovery.record.authors.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn the_site_is_no_author_beside_people() {
        let head =
            "---\nurl: https://www.brueckenblatt.example/a/steg.html\nsitename: Brückenblatt\n";
        let body = "---\nDer Steg ist offen.\n";
        for (stated, expected) in [
            ("Ina Berg; Brückenblatt", &["Ina Berg"][..]),
            ("Brückenblatt GmbH; Ina Berg", &["Ina Berg"]),
            ("Ina Berg; Ina-Berg; Tom Wiese", &["Ina Berg", "Tom Wiese"]),
            ("Brückenblatt", &["Brückenblatt"]),
            ("Anna Brückenblatt; Ina Berg", &["Anna Brückenblatt", "Ina Berg"]),
            ("Von Ina Berg", &["Ina Berg"]),
            ("Ina Berg Updated", &["Ina Berg"]),
            ("Ina B. Berg December; Last Updated; Written by", &["Ina B. Berg"]),
            ("Ina Berg; Updated Oct 9", &["Ina Berg"]),
            ("Ina Mai", &["Ina Mai"]),
            ("Agent 47", &["Agent 47"]),
            (&format!("Ina{}", " Updated".repeat(40)), &[&format!("Ina{}", " Updated".repeat(40))]),
        ] {
            let dump = format!("{head}author: {stated}\n{body}");
            assert_eq!(authors(&dump), expected, "{stated}");
        }
    }

    #[test]
    fn names_below_a_header_that_states_them_are_of_others() {
        let body = "The pier opens\n\nBy Ada Lund\n\nThe pier at Wexcombe opens on Sunday, said the port.\n";
        let head = "url: https://a.example/pier\n";
        assert_eq!(authors(&format!("{head}\n{body}")), ["Ada Lund"]);
        assert_eq!(authors(&format!("{head}author: Oona Fairley\n\n{body}")), ["Oona Fairley"]);
    }
}
