//! Titles of pages: where the headline may end and the site begin, or the other way round.

/// Longest line that is read as the title of a page, in bytes.
const TITLE: usize = 600;
/// What stands between the headline and the site in the title of a page.
const RULES: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " / "];
/// A headline has so many bytes at least.
const LEAST: usize = 12;
/// What stands behind it has so many at most.
const BEHIND: usize = 60;
/// So many parts may stand behind it.
const PARTS: usize = 3;

/// Where the headline of a title may end: before its last rule, before the one before that.
pub(super) fn ends(title: &str) -> impl Iterator<Item = usize> {
    let mut kept = if title.len() > TITLE { "" } else { title };
    std::iter::from_fn(move || {
        let rule = RULES.iter().filter_map(|rule| kept.rfind(rule)).max();
        let at = rule.filter(|&at| at >= LEAST && kept.len() - at <= BEHIND)?;
        kept = kept[..at].trim_end();
        Some(kept.len())
    })
    .take(PARTS)
}

/// Where the headline of a title may begin: behind its first rule.
pub(super) fn begin(title: &str) -> Option<usize> {
    let rules = RULES.iter().filter_map(|rule| Some(title.find(rule)? + rule.len()));
    rules.min().filter(|&at| at <= BEHIND && title.len() - at >= LEAST && title.len() <= TITLE)
}

/// The part of a page's title that is the headline most likely.
pub(super) fn without_site(title: &str) -> &str {
    ends(title).last().map_or(title, |end| &title[..end])
}
