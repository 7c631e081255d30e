//! `unscrape explain`: one page, line by line, for people and for programs.

use super::{Status, say, size};
use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use unscrape::Parser;
use unscrape::error::Error;
use unscrape::explain::{self, Explanation, Place, html, terminal};
use unscrape::text::{self, Content, Decoded};
use unscrape::{corpus, pages, records};

const EXAMPLES: &str = "\
Examples:
  unscrape explain dumps/a.txt
      why each line is what it is, and why a field is missing
  unscrape explain dumps/many.txt#3
      the third page of a file that holds several
  unscrape explain dumps/a.txt --format html > a.html
      the same for a browser
  unscrape explain dumps/a.txt --format json | jq '.fields[] | select(.missing)'";

/// Show what every line of a dump became and why, and why a field is missing
///
/// One page at a time. Above: each line with its property, the field it went to, the rule that decided it, and where the
/// layout keeps scores, how far the next best property was behind. Below: the fields of the record with their confidence,
/// what speaks against them, and for each missing one why it is missing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The dump: plain, gzip or zstd; FILE#2 is its second page, - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Which page of a file that holds several
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,

    /// Show only these lines of the file: 40, 40-80, 40-
    #[arg(long, value_name = "A-B", value_parser = lines)]
    lines: Option<RangeInclusive<usize>>,

    /// For people in a terminal, for programs, or for a browser (one file that loads nothing)
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,

    /// Whether to use colours; `auto` does in a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    color: Colour,

    /// So many columns; without it those of the terminal, else 100
    #[arg(long, value_name = "N")]
    width: Option<usize>,

    /// Look at no more than SIZE of a page, such as 500kB, 8MiB; what is left out is said
    #[arg(long, value_name = "SIZE", default_value = "8MiB", value_parser = size::parse)]
    max_page_size: u64,

    /// Try the layout in FILE before those that are built in; may be repeated
    #[arg(long, value_name = "FILE.toml")]
    layout: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Terminal,
    Json,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Pages are looked for in so many bytes of a file; as much as convert reads of a file without being asked to.
const READ: u64 = 64 << 20;

/// So many rows are shown where no lines were asked for.
const MOST_ROWS: usize = 2000;

/// Columns where there is no terminal.
const COLUMNS: usize = 100;

fn lines(text: &str) -> Result<RangeInclusive<usize>, String> {
    let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no line number"));
    match text.split_once('-') {
        None => number(text).map(|line| line..=line),
        Some((from, "")) => Ok(number(from)?..=usize::MAX),
        Some((from, to)) => Ok(number(from)?..=number(to)?),
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    match explain(arguments) {
        Ok(status) => status,
        Err(error) if error.is_broken_pipe() => Status::Success,
        Err(error) => {
            say(&error);
            match error {
                Error::Read { .. } | Error::Page { .. } => Status::Incomplete,
                Error::Layout { .. } => Status::Usage,
                _ => Status::Internal,
            }
        }
    }
}

fn explain(arguments: &Arguments) -> Result<Status, Error> {
    let parser = super::layouts::parser(&arguments.layout)?;
    let wanted = Wanted::new(arguments);
    let file = Bytes::read(&wanted.path, READ.max(arguments.max_page_size))?;
    let id = corpus::Name::of(&wanted.path).text;
    let id = if wanted.path == Path::new("-") { "-".to_owned() } else { id };
    match text::read(&file.bytes) {
        Content::Text(decoded) => {
            let it = page(arguments, &wanted, &parser, &file, &decoded, id)?;
            show(arguments, &it)?;
        }
        Content::Binary => {
            let place = Place { id, page: 1, pages: 1, encoding: "binary".into(), first_line: 1 };
            show(arguments, &explain::unread(place, "the file holds no text"))?;
        }
    }
    Ok(Status::Success)
}

/// Which page of which file.
struct Wanted {
    path: PathBuf,
    page: Option<usize>,
}

impl Wanted {
    /// `file#2` is page 2 of `file`, unless there is a file of that very name.
    fn new(arguments: &Arguments) -> Self {
        let page = arguments.page.map(|page| page as usize);
        let path = arguments.file.clone();
        let named = path.to_str().filter(|_| !path.exists()).and_then(|text| text.rsplit_once('#'));
        match named.and_then(|(path, page)| Some((path, page.parse::<usize>().ok()?))) {
            Some((path, number)) => Wanted { path: path.into(), page: page.or(Some(number)) },
            None => Wanted { path, page },
        }
    }
}

/// What was read of a file.
struct Bytes {
    bytes: Vec<u8>,
    whole: bool,
}

impl Bytes {
    fn read(path: &Path, limit: u64) -> Result<Bytes, Error> {
        let mut bytes = Vec::new();
        let from = if path == Path::new("-") {
            records::plain(io::stdin().lock())
        } else {
            File::open(path).and_then(records::plain)
        };
        let read = from.and_then(|from| from.take(limit + 1).read_to_end(&mut bytes));
        let path = if path == Path::new("-") { "standard input".into() } else { path.to_owned() };
        read.map_err(|source| Error::Read { path, source })?;
        let whole = bytes.len() as u64 <= limit;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(Bytes { bytes, whole })
    }
}

fn page<'d>(
    arguments: &Arguments,
    wanted: &Wanted,
    parser: &Parser,
    file: &Bytes,
    decoded: &'d Decoded<'_>,
    id: String,
) -> Result<Explanation<'d>, Error> {
    let ranges = pages::split(&decoded.text).pages;
    let (count, number) = (ranges.len(), wanted.page.unwrap_or(1));
    let range = number.checked_sub(1).and_then(|k| ranges.get(k)).cloned();
    let Some(range) = range else {
        let found = if file.whole { "" } else { " in the part that was read" };
        let reason = format!("there is no page {number}; pages{found}: {count}");
        return Err(Error::Page { path: wanted.path.clone(), reason });
    };
    let mut text = &decoded.text[range.clone()];
    let mut notes = notes(file, wanted, count, number);
    let most = usize::try_from(arguments.max_page_size).unwrap_or(usize::MAX);
    if text.len() > most {
        let cut = cut(text, most);
        notes.push(format!(
            "only the first {} of {} bytes of the page were looked at (--max-page-size)",
            cut.len(),
            text.len()
        ));
        text = cut;
    }
    let id = if count > 1 { format!("{id}#{number}") } else { id };
    let first_line = explain::first_line(&decoded.text, range.start);
    let encoding = decoded.encoding.to_owned();
    let place = Place { id, page: number, pages: count, encoding, first_line };
    let mut it = explain::explain(parser, text, place);
    it.notes = notes;
    if number == 1 {
        it.warnings.splice(0..0, decoded.warnings.iter().cloned());
    }
    Ok(it)
}

