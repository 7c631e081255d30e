//! Headers in all their forms, with invented text.

use super::*;
use crate::labelling::Labelling;
use crate::line::lines;
use proptest::prelude::*;

/// The labelled values, the lines taken, and the law that labels are in order.
fn read(text: &str) -> Option<(Vec<(&'static str, String)>, usize)> {
    let lines = lines(text);
    let header = label(Page { text, lines: &lines })?;
    let labels = Labelling::complete(text, &header.labels);
    let said = header.labels.iter().all(|label| labels.labels().contains(label));
    assert!(said, "labels out of order: {:?}", header.labels);
    let end = lines[header.lines - 1].end();
    let known = |label: &&Label| label.end <= end;
    assert!(labels.labels().iter().filter(known).all(|l| l.property != Property::Unknown));
    let values = header.labels.iter().filter(|label| label.property != Property::Separator);
    let values =
        values.map(|label| (label.property.as_str(), text[label.start..label.end].to_owned()));
    Some((values.collect(), header.lines))
}

#[track_caller]
fn check(text: &str, lines: usize, expected: &[(&str, &str)]) {
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let (values, taken) = read(&text).unwrap_or_else(|| panic!("no header in {text:?}"));
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(values, expected, "{text}");
        assert_eq!(taken, lines, "{text}");
    }
}

const BODY: &str = "The harbour lay still. Nobody was in a hurry, and the gulls knew it.\n";

#[test]
fn keys_with_blanks_and_a_content_marker() {
    let keyed = "Title: A quiet morning: boats\n\nURL Source: https://harbour-post.example/a\n\n\
        Published Time: 2024-02-03T10:00:00+00:00\n\nWarning: This page may not be loaded fully.\n\nMarkdown Content:\n";
    let expected = [
        ("headline", "A quiet morning: boats"),
        ("mainEntityOfPage", "https://harbour-post.example/a"),
        ("datePublished", "2024-02-03T10:00:00+00:00"),
        ("additionalProperty", "Warning: This page may not be loaded fully."),
    ];
    check(&format!("{keyed}{BODY}"), 5, &expected);
    let source = ("mainEntityOfPage", "https://harbour-post.example/a");
    let below = [&[source], &expected[..]].concat();
    check(&format!("# Source: https://harbour-post.example/a\n\n{keyed}{BODY}"), 6, &below);
    check(
        &format!("---\nurl: \"https://harbour-post.example/a\"\n---\n\n{keyed}{BODY}"),
        8,
        &below,
    );
}

#[test]
fn heading_with_url_and_rule() {
    check(
        &format!("# Ranni klid v přístavu\n\nURL: https://pristav.example/klid\n\n---\n\n{BODY}"),
        3,
        &[
            ("headline", "Ranni klid v přístavu"),
            ("mainEntityOfPage", "https://pristav.example/klid"),
        ],
    );
}

#[test]
fn keys_of_any_case_and_language() {
    check(
        &format!(
            "URL: https://harbour-post.example/a\nTITLE: Boats\nDate: 3 February 2024\nAuthor: Ann Lee, Bo Ek\nKeywords :harbour, boats\nDescription :Nothing moved.\nContent: {BODY}"
        ),
        7,
        &[
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("headline", "Boats"),
            ("datePublished", "3 February 2024"),
            ("author", "Ann Lee"),
            ("author", "Bo Ek"),
            ("keywords", "harbour"),
            ("keywords", "boats"),
            ("description", "Nothing moved."),
            ("articleBody", BODY.trim_end()),
        ],
    );
    check(
        "Заголовок: Утро в порту\nДата: 3 февраля 2024\nАвтор: Анна Ли\n\nПорт был тих.\n",
        3,
        &[("headline", "Утро в порту"), ("datePublished", "3 февраля 2024"), ("author", "Анна Ли")],
    );
    check(
        "标题\u{ff1a}港口的早晨\n来源\u{ff1a}港口日报\n日期\u{ff1a}2024年2月3日\n\n港口很安静。\n",
        3,
        &[("headline", "港口的早晨"), ("publisher", "港口日报"), ("datePublished", "2024年2月3日")],
    );
    check(
        "Başlık: Limanda sabah\nTarih: 03.02.2024\n\nLiman sessizdi.\n",
        2,
        &[("headline", "Limanda sabah"), ("datePublished", "03.02.2024")],
    );
    check(
        "العنوان: صباح الميناء\nالكاتب: ليلى حداد\n\nكان الميناء هادئا.\n",
        2,
        &[("headline", "صباح الميناء"), ("author", "ليلى حداد")],
    );
}

