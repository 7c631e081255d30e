//! What a site is called, and titles that end with it.

use super::title;
use crate::scan::{slug, url};

/// A name of fewer letters is only found whole.
const LEAST: usize = 3;
/// What parts a title from a site where scripts have no spaces.
const TIGHT: [char; 4] = ['：', '_', '|', '｜'];

/// What a site is called.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// Its name, and its host without and with endings, in letters alone.
    names: Vec<String>,
    hosts: Vec<String>,
}

impl Site {
    /// The site of these names, with a page at the address.
    pub fn of<'t>(names: impl Iterator<Item = &'t str>, address: &str) -> Site {
        let host = url::host(address).trim_start_matches("www.");
        let ends = host.match_indices('.').map(|(at, _)| &host[..at]).chain([host]);
        Site { names: names.map(letters).collect(), hosts: ends.map(letters).collect() }
    }

    /// Whether a part of a title names the site and says little else.
    fn is(&self, part: &str) -> bool {
        let mut latin = String::new();
        slug::transliterate(part, &mut latin);
        let (part, latin) = (letters(part), letters(&latin));
        let agrees = |part: &str, name: &str| {
            let within = part.len() >= LEAST && name.contains(part);
            let around = name.len() >= LEAST && part.contains(name) && name.len() * 2 >= part.len();
            !part.is_empty() && (part == name || within || around)
        };
        self.names.iter().chain(&self.hosts).any(|name| agrees(&part, name))
            || self.hosts.iter().any(|host| agrees(&latin, host))
    }

    /// Where the title ends, if the name of the site follows behind a mark without spaces.
    fn tight(&self, text: &str) -> Option<usize> {
        let (at, mark) = text.char_indices().rev().find(|(_, c)| TIGHT.contains(c))?;
        let rest = &text[at + mark.len_utf8()..];
        (at > 0 && rest.len() <= title::BEHIND && self.is(rest))
            .then(|| text[..at].trim_end().len())
    }

    /// Where the headline of a title ends: before what names the site, or before what leaves a text that `is_headline`.
    pub fn behind(&self, text: &str, is_headline: impl Fn(&str) -> bool) -> usize {
        let mut end = self.tight(text).unwrap_or(text.len());
        for next in title::ends(&text[..end]) {
            if !self.is(&text[next..end]) && !is_headline(&text[..next]) {
                break;
            }
            end = next;
        }
        end
    }
}

/// Letters and digits alone, in lower case.
pub(super) fn letters(text: &str) -> String {
    if text.is_ascii() {
        let mut kept = String::with_capacity(text.len());
        let bytes = text.bytes().filter(u8::is_ascii_alphanumeric);
        bytes.for_each(|byte| kept.push(char::from(byte.to_ascii_lowercase())));
        return kept;
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_small_in_any_script() {
        assert_eq!(letters("The Harbour-Post 24!"), "theharbourpost24");
        assert_eq!(letters("Ведомости «Гавани» Ärmel"), "ведомостигаваниärmel");
    }

    #[test]
    fn the_address_proves_what_stands_behind_a_headline() {
        let site = Site::of(std::iter::empty(), "https://www.tidewater-ledger.example/a/pier");
        for (title, kept) in [
            ("The pier is open - Tidewater Ledger", "The pier is open"),
            ("The pier is open | News | Tidewater Ledger", "The pier is open | News"),
            ("The pier is open - at last", "The pier is open - at last"),
            ("The pier is open", "The pier is open"),
        ] {
            assert_eq!(&title[..site.behind(title, |_| false)], kept);
        }
        assert_eq!(Site::default().behind("The pier is open - Ledger", |_| false), 25);
    }
}
