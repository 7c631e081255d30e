//! What is told of a name: numbers that trees judge it by.

use super::Scene;
use super::judge::{self, Question};
use super::prose::Prose;
use super::seek::{Candidate, Dated, links_to_author, said, says};
use crate::layout::block::{Block, Trait};
use crate::property::Property;
use crate::scan::loose::Form;
use crate::scan::words::{self, Mark, Marks};
use foldhash::HashMap;
use memchr::memmem;
use std::cell::RefCell;

/// Names stand in a crowd within so many blocks.
const CROWD: usize = 6;

/// How many numbers describe a name at first.
const ROUGH: usize = 41;
/// How many numbers describe a name.
pub(super) const NUMBERS: usize = ROUGH + PLACES + WORDS + AROUND + ENDS;

/// What the names of a page have to do with each other.
pub(super) struct Overview<'s, 'l, 'a, 'c> {
    scene: &'s Scene<'s, 'l, 'a>,
    /// In the order of their blocks.
    all: &'c [Candidate],
    /// Those that are names by more than their form, in the same order.
    likely: Vec<&'c Candidate>,
    dated: &'c Dated<'s, 'l, 'a>,
    /// The block of the day of publication.
    date: Option<usize>,
    /// The text from the first paragraph to the last.
    prose: Prose<'a>,
    /// The first lines, and the host of an address in them, without hyphens.
    titles: Vec<&'a str>,
    host: Option<String>,
    /// What is told of each at first, and how much of a name it looks like by that.
    told: Vec<([f32; ROUGH], f32)>,
    /// How much the name that looks best at first looks like one.
    best_rough: f32,
    /// Whether numbers are told that the trees do not ask for.
    all_told: bool,
    /// What was told of the words of names.
    known: RefCell<HashMap<&'c str, [f32; WORDS]>>,
}

/// How many numbers tell of the place of a name, of its words, of what stands around it, of the ends.
const PLACES: usize = 11;
const WORDS: usize = 11;
const AROUND: usize = 14;
const ENDS: usize = 16;

