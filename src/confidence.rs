//! How sure a value is.
//!
//! Where a layout knows how likely it chose right ([`Sure`]), a curve makes of that the share that was right among values so
//! likely: isotonic regression over pages of sites on which nothing was trained (Zadrozny & Elkan 2002), kept as a few
//! knots. Everywhere else the measured share of the field in its layout stands: with `k` right among `n` values
//! `(k + 1) / (n + 2)` (Laplace's rule of succession), so that a few right values do not count as certainty. For a list it
//! is the share of right items, for the body the mean F1 of its words.
//!
//! `confidence.tsv` holds both and says what they were measured on; `train/calibrate.py` writes it.

use crate::fields::{self, CONFIDENT as FIELDS};
use crate::property::Property;
use crate::record::{Record, Text};
use std::sync::LazyLock;

/// How likely the values that a layout chose are right, not calibrated; 0 where it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sure {
    pub headline: f32,
    pub description: f32,
    pub published: f32,
    /// The mean of the names.
    pub authors: f32,
    pub publisher: f32,
    /// The mean of the blocks that hold them.
    pub keywords: f32,
    /// The mean of the paragraphs, weighted by their letters.
    pub body: f32,
}

impl Sure {
    /// The value of this property is not the layout's own choice.
    pub fn forget(&mut self, property: Property) {
        match property {
            Property::Headline | Property::Name => self.headline = 0.0,
            Property::Description => self.description = 0.0,
            Property::DatePublished => self.published = 0.0,
            Property::Author => self.authors = 0.0,
            Property::Publisher => self.publisher = 0.0,
            Property::Keywords => self.keywords = 0.0,
            Property::ArticleBody => self.body = 0.0,
            _ => {}
        }
    }

    fn of(&self, field: &str) -> f32 {
        match field {
            "headline" => self.headline,
            "description" => self.description,
            "published" => self.published,
            "authors" => self.authors,
            "publisher" => self.publisher,
            "keywords" => self.keywords,
            "body" => self.body,
            _ => 0.0,
        }
    }
}

/// A row of the table: a layout, a field, its share, and the curve where there is one.
struct Row {
    layout: &'static str,
    field: &'static str,
    share: f32,
    knots: Vec<(f32, f32)>,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (layout, field) = (columns.next()?, columns.next()?);
        let share = columns.next()?.parse().ok()?;
        let knot = |knot: &str| {
            let (p, share) = knot.split_once(':')?;
            Some((p.parse().ok()?, share.parse().ok()?))
        };
        let knots = columns.next().unwrap_or_default().split_ascii_whitespace();
        Some(Row { layout, field, share, knots: knots.map(knot).collect::<Option<_>>()? })
    }
}

/// What was measured of one layout.
struct Shares {
    layout: &'static str,
    /// Of all fields in their order.
    fields: [f32; FIELDS.len()],
    /// The place of a field, and its curve: ascending probabilities and their shares.
    curves: Vec<(usize, Vec<(f32, f32)>)>,
}

/// The field that stands for those that were not measured.
const OTHER: &str = "*";

impl Shares {
    /// Of the rows of one layout.
    fn new(rows: &[Row]) -> Self {
        let row = |field: &str| rows.iter().find(|row| row.field == field);
        let other = row(OTHER).map_or(0.0, |row| row.share);
        let curve = |(at, field): (usize, &&str)| {
            let knots = &row(field)?.knots;
            (!knots.is_empty()).then(|| (at, knots.clone()))
        };
        Shares {
            layout: rows.first().map_or("", |row| row.layout),
            fields: FIELDS.map(|field| row(field).map_or(other, |row| row.share)),
            curves: FIELDS.iter().enumerate().filter_map(curve).collect(),
        }
    }
}

