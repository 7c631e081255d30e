//! When a page was published and changed, where its head says so by machine stamps that stand below each other.

use super::Scene;
use super::date::Candidate;
use crate::scan::words::Mark;
use std::ops::RangeInclusive;

/// The stamps of one page have at most so many blocks between them.
const APART: usize = 6;
/// More than so many are those of a list of pages.
const MOST: usize = 4;

/// How far the zones of the earth are from each other's middle, in minutes.
const ZONES: RangeInclusive<i64> = -720..=840;

/// The date of publication and that of the last change, where the date that was found may be either: the earliest and the
/// latest of bare stamps in a row, of which one has its day or is its moment. A word for publication before the date decides against
/// it, and so does what the page shows to people, unless only two stamps say it right below each other.
pub(super) fn first_and_last<'c>(
    scene: &Scene<'_, '_, '_>,
    all: &'c [Candidate],
    best: &Candidate,
) -> Option<(&'c Candidate, &'c Candidate)> {
    let ahead = all.iter().take_while(|it| it.block < scene.body.0);
    let head: Vec<&Candidate> = ahead.filter(|it| is_stamp(scene, it)).collect();
    let runs = head.chunk_by(|a, b| b.block - a.block <= APART);
    let of = |run: &&[&Candidate]| {
        let says = |it: &&Candidate| it.day() == best.day() || is_same_moment(it, best);
        (2..=MOST).contains(&run.len()) && run.iter().any(says)
    };
    let run = runs.into_iter().find(of)?;
    // within a minute what they say decides; of equal ones the first and the last
    let order = |it: &&&Candidate| (it.time(), said(scene, it));
    let first = run.iter().min_by_key(order)?;
    let last = run.iter().max_by_key(order)?;
    let shown = |it: &Candidate| {
        all.iter().filter(|other| !is_stamp(scene, other) && other.day() == it.day()).count()
    };
    // two that follow each other are when it was published and when it was changed, whichever of them is shown
    let pair = last.block == first.block + 1;
    let open = pair || is_same_moment(first, best) || shown(first) >= shown(best);
    (open && best.role != Some(Mark::Published) && first.place != last.place)
        .then_some((*first, *last))
}

/// The stamp is what was shown to people in another zone, of which they are not told.
fn is_same_moment(stamp: &Candidate, shown: &Candidate) -> bool {
    let (Some(stamp), Some(shown)) = (stamp.stated(), shown.stated()) else { return false };
    let (Some(clock), Some(offset), None) = (stamp.clock, stamp.offset, shown.offset) else {
        return false;
    };
    // from the stamp, in Greenwich, to the beginning of the day that is shown
    let days = (shown.day - stamp.day).num_minutes();
    let midnight = days - minutes(clock) + i64::from(offset);
    match shown.clock {
        Some(clock) => {
            let apart = midnight + minutes(clock);
            ZONES.contains(&apart) && apart % 15 == 0
        }
        None => midnight + minutes((24, 0)) > *ZONES.start() && midnight <= *ZONES.end(),
    }
}

fn minutes((hour, minute): (u8, u8)) -> i64 {
    i64::from(hour) * 60 + i64::from(minute)
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

#[cfg(test)]
mod tests {
    use crate::Parser;

    const TEXT: &str = "Old pier opens again\n\nBy Ann Lee\n\nThe old pier opened again on Monday, and many people came \
        to see what had become of it.\n\nTwo years of work had gone into the pier, and the cost had doubled.\n\nRead more\n\nPrivacy\n";

    /// The days of publication and of the last change of a page with these lines at its head.
    fn days(head: &str, shown: &str) -> [Option<String>; 2] {
        let text = TEXT.replace("By Ann Lee", &format!("By Ann Lee\n\n{shown}"));
        let menu = "Home\n\nNews\n\nSport\n\nWeather\n\nShop\n\nLog in";
        let dump = format!("https://a.example/old-pier-opens\n\n{head}\n\n{menu}\n\n{text}");
        let record = Parser::new().parse(&dump).record;
        [record.published, record.modified].map(|day| day.map(|day| day.to_string()))
    }

    #[test]
    fn two_stamps_below_each_other_are_publication_and_change() {
        let (first, last) = ("2023-09-18T16:40:09+00:00", "2025-05-02T07:15:44+00:00");
        let expected = [Some(first.to_owned()), Some(last.to_owned())];
        let head = format!("{first}\n\n{last}");
        assert_eq!(days(&head, "May 2, 2025"), expected);
        assert_eq!(days(&format!("{last}\n\n{}{head}", "article\n\n".repeat(7)), ""), expected);
    }

    #[test]
    fn a_local_time_gives_way_to_the_stamp_of_the_same_moment() {
        let head = "2023-09-19T02:40:09+00:00\n\n2023-09-19T05:01:00+00:00";
        let expected: Vec<_> = head.split("\n\n").map(|stamp| Some(stamp.to_owned())).collect();
        assert_eq!(days(head, "September 18, 2023, 10:40 pm").to_vec(), expected);
        assert_eq!(days(head, "September 18, 2023").to_vec(), expected);
    }

    #[test]
    fn a_day_of_change_is_no_day_of_publication_alone() {
        let day = Some("2023-03-04".to_owned());
        assert_eq!(days("article", "Updated 4 March 2023"), [day.clone(), day.clone()]);
        assert_eq!(days("article", "4 March 2023"), [day.clone(), None]);
        let two = "4 March 2023\n\n9 March 2023";
        assert_eq!(days("article", two), [day, Some("2023-03-09".to_owned())]);
    }
}
