//! Text in, record out. Never fails: damage is data.

pub use crate::assemble::Furniture;
pub use crate::layout::grammar::LayoutError;

use crate::assemble::assemble;
use crate::confidence::{self, Sure};
use crate::known::Known;
use crate::labelling::Labelling;
use crate::layout::grammar::Grammar;
#[doc(hidden)]
pub use crate::layout::visible::training::{Candidate, Seen, Text, Weights, names as fact_names};
use crate::layout::{self, BUILT_IN, Evidence, Finding, Page};
use crate::line::{self, Line};
use crate::record::Record;
use crate::scan::recent::Recent;
use crate::warning::Warning;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

/// Recovers the fields of pages. One parser serves any number of pages and threads.
#[derive(Debug)]
pub struct Parser {
    grammars: Vec<Grammar>,
    furniture: Furniture,
    /// As many as pages were parsed at the same time.
    recent: Mutex<Vec<Recent>>,
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
    /// How many lines the text has, blank ones counted.
    pub lines: usize,
}

impl Default for Parser {
    fn default() -> Self {
        Parser::new()
    }
}

impl Parser {
    /// A parser with the layouts that are built in. Layouts of files are read here: make one parser and keep it.
    pub fn new() -> Self {
        let grammars = BUILT_IN.iter().filter_map(|text| Grammar::from_toml(text).ok()).collect();
        Parser { grammars, furniture: Furniture::Leave, recent: Mutex::default() }
    }

    /// Adds a layout, written in TOML. Layouts that are added are asked before those that are built in, in their order; a
    /// header above the page is read before any of them.
    ///
    /// The file lists properties in the order in which they stand on a page. Each says which [`Facts`](crate::Facts) of a
    /// line, by their names in [`Facts::NAMES`](crate::Facts::NAMES), make it possible (`accept`: the largest weight counts), which add to that (`prefer`) and which take away
    /// (`avoid`). The lines are then matched to the list so that the sum of the weights is largest; a property may be
    /// missing (`skip` is what that costs), may stand several times (`repeat` is what each further line costs; without
    /// it, once), and lines in between may be none of them (`insert` is what each costs). With `moved = n` a property
    /// that found no line in its place takes the best one elsewhere that fits with a weight of at least `n`.
    ///
    /// What a line's words tell is said by `starts` (keys that begin it and are no part of the value), `is` (fixed lines)
    /// and `pattern` (a regular expression; groups that are named like properties are the values, all else is none). A line
    /// that fits has the fact `text` for that property, which may be named like the others; without `accept` it counts
    /// 10. `split` lists marks between several values of a line. `header = false` gives the lines of a header above the page
    /// to this layout.
    ///
    /// `[recognise]` says when a page is of this layout: the matched lines have `proofs` different facts of the list
    /// `proof`; or one of them (or an address in the first line), and `coverage` (0 to 1) of at most `most-items` lines
    /// matched. Where only the address speaks for it, each property of `needs` must be matched too, and a layout that knows
    /// dates and found none is not taken where a short line states one. `[prefix]` with `pattern` (a regular expression)
    /// and `property` takes a mark off the first line; it speaks for the layout as well.
    ///
    /// ```
    /// use unscrape::Parser;
    ///
    /// let layout = r#"
    /// name = "notice-board"
    /// recognise = { proof = ["stamp", "list"], proofs = 2 }
    ///
    /// [[property]]
    /// name = "author"
    /// accept = { words = 2 }
    /// avoid = { stop = 4, long = 8 }
    ///
    /// [[property]]
    /// name = "datePublished"
    /// accept = { stamp = 8 }
    ///
    /// [[property]]
    /// name = "keywords"
    /// accept = { list = 6 }
    ///
    /// [[property]]
    /// name = "articleBody"
    /// accept = { words = 1 }
    /// prefer = { stop = 3 }
    /// repeat = 0
    /// "#;
    /// let parser = Parser::new().layout(layout)?;
    /// let page = parser.parse("Ann Lee\n2023-09-14 07:45\npier, works, harbour\nThe pier is closed until Friday.\n");
    /// assert_eq!(page.record.layout, "notice-board");
    /// assert_eq!(page.record.authors, ["Ann Lee"]);
    /// assert_eq!(page.record.keywords, ["pier", "works", "harbour"]);
    /// # Ok::<(), unscrape::LayoutError>(())
    /// ```
    ///
    /// # Errors
    /// The text is no layout: no TOML, a key, property or fact that does not exist (the message names those that do), or
    /// no property at all.
    pub fn layout(mut self, toml: &str) -> Result<Self, LayoutError> {
        let own = self.grammars.len() - BUILT_IN.len().min(self.grammars.len());
        self.grammars.insert(own, Grammar::from_toml(toml)?);
        Ok(self)
    }

