//! Titles of pages: where the headline may end and the site begin, or the other way round.

/// Longest line that is read as the title of a page, in bytes.
const TITLE: usize = 600;
/// What stands between the headline and the site in the title of a page.
const RULES: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " / "];
/// A headline has so many bytes at least.
const LEAST: usize = 12;
/// What stands behind it has so many at most.
pub(super) const BEHIND: usize = 60;
/// So many parts may stand behind it.
const PARTS: usize = 3;

/// Where the headline of a title may end: before its last rule, before the one before that.
pub(super) fn ends(title: &str) -> impl Iterator<Item = usize> {
    let mut kept = if title.len() > TITLE { "" } else { title };
    std::iter::from_fn(move || {
        let blanks = memchr::memrchr_iter(b' ', kept.as_bytes());
        let rule = blanks.into_iter().find(|&at| rule_at(kept, at) > 0);
        let at = rule.filter(|&at| at >= LEAST && kept.len() - at <= BEHIND)?;
        kept = kept[..at].trim_end();
        Some(kept.len())
    })
    .take(PARTS)
}

/// Where the headline of a title may begin: behind its first rule.
pub(super) fn begin(title: &str) -> Option<usize> {
    let blanks = memchr::memchr_iter(b' ', title.as_bytes());
    let mut ends = blanks.map(|at| (at, rule_at(title, at))).filter(|(_, rule)| *rule > 0);
    let end = ends.next().map(|(at, rule)| at + rule);
    end.filter(|&at| at <= BEHIND && title.len() - at >= LEAST && title.len() <= TITLE)
}

/// Where the headline may begin behind a path of several parts: behind the last rule.
pub(super) fn begin_last(title: &str) -> Option<usize> {
    let first = begin(title)?;
    let blanks = memchr::memrchr_iter(b' ', title.as_bytes());
    let mut ends = blanks.map(|at| (at, rule_at(title, at))).filter(|(_, rule)| *rule > 0);
    let end = ends.next().map(|(at, rule)| at + rule);
    end.filter(|&at| at > first && title.len() - at >= LEAST)
}

/// The parts of a title that may be the site, and whether they stand behind: the first, and the last two of the others.
pub(super) fn around(title: &str) -> impl Iterator<Item = (&str, bool)> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, c) in title.char_indices() {
        let rule = match c {
            '|' | '：' | '｜' => c.len_utf8(),
            ' ' => rule_at(title, at),
            _ => 0,
        };
        if rule > 0 && at >= from {
            parts.push(&title[from..at]);
            from = at + rule;
        }
    }
    let last = (!parts.is_empty()).then(|| (&title[from..], true));
    let behind = parts.get(1..).and_then(<[_]>::last).map(|part| (*part, true));
    let first = parts.first().map(|part| (*part, false));
    first.into_iter().chain(behind).chain(last)
}

/// How many bytes the rule has that begins there; 0 where there is none.
fn rule_at(title: &str, at: usize) -> usize {
    let rest = title.get(at..).unwrap_or_default();
    RULES.iter().find(|rule| rest.starts_with(**rule)).map_or(0, |rule| rule.len())
}

/// The part of a page's title that is the headline most likely.
pub(super) fn without_site(title: &str) -> &str {
    ends(title).last().map_or(title, |end| &title[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_may_begin_behind_a_path() {
        let title = "Home » Harbour » New pier opens to ships";
        assert_eq!(begin(title).map(|at| &title[at..]), Some("Harbour » New pier opens to ships"));
        assert_eq!(begin_last(title).map(|at| &title[at..]), Some("New pier opens to ships"));
        assert_eq!(begin_last("Harbour » New pier opens to ships"), None);
    }
}
