//! Turns flat text dumps of web pages back into structured records.
#![warn(missing_docs)]

pub mod labelling;
pub(crate) mod layout;
pub mod line;
pub mod parser;
pub mod property;
pub mod record;
pub mod repairs;
pub mod scan;
pub mod text;
pub mod warning;

pub use parser::{Parser, Recovery};
