//! From bytes to text.

pub mod decode;
