//! Rows on their way from a worker to an output, and where each of them ends.

use super::dialect::Dialect;
use super::jsonl::{self, Row};
use super::partition::By;
use crate::check::Seen;
use std::ops::Range;

/// Whole lines of JSON, with a mark for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The lines, one behind the other.
    pub bytes: Vec<u8>,
    /// One mark a line, in their order.
    pub marks: Vec<Mark>,
    /// What a check looks at, one a mark, where that is asked for instead of lines.
    pub seen: Vec<Seen>,
}

/// Where a row ends, and where it is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where its line feed ends in the bytes.
    pub end: usize,
    /// Its part, where rows are parted.
    pub part: Option<Box<str>>,
}

impl Rows {
    /// Appends a row; nothing where it cannot be written.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn push(
        &mut self,
        row: &Row<'_>,
        dialect: Dialect,
        by: Option<By>,
    ) -> Result<(), serde_json::Error> {
        jsonl::append_as(dialect, row, &mut self.bytes)?;
        let part = by.map(|by| by.part(row.record));
        self.marks.push(Mark { end: self.bytes.len(), part });
        Ok(())
    }

    /// Appends what a check looks at.
    pub fn see(&mut self, seen: Seen) {
        self.marks.push(Mark { end: self.bytes.len(), part: None });
        self.seen.push(seen);
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.marks.len()
    }

    /// Drops the rows behind the first `count`.
    pub fn truncate(&mut self, count: usize) {
        self.marks.truncate(count);
        self.seen.truncate(count);
        self.bytes.truncate(self.marks.last().map_or(0, |mark| mark.end));
    }

    /// Drops all rows and keeps the room they had.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Where the rows stand in the bytes, with their parts.
    pub fn ranges(&self) -> impl Iterator<Item = (Range<usize>, Option<&str>)> {
        let starts = std::iter::once(0).chain(self.marks.iter().map(|mark| mark.end));
        starts.zip(&self.marks).map(|(start, mark)| (start..mark.end, mark.part.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::sink::jsonl::Source;

    fn rows(urls: &[&str], by: Option<By>) -> Rows {
        let mut rows = Rows::default();
        for url in urls {
            let record = Record { url: Some((*url).into()), ..Record::default() };
            let source = Source {
                path: "a".into(),
                page: 1,
                offset: 0,
                bytes: 0,
                lines: 0,
                encoding: "utf-8".into(),
                container: None,
            };
            let row = Row { id: url, record: &record, source, warnings: &[], ledger: None };
            rows.push(&row, Dialect::Native, by).unwrap();
        }
        rows
    }

    #[test]
    fn each_row_is_a_line() {
        let rows = rows(&["https://a.example/", "https://b.example/x"], None);
        let lines: Vec<&[u8]> = rows.ranges().map(|(range, _)| &rows.bytes[range]).collect();
        assert_eq!(lines.concat(), rows.bytes);
        assert!(lines.iter().all(|line| line.ends_with(b"}\n")) && lines.len() == 2);
    }

    #[test]
    fn rows_are_cut_off_from_behind() {
        let one = rows(&["https://a.example/"], Some(By::Site));
        let mut two = rows(&["https://a.example/", "https://b.example/x"], Some(By::Site));
        two.truncate(1);
        assert_eq!(two, one);
        assert_eq!(two.marks[0].part.as_deref(), Some("site=a.example"));
        two.clear();
        assert_eq!(two, Rows::default());
    }
}