impl<'s, 'l, 'a, 'c> Overview<'s, 'l, 'a, 'c> {
    pub fn of(
        scene: &'s Scene<'s, 'l, 'a>,
        all: &'c [Candidate],
        dated: &'c Dated<'s, 'l, 'a>,
        date: Option<usize>,
        all_told: bool,
    ) -> Self {
        let likely = all.iter().filter(|it| it.given || it.marked).collect();
        let prose = Prose::of(prose(scene));
        let best_rough = LEAST_ROUGH;
        let titles: Vec<&str> = (0..TITLES).map(|at| line(scene, at).trim_end()).collect();
        let (host, told, known) = (host(&titles), Vec::new(), RefCell::default());
        let page = Overview {
            scene,
            all,
            likely,
            dated,
            date,
            prose,
            titles,
            host,
            told,
            best_rough,
            all_told,
            known,
        };
        let tell = |it| {
            let features = page.features(it);
            (features, page.rough_by(it, &features))
        };
        let told: Vec<_> = all.iter().map(tell).collect();
        let best_rough = told.iter().map(|it| it.1).fold(LEAST_ROUGH, f32::max);
        Overview { told, best_rough, ..page }
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

    /// How much of a name the candidate looks like at first.
    pub fn rough(&self, at: usize) -> f32 {
        self.told.get(at).map_or(LEAST_ROUGH, |it| it.1)
    }

    fn rough_by(&self, it: &Candidate, features: &[f32; ROUGH]) -> f32 {
        let marked = matches!(it.form, Form::Within | Form::Glued);
        let sum: f32 = features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum();
        sum + self.hint(Some(it.block), 1) * 3.0 + f32::from(u8::from(marked))
    }

    fn features(&self, it: &Candidate) -> [f32; ROUGH] {
        let scene = self.scene;
        let (anchor, block) = (scene.anchor(), &scene.blocks.blocks[it.block]);
        let far = |a: usize, b: usize| (1.0 + a.saturating_sub(b) as f32).ln();
        let yes = |yes: bool| f32::from(u8::from(yes));
        let (behind, after) = (it.block >= anchor, it.block >= scene.body.1);
        let above = it.block.checked_sub(1);
        let (said_above, said_below) =
            (above.map_or(Marks::default(), |at| said(scene, at)), said(scene, it.block + 1));
        let equal = |o: &&Candidate| o.text == it.text && o.block != it.block;
        let (same, crowd) = (self.all.iter().filter(equal).count(), self.crowd(it));
        let words = words_of(&it.text);
        let between = behind && it.block < scene.body.0;
        let likely = it.given || it.marked;
        let rank = self.rank(it);
        [
            1.0,
            yes(it.marked),
            yes(!it.marked && said_above.has(Mark::Author)),
            yes(it.nth > 0),
            yes(said_above.has(Mark::And) || self.is_comma(it.block.wrapping_sub(1))),
            yes(it.alone),
            yes(it.role || said_below.has(Mark::Role)),
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
            yes(holds(self.headline().as_bytes(), last(&it.text).as_bytes())),
            yes(it.linked),
            yes(block.heading > 0),
            yes(said_above.has(Mark::About)),
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

    /// All that is told of the name at that place.
    pub fn numbers(&self, at: usize) -> [f32; NUMBERS] {
        let mut numbers = [0.0; NUMBERS];
        let Some((it, told)) = self.all.get(at).zip(self.told.get(at)) else { return numbers };
        let around = self.around(it, told.1);
        let parts = [&told.0[..], &self.places(it), &self.words(it), &around, &self.ends(it)];
        let all = parts.into_iter().flatten();
        numbers.iter_mut().zip(all).for_each(|(to, from)| *to = *from);
        numbers
    }

    /// Where it stands.
    fn places(&self, it: &Candidate) -> [f32; PLACES] {
        let scene = self.scene;
        let block = &scene.blocks.blocks[it.block];
        [
            apart(it.block, scene.anchor()),
            apart(it.block, scene.body.0),
            apart(it.block, scene.body.1),
            self.date.map_or(-10.0, |date| apart(it.block, date)),
            it.block.min(200) as f32,
            self.hint(Some(it.block), 1),
            self.hint(it.block.checked_sub(1), 1).max(self.hint(Some(it.block + 1), 1)),
            self.hint(Some(it.block), 0),
            f32::from(kind(scene.chosen.get(it.block))),
            block.chars.min(400) as f32,
            it.beside.min(200) as f32,
        ]
    }

    /// What its words are. Most names come again.
    fn words(&self, it: &'c Candidate) -> [f32; WORDS] {
        let known = self.known.borrow().get(it.text.as_str()).copied();
        known.unwrap_or_else(|| {
            let words = self.words_anew(it);
            self.known.borrow_mut().insert(&it.text, words);
            words
        })
    }

    /// A number that costs something, where it is asked for.
    fn asked(&self, number: usize, tell: impl FnOnce() -> f32) -> f32 {
        let asked = self.all_told || judge::asks(Question::Author, number);
        if asked { tell() } else { 0.0 }
    }

    fn words_anew(&self, it: &Candidate) -> [f32; WORDS] {
        let yes = |yes: bool| f32::from(u8::from(yes));
        let from = ROUGH + PLACES;
        let text = it.text.as_str();
        let (first, last) = (first(text), last(text));
        let (lower, low_first) = (last.to_lowercase(), first.to_lowercase());
        let each = || text.split([' ', '-']);
        let cased = lower != last;
        [
            text.len().min(60) as f32,
            each().filter(|word| words::is_given_name(word)).count() as f32,
            self.asked(from + 2, || yes(each().any(words::is_common))),
            yes(text.contains('.')),
            yes(text.chars().any(|c| c.is_ascii_digit() || c == '_')),
            self.asked(from + 5, || self.prose.count(text)),
            self.asked(from + 6, || self.prose.count(last)),
            self.asked(from + 7, || if cased { self.prose.count(&lower) } else { -1.0 }),
            self.asked(from + 8, || {
                if low_first != first { self.prose.count(&low_first) } else { -1.0 }
            }),
            yes(self.in_title(text)),
            yes(self.is_of_site(text)),
        ]
    }

    /// What stands around it, and what the page is like.
    fn around(&self, it: &Candidate, rough: f32) -> [f32; AROUND] {
        let yes = |yes: bool| f32::from(u8::from(yes));
        let scene = self.scene;
        let below = Some(it.block + 1);
        let marked = |o: &Candidate| {
            (o.marked || o.form != Form::Byline) && o.block != it.block && o.text == it.text
        };
        let under = line(scene, it.block + 1);
        let from = ROUGH + PLACES + WORDS;
        [
            f32::from(it.form as u8),
            it.nth as f32,
            it.of as f32,
            yes(self.all.iter().any(marked)),
            self.asked(from + 4, || {
                yes(self.is_comma(it.block + 1) || says_some(scene, below, Mark::And))
            }),
            self.asked(from + 5, || yes(says_some(scene, it.block.checked_sub(2), Mark::Author))),
            self.asked(from + 6, || yes(links_to_author(under))),
            self.asked(from + 7, || yes(self.is_addressed(it))),
            (1.0 + self.all.len() as f32).ln(),
            f32::from(scene.blocks.style as u8),
            yes(scene.headline.is_some()),
            rough,
            self.best_rough,
            (self.scene.blocks.blocks.len() as f32).ln(),
        ]
    }

    /// How it stands to the end of the body and of the page, and what else its line says.
    fn ends(&self, it: &Candidate) -> [f32; ENDS] {
        let yes = |yes: bool| f32::from(u8::from(yes));
        let (scene, text) = (self.scene, it.text.as_str());
        let (all, (begin, end)) = (scene.blocks.blocks.len(), scene.body);
        let above = it.block.checked_sub(1).map_or("", |at| line(scene, at));
        let under = line(scene, it.block + 1);
        let last_word = last(above.trim_end_matches(':'));
        let words = words_of(text) as f32;
        let from = ROUGH + PLACES + WORDS + AROUND;
        let any = [Mark::Agency, Mark::Role];
        let capitals = text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
        [
            all.saturating_sub(it.block).min(100) as f32,
            end.saturating_sub(it.block).min(100) as f32,
            (end - begin) as f32 / all.max(1) as f32,
            yes(it.block + 1 == all),
            it.line.lead.min(200) as f32,
            yes(it.line.image),
            self.asked(from + 6, || yes(words::is_mark(last_word, Mark::Image))),
            yes(it.line.role),
            yes(it.line.contact),
            capitals as f32 / words,
            words,
            yes(above.trim_end().ends_with(':')),
            above.len().min(200) as f32,
            under.len().min(200) as f32,
            yes(text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)),
            self.asked(from + 15, || {
                let held = |word: &str| words::is_any_mark(word, &any);
                yes(held(last(text)) || held(first(text)))
            }),
        ]
    }

    /// What the chain says of the block: a date, an author.
    fn hint(&self, at: Option<usize>, of: usize) -> f32 {
        at.and_then(|at| self.scene.hints.get(at)).map_or(0.0, |hint| hint[of])
    }

    /// Whether an address in its block or the next has the words of the name: `/people/ann-lee`.
    fn is_addressed(&self, it: &Candidate) -> bool {
        let last = last(&it.text).to_lowercase();
        last.len() > 2
            && [it.block, it.block + 1].into_iter().any(|at| {
                let lines = self.block(at).map_or(&[][..], |block| self.scene.lines(block));
                lines.iter().take(2).any(|line| {
                    let bytes = line.text.as_bytes();
                    let path = link(bytes).or_else(|| memmem::find(bytes, b"http"));
                    path.is_some_and(|from| line.text[from..].to_lowercase().contains(&last))
                })
            })
    }

    /// Whether one of the first lines ends with it, as titles end with the name of their site.
    fn in_title(&self, text: &str) -> bool {
        self.titles.iter().any(|line| line.len() > text.len() && line.ends_with(text))
    }

    /// Whether the letters of the name stand in the host of an address of the first lines.
    fn is_of_site(&self, text: &str) -> bool {
        self.host.as_ref().is_some_and(|host| {
            let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            let letters = letters.to_lowercase();
            letters.len() > 3 && host.contains(&letters)
        })
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

/// The first line of a block.
fn line<'a>(scene: &Scene<'_, '_, 'a>, at: usize) -> &'a str {
    let lines = scene.blocks.blocks.get(at).map_or(&[][..], |block| scene.lines(block));
    lines.first().map_or("", |line| line.text)
}

fn host(lines: &[&str]) -> Option<String> {
    let rest = lines.iter().find_map(|line| Some(line.split_once("://")?.1))?;
    Some(rest.split('/').next()?.replace('-', ""))
}

/// Whether a short text holds the word.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let begins = |first: &u8| memchr::memchr_iter(*first, text);
    word.first().is_none_or(|first| begins(first).any(|at| text[at..].starts_with(word)))
}

/// Where the address of the last link begins, as Markdown writes it.
fn link(line: &[u8]) -> Option<usize> {
    let mut marks = memchr::memrchr_iter(b'(', line).filter_map(|at| at.checked_sub(1));
    marks.find(|at| line[*at] == b']')
}

/// Where there is no name.
const LEAST_ROUGH: f32 = -20.0;

/// So many blocks may be the title of the page.
const TITLES: usize = 6;

/// How far two blocks are apart, and in which direction.
fn apart(at: usize, from: usize) -> f32 {
    let far = (1.0 + at.abs_diff(from) as f32).ln();
    if at < from { -far } else { far }
}

/// The first word of a name.
fn first(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte == b' ');
    &text[..end.unwrap_or(text.len())]
}

