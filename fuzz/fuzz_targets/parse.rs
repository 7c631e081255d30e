//! Any text obeys the laws of the parser.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/laws.rs"]
mod laws;

fuzz_target!(|text: &str| laws::check(text));
