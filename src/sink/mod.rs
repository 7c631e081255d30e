//! Where records go. Only this part, and the ledger's entries, know a format.

mod escape;
pub mod file;
mod json;
pub mod jsonl;
