//! The publisher of a page: what its site is called.

use super::judge::{self, Question};
use super::sites::{Candidate, Sites};
use super::{Credit, Scene};
use crate::labelling::Label;
use crate::property::Property;

/// Least probability of the publisher.
const LEAST: f32 = 0.35;

/// The publisher, where it stands outside of what the labels, which are in order, have found already.
pub(super) fn find(scene: &Scene<'_, '_, '_>, labels: &[Label]) -> Option<Credit> {
    let sites = Sites::of(scene);
    let judge =
        |it| Some((judge::probability(Question::Publisher, &sites.numbers(it), LEAST)?, it));
    let scored = sites.all.iter().filter_map(judge);
    let (sure, best) = scored.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let place = best.places().find(|place| is_free(*place, labels))?;
    Some(credit(place, sites.reason(best), sure))
}

/// What is told of each name, for training.
pub(super) fn tell(scene: &Scene<'_, '_, '_>) -> Vec<(Credit, Vec<f32>)> {
    let sites = Sites::of(scene);
    let told =
        |it: &Candidate| Some((credit(it.places().next()?, "", 0.0), sites.numbers(it).to_vec()));
    sites.all.iter().filter_map(told).collect()
}

fn credit((start, end): (usize, usize), reason: &'static str, sure: f32) -> Credit {
    Credit { start, end, property: Property::Publisher, reason, within: false, sure }
}

/// Whether nothing but furniture stands there.
fn is_free((start, end): (usize, usize), labels: &[Label]) -> bool {
    let from = labels.partition_point(|label| label.end <= start);
    let there = labels[from..].iter().take_while(|label| label.start < end);
    let furniture = [Property::Boilerplate, Property::Separator, Property::Unknown];
    there.into_iter().all(|label| furniture.contains(&label.property))
}