fn notes(file: &Bytes, wanted: &Wanted, count: usize, number: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if !file.whole {
        notes.push(format!(
            "the file is longer than {} and only its beginning was read; convert leaves such a file unread unless \
            --max-page-size or --ledger is given",
            indicatif::BinaryBytes(file.bytes.len() as u64)
        ));
    }
    if count > 1 && wanted.page.is_none() {
        notes.push(format!("page {number} of {count}; --page 2 shows the next"));
    }
    notes
}

/// The beginning of a text, up to the end of a line where there is one.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = &text[..end];
    part.rfind('\n').map_or(part, |at| &part[..=at])
}

fn show(arguments: &Arguments, it: &Explanation<'_>) -> Result<(), Error> {
    let fail = |source| Error::Write { path: "standard output".into(), source };
    let stream = AutoStream::new(io::stdout().lock(), colours(arguments));
    let mut to = BufWriter::with_capacity(1 << 16, stream);
    let lines = arguments.lines.clone().unwrap_or(1..=usize::MAX);
    let most = if arguments.lines.is_some() { usize::MAX } else { MOST_ROWS };
    match arguments.format {
        Format::Json => json(it, &lines, &mut to).map_err(fail)?,
        Format::Html => html::write(it, &lines, most, &mut to).map_err(fail)?,
        Format::Terminal => {
            let columns = arguments.width.unwrap_or_else(columns);
            let look = terminal::Look { columns, lines, most };
            terminal::write(it, &look, &mut to).map_err(fail)?;
        }
    }
    to.flush().map_err(fail)
}

fn json(
    it: &Explanation<'_>,
    lines: &RangeInclusive<usize>,
    to: &mut impl Write,
) -> io::Result<()> {
    let mut it = it.clone();
    it.spans.retain(|span| lines.contains(&span.line));
    serde_json::to_writer_pretty(&mut *to, &it)?;
    writeln!(to)
}

/// What to do about styles. Only the terminal's form has any.
fn colours(arguments: &Arguments) -> ColorChoice {
    match (arguments.format, arguments.color) {
        (Format::Json | Format::Html, _) | (_, Colour::Always) => ColorChoice::AlwaysAnsi,
        (_, Colour::Never) => ColorChoice::Never,
        (_, Colour::Auto) => AutoStream::choice(&io::stdout()),
    }
}

fn columns() -> usize {
    terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_ranges() {
        assert_eq!(lines("40"), Ok(40..=40));
        assert_eq!(lines("40-80"), Ok(40..=80));
        assert_eq!(lines("40-"), Ok(40..=usize::MAX));
        assert!(lines("a-b").is_err() && lines("-3").is_err());
    }

    #[test]
    fn a_page_is_cut_at_a_line() {
        assert_eq!(cut("one\ntwo\nthree", 9), "one\ntwo\n");
        assert_eq!(cut("ééé", 3), "é");
    }
}
