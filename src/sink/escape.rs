//! JSON strings. What needs an escape is rare: it is looked for in wide steps, and what stands between is copied whole.

/// What is looked at in one step; a compiler makes vector instructions of it.
const WIDE: usize = 64;

/// The bytes of a step that tells where.
const NARROW: usize = size_of::<u64>();

const ONES: u64 = u64::from_le_bytes([1; NARROW]);

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
        4..=8 => copy::<4>(bytes, to),
        9..=16 => copy::<8>(bytes, to),
        17..=32 => copy::<16>(bytes, to),
        33..=64 => copy::<32>(bytes, to),
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

/// Appends `N` to `2 * N` bytes, if none of them needs an escape. Whether it did.
fn copy<const N: usize>(bytes: &[u8], to: &mut Vec<u8>) -> bool {
    let (Some(head), Some(tail)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else {
        return false;
    };
    let sound = !(any(head) | any(tail));
    if sound {
        let end = to.len() + bytes.len();
        to.extend_from_slice(head);
        to.truncate(end - N);
        to.extend_from_slice(tail);
    }
    sound
}

/// Appends the bytes of a string of any length, whatever is in them.
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
    let last = bytes.last_chunk::<WIDE>().filter(|_| bytes.len() < from + WIDE);
    if last.is_some_and(|last| !any(last)) {
        return bytes.len();
    }
    let (narrow, _) = bytes.get(from..).unwrap_or_default().as_chunks::<NARROW>();
    for (k, word) in narrow.iter().enumerate() {
        if let Some(at) = first(*word) {
            return from + NARROW * k + at;
        }
    }
    match bytes.last_chunk() {
        // The bytes that were looked at already are clean, and so do not come first.
        Some(word) => bytes.len() - NARROW + first(*word).unwrap_or(NARROW),
        None => first(padded(bytes)).unwrap_or(bytes.len()),
    }
}

/// Bytes that do not fill a word, with spaces behind them.
fn padded(bytes: &[u8]) -> [u8; NARROW] {
    let mut word = [b' '; NARROW];
    for (to, from) in word.iter_mut().zip(bytes) {
        *to = *from;
    }
    word
}

#[inline]
fn is_special(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

#[inline]
fn any<const N: usize>(chunk: &[u8; N]) -> bool {
    chunk.iter().fold(false, |any, byte| any | is_special(*byte))
}

/// The first special byte of a word. A subtraction sets the top bit of each byte that is too small; a byte may borrow
/// from the next, so that only the first one is sure.
fn first(word: [u8; NARROW]) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let found = (below(word, b' ') | is(b'"') | is(b'\\')) & (ONES << 7);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
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
            for before in 0..WIDE + NARROW + 2 {
                for after in [0, 1, NARROW, WIDE] {
                    check(&format!("{}{c}{c}{}", "é".repeat(before), "a".repeat(after)));
                    check(&format!("{}{c}{}", "~".repeat(before), " ".repeat(after)));
                }
            }
        }
    }

    #[test]
    fn a_special_byte_is_found_wherever_it_stands() {
        for len in 0..=2 * WIDE + NARROW {
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
