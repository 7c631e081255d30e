//! How the lines of a page get their properties. Only this part knows order.

mod align;
pub(crate) mod block;
pub(crate) mod body;
mod context;
pub(crate) mod copy;
pub(crate) mod credits;
pub(crate) mod cue;
mod evidence;
mod fits;
mod fold;
mod gaps;
mod glue;
pub(crate) mod grammar;
pub(crate) mod header;
pub(crate) mod header_keys;
mod header_list;
mod items;
mod memo;
mod profile;
mod repetition;
mod rival;
mod site;
mod title;
mod unglue;
pub(crate) mod visible;
mod wrap;

use crate::confidence::Sure;
use crate::known::Known;
use crate::labelling::{Join, Label};
use crate::line::{self, Line};
use crate::property::Property;
use crate::scan::Facts;
use crate::warning::Warning;
pub(crate) use cue::own as own_facts;
pub(crate) use evidence::{Evidence, Judged};
pub(crate) use profile::{aligned, facts_of_items};

/// How many properties of a layout can have words of their own.
pub(crate) fn cue_limit() -> usize {
    cue::MOST as usize
}
use grammar::Grammar;
use std::borrow::Cow;

/// What a layout looks at: a text, and those of its lines that are to be labelled (never blank, in order).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'l, 'a> {
    pub text: &'a str,
    pub lines: &'l [Line<'a>],
}

/// What a layout says of a page.
#[derive(Debug)]
pub(crate) struct Finding {
    /// The name of the layout.
    pub layout: Cow<'static, str>,
    /// In order; what is left out becomes `separator` or `unknown`.
    pub labels: Vec<Label>,
    pub warnings: Vec<Warning>,
    /// How likely its choices are right, where it knows.
    pub sure: Sure,
}

/// The grammars that are built in.
pub(crate) const BUILT_IN: &[&str] = &[include_str!("profiles/schema-article.toml")];

/// Decides what the lines of a page are. A header is read first; what stands below it is a page of its own.
pub(crate) fn label(grammars: &[Grammar], page: Page<'_, '_>, known: Known<'_>) -> Finding {
    let whole = grammars.iter().filter(|grammar| !grammar.header);
    if let Some(finding) = whole.into_iter().find_map(|grammar| profile::label(grammar, page)) {
        return finding;
    }
    let Some(header) = header::label(page) else { return below(grammars, page, known) };
    let rest = Page { lines: page.lines.get(header.lines..).unwrap_or_default(), ..page };
    let mut finding = below(grammars, rest, known);
    let mut labels = header.labels;
    if grammars.iter().any(|grammar| grammar.name == finding.layout) {
        yield_sections(&mut labels, &finding.labels);
    } else {
        finding.layout = Cow::Borrowed("header");
    }
    header::settle(page, &mut labels, &mut finding.labels, rest.lines);
    labels.iter().for_each(|label| finding.sure.forget(label.property));
    labels.append(&mut finding.labels);
    finding.labels = labels;
    finding.warnings.splice(0..0, header.warnings);
    finding
}

/// Labels what stands behind the lines that were looked at: it goes on with the body, if that is where they end.
pub(crate) fn extend(text: &str, seen: usize, labels: &mut Vec<Label>) -> Option<Warning> {
    let rest = text.get(seen..).filter(|rest| !rest.trim().is_empty())?;
    let start = seen + (rest.len() - rest.trim_start().len());
    let last = labels.iter().rfind(|label| label.property != Property::Boilerplate);
    let body = last.is_some_and(|label| label.property == Property::ArticleBody);
    if body {
        let label = Label::value(start, text.trim_end().len(), Property::ArticleBody, "goes on");
        labels.push(label.joined(Join::Paragraph));
    }
    let what = if body { "is taken for body" } else { "is unknown" };
    let message =
        format!("only the first {} lines were looked at; what follows {what}", line::MOST);
    Some(Warning::page("long-page", message))
}

/// The categories of a header are a scraper's guess; where the block below states the sections, they are kept as a header
/// only.
fn yield_sections(header: &mut [Label], block: &[Label]) {
    let section = |label: &Label| label.property == Property::ArticleSection;
    if block.iter().any(section) {
        header
            .iter_mut()
            .filter(|label| section(label))
            .for_each(|label| label.property = Property::AdditionalProperty);
    }
}

fn below(grammars: &[Grammar], page: Page<'_, '_>, known: Known<'_>) -> Finding {
    grammars
        .iter()
        .filter(|grammar| grammar.header)
        .find_map(|grammar| profile::label(grammar, page))
        .unwrap_or_else(|| without_grammar(grammars, page, known))
}

/// The scores behind the labels, where a grammar gave them.
pub(crate) fn evidence(grammars: &[Grammar], page: Page<'_, '_>) -> Option<Evidence> {
    let whole = |grammar: &&Grammar| !grammar.header && profile::label(grammar, page).is_some();
    if let Some(grammar) = grammars.iter().find(whole) {
        return Some(evidence::evidence(grammar, page));
    }
    let above = header::label(page).map_or(0, |header| header.lines);
    let page = Page { lines: page.lines.get(above..).unwrap_or_default(), ..page };
    let grammar = grammars.iter().find(|grammar| profile::label(grammar, page).is_some())?;
    Some(evidence::evidence(grammar, page))
}

