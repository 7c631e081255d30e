//! From the probabilities of labels to one property for every block; each value has a file of its own.

mod body;
mod description;
mod headline;
mod keywords;

use super::head;
use super::numbers::View;
use super::tags::Tags;
use crate::confidence::Sure;
use crate::layout::copy::Copied;
use crate::property::Property;
use crate::scan::Facts;
use std::ops::Range;

/// What the blocks of a page are.
#[derive(Debug)]
pub(super) struct Choice {
    /// The property of every block.
    pub properties: Vec<Property>,
    /// The bytes of the headline, which may be a part of its block.
    pub headline: Range<usize>,
    /// The bytes of the summary, which may be a part of its block; none where a rule by hand chose it.
    pub summary: Range<usize>,
    /// The paragraph of the body that says the summary as well.
    pub opening: Option<usize>,
    /// How likely what was chosen is.
    pub sure: Sure,
}

/// Chooses; `copied` is a body that stands on the page twice.
pub(super) fn choose(view: &View<'_, '_, '_, '_>, copied: Option<&Copied>) -> Choice {
    let blocks = &view.scene.blocks.blocks;
    let (mut properties, likely) = properties(view);
    keywords::drop_single(view, &likely, &mut properties);
    body::or_densest(view, &mut properties);
    if let Some(copied) = copied {
        body::only(copied, &mut properties);
    }
    head::mark(view.scene, &mut properties);
    // what a rule by hand takes for the description is sure by its form
    let by_hand = properties.contains(&Property::Description);
    let (summary, p_summary) =
        Some(view).filter(|_| !by_hand).and_then(description::choose).unzip();
    let (summary, said): (Option<usize>, Option<Range<usize>>) = summary.unzip();
    let p_summary: f32 = p_summary.unwrap_or_default();
    if let Some(at) = summary.filter(|&at| properties[at] == Property::Boilerplate) {
        properties[at] = Property::Description;
    }
    if !view.scene.whole {
        // what stands around a body and nothing else may be anything
        let rest = |it: &&mut Property| **it == Property::Boilerplate;
        properties.iter_mut().filter(rest).for_each(|it| *it = Property::Unknown);
    }
    let headline = headline::choose(view, copied);
    let (bytes, p_headline) = headline.map_or((0..0, 0.0), |((at, bytes), p)| {
        properties[at] = Property::Headline;
        (bytes, p)
    });
    let is = |property: Property| summary.filter(|&at| properties[at] == property);
    let opening = is(Property::ArticleBody).filter(|_| p_summary >= description::OPENING);
    let described = opening.or(is(Property::Description)).is_some();
    let sure = Sure {
        headline: p_headline,
        description: if described { p_summary } else { 0.0 },
        keywords: mean(&properties, &likely, Property::Keywords, |_| 1.0),
        body: mean(&properties, &likely, Property::ArticleBody, |at| blocks[at].chars as f32),
        ..Sure::default()
    };
    Choice { properties, headline: bytes, summary: said.unwrap_or_default(), opening, sure }
}

/// Tags, body and what is neither, block by block, and how likely each is.
fn properties(view: &View<'_, '_, '_, '_>) -> (Vec<Property>, Vec<f32>) {
    let (tags, bodies) = (Tags::new(view), body::Looks::of(view));
    let blocks = &view.scene.blocks.blocks;
    let (mut properties, mut likely) = (Vec::with_capacity(blocks.len()), Vec::new());
    for (at, block) in blocks.iter().enumerate() {
        let goes_on = properties.last() == Some(&Property::ArticleBody);
        let ruled = || block.lines(view.scene.page).iter().all(|it| it.facts.any(Facts::RULE));
        let (property, p) = if ruled() {
            (Property::Separator, 0.0)
        } else if let Some(p) = keywords::look(&tags, at) {
            (Property::Keywords, p)
        } else if let Some(p) = bodies.look(at, goes_on) {
            (Property::ArticleBody, p)
        } else {
            (Property::Boilerplate, 0.0)
        };
        properties.push(property);
        likely.push(p);
    }
    (properties, likely)
}

/// The weighted mean over the blocks of a property.
fn mean(chosen: &[Property], likely: &[f32], of: Property, weight: impl Fn(usize) -> f32) -> f32 {
    let held = (0..chosen.len()).filter(|&at| chosen[at] == of);
    let add = |(sum, all): (f32, f32), at: usize| (sum + likely[at] * weight(at), all + weight(at));
    let (sum, all) = held.fold((0.0, 0.0), add);
    if all > 0.0 { sum / all } else { 0.0 }
}

/// The likeliest, the first of several.
fn best<T>(all: impl Iterator<Item = (T, f32)>) -> Option<(T, f32)> {
    all.reduce(|best, it| if it.1 > best.1 { it } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::Known;
    use crate::layout::visible::{is_whole_page, model::Model, observe::Scene};
    use crate::layout::{Page, block};
    use crate::line;

    #[test]
    fn what_is_chosen_says_how_likely_it_is() {
        let menu = "Home\nNews\nSport\nWeather\nCulture\nShop\nSearch\nLog in\n";
        let body = "The harbour master said on Monday that the new pier would open to ships in the spring.\n\
                    Two years of work had gone into it, and the cost had doubled. Nobody was surprised.\n";
        let text = format!("{menu}New pier opens to ships\nBy Ann Lee\n3 March 2023\n{body}{menu}");
        let lines = line::lines(&text);
        let page = Page { text: &text, lines: &lines };
        let blocks = block::blocks(page);
        let scene = Scene::new(page, &blocks, is_whole_page(&blocks), Known::default());
        let marginals = Model::built_in().marginals(&scene.atoms(), blocks.blocks.len(), &[]);
        let choice = choose(&View::new(&scene, &marginals), None);
        assert!((headline::HEADLINE..=1.0).contains(&choice.sure.headline), "{choice:?}");
        assert_eq!(choice.sure.keywords, 0.0, "{choice:?}");
        let described =
            choice.opening.is_some() || choice.properties.contains(&Property::Description);
        assert_eq!(choice.sure.description > 0.0, described, "{choice:?}");
    }

    #[test]
    fn long_paragraphs_count_for_more() {
        let chosen = [Property::ArticleBody, Property::Headline, Property::ArticleBody];
        let body = mean(&chosen, &[0.9, 0.1, 0.6], Property::ArticleBody, |at| [3.0, 9.0, 1.0][at]);
        assert!((body - 0.825).abs() < 1e-6, "{body}");
        assert_eq!(mean(&chosen, &[0.9, 0.1, 0.6], Property::Keywords, |_| 1.0), 0.0);
    }
}
