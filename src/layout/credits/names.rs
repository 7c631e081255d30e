//! The authors among the names of a page.

use super::view::View;
use super::{Credit, Room, Scene};
use crate::layout::block::{Block, Trait};
use crate::property::Property;
use crate::scan::byline::{self, Signature};
use crate::scan::dates;
use crate::scan::markup::State;
use crate::scan::words::{self, Mark};
use std::cell::OnceCell;

/// A name of the page.
struct Candidate {
    /// The block it stands in.
    block: usize,
    /// Its bytes in the page.
    place: (usize, usize),
    text: String,
    /// Which of the names of its line it is.
    nth: usize,
    marked: bool,
    role: bool,
    alone: bool,
    dated: bool,
    /// Its line links to the page of an author.
    linked: bool,
    prose: bool,
    /// It begins with a given name.
    given: bool,
}

/// Longest line that is looked at, in bytes.
const LONGEST: usize = 400;
/// Most names of a page that are compared.
const MOST: usize = 300;
/// Further authors stand within so many blocks of the surest.
const TOGETHER: usize = 3;
/// Least evidence for an author.
const LEAST: f32 = -1.6;
/// Least evidence for a further author.
const FURTHER: f32 = -1.0;

/// The names of the authors.
pub(super) fn find(scene: &Scene<'_, '_, '_>) -> Vec<Credit> {
    let dated = Dated::of(scene);
    let all = candidates(scene, &dated);
    let page = Overview::of(scene, &all, &dated);
    let scored: Vec<(&Candidate, f32)> = all.iter().map(|it| (it, page.score(it))).collect();
    let best = scored.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let Some((best, _)) = best.filter(|(_, score)| *score >= LEAST) else { return Vec::new() };
    let mut names: Vec<&Candidate> = Vec::new();
    for &(it, score) in &scored {
        let near = it.block.abs_diff(best.block) <= TOGETHER;
        let known = names.iter().any(|name| name.text.eq_ignore_ascii_case(&it.text));
        if near && score >= FURTHER && !known {
            names.push(it);
        }
    }
    names.into_iter().map(credit).collect()
}

fn credit(it: &Candidate) -> Credit {
    let (start, end) = it.place;
    Credit { start, end, property: Property::Author, reason: "name in a byline" }
}

fn candidates(scene: &Scene<'_, '_, '_>, dated: &Dated<'_, '_, '_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    for at in scene.near() {
        let block = &scene.blocks.blocks[at];
        let room = scene.room(at);
        if room == Room::None {
            continue;
        }
        let mut state = State::default();
        for line in scene.lines(block).iter().filter(|line| line.text.len() <= LONGEST) {
            let view = View::of(scene.blocks.style, line, &mut state);
            let signature = byline::signature(&view.text);
            let Some(found) = signature.or_else(|| user(scene, dated, at, &view.text)) else {
                continue;
            };
            if room == Room::All || found.marked || found.alone {
                let linked = links_to_author(line.text);
                add(at, (&found, &view), (linked, room == Room::Lines), &mut all);
            }
        }
        if all.len() >= MOST {
            break;
        }
    }
    all
}

/// One word that stands alone behind a mark for an author or beside a date: the name of a user.
fn user(
    scene: &Scene<'_, '_, '_>,
    dated: &Dated<'_, '_, '_>,
    at: usize,
    text: &str,
) -> Option<Signature> {
    let name = text.trim();
    let fits = (2..=24).contains(&name.len())
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && words::month(name).is_none();
    let above = at.checked_sub(1);
    let named = || above.is_some_and(|at| says(scene, at, Mark::Author));
    let beside = || dated.is(at + 1) || above.is_some_and(|at| dated.is(at));
    if !fits || !(named() || beside()) {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let names = vec![(start, start + name.len())];
    Some(Signature { names, marked: false, role: false, alone: true })
}

/// Which blocks hold a date and little else; each is looked at once.
struct Dated<'s, 'l, 'a> {
    scene: &'s Scene<'s, 'l, 'a>,
    known: Vec<OnceCell<bool>>,
}

