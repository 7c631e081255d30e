//! The laws of the parser: on the dumps, on their prefixes, on what is left when lines move, and on hostile text.

mod common;

use common::laws;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// How many prefixes of a dump are tried, spread evenly over its length.
const PREFIXES: usize = 48;

/// Pieces of which dumps are made, and characters that break careless code.
const ALPHABET: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "   ",
    "\t",
    ",",
    ", ",
    ".",
    "…",
    ":",
    " : ",
    "-",
    "—",
    "|",
    "\0",
    "---",
    "----------------------------------------",
    "================================================================================",
    "***",
    "#",
    "# ",
    "## ",
    "* ",
    "- ",
    "• ",
    "[1]",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "„",
    "“",
    "«",
    "»",
    "@",
    "/",
    "://",
    "https://harbour-post.example/20230914/tidal-barrage-1104417201.html",
    "https://",
    "http://a",
    "https://x.example/",
    "https://cdn1.img.harbour-post.example/img/07e7/09/0e/1_0:160:3073:1888_1920x0_80.jpg",
    "….jpg",
    ".html",
    "2023-09-14T07:45+0000",
    "2021-04-12T09:41",
    "2023-02-30T25:61+9900",
    "14.09.2023",
    "31.02.2020",
    "2023年9月14日",
    "07:45 GMT 14.09.2023",
    "0000-00-00",
    "9999-99-99T99:99",
    "2023",
    "1920",
    "1080",
    "true",
    "1920 1080 true",
    "4.7",
    "60",
    "/html/head/meta[@name='og:title']/@content",
    "/html/head/meta[@name='og:description']/@content",
    "/html/head/meta[",
    "Harbour Post desk@harbour-post.example +442079460123 Harbour Post Media „Quayside“ 252 60",
    "desk@harbour-post.example",
    "+442079460123",
    "8 812 555-0147",
    "Harbour Post",
    "Tamsin Oakley",
    "News",
    "en_EN",
    "ru-RU",
    "europe",
    "north coast",
    "europe, north coast, kelmouth",
    "Title: ",
    "URL Source: ",
    "URL: ",
    "Date: ",
    "Дата: ",
    "Content:",
    "Markdown Content:",
    "Published Time: ",
    "author :",
    "title",
    ": ",
    "key:",
    "date 2024-11 ",
    "… [+691 chars]",
    "© ",
    "(обновлено: 13:05 12.04.2021)",
    "The tidal barrage at Kelmouth has fed its full output into the grid for the first time, the port authority announced.",
    "operations.The parties",
    "霧ヶ浜の漁師たちが、百年前の設計図をもとに手漕ぎ船を復元した。",
    "مرسى الرمال",
    "\u{202e}",
    "\u{200f}",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}",
    "\u{301}",
    "👩‍👩‍👧",
    "İ",
    "ß",
    "ﬁ",
    "\u{a0}",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\u{fffd}",
];

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn texts() -> Vec<String> {
    common::dumps().iter().filter_map(|dump| common::decode(&dump.bytes)).collect()
}

#[test]
fn dumps_obey_the_laws() {
    for text in texts() {
        laws::check(&text);
    }
}

#[test]
fn prefixes_obey_the_laws() {
    for text in texts() {
        let step = (text.len() / PREFIXES).max(1);
        for end in (0..text.len()).step_by(step).filter(|&end| text.is_char_boundary(end)) {
            laws::check(&text[..end]);
        }
    }
}

#[test]
fn every_prefix_of_the_seed_shape_parses() {
    let dump = common::testdata().join("schema-article/newspaper3k/en-v2.txt");
    let text = std::fs::read_to_string(dump).unwrap();
    let parser = unscrape::Parser::new();
    for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
        let recovery = parser.parse(&text[..end]);
        laws::labels_cover(&text[..end], recovery.labelling.labels());
    }
}

#[test]
fn the_date_check_itself_is_right() {
    for good in [
        "2023-03",
        "2024-02-29",
        "2023-03-06T08:20:00+00:00",
        "2021-05-16T09:03",
        "2021-05-16T09:03:00Z",
    ] {
        assert!(laws::is_iso(good), "{good}");
    }
    for bad in [
        "2023-02-29",
        "2023-13",
        "2023",
        "2023-3-6",
        "2023-03-06T24:00:00",
        "2023-03-06T08:20+0000",
        "",
    ] {
        assert!(!laws::is_iso(bad), "{bad}");
    }
}

/// Text of pieces of the alphabet.
fn structural() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(ALPHABET);
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// A dump with its lines moved, doubled and dropped.
fn shuffled() -> impl Strategy<Value = String> {
    let texts: Vec<String> = texts();
    let picks = proptest::collection::vec(any::<proptest::sample::Index>(), 0..60);
    (proptest::sample::select(texts), picks).prop_map(|(text, picks)| {
        let lines: Vec<&str> = text.split('\n').collect();
        picks.iter().map(|pick| *pick.get(&lines)).collect::<Vec<_>>().join("\n")
    })
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn structural_text_obeys_the_laws(text in structural()) {
        laws::check(&text);
    }

    #[test]
    fn any_text_obeys_the_laws(text in any::<String>()) {
        laws::check(&text);
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn shuffled_dumps_obey_the_laws(text in shuffled()) {
        laws::check(&text);
    }
}
