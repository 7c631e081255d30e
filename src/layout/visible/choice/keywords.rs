//! Which blocks are tags.

use super::super::numbers::View;
use super::super::second::{Look, Question};
use super::super::tags::{self, Tags};
use crate::property::Property;

/// Least probability of tags.
const KEYWORDS: f32 = 0.3;
/// The same of a single tag, which may as well be a section of the site.
const SINGLE: f32 = 0.5;

/// How likely the block is tags, where it is likely enough.
pub(super) fn look(tags: &Tags<'_, '_, '_, '_, '_>, at: usize) -> Option<f32> {
    let look = |numbers: [f32; tags::ALL]| Look::of(Question::Keywords, &numbers, KEYWORDS);
    tags.numbers(at).and_then(look)
}

/// One short block that is not likely to be a tag is none.
pub(super) fn drop_single(view: &View<'_, '_, '_, '_>, likely: &[f32], chosen: &mut [Property]) {
    let mut tags = (0..chosen.len()).filter(|&at| chosen[at] == Property::Keywords);
    if let (Some(at), None) = (tags.next(), tags.next()) {
        let several = view.scene.words.measures[at].commas > 0;
        if likely[at] < SINGLE && !several {
            chosen[at] = Property::Boilerplate;
        }
    }
}
