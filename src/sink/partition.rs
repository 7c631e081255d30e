//! Which part of the output a record belongs to.

use crate::record::Record;

/// What an output is parted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The host of the record's address, without a leading `www.`.
    Site,
    /// The record's language, without script and region.
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

    /// The part of a record, if it says enough.
    pub fn part(self, record: &Record<'_>) -> Option<Box<str>> {
        let part = match self {
            By::Site => site(record.url.as_deref()?)?,
            By::Language => language(record.language.as_deref()?)?,
            By::Year => year(record.published.as_deref()?)?.to_owned(),
        };
        Some(part.into_boxed_str())
    }
}

/// Lower case, so that one host is one folder whatever the file system.
fn site(url: &str) -> Option<String> {
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

fn language(tag: &str) -> Option<String> {
    let language = tag.split(['-', '_']).next()?;
    (!language.is_empty()).then(|| language.to_lowercase())
}

fn year(stamp: &str) -> Option<&str> {
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
        let parts = |record: &Record<'_>| {
            [By::Site, By::Language, By::Year].map(|by| by.part(record).map(String::from))
        };
        let expected = ["harbour.example", "pt", "2023"].map(|part| Some(part.to_owned()));
        assert_eq!(parts(&full), expected);
        assert_eq!(parts(&record("", "", "")), [None, None, None]);
        assert_eq!(parts(&Record::default()), [None, None, None]);
        assert_eq!(site("//a.example"), None);
        assert_eq!(site("http://[::1]:80/").as_deref(), Some("[::1]"));
        assert_eq!(site("a.example/x").as_deref(), Some("a.example"));
    }
}
