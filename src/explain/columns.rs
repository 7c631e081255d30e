//! Text fitted into columns of a terminal, by the width that is seen and not by bytes or characters.

use crate::scan::head;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// A character has at most so many bytes of marks on it that are shown.
const MOST_BYTES_A_COLUMN: usize = 16;

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to so many columns, with `…` where something was cut, and nothing in it that moves the cursor.
///
/// Right-to-left text is isolated (UAX #9), so that a terminal that reorders it leaves the other columns in their places.
pub(super) fn fit(text: &str, columns: usize) -> String {
    let shown = visible(text, columns);
    let cut = if shown.width() <= columns && shown.len() >= least(text, columns) {
        shown.into_owned()
    } else {
        cut(&shown, columns)
    };
    if cut.chars().any(is_right_to_left) { format!("\u{2068}{cut}\u{2069}") } else { cut }
}

/// The same, filled up with spaces.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let mut fitted = fit(text, columns);
    let spaces = columns.saturating_sub(fitted.width());
    fitted.extend(std::iter::repeat_n(' ', spaces));
    fitted
}

/// A text of fewer bytes was not cut by `visible`.
fn least(text: &str, columns: usize) -> usize {
    text.len().min(columns * MOST_BYTES_A_COLUMN)
}

/// A part of the text long enough to be cut, with pictures for control characters and without directional marks.
fn visible(text: &str, columns: usize) -> Cow<'_, str> {
    let part = head(text, columns.saturating_mul(MOST_BYTES_A_COLUMN).max(64));
    if !part.chars().any(is_hidden) {
        return Cow::Borrowed(part);
    }
    Cow::Owned(part.chars().map(picture).collect())
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn picture(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if is_hidden(c) => '\u{fffd}',
        _ => c,
    }
}

/// Cuts before a character that takes a column of its own, so that marks stay with their letter.
fn cut(text: &str, columns: usize) -> String {
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if text[..at].width() > room {
            break;
        }
        if unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) > 0 {
            end = at;
        }
    }
    format!("{}…", &text[..end])
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_takes_the_columns_it_is_given() {
        let long = "x".repeat(1000);
        let marks = format!("a{}", "\u{301}".repeat(5000));
        for text in [
            "Harbour",
            "Tidal barrage at Kelmouth",
            "港の潮汐発電所が全出力に達した",
            "항구의 조력 발전소",
            "محطة المد والجزر في الميناء تصل إلى كامل طاقتها",
            "תחנת הכוח",
            "हार्बर मास्टर",
            "👩‍👩‍👧‍👦 family 🇫🇷",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            "",
            &long,
            &marks,
        ] {
            for columns in [1, 2, 5, 12, 80] {
                assert_eq!(width(&pad(text, columns)), columns, "{columns} columns of {text:?}");
            }
        }
    }

    #[test]
    fn nothing_moves_the_cursor() {
        let fitted = fit("a\u{1b}[31mred\u{7}\r\n\u{202e}x", 40);
        assert_eq!(fitted, "a␛[31mred␇  \u{fffd}x");
        assert!(!fit("\u{202e}evil", 3).contains('\u{202e}'));
    }

    #[test]
    fn what_fits_is_not_cut() {
        assert_eq!(fit("Harbour", 7), "Harbour");
        assert_eq!(fit("Harbour", 6), "Harbo…");
        assert_eq!(fit("港の", 3), "港…");
        assert_eq!(fit("مد", 9), "\u{2068}مد\u{2069}");
    }
}
