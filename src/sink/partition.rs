//! Which part of the output a record belongs to.

use crate::record::Record;
use std::borrow::Cow;

/// The part of records that say too little; the name that Hive gives it, which readers take for null.
const NONE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Longer names are no folder on common file systems.
const LONGEST: usize = 200;

/// What an output is parted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The host of the record's address, without a leading `www.`.
    Site,
    /// The record's language, as it stands in the record.
    Language,
    /// The year of publication.
    Year,
}

impl By {
    /// The name of the column.
    pub fn name(self) -> &'static str {
        match self {
            By::Site => "site",
            By::Language => "language",
            By::Year => "year",
        }
    }

    /// The part of a record, as a folder is called: `site=harbour-post.example`.
    pub fn part(self, record: &Record<'_>) -> Box<str> {
        let value = match self {
            By::Site => record.url.as_deref().and_then(site).map(Cow::Owned),
            By::Language => record.language.as_deref().map(Cow::Borrowed),
            By::Year => record.published.as_deref().and_then(year).map(Cow::Borrowed),
        };
        folder(self, &value.unwrap_or_default()).into_boxed_str()
    }
}

/// With what the name of a folder cannot hold as % and two digits, which readers of such folders undo.
fn folder(by: By, value: &str) -> String {
    let mut name = format!("{}=", by.name());
    let before = name.len();
    for byte in value.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                name.push(char::from(byte))
            }
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    if name.len() == before || name.len() > LONGEST {
        name.truncate(before);
        name.push_str(NONE);
    }
    name
}

/// Lower case, so that one host is one folder whatever the file system.
pub(crate) fn site(url: &str) -> Option<String> {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = behind.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    // An address of IPv6 stands in brackets and has colons of its own.
    let host = match host.find(']') {
        Some(end) => host.get(..=end)?,
        None => host.split(':').next()?,
    };
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").map_or(host.clone(), str::to_owned);
    (!host.is_empty()).then_some(host)
}

pub(crate) fn year(stamp: &str) -> Option<&str> {
    stamp.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_plain() {
        let record = |url: &'static str, tag: &'static str, stamp: &'static str| Record {
            url: Some(url.into()),
            language: Some(tag.into()),
            published: Some(stamp.into()),
            ..Record::default()
        };
        let full = record("https://me@WWW.Harbour.example.:8080/a?b", "pt-BR", "2023-09-14");
        let parts =
            |record: &Record<'_>| [By::Site, By::Language, By::Year].map(|by| by.part(record));
        let expected = ["site=harbour.example", "language=pt-BR", "year=2023"].map(Box::from);
        assert_eq!(parts(&full), expected);
        let none =
            ["site", "language", "year"].map(|name| format!("{name}={NONE}").into_boxed_str());
        assert_eq!(parts(&record("", "", "")), none);
        assert_eq!(parts(&Record::default()), none);
        assert_eq!(site("//a.example"), None);
        assert_eq!(site("http://[::1]:80/").as_deref(), Some("[::1]"));
        assert_eq!(site("a.example/x").as_deref(), Some("a.example"));
    }

    #[test]
    fn parts_are_folders_whatever_is_in_them() {
        assert_eq!(folder(By::Site, "../a:b"), "site=..%2Fa%3Ab");
        assert_eq!(folder(By::Site, "é.example"), "site=%C3%A9.example");
        assert_eq!(folder(By::Site, &"a".repeat(300)), "site=__HIVE_DEFAULT_PARTITION__");
    }
}
