//! Stand-in.
use super::Page;
use crate::labelling::Label;
use crate::warning::Warning;

pub(crate) struct Header {
    pub labels: Vec<Label>,
    pub lines: usize,
    pub warnings: Vec<Warning>,
}

pub(crate) fn label(_page: Page<'_, '_>) -> Option<Header> {
    None
}
