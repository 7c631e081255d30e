//! Any bytes: decoded, split into pages and parsed, and the labels cover every page.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/laws.rs"]
mod laws;
#[path = "../../tests/common/reading.rs"]
mod reading;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = reading::decode(bytes) else { return };
    for page in reading::pages(&text) {
        laws::check(page);
    }
});
