//! The parser alone: bytes a second on the family's shape, and how time grows with input that is made to be slow.
//!
//! `cargo bench --bench parse`. Growth is a ratio within one run: the same shape at ten times the size should take ten
//! times as long.

mod family;
mod whole;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unscrape::Parser;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const PAGE: &str = include_str!("../testdata/schema-article/newspaper3k/en-v2.txt");
const WHOLE_PAGE: &str = include_str!("../testdata/visible-page/chrome-around-el.txt");
const HEADER: &str = include_str!("../testdata/header/keys-en.txt");
const BODY: &str = include_str!("../testdata/body-only/paragraphs-en.txt");

#[divan::bench(args = ["schema-article", "visible-page", "header", "body-only"])]
fn page(bencher: Bencher, layout: &str) {
    let text = match layout {
        "schema-article" => PAGE,
        "visible-page" => WHOLE_PAGE,
        "header" => HEADER,
        _ => BODY,
    };
    parse(bencher, text);
}

/// The family in eleven languages, each page brought to about 4 KB.
#[divan::bench]
fn family_of_4_kb(bencher: Bencher) {
    let pages: Vec<String> =
        family::pages().iter().enumerate().map(|(k, page)| family::dump(page, k)).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let parser = Parser::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for page in &pages {
            black_box(parser.parse(black_box(page)));
        }
    });
}

/// Whole pages in several languages, of a few KB each.
#[divan::bench]
fn whole_pages(bencher: Bencher) {
    let pages = whole::pages();
    let pages: Vec<String> = pages.iter().enumerate().map(|(k, it)| whole::page(it, k)).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let parser = Parser::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for page in &pages {
            black_box(parser.parse(black_box(page)));
        }
    });
}

const LINES: [usize; 2] = [100_000, 1_000_000];

/// Both sizes are larger than the caches of a processor.
#[divan::bench(args = [1_000_000, 10_000_000], sample_count = 5)]
fn one_huge_block(bencher: Bencher, units: usize) {
    parse(bencher, &"All of it is one line. ".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 9)]
fn short_lines(bencher: Bencher, units: usize) {
    let text: String = (0..units).map(|i| format!("line {i}\n")).collect();
    parse(bencher, &text);
}

#[divan::bench(args = LINES, sample_count = 9)]
fn equal_lines(bencher: Bencher, units: usize) {
    parse(bencher, &"the same\n".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 9)]
fn timestamps(bencher: Bencher, units: usize) {
    parse(bencher, &"2023-03-06T08:20+0000\n".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 9)]
fn glued_timestamps(bencher: Bencher, units: usize) {
    parse(bencher, &"2023-03-06T08:20+0000".repeat(units));
}

#[divan::bench(args = [10_000, 100_000], sample_count = 5)]
fn paragraphs(bencher: Bencher, units: usize) {
    let paragraph =
        |k| format!("The harbour master {k} said that the pier would open. Ships wait.\n\n");
    parse(bencher, &(0..units).map(paragraph).collect::<String>());
}

#[divan::bench(args = LINES, sample_count = 9)]
fn mail_addresses(bencher: Bencher, units: usize) {
    parse(bencher, &"Post desk@post.example +3725551234\n".repeat(units));
}

fn parse(bencher: Bencher, text: &str) {
    let parser = Parser::new();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        black_box(parser.parse(black_box(text)));
    });
}
