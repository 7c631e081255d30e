//! Facts of which every block has one of each kind, told as one: the sum of their weights is looked up, not added up. They
//! are one only where a page is labelled; weights are learnt for each alone.

use super::atoms::{self, Group, PLACES, SHARES, SIZES};

/// Steps of three kinds at most.
pub(super) type Steps = [usize; 3];

macro_rules! together {
    ($($(#[$doc:meta])* $variant:ident [$a:expr, $b:expr, $c:expr],)*) => {
        /// Facts that are told as one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Together { $($(#[$doc])* $variant,)* }

        impl Together {
            /// All of them.
            pub const ALL: &[Together] = &[$(Together::$variant,)*];
        }

        /// How many steps each of their kinds has.
        const SIZES_OF: &[[u16; 3]] = &[$([$a, $b, $c],)*];
    };
}

together! {
    /// How the page writes links, place and size.
    Kind [6, PLACES, SIZES],
    /// Stops, commas, digits.
    Counts [4, 6, 6],
    /// Prose before and behind; the share of the page that stands before.
    Prose [6, 6, 10],
    /// How far it is from the start and from the end.
    Ends [16, 16, 1],
    /// The nearest date and byline, and the size.
    Near [12, 12, SIZES],
    /// Blank lines, and whether there are any, and the size.
    Blank [16, 4, SIZES],
    /// Agreement with the title and the address, and the place.
    Title [SHARES + 2, SHARES, PLACES],
    /// Capital letters, words with a capital, and the size.
    Capitals [6, 7, SIZES],
}

/// Where the numbers of each begin, behind those of all facts; and how many there are.
const BASES: [u16; SIZES_OF.len() + 1] = {
    let (mut bases, mut at) = ([atoms::ALL as u16; SIZES_OF.len() + 1], 0);
    while at < SIZES_OF.len() {
        let [a, b, c] = SIZES_OF[at];
        bases[at + 1] = bases[at] + a * b * c;
        at += 1;
    }
    bases
};

impl Together {
    /// The number that stands for all of its facts.
    #[inline]
    pub fn atom(self, [a, b, c]: Steps) -> u16 {
        let [of_a, of_b, of_c] = SIZES_OF[self as usize];
        let step = |step: usize, of: u16| (step as u16).min(of - 1);
        BASES[self as usize] + (step(a, of_a) * of_b + step(b, of_b)) * of_c + step(c, of_c)
    }

    /// All steps, in the order of their numbers.
    pub fn steps(self) -> impl Iterator<Item = Steps> {
        let [a, b, c] = SIZES_OF[self as usize].map(usize::from);
        (0..a * b * c).map(move |at| [at / (b * c), at / c % b, at % c])
    }

    /// Its facts.
    pub fn parts(self, [a, b, c]: Steps) -> [Option<(Group, usize)>; 3] {
        let pair = |a: usize, of: u16, b: usize| a * usize::from(of) + b;
        match self {
            Together::Kind => [
                Some((Group::PlaceSize, pair(b, SIZES, c))),
                Some((Group::KindPlace, pair(a, PLACES, b))),
                Some((Group::KindSize, pair(a, SIZES, c))),
            ],
            Together::Counts => {
                [Some((Group::Stops, a)), Some((Group::Commas, b)), Some((Group::Digits, c))]
            }
            Together::Prose => [
                Some((Group::ProseBefore, a)),
                Some((Group::ProseAfter, b)),
                Some((Group::Share, c)),
            ],
            Together::Ends => [Some((Group::FromStart, a)), Some((Group::FromEnd, b)), None],
            Together::Near => [
                Some((Group::DateNear, a)),
                Some((Group::BylineNear, b)),
                Some((Group::DateSize, pair(a.min(5), SIZES, c))),
            ],
            Together::Blank => {
                [Some((Group::Blank, a)), Some((Group::BlankSize, pair(b, SIZES, c))), None]
            }
            Together::Title => [
                Some((Group::TitlePlace, pair(a, PLACES, c))),
                Some((Group::SlugTitle, pair(b, SHARES + 2, a))),
                Some((Group::SlugPlace, pair(b, PLACES, c))),
            ],
            Together::Capitals => {
                [Some((Group::Upper, a)), Some((Group::CapitalsSize, pair(b, SIZES, c))), None]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_each_other() {
        let all = Together::ALL.iter().flat_map(|it| it.steps().map(|steps| it.atom(steps)));
        assert!(all.eq(BASES[0]..BASES[Together::ALL.len()]));
        assert_eq!(usize::from(BASES[0]), atoms::ALL);
    }
}
