//! Which text is the headline.

use super::super::headline::{self, Candidate};
use super::super::numbers::View;
use super::super::second::{Look, Question};
use super::best;
use crate::layout::block::Block;
use crate::layout::copy::Copied;
use std::ops::Range;

/// Least probability of a headline.
pub(super) const HEADLINE: f32 = 0.07;
/// The same of a headline on a page that is little else than a body.
const TITLE: f32 = 0.08;
/// The same of a headline on a page without prose, such as a list of pages.
const ALONE: f32 = 0.7;
/// How likely a line is the headline that the page's address says, where nothing else tells.
const SAID: f32 = 0.9;

/// A headline stands within so many blocks before paragraphs that a glued copy was made of.
const ANEW: usize = 6;

/// The block of the headline and its bytes, and how likely it is.
pub(super) fn choose(
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
    let found = best(all.filter(|it| near(it.block)).filter_map(look));
    let found = found.or_else(|| said(view).map(|at| (at, SAID)));
    found.map(|((block, bytes), p)| ((block, without_site(view, bytes)), p))
}

/// The line that is what the page's address says, word for word.
fn said(view: &View<'_, '_, '_, '_>) -> Option<(usize, Range<usize>)> {
    let (blocks, page) = (view.scene.blocks, view.scene.page);
    let at = blocks.saying(page, view.scene.clues.slug.as_ref()?)?;
    let line = blocks.blocks[at].lines(page).first()?;
    Some((at, line.start..line.end()))
}

/// Without the site behind it, which the page's own address proves.
fn without_site(view: &View<'_, '_, '_, '_>, bytes: Range<usize>) -> Range<usize> {
    let text = view.scene.page.text.get(bytes.clone()).unwrap_or_default();
    bytes.start..bytes.start + view.scene.clues.site.behind(text, |_| false)
}
