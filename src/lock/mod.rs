//! `layouts.lock`: what the layouts of a corpus look like, so that a later crawl can be compared with it.
//!
//! An [`Outline`] says of one page which properties it has, how often, behind which, after which key of a header and in which
//! form. [`Prints`] counts them by site and layout; a [`Lock`] is that, written and read as a small file; [`compare`]
//! says what is new, has vanished or has drifted, by an exact test, so that chance is no alarm.

mod compare;
mod file;
mod fisher;
mod outline;
mod print;
mod shape;
mod tally;

pub use compare::{Change, Comparison, Drift, Kind, Share, Thresholds, compare};
pub use file::LockError;
pub use outline::Outline;
pub use print::{By, Entry, Layout, Lock, Property};
pub use tally::Prints;
