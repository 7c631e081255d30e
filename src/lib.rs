//! Flat text dumps of web pages back into structured records.
//!
//! Tools such as newspaper3k, trafilatura, BeautifulSoup, html2text, lynx or w3m go from HTML to text. This crate goes
//! back: from the text alone to url, headline, dates, authors, keywords, body and the rest, with every byte of the text
//! in exactly one labelled span.
//!
//! [`Parser::parse`] takes the text of one page and always gives a [`Recovery`]: the [`record`](record::Record), the
//! [`labelling`](labelling::Labelling) that says what each span of the text is and why, and
//! [`warnings`](warning::Warning). Parsing does not fail: a field that the text does not hold is `None` or empty, and
//! damage is a warning.
//!
//! ```
//! use unscrape::Parser;
//!
//! let dump = "\
//! URL: https://harbour-post.example/20230914/pier-closed.html
//! Title: Pier Closed Until Friday
//! Date: 14 September 2023
//! Author: Ann Lee
//!
//! The north pier is closed until Friday. Please land at the south steps.
//! ";
//! let page = Parser::new().parse(dump);
//! assert_eq!(page.record.headline.as_deref(), Some("Pier Closed Until Friday"));
//! assert_eq!(page.record.published.as_deref(), Some("2023-09-14")); // a day, since the dump states no time
//! assert_eq!(page.record.authors, ["Ann Lee"]);
//! assert_eq!(page.record.layout, "header");
//!
//! // The spans follow each other without gap or overlap, so together they are the dump.
//! let labels = page.labelling.labels();
//! let spans: String = labels.iter().map(|label| &dump[label.start..label.end]).collect();
//! assert_eq!(spans, dump);
//! let headline = labels.iter().find(|label| label.property.as_str() == "headline").unwrap();
//! assert_eq!(&dump[headline.start..headline.end], "Pier Closed Until Friday");
//! assert!(!headline.reason.is_empty());
//! ```
//!
//! # From a file's bytes
//!
//! [`text::decode()`] turns bytes into text and says which encoding it found; its map leads from offsets in the text back
//! to offsets in the file. [`pages::split`] finds the pages where a file holds several.
//!
//! ```
//! use unscrape::{Parser, pages, text};
//!
//! let file = b"\xef\xbb\xbfURL: https://harbour-post.example/a\nStill.\n----\nURL: https://harbour-post.example/b\nWindy.\n";
//! let decoded = text::decode(file);
//! let parser = Parser::new(); // one for all pages and all threads
//! let urls: Vec<String> = pages::split(&decoded.text)
//!     .pages
//!     .into_iter()
//!     .filter_map(|range| Some(parser.parse(&decoded.text[range]).record.url?.into_owned()))
//!     .collect();
//! assert_eq!(urls, ["https://harbour-post.example/a", "https://harbour-post.example/b"]);
//! ```
//!
//! # A layout of your own
//!
//! [`Parser::layout`] adds a layout that is written in TOML; its documentation describes the file.
//!
//! # What else is here
//!
//! The modules above know no files. The program is built from those that do: [`corpus`] finds and reads dumps,
//! [`convert`] turns them into rows with a worker per thread, [`sink`] writes rows, [`ledger`] writes and checks the
//! proof that no byte was lost, and [`rebuild`](mod@rebuild) gives the dumps back from it.
#![warn(missing_docs)]

mod assemble;
pub mod bench;
pub mod check;
mod confidence;
pub mod convert;
pub mod corpus;
pub mod diff;
pub mod error;
pub mod explain;
pub mod fields;
pub mod html;
pub mod known;
pub mod labelling;
pub(crate) mod layout;
pub mod learn;
pub mod ledger;
pub(crate) mod line;
pub mod lock;
pub mod nearest;
pub mod pages;
pub mod parser;
pub mod property;
pub mod rebuild;
pub mod record;
pub mod records;
pub mod repair;
pub mod repairs;
pub(crate) mod scan;
pub mod score;
pub mod sink;
pub mod stats;
pub mod text;
pub mod warning;

pub use parser::{LayoutError, Parser, Recovery};
pub use scan::Facts;

/// The Rust of the README is compiled and run as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
