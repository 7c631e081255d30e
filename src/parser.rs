//! Text in, record out. Never fails: damage is data.

pub use crate::assemble::Furniture;
pub use crate::layout::grammar::LayoutError;

use crate::assemble::assemble;
use crate::labelling::Labelling;
use crate::layout::grammar::Grammar;
use crate::layout::{self, BUILT_IN, Page};
use crate::line;
use crate::record::Record;
use crate::warning::Warning;

/// Recovers the fields of pages.
#[derive(Debug)]
pub struct Parser {
    grammars: Vec<Grammar>,
    furniture: Furniture,
}

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

impl Default for Parser {
    fn default() -> Self {
        Parser::new()
    }
}

impl Parser {
    /// A parser with the layouts that are built in.
    pub fn new() -> Self {
        let grammars = BUILT_IN.iter().filter_map(|text| Grammar::from_toml(text).ok()).collect();
        Parser { grammars, furniture: Furniture::Leave }
    }

    /// Adds a layout, written in TOML. Layouts that are added are asked before those that are built in, in their order.
    pub fn layout(mut self, toml: &str) -> Result<Self, LayoutError> {
        let own = self.grammars.len() - BUILT_IN.len().min(self.grammars.len());
        self.grammars.insert(own, Grammar::from_toml(toml)?);
        Ok(self)
    }

    /// Whether navigation and other furniture of the page goes into the metadata.
    pub fn furniture(self, furniture: Furniture) -> Self {
        Parser { furniture, ..self }
    }

    /// Recovers the fields of one page. Takes any text, also an empty one.
    pub fn parse<'a>(&self, text: &'a str) -> Recovery<'a> {
        let lines = line::lines(text);
        let finding = layout::label(&self.grammars, Page { text, lines: &lines });
        let labelling = Labelling::complete(text, &finding.labels);
        let mut warnings = finding.warnings;
        let record =
            assemble(text, &lines, &labelling, finding.layout, self.furniture, &mut warnings);
        Recovery { record, labelling, warnings }
    }
}
