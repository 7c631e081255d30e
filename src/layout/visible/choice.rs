//! From the probabilities of labels to one property for every block.

use super::head;
use super::headline::{self, Candidate};
use super::model::Tag;
use super::numbers::View;
use super::second::{Look, Question};
use super::summary::Summaries;
use super::tags::{self, Tags};
use crate::layout::block::{Block, Trait};
use crate::layout::copy::Copied;
use crate::property::Property;
use crate::scan::Facts;
use std::ops::Range;

/// Least probability of a headline, of a summary, of tags, of a paragraph.
const HEADLINE: f32 = 0.07;
/// The same of a headline on a page that is little else than a body.
const TITLE: f32 = 0.08;
/// The same of a headline on a page without prose, such as a list of pages.
const ALONE: f32 = 0.7;
const DESCRIPTION: f32 = 0.2;
/// The same of a summary that is a paragraph of the body as well.
const OPENING: f32 = 0.3;
const KEYWORDS: f32 = 0.3;
/// The same of a single tag, which may as well be a section of the site.
const SINGLE: f32 = 0.5;
const BODY: f32 = 0.5;
const PROSE: f32 = 0.25;

/// A headline stands within so many blocks before paragraphs that a glued copy was made of.
const ANEW: usize = 6;

/// What the blocks of a page are.
#[derive(Debug)]
pub(super) struct Choice {
    /// The property of every block.
    pub properties: Vec<Property>,
    /// The bytes of the headline, which may be a part of its block.
    pub headline: Range<usize>,
    /// The paragraph of the body that is the summary as well.
    pub summary: Option<usize>,
    /// How likely what was chosen is.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the confidence of a value is to be made of it")
    )]
    pub sure: Sure,
}

/// Probabilities of what was chosen, not calibrated; 0 where nothing was chosen or a rule by hand chose it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sure {
    pub headline: f32,
    pub description: f32,
    /// The mean of the blocks that hold tags.
    pub keywords: f32,
    /// The mean of the paragraphs, weighted by their letters.
    pub body: f32,
}

/// Chooses; `copied` is a body that stands on the page twice.
pub(super) fn choose(view: &View<'_, '_, '_, '_>, copied: Option<&Copied>) -> Choice {
    let blocks = &view.scene.blocks.blocks;
    let mut properties: Vec<Property> = Vec::with_capacity(blocks.len());
    let mut likely: Vec<f32> = Vec::with_capacity(blocks.len());
    let tags = Tags::new(view);
    for at in 0..blocks.len() {
        let goes_on = properties.last() == Some(&Property::ArticleBody);
        let (property, p) = property(view, &tags, at, goes_on);
        properties.push(property);
        likely.push(p);
    }
    drop_single(view, &likely, &mut properties);
    let says = |(block, it): (&Block, &Property)| *it == Property::ArticleBody && is_text(block);
    if !blocks.iter().zip(&properties).any(says) {
        let body = |it: &&mut Property| **it == Property::ArticleBody;
        properties.iter_mut().filter(body).for_each(|it| *it = Property::Boilerplate);
        // nothing that the chain knows: the densest run of prose
        for at in view
            .scene
            .clues
            .run
            .clone()
            .filter(|&at| is_text(&blocks[at]) && !view.scene.is_familiar(at))
        {
            properties[at] = Property::ArticleBody;
        }
    }
    if let Some(copied) = copied {
        let body = |it: &&mut Property| **it == Property::ArticleBody;
        properties.iter_mut().filter(body).for_each(|it| *it = Property::Boilerplate);
        properties[copied.whole] = Property::ArticleBody;
    }
    head::mark(view.scene, &mut properties);
    let (summary, p_summary) = summary(view).unzip();
    let said = summary.and_then(|at: usize| properties.get_mut(at));
    if let Some(said) = said.filter(|said| **said == Property::Boilerplate) {
        *said = Property::Description;
    }
    if !view.scene.whole {
        // what stands around a body and nothing else may be anything
        let rest = |it: &&mut Property| **it == Property::Boilerplate;
        properties.iter_mut().filter(rest).for_each(|it| *it = Property::Unknown);
    }
    let headline = headline(view, copied);
    let (bytes, p_headline) = headline.map_or((0..0, 0.0), |((at, bytes), p)| {
        properties[at] = Property::Headline;
        (bytes, p)
    });
    let opening = |&at: &usize| properties[at] == Property::ArticleBody;
    let described = summary.filter(|&at| properties[at] == Property::Description).is_some();
    let summary = summary.filter(opening).filter(|_| p_summary >= Some(OPENING));
    let sure = Sure {
        headline: p_headline,
        description: p_summary.filter(|_| described || summary.is_some()).unwrap_or_default(),
        keywords: mean(&properties, &likely, Property::Keywords, |_| 1.0),
        body: mean(&properties, &likely, Property::ArticleBody, |at| blocks[at].chars as f32),
    };
    Choice { properties, headline: bytes, summary, sure }
}