    /// Whether navigation and other furniture of the page goes into the metadata.
    pub fn furniture(self, furniture: Furniture) -> Self {
        Parser { furniture, ..self }
    }

    /// Recovers the fields of one page. Takes any text, also an empty one, and takes time in proportion to its length.
    ///
    /// Offsets in the labelling are bytes of `text`; lines are counted from 1.
    pub fn parse<'a>(&self, text: &'a str) -> Recovery<'a> {
        self.assemble(self.label(self.scan(text)))
    }

    /// The same of a page whose address is known, as containers state it: what its words say helps to find the headline.
    pub fn parse_at<'a>(&self, text: &'a str, address: Option<&str>) -> Recovery<'a> {
        self.parse_known(text, Known { address, ..Known::default() })
    }

    /// The same of a page of which more is known.
    pub fn parse_known<'a>(&self, text: &'a str, known: Known<'_>) -> Recovery<'a> {
        self.assemble(self.label_known(self.scan(text), known))
    }

    /// The first step of [`Parser::parse`]: lines and their facts. The steps stand alone so that each can be measured.
    pub fn scan<'a>(&self, text: &'a str) -> Scanned<'a> {
        let spare = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut recent = spare().pop().unwrap_or_default();
        let line::Looked { lines, seen, count } = line::look(text, &mut |text| recent.facts(text));
        spare().push(recent);
        Scanned { text, lines, seen, count }
    }

    /// The second step: a property for every byte.
    pub fn label<'a>(&self, scanned: Scanned<'a>) -> Labelled<'a> {
        self.label_known(scanned, Known::default())
    }

    fn label_known<'a>(&self, scanned: Scanned<'a>, known: Known<'_>) -> Labelled<'a> {
        let Scanned { text, lines, seen, .. } = &scanned;
        let page = Page { text: &text[..*seen], lines };
        let Finding { layout, mut labels, mut warnings, sure } =
            layout::label(&self.grammars, page, known);
        warnings.extend(layout::extend(text, *seen, &mut labels));
        let labelling = Labelling::complete(text, &labels);
        Labelled { scanned, labelling, layout, warnings, sure }
    }

    /// The last step: the record.
    pub fn assemble<'a>(&self, labelled: Labelled<'a>) -> Recovery<'a> {
        let Labelled { scanned, labelling, layout, mut warnings, sure } = labelled;
        let Scanned { text, lines, count, .. } = scanned;
        let mut record = assemble(text, &lines, &labelling, layout, self.furniture, &mut warnings);
        confidence::fill(&mut record, &sure);
        Recovery { record, labelling, warnings, lines: count }
    }

    /// The blocks of the page as the labeller of pages without a grammar sees them, for its training; none where a
    /// grammar labels the page.
    #[doc(hidden)]
    pub fn observe(&self, text: &str, weights: &Weights) -> (Vec<Seen>, [Vec<Text>; 2]) {
        layout::observe(&self.grammars, Page { text, lines: &line::lines(text) }, weights)
    }

    /// The dates and the names of a page without a grammar, for training.
    #[doc(hidden)]
    pub fn observe_credits(&self, text: &str, weights: &Weights) -> Vec<Candidate> {
        let lines = line::lines(text);
        layout::observe_credits(&self.grammars, Page { text, lines: &lines }, weights)
    }

    /// The scores behind the labels, where the layout of the page has any. Takes longer than `parse`.
    pub(crate) fn evidence(&self, text: &str) -> Option<Evidence> {
        let (lines, seen) = line::first(text);
        layout::evidence(&self.grammars, Page { text: &text[..seen], lines: &lines })
    }
}

/// A page with its lines.
#[derive(Debug)]
pub struct Scanned<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
    /// Where the text ends that was looked at.
    seen: usize,
    /// How many there are, blank ones counted.
    count: usize,
}

/// A page whose bytes have properties.
#[derive(Debug)]
pub struct Labelled<'a> {
    scanned: Scanned<'a>,
    labelling: Labelling,
    layout: Cow<'static, str>,
    warnings: Vec<Warning>,
    sure: Sure,
}
