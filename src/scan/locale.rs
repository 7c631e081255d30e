//! Language tags as pages write them: `en`, `en_EN`, `ru-RU`, `zh-Hans`.

use std::borrow::Cow;

/// The two-letter codes of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io \
is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss \
st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether the two letters name a language.
pub fn is_language(code: &str) -> bool {
    let Ok(code) = code.as_bytes().try_into().map(u16::from_be_bytes) else { return false };
    let known = |at: usize| LANGUAGES.as_bytes()[at * 3..].first_chunk();
    let (mut low, mut high) = (0, LANGUAGES.len().div_ceil(3));
    while low < high {
        let middle = (low + high) / 2;
        match known(middle).map_or(0, |known| u16::from_be_bytes(*known)).cmp(&code) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

/// Whether the text is a tag with a region or script. Two letters alone are too often a word.
pub fn is_tag(text: &str) -> bool {
    let marked = matches!(text.as_bytes().get(2), Some(b'-' | b'_'));
    let Some((language, rest)) = text.get(..2).zip(text.get(3..)).filter(|_| marked) else {
        return false;
    };
    (is_region(rest) || is_script(rest)) && is_language(language)
}

fn is_region(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_script(part: &str) -> bool {
    part.len() == 4
        && part.as_bytes()[0].is_ascii_uppercase()
        && part.bytes().skip(1).all(|b| b.is_ascii_lowercase())
}

/// BCP 47: `en_EN` and `ru-RU` name a language and its own land, or no land at all, and say no more than the language.
/// Two letters alone are taken too, since the caller knows that a language stands there.
pub fn bcp47(text: &str) -> Option<Cow<'_, str>> {
    let lower = text.trim();
    if is_language(lower) {
        return Some(Cow::Borrowed(lower));
    }
    let (language, rest) = lower.split_once(['-', '_'])?;
    if !is_language(language) {
        return is_language(&language.to_ascii_lowercase())
            .then(|| Cow::Owned(language.to_ascii_lowercase()));
    }
    if rest.eq_ignore_ascii_case(language) {
        return Some(Cow::Borrowed(language));
    }
    match rest.len() {
        2 => Some(Cow::Owned(format!("{language}-{}", rest.to_ascii_uppercase()))),
        _ if is_script(rest) => Some(Cow::Owned(format!("{language}-{rest}"))),
        _ => Some(Cow::Borrowed(language)),
    }
}

/// Where a tag stands inside glued text: `NewsenglishXX` never, `Actusfr_FRSite` and `Новостиru-RUhttps` do.
pub fn find(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'_', b'-', bytes).find_map(|mark| {
        let start = mark.checked_sub(2)?;
        let tag = text.get(start..mark + 3)?;
        let before = start.checked_sub(1).map(|at| bytes[at]);
        let free = bytes[mark] == b'_' || !before.is_some_and(|b| b.is_ascii_alphanumeric());
        let rest = text.get(mark + 3..)?;
        let over = !rest.starts_with(|c: char| c.is_ascii_lowercase()) || rest.starts_with("http");
        (free && over && is_tag(tag)).then_some((start, mark + 3))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_sorted() {
        let codes: Vec<_> = LANGUAGES.split(' ').collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| is_language(code)));
        assert!(!is_language("xx") && !is_language("e") && !is_language("eng"));
    }

    #[test]
    fn tags_become_bcp47() {
        for (text, tag) in [
            ("en_EN", "en"),
            ("ru-RU", "ru"),
            ("fr_FR", "fr"),
            ("pt_BR", "pt-BR"),
            ("en", "en"),
            ("zh-Hans", "zh-Hans"),
        ] {
            assert_eq!(bcp47(text).as_deref(), Some(tag));
        }
        assert_eq!(bcp47("News"), None);
    }

    #[test]
    fn tags_are_found_in_glued_text() {
        assert_eq!(find("Newsen_ENSite").map(|(a, b)| &"Newsen_ENSite"[a..b]), Some("en_EN"));
        assert!(find("Новостиru-RUhttps").is_some());
        assert!(find("non-EU states").is_none());
    }
}
