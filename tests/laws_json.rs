//! The law of the rows: written by hand, they are byte for byte what serde_json makes of them.

mod common;

use common::laws::PARSER;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::borrow::Cow;
use std::ops::Range;
use unscrape::Parser;
use unscrape::ledger::Ledger;
use unscrape::pages;
use unscrape::parser::Furniture;
use unscrape::property::Property;
use unscrape::record::{Image, Metadata, Organisation, Precision, Record, Repair, Role};
use unscrape::record::{Text, Timestamp};
use unscrape::sink::jsonl::{self, Row, Source};
use unscrape::text::{Decoded, decode};
use unscrape::warning::Warning;

fn check(row: &Row<'_>) {
    let mut json = b"before\n".to_vec();
    jsonl::append(row, &mut json).unwrap();
    let oracle = format!("before\n{}\n", serde_json::to_string(row).unwrap());
    assert_eq!(String::from_utf8(json).unwrap(), oracle);
}

#[test]
fn every_dump_is_written_as_serde_does() {
    let talkative = Parser::new().furniture(Furniture::Keep);
    for dump in common::dumps() {
        let decoded = decode(&dump.bytes);
        for (k, range) in pages::split(&decoded.text).pages.into_iter().enumerate() {
            for parser in [&*PARSER, &talkative] {
                page(parser, &decoded, &dump.bytes, k, range.clone());
            }
        }
    }
}

fn page(parser: &Parser, decoded: &Decoded<'_>, bytes: &[u8], k: usize, range: Range<usize>) {
    let recovery = parser.parse(&decoded.text[range.clone()]);
    let (map, record) = (&decoded.map, &recovery.record);
    let in_file = map.to_byte(range.start)..map.to_byte(range.end);
    let source = Source {
        path: "a/b.txt".into(),
        page: k + 1,
        offset: in_file.start,
        bytes: in_file.len(),
        lines: range.len(),
        encoding: decoded.encoding.into(),
        container: None,
    };
    let labels = recovery.labelling.labels();
    let ledger =
        Ledger { record, labels, map, text_start: range.start, range: in_file, bytes, base: 0 };
    for ledger in [None, Some(ledger)] {
        let (source, warnings) = (source.clone(), &recovery.warnings[..]);
        check(&Row { id: "a/b.txt#1", record, source, warnings, ledger });
    }
}

/// Text in which all that JSON escapes stands beside what it does not.
fn text() -> impl Strategy<Value = Text<'static>> {
    let odd = "\0\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f} !\"/\\\u{7f}\u{80}éж港\u{2028}\u{2029}\u{feff}😀\u{10ffff}";
    let odd = vec(select(odd.chars().collect::<Vec<_>>()), 0..12).prop_map(String::from_iter);
    let long = vec(prop_oneof![9 => "[ -~]{1,20}", 1 => odd.clone()], 0..12);
    prop_oneof![Just(String::new()), odd, "\\PC{0,20}", long.prop_map(|parts| parts.concat())]
        .prop_map(Text::from)
}

fn texts() -> impl Strategy<Value = Vec<Text<'static>>> {
    vec(text(), 0..4)
}

fn timestamp() -> impl Strategy<Value = Timestamp<'static>> {
    use Precision::{Day, Minute, Month, Second};
    use Role::{Crawled, Created, Mentioned, Modified, Published, Suffix, Url};
    let role = select(vec![Published, Modified, Created, Crawled, Url, Suffix, Mentioned]);
    let precision = option::of(select(vec![Month, Day, Minute, Second]));
    (role, text(), option::of(text()), precision, any::<usize>()).prop_map(
        |(role, raw, value, precision, line)| Timestamp { role, raw, value, precision, line },
    )
}

fn organisation() -> impl Strategy<Value = Organisation<'static>> {
    let texts = [(); 5].map(|()| option::of(text()));
    (texts, any::<Option<u32>>(), any::<Option<u32>>()).prop_map(|(texts, width, height)| {
        let [name, legal_name, email, telephone, url] = texts;
        let (logo_width, logo_height) = (width, height);
        Organisation { name, legal_name, email, telephone, url, logo_width, logo_height }
    })
}

