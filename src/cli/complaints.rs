//! Complaints about lines and files: the first ones are said, the others counted.

use super::{count, say};
use unscrape::error::Error;

/// So many are said.
const SAID: u64 = 20;

/// What there was to complain about.
#[derive(Debug, Default)]
pub struct Complaints {
    count: u64,
}

impl Complaints {
    /// Says it, if not too many were said before.
    pub fn say(&mut self, error: &Error) {
        self.count += 1;
        if self.count <= SAID {
            say(error);
        }
    }

    /// Says how many were not said, and gives the number of all.
    pub fn finish(&self) -> u64 {
        let more = self.count.saturating_sub(SAID);
        if more > 0 {
            say(format_args!("and {} of the same kind", count(more, "error")));
        }
        self.count
    }
}
