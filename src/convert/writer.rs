//! Takes what the workers send, in order, and gives it to the sink. Knows no thread.

use super::worker::{Part, Workshop};
use super::{Event, Reached};
use crate::error::Error;
use crate::sink::{Rows, Sink};

/// What becomes of the parts of chunks.
pub(super) struct Writer<'w> {
    pub to: &'w mut dyn Sink,
    pub workshop: &'w Workshop<'w>,
    pub watch: &'w mut dyn FnMut(Event<'_>),
    pub reached: Reached,
}

impl Writer<'_> {
    /// Writes all that comes of one chunk.
    pub(super) fn write(&mut self, parts: impl IntoIterator<Item = Part>) -> Result<(), Error> {
        parts.into_iter().try_for_each(|part| self.take(part))
    }

    fn take(&mut self, part: Part) -> Result<(), Error> {
        match part {
            Part::Rows(rows) => self.rows(rows)?,
            Part::Failed(error) => (self.watch)(Event::Failed(&error)),
            Part::Skipped(path, why) => (self.watch)(Event::Skipped(&path, why)),
            Part::Done(rows, step) => {
                self.rows(rows)?;
                self.reached.advance(*step);
                self.to.reached(&self.reached)?;
                (self.watch)(Event::Progress(&self.reached.statistics));
            }
        }
        Ok(())
    }

    fn rows(&mut self, rows: Rows) -> Result<(), Error> {
        if rows.count() > 0 {
            self.to.write(&rows)?;
        }
        self.workshop.give_back(rows);
        Ok(())
    }
}
