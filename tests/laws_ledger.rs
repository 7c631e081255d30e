//! The law of the ledger: whatever the bytes, the labels and the record, the dump comes back.

use proptest::prelude::*;
use unscrape::Parser;
use unscrape::convert::{self, Options, WithLedger};
use unscrape::corpus::Name;
use unscrape::labelling::{Label, Labelling};
use unscrape::ledger::{self, Ledger};
use unscrape::property::Property;
use unscrape::rebuild;
use unscrape::record::{Image, Metadata, Record, Role, Timestamp};
use unscrape::repair;
use unscrape::sink::Rows;
use unscrape::sink::jsonl::{self, Row, Source};
use unscrape::text::decode;

/// Bytes as they come, and bytes in which much that matters happens.
fn dump() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        &b"\n"[..],
        b"\r\n",
        b"\r",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xe9",
        b"\xc3",
        b" ",
        b"\t",
        b"a",
        b"URL: ",
        b"https://harbour-post.example/a-storm",
        b"2021-05-16T09:03",
        b"\"\\",
        b"---",
        b"====",
        "\u{a0}".as_bytes(),
        "ж".as_bytes(),
        "港".as_bytes(),
        "😀".as_bytes(),
        b"A storm reaches the harbour.",
        b"<html>",
        b"\x1b",
        b"\xed\xa0\x80",
        "\u{2028}".as_bytes(),
    ];
    let lively = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat());
    prop_oneof![prop::collection::vec(any::<u8>(), 0..200), lively]
}

/// Where labels begin and end, in thousandths of the text, and what they say.
fn labels() -> impl Strategy<Value = Vec<(usize, usize, Property)>> {
    let label = (0..1000usize, 0..1000usize, prop::sample::select(Property::ALL.to_vec()));
    prop::collection::vec(label, 0..12)
}

fn place(text: &str, said: &[(usize, usize, Property)]) -> Vec<Label> {
    let mut labels: Vec<Label> = said
        .iter()
        .map(|(a, b, property)| {
            let (a, b) = (a * text.len() / 1000, b * text.len() / 1000);
            Label::value(a.min(b), a.max(b), *property, "at random")
        })
        .collect();
    labels.sort_by_key(|label| label.start);
    Labelling::complete(text, &labels).labels().to_vec()
}

/// A record that holds what the labels say, or much of it.
fn record<'a>(text: &'a str, labels: &[Label], leave_out: usize) -> Record<'a> {
    let mut record = Record::default();
    let mut body = String::new();
    for (k, label) in labels.iter().enumerate() {
        if leave_out > 0 && k % leave_out == 0 {
            continue;
        }
        let found = &text[label.start..label.end];
        let role = match label.property {
            Property::DatePublished => Some(Role::Published),
            Property::DateModified => Some(Role::Modified),
            _ => None,
        };
        match label.property {
            Property::Headline => record.headline = Some(found.into()),
            Property::MainEntityOfPage => record.url = Some(found.trim().into()),
            Property::ArticleSection => record.sections.push(found.into()),
            Property::Citation => record.related.push(found.trim().into()),
            Property::Author | Property::Creator => record.authors.push(found.into()),
            Property::AssociatedMedia => {
                record.images.push(Image { url: found.into(), width: None, height: None });
            }
            Property::ArticleBody => {
                body.push_str(if body.is_empty() { "" } else { "\n\n" });
                body.push_str(found.trim());
            }
            Property::Separator => {}
            property => {
                let property = (property != Property::Unknown).then_some(property);
                record.metadata.push(Metadata { property, text: found.into(), line: 1 });
            }
        }
        if let Some(role) = role {
            let raw = found.into();
            record.timestamps.push(Timestamp { role, raw, value: None, precision: None, line: 1 });
        }
    }
    if !body.is_empty() {
        let at = body.char_indices().map(|(at, _)| at).nth(body.chars().count() / 2);
        let insert = "\n\n".into();
        let kind = "glued-paragraph".into();
        record.repairs = vec![unscrape::record::Repair { at: at.unwrap_or(0), kind, insert }];
        record.body = Some(body.into());
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_labelling_of_any_bytes_gives_them_back(
        bytes in dump(),
        said in labels(),
        leave_out in 0..4usize,
        repaired in any::<bool>(),
    ) {
        let decoded = decode(&bytes);
        let labels = place(&decoded.text, &said);
        let mut record = record(&decoded.text, &labels, leave_out);
        if repaired {
            repair::apply(&mut record);
        }
        let (map, range) = (&decoded.map, 0..bytes.len());
        let ledger =
            Ledger { record: &record, labels: &labels, map, text_start: 0, range, bytes: &bytes, base: 0 };
        let entries: Vec<_> = ledger.entries().collect();
        let mut back = Vec::new();
        ledger::restore(&record, &entries, 0..bytes.len(), &mut back).unwrap();
        prop_assert_eq!(&back, &bytes);

        let mut json = Vec::new();
        let source = Source {
            path: "a".into(),
            page: 1,
            offset: 0,
            bytes: bytes.len(),
            lines: 0,
            encoding: decoded.encoding.into(),
            container: None,
        };
        let row = Row { id: "a", record: &record, source, warnings: &[], ledger: Some(ledger) };
        jsonl::append(&row, &mut json).unwrap();
        prop_assert_eq!(json.iter().filter(|byte| **byte == b'\n').count(), 1);
        prop_assert_eq!(rebuild::page(&json).unwrap().bytes, bytes);
    }

    #[test]
    fn what_is_converted_is_rebuilt(bytes in dump()) {
        let options = Options { ledger: WithLedger::Yes, ..Options::default() };
        let mut rows = Rows::default();
        let parser = Parser::new();
        convert::rows(&Name::exact("a"), &bytes, &parser, &options, &mut rows).unwrap();
        let mut back = Vec::new();
        for row in rows.bytes.split_inclusive(|byte| *byte == b'\n') {
            let page = rebuild::page(row).unwrap();
            prop_assert_eq!(page.offset, back.len());
            back.extend(page.bytes);
        }
        prop_assert_eq!(back, bytes);
    }

    #[test]
    fn no_line_of_any_kind_makes_rebuilding_panic(line in dump(), at in 0..2000usize, byte: u8) {
        let _ = rebuild::page(&line);
        let options = Options { ledger: WithLedger::Yes, ..Options::default() };
        let mut rows = Rows::default();
        convert::rows(&Name::exact("a"), &line, &Parser::new(), &options, &mut rows).unwrap();
        if let Some(changed) = rows.bytes.get_mut(at) {
            *changed = byte;
        }
        let _ = rebuild::page(&rows.bytes);
    }
}
