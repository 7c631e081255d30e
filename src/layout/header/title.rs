//! What pages put around a headline in their title, which scrapers write down as it stands: the name of the site, a section.
//!
//! A rule (` - `, ` | `) is no proof, since headlines have such too. What proves it is the name of the site, which the header
//! states or its address holds, or a line below that says the rest and nothing else.

use crate::labelling::Label;
use crate::layout::site::{Site, letters};
use crate::layout::{Page, title};
use crate::line::Line;
use crate::property::Property;
use std::ops::Range;

/// The headline stands within so many lines below the header.
const BELOW: usize = 12;

/// Cuts the first title of a header; `below` are the lines behind it.
pub(super) fn settle(page: Page<'_, '_>, header: &mut Vec<Label>, below: &[Line<'_>]) {
    let is_title = |label: &Label| label.property == Property::Headline;
    let Some(at) = header.iter().position(is_title) else { return };
    let label = header[at];
    let Some(text) = page.text.get(label.start..label.end) else { return };
    let kept = headline(text, &site_of(page.text, header), below);
    let cut = |start: usize, end: usize| Label {
        start,
        end,
        property: Property::Boilerplate,
        reason: "site around the title",
        ..label
    };
    let (start, end) = (label.start + kept.start, label.start + kept.end);
    let parts = [cut(label.start, start), Label { start, end, ..label }, cut(end, label.end)];
    header.splice(at..=at, parts.into_iter().filter(|part| part.start < part.end));
}

/// The part of a title that is the headline; all of it where nothing proves otherwise.
fn headline(text: &str, site: &Site, below: &[Line<'_>]) -> Range<usize> {
    let lines: Vec<String> = below.iter().take(BELOW).map(|line| letters(line.text)).collect();
    let said = |part: &str| lines.contains(&letters(part));
    if said(text) {
        return 0..text.len();
    }
    let end = site.behind(text, said);
    let begins = [title::begin(&text[..end]), title::begin_last(&text[..end])];
    let start = begins.into_iter().flatten().find(|start| said(&text[*start..end]));
    start.unwrap_or(0)..end
}

/// The site as the header names it.
fn site_of(text: &str, header: &[Label]) -> Site {
    let of = |property: Property| {
        let held = header.iter().filter(move |label| label.property == property);
        held.filter_map(|label| text.get(label.start..label.end))
    };
    let address = of(Property::MainEntityOfPage).next().unwrap_or_default();
    Site::of(of(Property::Publisher), address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    fn kept<'t>(title: &'t str, site: &str, url: &str, below: &str) -> &'t str {
        let header = format!("{site}\n{url}");
        let split = site.len();
        let labels = [
            Label::value(0, split, Property::Publisher, ""),
            Label::value(split + 1, header.len(), Property::MainEntityOfPage, ""),
        ];
        &title[headline(title, &site_of(&header, &labels), &line::lines(below))]
    }

    #[test]
    fn the_name_of_the_site_is_no_headline() {
        let url = "https://www.harbour-post.example/news/pier";
        let pier = "New pier opens to ships";
        for title in [
            "New pier opens to ships | The Harbour Post",
            "New pier opens to ships - North | Harbour Post",
            "New pier opens to ships – harbour-post.example",
            "New pier opens to ships — Hárbour Post",
        ] {
            let cut = kept(title, "The Harbour Post", url, "Ships may land.");
            assert_eq!(cut.strip_suffix(" - North").unwrap_or(cut), pier);
        }
        assert_eq!(kept("新しい桟橋が開通した：港新聞", "港新聞", url, ""), "新しい桟橋が開通した");
    }

    #[test]
    fn a_rule_alone_is_no_proof() {
        let url = "https://harbour-post.example/news/pier";
        let title = "New pier opens - and ships land";
        assert_eq!(kept(title, "The Harbour Post", url, "Ships may land."), title);
        assert_eq!(kept("Harbour Post", "Harbour Post", url, ""), "Harbour Post");
        let said = "New pier opens to ships | Harbour Post";
        assert_eq!(kept(said, "Harbour Post", url, said), said);
    }

    #[test]
    fn a_line_below_says_what_the_headline_is() {
        let url = "https://harbour-post.example/news/pier";
        let below = "North\nNew pier opens to ships\nShips may land.";
        let pier = "New pier opens to ships";
        assert_eq!(kept("New pier opens to ships - Watch it live", "", url, below), pier);
        assert_eq!(kept("03.03.2023 | New pier opens to ships", "", url, below), pier);
    }
}