/// The blocks of a page that no grammar fits, as the labeller sees them.
pub(crate) fn observe(
    grammars: &[Grammar],
    page: Page<'_, '_>,
    weights: &visible::training::Weights,
) -> (Vec<visible::training::Seen>, [Vec<visible::training::Text>; 2]) {
    of_unknown(grammars, page, |page| visible::training::observe(page, weights))
}

/// The dates and the names of a page that no grammar fits.
pub(crate) fn observe_credits(
    grammars: &[Grammar],
    page: Page<'_, '_>,
    weights: &visible::training::Weights,
) -> Vec<visible::training::Candidate> {
    of_unknown(grammars, page, |page| visible::training::credits(page, weights))
}

/// What `tell` says of what stands below the header, if no grammar fits it.
fn of_unknown<T: Default>(
    grammars: &[Grammar],
    page: Page<'_, '_>,
    tell: impl FnOnce(Page<'_, '_>) -> T,
) -> T {
    let above = header::label(page).map_or(0, |header| header.lines);
    let page = Page { lines: page.lines.get(above..).unwrap_or_default(), ..page };
    if grammars.iter().any(|grammar| profile::label(grammar, page).is_some()) {
        return T::default();
    }
    tell(Page { lines: &unglue::lines(page), ..page })
}

/// An address that is all of the first line is that of the page: so crawlers write it down. The root of a site is none.
fn name_address(page: Page<'_, '_>, labels: &mut Vec<Label>) {
    let Some(line) = page.lines.first().filter(|line| line.number == 1) else { return };
    let path = line.text.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let address = line.facts.any(Facts::URL) && !line.facts.any(Facts::IMAGE);
    let beyond =
        labels.first().is_some_and(|label| label.start < line.end() && label.end > line.end());
    if address && !beyond && path.is_some_and(|(_, path)| !path.is_empty()) {
        let others = labels.iter_mut().filter(|it| it.property == Property::MainEntityOfPage);
        others.for_each(|label| label.property = Property::Boilerplate);
        let at = labels.partition_point(|label| label.start < line.end());
        let label = Label::value(
            line.start,
            line.end(),
            Property::MainEntityOfPage,
            "address ahead of all",
        );
        labels.splice(..at, [label]);
    }
}

/// A page that no grammar fits. The mark of a corpus builder that one of them knows may stand before it all the same.
fn without_grammar(grammars: &[Grammar], page: Page<'_, '_>, known: Known<'_>) -> Finding {
    let mut lines = Cow::Borrowed(page.lines);
    let mut marks = grammars.iter().filter_map(|grammar| {
        let (label, line) = profile::split_prefix(grammar, page);
        label.zip(line)
    });
    let mark = marks.next().map(|(label, line)| {
        lines.to_mut()[0] = line;
        label
    });
    let lines = unglue::lines(Page { lines: &lines, ..page });
    let page = Page { lines: &lines, ..page };
    let mut finding = visible::label(page, known).unwrap_or_else(|| body::label(page));
    name_address(page, &mut finding.labels);
    finding.labels.splice(0..0, mark);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_grammars_can_be_read() {
        for text in BUILT_IN {
            Grammar::from_toml(text).unwrap();
        }
    }

    #[test]
    fn what_was_not_looked_at_goes_on_with_the_body() {
        let text = "Pier\nIt is closed.\n\nMore of it.\n";
        let label = |property| vec![Label::value(5, 18, property, "")];
        let mut body = label(Property::ArticleBody);
        assert!(extend(text, 19, &mut body).unwrap().message.ends_with("is taken for body"));
        assert_eq!(&text[body[1].start..body[1].end], "More of it.");
        let mut other = label(Property::Headline);
        assert!(extend(text, 19, &mut other).unwrap().message.ends_with("is unknown"));
        assert_eq!(other.len(), 1);
        assert_eq!(extend(text, text.len(), &mut body), None);
    }

    #[test]
    fn an_address_ahead_of_all_is_that_of_the_page() {
        let url = |text: &str| {
            let lines = line::lines(text);
            let labels = below(&[], Page { text, lines: &lines }, Known::default()).labels;
            let mut of = labels.iter().filter(|it| it.property == Property::MainEntityOfPage);
            of.next().map(|it| text[it.start..it.end].to_owned())
        };
        let text = "Pier closed\n\nThe pier is closed until Friday, the harbour master said.\n";
        let address = "https://harbour-post.example/a";
        assert_eq!(url(&format!("{address}\n\n{text}")).as_deref(), Some(address));
        let menu = "Home\nNews\nSport\nWeather\nShop\n".repeat(9);
        let other = format!("{menu}https://harbour-post.example/writers/ann-lee\n{menu}{text}");
        assert_eq!(url(&format!("{address}\n\n{other}")).as_deref(), Some(address));
        let archived = "https://archive.example/web/20230306104205/https://harbour-post.example/a";
        assert_eq!(url(&format!("{archived}\n\n{text}")).as_deref(), Some(archived));
        assert_eq!(url(&format!("https://harbour-post.example/\n\n{text}")), None);
        assert_eq!(url(&format!("{address}.jpg\n\n{text}")), None);
        assert_eq!(url(&format!("{text}{address}\n")), None);
    }
}
