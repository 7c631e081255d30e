//! Fields whose confidence is below what the user asks for become empty, with a warning, instead of a guess.

use crate::fields::CONFIDENT as FIELDS;
use crate::record::Record;
use crate::warning::Warning;
use std::borrow::Cow;
use std::str::FromStr;

/// How much of a value is shown.
const SHOWN: usize = 60;

/// The least confidence of one field, or of all that are not named. Written `authors=0.8` or `0.9`.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    field: Option<&'static str>,
    least: f32,
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (field, number) = match text.split_once('=') {
            Some((name, number)) => (Some(field(name.trim())?), number.trim()),
            None => (None, text.trim()),
        };
        let least = number.parse::<f32>().ok().filter(|least| (0.0..=1.0).contains(least));
        let least = least.ok_or_else(|| format!("`{number}` is no number from 0 to 1"))?;
        Ok(Threshold { field, least })
    }
}

fn field(name: &str) -> Result<&'static str, String> {
    let known = FIELDS.iter().find(|known| **known == name);
    known.copied().ok_or_else(|| format!("no field `{name}` (known: {})", FIELDS.join(" ")))
}

/// The least confidence of each field: what names it wins, and of several the last.
pub(super) fn apply(
    thresholds: &[Threshold],
    record: &mut Record<'_>,
    warnings: &mut Vec<Warning>,
) {
    if thresholds.is_empty() {
        return;
    }
    let least = |field: &str| {
        let of = |wanted: Option<&str>| thresholds.iter().rev().find(|it| it.field == wanted);
        of(Some(field)).or_else(|| of(None)).map_or(0.0, |it| it.least)
    };
    let mut confidence = std::mem::take(&mut record.confidence);
    confidence.retain(|(field, said)| {
        let least = least(field);
        // a share that is printed like the threshold is not below it
        let keep = *said + f32::EPSILON >= least;
        if !keep {
            let value = take(record, field);
            let value = short(&value);
            let message =
                format!("{field} has a confidence of {said}, below {least}: `{value}` is left out");
            warnings.push(Warning::page("low-confidence", message));
        }
        keep
    });
    record.confidence = confidence;
}

/// Empties a field. What it held, in one text.
fn take(record: &mut Record<'_>, field: &str) -> String {
    let text = |value: &mut Option<Cow<'_, str>>| value.take().unwrap_or_default().into_owned();
    let list = |values: &mut Vec<Cow<'_, str>>| std::mem::take(values).join(", ");
    match field {
        "url" => text(&mut record.url),
        "headline" => {
            // what is second to a headline is none without it
            record.alternative_headline = None;
            text(&mut record.headline)
        }
        "description" => text(&mut record.description),
        "published" => text(&mut record.published),
        "modified" => text(&mut record.modified),
        "created" => text(&mut record.created),
        "crawled" => text(&mut record.crawled),
        "authors" => list(&mut record.authors),
        "publisher" => {
            let name = record.publisher.take().and_then(|publisher| publisher.name);
            name.unwrap_or_default().into_owned()
        }
        "keywords" => list(&mut record.keywords),
        "sections" => list(&mut record.sections),
        "locations" => list(&mut record.locations),
        "genre" => text(&mut record.genre),
        "language" => text(&mut record.language),
        "copyright_year" => record.copyright_year.take().map_or(String::new(), |it| it.to_string()),
        "images" => {
            let urls = std::mem::take(&mut record.images).into_iter().map(|image| image.url);
            urls.collect::<Vec<_>>().join(", ")
        }
        "related" => list(&mut record.related),
        "body" => {
            record.repairs.clear();
            text(&mut record.body)
        }
        _ => String::new(),
    }
}

fn short(text: &str) -> Cow<'_, str> {
    let line = text.split('\n').next().unwrap_or_default();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &line[..end])),
        None if line.len() < text.len() => Cow::Owned(format!("{line}…")),
        None => Cow::Borrowed(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    fn read(texts: &[&str]) -> Vec<Threshold> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn every_field_can_be_left_out() {
        let mut record = Record {
            confidence: FIELDS.map(|field| (field.into(), 0.5)).to_vec(),
            body: Some("One.\nTwo.".into()),
            ..Parser::new().parse("https://a.example/1\n").record
        };
        record.authors.push("Ann Lee".into());
        let mut warnings = Vec::new();
        apply(&read(&["0.5"]), &mut record, &mut warnings);
        assert_eq!((record.confidence.len(), warnings.len()), (FIELDS.len(), 0));
        apply(&read(&["0.6"]), &mut record, &mut warnings);
        assert_eq!((record.confidence.len(), warnings.len()), (0, FIELDS.len()));
        assert_eq!((record.body, record.authors.len()), (None, 0));
        let said = |field: &str| warnings.iter().find(|it| it.message.starts_with(field)).unwrap();
        assert_eq!(
            said("body").message,
            "body has a confidence of 0.5, below 0.6: `One.…` is left out"
        );
        assert_eq!(said("authors").code, "low-confidence");
    }

    #[test]
    fn what_names_a_field_wins() {
        let thresholds = read(&["authors=0.2", "0.9", "authors=0.8"]);
        let mut record = Record {
            authors: vec!["Ann Lee".into()],
            headline: Some("Pier".into()),
            confidence: vec![("headline".into(), 0.9), ("authors".into(), 0.85)],
            ..Record::default()
        };
        apply(&thresholds, &mut record, &mut Vec::new());
        assert!(record.headline.is_some() && record.authors.len() == 1);
        record.confidence[1].1 = 0.75;
        apply(&thresholds, &mut record, &mut Vec::new());
        assert!(record.headline.is_some() && record.authors.is_empty());
    }

    #[test]
    fn mistakes_are_named() {
        let fault = |text: &str| text.parse::<Threshold>().unwrap_err();
        assert!(fault("author=0.8").starts_with("no field `author` (known: url"));
        assert_eq!(fault("1.5"), "`1.5` is no number from 0 to 1");
        assert_eq!(fault("body="), "`` is no number from 0 to 1");
    }
}
