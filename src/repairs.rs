//! Where paragraphs were glued.

use crate::record::Repair;

/// Finds glued paragraphs.
pub fn find(_body: &str) -> Vec<Repair> {
    Vec::new()
}
