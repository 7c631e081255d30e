//! An explanation for a terminal: a table of lines with a coloured gutter, and the fields below it.
//!
//! Styles are always written; the caller strips them where they are not wanted.

use super::columns::{fit, pad, width};
use super::{Became, Explanation, Family, Field, Score, Span, rows};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::ops::RangeInclusive;

/// How much is shown.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub columns: usize,
    /// The lines of the file that are shown.
    pub lines: RangeInclusive<usize>,
    /// At most so many rows.
    pub most: usize,
}

/// Narrower than this nothing can be aligned.
const NARROWEST: usize = 60;
/// The width of the column that names the property.
const PROPERTY: usize = 19;
/// The width of the names of fields.
const FIELD: usize = 21;

/// Writes an explanation.
///
/// # Errors
/// Those of the writer.
pub fn write(it: &Explanation<'_>, look: &Look, to: &mut impl Write) -> io::Result<()> {
    let columns = look.columns.max(NARROWEST);
    head(it, columns, to)?;
    table(it, &Look { columns, ..look.clone() }, to)?;
    fields(it, columns, to)?;
    tail(it, columns, to)
}

fn head(it: &Explanation<'_>, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let bold = Style::new().bold();
    let layout = format!("layout {}, {}", it.layout, it.place.encoding);
    writeln!(to, "{bold}{}{bold:#}", fit(&it.place.id, columns))?;
    writeln!(to, "{}", fit(&layout, columns))?;
    for note in &it.notes {
        wrapped("", note, columns, to)?;
    }
    writeln!(to)
}

fn table(it: &Explanation<'_>, look: &Look, to: &mut impl Write) -> io::Result<()> {
    let last = it.spans.last().map_or(1, |span| span.line + span.text.lines().count());
    let number = last.to_string().len().max(4);
    let mut shown = 0;
    let mut before = 0;
    for span in it.spans.iter().filter(|span| span.line <= *look.lines.end()) {
        for (k, (line, text)) in rows(span).enumerate() {
            if !look.lines.contains(&line) {
                continue;
            }
            shown += 1;
            if shown > look.most {
                let range = format!("--lines {line}-{last}");
                return writeln!(to, "{}\n", fit(&format!("… more lines: {range}"), look.columns));
            }
            let label = if line == before { String::new() } else { line.to_string() };
            before = line;
            let dim = Style::new().dimmed();
            write!(to, "{dim}{label:>number$}{dim:#} ")?;
            let first = (k == 0).then_some(span);
            row(span.property, text, first, (number + 1, look.columns - number - 1), to)?;
        }
    }
    writeln!(to)
}

/// The gutter, the text, and behind or below it what it became and why.
fn row(
    property: crate::property::Property,
    text: &str,
    span: Option<&Span<'_>>,
    (columns_before, columns): (usize, usize),
    to: &mut impl Write,
) -> io::Result<()> {
    let style = style(Family::of(property));
    let gutter = span.map_or("", |_| property.as_str());
    write!(to, "{style}▌{}{style:#} ", pad(gutter, PROPERTY.min(columns / 3)))?;
    let room = columns - PROPERTY.min(columns / 3) - 2;
    let why = span.map(why).unwrap_or_default();
    let wide = if room >= 70 { (room / 2).max(36) } else { room };
    let (text, why) = if why.is_empty() {
        (fit(text, room), Vec::new())
    } else if wide < room {
        (pad(text, wide), words(&why, room - wide - 2))
    } else {
        (fit(text, room), words(&why, room - 2))
    };
    write!(to, "{text}")?;
    behind(&why, &Columns { all: columns + columns_before, room, wide }, to)
}

/// Where what is said of a row goes.
struct Columns {
    /// Of the terminal.
    all: usize,
    /// For the text and what is said of it.
    room: usize,
    /// For the text alone.
    wide: usize,
}

/// What is said of a row: beside its text where there is room, else below it.
fn behind(why: &[String], at: &Columns, to: &mut impl Write) -> io::Result<()> {
    let dim = Style::new().dimmed();
    let beside = at.wide < at.room;
    let indent = " ".repeat(at.all - at.room + if beside { at.wide + 2 } else { 2 });
    for (k, line) in why.iter().enumerate() {
        if k == 0 && beside {
            write!(to, "  {dim}{line}{dim:#}")?;
        } else {
            write!(to, "\n{indent}{dim}{line}{dim:#}")?;
        }
    }
    writeln!(to)
}

/// What a span became, by which rule, and how close it was.
pub(super) fn why(span: &Span<'_>) -> String {
    let became: Vec<String> = span.became.iter().map(became).collect();
    let became =
        if became.is_empty() { String::new() } else { format!("→ {}; ", became.join(", ")) };
    let score = span.score.as_ref().map(score).unwrap_or_default();
    format!("{became}{}{score}", span.reason)
}

fn became(it: &Became) -> String {
    match &it.value {
        Some(value) => format!("{} {}", it.field, super::fields::brief(value)),
        None => it.field.to_owned(),
    }
}

