//! Which blocks are paragraphs of the body.

use super::super::forest::Sum;
use super::super::model::Tag;
use super::super::numbers::{Numbers, View};
use super::super::second;
use crate::layout::block::{Block, Trait};
use crate::layout::copy::Copied;
use crate::property::Property;
use std::ops::Range;

/// Least probability of a paragraph, and of one that is prose behind another.
const BODY: f32 = 0.5;
const PROSE: f32 = 0.25;

/// Of a whole page the chain is taken at its word outside of these. Pages of little else than text are short, and the
/// chain, which most often sees furniture around a text, is less sure of them.
const DOUBT: Range<f32> = 0.12..0.9;

/// What is thought of the blocks of which the chain is not sure.
pub(super) struct Looks<'v, 'p, 's, 'l, 'a> {
    view: &'v View<'p, 's, 'l, 'a>,
    /// In the order of the page.
    doubted: Vec<usize>,
    sums: Vec<Sum>,
}

impl<'v, 'p, 's, 'l, 'a> Looks<'v, 'p, 's, 'l, 'a> {
    pub fn of(view: &'v View<'p, 's, 'l, 'a>) -> Self {
        let doubt = if view.scene.whole { DOUBT } else { View::DOUBT };
        let doubted = |at: &usize| doubt.contains(&view.p(Some(*at), Tag::Body));
        let doubted: Vec<usize> = (0..view.marginals.len()).filter(doubted).collect();
        let numbers: Vec<Numbers> = doubted.iter().map(|at| view.numbers(*at)).collect();
        Looks { view, doubted, sums: second::of_paragraphs(&numbers) }
    }

    /// How likely the block is a paragraph, where it is likely enough; `goes_on` behind another one.
    pub fn look(&self, at: usize, goes_on: bool) -> Option<f32> {
        let (view, block) = (self.view, &self.view.scene.blocks.blocks[at]);
        let likely = block.is_prose() && (goes_on || !view.scene.whole);
        let least = if likely { PROSE } else { BODY };
        match self.doubted.binary_search(&at) {
            Ok(nth) => second::paragraphs().probability_of(*self.sums.get(nth)?, least),
            Err(_) => Some(view.p(Some(at), Tag::Body)).filter(|sure| *sure > least),
        }
    }
}

/// Where no chosen block has a sentence, nothing that the chain knows is the body: it is the densest run of prose.
pub(super) fn or_densest(view: &View<'_, '_, '_, '_>, chosen: &mut [Property]) {
    let blocks = &view.scene.blocks.blocks;
    let says = |(block, it): (&Block, &Property)| *it == Property::ArticleBody && is_text(block);
    if blocks.iter().zip(chosen.iter()).any(says) {
        return;
    }
    none(chosen);
    let run = view.scene.clues.run.clone();
    for at in run.filter(|&at| is_text(&blocks[at]) && !view.scene.is_familiar(at)) {
        chosen[at] = Property::ArticleBody;
    }
}

/// Of a body that stands on the page twice, only the copy that holds all of it.
pub(super) fn only(copied: &Copied, chosen: &mut [Property]) {
    none(chosen);
    chosen[copied.whole] = Property::ArticleBody;
}

fn none(chosen: &mut [Property]) {
    let body = |it: &&mut Property| **it == Property::ArticleBody;
    chosen.iter_mut().filter(body).for_each(|it| *it = Property::Boilerplate);
}

/// A sentence, or too long to be anything else.
fn is_text(block: &Block) -> bool {
    block.is_prose() || block.text() >= 25 && block.is(Trait::Stop) || block.text() >= 120
}
