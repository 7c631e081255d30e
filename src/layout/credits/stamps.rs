//! When a page was published and changed, where its head says so by machine stamps that stand below each other.

use super::Scene;
use super::date::Candidate;
use crate::scan::words::Mark;

/// The stamps of one page have at most so many blocks between them.
const APART: usize = 6;
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
    // within a minute what they say decides; of equal ones the first and the last
    let order = |it: &&&Candidate| (it.time(), said(scene, it));
    let first = run.iter().min_by_key(order)?;
    let last = run.iter().max_by_key(order)?;
    let shown = |it: &Candidate| {
        all.iter().filter(|other| !is_stamp(scene, other) && other.day() == it.day()).count()
    };
    let open = best.role != Some(Mark::Published) && shown(first) >= shown(best);
    (open && first.place != last.place).then_some((*first, *last))
}

/// All of its line, as programs write it: `2026-03-14T09:12:00+01:00`, `2026-03-14 09:12:00`.
fn is_stamp(scene: &Scene<'_, '_, '_>, it: &Candidate) -> bool {
    let text = said(scene, it).as_bytes();
    let parted = text.get(10) == Some(&b' ') && text.get(16) == Some(&b':');
    it.beside == 0 && (text.get(10) == Some(&b'T') || parted)
}

fn said<'a>(scene: &Scene<'_, '_, 'a>, it: &Candidate) -> &'a str {
    scene.page.text.get(it.place.0..it.place.1).unwrap_or_default()
}
