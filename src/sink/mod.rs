//! Where records go. Only this part, and the ledger's entries, know a format.

pub mod file;
pub mod jsonl;
