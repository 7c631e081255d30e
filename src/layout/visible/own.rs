//! The page's own address, by the links that share it: what many of them name is the page they stand on.

use crate::layout::Page;
use crate::scan::share::{Link, links};
use crate::scan::url;
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// What a link adds, and how many of a kind count.
const EMBED: (f32, u32) = (3.0, 3);
const SHARED: (f32, u32) = (2.0, 4);
const FEED: (f32, u32) = (1.5, 2);
const PLAIN: (f32, u32) = (0.1, 5);
/// The least sum: an address that two links share.
const LEAST: f32 = 3.0;
/// What the sum of an address counts whose host is not that of most links.
const FOREIGN: f32 = 0.5;
/// A part of the path has so many letters at least.
const PART: usize = 6;
/// What stands in the addresses of services that share, and in those of no page.
const SERVICES: [&str; 9] = [
    "/sharer",
    "/intent/",
    "/submit",
    "/share",
    "wp-json",
    "oembed",
    "whatsapp",
    "/comments/",
    "/home?status",
];

/// Where the page says its own address.
pub(super) fn find(page: Page<'_, '_>) -> Option<Range<usize>> {
    let mut counts: HashMap<&str, Tally> = HashMap::new();
    let mut hosts: HashMap<&str, u32> = HashMap::new();
    for (at, address, link) in links(page.text) {
        // what ends so goes on with the address that it shares
        if link != Link::Shared && !address.ends_with('=') {
            *hosts.entry(host(address)).or_default() += 1;
        }
        let next = counts.len();
        let tally = counts.entry(address).or_insert(Tally { at, order: next, ..Tally::default() });
        tally.links[link as usize] += 1;
    }
    let most = hosts.values().copied().max().unwrap_or_default();
    let sum = |(address, tally): (&&str, &Tally)| {
        let foreign = hosts.get(host(address)).copied().unwrap_or_default() < most;
        tally.sum() * if foreign { FOREIGN } else { 1.0 }
    };
    let shared = counts.iter().filter(|(_, tally)| tally.sum() >= LEAST);
    let likely = shared.filter(|(address, _)| may_be_page(address));
    let likely = likely.map(|it| (sum(it), std::cmp::Reverse(it.1.order), it));
    let best = likely.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    let (address, tally) = best.2;
    (best.0 >= LEAST).then(|| tally.at..tally.at + address.len())
}

/// How often each kind of link names an address.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    links: [u32; 4],
    /// Where it stands first.
    at: usize,
    /// How many other addresses stand before it.
    order: usize,
}

impl Tally {
    fn sum(&self) -> f32 {
        let worth = |link: Link, (each, most): (f32, u32)| {
            each * self.links[link as usize].min(most) as f32
        };
        worth(Link::Embed, EMBED)
            + worth(Link::Shared, SHARED)
            + worth(Link::Feed, FEED)
            + worth(Link::Plain, PLAIN)
    }
}

fn host(address: &str) -> &str {
    url::host(address).trim_start_matches("www.")
}

/// Whether the address may be that of an article: with a path, of no service and of no file.
fn may_be_page(address: &str) -> bool {
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let file = [".svg", ".css", ".js", ".xml", ".ico", ".pdf", ".mp4"];
    path.split('/').any(|part| part.len() >= PART)
        && !SERVICES.iter().any(|service| address.contains(service))
        && !url::is_image(address)
        && !file.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Option<&str> {
        find(Page { text, lines: &[] }).map(|place| &text[place])
    }

    #[test]
    fn what_links_share_is_the_page() {
        let page = "https://harbour-post.example/news/new-pier";
        let shares = format!(
            "1. https://a.example/sharer?u={page}\n2. https://b.example/intent/post?url={page}&text=x\n3. https://harbour-post.example/sport/regatta\n"
        );
        assert_eq!(own(&shares), Some(page));
        assert_eq!(
            own(&format!("{page}/feed/ https://x.example/oembed?url={page}/")),
            Some(&*format!("{page}/"))
        );
        assert_eq!(own(&format!("1. {page}\n2. {page}\n3. {page}")), None);
        assert_eq!(
            own(
                "https://a.example/sharer?u=https://harbour-post.example/ https://b.example/p?u=https://harbour-post.example/"
            ),
            None
        );
        assert_eq!(own("No link at all."), None);
    }
}
