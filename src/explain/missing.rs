//! Why a field is missing: what was taken for it and could not be read, what came nearest, what looks like it.

use super::Missing;
use super::fields::{About, brief};
use crate::layout::Evidence;
use crate::line;
use crate::property::Property;
use crate::scan::Facts;

/// So many lines are named.
const MOST: usize = 5;

/// The properties whose values a field takes.
pub(super) fn properties(field: &str) -> &'static [Property] {
    match field {
        "url" => &[Property::MainEntityOfPage],
        "headline" => &[Property::Headline, Property::Name],
        "alternative_headline" => &[Property::AlternativeHeadline],
        "description" => &[Property::Description],
        "published" => &[Property::DatePublished],
        "modified" => &[Property::DateModified],
        "created" => &[Property::DateCreated],
        "crawled" => &[Property::DateCrawled],
        "authors" => &[Property::Author, Property::Creator],
        "publisher" => &[Property::Publisher, Property::CopyrightHolder],
        "keywords" => &[Property::Keywords, Property::ArticleSection],
        "sections" => &[Property::ArticleSection],
        "locations" => &[Property::ContentLocation],
        "genre" => &[Property::Genre],
        "language" => &[Property::InLanguage],
        "copyright_year" => &[Property::CopyrightYear],
        "images" => &[Property::AssociatedMedia],
        "related" => &[Property::Citation],
        "body" => &[Property::ArticleBody],
        _ => &[],
    }
}

/// The facts that make a line look like a field, and what to call such a line.
fn looks(field: &str) -> Option<(Facts, &'static str)> {
    let dates = Facts::STAMP | Facts::DAY | Facts::CLOCK;
    Some(match field {
        "url" | "related" => (Facts::URL, "an address"),
        "published" | "modified" | "created" => (dates, "a date"),
        "keywords" => (Facts::LIST, "a list"),
        "language" => (Facts::LOCALE, "a language tag"),
        "copyright_year" => (Facts::YEAR, "a year"),
        "images" => (Facts::IMAGE, "the address of a picture"),
        "publisher" => (Facts::ORGANISATION | Facts::EMAIL, "an organisation or a mail address"),
        _ => return None,
    })
}

/// What a layout that reads no properties looks for at all.
fn looked_for(layout: &str) -> Option<&'static [&'static str]> {
    match layout {
        "visible-page" => Some(&[
            "url",
            "headline",
            "description",
            "published",
            "modified",
            "authors",
            "publisher",
            "keywords",
            "body",
        ]),
        "body-only" => Some(&["headline", "description", "body"]),
        _ => None,
    }
}

/// Looks for reasons on one page.
pub(super) struct Search<'e, 'a> {
    about: &'e About<'e, 'a>,
    evidence: Option<&'e Evidence>,
    /// Lines that look like something, with their facts and their numbers in the file.
    telling: Vec<(Facts, usize, usize)>,
}

impl<'e, 'a> Search<'e, 'a> {
    pub fn new(about: &'e About<'e, 'a>, evidence: Option<&'e Evidence>) -> Self {
        let any = crate::fields::FILLED.iter().filter_map(|name| Some(looks(name)?.0));
        let any = any.fold(Facts::NONE, |all, facts| all | facts);
        let lines = line::lines(about.text).into_iter().filter(|line| line.facts.any(any));
        let shift = about.lines.first - 1;
        let telling = lines.map(|line| (line.facts, line.start, line.number + shift)).collect();
        Search { about, evidence, telling }
    }

    /// Why a field is missing.
    pub fn why(&self, field: &'static str) -> Missing {
        self.empty()
            .or_else(|| self.unreadable(field))
            .or_else(|| self.nearest(field))
            .or_else(|| self.not_looked_for(field))
            .or_else(|| self.alike(field))
            .unwrap_or_else(|| nothing(field))
    }

    fn empty(&self) -> Option<Missing> {
        self.about.spans.is_empty().then(|| missing("the page holds no text", Vec::new()))
    }

