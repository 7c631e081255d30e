//! Statistics as a page for a browser.

use super::{Group, Groups, PRECISIONS, Stats, svg};
use crate::html::{Escaped, Shell};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Longer timelines are shown by year.
const MOST_MONTHS: usize = 120;

/// Writes the page: of every kind of group the largest, so many.
///
/// # Errors
/// Those of the writer.
pub fn write(it: &Stats, top: usize, to: &mut impl Write) -> io::Result<()> {
    let shell = Shell { title: "Records in figures", style: include_str!("page.css"), script: "" };
    shell.write(to, |to| {
        head(it, to)?;
        coverage("site", "By site", &it.sites, it, top, to)?;
        coverage("layout", "By layout", &it.layouts, it, top, to)?;
        coverage("language", "By language", &it.languages, it, top, to)?;
        coverage("year", "By year of publication", &it.years, it, top, to)?;
        timeline(it, to)?;
        lengths(it, to)?;
        precisions(it, to)?;
        warnings(&it.warnings, to)?;
        duplicates(it, to)
    })
}

fn head(it: &Stats, to: &mut impl Write) -> io::Result<()> {
    let sites = it.sites.sorted().iter().filter(|(name, _)| name.as_ref() != "(none)").count();
    let months = it.months.keys().next().zip(it.months.keys().next_back());
    writeln!(to, "<header>\n<h1>Records in figures</h1>\n<dl>")?;
    tile("records", &indicatif::HumanCount(it.records).to_string(), to)?;
    tile("sites", &indicatif::HumanCount(sites as u64).to_string(), to)?;
    if let Some((first, last)) = months {
        tile("published", &format!("{first} – {last}"), to)?;
    }
    tile("duplicate ids", &indicatif::HumanCount(it.duplicates.records).to_string(), to)?;
    if it.failed > 0 {
        tile("lines that are no records", &indicatif::HumanCount(it.failed).to_string(), to)?;
    }
    writeln!(to, "</dl>\n</header>\n<main>")
}

fn tile(name: &str, value: &str, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "<div class=\"tile\"><dt>{name}</dt><dd>{}</dd></div>", Escaped(value))
}

fn coverage(
    id: &str,
    title: &str,
    groups: &Groups,
    it: &Stats,
    top: usize,
    to: &mut impl Write,
) -> io::Result<()> {
    let sorted = groups.sorted();
    let mut rest = groups.others;
    for (_, group) in sorted.iter().skip(top) {
        rest.records += group.records;
        rest.filled.iter_mut().zip(group.filled).for_each(|(sum, count)| *sum += count);
    }
    let mut rows: Vec<(&str, &Group)> = vec![("all", &it.all)];
    rows.extend(sorted.iter().take(top).map(|(name, group)| (name.as_ref(), group)));
    if rest.records > 0 {
        rows.push(("(others)", &rest));
    }
    writeln!(
        to,
        "<section id=\"{id}\">\n<h2>{title}</h2>\n<p class=\"quiet\">Percent of the records that have each field.</p>\n<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\">"
    )?;
    svg::heat_map(title, &rows, to)?;
    writeln!(to, "</div>\n</section>")
}

fn timeline(it: &Stats, to: &mut impl Write) -> io::Result<()> {
    if it.months.is_empty() {
        return Ok(());
    }
    let months = span(&it.months);
    let by_year = months.len() > MOST_MONTHS;
    let bars = if by_year { years(&it.months) } else { months };
    let title = if by_year { "Published, by year" } else { "Published, by month" };
    plot(title, "Records by the date of publication.", &bars, to)
}

fn plot(title: &str, said: &str, bars: &[(String, u64)], to: &mut impl Write) -> io::Result<()> {
    writeln!(
        to,
        "<section>\n<h2>{title}</h2>\n<p class=\"quiet\">{said}</p>\n<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\">"
    )?;
    svg::bars(title, bars, to)?;
    writeln!(to, "</div>\n</section>")
}

/// Every month from the first to the last, also those without a record; those known alone where that would be too many.
fn span(months: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let number = |month: &String| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?.checked_sub(1)?)
    };
    let first = months.keys().find_map(number).unwrap_or(0);
    let last = months.keys().rev().find_map(number).unwrap_or(0);
    if last.saturating_sub(first) > MOST_MONTHS {
        return months
            .iter()
            .map(|(month, count)| (month.clone(), *count))
            .chain((0..=MOST_MONTHS).map(|_| Default::default()))
            .collect();
    }
    let named = (first..=last).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1));
    named
        .map(|month| {
            let count = months.get(&month).copied().unwrap_or(0);
            (month, count)
        })
        .collect()
}

fn years(months: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut years: BTreeMap<&str, u64> = BTreeMap::new();
    for (month, count) in months {
        *years.entry(month.get(..4).unwrap_or_default()).or_default() += count;
    }
    years.into_iter().map(|(year, count)| (year.to_owned(), count)).collect()
}

fn lengths(it: &Stats, to: &mut impl Write) -> io::Result<()> {
    let filled = |&(_, count): &(usize, &u64)| *count > 0;
    let bins = || it.body_lengths.iter().enumerate();
    let (Some((first, _)), Some((last, _))) = (bins().find(filled), bins().rfind(filled)) else {
        return Ok(());
    };
    let bars: Vec<(String, u64)> = bins()
        .filter(|(power, _)| (first..=last).contains(power))
        .map(|(power, count)| (format!("from {}", indicatif::HumanCount(1 << power)), *count))
        .collect();
    plot("Length of the body", "Records by the number of characters, in powers of two.", &bars, to)
}

fn precisions(it: &Stats, to: &mut impl Write) -> io::Result<()> {
    writeln!(
        to,
        "<section>\n<h2>Timestamps by precision</h2>\n<table class=\"figures\">\n<thead><tr><th scope=\"col\">role</th>"
    )?;
    PRECISIONS.iter().try_for_each(|name| writeln!(to, "<th scope=\"col\">{name}</th>"))?;
    writeln!(to, "</tr></thead>\n<tbody>")?;
    for (role, counts) in &it.timestamps {
        write!(to, "<tr><th scope=\"row\">{}</th>", Escaped(role))?;
        counts
            .iter()
            .try_for_each(|count| write!(to, "<td>{}</td>", indicatif::HumanCount(*count)))?;
        writeln!(to, "</tr>")?;
    }
    writeln!(to, "</tbody>\n</table>\n</section>")
}

fn warnings(codes: &BTreeMap<String, u64>, to: &mut impl Write) -> io::Result<()> {
    if codes.is_empty() {
        return Ok(());
    }
    writeln!(to, "<section>\n<h2>Warnings</h2>\n<table class=\"figures\">\n<tbody>")?;
    for (code, count) in codes {
        writeln!(
            to,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            Escaped(code),
            indicatif::HumanCount(*count)
        )?;
    }
    writeln!(to, "</tbody>\n</table>\n</section>")
}

fn duplicates(it: &Stats, to: &mut impl Write) -> io::Result<()> {
    if !it.duplicates.examples.is_empty() {
        writeln!(to, "<section>\n<h2>Ids that come more than once</h2>\n<ul>")?;
        it.duplicates
            .examples
            .iter()
            .try_for_each(|id| writeln!(to, "<li>{}</li>", Escaped(id)))?;
        writeln!(to, "</ul>\n</section>")?;
    }
    writeln!(to, "</main>")
}
