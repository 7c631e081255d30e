//! Whether a text says what the words in an address say.
//!
//! Addresses write text in plain Latin letters: diacritics are left off, Cyrillic and Greek are spelled out.

use super::url;
use std::ops::Range;

/// Most words of an address that are looked at.
const WORDS: usize = 24;
/// Fewer letters of an address are said by chance.
const LETTERS: usize = 15;
/// Words that addresses leave out are mostly no longer than this; so many may stand in a row, and so many that are longer.
const SMALL: usize = 3;
const FEW: usize = 6;
const OTHERS: usize = 2;
/// A text is no longer than this if the address says all of it; around what it says stand marks and an article, in bytes.
const LONGEST: usize = 400;
const MARKS: usize = 8;
/// So many beginnings of what the address says are followed, so that the work stays linear.
const BEGINNINGS: usize = 8;

/// The words of an address, ready to be compared with many texts.
#[derive(Clone, Debug, Default)]
pub struct Slug {
    words: Vec<String>,
    letters: usize,
    /// The number behind the last word.
    number: Option<String>,
}

impl Slug {
    /// The words of the address's slug, none where it has no slug of two words or more.
    pub fn of(address: &str) -> Option<Slug> {
        let segment = url::slug(address)?;
        let segment = segment.rsplit_once('.').map_or(segment, |(before, _)| before);
        let words: Vec<String> = segment
            .split(['-', '_', '+', '.'])
            .filter(|word| word.len() > 1 && !word.bytes().any(|b| b.is_ascii_digit() || b == b'%'))
            .take(WORDS)
            .map(str::to_ascii_lowercase)
            .collect();
        let letters = words.iter().map(String::len).sum();
        let digits = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let number = segment.rsplit(['-', '_']).next().filter(digits).map(str::to_owned);
        (words.len() > 1).then_some(Slug { words, letters, number })
    }

    /// How much of the address the text says, from 0 to 1, lowered by what the text says beside it.
    pub fn agreement(&self, text: &str) -> f32 {
        let mut plain = String::with_capacity(text.len());
        transliterate(text, &mut plain);
        let mut found = [false; WORDS];
        let (mut hit, mut all) = (0, 0);
        for word in plain.split(' ').filter(|word| word.len() > 1) {
            all += word.len();
            let same = |known: &String| is_same(known, word);
            if let Some(at) = self.words.iter().position(same).filter(|&at| !found[at]) {
                found[at] = true;
                hit += self.words[at].len();
            }
        }
        let said = hit as f32 / self.letters.max(1) as f32;
        let share = hit as f32 / all.max(1) as f32;
        said * (0.5 + 0.5 * share.min(1.0))
    }

    /// Where a text says all words of the address in their order, with hardly any others between: the first such place.
    /// Words that the address cut short do not count.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let first = self.words.first().filter(|_| self.letters >= LETTERS)?;
        let mut words = Words { text, at: 0, plain: String::new() };
        let begins = || loop {
            let word = words.next()?;
            // what stands in an address is no text
            let inside = text[..word.start].ends_with(['/', '-', '_', '=']);
            if words.plain == *first && !inside {
                return Some(word);
            }
        };
        let mut beginnings = std::iter::from_fn(begins).take(BEGINNINGS);
        beginnings.find_map(|word| Some(word.start..self.rest(word.end, text)?))
    }

    /// Whether a text says the address and hardly anything else.
    pub fn is_said_by(&self, text: &str) -> bool {
        let brief = text.len() <= LONGEST;
        brief && self.find(text).is_some_and(|it| it.start + text.len() - it.end <= MARKS)
    }

    /// Where the words behind the first end, if the text goes on with them.
    fn rest(&self, from: usize, text: &str) -> Option<usize> {
        let mut words = Words { text, at: from, plain: String::new() };
        let (first, behind) = self.words.split_first()?;
        behind.iter().try_for_each(|known| words.pass_to(known, first))?;
        let end = words.at;
        // the number that an address ends with may be the year of its headline
        let year =
            words.next().filter(|_| self.number.as_ref().is_some_and(|it| *it == words.plain));
        Some(year.map_or(end, |year| year.end))
    }
}

/// The words of a text with their places, each spelled as addresses spell it.
struct Words<'t> {
    text: &'t str,
    at: usize,
    /// The spelling of the word that came last.
    plain: String,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Range<usize>> {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        let from = self.at + self.text.get(self.at..)?.find(char::is_alphanumeric)?;
        let rest = &self.text[from..];
        self.at = from + rest.find(|c| !inside(c)).unwrap_or(rest.len());
        self.plain.clear();
        transliterate(&self.text[from..self.at], &mut self.plain);
        Some(from..self.at)
    }

    /// Goes on behind the next word that is this one, if only a few stand before it, and not the first, which begins anew.
    fn pass_to(&mut self, known: &str, first: &str) -> Option<()> {
        let (mut small, mut others) = (0, 0);
        while small <= FEW && others <= OTHERS {
            let word = self.next()?;
            if self.plain == known {
                return Some(());
            }
            if self.plain == first {
                return None;
            }
            let digits = self.plain.bytes().any(|byte| byte.is_ascii_digit());
            let passed = if word.len() <= SMALL || digits { &mut small } else { &mut others };
            *passed += 1;
        }
        None
    }
}

