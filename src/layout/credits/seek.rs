//! Names around an article that could be those of authors, line by line.

use super::view::View;
use super::{Room, Scene};
use crate::line::Line;
use crate::property::Property;
use crate::scan::byline::{self, Signature};
use crate::scan::bytes;
use crate::scan::dates;
use crate::scan::loose::{self, Form};
use crate::scan::markup::{State, Style};
use crate::scan::trim;
use crate::scan::words::{self, Mark, Marks};
use foldhash::HashSet;
use std::cell::OnceCell;

/// A name of the page.
pub(super) struct Candidate {
    /// The block it stands in.
    pub block: usize,
    /// Its bytes in the page.
    pub place: (usize, usize),
    pub text: String,
    /// Which of the names of its line it is.
    pub nth: usize,
    pub marked: bool,
    pub role: bool,
    pub alone: bool,
    pub dated: bool,
    /// Its line links to the page of an author.
    pub linked: bool,
    pub prose: bool,
    /// It begins with a given name.
    pub given: bool,
    pub form: Form,
    /// Names of its line.
    pub of: usize,
    /// Bytes of its line beside it.
    pub beside: usize,
    pub line: Surroundings,
}

impl Candidate {
    /// Whether it is a part of a sentence that stays whole.
    pub fn is_within(&self) -> bool {
        self.prose && self.form == Form::Told
    }
}

/// What else its line says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// Bytes before the name.
    pub lead: usize,
    /// A word before it tells of a picture.
    pub image: bool,
    /// A word behind it says what somebody is.
    pub role: bool,
    /// It holds an address.
    pub contact: bool,
}

/// Longest line that is looked at for all forms, in bytes.
const LONGEST: usize = 400;
/// Longest line that is looked at for sentences about somebody, in bytes.
const LONGEST_TOLD: usize = 1500;
/// Such sentences stand within so many blocks of the first and the last of the body.
const EDGE: usize = 3;
/// A line that is taken whole is shorter than this, in bytes.
const WHOLE: usize = 100;
/// Least probability of an author, by the chain, of a line that is taken whole.
const HINT: f32 = 0.1;
/// Most names of a page that are compared.
const MOST: usize = 300;

/// The names of the blocks near the article, in the order of the page.
pub(super) fn candidates(scene: &Scene<'_, '_, '_>, dated: &Dated<'_, '_, '_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    // lines that name nobody; menus say the same twice
    let mut silent: HashSet<&str> = HashSet::default();
    let signers = Signers::of(scene);
    for at in scene.near().filter(|at| signers.may_stand(*at) || is_told(scene, *at)) {
        let block = &scene.blocks.blocks[at];
        let room = scene.room(at);
        let again = block.count > 1 && scene.blocks.style == Style::Plain;
        if room == Room::None {
            continue;
        }
        let mut seeker = Seeker { scene, dated, at, room, silent: again.then_some(&mut silent) };
        seeker.seek(scene.lines(block), &mut all);
        if all.len() >= MOST {
            break;
        }
    }
    all
}

/// Least probability of an author, by the chain, of a block that is looked at: as a share of the greatest of the page,
/// and of any page. Of blocks below, few name an author, and those seldom win.
const SIGNED_SHARE: f32 = 0.01;
const SIGNED: f32 = 0.0005;
/// A block beside one of this probability is looked at as well: the chain may have mistaken the line for its neighbour.
const SIGNED_BESIDE: f32 = 0.02;

/// Where the chain sees authors, if only hardly.
struct Signers<'s> {
    hints: &'s [[f32; 2]],
    least: f32,
}

impl<'s> Signers<'s> {
    fn of(scene: &Scene<'s, '_, '_>) -> Self {
        let most = scene.hints.iter().map(|hint| hint[1]).fold(0.0, f32::max);
        Signers { hints: scene.hints, least: (most * SIGNED_SHARE).max(SIGNED) }
    }

    /// Whether an author may stand in the block; in any, where the chain was not asked.
    fn may_stand(&self, at: usize) -> bool {
        let near = |at: usize, least: f32| self.hints.get(at).is_some_and(|it| it[1] >= least);
        let beside = near(at + 1, SIGNED_BESIDE) || near(at.wrapping_sub(1), SIGNED_BESIDE);
        self.hints.is_empty() || near(at, self.least) || beside
    }
}

/// Whether a sentence about the author may stand in the block: in the body, where that begins or ends. The chain takes it
/// for a paragraph like any other.
fn is_told(scene: &Scene<'_, '_, '_>, at: usize) -> bool {
    scene.chosen.get(at) == Some(&Property::ArticleBody) && is_edge(scene, at)
}

