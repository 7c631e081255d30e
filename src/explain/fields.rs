//! The fields of a record, with the lines that hold them and what speaks against them.

use super::missing;
use super::{Explanation, Field, Lines, RunnerUp, Score, Span};
use crate::fields::FILLED;
use crate::layout::Evidence;
use crate::parser::Recovery;
use crate::property::Property;
use crate::record::{Record, Role, Text};
use crate::scan::Facts;
use foldhash::HashMap;

/// So many conflicts of a field are said.
const MOST_CONFLICTS: usize = 5;

/// A page that is being explained.
pub(super) struct About<'e, 'a> {
    pub text: &'a str,
    pub spans: &'e [Span<'a>],
    pub recovery: &'e Recovery<'a>,
    pub lines: &'e Lines,
}

/// All fields, filled or not.
pub(super) fn fields(about: &About<'_, '_>, evidence: Option<&Evidence>) -> Vec<Field> {
    let mut lines: HashMap<&str, Vec<usize>> = HashMap::default();
    for span in about.spans {
        for became in &span.became {
            let known = lines.entry(became.field).or_default();
            if known.last() != Some(&span.line) {
                known.push(span.line);
            }
        }
    }
    let record = &about.recovery.record;
    let why = missing::Search::new(about, evidence);
    let field = |name: &'static str| {
        let values = values(record, name);
        let missing = values.is_empty().then(|| why.why(name));
        let confidence = record.confidence.iter().find(|(field, _)| field == name);
        Field {
            name,
            conflicts: if missing.is_some() { Vec::new() } else { conflicts(about, name) },
            values,
            confidence: confidence.map(|(_, share)| *share),
            lines: lines.remove(name).unwrap_or_default(),
            missing,
        }
    };
    FILLED.map(field).into()
}

fn values(record: &Record<'_>, name: &str) -> Vec<String> {
    let one = |value: &Option<Text<'_>>| value.iter().map(|text| text.to_string()).collect();
    let many = |values: &[Text<'_>]| values.iter().map(|text| text.to_string()).collect();
    match name {
        "url" => one(&record.url),
        "headline" => one(&record.headline),
        "alternative_headline" => one(&record.alternative_headline),
        "description" => one(&record.description),
        "published" => one(&record.published),
        "modified" => one(&record.modified),
        "created" => one(&record.created),
        "crawled" => one(&record.crawled),
        "genre" => one(&record.genre),
        "language" => one(&record.language),
        "body" => one(&record.body),
        "authors" => many(&record.authors),
        "keywords" => many(&record.keywords),
        "sections" => many(&record.sections),
        "locations" => many(&record.locations),
        "related" => many(&record.related),
        "images" => record.images.iter().map(|image| image.url.to_string()).collect(),
        "copyright_year" => record.copyright_year.iter().map(ToString::to_string).collect(),
        "publisher" => publisher(record),
        _ => Vec::new(),
    }
}

fn publisher(record: &Record<'_>) -> Vec<String> {
    let Some(it) = &record.publisher else { return Vec::new() };
    let parts = [&it.name, &it.legal_name, &it.email, &it.telephone, &it.url];
    parts.into_iter().flatten().map(ToString::to_string).collect()
}

/// What speaks against a value: other dates of its kind, other texts of its property.
fn conflicts(about: &About<'_, '_>, name: &str) -> Vec<String> {
    match name {
        "published" => dates(about, name, &[Role::Published, Role::Suffix, Role::Url]),
        "modified" => dates(about, name, &[Role::Modified]),
        "created" => dates(about, name, &[Role::Created]),
        "crawled" => dates(about, name, &[Role::Crawled]),
        "url" | "description" | "genre" | "language" => texts(about, name),
        _ => Vec::new(),
    }
}

fn dates(about: &About<'_, '_>, name: &str, roles: &[Role]) -> Vec<String> {
    let record = &about.recovery.record;
    let chosen = values(record, name);
    let Some(day) = chosen.first().and_then(|value| value.get(..10)) else { return Vec::new() };
    let others = record.timestamps.iter().filter(|time| roles.contains(&time.role));
    let other = |time: &&crate::record::Timestamp<'_>| {
        time.value.as_deref().is_some_and(|value| !value.starts_with(day))
    };
    let say = |time: &crate::record::Timestamp<'_>| {
        let whence = match time.role {
            Role::Url => "in the address",
            Role::Suffix => "behind the description",
            _ => "as such a date",
        };
        format!("line {} has {} {whence}", time.line + about.lines.first - 1, time.raw)
    };
    others.filter(other).take(MOST_CONFLICTS).map(say).collect()
}

fn texts(about: &About<'_, '_>, name: &str) -> Vec<String> {
    let properties = missing::properties(name);
    let others = about.spans.iter().filter(|span| {
        properties.contains(&span.property) && !span.became.iter().any(|it| it.field == name)
    });
    let others = others.take(MOST_CONFLICTS);
    others.map(|span| format!("line {} has `{}` as well", span.line, brief(span.text))).collect()
}

/// A text short enough for a sentence, on one line.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 48;
    let mut words = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut brief: String = words.by_ref().take(MOST).collect();
    if words.next().is_some() {
        brief.push('…');
    }
    brief
}

/// Adds what the layout's scores say.
pub(super) fn add_scores(spans: &mut [Span<'_>], evidence: &Evidence) {
    let mut of: HashMap<usize, &crate::layout::Judged> = HashMap::default();
    for item in &evidence.items {
        item.starts.iter().for_each(|start| {
            of.insert(*start, item);
        });
    }
    for span in spans {
        let Some(item) = of.get(&span.start) else { continue };
        if item.property.is_some_and(|property| property != span.property) {
            continue;
        }
        span.score = Some(Score {
            weight: item.property.map(|_| item.weight),
            facts: names(item.facts),
            runner_up: item.runner_up.map(|(property, behind)| RunnerUp { property, behind }),
        });
    }
}

fn names(facts: Facts) -> Vec<&'static str> {
    let named = Facts::NAMES.iter().filter(|(_, fact)| facts.any(*fact));
    let own = facts.any(Facts::OWN).then_some("text");
    named.map(|(name, _)| *name).chain(own).collect()
}

impl Explanation<'_> {
    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a property stands anywhere on the page.
    pub fn has(&self, property: Property) -> bool {
        self.spans.iter().any(|span| span.property == property)
    }
}
