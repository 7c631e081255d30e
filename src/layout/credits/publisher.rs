//! The publisher of a page: what its site is called.

use super::judge::{self, Question};
use super::sites::{Candidate, Sites};
use super::{Credit, Scene};
use crate::property::Property;

/// Least probability of the publisher.
const LEAST: f32 = 0.35;

/// The publisher, in the first of its places that is free.
pub(super) fn find(scene: &Scene<'_, '_, '_>, is_free: impl Fn(&Credit) -> bool) -> Option<Credit> {
    let sites = Sites::of(scene);
    let judge =
        |it| Some((judge::probability(Question::Publisher, &sites.numbers(it), LEAST)?, it));
    let scored = sites.all.iter().filter_map(judge);
    let best = scored.reduce(|a, b| if b.0 > a.0 { b } else { a });
    let (sure, best) = best.or_else(|| Some((LEAST, sites.named_by_host()?)))?;
    let reason = sites.reason(best);
    best.places().map(|place| credit(place, reason, sure)).find(is_free)
}

/// What is told of each name, for training.
pub(super) fn tell(scene: &Scene<'_, '_, '_>) -> Vec<(Credit, Vec<f32>)> {
    let sites = Sites::of(scene);
    let told =
        |it: &Candidate| Some((credit(it.places().next()?, "", 0.0), sites.numbers(it).to_vec()));
    sites.all.iter().filter_map(told).collect()
}

fn credit(place: (usize, usize), reason: &'static str, sure: f32) -> Credit {
    Credit::new(place, Property::Publisher, reason, sure)
}
