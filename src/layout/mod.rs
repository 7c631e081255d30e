//! How the lines of a page get their properties. Only this part knows order.

pub(crate) mod block;
pub(crate) mod body;
pub(crate) mod copy;
pub(crate) mod header;
pub(crate) mod profile;
pub(crate) mod visible;

use crate::labelling::Label;
use crate::line::Line;
use crate::warning::Warning;
use std::borrow::Cow;

/// What a layout looks at: a text, and those of its lines that are to be labelled (never blank, in order).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'l, 'a> {
    pub text: &'a str,
    pub lines: &'l [Line<'a>],
}

/// What a layout says of a page.
#[derive(Debug)]
pub(crate) struct Finding {
    /// The name of the layout.
    pub layout: Cow<'static, str>,
    /// In order; what is left out becomes `separator` or `unknown`.
    pub labels: Vec<Label>,
    pub warnings: Vec<Warning>,
}
