//! Text or not: by what a file begins with, and by its control bytes.

use super::order::{Order, mark, order_by_nuls, units};

/// How much of a file is looked at.
const SAMPLE: usize = 64 << 10;
/// How much of it when it is UTF-8 without NULs: chance makes no long file so.
const PROVEN_SAMPLE: usize = 1 << 10;

/// What files that are no text begin with.
const MAGIC: &[&[u8]] = &[
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"\x7fELF",
    b"\xfd7zXZ\0",
    b"BZh91AY&SY",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x04\x22\x4d\x18",
    b"SQLite format 3\0",
    b"PAR1",
    b"OggS\0",
    b"wOFF\0",
    b"wOF2\0",
    b"\0asm",
    b"\xca\xfe\xba\xbe",
    b"II*\0",
    b"MM\0*",
];

/// Whether the file begins as one of the common formats that hold no text.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// Whether UTF-8 without NULs is no text all the same: by the share of control bytes at its beginning.
pub(super) fn is_noise(text: &str) -> bool {
    let bytes = text.as_bytes();
    let sample = &bytes[..bytes.len().min(PROVEN_SAMPLE)];
    is_too_many(count(sample, is_perhaps_control), sample.len(), 5)
        && is_too_many(count(sample, is_control), sample.len(), 5)
}

/// Whether the file is no text: by the share of control bytes at its beginning.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let order = match mark(sample) {
        Some((Order::Utf8, _)) => None,
        Some((order, _)) => Some(order),
        None => order_by_nuls(sample),
    };
    if let Some(order) = order {
        let control =
            units(sample, order).filter(|u| u8::try_from(*u).is_ok_and(is_control)).count();
        return is_too_many(control, sample.len() / 2, 5);
    }
    let control = count(sample, is_control);
    // damaged or not, text with a code of its own for every byte deserves more trust when it proves to be UTF-8
    is_too_many(control, sample.len(), 5)
        || (is_too_many(control, sample.len(), 2) && !is_utf8_start(sample))
}

/// In steps of a length that is known, which a compiler turns into vector instructions.
fn count(bytes: &[u8], of: impl Fn(u8) -> bool) -> usize {
    let (steps, rest) = bytes.as_chunks::<64>();
    let in_step = |step: &[u8]| step.iter().map(|byte| u8::from(of(*byte))).sum::<u8>();
    let whole: usize = steps.iter().map(|step| usize::from(in_step(step))).sum();
    whole + usize::from(in_step(rest))
}

fn is_too_many(control: usize, of: usize, percent: usize) -> bool {
    control > 1 && control * 100 > of * percent
}

fn is_utf8_start(sample: &[u8]) -> bool {
    simdutf8::compat::from_utf8(sample).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// Control codes and white space, which is told faster than control codes alone.
#[inline]
fn is_perhaps_control(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7f)
}

/// Control codes that text does not hold. Tab, line ends, form feed and escape are found in dumps of terminals.
pub(super) fn is_control(byte: u8) -> bool {
    let space =
        (byte == b'\t') | (byte == b'\n') | (byte == b'\r') | (byte == 0x0c) | (byte == 0x1b);
    (byte == 0x7f) | ((byte < 0x20) & !space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_bytes_are_counted_in_any_length() {
        for len in [0, 1, 63, 64, 65, 1000, 2 * PROVEN_SAMPLE] {
            let bytes = vec![1; len];
            assert_eq!(count(&bytes, is_control), len);
            assert_eq!(count(&bytes, |byte| byte == 2), 0);
        }
        assert!((0..=u8::MAX).all(|byte| is_perhaps_control(byte) || !is_control(byte)));
    }

    #[test]
    fn text_of_very_short_lines_is_no_noise() {
        assert!(!is_noise(&"a\n\t\r\n".repeat(1000)));
        assert!(is_noise(&"a\x01\x02".repeat(1000)));
        assert!(!is_noise(&"a well-known phrase\x01".repeat(1000)));
    }
}
