//! How containers are opened, by the flags that several commands have.

use unscrape::corpus::{Html, Opening};

/// The usual fields hold a page's text where none is named.
pub fn opening(text_fields: &[String], html: bool, limit: Option<u64>) -> Opening {
    let usual = Opening::default();
    let named = !text_fields.is_empty();
    Opening {
        text_fields: if named { text_fields.to_vec() } else { usual.text_fields },
        html: if html { Html::Flatten } else { Html::Say },
        limit,
        ..usual
    }
}
