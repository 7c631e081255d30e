//! A parser with the user's own layouts.

use std::fs;
use std::path::PathBuf;
use unscrape::Parser;
use unscrape::error::Error;

/// The parser with the layouts in these files, in their order.
pub fn parser(layouts: &[PathBuf]) -> Result<Parser, Error> {
    layouts.iter().try_fold(Parser::new(), |parser, path| {
        let fail = |source| Error::Read { path: path.clone(), source };
        let text = fs::read_to_string(path).map_err(fail)?;
        let fail = |source| Error::Layout { path: path.clone(), source };
        parser.layout(&text).map_err(fail)
    })
}
