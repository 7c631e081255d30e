//! How sure a value is. The shares are measured: of the values of this field that this layout gave, so many were right.
//!
//! The figures are those of 50 dumps of the family of the built-in grammar, and for the other layouts of 9,478 dumps
//! of pages whose fields people had annotated, through fourteen extractors; headline, description, keywords and body of pages
//! without a grammar were measured on 2,740 of these, on whose sites the last look (`visible/MODEL.md`) was not trained. With `k` right among `n` values the share is
//! `(k + 1) / (n + 2)` (Laplace's rule of succession), so that a few right values do not count as certainty. For a list it
//! is the share of right items, for the body the mean F1 of its words. What the truth does not have takes the figure of the
//! whole layout.

use crate::fields::{self, CONFIDENT as FIELDS, FILLED};
use crate::record::{Record, Text};
use std::sync::LazyLock;

/// The measured shares of one layout.
struct Shares {
    layout: &'static str,
    fields: &'static [(&'static str, f32)],
    /// For a field that was not measured.
    other: f32,
}

/// The layouts; the first one stands for users' own grammars too.
static SHARES: [Shares; 4] = [
    Shares {
        layout: "schema-article",
        fields: &[
            ("url", 0.98),
            ("headline", 0.96),
            ("description", 0.96),
            ("published", 0.96),
            ("authors", 0.75),
            ("body", 0.96),
        ],
        other: 0.95,
    },
    Shares {
        layout: "header",
        fields: &[
            ("url", 0.99),
            ("headline", 0.74),
            ("description", 0.72),
            ("published", 0.97),
            ("authors", 0.77),
            ("keywords", 0.57),
            ("language", 0.97),
            ("body", 0.90),
        ],
        other: 0.89,
    },
    Shares {
        layout: "visible-page",
        fields: &[
            ("url", 0.96),
            ("headline", 0.76),
            ("description", 0.54),
            ("published", 0.95),
            ("authors", 0.80),
            ("keywords", 0.66),
            ("language", 0.98),
            ("body", 0.92),
        ],
        other: 0.82,
    },
    Shares {
        layout: "body-only",
        fields: &[
            ("headline", 0.72),
            ("description", 0.53),
            ("published", 0.96),
            ("authors", 0.81),
            ("language", 0.97),
            ("body", 0.96),
        ],
        other: 0.93,
    },
];

impl Shares {
    fn of(&self, field: &str) -> f32 {
        let known = self.fields.iter().find(|(known, _)| *known == field);
        known.map_or(self.other, |&(_, share)| share)
    }
}

/// The shares of all fields in their order, for each layout.
static TABLE: LazyLock<[[f32; FIELDS.len()]; SHARES.len()]> =
    LazyLock::new(|| SHARES.each_ref().map(|shares| FIELDS.map(|field| shares.of(field))));

/// Fills `confidence` for every field that was filled.
pub(crate) fn fill(record: &mut Record<'_>) {
    let layout = SHARES.iter().position(|shares| shares.layout == record.layout);
    let Some(shares) = TABLE.get(layout.unwrap_or_default()) else { return };
    // A second headline is as sure as the first.
    let filled = FILLED.iter().zip(fields::filled(record));
    let filled = filled.filter(|(name, _)| **name != "alternative_headline").map(|it| it.1);
    let fields = FIELDS.iter().zip(shares).zip(filled).filter(|(_, filled)| *filled);
    let mut confidence = Vec::with_capacity(FIELDS.len());
    confidence.extend(fields.map(|((field, share), _)| (Text::Borrowed(*field), *share)));
    record.confidence = confidence;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_is_of_a_field_and_a_share() {
        for shares in &SHARES {
            for (field, share) in shares.fields.iter().chain([&("body", shares.other)]) {
                assert!(FIELDS.contains(field), "{field}");
                assert!((0.0..=1.0).contains(share), "{field}");
            }
        }
    }

    #[test]
    fn only_what_is_filled_has_a_share() {
        let mut record = Record {
            headline: Some("New pier".into()),
            layout: "visible-page".into(),
            ..Record::default()
        };
        fill(&mut record);
        assert_eq!(record.confidence, [("headline".into(), 0.76)]);
    }
}
