//! What a piece of text could be, judged alone. Scanners know neither each other, nor the record, nor order.

pub mod byline;
pub mod contact;
pub mod dates;
pub mod facts;
pub mod list;
pub mod locale;
pub mod markup;
pub mod number;
pub mod selector;
pub mod slug;
pub mod timestamp;
pub mod url;
pub mod words;

pub use facts::{Facts, facts};