impl<'s, 'l, 'a> Dated<'s, 'l, 'a> {
    fn of(scene: &'s Scene<'s, 'l, 'a>) -> Self {
        Dated { scene, known: vec![OnceCell::new(); scene.blocks.blocks.len()] }
    }

    fn is(&self, at: usize) -> bool {
        let Some((block, known)) = self.scene.blocks.blocks.get(at).zip(self.known.get(at)) else {
            return false;
        };
        let holds = || self.scene.lines(block).iter().any(|line| dates::holds(line.text));
        *known.get_or_init(|| block.chars < 120 && holds())
    }
}

fn add(
    block: usize,
    (found, view): (&Signature, &View<'_>),
    (linked, prose): (bool, bool),
    all: &mut Vec<Candidate>,
) {
    let dated = view.text.bytes().any(|b| b.is_ascii_digit()) && dates::holds(&view.text);
    for (nth, &(start, end)) in found.names.iter().enumerate() {
        let Some(place) = view.place(start, end) else { continue };
        let Signature { marked, role, alone, .. } = *found;
        let text = view.text[start..end].to_owned();
        let first = text.split([' ', '-']).next().unwrap_or("");
        let given = first.len() < text.len() && words::is_given_name(first);
        all.push(Candidate {
            block,
            place,
            text,
            nth,
            marked,
            role,
            alone,
            dated,
            linked,
            prose,
            given,
        });
    }
}

/// Whether the line holds the address of an author's page, as sites everywhere write it.
fn links_to_author(line: &str) -> bool {
    let links = memchr::memmem::find(line.as_bytes(), b"](").map(|at| line[at..].to_lowercase());
    let words = [
        "author",
        "autor",
        "auteur",
        "/people/",
        "/profil",
        "redaktion",
        "/staff/",
        "journalist",
        "/by/",
        "/team/",
    ];
    links.is_some_and(|link| words.iter().any(|word| link.contains(word)))
}

/// Whether the block is that mark and nothing else.
fn says(scene: &Scene<'_, '_, '_>, at: usize, mark: Mark) -> bool {
    let lines = scene.blocks.blocks.get(at).map_or(&[][..], |block| scene.lines(block));
    matches!(lines, [line] if words::is_mark(line.text, mark))
}

/// Names stand in a crowd within so many blocks.
const CROWD: usize = 6;

/// How many numbers describe a name.
const FEATURES: usize = 41;

/// What the names of a page have to do with each other.
struct Overview<'s, 'l, 'a, 'c> {
    scene: &'s Scene<'s, 'l, 'a>,
    /// In the order of their blocks.
    all: &'c [Candidate],
    /// Those that are names by more than their form, in the same order.
    likely: Vec<&'c Candidate>,
    dated: &'c Dated<'s, 'l, 'a>,
}

impl<'s, 'l, 'a, 'c> Overview<'s, 'l, 'a, 'c> {
    fn of(
        scene: &'s Scene<'s, 'l, 'a>,
        all: &'c [Candidate],
        dated: &'c Dated<'s, 'l, 'a>,
    ) -> Self {
        let likely = all.iter().filter(|it| it.given || it.marked).collect();
        Overview { scene, all, likely, dated }
    }

    /// So many others stand alone within so many blocks.
    fn crowd(&self, it: &Candidate) -> usize {
        let from = self.all.partition_point(|o| o.block + CROWD < it.block);
        let near = self.all[from..].iter().take_while(|o| o.block <= it.block + CROWD);
        near.filter(|o| o.alone && !o.marked && o.text != it.text).count()
    }

    /// So many other likely names stand between the anchor of the article and this one.
    fn rank(&self, it: &Candidate) -> usize {
        let from = self.likely.partition_point(|o| o.block < self.scene.anchor());
        let before = self.likely[from..].iter().take_while(|o| o.block < it.block);
        before.filter(|o| o.text != it.text).count()
    }

    fn score(&self, it: &Candidate) -> f32 {
        let features = self.features(it);
        features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum()
    }

    fn features(&self, it: &Candidate) -> [f32; FEATURES] {
        let scene = self.scene;
        let (anchor, block) = (scene.anchor(), &scene.blocks.blocks[it.block]);
        let far = |a: usize, b: usize| (1.0 + a.saturating_sub(b) as f32).ln();
        let yes = |yes: bool| f32::from(u8::from(yes));
        let (behind, after) = (it.block >= anchor, it.block >= scene.body.1);
        let is = |at: Option<usize>, mark| at.is_some_and(|at| says(scene, at, mark));
        let (above, below) = (it.block.checked_sub(1), Some(it.block + 1));
        let equal = |o: &&Candidate| o.text == it.text && o.block != it.block;
        let (same, crowd) = (self.all.iter().filter(equal).count(), self.crowd(it));
        let words = it.text.split(' ').count();
        let between = behind && it.block < scene.body.0;
        let likely = it.given || it.marked;
        let rank = self.rank(it);
        [
            1.0,
            yes(it.marked),
            yes(!it.marked && is(above, Mark::Author)),
            yes(it.nth > 0),
            yes(is(above, Mark::And) || self.is_comma(it.block.wrapping_sub(1))),
            yes(it.alone),
            yes(it.role || is(below, Mark::Role)),
            yes(it.dated),
            yes(self.dated.is(it.block + 1)),
            yes(above.is_some_and(|at| self.dated.is(at))),
            if behind { far(it.block, anchor) } else { 0.0 },
            yes(!behind),
            if behind { 0.0 } else { far(anchor, it.block) },
            yes(after),
            if after { far(it.block, scene.body.1) } else { 0.0 },
            yes(it.prose),
            (1.0 + same as f32).ln(),
            yes(words == 1),
            yes(words > 3),
            yes(!it.text.chars().any(char::is_lowercase)),
            yes(words::is_mark(&it.text, Mark::Agency)),
            crowd.min(6) as f32 / 6.0,
            yes(block.link * 2 > block.chars),
            yes(block.is(Trait::Item)),
            yes(self.headline().contains(it.text.rsplit(' ').next().unwrap_or(""))),
            yes(it.linked),
            yes(block.heading > 0),
            yes(is(above, Mark::About)),
            yes(it.marked && it.prose),
            yes(it.given),
            yes(words == 1 && it.marked),
            yes(it.text.starts_with(char::is_lowercase)),
            yes(between),
            yes(behind && it.block - anchor <= 3),
            yes(it.given && (it.dated || self.dated.is(it.block + 1))),
            yes(it.given && it.marked),
            yes(it.given && between && it.alone),
            yes(it.given && after),
            yes(behind && likely && rank == 0),
            yes(behind && likely && rank > 3),
            yes(it.marked && behind && rank == 0),
        ]
    }

    fn block(&self, at: usize) -> Option<&'s Block> {
        self.scene.blocks.blocks.get(at)
    }

    fn is_comma(&self, at: usize) -> bool {
        let lines = self.block(at).map_or(&[][..], |block| self.scene.lines(block));
        matches!(lines, [line] if matches!(line.text, "," | "/" | "&" | ";" | "、"))
    }

    fn headline(&self) -> &'a str {
        let block = self.scene.headline.and_then(|at| self.block(at));
        let line = block.and_then(|block| self.scene.lines(block).first());
        line.map_or("", |line| line.text)
    }
}

/// The weights of [`Overview::features`], in their order: logistic regression over the names of pages whose authors people
/// annotated, two thirds of the sites.
const WEIGHTS: [f32; FEATURES] = [
    -1.61, 1.98, 1.37, -0.22, 0.75, 0.14, 0.13, 0.09, 1.10, 0.59, -0.63, -1.25, -0.48, 0.50, -0.35,
    -1.10, 0.71, -0.62, -0.06, 0.12, 1.36, -1.71, 0.06, -1.20, -1.17, 1.05, -0.18, 0.99, -0.14,
    2.50, -0.66, -0.33, 0.14, 0.35, -0.86, -1.46, 0.16, 0.45, 1.12, -0.45, 0.26,
];
