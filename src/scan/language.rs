//! The language of a text: by its most frequent words where they leave no doubt, else by trigrams, which cost more.

use super::{head, words};

/// So many bytes of a text tell its language.
const SAMPLE: usize = 800;
/// So many are enough for trigrams.
const TRIGRAMS: usize = 400;
/// A text with fewer letters is left alone.
const FEWEST: usize = 24;
/// So many frequent words are enough, and so many times those of any other language.
const ENOUGH: u32 = 5;
const TIMES: u32 = 4;

/// The language of the text as BCP 47; none where it is short or nothing is sure.
pub fn identify(text: &str) -> Option<&'static str> {
    let text = head(text, SAMPLE);
    if text.chars().filter(|c| c.is_alphabetic()).take(FEWEST).count() < FEWEST {
        return None;
    }
    by_words(text).or_else(|| by_trigrams(head(text, TRIGRAMS)))
}

fn by_words(text: &str) -> Option<&'static str> {
    let mut votes: Vec<(&str, u32)> = Vec::new();
    for word in text.split([' ', '\n', ',', '.', '\u{a0}', '"']).filter(|word| word.len() > 1) {
        let Some(language) = words::language(word) else { continue };
        match votes.iter_mut().find(|(known, _)| *known == language) {
            Some((_, count)) => *count += 1,
            None => votes.push((language, 1)),
        }
    }
    votes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (first, count) = *votes.first()?;
    let second = votes.get(1).map_or(0, |(_, count)| *count);
    (count >= ENOUGH && count >= TIMES * second).then_some(first)
}

fn by_trigrams(text: &str) -> Option<&'static str> {
    // Danish and Norwegian are never far enough apart to be reliable
    let scandinavian = |found: &whatlang::Info| matches!(found.lang().code(), "dan" | "nob");
    let found = whatlang::detect(text).filter(|f| f.is_reliable() || scandinavian(f))?;
    let code = found.lang().code();
    CODES.iter().find(|(long, _)| *long == code).map(|(_, short)| *short)
}

/// ISO 639-3 and the shorter code that BCP 47 prefers, where there is one.
const CODES: [(&str, &str); 70] = [
    ("epo", "eo"),
    ("eng", "en"),
    ("rus", "ru"),
    ("cmn", "zh"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ben", "bn"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("kat", "ka"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("jpn", "ja"),
    ("heb", "he"),
    ("yid", "yi"),
    ("pol", "pl"),
    ("amh", "am"),
    ("jav", "jv"),
    ("kor", "ko"),
    ("nob", "no"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("nld", "nl"),
    ("hun", "hu"),
    ("ces", "cs"),
    ("ell", "el"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("kan", "kn"),
    ("ron", "ro"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("tam", "ta"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("tha", "th"),
    ("guj", "gu"),
    ("uzb", "uz"),
    ("pan", "pa"),
    ("aze", "az"),
    ("ind", "id"),
    ("tel", "te"),
    ("pes", "fa"),
    ("mal", "ml"),
    ("ori", "or"),
    ("mya", "my"),
    ("nep", "ne"),
    ("sin", "si"),
    ("khm", "km"),
    ("tuk", "tk"),
    ("aka", "ak"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("afr", "af"),
    ("lat", "la"),
    ("slk", "sk"),
    ("cat", "ca"),
    ("tgl", "tl"),
    ("hye", "hy"),
    ("cym", "cy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_words() {
        for (text, language) in [
            (
                "The harbour master said that the new pier would open to ships in the spring, and that nobody was surprised by the cost.",
                "en",
            ),
            (
                "Der Hafenmeister sagte am Montag, dass die neue Mole im Frühjahr für Schiffe öffnet und nicht auf sich warten lässt.",
                "de",
            ),
            (
                "Les navires du nord seront les premiers dans le port, et les pêcheurs sont contents pour une fois.",
                "fr",
            ),
            (
                "Los barcos del norte serán los primeros en llegar, según el jefe del puerto, que también habló de sus costes por las obras y fue muy claro sobre los plazos.",
                "es",
            ),
        ] {
            assert_eq!(by_words(text), Some(language), "{text}");
            assert_eq!(by_trigrams(text), Some(language), "{text}");
        }
    }

    #[test]
    fn what_words_leave_open_trigrams_tell() {
        for (text, language) in [
            ("Ο λιμενάρχης δήλωσε τη Δευτέρα ότι η νέα προβλήτα θα ανοίξει την άνοιξη.", "el"),
            ("港の責任者は月曜日、新しい桟橋が春に開くと述べた。費用は倍になった。", "ja"),
            (
                "Havnefogden sagde mandag, at den nye mole åbner for skibe til foråret, efter at udgifterne blev fordoblet.",
                "da",
            ),
        ] {
            assert_eq!(identify(text), Some(language), "{text}");
        }
    }

    #[test]
    fn short_texts_are_left_alone() {
        assert_eq!(identify("New pier"), None);
        assert_eq!(identify(""), None);
        assert_eq!(identify(&"12 345 ".repeat(40)), None);
    }

    #[test]
    fn every_code_is_a_language() {
        assert!(CODES.iter().all(|(_, short)| crate::scan::locale::is_language(short)));
    }
}
