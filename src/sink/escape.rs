//! JSON strings. What needs an escape is rare: it is looked for in wide steps, and what stands between is copied whole.

use crate::scan::bytes::{at_most, equal, position};
use wide::u8x16;

/// As many bytes as one vector instruction looks at.
const STEP: usize = 16;

/// What is looked at before anything is decided.
const WIDE: usize = 4 * STEP;

/// Appends a string with its quotes.
pub(super) fn string(text: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    content(text.as_bytes(), to);
    to.push(b'"');
}

/// Appends what stands between the quotes. Most strings are short and need no escape: they are copied in two steps of one
/// width, which may overlap.
pub(super) fn content(bytes: &[u8], to: &mut Vec<u8>) {
    let copied = match bytes.len() {
        ..4 => copy_few(bytes, to),
        4..=8 => copy::<4, 8>(bytes, to),
        9..=16 => copy::<8, 16>(bytes, to),
        17..=32 => copy::<16, 32>(bytes, to),
        33..=64 => copy::<32, 64>(bytes, to),
        _ => false,
    };
    if !copied {
        escaped(bytes, to);
    }
}

/// Appends a few bytes, if none of them needs an escape. Whether it did.
fn copy_few(bytes: &[u8], to: &mut Vec<u8>) -> bool {
    let sound = !bytes.iter().any(|byte| is_special(*byte));
    if sound {
        bytes.iter().for_each(|byte| to.push(*byte));
    }
    sound
}

/// Appends `N` to `ALL` bytes, which is twice as many, if none of them needs an escape. Whether it did.
#[inline]
fn copy<const N: usize, const ALL: usize>(bytes: &[u8], to: &mut Vec<u8>) -> bool {
    let (Some(head), Some(tail)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else {
        return false;
    };
    let sound = !any_of_two(head, tail);
    if sound {
        // put together, so that room is made once
        let mut all = [0; ALL];
        all[..N].copy_from_slice(head);
        if let Some(end) = all.get_mut(bytes.len() - N..).and_then(<[u8]>::first_chunk_mut) {
            *end = *tail;
        }
        let end = to.len() + bytes.len();
        to.extend_from_slice(&all);
        to.truncate(end);
    }
    sound
}

/// Whether one of the bytes needs an escape.
#[inline]
fn any_of_two<const N: usize>(head: &[u8; N], tail: &[u8; N]) -> bool {
    if 2 * N <= STEP {
        let mut both = [b' '; STEP];
        both[..N].copy_from_slice(head);
        both[N..2 * N].copy_from_slice(tail);
        return special(u8x16::new(both)).to_bitmask() != 0;
    }
    any(head) | any(tail)
}

/// Appends the bytes of a string of any length, whatever is in them.
#[inline(never)]
fn escaped(bytes: &[u8], to: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some((run, byte, after)) = split(rest) {
        to.extend_from_slice(run);
        escape(byte, to);
        rest = after;
    }
    to.extend_from_slice(rest);
}

/// What is before the first byte that needs an escape, the byte, and what is behind it.
fn split(bytes: &[u8]) -> Option<(&[u8], u8, &[u8])> {
    let (run, after) = bytes.split_at_checked(clean(bytes))?;
    let (byte, after) = after.split_first()?;
    Some((run, *byte, after))
}

fn escape(byte: u8, to: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0c => b'f',
        b'\r' => b'r',
        _ => {
            let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
            to.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            return;
        }
    };
    to.extend_from_slice(&[b'\\', short]);
}

/// How many bytes come before the first one that needs an escape.
fn clean(bytes: &[u8]) -> usize {
    let (wide, _) = bytes.as_chunks::<WIDE>();
    let from = WIDE * wide.iter().take_while(|chunk| !any(chunk)).count();
    let rest = bytes.get(from..).unwrap_or_default();
    from + position(rest, special).unwrap_or(rest.len())
}

#[inline]
fn is_special(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// Those of the bytes that need an escape.
#[inline]
fn special(bytes: u8x16) -> u8x16 {
    at_most(bytes, b' ' - 1) | equal(bytes, b'"') | equal(bytes, b'\\')
}

/// Whether one of the bytes needs an escape; `N` is a multiple of `STEP`.
#[inline]
fn any<const N: usize>(bytes: &[u8; N]) -> bool {
    let (steps, _) = bytes.as_chunks::<STEP>();
    let found = |all, step: &[u8; STEP]| all | special(u8x16::new(*step));
    steps.iter().fold(u8x16::new([0; STEP]), found).to_bitmask() != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) {
        let mut json = Vec::new();
        string(text, &mut json);
        assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string(text).unwrap());
    }

    #[test]
    fn every_character_is_escaped_as_serde_does_wherever_it_stands() {
        let odd =
            (0..=0x100).filter_map(char::from_u32).chain("\u{2028}\u{2029}\u{feff}😀".chars());
        for c in odd {
            for before in 0..WIDE + STEP + 2 {
                for after in [0, 1, STEP, WIDE] {
                    check(&format!("{}{c}{c}{}", "é".repeat(before), "a".repeat(after)));
                    check(&format!("{}{c}{}", "~".repeat(before), " ".repeat(after)));
                }
            }
        }
    }

    #[test]
    fn a_special_byte_is_found_wherever_it_stands() {
        for len in 0..=2 * WIDE + STEP {
            check(&"a".repeat(len));
            for at in 0..len {
                let mut text = vec![b'~'; len];
                text[at] = b'"';
                check(std::str::from_utf8(&text).unwrap());
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_does(text in "(\\PC|[\u{0}-\u{ff}]|\"|\\\\){0,200}") {
            check(&text);
        }
    }
}
