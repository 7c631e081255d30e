//! The first of two passes: what the pages of each site have in common.
//!
//! For each site some pages are held, those whose keys are the smallest (a bottom-k sample: Cohen and Kaplan 2007). Where
//! too many pages are held, fewer sites are, chosen by the hashes of their names (adaptive sampling: Flajolet 1990). So what
//! comes of it depends on the set of the pages and not on their order, and memory is bounded.

use crate::corpus::Name;
use crate::known::{self, Familiar, Known};
use crate::scan::url;
use crate::sink::site;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

/// Pages that are held of a site.
const SAMPLE: usize = 24;
/// Pages that are held in all: about 300 MB where they are long, 16 KiB each at most.
const HELD: usize = 1 << 16;
/// The address of a page stands in one of so many lines.
const TOP: usize = 8;

/// The pages that were met so far.
#[derive(Debug, Default)]
pub struct Survey {
    met: Mutex<Met>,
}

/// The lines of a page, by a key that it shares with its copies.
type Pages = BTreeMap<u64, Vec<u64>>;

#[derive(Debug, Default)]
struct Met {
    sites: HashMap<u64, Pages>,
    held: usize,
    /// Hashes of sites begin with so many zeros.
    level: u32,
}

/// What is familiar on each site.
#[derive(Debug, Default)]
pub struct Sites {
    sites: HashMap<u64, Familiar>,
    /// How many sites were left out, since there were more pages than can be held.
    pub left_out: bool,
}

impl Survey {
    /// Takes a page in.
    pub(super) fn add(&self, address: Option<&str>, text: &str, name: &Name) {
        let lines = known::lines(text);
        let own = address.or_else(|| own_address(text));
        let key = own.map_or_else(|| hash(&lines), hash);
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        met.add(hash(&*of(address, text, name)), key, lines);
    }

    /// What came of all pages.
    pub(super) fn finish(&self) -> Sites {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let met = std::mem::take(&mut *met);
        let familiar = |pages: Pages| Familiar::of_lines(pages.values().map(Vec::as_slice));
        let sites = met.sites.into_iter().map(|(site, pages)| (site, familiar(pages)));
        let sites = sites.filter(|(_, familiar)| !familiar.is_empty()).collect();
        Sites { sites, left_out: met.level > 0 }
    }
}

impl Met {
    fn add(&mut self, site: u64, key: u64, lines: Vec<u64>) {
        if site.leading_zeros() < self.level {
            return;
        }
        let pages = self.sites.entry(site).or_default();
        let before = pages.len();
        // of several versions of a page one is held, whichever came first
        let held = pages.entry(key).or_default();
        if *held < lines {
            *held = lines;
        }
        if pages.len() > SAMPLE {
            pages.pop_last();
        }
        self.held += pages.len() - before;
        while self.held > HELD {
            self.level += 1;
            self.sites.retain(|site, _| site.leading_zeros() >= self.level);
            self.held = self.sites.values().map(Pages::len).sum();
        }
    }
}

impl Sites {
    /// What is known of a page.
    pub(super) fn known<'k>(
        sites: Option<&'k Sites>,
        address: Option<&'k str>,
        text: &str,
        name: &Name,
    ) -> Known<'k> {
        let familiar = sites.and_then(|it| it.sites.get(&hash(&*of(address, text, name))));
        Known { address, familiar }
    }

    /// How many sites have lines that many of their pages have.
    pub fn count(&self) -> usize {
        self.sites.len()
    }

    /// A number that changes where what is familiar does.
    pub fn fingerprint(&self) -> u64 {
        let each = self.sites.iter().map(|(site, familiar)| hash(&(site, familiar.sum())));
        each.fold(0, u64::wrapping_add)
    }
}

fn hash(value: &(impl std::hash::Hash + ?Sized)) -> u64 {
    FixedState::with_seed(1).hash_one(value)
}

/// The site of a page: the host of its address, stated or at the top of its text, else the folder of its dump.
fn of<'p>(address: Option<&str>, text: &str, name: &'p Name) -> Cow<'p, str> {
    let host = address.or_else(|| own_address(text)).and_then(site);
    host.map_or_else(
        || name.text.rsplit_once('/').map_or("", |(folder, _)| folder).into(),
        Cow::Owned,
    )
}

/// An address that begins one of the first lines, a key before it or not, and is no picture.
fn own_address(text: &str) -> Option<&str> {
    let filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
    filled.take(TOP).find_map(|line| {
        let start = [Some(line), line.split_once(": ").map(|(_, value)| value.trim())];
        let start = start.into_iter().flatten().find(|it| url::starts(it))?;
        let address = &start[..url::end(start)];
        (!url::is_image(address)).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(pages: impl Iterator<Item = usize>) -> Sites {
        let survey = Survey::default();
        for k in pages {
            let name = Name::exact(format!("site-{}/{k}", k % 7));
            survey.add(None, &format!("Menu {}\nPage {k}\nNews of {}", k % 7, k / 40), &name);
        }
        survey.finish()
    }

    #[test]
    fn the_order_of_pages_does_not_matter() {
        let (there, back) = (survey(0..2000), survey((0..2000).rev()));
        assert_eq!((there.count(), there.fingerprint()), (7, back.fingerprint()));
        assert_eq!(there.sites, back.sites);
        assert_ne!(there.fingerprint(), survey(0..12).fingerprint());
        let name = Name::exact("site-3/x");
        let known = Sites::known(Some(&there), None, "", &name).familiar.unwrap();
        assert!(known.holds("Menu 3") && !known.holds("Menu 4") && !known.holds("Page 3"));
    }

    #[test]
    fn memory_is_bounded_in_any_order() {
        let met = |sites: &mut dyn Iterator<Item = u64>| {
            let mut met = Met::default();
            sites.for_each(|site| {
                (0..30).for_each(|page| met.add(hash(&site), hash(&page), vec![page]))
            });
            met
        };
        let (there, back) = (met(&mut (0..6000)), met(&mut (0..6000).rev()));
        assert!(there.held <= HELD && there.held > HELD / 4 && there.level > 0);
        assert_eq!((there.held, there.level, &there.sites), (back.held, back.level, &back.sites));
        assert!(there.sites.values().all(|pages| pages.len() == SAMPLE));
    }

    #[test]
    fn copies_of_a_page_count_once() {
        let survey = Survey::default();
        for _ in 0..5 {
            survey.add(None, "Pier closed\nStill.", &Name::exact("a/b"));
        }
        assert_eq!(survey.finish().count(), 0);
    }

    #[test]
    fn a_site_is_a_host_or_a_folder() {
        let name = Name::exact("2023/a.txt");
        let site = |address, text| of(address, text, &name).into_owned();
        assert_eq!(site(Some("https://www.harbour-post.example/a"), ""), "harbour-post.example");
        let text = "Pier closed\nURL: https://harbour-post.example/a\n";
        assert_eq!(site(None, text), "harbour-post.example");
        assert_eq!(site(None, "https://cdn.harbour-post.example/a.jpg\nPier"), "2023");
        assert_eq!(site(None, "Pier closed\nsee https://harbour-post.example/a"), "2023");
    }
}