/// Whether the body begins or ends here, or it is none of it.
fn is_edge(scene: &Scene<'_, '_, '_>, at: usize) -> bool {
    let (first, end) = scene.body;
    at < first + EDGE || at + EDGE >= end
}

/// Looks for names in a block.
struct Seeker<'r, 's, 'l, 'a> {
    scene: &'r Scene<'s, 'l, 'a>,
    dated: &'r Dated<'s, 'l, 'a>,
    at: usize,
    room: Room,
    /// Lines that name nobody, where the page says the line again.
    silent: Option<&'r mut HashSet<&'a str>>,
}

impl<'a> Seeker<'_, '_, '_, 'a> {
    fn seek(&mut self, lines: &[Line<'a>], all: &mut Vec<Candidate>) {
        let (edge, mut state) = (self.is_edge(), State::default());
        let longest = if edge { LONGEST_TOLD } else { LONGEST };
        for line in lines.iter().filter(|line| line.text.len() <= longest) {
            let view = View::of(self.scene.blocks.style, line, &mut state);
            let short = view.text.len() <= LONGEST;
            let found = if short { self.short(line.text, &view.text) } else { None };
            let Some((found, form)) = found.or_else(|| self.long(&view.text, edge)) else {
                continue;
            };
            // a name within a headline or a sentence is a part of it
            let sure =
                found.marked || found.alone || form == Form::Told && is_told(self.scene, self.at);
            if self.room == Room::All || sure {
                let linked = links_to_author(line.text);
                add(self.at, (&found, &view, form), (linked, self.room == Room::Lines), all);
            }
        }
    }

    /// Whether what tells of an author may stand here: outside of the body, or where it begins or ends.
    fn is_edge(&self) -> bool {
        self.room == Room::All || is_edge(self.scene, self.at)
    }

    fn short(&mut self, line: &'a str, text: &str) -> Option<(Signature, Form)> {
        let is_silent = self.silent.as_ref().is_some_and(|silent| silent.contains(line));
        let by_user = || Some((user(self.scene, self.dated, self.at, text)?, Form::Byline));
        let found = if is_silent { by_user() } else { signed(text, by_user) };
        if found.is_some() || self.room != Room::All {
            return found;
        }
        if let Some(silent) = &mut self.silent {
            silent.insert(line);
        }
        self.whole(line, text)
    }

    /// All of a line, where the chain or an address says that it names somebody.
    fn whole(&self, line: &str, text: &str) -> Option<(Signature, Form)> {
        if text.len() >= WHOLE {
            return None;
        }
        let hinted = self.scene.hints.get(self.at).is_some_and(|it| it[1] >= HINT);
        // one word where no address speaks for it is more often a button
        let sure = hinted && !is_cased_word(text) || links_to_author(line);
        let names = sure.then(|| loose::whole(text)).flatten()?;
        Some(unsigned(names, Form::Whole))
    }

    fn long(&self, text: &str, edge: bool) -> Option<(Signature, Form)> {
        if !edge {
            return None;
        }
        let enclosed = || Some(unsigned(loose::enclosed(text)?, Form::Enclosed));
        let told = loose::told(text).map(|names| unsigned(names, Form::Told));
        let long = || (text.len() > LONGEST).then(|| loose::find(text)).flatten();
        told.or_else(|| long().map(|(names, form)| unsigned(names, form))).or_else(enclosed)
    }
}

/// A word alone, of a script with small letters and capitals.
fn is_cased_word(text: &str) -> bool {
    let word = text.trim();
    !word.contains(' ') && word.chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

fn unsigned(names: Vec<(usize, usize)>, form: Form) -> (Signature, Form) {
    (Signature { names, marked: false, role: false, alone: false }, form)
}

/// What stands before the items of a list.
const BULLETS: [char; 27] = [
    '•', '·', '*', '+', '-', '»', '›', '_', ' ', '/', '(', '（', '【', ',', '&', '|', '–', '—',
    '>', '~', '■', '□', '▶', '●', '○', '◆', '\u{a0}',
];

fn without_bullet(text: &str) -> &str {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return text;
    }
    let bare = text.trim_start_matches(BULLETS);
    bare.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ").unwrap_or(bare)
}

