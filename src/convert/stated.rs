//! What a container states of a page wins over what the page's text says. Where the two truly differ, it is said.

use crate::assemble::read_date;
use crate::confidence;
use crate::corpus::Stated;
use crate::property::Property;
use crate::record::{Image, Metadata, Organisation, Precision, Record, Role, Text};
use crate::scan::locale;
use crate::warning::Warning;
use chrono::DateTime;
use std::borrow::Cow;

/// No line of the page: its container says so.
const NO_LINE: usize = 0;

/// How much of two values is shown where they differ.
const SHOWN: usize = 80;

/// Puts what is stated into a record.
pub(crate) fn put<'a>(stated: &Stated<'a>, record: &mut Record<'a>, warnings: &mut Vec<Warning>) {
    if stated.is_empty() {
        return;
    }
    let mut filled = Filled { warnings, fields: Vec::new() };
    filled.text("url", &stated.url, &mut record.url, same_address);
    filled.text("headline", &stated.headline, &mut record.headline, same_headline);
    if record.alternative_headline == record.headline {
        record.alternative_headline = None;
    }
    filled.text("description", &stated.description, &mut record.description, same_headline);
    let language = stated.language.as_ref().map(tag);
    filled.text("language", &language, &mut record.language, same_language);
    filled.dates(stated, record);
    filled.publisher(stated, record);
    filled.lists(stated, record);
    let fields = filled.fields;
    record.metadata.extend(stated.others.iter().map(|(name, text)| Metadata {
        property: Some(Property::AdditionalProperty),
        text: format!("{name}: {text}").into(),
        line: NO_LINE,
    }));
    confidence::state(record, &fields);
}

/// The fields that were filled.
struct Filled<'f> {
    warnings: &'f mut Vec<Warning>,
    fields: Vec<&'static str>,
}

impl Filled<'_> {
    fn text<'a>(
        &mut self,
        field: &'static str,
        stated: &Option<Text<'a>>,
        found: &mut Option<Text<'a>>,
        same: impl Fn(&str, &str) -> bool,
    ) {
        let Some(stated) = stated else { return };
        self.fields.push(field);
        if let Some(found) = found.as_deref().filter(|found| !same(stated, found)) {
            self.conflict(field, stated, found);
        }
        *found = Some(stated.clone());
    }

    fn conflict(&mut self, field: &'static str, stated: &str, found: &str) {
        let code = match field {
            "url" => "conflicting-url",
            "headline" => "conflicting-headline",
            "description" => "conflicting-description",
            "language" => "conflicting-language",
            "publisher" => "conflicting-publisher",
            "authors" => "conflicting-authors",
            "keywords" => "conflicting-keywords",
            "sections" => "conflicting-sections",
            "images" => "conflicting-images",
            _ => "conflicting-dates",
        };
        let (stated, found) = (short(stated), short(found));
        let message = format!("{field} is stated as `{stated}`, but the text says `{found}`");
        self.warnings.push(Warning::page(code, message));
    }

    fn dates<'a>(&mut self, stated: &Stated<'a>, record: &mut Record<'a>) {
        self.date("published", Role::Published, &stated.published, record);
        self.date("modified", Role::Modified, &stated.modified, record);
        self.date("crawled", Role::Crawled, &stated.crawled, record);
    }

    /// A bare day does not replace a time of that day.
    fn date<'a>(
        &mut self,
        field: &'static str,
        role: Role,
        stated: &Option<Text<'a>>,
        record: &mut Record<'a>,
    ) {
        let Some(raw) = stated else { return };
        let mut time = read_date(role, raw.clone(), NO_LINE);
        if let Some(value) = time.value.is_none().then(|| epoch(raw)).flatten() {
            (time.value, time.precision) = (Some(value.into()), Some(Precision::Second));
        }
        let found = match role {
            Role::Published => &mut record.published,
            Role::Modified => &mut record.modified,
            _ => &mut record.crawled,
        };
        if let Some(value) = &time.value {
            let day = value.get(..10).unwrap_or(value);
            if let Some(found) = found.as_deref().filter(|found| !found.starts_with(day)) {
                self.conflict(field, value, found);
            }
            if found.as_deref().is_none_or(|found| !found.starts_with(&**value)) {
                *found = Some(value.clone());
            }
            self.fields.push(field);
        }
        record.timestamps.push(time);
    }

    fn publisher<'a>(&mut self, stated: &Stated<'a>, record: &mut Record<'a>) {
        let Some(name) = &stated.publisher else { return };
        let mut found = record.publisher.as_ref().and_then(|it| it.name.clone());
        self.text("publisher", &Some(name.clone()), &mut found, same_headline);
        let publisher = record.publisher.get_or_insert_with(Organisation::default);
        publisher.name = found;
    }

    fn lists<'a>(&mut self, stated: &Stated<'a>, record: &mut Record<'a>) {
        self.list("authors", &stated.authors, &mut record.authors);
        self.list("keywords", &stated.keywords, &mut record.keywords);
        self.list("sections", &stated.sections, &mut record.sections);
        if !stated.images.is_empty() {
            let found: Vec<_> = record.images.iter().map(|it| it.url.clone()).collect();
            self.differ("images", &stated.images, &found);
            let image = |url: &Text<'a>| Image { url: url.clone(), width: None, height: None };
            record.images = stated.images.iter().map(image).collect();
            self.fields.push("images");
        }
    }

    fn list<'a>(&mut self, field: &'static str, stated: &[Text<'a>], found: &mut Vec<Text<'a>>) {
        if !stated.is_empty() {
            self.differ(field, stated, found);
            *found = stated.to_vec();
            self.fields.push(field);
        }
    }

    /// Lists of which one holds the other do not contradict each other.
    fn differ(&mut self, field: &'static str, stated: &[Text<'_>], found: &[Text<'_>]) {
        let holds = |list: &[Text<'_>], other: &[Text<'_>]| {
            other.iter().all(|it| list.iter().any(|one| same_headline(one, it)))
        };
        if !holds(stated, found) && !holds(found, stated) {
            self.conflict(field, &stated.join(", "), &found.join(", "));
        }
    }
}

