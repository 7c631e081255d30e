//! What the neighbours of blocks are like.

use super::observe::Look;
use std::ops::Range;

/// So many blocks on each side are looked at together.
pub(super) const WINDOW: usize = 5;

/// What the neighbours of the blocks are like, found in one walk over the page.
pub(super) struct Near {
    /// Up to each block: how many are prose, and the sum of their sizes.
    before: Vec<(u32, u32)>,
    /// How many blocks behind, or else before, the nearest one with a date stands: 0 where there is none.
    pub dated: Vec<u8>,
    /// The same for a byline.
    pub signed: Vec<u8>,
}

/// Blocks together: how many are prose, and how large they are on average.
pub(super) struct Window {
    pub prose: usize,
    pub size: usize,
}

impl Near {
    pub fn of(looks: &[Look]) -> Self {
        let mut before = Vec::with_capacity(looks.len() + 1);
        let mut sums = (0, 0);
        before.push(sums);
        before.extend(looks.iter().map(|look| {
            sums = (sums.0 + u32::from(look.prose), sums.1 + u32::from(look.size));
            sums
        }));
        let dated = nearest(looks, |look| look.dated);
        Near { before, dated, signed: nearest(looks, |look| look.signed) }
    }

    pub fn sums(&self, blocks: Range<usize>) -> Window {
        let (from, to) = (self.before[blocks.start], self.before[blocks.end]);
        let size = (to.1 - from.1) / (blocks.len() as u32).max(1);
        Window { prose: (to.0 - from.0) as usize, size: size as usize }
    }
}

/// For each block how many blocks behind, or else before, the nearest such block stands: 0 where there is none within reach.
fn nearest(looks: &[Look], is: impl Fn(&Look) -> bool) -> Vec<u8> {
    let mut near = vec![0; looks.len()];
    for at in (0..looks.len()).filter(|at| is(&looks[*at])) {
        let (from, to) = (at.saturating_sub(WINDOW), (at + 1 + WINDOW).min(looks.len()));
        for (by, near) in (1..).zip(near[from..at].iter_mut().rev()) {
            // the first such block behind counts
            *near = if (1..=WINDOW as u8).contains(near) { *near } else { by };
        }
        for (by, near) in (1..).zip(&mut near[at + 1..to]) {
            *near = by + WINDOW as u8;
        }
    }
    near
}
