//! The authors among the names of a page.

use super::about::Overview;
use super::judge::{self, Question};
use super::seek::{Candidate, Dated, candidates};
use super::{Credit, Scene};
use crate::property::Property;

/// Further authors stand within so many blocks of the surest.
const TOGETHER: usize = 3;
/// They are at least so likely, as a share of how likely that is.
const SHARE: f32 = 0.6;
/// So many names that look best at first are judged.
const JUDGED: usize = 20;
/// Least probability of an author.
const LEAST: f32 = 0.35;

/// The names of the authors; `date` is the block of the day of publication.
pub(super) fn find(scene: &Scene<'_, '_, '_>, date: Option<usize>) -> Vec<Credit> {
    let dated = Dated::of(scene);
    let all = candidates(scene, &dated);
    let page = Overview::of(scene, &all, &dated, date, false);
    let judge = |at: usize| {
        Some((&all[at], judge::probability(Question::Author, &page.numbers(at), LEAST)?))
    };
    let cased = |at: &usize| !is_bare_lower(&all[*at]);
    let scored: Vec<(&Candidate, f32)> =
        likely(&page, all.len()).into_iter().filter(cased).filter_map(judge).collect();
    let best = scored.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let Some((best, most)) = best else { return Vec::new() };
    let mut names: Vec<(&Candidate, f32)> = Vec::new();
    for &(it, p) in &scored {
        let near = it.block.abs_diff(best.block) <= TOGETHER && p >= most * SHARE;
        let known = names.iter().any(|(name, _)| name.text.eq_ignore_ascii_case(&it.text));
        if near && !known {
            names.push((it, p));
        }
    }
    names.into_iter().map(|(it, p)| credit(it, p)).collect()
}

/// What is told of the names, for training.
pub(super) fn tell(scene: &Scene<'_, '_, '_>, date: Option<usize>) -> Vec<(Credit, Vec<f32>)> {
    let dated = Dated::of(scene);
    let all = candidates(scene, &dated);
    let page = Overview::of(scene, &all, &dated, date, true);
    let told = |at: usize| (credit(&all[at], 0.0), page.numbers(at).to_vec());
    likely(&page, all.len()).into_iter().map(told).collect()
}

/// The names that look best at first of so many, in the order of the page.
fn likely(page: &Overview<'_, '_, '_, '_>, all: usize) -> Vec<usize> {
    if all <= JUDGED {
        return (0..all).collect();
    }
    let mut rough: Vec<(f32, usize)> = (0..all).map(|at| (page.rough(at), at)).collect();
    rough.select_nth_unstable_by(JUDGED, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rough.truncate(JUDGED);
    rough.sort_unstable_by_key(|&(_, at)| at);
    rough.into_iter().map(|(_, at)| at).collect()
}

fn credit(it: &Candidate, sure: f32) -> Credit {
    let within = it.is_within();
    let reason = if within { "a sentence about the author" } else { "name in a byline" };
    Credit { within, ..Credit::new(it.place, Property::Author, reason, sure) }
}

/// Without a capital letter, as in scripts that have none, any short line looks like a name, unless a word announces it.
fn is_bare_lower(it: &Candidate) -> bool {
    !it.marked && !it.text.chars().any(char::is_uppercase)
}
