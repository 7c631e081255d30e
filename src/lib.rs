//! Turns flat text dumps of web pages back into structured records.
#![warn(missing_docs)]

mod assemble;
mod confidence;
pub mod convert;
pub mod corpus;
pub mod error;
pub mod labelling;
pub(crate) mod layout;
pub mod ledger;
pub mod line;
pub mod pages;
pub mod parser;
pub mod property;
pub mod rebuild;
pub mod record;
pub mod repair;
pub mod repairs;
pub mod scan;
pub mod sink;
pub mod text;
pub mod warning;

pub use parser::{LayoutError, Parser, Recovery};
