//! What a program, not an editor, wrote around the headline: the page's address, its tags as lists, its summary again.

use super::observe::Scene;
use crate::layout::block::{Block, Trait};
use crate::layout::{Page, body};
use crate::line::Line;
use crate::property::Property;
use crate::scan::{Facts, list, url};
use std::ops::Range;

/// How many blocks before the body are looked at.
const REACH: usize = 40;
/// Tags stand so near to the beginning of the body.
const TAGS: usize = 6;
/// The body begins again within so many paragraphs of a teaser.
const SOON: usize = 3;

/// A caption has so many letters at most.
const CAPTION: u32 = 90;

/// Marks what is sure by its form, before and at the beginning of the body.
pub(super) fn mark(scene: &Scene<'_, '_, '_>, chosen: &mut [Property]) {
    let is_body = |it: &Property| *it == Property::ArticleBody;
    captions(scene, chosen);
    let Some(start) = chosen.iter().position(is_body) else { return };
    let head = start.saturating_sub(REACH)..start;
    let blocks = &scene.blocks.blocks;
    if let Some(at) = head.clone().find(|&at| is_address(scene.page, &blocks[at])) {
        put(chosen, at, Property::MainEntityOfPage);
    }
    let tags = head.start..(start + TAGS).min(blocks.len());
    let tags: Vec<usize> = tags.filter(|&at| is_tag_list(scene, at)).collect();
    for at in &tags {
        chosen[*at..blocks.len().min(at + 2)].fill(Property::Keywords);
    }
    if let Some(last) = tags.last() {
        begin_behind(scene, last + 2, chosen);
    }
    if let Some(at) = teaser(scene, chosen).or_else(|| summary(scene, &head, chosen)) {
        chosen[at] = Property::Description;
    }
}

/// A body does not begin with short lines that the page has elsewhere, as captions and the headline are.
fn captions(scene: &Scene<'_, '_, '_>, chosen: &mut [Property]) {
    let body = chosen.iter_mut().enumerate().filter(|(_, it)| **it == Property::ArticleBody);
    for (at, it) in body {
        let (block, repeat) = (&scene.blocks.blocks[at], &scene.repeats[at]);
        let short = block.chars <= CAPTION && !block.is(Trait::Stop) && !block.is_prose();
        if !short || repeat.same < 2 && !repeat.begins_other {
            break;
        }
        *it = Property::Boilerplate;
    }
}

/// What stands before the tags is no body, and what follows them is.
fn begin_behind(scene: &Scene<'_, '_, '_>, start: usize, chosen: &mut [Property]) {
    let prose = scene.blocks.blocks.iter().skip(start).take_while(|block| block.is_prose());
    let prose = prose.count();
    if prose > 0 {
        let before = chosen[..start].iter_mut().filter(|it| **it == Property::ArticleBody);
        before.for_each(|it| *it = Property::Boilerplate);
        chosen[start..start + prose].fill(Property::ArticleBody);
    }
}

fn put(chosen: &mut [Property], at: usize, property: Property) {
    if let Some(slot) = chosen.get_mut(at).filter(|slot| **slot == Property::Boilerplate) {
        *slot = property;
    }
}

fn only<'l, 'a>(page: Page<'l, 'a>, block: &Block) -> Option<&'l Line<'a>> {
    match block.lines(page) {
        [line] => Some(line),
        _ => None,
    }
}

/// An address with a path, and of no picture, on a line of its own.
fn is_address(page: Page<'_, '_>, block: &Block) -> bool {
    only(page, block).is_some_and(|line| {
        line.facts.any(Facts::URL)
            && !line.facts.any(Facts::IMAGE)
            && url::slug(line.text).is_some_and(|slug| !slug.is_empty())
    })
}

/// A list that stands twice in a row, first in lower case, as a program writes tags.
fn is_tag_list(scene: &Scene<'_, '_, '_>, at: usize) -> bool {
    let blocks = &scene.blocks.blocks;
    let text = |at: usize| blocks.get(at).and_then(|block| Some(only(scene.page, block)?.text));
    let Some((first, second)) = text(at).zip(text(at + 1)) else { return false };
    list::items(first).nth(1).is_some() && first != second && first == second.to_lowercase()
}

/// The first paragraph of the body, where it is cut off and one soon behind it begins as it does.
fn teaser(scene: &Scene<'_, '_, '_>, chosen: &[Property]) -> Option<usize> {
    let mut body = (0..chosen.len()).filter(|&at| chosen[at] == Property::ArticleBody);
    let first = body.next()?;
    let blocks = &scene.blocks.blocks;
    let more = body.take(SOON).map(|at| &blocks[at]);
    body::is_teaser(scene.page, &blocks[first], more).then_some(first)
}

/// A sentence right below a line that stands on the page again, where the body begins with it.
fn summary(scene: &Scene<'_, '_, '_>, head: &Range<usize>, chosen: &[Property]) -> Option<usize> {
    let blocks = &scene.blocks.blocks;
    let first = blocks.get(head.end).map_or(&[][..], |block| block.lines(scene.page));
    let again = |text: &str| first.iter().any(|line| line.text.contains(text));
    let is_sentence = |at: usize| {
        let block = &blocks[at];
        block.is(Trait::Stop)
            && block.text() >= 40
            && only(scene.page, block).is_some_and(|line| again(line.text))
    };
    let copied = |at: usize| scene.repeats[at].same > 1 && !chosen[at].eq(&Property::ArticleBody);
    head.clone().find(|&at| at > 0 && copied(at - 1) && is_sentence(at))
}
