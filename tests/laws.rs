//! The laws of the parser: on the dumps, on their prefixes, on what is left when lines move, and on hostile text.

mod common;

use common::{alphabet, laws};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// How many prefixes of a dump are tried, spread evenly over its length.
const PREFIXES: usize = 24;

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
    for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
        let recovery = laws::PARSER.parse(&text[..end]);
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

/// The program's way: bytes to text, text to pages, and every page by itself.
fn check_file(bytes: &[u8]) {
    let Some(text) = common::decode(bytes) else { return };
    let pages = common::pages(&text);
    assert_eq!(pages.concat(), text, "the pages are not the whole text");
    pages.into_iter().for_each(laws::check);
}

#[test]
fn files_obey_the_laws() {
    common::dumps().iter().for_each(|dump| check_file(&dump.bytes));
}

#[test]
fn damaged_files_obey_the_laws() {
    for dump in common::dumps() {
        for (k, byte) in [0, b'\n', b'\r', 0x80, 0xff].into_iter().enumerate() {
            let mut bytes = dump.bytes.clone();
            let at = bytes.len() * (k + 1) / 7;
            bytes.insert(at, byte);
            check_file(&bytes);
        }
    }
}

/// Text of pieces of the alphabet.
fn structural() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(alphabet::PIECES);
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
    #![proptest_config(config(1000))]

    #[test]
    fn structural_text_obeys_the_laws(text in structural()) {
        laws::check(&text);
    }

    #[test]
    fn any_text_obeys_the_laws(text in any::<String>()) {
        laws::check(&text);
    }

    #[test]
    fn any_bytes_obey_the_laws(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_file(&bytes);
    }

    #[test]
    fn structural_bytes_obey_the_laws(text in structural(), at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        bytes.insert(at % (bytes.len() + 1), byte);
        check_file(&bytes);
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn shuffled_dumps_obey_the_laws(text in shuffled()) {
        laws::check(&text);
    }
}
