//! From bytes to text. Knows encodings; does not know what the text says.

mod binary;
pub mod decode;
mod legacy;
pub mod offsets;
mod order;
mod output;

pub use decode::{Content, Decoded, decode, read};
pub use offsets::OffsetMap;
