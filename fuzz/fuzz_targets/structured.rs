//! Bytes mapped to the pieces of which dumps are made: deeper into the layouts than free text reaches.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/alphabet.rs"]
mod alphabet;
#[path = "../../tests/common/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| {
    let pieces = bytes.iter().map(|&b| alphabet::PIECES[usize::from(b) % alphabet::PIECES.len()]);
    laws::check(&pieces.collect::<String>());
});