#[test]
fn source_is_an_address_or_a_name() {
    check(
        &format!(
            "SOURCE: https://harbour-post.example/a\nSCRAPED_AT: 2024-02-04T01:02:03Z\n\n{BODY}"
        ),
        2,
        &[
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("dateCrawled", "2024-02-04T01:02:03Z"),
        ],
    );
    check(
        &format!("Title: Boats\nSource: Harbour Post\n{BODY}"),
        2,
        &[("headline", "Boats"), ("publisher", "Harbour Post")],
    );
    check(
        &format!("Source: <https://harbour-post.example/a>\n{BODY}"),
        1,
        &[("mainEntityOfPage", "https://harbour-post.example/a")],
    );
}

#[test]
fn markdown_metadata_list() {
    check(
        &format!(
            "# harbour-post.example\n\n## Metadata\n\n- **URL**: https://harbour-post.example/a\n- **Title**: Boats\n- **Depth**: 2\n\n## Content\n\n{BODY}"
        ),
        6,
        &[
            ("additionalProperty", "harbour-post.example"),
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("headline", "Boats"),
            ("additionalProperty", "Depth**: 2"),
        ],
    );
}

#[test]
fn front_matter_with_flat_lists() {
    check(
        &format!(
            "---\ntitle: \"Boats: a history\"\nauthor: Ann Lee; Bo Ek\nurl: https://harbour-post.example/a\nhostname: harbour-post.example\ndescription: It's 'quiet'\nsitename: Harbour Post\ndate: \"2024-02-03\"\ncategories: ['News']\ntags: ['harbour, boats', 'Harbour']\nfingerprint: 8f00\n---\n{BODY}"
        ),
        12,
        &[
            ("headline", "Boats: a history"),
            ("author", "Ann Lee"),
            ("author", "Bo Ek"),
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("additionalProperty", "hostname: harbour-post.example"),
            ("description", "It's 'quiet'"),
            ("publisher", "Harbour Post"),
            ("datePublished", "2024-02-03"),
            ("articleSection", "News"),
            ("keywords", "harbour"),
            ("keywords", "boats"),
            ("keywords", "Harbour"),
            ("identifier", "8f00"),
        ],
    );
}

#[test]
fn front_matter_with_blocks() {
    check(
        "---\n# made by hand\ntitle: 'A long title that was\n  wrapped'\ntags:\n- harbour\n  - \"boats\"\nauthor:\n  name: Ann Lee\n  url: https://harbour-post.example/ann\ndescription: >-\n  Note: it was still.\n  Nobody moved.\ndraft: false\n---\nText.\n",
        15,
        &[
            ("headline", "A long title that was"),
            ("headline", "wrapped"),
            ("keywords", "harbour"),
            ("keywords", "boats"),
            ("author", "Ann Lee"),
            ("additionalProperty", "url: https://harbour-post.example/ann"),
            ("description", "Note: it was still."),
            ("description", "Nobody moved."),
            ("additionalProperty", "draft: false"),
        ],
    );
}

