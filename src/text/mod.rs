//! From bytes to text. Knows encodings; does not know what the text says.

pub mod decode;
pub mod offsets;

pub use decode::{Decoded, decode, is_binary};
pub use offsets::OffsetMap;
