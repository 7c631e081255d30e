//! The form of a value: what stays the same from page to page where a template writes it.

use crate::property::Property;
use std::borrow::Cow;

/// So many characters of a value are looked at.
const LOOKED_AT: usize = 64;

/// From this length on a text is no single line of a list or menu.
const SHORT: usize = 60;

/// The form of a property's value; none where it tells nothing.
pub(super) fn of(property: Property, text: &str) -> Option<Cow<'static, str>> {
    match property {
        Property::ArticleBody | Property::Boilerplate | Property::Unknown => None,
        Property::DatePublished
        | Property::DateCreated
        | Property::DateModified
        | Property::DateCrawled
        | Property::TemporalCoverage => Some(pattern(text).into()),
        Property::Speakable => Some(key(text).into()),
        Property::AdditionalProperty => {
            let end = text.find([':', '=', '\t']).map_or(0, |at| at + 1);
            Some(if end > 0 { key(&text[..end]).into() } else { kind(text).into() })
        }
        _ => Some(kind(text).into()),
    }
}

/// A short text as it is, in one line.
pub(super) fn key(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|c| !c.is_control()).take(2 * LOOKED_AT).collect()
}

/// A date with its digits and words made alike: `Aa, 99 Aa 9999 99:99`. One digit counts as two, since days and hours are
/// written both ways.
fn pattern(text: &str) -> String {
    let mut letters = text.trim().chars().take(LOOKED_AT).peekable();
    let mut shape = String::with_capacity(LOOKED_AT);
    while let Some(first) = letters.next() {
        if first.is_numeric() {
            let mut run = 1;
            while letters.next_if(|c| c.is_numeric()).is_some() {
                run += 1;
            }
            shape.extend(std::iter::repeat_n('9', run.max(2)));
        } else if first.is_alphabetic() {
            let (mut run, mut upper) = (1, first.is_uppercase());
            while let Some(next) = letters.next_if(|c| c.is_alphabetic()) {
                run += 1;
                upper &= next.is_uppercase();
            }
            match (run, first.is_uppercase(), upper) {
                (1, ..) => shape.push(first),
                (_, true, true) => shape.push_str("AA"),
                (_, true, false) => shape.push_str("Aa"),
                _ => shape.push('a'),
            }
        } else if first.is_whitespace() || first.is_control() {
            if !shape.ends_with(' ') {
                shape.push(' ');
            }
        } else {
            shape.push(first);
        }
    }
    shape
}

/// What kind of text it is.
fn kind(text: &str) -> &'static str {
    if text.starts_with("http://") || text.starts_with("https://") {
        "address"
    } else if text.starts_with('/') {
        "path"
    } else if text.contains('@') && !text.contains(char::is_whitespace) {
        "mail"
    } else if !text.chars().take(LOOKED_AT).any(char::is_alphabetic) {
        "number"
    } else if text.len() <= SHORT {
        "short"
    } else {
        "text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_one_format_look_alike() {
        for (dates, shape) in [
            (["2023-09-14T07:45+0000", "2024-11-01T23:05+0000"], "9999-99-99T99:99+9999"),
            (["14 September 2023", "1 May 2024"], "99 Aa 9999"),
            (["2023年9月14日", "2024年12月1日"], "9999年99月99日"),
            (
                ["Thursday, 14 SEP 2023 at 7:45 BST", "Friday, 1 MAY 2024  at 17:45 GMT"],
                "Aa, 99 AA 9999 a 99:99 AA",
            ),
        ] {
            assert_eq!(dates.map(pattern), [shape; 2]);
        }
    }

    #[test]
    fn kinds_of_text() {
        for (text, expected) in [
            ("https://a.example/", "address"),
            ("desk@a.example", "mail"),
            ("/html/head", "path"),
            ("1920 1080", "number"),
            ("Ann Lee", "short"),
        ] {
            assert_eq!(kind(text), expected);
        }
        assert_eq!(
            of(Property::AdditionalProperty, "View  count: 12").as_deref(),
            Some("View count:")
        );
        assert_eq!(of(Property::AdditionalProperty, "calm").as_deref(), Some("short"));
    }
}