/// The layouts; the first one stands for users' own grammars too.
static TABLE: LazyLock<Vec<Shares>> = LazyLock::new(|| {
    let lines = include_str!("confidence.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Row> = lines.filter_map(Row::read).collect();
    rows.chunk_by(|a, b| a.layout == b.layout).map(Shares::new).collect()
});

/// The share at a probability: on the straight line between two knots, beyond them that of the last.
fn on(knots: &[(f32, f32)], p: f32) -> f32 {
    let at = knots.partition_point(|knot| knot.0 < p);
    match (at.checked_sub(1).and_then(|before| knots.get(before)), knots.get(at)) {
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (p - a.0) / (b.0 - a.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => p,
    }
}

/// To whole hundredths: more was not measured.
fn round(share: f32) -> f32 {
    (share * 100.0).round() / 100.0
}

/// Fills `confidence` for every field that was filled.
pub(crate) fn fill(record: &mut Record<'_>, sure: &Sure) {
    let layout = TABLE.iter().position(|shares| shares.layout == record.layout);
    let Some(table) = TABLE.get(layout.unwrap_or_default()) else { return };
    let mut shares = table.fields;
    for (at, knots) in &table.curves {
        let p = sure.of(FIELDS[*at]);
        if p > 0.0 {
            shares[*at] = round(on(knots, p));
        }
    }
    let mut confidence = Vec::with_capacity(FIELDS.len());
    for ((field, share), filled) in FIELDS.iter().zip(shares).zip(filled(record)) {
        if filled {
            confidence.push((Text::Borrowed(*field), share));
        }
    }
    record.confidence = confidence;
}

/// The same again, where a container stated fields: they are certain, and the others as sure as before.
pub(crate) fn state(record: &mut Record<'_>, stated: &[&str]) {
    let known = std::mem::take(&mut record.confidence);
    fill(record, &Sure::default());
    for (field, share) in &mut record.confidence {
        let before = known.iter().find(|(known, _)| known == field).map(|(_, share)| *share);
        let stated = stated.contains(&field.as_ref()).then_some(1.0);
        *share = stated.or(before).unwrap_or(*share);
    }
}

/// The place of the second headline in [`fields::FILLED`]. It is as sure as the first, and not among `FIELDS`.
const SECOND: usize = 2;

/// Which of the fields were filled.
fn filled(record: &Record<'_>) -> [bool; FIELDS.len()] {
    let all = fields::filled(record);
    std::array::from_fn(|at| all[at + usize::from(at >= SECOND)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::FILLED;

    #[test]
    fn every_row_is_read_and_of_a_field() {
        let text = include_str!("confidence.tsv");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let row = Row::read(line).unwrap_or_else(|| panic!("{line}"));
            assert!(FIELDS.contains(&row.field) || row.field == OTHER, "{line}");
            assert!((0.0..=1.0).contains(&row.share), "{line}");
            assert!(row.knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{line}");
            assert!(row.knots.iter().all(|knot| (0.0..=1.0).contains(&knot.1)), "{line}");
        }
        let mut filled = FILLED.to_vec();
        assert_eq!(filled.remove(SECOND), "alternative_headline");
        assert_eq!(filled, FIELDS);
        let layouts: Vec<_> = TABLE.iter().map(|shares| shares.layout).collect();
        assert_eq!(layouts, ["schema-article", "header", "visible-page", "body-only"]);
    }

    #[test]
    fn what_is_likelier_is_surer() {
        let record = |sure: f32| {
            let mut record = Record {
                headline: Some("New pier".into()),
                layout: "visible-page".into(),
                ..Record::default()
            };
            fill(&mut record, &Sure { headline: sure, ..Sure::default() });
            assert_eq!(record.confidence.len(), 1, "only what is filled");
            record.confidence[0].1
        };
        let (unknown, low, high) = (record(0.0), record(0.1), record(0.95));
        assert!(low < unknown && unknown < high, "{low} {unknown} {high}");
        assert_eq!(round(high), high);
    }

    #[test]
    fn what_is_stated_is_certain_and_the_rest_stays() {
        let mut record = Record {
            headline: Some("New pier".into()),
            body: Some("It is closed.".into()),
            layout: "visible-page".into(),
            ..Record::default()
        };
        fill(&mut record, &Sure { body: 0.6, ..Sure::default() });
        let body = record.confidence[1].1;
        record.url = Some("https://harbour.example/pier".into());
        state(&mut record, &["url", "headline"]);
        let all = [("url".into(), 1.0), ("headline".into(), 1.0), ("body".into(), body)];
        assert_eq!(record.confidence, all);
    }

    #[test]
    fn between_two_knots_is_a_straight_line() {
        let knots = [(0.2, 0.1), (0.4, 0.5)];
        let on = |p| round(on(&knots, p));
        assert_eq!([0.1, 0.2, 0.3, 0.4, 0.9].map(on), [0.1, 0.1, 0.3, 0.5, 0.5]);
    }
}
