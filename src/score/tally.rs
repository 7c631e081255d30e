//! Outcomes added up: per field, and by what the records said of their own confidence.

use super::count::{FIELDS, Kind, Outcome};
use serde::Serialize;

/// The figures of one field over many pages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// So many pages were asked for it.
    pub pages: usize,
    answered: usize,
    both: usize,
    only_record: usize,
    only_truth: usize,
    right: f64,
    precision: f64,
    recall: f64,
}

/// What a tally comes to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figures {
    /// Of a field that is right or not.
    Exact {
        /// The share of pages on which it is right.
        exact: f64,
        /// The share of pages on which it has a value.
        answered: f64,
        /// Pages.
        n: usize,
    },
    /// Of a list, over all pages; of a text, the mean of the pages.
    Shared {
        /// The harmonic mean of the two.
        f1: f64,
        /// How much of the record is in the truth.
        precision: f64,
        /// How much of the truth is in the record.
        recall: f64,
        /// Pages.
        n: usize,
    },
}

impl Tally {
    /// Adds a page.
    pub fn add(&mut self, outcome: &Outcome) {
        self.pages += 1;
        self.answered += usize::from(outcome.answered);
        self.both += outcome.both;
        self.only_record += outcome.only_record;
        self.only_truth += outcome.only_truth;
        self.right += outcome.right;
        self.precision += outcome.precision;
        self.recall += outcome.recall;
    }

    /// The figures.
    pub fn figures(&self, kind: Kind) -> Figures {
        let n = self.pages;
        match kind {
            Kind::Exact => Figures::Exact {
                exact: self.right / n as f64,
                answered: self.answered as f64 / n as f64,
                n,
            },
            Kind::Words => {
                let mean = |sum: f64| sum / n as f64;
                Figures::Shared {
                    f1: mean(self.right),
                    precision: mean(self.precision),
                    recall: mean(self.recall),
                    n,
                }
            }
            Kind::Set => {
                let precision = share(self.both, self.only_record);
                let recall = share(self.both, self.only_truth);
                let sum = precision + recall;
                let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
                Figures::Shared { f1, precision, recall, n }
            }
        }
    }
}

fn share(of: usize, others: usize) -> f64 {
    if of + others > 0 { of as f64 / (of + others) as f64 } else { 0.0 }
}

/// The figures of every field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tallies([Tally; FIELDS.len()]);

impl Tallies {
    /// Adds what came of the field at `at` in [`FIELDS`].
    pub fn add(&mut self, at: usize, outcome: &Outcome) {
        if let Some(tally) = self.0.get_mut(at) {
            tally.add(outcome);
        }
    }

