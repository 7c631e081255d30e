//! One property for every block, decided by position, repetition and agreement. Hand-made; to be replaced as a whole.

mod head;
mod headline;
mod run;

pub(super) use headline::without_site;

use crate::layout::Page;
use crate::layout::block::{Blocks, Trait};
use crate::layout::copy::Copied;
use crate::property::Property;
use crate::scan::Facts;

/// The property of every block of the page; `copied` is a body that stands on it twice.
pub(super) fn choose(
    page: Page<'_, '_>,
    blocks: &Blocks,
    copied: Option<&Copied>,
) -> Vec<Property> {
    let mut chosen: Vec<Property> = blocks.blocks.iter().map(|_| Property::Boilerplate).collect();
    for (block, property) in blocks.blocks.iter().zip(&mut chosen) {
        if block.lines(page).iter().all(|line| line.facts.any(Facts::RULE)) {
            *property = Property::Separator;
        }
    }
    let body = run::densest(&blocks.blocks);
    let body = head::behind_tags(page, blocks, &body).max(body.start)..body.end;
    // Behind a glued copy the page begins anew, with the headline before the paragraphs.
    let anew = copied.and_then(|copied| copied.paragraphs.first());
    let start = anew.copied().unwrap_or(body.start).clamp(body.start, body.end);
    let headline = headline::find(page, blocks, &(start..body.end));
    // What stands before a heading that is set off is a box about another matter.
    let box_end = headline.filter(|at| body.contains(at) && blocks.is_set_off(*at));
    let body = box_end.unwrap_or(body.start)..body.end;
    match copied {
        Some(copied) => chosen[copied.whole] = Property::ArticleBody,
        None => run::mark(&blocks.blocks, body.clone(), headline, &mut chosen),
    }
    if let Some(at) = headline {
        chosen[at] = Property::Headline;
    }
    head::mark(page, blocks, headline, &body, &mut chosen);
    chosen
}

/// Whether a block could be read as a heading at all.
fn is_heading(blocks: &Blocks, at: usize) -> bool {
    let block = &blocks.blocks[at];
    (12..=240).contains(&block.chars) && !block.is(Trait::Hard) && !block.is(Trait::Rights)
}