    /// It was found, but says nothing that the field could hold.
    fn unreadable(&self, field: &str) -> Option<Missing> {
        let taken =
            self.about.spans.iter().filter(|span| properties(field).contains(&span.property));
        let mut taken = taken.filter(|span| !span.became.iter().any(|it| it.field == field));
        let first = taken.next()?;
        let lines: Vec<usize> =
            [first.line].into_iter().chain(taken.map(|span| span.line)).collect();
        let text = brief(first.text);
        let why = match first.became.first() {
            Some(held) if held.field != "timestamps" && held.field != "metadata" => {
                format!("`{text}` was taken for {}, which is `{}`", first.property, held.field)
            }
            _ => {
                format!("`{text}` was taken for {}, but cannot be read for certain", first.property)
            }
        };
        Some(missing(why, lines))
    }

    /// A layout with scores can say which line it would have been.
    fn nearest(&self, field: &str) -> Option<Missing> {
        let of_field = |property: &Property| properties(field).contains(property);
        let evidence = self.evidence?;
        let nearest = evidence.nearest.iter().filter(|it| of_field(&it.property));
        let nearest = nearest.min_by_key(|it| it.behind);
        let Some(nearest) = nearest else {
            let known = evidence.knows.iter().any(of_field);
            let layout = &self.about.recovery.record.layout;
            let why = format!("no line has a fact that `{layout}` accepts for it");
            return known.then(|| missing(why, Vec::new()));
        };
        let span = self.about.spans.iter().find(|span| span.start >= nearest.start)?;
        let taken = match span.property {
            Property::Unknown => "was left unknown".to_owned(),
            property => format!("was taken for {property}"),
        };
        let text = brief(span.text);
        let why = format!(
            "nothing fits in its place; `{text}` comes nearest, but {taken}: the page scores {} lower with it",
            nearest.behind
        );
        Some(missing(why, vec![span.line]))
    }

    /// Lines that look like it, but were taken for something else.
    fn alike(&self, field: &str) -> Option<Missing> {
        let (what, first, lines) = self.lookalikes(field)?;
        let spans = self.about.spans;
        let span = spans.get(spans.partition_point(|span| span.end <= first))?;
        let property = span.property;
        let why = match property {
            Property::Boilerplate | Property::Unknown | Property::Separator => format!(
                "{what} is there, but nothing says that it is this one: it was taken for {property}"
            ),
            _ => format!("what looks like {what} was taken for {property}"),
        };
        Some(missing(why, lines))
    }

    /// What the lines look like, where the first one begins, and their numbers.
    fn lookalikes(&self, field: &str) -> Option<(&'static str, usize, Vec<usize>)> {
        let (facts, what) = looks(field)?;
        let found = || self.telling.iter().filter(|(known, ..)| known.any(facts));
        let &(_, first, _) = found().next()?;
        Some((what, first, found().map(|(_, _, line)| *line).take(MOST).collect()))
    }

    fn not_looked_for(&self, field: &str) -> Option<Missing> {
        let layout = self.about.recovery.record.layout.as_ref();
        let fields = looked_for(layout).filter(|fields| !fields.contains(&field))?;
        let why = format!("`{layout}` looks only for {}", fields.join(", "));
        Some(match self.lookalikes(field) {
            Some((what, _, lines)) => missing(format!("{why}, though there is {what}"), lines),
            None => missing(why, Vec::new()),
        })
    }
}

fn nothing(field: &str) -> Missing {
    let why = match field {
        "alternative_headline" => "there is no second headline that differs from the first",
        "crawled" => "no header says when the page was fetched",
        _ => "no line was taken for it, and none looks like it",
    };
    missing(why, Vec::new())
}

fn missing(why: impl Into<String>, mut lines: Vec<usize>) -> Missing {
    lines.truncate(MOST);
    lines.dedup();
    Missing { why: why.into(), lines }
}
