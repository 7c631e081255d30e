//! The parser alone: bytes a second on the family's shape, and how time grows with input that is made to be slow.
//!
//! `cargo bench --bench parse`. Growth is a ratio within one run: the same shape at ten times the size should take ten
//! times as long.

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

/// The family's page with a body of 20 times the length: few lines, many bytes.
#[divan::bench]
fn long_body(bencher: Bencher) {
    let longest = PAGE.lines().max_by_key(|line| line.len()).unwrap_or("");
    parse(bencher, &PAGE.replace(longest, &longest.repeat(20)));
}

const LINES: [usize; 2] = [100_000, 1_000_000];

#[divan::bench(args = LINES, sample_count = 3)]
fn one_huge_block(bencher: Bencher, units: usize) {
    parse(bencher, &"All of it is one line. ".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 3)]
fn short_lines(bencher: Bencher, units: usize) {
    let text: String = (0..units).map(|i| format!("line {i}\n")).collect();
    parse(bencher, &text);
}

#[divan::bench(args = LINES, sample_count = 3)]
fn equal_lines(bencher: Bencher, units: usize) {
    parse(bencher, &"the same\n".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 3)]
fn timestamps(bencher: Bencher, units: usize) {
    parse(bencher, &"2023-03-06T08:20+0000\n".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 3)]
fn glued_timestamps(bencher: Bencher, units: usize) {
    parse(bencher, &"2023-03-06T08:20+0000".repeat(units));
}

#[divan::bench(args = LINES, sample_count = 3)]
fn mail_addresses(bencher: Bencher, units: usize) {
    parse(bencher, &"Post desk@post.example +3725551234\n".repeat(units));
}

fn parse(bencher: Bencher, text: &str) {
    let parser = Parser::new();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        black_box(parser.parse(black_box(text)));
    });
}