fn image() -> impl Strategy<Value = Image<'static>> {
    (text(), any::<Option<u32>>(), any::<Option<u32>>()).prop_map(|(url, width, height)| Image {
        url,
        width,
        height,
    })
}

fn repair() -> impl Strategy<Value = Repair> {
    (any::<usize>(), text(), text()).prop_map(|(at, kind, insert)| Repair { at, kind, insert })
}

fn metadata() -> impl Strategy<Value = Metadata<'static>> {
    (option::of(select(Property::ALL)), text(), any::<usize>())
        .prop_map(|(property, text, line)| Metadata { property, text, line })
}

fn confidence() -> impl Strategy<Value = Vec<(Text<'static>, f32)>> {
    let share = (0..=100u8).prop_map(|percent| f32::from(percent) / 100.0);
    vec((text(), prop_oneof![share, 0.0..1.0f32, prop::num::f32::ANY]), 0..6)
}

fn warning() -> impl Strategy<Value = Warning> {
    (text(), any::<Option<usize>>(), text()).prop_map(|(code, line, message)| Warning {
        code,
        line,
        message: message.into(),
    })
}

fn record() -> impl Strategy<Value = Record<'static>> {
    let scalars = [(); 11].map(|()| option::of(text()));
    let lists = [(); 5].map(|()| texts());
    let parts = (vec(timestamp(), 0..3), vec(image(), 0..3), vec(repair(), 0..3));
    let others = (option::of(organisation()), any::<Option<i32>>(), text());
    let pairs = (vec(metadata(), 0..4), confidence());
    (scalars, lists, parts, others, pairs).prop_map(|(scalars, lists, parts, others, pairs)| {
        let [url, headline, alternative_headline, description, published, modified, ..] = &scalars;
        let [.., created, crawled, genre, language, body] = &scalars;
        let [authors, keywords, sections, locations, related] = lists;
        let (timestamps, images, repairs) = parts;
        let (publisher, copyright_year, layout) = others;
        let (metadata, confidence) = pairs;
        Record {
            url: url.clone(),
            headline: headline.clone(),
            alternative_headline: alternative_headline.clone(),
            description: description.clone(),
            published: published.clone(),
            modified: modified.clone(),
            created: created.clone(),
            crawled: crawled.clone(),
            timestamps,
            authors,
            publisher,
            keywords,
            sections,
            locations,
            genre: genre.clone(),
            language: language.clone(),
            copyright_year,
            images,
            related,
            body: body.clone(),
            repairs,
            metadata,
            confidence,
            layout,
        }
    })
}

proptest! {
    #[test]
    fn any_record_is_written_as_serde_does(
        record in record(),
        (id, path, encoding) in (text(), text(), text()),
        numbers: [usize; 4],
        warnings in vec(warning(), 0..3),
        container in option::of(select(vec!["jsonl", "warc"])),
        base in 0..1000usize,
        bytes in option::of(vec(any::<u8>(), 0..40)),
    ) {
        let [page, offset, bytes_of_page, lines] = numbers;
        let container = container.map(Cow::Borrowed);
        let source = Source { path, page, offset, bytes: bytes_of_page, lines, encoding, container };
        let decoded = decode(bytes.as_deref().unwrap_or_default());
        let ledger = bytes.as_deref().map(|bytes| Ledger {
            record: &record,
            labels: &[],
            map: &decoded.map,
            text_start: 0,
            range: 0..bytes.len(),
            bytes,
            base,
        });
        check(&Row { id: &id, record: &record, source, warnings: &warnings, ledger });
    }
}

/// The law in one line, for a reader: what is escaped, and what is not.
#[test]
fn what_is_escaped() {
    let record =
        Record { headline: Some(Cow::Borrowed("\"é\u{2028}\\/\u{1}\n")), ..Record::default() };
    let source = Source {
        path: "a".into(),
        page: 1,
        offset: 0,
        bytes: 0,
        lines: 0,
        encoding: "utf-8".into(),
        container: None,
    };
    let mut json = Vec::new();
    let row = Row { id: "a", record: &record, source, warnings: &[], ledger: None };
    jsonl::append(&row, &mut json).unwrap();
    let json = String::from_utf8(json).unwrap();
    assert!(json.contains("\"headline\":\"\\\"é\u{2028}\\\\/\\u0001\\n\","), "{json}");
}
