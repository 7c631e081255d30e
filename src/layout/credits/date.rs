//! The day of publication among the dates of a page.

use super::judge::{self, Question};
use super::view::View;
use super::{Credit, Room, Scene, stamps};
use crate::layout::block::Trait;
use crate::property::Property;
use crate::scan::dates::{self, Found, Reading};
use crate::scan::markup::State;
use crate::scan::timestamp::Time;
use crate::scan::words::{self, Mark};
use crate::scan::{byline, url};
use chrono::NaiveDate;

/// A date of the page.
pub(super) struct Candidate {
    /// The block it stands in.
    pub block: usize,
    /// Its bytes in the page.
    pub place: (usize, usize),
    found: Found,
    /// Letters of its line beside it.
    pub beside: usize,
    pub role: Option<Mark>,
    /// A name, a mark of a short message, or a mark of rights stands in its line.
    signed: bool,
    quoted: bool,
    /// The line ends with it, as captions end with the day of a picture.
    ends: bool,
    /// The line says when it was changed as well.
    paired: bool,
}

impl Candidate {
    pub fn day(&self) -> Option<NaiveDate> {
        self.time().map(|(day, _)| day)
    }

    /// Its day, and hour and minute where it states them.
    pub fn time(&self) -> Option<(NaiveDate, Option<(u8, u8)>)> {
        self.stated().map(|time| (time.day, time.clock))
    }

    /// All that it states.
    pub fn stated(&self) -> Option<Time> {
        self.found.reading.day_first()
    }
}

/// A line that is there for its date has no more bytes beside it.
const BARE: usize = 36;
/// Most dates of one line.
const DATES: usize = 4;
/// Most dates of a page that are compared.
const MOST: usize = 400;
/// Longest line that is looked at, in bytes.
const LONGEST: usize = 400;
/// A second date belongs to the first where it stands within so many blocks.
const TOGETHER: usize = 3;

/// The date of publication, and that of the last change where it stands near.
pub(super) fn find(scene: &Scene<'_, '_, '_>) -> Vec<Credit> {
    let all = candidates(scene);
    let Some((best, sure)) = best(scene, &all) else { return Vec::new() };
    let credit = |it, property, reason| credit(it, property, reason, sure);
    let two = |(first, last), [published, modified]: [&'static str; 2]| {
        let published = credit(first, Property::DatePublished, published);
        vec![published, credit(last, Property::DateModified, modified)]
    };
    if let Some(stamps) = stamps::first_and_last(scene, &all, best) {
        return two(stamps, ["first of the stamps in a row", "last of the stamps in a row"]);
    }
    if let Some(dates) = shown_pair(scene, &all, best) {
        return two(dates, ["date above a later one", "date below an earlier one"]);
    }
    let published = credit(best, Property::DatePublished, "date that fits best");
    match changed(&all, best) {
        Some(other) => {
            let reason = "second date, or a word for change before it";
            vec![published, credit(other, Property::DateModified, reason)]
        }
        // nothing says when the page was published but that it was changed then
        None => {
            let only = best.role == Some(Mark::Modified);
            vec![Credit { also: only.then_some(Property::DateModified), ..published }]
        }
    }
}

/// The date of the last change, near that of publication.
fn changed<'c>(all: &'c [Candidate], best: &Candidate) -> Option<&'c Candidate> {
    let near = |other: &&Candidate| {
        other.place != best.place && other.block.abs_diff(best.block) <= TOGETHER
    };
    all.iter().filter(near).find(|other| {
        let changed = other.role == Some(Mark::Modified);
        let second = other.block == best.block && other.place > best.place;
        let later = other.day() >= best.day();
        later && (changed || (second && best.role != Some(Mark::Modified)))
    })
}

