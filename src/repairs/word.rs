//! The word before a stop.

use super::REACH;
use crate::scan::bytes::{STEP, are_between, equal, run_at_end};
use crate::scan::letter::{is_letter, is_upper};
use wide::u8x16;

/// Short words that stand before names, with a stop that ends no sentence; by their lengths in bytes.
const ABBREVIATIONS: [&[&str]; 9] = [
    &[],
    &[],
    &["vs", "cf", "ca", "nr", "op", "ed", "st", "dr", "mr", "ms"],
    &["mrs", "gen", "col", "sen", "rep", "gov", "sgt", "rev", "fig"],
    &["prof", "capt", "им", "ул", "гр", "пл", "пр", "см", "ст", "гл"],
    &[],
    &["тов"],
    &[],
    &["проф", "акад"],
];

/// The word that ends a text.
pub(super) struct Word<'a> {
    pub text: &'a str,
    /// How many characters it has.
    pub letters: usize,
    /// Whether all of them are capitals.
    pub upper: bool,
}

impl<'a> Word<'a> {
    /// Looks back in reach.
    pub fn last(text: &'a str) -> Self {
        Word::plain(text).unwrap_or_else(|| Word::of_any_script(text))
    }

    /// The word where it is short and of ASCII, as most are.
    fn plain(text: &'a str) -> Option<Self> {
        let last = u8x16::new(*text.as_bytes().last_chunk()?);
        let letters = run_at_end(are_letters(last) | equal(last, b'\''));
        let (before, word) = text.split_at_checked(text.len() - letters)?;
        // a longer word, or one with other letters, is for the slow way
        let whole = letters < STEP && before.as_bytes().last()?.is_ascii();
        let upper = run_at_end(are_capitals(last)) >= letters;
        whole.then_some(Word { text: word, letters, upper })
    }

    fn of_any_script(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let (mut start, mut letters, mut upper) = (bytes.len(), 0, true);
        while letters < REACH {
            let (len, is_upper) = match bytes[..start] {
                [.., c @ (b'a'..=b'z' | b'A'..=b'Z' | b'\'')] => (1, c.is_ascii_uppercase()),
                // Cyrillic, as far as capitals and small letters stand apart
                [.., 0xd0, low] => (2, low < 0xb0),
                [.., 0xd1, 0x80..0xa0] => (2, false),
                [.., 0x80..=0xff] => match last_letter(&text[..start]) {
                    Some(c) => (c.len_utf8(), is_upper(c)),
                    None => break,
                },
                _ => break,
            };
            start -= len;
            letters += 1;
            upper &= is_upper;
        }
        Word { text: &text[start..], letters, upper }
    }
}

fn are_letters(bytes: u8x16) -> u8x16 {
    are_between(bytes | u8x16::splat(0x20), b'a', b'z')
}

fn are_capitals(bytes: u8x16) -> u8x16 {
    are_between(bytes, b'A', b'Z')
}

/// The last character, if it can be part of a word.
fn last_letter(text: &str) -> Option<char> {
    let inside = |c: &char| is_letter(*c) || matches!(c, '\u{300}'..='\u{36f}' | '’');
    text.chars().next_back().filter(inside)
}

/// Whether a word is one that stands before names.
pub(super) fn is_abbreviation(word: &str) -> bool {
    // Lower case is as long as upper case in all that they are written with.
    let mut near = ABBREVIATIONS.get(word.len()).copied().unwrap_or_default().iter();
    if let Some(first) = word.bytes().next().filter(|_| word.is_ascii()) {
        let first = first.to_ascii_lowercase();
        return near.any(|known| {
            known.as_bytes().first() == Some(&first) && known.eq_ignore_ascii_case(word)
        });
    }
    near.any(|known| word.chars().flat_map(char::to_lowercase).eq(known.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_last_word_is_that_of_the_slow_way(
            text in "([a-zA-Z]|[а-яА-ЯѐѠѡ]|[éÉ’'. ]|日){0,9}|[aц]{60,70}|[@A-Z\\[`a-z{ц' ]{14,20}|.{9}[ .é][A-Z']{0,9}"
        ) {
            let inside = |c: &char| is_letter(*c) || matches!(c, '\u{300}'..='\u{36f}' | '’' | '\'');
            let word: Vec<char> = text.chars().rev().take(REACH).take_while(inside).collect();
            let found = Word::last(&text);
            prop_assert_eq!(found.text, word.iter().rev().collect::<String>());
            prop_assert_eq!((found.letters, found.upper), (word.len(), word.iter().all(|c| is_upper(*c))));
        }
    }

    #[test]
    fn lower_case_of_abbreviations_is_as_long_as_upper_case() {
        for (len, known) in ABBREVIATIONS.iter().enumerate() {
            assert!(known.iter().all(|known| known.len() == len));
        }
        let letters = ABBREVIATIONS.concat().concat();
        for c in '\0'..=char::MAX {
            let lower = c.to_lowercase().to_string();
            assert!(lower.len() == c.len_utf8() || !letters.contains(&lower), "{c:?}");
        }
        assert!(is_abbreviation("Prof") && is_abbreviation("Тов") && !is_abbreviation("Те"));
    }
}
