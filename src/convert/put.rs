//! What becomes of a page: a row of the output, or what a check looks at.

use super::{Form, Options};
use crate::check::PageText;
use crate::sink::Rows;
use crate::sink::jsonl::Row;

/// Adds a page. `text` is none where it was not read as text.
pub(super) fn put(
    row: &Row<'_>,
    text: Option<PageText<'_>>,
    options: &Options,
    to: &mut Rows,
) -> Result<(), serde_json::Error> {
    match &options.form {
        Form::Rows => to.push(row, options.dialect, options.partition),
        Form::Seen(look) => {
            to.see(look.page(row, text));
            Ok(())
        }
        Form::Noted(_) => Ok(()),
    }
}
