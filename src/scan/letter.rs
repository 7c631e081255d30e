//! What kind of letter a character is, with short ways for what is met most: the tables of Unicode cost more.

/// `char::is_alphabetic`.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        '\0'..='\x7f' => false,
        'À'..='ÿ' => c != '×' && c != '÷',
        // Latin; Greek from its small letters on; Cyrillic; East Asia.
        'Ā'..='ʯ' | 'Σ'..='ϵ' | 'Ѐ'..='ҁ' => true,
        // Arabic
        '\u{620}'..='\u{64a}' => true,
        '\u{3041}'..='\u{3096}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2010}'..='\u{2070}' => false,
        _ => c.is_alphabetic(),
    }
}

/// `char::is_alphanumeric`.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{2010}'..='\u{206f}' => false,
        _ => is_letter(c) || c.is_numeric(),
    }
}

/// `char::is_uppercase`.
pub(crate) fn is_upper(c: char) -> bool {
    match c {
        'A'..='Z' | 'Ѐ'..='Я' => true,
        '\0'..='\x7f' | 'ß'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => false,
        _ => !is_caseless(c) && c.is_uppercase(),
    }
}

/// `char::is_lowercase`.
pub(crate) fn is_lower(c: char) -> bool {
    match c {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => true,
        '\0'..='\x7f' | 'Ѐ'..='Я' => false,
        _ => !is_caseless(c) && c.is_lowercase(),
    }
}

/// Some of the scripts without case, from Arabic to Tibetan and those of East Asia.
pub(crate) fn is_caseless(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{fff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_ways_agree_with_the_tables() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_upper(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_lower(c), c.is_lowercase(), "{c:?}");
        }
    }
}
