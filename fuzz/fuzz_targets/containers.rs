//! Any bytes: opened as whatever they are. A first byte chooses what they are packed into, so that the fuzzer gets in.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/opening.rs"]
mod opening;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let head: &[u8] = match kind % 8 {
        0 => b"\x1f\x8b\x08\0",
        1 => b"\x28\xb5\x2f\xfd",
        2 => b"WARC/1.0\r\nContent-Length: ",
        3 => b"{\"text\": \"",
        4 => b"PK\x03\x04",
        5 => b"PAR1",
        6 => b"\xfd7zXZ\0",
        _ => b"",
    };
    opening::check(&[head, rest].concat());
});
