//! The facts of a block that the labeller has weights for: numbered, each either there or not.
//!
//! A group holds facts of one kind, of which a block mostly has one (a length in steps, a place), so the number of a fact
//! is where its group begins and its step.

use super::together::{Steps, Together};
use super::words::{CHARACTERS, mark};

macro_rules! groups {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$steps:expr],)*) => {
        /// A kind of fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Group { $($(#[$doc])* $variant,)* }

        /// Their names and how many steps they have, in order.
        pub(super) const GROUPS: &[(&str, u16)] = &[$(($name, $steps),)*];
    };
}

/// Steps of the place before, in and behind the densest run of prose.
pub(super) const PLACES: u16 = 24;
/// Steps of a length.
pub(super) const LENGTHS: u16 = 16;
/// Steps of a length, coarser.
pub(super) const SIZES: u16 = 8;
/// Steps of an agreement from 0 to 1.
pub(super) const SHARES: u16 = 7;

groups! {
    Length = "length" [LENGTHS],
    Words = "words" [12],
    Link = "link" [6],
    Stops = "stops" [4],
    First = "first" [CHARACTERS],
    Last = "last" [CHARACTERS],
    Heading = "heading" [7],
    Same = "same" [6],
    Repeat = "repeat" [4],
    Trait = "trait" [10],
    Fact = "fact" [32],
    Digits = "digits" [6],
    Capitals = "capitals" [7],
    Upper = "upper" [6],
    Commas = "commas" [6],
    Mark = "mark" [mark::ALL],
    Says = "says" [16],
    FromStart = "from-start" [16],
    FromEnd = "from-end" [16],
    Share = "share" [10],
    Place = "place" [PLACES],
    ProseBefore = "prose-before" [6],
    ProseAfter = "prose-after" [6],
    ProseAround = "prose-around" [36],
    Title = "title" [SHARES + 2],
    Slug = "slug" [SHARES],
    Told = "told" [SHARES + 1],
    DateNear = "date-near" [12],
    BylineNear = "byline-near" [12],
    Blank = "blank" [16],
    Window = "window" [36],
    Kind = "kind" [6],
    LengthEndLink = "length-end-link" [LENGTHS * 5 * 3],
    PlaceSize = "place-size" [PLACES * SIZES],
    TitleSize = "title-size" [(SHARES + 2) * SIZES],
    TitlePlace = "title-place" [(SHARES + 2) * PLACES],
    SlugTitle = "slug-title" [SHARES * (SHARES + 2)],
    SlugPlace = "slug-place" [SHARES * PLACES],
    SamePlace = "same-place" [6 * PLACES],
    HeadingPlace = "heading-place" [7 * PLACES],
    ToldPlace = "told-place" [(SHARES + 1) * PLACES],
    ToldSize = "told-size" [(SHARES + 1) * SIZES * 2],
    CapitalsSize = "capitals-size" [7 * SIZES],
    KindPlace = "kind-place" [6 * PLACES],
    KindSize = "kind-size" [6 * SIZES],
    Sizes = "sizes" [SIZES * SIZES * SIZES],
    DateSize = "date-size" [6 * SIZES],
    BlankSize = "blank-size" [4 * SIZES],
    RepeatPlace = "repeat-place" [4 * PLACES],
    RepeatSize = "repeat-size" [4 * SIZES],
    LastPlace = "last-place" [16 * 6],
    WordHash = "word" [4096],
    FirstHash = "first-word" [2048],
    PhraseHash = "phrase" [4096],
}

/// Where each group begins.
const BASES: [u16; GROUPS.len()] = {
    let (mut bases, mut at, mut sum) = ([0; GROUPS.len()], 0, 0);
    while at < GROUPS.len() {
        bases[at] = sum;
        sum += GROUPS[at].1;
        at += 1;
    }
    bases
};

/// How many facts there are.
pub(super) const ALL: usize = {
    let last = GROUPS.len() - 1;
    BASES[last] as usize + GROUPS[last].1 as usize
};