/// The last word of a name.
fn last(text: &str) -> &str {
    let end = text.bytes().rposition(|byte| byte == b' ');
    &text[end.map_or(0, |end| end + 1)..]
}

/// How many words a name has.
fn words_of(text: &str) -> usize {
    1 + text.bytes().filter(|byte| *byte == b' ').count()
}

/// Longest text that words are counted in, in bytes.
const PROSE: usize = 1 << 14;

fn prose<'a>(scene: &Scene<'_, '_, 'a>) -> &'a [u8] {
    let blocks = scene.blocks.blocks.get(scene.body.0..scene.body.1).unwrap_or_default();
    let line = |at: usize| scene.page.lines.get(at);
    let from = blocks.first().and_then(|block| line(block.first)).map_or(0, |line| line.start);
    let last = blocks.last().and_then(|block| line(block.end.checked_sub(1)?));
    let to = last.map_or(from, |line| line.end()).min(from + PROSE);
    scene.page.text.as_bytes().get(from..to).unwrap_or_default()
}

/// What the block was chosen for, as a number.
fn kind(chosen: Option<&Property>) -> u8 {
    match chosen {
        Some(Property::ArticleBody) => 0,
        Some(Property::Headline) => 1,
        Some(Property::Description) => 2,
        Some(Property::Keywords) => 3,
        Some(Property::Boilerplate) => 4,
        _ => 5,
    }
}

fn says_some(scene: &Scene<'_, '_, '_>, at: Option<usize>, mark: Mark) -> bool {
    at.is_some_and(|at| says(scene, at, mark))
}

/// The weights of [`Overview::features`], in their order: logistic regression over the names of pages whose authors people
/// annotated. They only choose which names are judged.
const WEIGHTS: [f32; ROUGH] = [
    -1.61, 1.98, 1.37, -0.22, 0.75, 0.14, 0.13, 0.09, 1.10, 0.59, -0.63, -1.25, -0.48, 0.50, -0.35,
    -1.10, 0.71, -0.62, -0.06, 0.12, 1.36, -1.71, 0.06, -1.20, -1.17, 1.05, -0.18, 0.99, -0.14,
    2.50, -0.66, -0.33, 0.14, 0.35, -0.86, -1.46, 0.16, 0.45, 1.12, -0.45, 0.26,
];