/// Two dates below each other above the article, each all of its line, the later one last: when it was published and when it
/// was changed, as many themes of weblogs say it.
fn shown_pair<'c>(
    scene: &Scene<'_, '_, '_>,
    all: &'c [Candidate],
    best: &Candidate,
) -> Option<(&'c Candidate, &'c Candidate)> {
    let bare = |it: &&Candidate| {
        it.beside == 0 && it.role.is_none() && it.day().is_some() && it.block < scene.body.0
    };
    let dates: Vec<&Candidate> = all.iter().filter(bare).collect();
    let run = dates.chunk_by(|a, b| b.block == a.block + 1);
    let mut run = run.filter(|run| run.iter().any(|it| it.place == best.place));
    match run.next()? {
        [first, last] if first.day() < last.day() => Some((first, last)),
        _ => None,
    }
}

fn credit(it: &Candidate, property: Property, reason: &'static str, sure: f32) -> Credit {
    Credit::new(it.place, property, reason, sure)
}

fn candidates(scene: &Scene<'_, '_, '_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    for at in scene.near() {
        let block = &scene.blocks.blocks[at];
        let room = scene.room(at);
        if room == Room::None {
            continue;
        }
        let mut state = State::default();
        for line in scene.lines(block).iter().filter(|line| line.text.len() <= LONGEST) {
            if dates::may_hold(line.text) {
                let view = View::of(scene.blocks.style, line, &mut state);
                add(scene, (at, room), &view, &mut all);
            }
        }
        if all.len() >= MOST {
            break;
        }
    }
    all
}

fn add(
    scene: &Scene<'_, '_, '_>,
    (at, room): (usize, Room),
    view: &View<'_>,
    all: &mut Vec<Candidate>,
) {
    let text: &str = &view.text;
    let found = dates::find(text, DATES);
    let Some(first) = found.first() else { return };
    let held: usize = found.iter().map(|found| found.end - found.start).sum();
    let signed = byline::within(text).is_some();
    let quoted = text.contains('@') || text.starts_with(['—', '"', '“', '„']) || text.contains('©');
    let beside = text.len() - held;
    let beside = if first.start < 4 { beside / 3 } else { beside };
    if room == Room::Lines && beside > BARE {
        return;
    }
    let (mut from, first) = (0, all.len());
    for found in found {
        let Some(place) = view.place(found.start, found.end) else { continue };
        let role =
            role(text.get(from..found.start).unwrap_or(""), text.get(found.end..).unwrap_or(""));
        let role = role.or_else(|| (found.start < 3).then(|| role_above(scene, at)).flatten());
        from = found.end;
        let (ends, paired) = (found.end == text.trim_end().len(), false);
        let it = Candidate { block: at, place, found, beside, role, signed, quoted, ends, paired };
        all.push(it);
    }
    let changed = all[first..].iter().skip(1).any(|it| it.role == Some(Mark::Modified));
    if let Some(it) = all.get_mut(first) {
        it.paired = changed;
    }
}

/// What the words before a date say of it, or the word right behind it.
fn role(before: &str, behind: &str) -> Option<Mark> {
    let kinds = [Mark::Modified, Mark::Published];
    let word = behind.trim_start_matches([' ', ')', '(', '\u{3000}']);
    let word = word.split([' ', ',', '(', ')', '|']).next().unwrap_or("");
    let announced = kinds.into_iter().find(|mark| words::announces(before, *mark));
    announced.or_else(|| kinds.into_iter().find(|mark| words::is_mark(word, *mark)))
}

/// What the block before the date says, where it says nothing else.
fn role_above(scene: &Scene<'_, '_, '_>, at: usize) -> Option<Mark> {
    let above = scene.blocks.blocks.get(at.checked_sub(1)?)?;
    let [line] = scene.lines(above) else { return None };
    [Mark::Modified, Mark::Published].into_iter().find(|mark| words::is_mark(line.text, *mark))
}

/// How many numbers describe a date.
pub(super) const NUMBERS: usize = LINEAR + 15;
/// How many of them a sum of weights is made of.
const LINEAR: usize = 28;
/// Least probability of the day of publication.
const LEAST: f32 = 0.02;