/// Facts that are told by another one: it has so many steps for each of theirs. Its weights take theirs in.
pub(super) const TOLD: &[(Group, Group, u16)] = &[
    (Group::Length, Group::LengthEndLink, 15),
    (Group::Title, Group::TitleSize, SIZES),
    (Group::Slug, Group::SlugPlace, PLACES),
    (Group::Told, Group::ToldPlace, PLACES),
    (Group::Same, Group::SamePlace, PLACES),
    (Group::Heading, Group::HeadingPlace, PLACES),
    (Group::Place, Group::PlaceSize, SIZES),
    (Group::Capitals, Group::CapitalsSize, SIZES),
    (Group::Kind, Group::KindSize, SIZES),
    (Group::Repeat, Group::RepeatPlace, PLACES),
    (Group::Last, Group::LastPlace, 6),
];

/// Whether another fact tells of those of each group.
const IS_TOLD: [bool; GROUPS.len()] = {
    let (mut told, mut at) = ([false; GROUPS.len()], 0);
    while at < TOLD.len() {
        told[TOLD[at].0 as usize] = true;
        at += 1;
    }
    told
};

/// The facts of a group.
pub(super) fn steps(group: Group) -> impl Iterator<Item = u16> {
    (0..GROUPS[group as usize].1).map(move |step| atom(group, step.into()))
}

/// The number of a fact.
#[inline]
pub(super) fn atom(group: Group, step: usize) -> u16 {
    let steps = GROUPS[group as usize].1;
    BASES[group as usize] + (step as u16).min(steps - 1)
}

/// The name of a fact, as it is written in training.
pub(super) fn name(atom: u16) -> (&'static str, u16) {
    let group = BASES.partition_point(|base| *base <= atom) - 1;
    (GROUPS[group].0, atom - BASES[group])
}

/// A block has fewer facts.
const MOST: usize = 256;

/// The facts of the blocks of a page.
#[derive(Debug)]
pub(super) struct Atoms {
    atoms: Vec<u16>,
    ends: Vec<u32>,
    /// Those of the block that is looked at, and how many.
    now: [u16; MOST],
    len: usize,
    /// Those that others tell are kept, too.
    all: bool,
}

impl Atoms {
    /// Room for the facts of so many blocks, with those that others tell, or without them.
    pub fn new(blocks: usize, all: bool) -> Self {
        let atoms = Vec::with_capacity(blocks * 64);
        Atoms { atoms, ends: Vec::with_capacity(blocks), now: [0; MOST], len: 0, all }
    }

    #[inline]
    pub fn push(&mut self, group: Group, step: usize) {
        if self.all || !IS_TOLD[group as usize] {
            self.add(atom(group, step));
        }
    }

    /// Facts of several groups, told as one where those that others tell are left out.
    #[inline]
    pub fn push_together(&mut self, together: Together, steps: Steps) {
        if self.all {
            self.push_apart(together, steps);
        } else {
            self.add(together.atom(steps));
        }
    }

    #[cold]
    fn push_apart(&mut self, together: Together, steps: Steps) {
        let parts = together.parts(steps).into_iter().flatten();
        parts.for_each(|(group, step)| self.push(group, step));
    }

    #[inline]
    fn add(&mut self, atom: u16) {
        self.now[self.len % MOST] = atom;
        self.len += 1;
    }

    /// The bits of a set, each a fact of the group.
    pub fn push_bits(&mut self, group: Group, mut bits: u64) {
        while bits != 0 {
            self.push(group, bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }

    /// Ends the facts of a block.
    pub fn close(&mut self) {
        let len = std::mem::take(&mut self.len).min(MOST);
        self.atoms.extend_from_slice(&self.now[..len]);
        self.ends.push(self.atoms.len() as u32);
    }

    /// The facts of a block.
    pub fn get(&self, at: usize) -> &[u16] {
        let end = self.ends.get(at).map_or(0, |end| *end as usize);
        let start =
            at.checked_sub(1).and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        self.atoms.get(start..end).unwrap_or_default()
    }
}

/// A number that changes where the facts do, so that weights for other facts are not taken for these.
pub(super) fn fingerprint() -> u32 {
    let bytes = GROUPS.iter().flat_map(|(name, steps)| name.bytes().chain(steps.to_le_bytes()));
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) >> 4
}