/// Who could sign a line, and why; `by_user` finds somebody by what stands around it.
fn signed(
    text: &str,
    by_user: impl FnOnce() -> Option<(Signature, Form)>,
) -> Option<(Signature, Form)> {
    let bare = without_about(without_bullet(text));
    let lead = text.len() - bare.len();
    let moved = |(mut found, form): (Signature, Form)| {
        found.names.iter_mut().for_each(|(a, z)| (*a, *z) = (*a + lead, *z + lead));
        (found, form)
    };
    let loose = || loose::find(bare).map(|(names, form)| unsigned(names, form));
    let found = byline::signature(bare).map(|found| moved((found, Form::Byline)));
    found.or_else(by_user).or_else(|| loose().map(moved))
}

/// Behind a word that tells of an author: `About Ann Lee`.
fn without_about(text: &str) -> &str {
    let space = |from: usize| {
        let behind = text.as_bytes().get(from..)?;
        Some(from + behind.iter().position(|byte| *byte == b' ')?)
    };
    let Some(at) = space(0).filter(|_| text.len() < BRIEF) else { return text };
    let behind = |at: usize| {
        let rest = text[at..].trim_start_matches([' ', ':']);
        (rest.starts_with(char::is_uppercase) && words::is_mark(&text[..at], Mark::Bio))
            .then_some(rest)
    };
    space(at + 1).and_then(behind).or_else(|| behind(at)).unwrap_or(text)
}

/// A line with a word that tells of an author is no longer than this, in bytes.
const BRIEF: usize = 80;

/// One word that stands alone behind a mark for an author or beside a date: the name of a user.
fn user(
    scene: &Scene<'_, '_, '_>,
    dated: &Dated<'_, '_, '_>,
    at: usize,
    text: &str,
) -> Option<Signature> {
    let bare = without_bullet(text);
    let name = trim(bare);
    let above = at.checked_sub(1);
    let named = || above.is_some_and(|at| says(scene, at, Mark::Author));
    let beside = || dated.is(at + 1) || above.is_some_and(|at| dated.is(at));
    if !loose::is_user(name) || !(named() || beside()) {
        return None;
    }
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    let names = vec![(start, start + name.len())];
    Some(Signature { names, marked: false, role: false, alone: true })
}

/// Which blocks hold a date and little else; each is looked at once.
pub(super) struct Dated<'s, 'l, 'a> {
    scene: &'s Scene<'s, 'l, 'a>,
    known: Vec<OnceCell<bool>>,
}

impl<'s, 'l, 'a> Dated<'s, 'l, 'a> {
    pub fn of(scene: &'s Scene<'s, 'l, 'a>) -> Self {
        Dated { scene, known: vec![OnceCell::new(); scene.blocks.blocks.len()] }
    }

    pub fn is(&self, at: usize) -> bool {
        let Some((block, known)) = self.scene.blocks.blocks.get(at).zip(self.known.get(at)) else {
            return false;
        };
        let holds = || self.scene.lines(block).iter().any(|line| dates::holds(line.text));
        *known.get_or_init(|| block.chars < 120 && holds())
    }
}

fn add(
    block: usize,
    (found, view, form): (&Signature, &View<'_>, Form),
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
        let (of, beside) = (found.names.len(), view.text.len() - (end - start));
        let line = surroundings(&view.text, start, end);
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
            form,
            of,
            beside,
            line,
        });
    }
}

/// So many words around a name are looked at.
const WORDS: usize = 24;

fn surroundings(text: &str, start: usize, end: usize) -> Surroundings {
    let (before, behind) = (&text[..start], &text[end..]);
    let parts = |c: char| !c.is_alphanumeric() && c != '-';
    let image = before.rsplit(parts).take(WORDS).any(|word| words::is_mark(word, Mark::Image));
    let role = behind.split(parts).take(WORDS).any(|word| words::is_mark(word, Mark::Role));
    let contact = text.contains('@') || text.contains("http") || text.contains("www.");
    Surroundings { lead: start, image, role, contact }
}

/// Whether the line holds the address of an author's page, as sites everywhere write it.
pub(super) fn links_to_author(line: &str) -> bool {
    let at = bytes::find(line.as_bytes(), b"](");
    let at = at.or_else(|| bytes::find(line.as_bytes(), b"http"));
    let links = at.map(|at| line[at..].to_lowercase());
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
pub(super) fn says(scene: &Scene<'_, '_, '_>, at: usize, mark: Mark) -> bool {
    said(scene, at).has(mark)
}

/// What the block announces, where it says nothing else.
pub(super) fn said(scene: &Scene<'_, '_, '_>, at: usize) -> Marks {
    match scene.blocks.blocks.get(at).map(|block| scene.lines(block)) {
        Some([line]) => Marks::of(line.text),
        _ => Marks::default(),
    }
}