fn best<'c>(scene: &Scene<'_, '_, '_>, all: &'c [Candidate]) -> Option<(&'c Candidate, f32)> {
    let page = Overview::new(scene, all);
    let mut best: Option<(&Candidate, f32)> = None;
    for (at, it) in all.iter().enumerate() {
        let least = best.map_or(LEAST, |(_, p)| p);
        let p = judge::probability(Question::Date, &page.numbers(scene, at), least);
        best = p.filter(|p| best.is_none() || *p > least).map(|p| (it, p)).or(best);
    }
    best
}

/// What is told of the dates, for training, and the block of each.
pub(super) fn tell(scene: &Scene<'_, '_, '_>) -> Vec<(Credit, Vec<f32>)> {
    let all = candidates(scene);
    let page = Overview::new(scene, &all);
    let of = |it| credit(it, Property::DatePublished, "", 0.0);
    let told = |(at, it)| (of(it), page.numbers(scene, at).to_vec());
    all.iter().enumerate().map(told).collect()
}

/// What the dates of a page have to do with each other.
struct Overview<'c> {
    all: &'c [Candidate],
    address: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    /// The last block with a date before the body.
    last_before: Option<usize>,
    /// The sum of weights of each date.
    linear: Vec<f32>,
}

impl<'c> Overview<'c> {
    fn new(scene: &Scene<'_, '_, '_>, all: &'c [Candidate]) -> Self {
        let before = |it: &&Candidate| it.block < scene.body.0;
        let page = Overview {
            all,
            linear: Vec::new(),
            address: address_day(scene),
            latest: all.iter().filter_map(Candidate::day).max(),
            last_before: all.iter().filter(before).map(|it| it.block).max(),
        };
        let linear = |it| {
            let features = page.features(scene, it);
            features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum()
        };
        Overview { linear: all.iter().map(linear).collect(), ..page }
    }

    /// All that is told of a date, whose place in the list is `at`.
    fn numbers(&self, scene: &Scene<'_, '_, '_>, at: usize) -> [f32; NUMBERS] {
        let mut numbers = [0.0; NUMBERS];
        let it = &self.all[at];
        let parts = [&self.features(scene, it)[..], &self.places(scene, it), &self.ranks(at)];
        numbers.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        numbers
    }

    /// How it looks beside the other dates, by the sum of weights.
    fn ranks(&self, at: usize) -> [f32; 3] {
        let of = self.linear.get(at).copied().unwrap_or_default();
        let better = self.linear.iter().filter(|other| **other > of).count();
        let best = self.linear.iter().copied().fold(of, f32::max);
        [of, best - of, better.min(9) as f32]
    }

    fn features(&self, scene: &Scene<'_, '_, '_>, it: &Candidate) -> [f32; LINEAR] {
        let anchor = scene.anchor();
        let block = &scene.blocks.blocks[it.block];
        let far = |a: usize, b: usize| (1.0 + a.saturating_sub(b) as f32).ln();
        let yes = |yes: bool| f32::from(u8::from(yes));
        let day = it.day();
        let (behind, ahead) = (it.block >= anchor, it.block < anchor);
        let after = it.block >= scene.body.1;
        let count = |same: &dyn Fn(&Candidate) -> bool| self.all.iter().filter(|o| same(o)).count();
        let crowd = count(&|o| o.block.abs_diff(it.block) <= 8 && o.day() != day);
        let same = count(&|o| o.day() == day && o.block != it.block);
        let later = count(&|o| o.day() > day) as f32 / self.all.len().max(1) as f32;
        [
            if behind { far(it.block, anchor) } else { 0.0 },
            yes(ahead),
            if ahead { far(anchor, it.block) } else { 0.0 },
            yes(after),
            if after { far(it.block, scene.body.1) } else { 0.0 },
            yes((scene.body.0..scene.body.1).contains(&it.block)),
            yes(it.beside <= BARE),
            it.beside.min(200) as f32 / 100.0,
            yes(it.role == Some(Mark::Published)),
            yes(it.role == Some(Mark::Modified)),
            yes(it.found.reading.has_time()),
            yes(self.address.is_some() && day == self.address),
            yes(self.address.is_some_and(|known| day.is_some_and(|day| day != known))),
            (1.0 + same as f32).ln(),
            crowd.min(8) as f32 / 8.0,
            yes(day == self.latest),
            later,
            yes(it.signed),
            yes(it.quoted),
            yes(block.link * 2 > block.chars),
            yes(block.is(Trait::Item)),
            yes(matches!(it.found.reading, Reading::Open(..))),
            yes(self.all.first().is_some_and(|first| first.place == it.place)),
            yes(self.last_before == Some(it.block)),
            yes(block.stops > 1 || block.chars > 160),
            yes(scene.headline.is_none() && it.block > scene.body.1),
            yes(it.ends && it.beside > BARE && it.role.is_none() && !it.signed),
            yes(it.paired),
        ]
    }

