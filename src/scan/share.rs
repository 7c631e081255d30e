//! Links that tell the address of the page they stand on: those that share it, embed it, or lead to what is said of it.

use super::url;
use memchr::memmem;

/// How a text names an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Where others embed the page: `/oembed?url=https://…`.
    Embed,
    /// As a parameter of another address: `/sharer?u=https://…`, `mailto:?body=https://…`.
    Shared,
    /// What begins the address of the page's comments or of its short form: `https://…/feed/`.
    Feed,
    /// By itself.
    Plain,
}

/// More addresses of one text are not looked at.
const MOST: usize = 4096;
/// The longest address, in bytes, and how far before it its parameter is looked for.
const LONGEST: usize = 600;
const BEFORE: usize = 200;
/// What follows the address of a page in those of its comments and of its short form.
const BEHIND: [&str; 6] = ["feed", "feed/", "amp", "amp/", "trackback", "trackback/"];
const ASKED: [&str; 2] = ["?share=", "?replytocom="];
/// What an address ends before, beside what all end before.
const ENDS: [char; 7] = ['|', '\\', '^', '`', '{', '}', '\''];

/// The addresses in a text, with the byte at which each begins; what a line end may have cut off is left out.
pub fn links(text: &str) -> impl Iterator<Item = (usize, &str, Link)> {
    let all = memmem::find_iter(text.as_bytes(), "://").take(MOST);
    all.filter_map(|at| {
        let scheme = ["https", "http"].iter().find(|scheme| text[..at].ends_with(**scheme))?;
        let start = at - scheme.len();
        let (address, link) = link(text, start)?;
        Some((start, address, link))
    })
}

fn link(text: &str, start: usize) -> Option<(&str, Link)> {
    let rest = super::head(&text[start..], LONGEST);
    let before = text[..start].bytes().next_back();
    let mut address = &rest[..url::end(rest)];
    let cut = |address: &str, ends: &[char]| address.find(ends).unwrap_or(address.len());
    address = &address[..cut(address, &ENDS)];
    let is_parameter = before == Some(b'=');
    if is_parameter {
        address = &address[..cut(address, &['&', ')'])];
    } else if before == Some(b'(') {
        address = &address[..cut(address, &[')'])];
    }
    // where a converter wraps lines it parts words at their hyphens
    if address.ends_with('-') {
        return None;
    }
    let address = address.split('#').next()?;
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '*', '_', ')', ']']);
    let token = token(text, start);
    if is_parameter {
        let embeds = token.contains("embed");
        return Some((address, if embeds { Link::Embed } else { Link::Shared }));
    }
    if ["text=", "body=", "title="].iter().any(|name| token.contains(name)) {
        return Some((address, Link::Shared));
    }
    let behind = || BEHIND.iter().find_map(|behind| address.strip_suffix(behind));
    let asked = || ASKED.iter().find_map(|asked| Some(address.split_once(asked)?.0));
    let feed = behind().filter(|page| page.ends_with('/')).or_else(asked);
    Some(feed.map_or((address, Link::Plain), |page| (page, Link::Feed)))
}

/// What stands before an address without a blank between.
fn token(text: &str, start: usize) -> &str {
    let from = (start.saturating_sub(BEFORE)..=start).find(|at| text.is_char_boundary(*at));
    let near = &text[from.unwrap_or(start)..start];
    near.rsplit(char::is_whitespace).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_tell_how_they_name_an_address() {
        let page = "https://harbour-post.example/news/new-pier";
        for (text, link) in [
            (
                "1. https://a.example/sharer?u=https://harbour-post.example/news/new-pier&t=x",
                Link::Shared,
            ),
            (
                "[x](https://a.example/p?url=https://harbour-post.example/news/new-pier)",
                Link::Shared,
            ),
            (
                "whatsapp://send?text=Pier%20https://harbour-post.example/news/new-pier",
                Link::Shared,
            ),
            ("/oembed/1.0/embed?url=https://harbour-post.example/news/new-pier", Link::Embed),
            ("2. https://harbour-post.example/news/new-pier#comments", Link::Plain),
            ("see https://harbour-post.example/news/new-pier.", Link::Plain),
        ] {
            let found = links(text).last().map(|(at, address, link)| {
                assert!(text[at..].starts_with(address));
                (address, link)
            });
            assert_eq!(found, Some((page, link)), "{text}");
        }
        let feed = links("https://harbour-post.example/news/new-pier/feed/").next().unwrap();
        assert_eq!((feed.1, feed.2), ("https://harbour-post.example/news/new-pier/", Link::Feed));
        assert_eq!(links("](https://harbour-post.example/news/new-\npier)").next(), None);
    }
}
