//! Candidates for tags: short blocks beside the article, told by the run of such blocks in which they stand.

use super::model::Tag;
use super::numbers::{NUMBERS, View};
use super::words::mark;
use crate::layout::block::{Block, Trait};
use crate::scan::words::{self as marks, Mark};
use std::ops::Range;

/// A tag has so many letters at most, a list of several that are links, or parted by marks, so many.
const TAG: u32 = 60;
const LIST: u32 = 400;
/// What the chain takes for tags with less than this probability is none.
const TAGGED: f32 = 0.002;
/// Tags stand so many blocks before the end of the body or behind it.
const BEFORE: usize = 6;
const BEHIND: usize = 24;
/// They stand so many blocks before the headline, or behind the beginning of the body.
const HEAD: usize = 4;
/// Longer runs are menus.
const LONGEST: usize = 60;
/// How many numbers a candidate has beside those of its block.
const OWN: usize = 14;
/// How many numbers describe a candidate.
pub(super) const ALL: usize = NUMBERS + OWN;

/// Folders that sites keep the pages of their tags in; each is so named on sites of several countries.
const FOLDERS: [&str; 8] =
    ["/tag", "/topic", "/thema", "/theme", "/tema", "/keyword", "/label", "/subject"];

/// Short blocks, one behind the other.
#[derive(Clone, Debug, Default)]
struct Run {
    blocks: Range<usize>,
    /// Means of the blocks, but for `most`: how likely they are tags, how much of them the prose says, whether the page
    /// has them again, their letters, the share of links.
    likely: f32,
    most: f32,
    told: f32,
    again: f32,
    chars: f32,
    linked: f32,
    /// How many blocks link to a folder of tags.
    foldered: f32,
    /// Whether a word such as `Tags` stands before it or is its first block.
    announced: bool,
}

/// What may be tags on a page.
pub(super) struct Tags<'t, 'v, 's, 'l, 'a> {
    view: &'t View<'v, 's, 'l, 'a>,
    runs: Vec<Run>,
}

impl<'t, 'v, 's, 'l, 'a> Tags<'t, 'v, 's, 'l, 'a> {
    pub fn new(view: &'t View<'v, 's, 'l, 'a>) -> Self {
        let mut tags = Tags { view, runs: Vec::new() };
        let mut start = None;
        for at in 0..=view.scene.blocks.blocks.len() {
            match (tags.is_short(at), start) {
                (true, None) => start = Some(at),
                (false, Some(first)) => {
                    start = None;
                    tags.add(first..at);
                }
                _ => {}
            }
        }
        tags
    }

    /// What is told of the block, where it may be tags.
    pub fn numbers(&self, at: usize) -> Option<[f32; ALL]> {
        let likely = self.view.p(Some(at), Tag::Keywords);
        if likely < TAGGED {
            return None;
        }
        let sure = likely > View::DOUBT.start;
        let in_run = self.runs.partition_point(|run| run.blocks.end <= at);
        let run = self.runs.get(in_run).filter(|run| run.blocks.contains(&at));
        let (none, placed) = (Run { blocks: at..at + 1, ..Run::default() }, self.is_placed(at));
        let may_be = sure || run.is_some_and(|run| placed || run.foldered > 0.0);
        may_be.then(|| {
            let mut all = [0.0; ALL];
            let own = self.own(at, run.unwrap_or(&none));
            let numbers = self.view.numbers(at);
            all.iter_mut().zip(numbers.iter().chain(&own)).for_each(|(to, from)| *to = *from);
            all
        })
    }

    fn is_placed(&self, at: usize) -> bool {
        let body = &self.view.run;
        let below_headline = at + HEAD >= self.view.best.0 && at <= body.start + HEAD;
        below_headline || at + BEFORE >= body.end && at <= body.end + BEHIND
    }

    fn is_short(&self, at: usize) -> bool {
        let scene = self.view.scene;
        scene.blocks.blocks.get(at).is_some_and(|block| {
            let marked = scene.words.measures[at].marks & (mark::HASH | mark::PIPE | mark::DOT) > 0;
            let several =
                block.link * 2 > block.chars || marked || scene.words.measures[at].commas > 0;
            let most = if several { LIST } else { TAG };
            (2..=most).contains(&block.chars)
                && !block.is(Trait::Stop)
                && !block.is(Trait::Hard)
                && !block.is_prose()
        })
    }

    /// Adds a run, where tags could stand there.
    fn add(&mut self, blocks: Range<usize>) {
        let sure = |at: usize| self.view.p(Some(at), Tag::Keywords) > View::DOUBT.start;
        let mut inside = blocks.clone();
        if blocks.len() > LONGEST || !inside.any(|at| sure(at) || self.is_placed(at)) {
            return;
        }
        let (scene, count) = (self.view.scene, blocks.len() as f32);
        let mean = |of: &dyn Fn(usize) -> f32| blocks.clone().map(of).sum::<f32>() / count;
        let likely = |at: usize| self.view.p(Some(at), Tag::Keywords);
        let block = |at: usize| -> &Block { &scene.blocks.blocks[at] };
        self.runs.push(Run {
            likely: mean(&likely),
            most: blocks.clone().map(likely).fold(0.0, f32::max),
            told: mean(&|at| f32::from(scene.looks[at].told)),
            again: mean(&|at| f32::from(u8::from(scene.repeats[at].same > 1))),
            chars: mean(&|at| block(at).chars as f32),
            linked: mean(&|at| block(at).link as f32 / block(at).chars.max(1) as f32),
            foldered: mean(&|at| f32::from(u8::from(self.is_foldered(at)))),
            announced: self.is_announced(blocks.start),
            blocks,
        });
    }

    fn is_announced(&self, start: usize) -> bool {
        let blocks = &self.view.scene.blocks.blocks;
        let near = start.saturating_sub(1)..(start + 1).min(blocks.len());
        near.filter_map(|at| blocks[at].lines(self.view.scene.page).last()).any(|line| {
            let start = line.text.split_once(':').map_or(line.text, |(start, _)| start);
            start.len() <= 60
                && marks::is_mark(start.trim_matches(['#', '*', '_', ' ']), Mark::Tags)
        })
    }

    /// Whether it links to a page of a tag.
    fn is_foldered(&self, at: usize) -> bool {
        let block = &self.view.scene.blocks.blocks[at];
        let links = |text: &str| {
            let mut urls = text.match_indices("](").filter_map(|(at, _)| text.get(at + 2..));
            urls.any(|url| {
                let url = &url[..url.find([')', ' ']).unwrap_or(url.len())];
                FOLDERS.iter().any(|folder| url.contains(folder))
            })
        };
        block.link > 0 && block.lines(self.view.scene.page).iter().any(|line| links(line.text))
    }

    fn own(&self, at: usize, run: &Run) -> [f32; OWN] {
        let far = |from: usize| (run.blocks.start as f32 - from as f32).clamp(-60.0, 60.0);
        let yes = |yes: bool| f32::from(u8::from(yes));
        let marks = self.view.scene.words.measures[at].marks;
        [
            run.blocks.len() as f32,
            (at - run.blocks.start) as f32,
            far(self.view.run.end),
            far(self.view.run.start),
            run.likely,
            run.most,
            run.told,
            run.again,
            run.chars,
            run.linked,
            run.foldered,
            yes(run.announced),
            yes(marks & mark::HASH > 0) + 2.0 * yes(marks & mark::PIPE > 0),
            yes(self.is_foldered(at)),
        ]
    }
}
