//! `unscrape explain`: one page, line by line, for people and for programs.

use super::advice::{Reads, complain};
use super::opening::opening;
use super::subject::{Subject, Wanted};
use super::{Status, say, size};
use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter, Write};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use unscrape::Parser;
use unscrape::corpus::{self, Held, Html, Opening, Stated, is_html, jsonl};
use unscrape::error::Error;
use unscrape::explain::{self, Explanation, Place, html, terminal};
use unscrape::pages;
use unscrape::text::{self, Content, Decoded};

const EXAMPLES: &str = "\
Examples:
  unscrape explain dumps/a.txt
      why each line is what it is, and why a field is missing
  unscrape explain dumps/many.txt#3
      the third page of a file that holds several
  unscrape explain crawl.jsonl.zst#120
      the 120th page of a container; WARC, Parquet, tar and zip as well
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
    /// The dump, named as its record is: FILE, FILE#2 for its second page, FILE.tar/MEMBER, FILE.warc.gz#ID; - is standard
    /// input
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

    /// The field or column that holds a page's text; may be repeated, the first that does is taken
    #[arg(long, value_name = "NAME")]
    text_field: Vec<String>,

    /// Flatten HTML first
    #[arg(long)]
    html: bool,

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
            complain(&error, Reads::Dump);
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
    let wanted = Wanted::new(&arguments.file, arguments.page);
    let limit = READ.max(arguments.max_page_size);
    let opening = opening(&arguments.text_field, arguments.html, Some(limit));
    let mut damaged = false;
    let mut complain = |error: &Error| {
        damaged = true;
        say(error);
    };
    let subject = wanted.read(&opening, limit, &mut complain)?;
    let page = Page { arguments, wanted: &wanted, parser: &parser, opening: &opening };
    page.show(&subject)?;
    Ok(if damaged { Status::Incomplete } else { Status::Success })
}

/// A page, and how it is to be shown.
struct Page<'p> {
    arguments: &'p Arguments,
    wanted: &'p Wanted,
    parser: &'p Parser,
    opening: &'p Opening,
}

impl Page<'_> {
    fn show(&self, subject: &Subject) -> Result<(), Error> {
        match &subject.holds {
            Held::Dump if is_html(&subject.bytes) => self.bytes(subject, 1, &Stated::default()),
            Held::Dump => match text::read(&subject.bytes) {
                Content::Text(decoded) => {
                    let it = page(self.arguments, self.wanted, self.parser, subject, &decoded)?;
                    show(self.arguments, &it)
                }
                Content::Binary => self.unread(subject, 1, "the file holds no text"),
            },
            Held::Line(number) => self.line(subject, *number),
            Held::Page(origin) => self.bytes(subject, origin.number, &origin.stated),
            Held::Nothing(why) => self.unread(subject, 1, why),
        }
    }

    /// A line of JSON, with all that it states.
    fn line(&self, subject: &Subject, number: u64) -> Result<(), Error> {
        let line = String::from_utf8_lossy(&subject.bytes);
        match jsonl::read(line.trim(), self.opening) {
            Ok(jsonl::Line { text: Some(text), stated }) => {
                self.text(subject, number, (&text, "utf-8"), &stated)
            }
            Ok(_) => self.unread(subject, number, "the object has no text (--text-field names it)"),
            Err(what) => self.unread(subject, number, &format!("the line is no JSON: {what}")),
        }
    }

    fn bytes(&self, subject: &Subject, number: u64, stated: &Stated<'_>) -> Result<(), Error> {
        match text::read(&subject.bytes) {
            Content::Text(it) => self.text(subject, number, (&it.text, it.encoding), stated),
            Content::Binary => self.unread(subject, number, "the record holds no text"),
        }
    }

    /// A page that its container bounds, with what it states.
    fn text(
        &self,
        subject: &Subject,
        number: u64,
        (text, encoding): (&str, &str),
        stated: &Stated<'_>,
    ) -> Result<(), Error> {
        let flat = match (is_html(text.as_bytes()), self.opening.html) {
            (false, _) => None,
            (true, Html::Flatten) => corpus::flatten(text),
            (true, Html::Say) => return self.unread(subject, number, HTML),
        };
        let text = flat.as_deref().unwrap_or(text);
        let most = usize::try_from(self.arguments.max_page_size).unwrap_or(usize::MAX);
        let shown = if text.len() > most { cut(text, most) } else { text };
        let mut place = self.place(subject, number, encoding);
        if let Some(id) = stated.id.as_ref().filter(|_| !matches!(subject.holds, Held::Dump)) {
            place.id = format!("{}#{id}", subject.name);
        }
        let mut it = explain::explain_stated(self.parser, shown, place, stated);
        let names = stated.names();
        if !names.is_empty() {
            it.notes.push(format!("no line but the container states {}", names.join(", ")));
        }
        if shown.len() < text.len() {
            it.notes.push(only(shown.len(), text.len()));
        }
        show(self.arguments, &it)
    }

    fn unread(&self, subject: &Subject, number: u64, why: &str) -> Result<(), Error> {
        let place = self.place(subject, number, "binary");
        show(self.arguments, &explain::unread(place, why))
    }

    fn place(&self, subject: &Subject, number: u64, encoding: &str) -> Place {
        let Subject { name, holds, .. } = subject;
        let id = match (&self.wanted.which, holds) {
            (_, Held::Dump) | (None, Held::Nothing(_)) => name.clone(),
            (Some(which), _) => format!("{name}#{which}"),
            (None, _) => format!("{name}#{number}"),
        };
        let page = usize::try_from(number).unwrap_or(usize::MAX);
        Place { id, page, pages: page, encoding: encoding.to_owned(), first_line: 1 }
    }
}

/// What is said of HTML.
const HTML: &str = "the page is HTML where text is expected (--html flattens it first)";

/// What is said of a page that is too long.
fn only(shown: usize, of: usize) -> String {
    format!("only the first {shown} of {of} bytes of the page were looked at (--max-page-size)")
}

fn page<'d>(
    arguments: &Arguments,
    wanted: &Wanted,
    parser: &Parser,
    file: &Subject,
    decoded: &'d Decoded<'_>,
) -> Result<Explanation<'d>, Error> {
    let ranges = pages::split(&decoded.text).pages;
    let which = wanted.which.as_deref().unwrap_or("1");
    let (count, number) = (ranges.len(), which.parse().unwrap_or(0_usize));
    let range = number.checked_sub(1).and_then(|k| ranges.get(k)).cloned();
    let Some(range) = range else {
        let found = if file.whole { "" } else { " in the part that was read" };
        let reason = format!("there is no page {which}; pages{found}: {count}");
        return Err(Error::Page { path: wanted.path.clone(), reason });
    };
    let mut text = &decoded.text[range.clone()];
    let mut notes = notes(file, wanted, count, number);
    let most = usize::try_from(arguments.max_page_size).unwrap_or(usize::MAX);
    if text.len() > most {
        let cut = cut(text, most);
        notes.push(only(cut.len(), text.len()));
        text = cut;
    }
    let id = if count > 1 { format!("{}#{number}", file.name) } else { file.name.clone() };
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

fn notes(file: &Subject, wanted: &Wanted, count: usize, number: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if !file.whole {
        notes.push(format!(
            "the file is longer than {} and only its beginning was read; convert leaves such a file unread unless \
            --max-page-size or --ledger is given",
            indicatif::BinaryBytes(file.bytes.len() as u64)
        ));
    }
    if count > 1 && wanted.which.is_none() {
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
