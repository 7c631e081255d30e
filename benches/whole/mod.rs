//! Whole pages, made of the invented ones of `testdata/`.

/// Pages with what stands around an article.
const PAGES: &str = "testdata/visible-page";
/// So many lines are a menu.
const MENU: usize = 80;

/// The invented pages, in several languages, in the order of their names.
pub fn pages() -> Vec<String> {
    crate::family::pages_of(PAGES)
}

/// A page between menus that are made of its own words, so that it is as long as most whole pages, and a number that makes
/// it one of its kind.
pub fn page(page: &str, k: usize) -> String {
    let words: Vec<&str> = page.split_whitespace().collect();
    let item = |n: usize| {
        let words = words.iter().cycle().skip((k + n * 7) % words.len()).take(1 + n % 4);
        words.copied().collect::<Vec<_>>().join(" ") + "\n\n"
    };
    let [before, behind] = [0, MENU].map(|from| (from..from + MENU).map(item).collect::<String>());
    format!("{before}{page}\n{behind}{k}\n")
}