/// Two spellings of a word: equal, or equal in a long beginning (endings are cut, `y` and `j` change places).
fn is_same(known: &str, word: &str) -> bool {
    let common = known.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    let longer = known.len().max(word.len());
    common == longer || (common >= 4 && common * 4 >= longer * 3)
}

/// Appends `text` in lower-case ASCII letters and digits, with a space for everything between words.
pub fn transliterate(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\'' | '’' | 'ʼ' | 'ь' | 'ъ' | 'Ь' | 'Ъ' => {}
            _ if c.is_ascii() => out.push(' '),
            _ => out.push_str(c.to_lowercase().next().map_or(" ", latin)),
        }
    }
}

/// How a lower-case letter is written in addresses.
fn latin(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'а' | 'α' | 'ά' => "a",
        'ä' | 'æ' => "ae",
        'б' => "b",
        'ç' | 'ć' | 'č' | 'ĉ' => "c",
        'ď' | 'đ' | 'ð' | 'д' | 'δ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'е' | 'ё' | 'э' | 'є' | 'ε' | 'έ' => {
            "e"
        }
        'ф' | 'φ' => "f",
        'ğ' | 'ģ' | 'г' | 'ґ' | 'γ' => "g",
        'х' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'и' | 'і' | 'ι' | 'ί' | 'η' | 'ή' => {
            "i"
        }
        'й' => "y",
        'ї' => "yi",
        'ķ' | 'к' | 'κ' => "k",
        'ł' | 'ľ' | 'ļ' | 'ĺ' | 'л' | 'λ' => "l",
        'м' | 'μ' => "m",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'н' | 'ν' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' | 'ø' | 'о' | 'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'ö' | 'œ' => "oe",
        'п' | 'π' => "p",
        'ř' | 'ŕ' | 'р' | 'ρ' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'с' | 'σ' | 'ς' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'т' | 'τ' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' | 'у' => "u",
        'ü' => "ue",
        'в' | 'β' => "v",
        'ý' | 'ÿ' | 'ы' | 'υ' | 'ύ' => "y",
        'ź' | 'ż' | 'ž' | 'з' | 'ζ' => "z",
        'ж' => "zh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'θ' | 'þ' => "th",
        'ξ' => "x",
        'χ' => "ch",
        'ψ' => "ps",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_is_found_in_a_text() {
        let slug = Slug::of("https://harbour-post.example/new-pier-opens-ships-12345").unwrap();
        for (text, said) in [
            ("New Pier Opens to Ships! Ada Lund", Some("New Pier Opens to Ships")),
            ("Ports New pier: opens (again) ships", Some("New pier: opens (again) ships")),
            ("New trains. A new pier opens 2 ships.", Some("new pier opens 2 ships")),
            ("https://harbour-post.example/new-pier-opens-ships", None),
            ("A new pier opens", None),
            ("New roads, a pier which, as ever, nobody opens to ships", None),
            ("", None),
        ] {
            assert_eq!(slug.find(text).map(|place| &text[place]), said);
        }
        let dated = Slug::of("https://harbour-post.example/new-pier-opens-ships-2026").unwrap();
        let text = "New pier opens to ships 2026 14 March 2026";
        assert_eq!(dated.find(text), Some(0.."New pier opens to ships 2026".len()));
        assert!(dated.is_said_by("The new pier opens to ships!") && !dated.is_said_by(text));
        let short = Slug::of("https://harbour-post.example/new-pier").unwrap();
        assert_eq!(short.find("New pier"), None);
    }

    #[test]
    fn texts_agree_with_their_address() {
        for (address, text) in [
            (
                "https://harbour-post.example/news/new-pier-opens-to-ships-12345.html",
                "New pier opens to ships",
            ),
            (
                "https://vesti-yuga.example/20210516/gubernator-otkryl-novyy-most-17.html",
                "Губернатор открыл новый мост",
            ),
            (
                "https://hafenblatt.example/artikel/oel-preise-fallen-staerker",
                "Öl-Preise fallen stärker",
            ),
        ] {
            let slug = Slug::of(address).unwrap();
            assert!(slug.agreement(text) > 0.85, "{text} {}", slug.agreement(text));
            assert!(slug.agreement("All our newsletters at a glance") < 0.2);
        }
        assert!(Slug::of("https://harbour-post.example/").is_none());
    }
}
