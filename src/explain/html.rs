//! An explanation as a page for a browser. It can be read without its script, which only highlights.

use super::terminal::{lines, score};
use super::{Explanation, Family, Field, Span, rows};
use crate::html::{Escaped, Shell};
use std::fmt::{self, Display};
use std::io::{self, Write};
use std::ops::RangeInclusive;

/// Writes an explanation: of its lines those in the range, and at most so many.
///
/// # Errors
/// Those of the writer.
pub fn write(
    it: &Explanation<'_>,
    shown: &RangeInclusive<usize>,
    most: usize,
    to: &mut impl Write,
) -> io::Result<()> {
    let title = format!("{} explained", it.place.id);
    let style = include_str!("page.css");
    let shell = Shell { title: &title, style, script: include_str!("page.js") };
    shell.write(to, |to| {
        head(it, to)?;
        to.write_all(b"<div class=\"columns\">\n")?;
        fields(it, to)?;
        table(it, shown, most, to)?;
        to.write_all(b"</div>\n")
    })
}

fn head(it: &Explanation<'_>, to: &mut impl Write) -> io::Result<()> {
    let share = 100.0 * it.unknown.bytes as f64 / it.unknown.of.max(1) as f64;
    writeln!(to, "<header>\n<h1>{}</h1>", Escaped(&it.place.id))?;
    writeln!(
        to,
        "<p class=\"quiet\">layout <b>{}</b>, {}, page {} of {}, {share:.1} % of {} bytes unknown</p>",
        Escaped(&it.layout),
        Escaped(&it.place.encoding),
        it.place.page,
        it.place.pages,
        it.unknown.of
    )?;
    for note in &it.notes {
        writeln!(to, "<p class=\"bad\">{}</p>", Escaped(note))?;
    }
    for warning in &it.warnings {
        let line = warning.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        let (code, message) = (Escaped(&warning.code), Escaped(&warning.message));
        writeln!(to, "<p class=\"bad\"><b>{code}</b>{line}: {message}</p>")?;
    }
    writeln!(to, "</header>")
}

fn fields(it: &Explanation<'_>, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "<nav aria-label=\"fields of the record\">\n<h2>Fields</h2>")?;
    writeln!(
        to,
        "<p class=\"quiet hint\">Choose a field to see its lines. <kbd>n</kbd> next, <kbd>p</kbd> previous, <kbd>Esc</kbd> none.</p>\n<ul>"
    )?;
    it.fields.iter().filter(|field| field.missing.is_none()).try_for_each(|it| filled(it, to))?;
    writeln!(to, "</ul>\n<h2>Missing</h2>\n<ul>")?;
    it.fields.iter().try_for_each(|field| missing(field, to))?;
    writeln!(to, "</ul>\n</nav>")
}

fn filled(field: &Field, to: &mut impl Write) -> io::Result<()> {
    let value: String = field.values.join(" · ").chars().take(240).collect();
    let sure = field.confidence.map(|share| format!("{share:.2}")).unwrap_or_default();
    writeln!(
        to,
        "<li><button type=\"button\" class=\"chip\" data-field=\"{name}\" aria-pressed=\"false\">{name}</button>\
        <span class=\"sure\" title=\"confidence\">{sure}</span> <span class=\"at quiet\">{}</span>\
        <div class=\"value\" dir=\"auto\">{}</div>",
        lines(&field.lines),
        Escaped(&value),
        name = field.name,
    )?;
    for conflict in &field.conflicts {
        writeln!(to, "<div class=\"bad\">but {}</div>", Escaped(conflict))?;
    }
    writeln!(to, "</li>")
}

fn missing(field: &Field, to: &mut impl Write) -> io::Result<()> {
    let Some(missing) = &field.missing else { return Ok(()) };
    write!(to, "<li><span class=\"gone\">{}</span> <span class=\"at\">", field.name)?;
    for line in &missing.lines {
        write!(to, "<a href=\"#L{line}\">{line}</a> ")?;
    }
    writeln!(to, "</span><div class=\"quiet\">{}</div></li>", Escaped(&missing.why))
}

fn table(
    it: &Explanation<'_>,
    shown: &RangeInclusive<usize>,
    most: usize,
    to: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        to,
        "<main>\n<table>\n<caption class=\"quiet\">Every line, what it is, what it became and why</caption>\n\
        <thead><tr><th scope=\"col\">Line</th><th scope=\"col\">Property</th><th scope=\"col\">Text</th>\
        <th scope=\"col\">Why</th></tr></thead>\n<tbody>"
    )?;
    let (mut written, mut before) = (0, 0);
    for span in &it.spans {
        for (line, text) in rows(span).filter(|(line, _)| shown.contains(line)) {
            written += 1;
            if written > most {
                writeln!(
                    to,
                    "<tr><td colspan=\"4\">… more lines from {line} on: --lines</td></tr>"
                )?;
                return writeln!(to, "</tbody>\n</table>\n</main>");
            }
            row(span, line, line != before, text, to)?;
            before = line;
        }
    }
    writeln!(to, "</tbody>\n</table>\n</main>")
}

fn row(
    span: &Span<'_>,
    line: usize,
    first: bool,
    text: &str,
    to: &mut impl Write,
) -> io::Result<()> {
    let became: Vec<&str> = span.became.iter().map(|it| it.field).collect();
    let anchor = if first { format!(" id=\"L{line}\"") } else { String::new() };
    let label = if first { line.to_string() } else { String::new() };
    writeln!(
        to,
        "<tr{anchor} class=\"{}\" data-became=\"{}\"><td class=\"n\">{label}</td><td class=\"p\">{}</td>\
        <td class=\"t\" dir=\"auto\">{}</td><td class=\"w\">{}</td></tr>",
        Family::of(span.property).name(),
        became.join(" "),
        span.property,
        Escaped(text),
        Why(span),
    )
}

/// What a span became and why.
struct Why<'s, 'a>(&'s Span<'a>);

impl Display for Why<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for it in &self.0.became {
            write!(f, "<b>{}</b> ", it.field)?;
            if let Some(value) = &it.value {
                write!(f, "<span class=\"value\" dir=\"auto\">{}</span> ", Escaped(value))?;
            }
        }
        let score = self.0.score.as_ref().map(score).unwrap_or_default();
        write!(f, "<span class=\"quiet\">{}{}</span>", Escaped(self.0.reason), Escaped(&score))
    }
}
