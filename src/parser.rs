//! Text in, record out. Never fails: damage is data.

use crate::labelling::Labelling;
use crate::record::Record;
use crate::warning::Warning;

/// Recovers the fields of pages.
#[derive(Debug, Default)]
pub struct Parser {}

/// What was recovered from one page.
#[derive(Clone, Debug)]
pub struct Recovery<'a> {
    /// The fields.
    pub record: Record<'a>,
    /// Every byte of the text, in exactly one labelled span: the ledger.
    pub labelling: Labelling,
    /// Damage and doubt.
    pub warnings: Vec<Warning>,
}

impl Parser {
    /// A parser with the layouts that are built in.
    pub fn new() -> Self {
        Parser {}
    }

    /// Recovers the fields of one page. Takes any text, also an empty one.
    pub fn parse<'a>(&self, text: &'a str) -> Recovery<'a> {
        let record = Record { layout: "body-only".into(), ..Record::default() };
        Recovery { record, labelling: Labelling::complete(text, &[]), warnings: Vec::new() }
    }
}
