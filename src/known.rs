//! What is known of a page beside its text: its address, and what other pages of its site say as well.

use foldhash::HashSet;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// What is known of a page beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'k> {
    /// The address of the page, as containers state it: what its words say helps to find the headline.
    pub address: Option<&'k str>,
    /// What many pages of its site say.
    pub familiar: Option<&'k Familiar>,
}

/// A line on fewer pages says nothing about the others.
const PAGES: usize = 3;
/// And at least one of so many pages has it.
const SHARE: usize = 4;
/// On so many pages, and on one of so many, it is furniture for sure.
const SURE_PAGES: usize = 6;
const SURE_SHARE: usize = 2;
/// So many different lines of a page are compared, its first ones.
const LINES: usize = 2048;

/// The lines that many pages of a site have, at least three and at least a quarter of them: menus, notices, boxes. They are told by
/// their hashes.
///
/// ```
/// use unscrape::known::{Familiar, Known};
///
/// let pages = ["Home\nOne.", "Home\nTwo.", "Home\nThree."];
/// let familiar = Familiar::of(pages);
/// assert!(familiar.holds("Home") && !familiar.holds("One."));
/// let known = Known { familiar: Some(&familiar), ..Known::default() };
/// let page = unscrape::Parser::new().parse_known(pages[0], known);
/// assert_eq!(page.lines, 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Familiar {
    lines: HashSet<u64>,
    /// Those of them that at least six pages have, and at least half of all.
    sure: HashSet<u64>,
}

impl Familiar {
    /// What these pages of one site have in common.
    pub fn of<'t>(pages: impl IntoIterator<Item = &'t str>) -> Self {
        let pages: Vec<Vec<u64>> = pages.into_iter().map(lines).collect();
        Familiar::of_lines(pages.iter().map(Vec::as_slice))
    }

    /// The same of what [`lines`] gives of each page.
    pub(crate) fn of_lines<'l>(pages: impl Iterator<Item = &'l [u64]>) -> Self {
        let (mut all, mut count) = (Vec::new(), 0);
        for page in pages {
            all.extend_from_slice(page);
            count += 1;
        }
        all.sort_unstable();
        let of = |pages: usize, share: usize| -> HashSet<u64> {
            let runs = all.chunk_by(|a, b| a == b);
            let many = runs.filter(|run| run.len() >= pages && run.len() * share >= count);
            many.map(|run| run[0]).collect()
        };
        Familiar { lines: of(PAGES, SHARE), sure: of(SURE_PAGES, SURE_SHARE) }
    }

    /// Whether many pages have the line; white space around it does not count.
    pub fn holds(&self, line: &str) -> bool {
        self.lines.contains(&hash(line))
    }

    /// Whether so many pages have the line that it says nothing of any of them.
    pub fn surely_holds(&self, line: &str) -> bool {
        self.sure.contains(&hash(line))
    }

    /// Whether there is no such line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A number that changes where the lines do, whatever their order.
    pub(crate) fn sum(&self) -> u64 {
        let sum = |lines: &HashSet<u64>| lines.iter().fold(0, |sum: u64, it| sum.wrapping_add(*it));
        sum(&self.lines) ^ sum(&self.sure).rotate_left(32)
    }
}

fn hash(line: &str) -> u64 {
    FixedState::with_seed(0).hash_one(line.trim())
}

/// The hashes of the different lines of a page that are not blank, in the order of the hashes; of its first 2,048 lines where
/// it has more.
pub(crate) fn lines(text: &str) -> Vec<u64> {
    let filled = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<u64> = filled.take(LINES).map(hash).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_pages_say_is_familiar() {
        let few = Familiar::of(["Menu\nOne", "Menu\nTwo"]);
        assert!(few.is_empty());
        // a line that stands twice on a page counts once
        let twice = Familiar::of(["A\nA\nA", "B", "C"]);
        assert!(twice.is_empty());
        let pages = ["  Menu\r\nOne", "Menu\n\nTwo", "Two\rMenu", "Two\nMenu"];
        let pages = pages.into_iter().chain(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
        let familiar = Familiar::of(pages);
        assert!(familiar.holds("Menu ") && !familiar.holds("One"));
        // on three pages of thirteen
        assert!(!familiar.holds("Two"));
        assert!(!familiar.surely_holds("Menu"));
        let sure = (0..12).map(|k| if k < 6 { "Menu" } else { "Other" });
        assert!(Familiar::of(sure).surely_holds("Menu"));
        let other = Familiar::of(["Menu\nOne", "Menu\nTwo", "Menu"]);
        assert_eq!(familiar.sum(), other.sum());
    }
}
