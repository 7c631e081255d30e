//! Bare numbers, years, truth values and image sizes.

/// Digits, with at most one point or comma inside.
pub fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |b: &u8| matches!(b, b'.' | b',');
    (1..=15).contains(&bytes.len())
        && bytes.iter().all(|b| b.is_ascii_digit() || is_mark(b))
        && bytes.iter().filter(|b| is_mark(b)).count() <= 1
        && bytes[0].is_ascii_digit()
        && bytes[bytes.len() - 1].is_ascii_digit()
}

/// A year of the web's time.
pub fn year(text: &str) -> Option<i32> {
    let plain = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok())?.filter(|year| (1900..2100).contains(year))
}

/// `true` or `false`, whatever the case.
pub fn is_bool(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// Width, height and a truth value: `1920 1080 true`, or glued: `19201080true`.
pub fn size(text: &str) -> Option<(u32, u32)> {
    if !matches!(text.as_bytes().last(), Some(b'e' | b'E')) {
        return None;
    }
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let (digits, word) = text.split_at(text.len() - letters);
    if !is_bool(word) {
        return None;
    }
    let digits = digits.trim_end();
    let space = digits.bytes().position(|byte| byte == b' ');
    let (width, height) = match space {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => halves(digits)?,
    };
    let sound = is_pixels(width) && is_pixels(height);
    sound.then(|| Some((width.parse().ok()?, height.parse().ok()?)))?
}

/// Glued sizes are taken apart where both have as many digits.
fn halves(digits: &str) -> Option<(&str, &str)> {
    digits.len().is_multiple_of(2).then(|| digits.split_at_checked(digits.len() / 2))?
}

/// Two to five digits.
pub fn is_pixels(text: &str) -> bool {
    (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes() {
        assert!(is_number("4.7") && is_number("96") && !is_number("1.2.3") && !is_number("."));
        assert_eq!(size("1920 1080 true"), Some((1920, 1080)));
        assert_eq!(size("19201080true"), Some((1920, 1080)));
        assert_eq!(size("1920 1080"), None);
        assert_eq!(size("1920 1080 maybe"), None);
        assert_eq!(year("2023"), Some(2023));
        assert_eq!(year("0060"), None);
    }
}