/// Seconds since 1970 as numbers of nine or ten digits, perhaps with a fraction; milli-, micro- and nanoseconds as longer ones.
/// The instant is in UTC by definition.
fn epoch(raw: &str) -> Option<String> {
    let (whole, fraction) = raw.trim().split_once('.').unwrap_or((raw.trim(), ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let divisor = match whole.len() {
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    let time = DateTime::from_timestamp(whole.parse::<i64>().ok()? / divisor, 0)?;
    Some(time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string())
}

fn tag<'a>(language: &Text<'a>) -> Text<'a> {
    match locale::bcp47(language) {
        Some(tag) => Cow::Owned(tag.into_owned()),
        None => language.clone(),
    }
}

fn same_language(one: &str, other: &str) -> bool {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    language(one) == language(other)
}

/// `http` or `https`, with `www.` or without, with a slash at the end or without.
fn same_address(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest).to_lowercase();
        text.strip_prefix("www.").unwrap_or(&text).trim_end_matches('/').to_owned()
    };
    bare(one) == bare(other)
}

/// The site's name may stand behind one of the two.
fn same_headline(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let (one, other) = (plain(one), plain(other));
    one.contains(&other) || other.contains(&one)
}

fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    const DUMP: &str =
        "URL: https://a.example/1\nTitle: New pier\nDate: 14 September 2023 07:45\n\nStill.\n";

    fn put_into(dump: &str, stated: &Stated<'static>) -> (Record<'static>, Vec<String>) {
        let dump: &'static str = dump.to_owned().leak();
        let mut page = Parser::new().parse(dump);
        put(stated, &mut page.record, &mut page.warnings);
        let codes = page.warnings.into_iter().map(|it| it.code.into_owned()).collect();
        (page.record, codes)
    }

    #[test]
    fn what_is_stated_wins_and_differences_are_said() {
        let stated = Stated {
            url: Some("https://b.example/2".into()),
            headline: Some("Old pier".into()),
            published: Some("2023-09-15T00:00:00Z".into()),
            authors: vec!["Ann Lee".into()],
            others: vec![("score".into(), "0.9".into())],
            ..Stated::default()
        };
        let (record, codes) = put_into(DUMP, &stated);
        assert_eq!(codes, ["conflicting-url", "conflicting-headline", "conflicting-dates"]);
        assert_eq!(record.url.as_deref(), Some("https://b.example/2"));
        assert_eq!(record.headline.as_deref(), Some("Old pier"));
        assert_eq!(record.published.as_deref(), Some("2023-09-15T00:00:00+00:00"));
        assert_eq!(record.metadata.last().unwrap().text, "score: 0.9");
        let shares: Vec<_> = record.confidence.iter().filter(|it| it.1 == 1.0).collect();
        assert_eq!(shares.len(), 4);
    }

    #[test]
    fn the_same_in_other_words_is_no_conflict() {
        let stated = Stated {
            url: Some("http://www.a.example/1/".into()),
            headline: Some("New Pier – Harbour Post".into()),
            published: Some("2023-09-14".into()),
            ..Stated::default()
        };
        let (record, codes) = put_into(DUMP, &stated);
        assert_eq!(codes, [""; 0]);
        assert_eq!(record.published.as_deref(), Some("2023-09-14T07:45:00"));
        assert_eq!(put_into(DUMP, &Stated::default()).0, Parser::new().parse(DUMP).record);
    }

    #[test]
    fn lists_that_contradict_each_other_are_said() {
        let dump = "URL: https://a.example/1\nTitle: New pier\nAuthor: Ann Lee\nTags: port, ships\n\nStill.\n";
        let stated = |authors: &[&'static str], keywords: &[&'static str]| Stated {
            authors: authors.iter().map(|&it| it.into()).collect(),
            keywords: keywords.iter().map(|&it| it.into()).collect(),
            ..Stated::default()
        };
        let (record, codes) = put_into(dump, &stated(&["Bo Ek"], &["Ships", "Port", "sea"]));
        assert_eq!(codes, ["conflicting-authors"]);
        assert_eq!((&*record.authors, &*record.keywords[2]), (&["Bo Ek".into()][..], "sea"));
        assert_eq!(
            put_into(dump, &stated(&["Ann Lee", "Bo Ek"], &["oil"])).1,
            ["conflicting-keywords"]
        );
    }

    #[test]
    fn seconds_since_1970_are_read() {
        for (raw, iso) in [
            ("1694678400", Some("2023-09-14T08:00:00+00:00")),
            ("1694678400.25", Some("2023-09-14T08:00:00+00:00")),
            ("1694678400250", Some("2023-09-14T08:00:00+00:00")),
            ("1694678400250000", Some("2023-09-14T08:00:00+00:00")),
            ("999999999", Some("2001-09-09T01:46:39+00:00")),
            ("-1694678400", None),
            ("20230914080000", None),
            ("2023", None),
            ("", None),
        ] {
            assert_eq!(epoch(raw).as_deref(), iso, "{raw}");
        }
        let stated = Stated { crawled: Some("1694678400".into()), ..Stated::default() };
        let (record, _) = put_into(DUMP, &stated);
        assert_eq!(record.crawled.as_deref(), Some("2023-09-14T08:00:00+00:00"));
        assert_eq!(record.timestamps.last().unwrap().raw, "1694678400");
    }
}