/// One short block that is not likely to be a tag is none.
fn drop_single(view: &View<'_, '_, '_, '_>, likely: &[f32], chosen: &mut [Property]) {
    let mut tags = (0..chosen.len()).filter(|&at| chosen[at] == Property::Keywords);
    if let (Some(at), None) = (tags.next(), tags.next()) {
        let several = view.scene.words.measures[at].commas > 0;
        if likely[at] < SINGLE && !several {
            chosen[at] = Property::Boilerplate;
        }
    }
}

/// The weighted mean over the blocks of a property.
fn mean(chosen: &[Property], likely: &[f32], of: Property, weight: impl Fn(usize) -> f32) -> f32 {
    let held = (0..chosen.len()).filter(|&at| chosen[at] == of);
    let add = |(sum, all): (f32, f32), at: usize| (sum + likely[at] * weight(at), all + weight(at));
    let (sum, all) = held.fold((0.0, 0.0), add);
    if all > 0.0 { sum / all } else { 0.0 }
}

/// A sentence, or too long to be anything else.
fn is_text(block: &Block) -> bool {
    block.is_prose() || block.text() >= 25 && block.is(Trait::Stop) || block.text() >= 120
}

/// The property of a block, and how likely it is where that is tags or body.
fn property(
    view: &View<'_, '_, '_, '_>,
    tags: &Tags<'_, '_, '_, '_, '_>,
    at: usize,
    goes_on: bool,
) -> (Property, f32) {
    let block = &view.scene.blocks.blocks[at];
    if block.lines(view.scene.page).iter().all(|line| line.facts.any(Facts::RULE)) {
        return (Property::Separator, 0.0);
    }
    let p = |tag: Tag| view.p(Some(at), tag);
    let look = |numbers: [f32; tags::ALL]| Look::of(Question::Keywords, &numbers, KEYWORDS);
    if let Some(tags) = tags.numbers(at).and_then(look) {
        return (Property::Keywords, tags);
    }
    let likely = block.is_prose() && (goes_on || !view.scene.whole);
    let least = if likely { PROSE } else { BODY };
    let body = match p(Tag::Body) {
        sure if !View::DOUBT.contains(&sure) => Some(sure).filter(|sure| *sure > least),
        _ => Look::of(Question::Body, &view.numbers(at), least),
    };
    body.map_or((Property::Boilerplate, 0.0), |body| (Property::ArticleBody, body))
}

fn summary(view: &View<'_, '_, '_, '_>) -> Option<(usize, f32)> {
    let (all, words) = (Summaries::new(view), &view.scene.words);
    // what says the headline again sums nothing up
    let new = |(_, at): &(usize, &usize)| words.get(**at) != words.get(view.best.0);
    let look = |(nth, at): (usize, &usize)| {
        Some((*at, Look::of(Question::Description, &all.numbers(nth, *at), DESCRIPTION)?))
    };
    best(all.candidates.iter().enumerate().filter(new).filter_map(look))
}

/// The block of the headline and its bytes, and how likely it is.
fn headline(
    view: &View<'_, '_, '_, '_>,
    copied: Option<&Copied>,
) -> Option<((usize, Range<usize>), f32)> {
    let is_copy =
        |at: usize| copied.is_some_and(|it| it.whole == at || it.paragraphs.contains(&at));
    let all = headline::candidates(view).into_iter().filter(|it| !is_copy(it.block));
    let prose = view.scene.blocks.blocks.iter().any(Block::is_prose);
    let least = match view.scene.whole {
        _ if !prose => ALONE,
        true => HEADLINE,
        false => TITLE,
    };
    // behind a glued copy the page begins anew, with the headline before the paragraphs
    let anew = copied.and_then(|it| it.paragraphs.first().copied());
    let least = if anew.is_some() { 0.0 } else { least };
    let near =
        |at: usize| anew.is_none_or(|first| (first.saturating_sub(ANEW)..first).contains(&at));
    let look = |it: Candidate| {
        let p = Look::of(Question::Headline, &it.numbers, least)?;
        Some(((it.block, it.bytes), p))
    };
    best(all.filter(|it| near(it.block)).filter_map(look))
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
        assert!((HEADLINE..=1.0).contains(&choice.sure.headline), "{choice:?}");
        assert_eq!((choice.sure.keywords, choice.sure.description), (0.0, 0.0), "{choice:?}");
    }

    #[test]
    fn long_paragraphs_count_for_more() {
        let chosen = [Property::ArticleBody, Property::Headline, Property::ArticleBody];
        let body = mean(&chosen, &[0.9, 0.1, 0.6], Property::ArticleBody, |at| [3.0, 9.0, 1.0][at]);
        assert!((body - 0.825).abs() < 1e-6, "{body}");
        assert_eq!(mean(&chosen, &[0.9, 0.1, 0.6], Property::Keywords, |_| 1.0), 0.0);
    }
}
