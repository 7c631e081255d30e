//! When a page was published and changed, where its head says so by machine stamps that stand below each other.

use super::Scene;
use super::date::Candidate;
use crate::scan::words::Mark;

/// The stamps of one page have at most so many blocks between them.
const APART: usize = 2;
/// More than so many are those of a list of pages.
const MOST: usize = 4;

/// The date of publication and that of the last change, where the date that was found may be either: the earliest and the
/// latest of bare stamps in a row, of which one has its day. What the page shows to people decides against it.
pub(super) fn first_and_last<'c>(
    scene: &Scene<'_, '_, '_>,
    all: &'c [Candidate],
    best: &Candidate,
) -> Option<(&'c Candidate, &'c Candidate)> {
    let ahead = all.iter().take_while(|it| it.block < scene.body.0);
    let head: Vec<&Candidate> = ahead.filter(|it| is_stamp(scene, it)).collect();
    let runs = head.chunk_by(|a, b| b.block - a.block <= APART);
    let of = |run: &&[&Candidate]| run.iter().any(|it| it.day() == best.day());
    let run = runs.into_iter().find(of).filter(|run| (2..=MOST).contains(&run.len()))?;
    let first = run.iter().min_by_key(|it| it.time())?;
    let last = run.iter().max_by_key(|it| it.time())?;
    let shown = |it: &Candidate| {
        all.iter().filter(|other| !is_stamp(scene, other) && other.day() == it.day()).count()
    };
    let open = best.role != Some(Mark::Published) && shown(first) >= shown(best);
    (open && first.time() < last.time()).then_some((*first, *last))
}

/// All of its line, as programs write it: `2026-03-14T09:12:00+01:00`.
fn is_stamp(scene: &Scene<'_, '_, '_>, it: &Candidate) -> bool {
    let text = scene.page.text.get(it.place.0..it.place.1).unwrap_or_default();
    it.beside == 0 && text.as_bytes().get(10) == Some(&b'T')
}