#[test]
fn warc_records() {
    check(
        &format!(
            "WARC/1.0\nWARC-Type: conversion\nWARC-Target-URI: https://harbour-post.example/a\nWARC-Date: 2024-02-03T10:00:00Z\nContent-Length: 68\n\nTitle: not a header\n{BODY}"
        ),
        5,
        &[
            ("additionalProperty", "WARC-Type: conversion"),
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("dateCrawled", "2024-02-03T10:00:00Z"),
            ("additionalProperty", "Content-Length: 68"),
        ],
    );
}

#[test]
fn unknown_keys_are_judged_by_their_values() {
    check(
        &format!(
            "Title: Boats\nAuthor: Bo Ek\nPage of ours: https://harbour-post.example/a\nGemacht am: 2024-02-03\nCrew: seven\n\n{BODY}"
        ),
        5,
        &[
            ("headline", "Boats"),
            ("author", "Bo Ek"),
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("datePublished", "2024-02-03"),
            ("additionalProperty", "Crew: seven"),
        ],
    );
}

#[test]
fn the_body_is_not_eaten() {
    check(
        "Title: Boats\nAuthor: Ann Lee\n\nHarbour master: we will wait until the wind turns.\n",
        2,
        &[("headline", "Boats"), ("author", "Ann Lee")],
    );
    check("Date: 2024-02-03\nNote: it was a quiet day.\n", 1, &[("datePublished", "2024-02-03")]);
    check(
        "URL: https://harbour-post.example/a\nAuthor: None\n\nMarta: well\n\nJon: so\n",
        2,
        &[
            ("mainEntityOfPage", "https://harbour-post.example/a"),
            ("additionalProperty", "Author: None"),
        ],
    );
}

#[test]
fn the_body_below_front_matter_is_not_eaten() {
    let front = "---\ntitle: Boats\n---\n";
    check(&format!("{front}Harbour watch: still\n{BODY}"), 3, &[("headline", "Boats")]);
    check(&format!("{front}By: Ann Lee\n\n{BODY}"), 3, &[("headline", "Boats")]);
    check(
        "Title: Boats\nAuthor: Ann Lee\nHarbour watch: still\nNobody moved.\n",
        2,
        &[("headline", "Boats"), ("author", "Ann Lee")],
    );
}

#[test]
fn prose_is_no_header() {
    for text in [
        "",
        "A quiet morning\nThe harbour lay still.\n",
        "Note: this is the first line.\nWarning: this is the second one.\n",
        "Harbour master: we will wait\nMayor: so will we\n",
        "Title: a subtitle\nThe harbour lay still.\n",
        "https://harbour-post.example/a\nBoats\nBoats\n2024-02-03T10:00:00Z\n",
        "---\nThe harbour: still\nNobody moved.\n---\n",
        "Image: Harbour Post\nUpdate: nothing is new.\n",
        "Image credit: Ann Lee\nImage credit: Bo Ek\n",
        "Updated: 3 hours ago\nCreated: 4 hours ago\n",
        "# Boats\n\n## Ropes\n\nThe harbour lay still.\n",
        "------\n------\n",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn open_front_matter_is_said() {
    let text = format!("---\ntitle: Boats\nurl: https://harbour-post.example/a\n\n{BODY}");
    let lines = lines(&text);
    let header = label(Page { text: &text, lines: &lines }).unwrap();
    assert_eq!((header.lines, header.warnings[0].code.as_ref()), (3, "open-front-matter"));
}

#[test]
fn what_goes_on_with_nothing_is_of_no_property() {
    let expected = [("additionalProperty", "|"), ("keywords", "pier")];
    check("---\n# \n|\ntags: pier\n---\n", 5, &expected);
}

proptest! {
    #[test]
    fn any_text_keeps_the_laws(
        text in "(---\n|WARC/1.0\n|title: |tags: |tags:\n|author:|  name: |url: https://a\\.example/1|date: 2024-02-03|[# a'\"\\[\\],;>|-]|港、|# |content:|\n| ){0,40}"
    ) {
        read(&text);
    }
}
