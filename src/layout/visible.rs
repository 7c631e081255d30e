//! Whole pages: no header, no property block, only what a reader would see.
//!
//! Three steps that do not know each other: lines become blocks (`block`), a decision gives every block one property
//! (`choice`, which a trained model may replace), and blocks become spans (`emit`).

mod alike;
mod atoms;
mod batch;
mod chain;
mod choice;
mod clues;
mod emit;
pub(super) mod forest;
mod head;
mod headline;
mod model;
mod near;
mod numbers;
mod observe;
mod own;
mod repeats;
mod run;
mod second;
mod sentence;
mod summary;
mod tags;
mod together;
pub(crate) mod training;
mod words;

use super::block::{self, Blocks};
use super::{Finding, Page, copy, credits};
use crate::known::Known;
use model::{Model, Tag};
use numbers::View;
use observe::Scene;
use std::borrow::Cow;
use std::ops::Range;

/// A page of fewer blocks than this has no furniture to tell from its text.
const FEWEST: usize = 8;
/// A page of fewer blocks than this is not labelled as a chain.
const CHAIN: usize = 3;

/// Labels a page; none where it has too few blocks.
pub(crate) fn label(page: Page<'_, '_>, known: Known<'_>) -> Option<Finding> {
    let blocks = block::blocks(page);
    if blocks.blocks.len() < CHAIN {
        return None;
    }
    let whole = is_whole_page(&blocks);
    let copied = copy::find(page, &blocks.blocks);
    let own = own_address(page, known);
    let known = with_address(page, known, own.as_ref());
    let scene = Scene::new(page, &blocks, whole, known);
    let marginals =
        Model::built_in().marginals(&scene.atoms(), blocks.blocks.len(), &scene.familiar);
    let choice = choice::choose(&View::new(&scene, &marginals), copied.as_ref());
    let hints = hints(&marginals);
    let labels = emit::labels(page, &blocks, &choice);
    let around = credits::Scene::new(page, &blocks, &choice.properties, &hints);
    let mut credits = credits::find(&around);
    if whole {
        credits.extend(credits::publisher(&around, &labels, &credits));
    }
    credits.extend(own.map(credits::address).filter(|it| credits::is_free(it, &labels, &credits)));
    credits.sort_by_key(|credit| credit.start);
    let labels = credits::overlay(page, labels, &credits);
    let warnings = copied.iter().filter_map(|c| copy::warning(page, &blocks.blocks, c)).collect();
    let layout = Cow::Borrowed(if whole { "visible-page" } else { "body-only" });
    let mut sure = choice.sure;
    credits::tell_sure(&credits, &mut sure);
    Some(Finding { layout, labels, warnings, sure })
}

/// Where the page says its own address, if that is known from nowhere else.
fn own_address(page: Page<'_, '_>, known: Known<'_>) -> Option<Range<usize>> {
    let stated = known.address.is_some() || clues::own_address(page).is_some();
    (!stated).then(|| own::find(page)).flatten()
}

fn with_address<'k>(page: Page<'_, 'k>, known: Known<'k>, own: Option<&Range<usize>>) -> Known<'k> {
    let own = own.and_then(|place| page.text.get(place.clone()));
    Known { address: known.address.or(own), ..known }
}

/// How likely each block is a date, and how likely an author.
fn hints(marginals: &[chain::Marginal]) -> Vec<[f32; 2]> {
    let of = |it: &chain::Marginal| [it[Tag::Date as usize], it[Tag::Author as usize]];
    marginals.iter().map(of).collect()
}

/// A whole page has furniture: many short blocks that are no sentences.
fn is_whole_page(blocks: &Blocks) -> bool {
    let all = blocks.blocks.len();
    let short = blocks.blocks.iter().filter(|b| !b.is_prose()).count();
    all >= FEWEST && short * 3 > all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;
    use crate::property::Property;

    /// The texts of a property on a page.
    fn found(text: &str, property: Property) -> Vec<&str> {
        let lines = line::lines(text);
        let finding = label(Page { text, lines: &lines }, Known::default()).expect("a whole page");
        let of = finding.labels.iter().filter(|label| label.property == property);
        of.map(|label| &text[label.start..label.end]).collect()
    }

    const PROSE: [&str; 3] = [
        "The harbour master said on Monday that the new pier would open to ships in the spring.",
        "Two years of work had gone into it, and the cost had doubled. Nobody was surprised.",
        "Ships from the north will be the first to land, the harbour master said.",
    ];

    fn page(head: &str) -> String {
        let menu = "Home\nNews\nSport\nWeather\nCulture\nShop\nSearch\nLog in\n";
        format!(
            "{head}{menu}New pier opens to ships\nBy Ann Lee\n3 March 2023 (updated: 4 March 2023)\n{}\nRead more\nHome\nNews\nSport\n© Harbour Post",
            PROSE.join("\n")
        )
    }

    #[test]
    fn a_page_is_told_apart() {
        let text = page("New pier opens to ships | Harbour Post\n");
        assert_eq!(found(&text, Property::Headline), ["New pier opens to ships"]);
        assert_eq!(found(&text, Property::ArticleBody), PROSE);
        assert_eq!(found(&text, Property::DatePublished), ["3 March 2023"]);
        assert_eq!(found(&text, Property::DateModified), ["4 March 2023"]);
        assert_eq!(found(&text, Property::Author), ["Ann Lee"]);
    }

    #[test]
    fn a_page_without_its_title_keeps_its_headline() {
        let text = page("");
        assert_eq!(found(&text, Property::Headline), ["New pier opens to ships"]);
    }

    #[test]
    fn marks_of_markdown_are_separators() {
        let menu: String = (0..12).map(|i| format!("  * [Item {i}](/item/{i})\n")).collect();
        let text = format!(
            "{menu}\n# New pier opens to ships\n\nThe **harbour** master [said on Monday](/said) that the new pier would open to ships in the spring.\n\n{}\n",
            PROSE[1]
        );
        assert_eq!(found(&text, Property::Headline), ["New pier opens to ships"]);
        let body = found(&text, Property::ArticleBody).concat();
        assert!(body.starts_with("The harbour master said on Monday that the new pier"), "{body}");
    }

    #[test]
    fn of_a_body_that_stands_twice_the_first_copy_is_kept() {
        let menu = "Home\nNews\nSport\nWeather\nCulture\nShop\nSearch\nLog in\nTags\nVideo\n";
        let glued = [PROSE.concat(), PROSE.concat()].concat();
        let twice = [PROSE.join("\n"), PROSE.join("\n")].join("\n");
        let text = format!(
            "{glued}\n{menu}New pier opens to ships from all over the north\n{twice}\n{menu}"
        );
        assert_eq!(found(&text, Property::ArticleBody), [glued.as_str()]);
        let headline = "New pier opens to ships from all over the north";
        assert_eq!(found(&text, Property::Headline), [headline]);
    }

    #[test]
    fn prose_alone_is_no_whole_page() {
        let text = PROSE.repeat(5).join("\n");
        let lines = line::lines(&text);
        let found = label(Page { text: &text, lines: &lines }, Known::default());
        assert_eq!(found.map(|it| it.layout), Some("body-only".into()));
        assert!(label(Page { text: "", lines: &[] }, Known::default()).is_none());
    }
}
