//! The gate: rules with thresholds, judged in one pass over what the driver recovers.
//!
//! Workers make a [`Seen`] of each page, small and without its text; the writer's thread, which gets them in the order of the
//! dumps, adds them up in a [`Gather`]. So the figures do not depend on the number of threads. Memory does not grow with
//! the number of pages but for 16 bytes a page to find duplicates, up to a bound beyond which a temporary file is used.

mod config;
mod gather;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
mod place;
mod report;
mod rules;
pub mod sarif;
mod seen;

pub use config::{Config, ConfigError};
pub use gather::Gather;
pub use place::{Base, Place};
pub use report::{Against, Finding, Judged, Outcome, Report, Unread};
pub use rules::{Bound, CODES, Level, Measure, Rule};
pub use seen::{Look, PageText, Seen};