pub(super) fn score(it: &Score) -> String {
    let mut said = String::new();
    if let Some(weight) = it.weight {
        said.push_str(&format!(", weight {weight}"));
        if !it.facts.is_empty() {
            said.push_str(&format!(" ({})", it.facts.join(" ")));
        }
    }
    if let Some(next) = &it.runner_up {
        said.push_str(&format!(", next {} {} behind", next.property, next.behind));
    }
    said
}

fn fields(it: &Explanation<'_>, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(to, "{bold}Fields{bold:#}")?;
    for field in it.fields.iter().filter(|field| field.missing.is_none()) {
        filled(field, columns, to)?;
    }
    writeln!(to, "\n{bold}Missing{bold:#}")?;
    missing(it, columns, to)
}

/// One reason a paragraph: first those of one field, then those that many share.
fn missing(it: &Explanation<'_>, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for field in &it.fields {
        let Some(missing) = &field.missing else { continue };
        let at = lines(&missing.lines);
        let at = if at.is_empty() { at } else { format!(" ({at})") };
        let why = format!("{}{at}", missing.why);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, fields)) => fields.push(field.name),
            None => reasons.push((why, vec![field.name])),
        }
    }
    reasons.sort_by_key(|(_, fields)| fields.len() > 1);
    for (why, fields) in reasons {
        match fields.as_slice() {
            [field] => wrapped(&format!("  {}", pad(field, FIELD)), &why, columns, to)?,
            many => {
                wrapped("  ", &many.join(", "), columns, to)?;
                wrapped(&" ".repeat(FIELD + 2), &why, columns, to)?;
            }
        }
    }
    Ok(())
}

fn filled(field: &Field, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let sure = field.confidence.map_or("    ".to_owned(), |share| format!("{share:.2}"));
    let at = lines(&field.lines);
    let room = columns.saturating_sub(FIELD + 9 + width(&at)).max(10);
    let value = field.values.join(" · ");
    write!(to, "  {}{sure}  {}", pad(field.name, FIELD), pad(&value, room))?;
    let dim = Style::new().dimmed();
    writeln!(to, " {dim}{at}{dim:#}")?;
    let warn = AnsiColor::Red.on_default();
    for conflict in &field.conflicts {
        let text = fit(&format!("but {conflict}"), columns - FIELD - 8);
        writeln!(to, "{}{warn}{text}{warn:#}", " ".repeat(FIELD + 8))?;
    }
    Ok(())
}

/// `line 3`, or `lines 3, 5 …`.
pub(super) fn lines(lines: &[usize]) -> String {
    let named: Vec<String> = lines.iter().take(3).map(ToString::to_string).collect();
    let more = if lines.len() > 3 { " …" } else { "" };
    match lines.len() {
        0 => String::new(),
        1 => format!("line {}", named.join(", ")),
        _ => format!("lines {}{more}", named.join(", ")),
    }
}

fn tail(it: &Explanation<'_>, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let bold = Style::new().bold();
    if !it.warnings.is_empty() {
        writeln!(to, "\n{bold}Warnings{bold:#}")?;
    }
    for warning in &it.warnings {
        let line = warning.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        wrapped("  ", &format!("{}{line}: {}", warning.code, warning.message), columns, to)?;
    }
    let share = 100.0 * it.unknown.bytes as f64 / it.unknown.of.max(1) as f64;
    writeln!(
        to,
        "\nUnknown: {} of {} bytes ({share:.1} %), {} spans",
        it.unknown.bytes, it.unknown.of, it.unknown.spans
    )
}

/// A sentence over as many lines as it needs, each below the end of `name`.
fn wrapped(name: &str, text: &str, columns: usize, to: &mut impl Write) -> io::Result<()> {
    let indent = width(name);
    let room = columns.saturating_sub(indent).max(20);
    for (k, line) in words(text, room).iter().enumerate() {
        let lead = if k == 0 { name.to_owned() } else { " ".repeat(indent) };
        writeln!(to, "{lead}{line}")?;
    }
    Ok(())
}

/// A text broken between its words; a word that is too long is cut.
fn words(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| fit(line, room)).collect()
}

fn style(family: Family) -> Style {
    match family {
        Family::Address => AnsiColor::Cyan.on_default(),
        Family::Title => AnsiColor::Magenta.on_default().bold(),
        Family::Date => AnsiColor::Blue.on_default().bold(),
        Family::People => AnsiColor::Green.on_default().bold(),
        Family::Topic => AnsiColor::Yellow.on_default(),
        Family::Body => AnsiColor::Green.on_default(),
        Family::Media => AnsiColor::BrightMagenta.on_default(),
        Family::Other => AnsiColor::BrightBlue.on_default(),
        Family::Furniture | Family::Mark => Style::new().dimmed(),
        Family::Unknown => AnsiColor::Red.on_default().bold(),
    }
}
