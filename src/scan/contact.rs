//! Mail addresses, telephone numbers, and organisations flattened to a line.

use super::{number, trim, url};

/// Whether the whole text is a mail address.
pub fn is_email(text: &str) -> bool {
    find_email(text) == Some((0, text.len()))
}

/// Whether the whole text is a telephone number: digits and the usual marks, seven digits or more.
pub fn is_phone(text: &str) -> bool {
    phone_end(text) == text.len() && (7..=15).contains(&digits(text))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Where the telephone number that begins `text` ends.
pub fn phone_end(text: &str) -> usize {
    let plus = usize::from(text.starts_with('+'));
    let bytes = text.as_bytes();
    let mut end = plus;
    while let Some(byte) = bytes.get(end) {
        end += match byte {
            b'0'..=b'9' | b' ' | b'-' | b'(' | b')' | b'.' | b'/' => 1,
            0xc2 if bytes.get(end + 1) == Some(&0xa0) => 2,
            _ => break,
        };
    }
    let blank = |byte: &u8| matches!(byte, b' ' | 0xc2 | 0xa0);
    end - bytes[..end].iter().rev().take_while(|byte| blank(byte)).count()
}

/// The first mail address in the text. Digits and points that are glued before the name (ratings) are left off where the
/// name goes on without them.
pub fn find_email(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'@', bytes).find_map(|at| {
        let before = bytes[..at].iter().rev().take_while(|b| is_local(**b)).count();
        let mut start = at - before;
        let glued =
            bytes[start..at].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        if glued < before {
            start += glued;
        }
        let end = at + 1 + domain_end(&text[at + 1..])?;
        (start < at).then_some((start, end))
    })
}

/// Whether a byte can stand before the `@`.
fn is_local(b: u8) -> bool {
    LOCAL[usize::from(b)]
}

/// Whether a byte can stand behind the `@`.
fn is_of_domain(b: u8) -> bool {
    LOCAL[usize::from(b)] & !matches!(b, b'_' | b'+')
}

const LOCAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let mark = matches!(byte as u8, b'.' | b'_' | b'-' | b'+');
        table[byte] = mark || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The domain ends with its top level: letters only, as many as stand there in one case.
fn domain_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let reach = bytes.iter().take_while(|b| is_of_domain(**b)).count();
    let stops = bytes[..reach].iter().rev().take_while(|byte| **byte == b'.').count();
    let dot = memchr::memrchr(b'.', &bytes[..reach - stops])?;
    let top = bytes[dot + 1..reach].iter().take_while(|b| b.is_ascii_lowercase()).count();
    (dot > 0 && (2..=13).contains(&top)).then_some(dot + 1 + top)
}

/// The parts of an organisation that was flattened into one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Everything before ratings and mail address.
    pub name: &'a str,
    /// The mail address.
    pub email: &'a str,
    /// The telephone number as written.
    pub telephone: Option<&'a str>,
    /// The name in law.
    pub legal_name: Option<&'a str>,
    /// A page, such as that of awards.
    pub url: Option<&'a str>,
    /// Width and height of the logo.
    pub logo: Option<(u32, u32)>,
}

/// Longest name of an organisation, in bytes. `Write to us:` before a mail address is no name either.
const NAME: usize = 160;

/// Reads `name [rating …] email [telephone] [legal name] [address] [width height]`.
pub fn organisation(text: &str) -> Option<Parts<'_>> {
    let (from, to) = find_email(text)?;
    let name = name_before(text, from)?;
    let mut parts = Parts { name, email: &text[from..to], ..Parts::default() };
    let rest = trim(&text[to..]);
    let (rest, logo) = logo_at_end(rest);
    parts.logo = logo;
    let phone = phone_end(rest);
    if digits(&rest[..phone]) >= 5 {
        parts.telephone = Some(&rest[..phone]);
    }
    let rest = if parts.telephone.is_some() { trim(&rest[phone..]) } else { rest };
    let link = first_link(rest);
    parts.url = link.map(|at| &rest[at..at + url::end(&rest[at..])]);
    let legal = trim(&rest[..link.unwrap_or(rest.len())]);
    parts.legal_name = (!legal.is_empty()).then_some(legal);
    (parts.telephone.is_some() || parts.logo.is_some() || parts.legal_name.is_none())
        .then_some(parts)
}

/// The name of what is known to be an organisation.
pub fn organisation_name(text: &str) -> Option<&str> {
    name_before(text, find_email(text)?.0)
}

/// The name before the mail address that begins at `mail`.
fn name_before(text: &str, mail: usize) -> Option<&str> {
    let name = name_before_ratings(trim(&text[..mail]));
    let sound = !name.is_empty() && name.len() <= NAME && !name.as_bytes().contains(&b':');
    sound.then_some(name)
}

/// Where the first `http` of a text stands, if an address begins there.
fn first_link(text: &str) -> Option<usize> {
    memchr::memchr(b':', text.as_bytes())?;
    text.find("http").filter(|&at| url::starts(&text[at..]))
}

/// Ratings stand between the name and the address: up to four bare numbers.
fn name_before_ratings(text: &str) -> &str {
    let mut name = text;
    for _ in 0..4 {
        if !name.as_bytes().last().is_some_and(u8::is_ascii_digit) {
            return name;
        }
        let Some(space) = memchr::memrchr(b' ', name.as_bytes()) else { break };
        if !number::is_number(&name[space + 1..]) {
            break;
        }
        name = name[..space].trim_end();
    }
    if number::is_number(name) { "" } else { name }
}

fn logo_at_end(text: &str) -> (&str, Option<(u32, u32)>) {
    let Some((before, height)) = last_number(text) else { return (text, None) };
    let Some((rest, width)) = last_number(before) else { return (text, None) };
    (rest, Some((width, height)))
}

/// The number of two to four digits that ends the text, and what stands before the space before it.
fn last_number(text: &str) -> Option<(&str, u32)> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(2..=4).contains(&digits) {
        return None;
    }
    let (before, number) = text.split_at(text.len() - digits);
    let rest = before.trim_end();
    let apart = rest.len() < before.len() || before.is_empty();
    apart.then(|| Some((rest, number.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flattened_organisation_has_its_parts_back() {
        let found =
            organisation("Harbour Post desk@post.example +3725551234 Post „Media“ OÜ 252 60")
                .unwrap();
        assert_eq!(found.name, "Harbour Post");
        assert_eq!(found.email, "desk@post.example");
        assert_eq!(found.telephone, Some("+3725551234"));
        assert_eq!(found.legal_name, Some("Post „Media“ OÜ"));
        assert_eq!(found.logo, Some((252, 60)));
        let rated = organisation("Вести Юга 1 5 4.7 96 info-desk@vesti.example 7 495 555-6601 АО «Юг» https://xn--c1a.example/awards/ 353 60").unwrap();
        assert_eq!((rated.name, rated.telephone), ("Вести Юга", Some("7 495 555-6601")));
        assert_eq!(
            (rated.legal_name, rated.url),
            (Some("АО «Юг»"), Some("https://xn--c1a.example/awards/"))
        );
    }

    #[test]
    fn mail_addresses_in_glued_text() {
        let text = "Вести 154.796info-desk@vesti.ru7 495";
        let (from, to) = find_email(text).unwrap();
        assert_eq!(&text[from..to], "info-desk@vesti.ru");
        assert!(organisation("Write to desk@post.example for more about the matter").is_none());
    }
}