    /// Where it stands.
    fn places(&self, scene: &Scene<'_, '_, '_>, it: &Candidate) -> [f32; 12] {
        let (anchor, block, day) = (scene.anchor(), &scene.blocks.blocks[it.block], it.day());
        let yes = |yes: bool| f32::from(u8::from(yes));
        [
            apart(it.block, anchor),
            apart(it.block, scene.body.0),
            apart(it.block, scene.body.1),
            scene.hints.get(it.block).map_or(0.0, |hint| hint[0]),
            scene.hints.get(it.block).map_or(0.0, |hint| hint[1]),
            ahead_of(it.block, scene),
            (1.0 + self.all.len() as f32).ln(),
            day.zip(self.latest)
                .map_or(-1.0, |(day, last)| (1.0 + (last - day).num_days() as f32).ln()),
            block.chars.min(400) as f32,
            f32::from(scene.blocks.style as u8),
            yes(scene.page.text.len() < it.place.0 * 2),
            f32::from(it.block.min(200) as u8),
        ]
    }
}

/// How far two blocks are apart, and in which direction.
fn apart(at: usize, from: usize) -> f32 {
    let far = (1.0 + at.abs_diff(from) as f32).ln();
    if at < from { -far } else { far }
}

/// What the chain says of the blocks around: the greatest probability of an author.
fn ahead_of(at: usize, scene: &Scene<'_, '_, '_>) -> f32 {
    let near = scene.hints.get(at.saturating_sub(2)..(at + 3).min(scene.hints.len()));
    near.unwrap_or_default().iter().fold(0.0, |most, hint| hint[1].max(most))
}

/// The day that the page's address states.
fn address_day(scene: &Scene<'_, '_, '_>) -> Option<NaiveDate> {
    let before = scene.page.lines.first().and_then(|line| scene.page.text.get(..line.start));
    let head = scene.page.lines.iter().take(3).map(|line| line.text).find(|text| url::is_url(text));
    let in_header = || {
        let before = before.unwrap_or("");
        let at = memchr::memmem::find(before.as_bytes(), b"http")?;
        Some(&before[at..at + url::end(&before[at..])])
    };
    let (_, (year, month, day)) = head.or_else(in_header).and_then(url::day)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The weights of [`Overview::features`], in their order: conditional logistic regression over the dates of pages whose
/// day people annotated. The trees know their sum.
const WEIGHTS: [f32; LINEAR] = [
    -1.16, -2.41, -0.55, 0.02, -0.67, -1.55, 0.37, -1.71, 1.14, -1.61, 1.40, 0.82, -0.82, -0.04,
    -2.88, 0.71, 0.20, 1.50, -0.52, 0.07, -0.21, 1.20, 0.67, 0.73, -0.50, -0.49, -1.2, 2.0,
];