    /// The fields that were asked for, with their figures.
    pub fn figures(&self) -> impl Iterator<Item = (&'static str, Figures)> + '_ {
        let asked = FIELDS.iter().zip(&self.0).filter(|(_, tally)| tally.pages > 0);
        asked.map(|((field, kind), tally)| (*field, tally.figures(*kind)))
    }
}

/// Where the bins of confidence begin.
const BINS: [f64; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

/// Whether `confidence` keeps what it says: of the values at 0.9, how many are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability([[Trust; BINS.len()]; FIELDS.len()]);

/// Values with what was said of them and what was true.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Trust {
    n: usize,
    said: f64,
    right: f64,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trusted {
    /// A field, or a range of confidence.
    pub of: String,
    /// So many values.
    pub n: usize,
    /// Their mean confidence.
    pub said: f64,
    /// The share of them that is right; of a list its right items, of a text its F1.
    pub right: f64,
}

impl Trust {
    fn add(&mut self, said: f64, right: f64) {
        self.n += 1;
        self.said += said;
        self.right += right;
    }

    fn row(&self, of: String) -> Option<Trusted> {
        let n = self.n as f64;
        (self.n > 0).then(|| Trusted { of, n: self.n, said: self.said / n, right: self.right / n })
    }
}

impl Reliability {
    /// Adds a value of the field at `at` in [`FIELDS`].
    pub fn add(&mut self, at: usize, said: f64, right: f64) {
        let bin = BINS.partition_point(|from| *from <= said).saturating_sub(1);
        if let Some(trust) = self.0.get_mut(at).and_then(|bins| bins.get_mut(bin)) {
            trust.add(said, right);
        }
    }

    /// By ranges of confidence, over all fields.
    pub fn by_confidence(&self) -> Vec<Trusted> {
        rows(&self.bins())
    }

    /// By ranges of confidence, of one field.
    pub fn of_field(&self, field: &str) -> Vec<Trusted> {
        let fields = FIELDS.iter().zip(&self.0);
        fields.filter(|((name, _), _)| *name == field).flat_map(|(_, bins)| rows(bins)).collect()
    }

    /// By fields.
    pub fn by_field(&self) -> Vec<Trusted> {
        let fields = FIELDS.iter().zip(&self.0);
        fields.filter_map(|((field, _), bins)| sum(bins).row((*field).to_owned())).collect()
    }

    /// The mean distance between what was said and what was true, over the bins (expected calibration error).
    pub fn error(&self) -> Option<f64> {
        let bins = self.bins();
        let all: usize = bins.iter().map(|bin| bin.n).sum();
        let sum: f64 = bins.iter().map(|bin| (bin.said - bin.right).abs()).sum();
        (all > 0).then(|| sum / all as f64)
    }

    fn bins(&self) -> [Trust; BINS.len()] {
        std::array::from_fn(|bin| sum(self.0.iter().filter_map(|bins| bins.get(bin))))
    }
}

fn sum<'t>(trusts: impl IntoIterator<Item = &'t Trust>) -> Trust {
    trusts.into_iter().fold(Trust::default(), |sum, it| Trust {
        n: sum.n + it.n,
        said: sum.said + it.said,
        right: sum.right + it.right,
    })
}

fn rows(bins: &[Trust; BINS.len()]) -> Vec<Trusted> {
    let ends = BINS.iter().skip(1).chain([&1.0]);
    let bins = BINS.iter().zip(ends).zip(bins);
    bins.filter_map(|((from, to), trust)| trust.row(format!("{from:.2} - {to:.2}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reliability_is_what_was_said_beside_what_was_true() {
        let mut it = Reliability::default();
        for (said, right) in [(0.9, 1.0), (0.94, 1.0), (0.9, 0.0), (0.9, 1.0), (0.3, 0.3)] {
            it.add(0, said, right);
        }
        let rows = it.by_confidence();
        assert_eq!(
            rows.iter().map(|row| (row.of.as_str(), row.n)).collect::<Vec<_>>(),
            [("0.00 - 0.50", 1), ("0.90 - 0.95", 4)]
        );
        assert!((rows[1].said - 0.91).abs() < 1e-9 && (rows[1].right - 0.75).abs() < 1e-9);
        assert!((it.error().unwrap() - 0.64 / 5.0).abs() < 1e-9);
        it.add(1, 0.9, 1.0);
        let of = |field| it.of_field(field).iter().map(|row| row.n).collect::<Vec<_>>();
        assert_eq!((of("url"), of("headline"), of("body")), (vec![1, 4], vec![1], vec![]));
        assert_eq!(it.by_confidence()[1].n, 5);
        assert_eq!(Reliability::default().error(), None);
    }

    #[test]
    fn sets_are_added_up_before_they_are_divided() {
        let mut tally = Tally::default();
        tally.add(&Outcome { both: 3, only_record: 1, ..Outcome::default() });
        tally.add(&Outcome { both: 0, only_truth: 1, ..Outcome::default() });
        let Figures::Shared { f1, precision, recall, n } = tally.figures(Kind::Set) else {
            panic!()
        };
        assert_eq!((f1, precision, recall, n), (0.75, 0.75, 0.75, 2));
    }
}
