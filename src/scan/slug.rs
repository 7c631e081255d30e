//! Whether a text says what the words in an address say.
//!
//! Addresses write text in plain Latin letters: diacritics are left off, Cyrillic and Greek are spelled out.

use super::url;

/// Most words of an address that are looked at.
const WORDS: usize = 24;

/// The words of an address, ready to be compared with many texts.
#[derive(Clone, Debug, Default)]
pub struct Slug {
    words: Vec<String>,
    letters: usize,
}

impl Slug {
    /// The words of the address's slug, none where it has no slug of two words or more.
    pub fn of(address: &str) -> Option<Slug> {
        let segment = url::slug(address)?;
        let words: Vec<String> = segment
            .rsplit_once('.')
            .map_or(segment, |(before, _)| before)
            .split(['-', '_', '+', '.'])
            .filter(|word| word.len() > 1 && !word.bytes().any(|b| b.is_ascii_digit() || b == b'%'))
            .take(WORDS)
            .map(str::to_ascii_lowercase)
            .collect();
        let letters = words.iter().map(String::len).sum();
        (words.len() > 1).then_some(Slug { words, letters })
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
