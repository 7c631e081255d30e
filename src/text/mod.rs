//! From bytes to text.

pub mod decode;

pub use decode::{Decoded, OffsetMap, decode, is_binary};
