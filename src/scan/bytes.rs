//! The first byte of a kind, looked for sixteen at a time: for texts that are too short for a search made for long ones.

use wide::u8x16;

/// As many bytes as are looked at in one step.
const STEP: usize = 16;

/// Those of the bytes that are this one.
pub(crate) fn equal(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

/// Those of the bytes that are not above this one.
pub(crate) fn at_most(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.min(u8x16::splat(byte)).simd_eq(bytes)
}

/// Where the first byte stands that `are` says is one of those looked for: by the highest bit of its place.
#[inline]
pub(crate) fn position(bytes: &[u8], are: impl Fn(u8x16) -> u8x16) -> Option<usize> {
    let (steps, rest) = bytes.as_chunks::<STEP>();
    for (number, step) in steps.iter().enumerate() {
        let found = are(u8x16::new(*step)).to_bitmask();
        if found != 0 {
            return Some(number * STEP + found.trailing_zeros() as usize);
        }
    }
    // the last step looks again at what is known to be none of them, or beyond the end
    let (last, before) = match bytes.last_chunk() {
        _ if rest.is_empty() => return None,
        Some(last) => (*last, bytes.len() - STEP),
        None => (padded(rest), 0),
    };
    let at = before + are(u8x16::new(last)).to_bitmask().trailing_zeros() as usize;
    (at < bytes.len()).then_some(at)
}

fn padded(bytes: &[u8]) -> [u8; STEP] {
    let mut padded = [0; STEP];
    padded.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for len in 0..70 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(position(&bytes, |bytes| equal(bytes, b'b')), None);
            for at in (0..len).rev() {
                bytes[at] = b'b';
                assert_eq!(position(&bytes, |bytes| equal(bytes, b'b')), Some(at));
                assert_eq!(position(&bytes, |bytes| !at_most(bytes, b'a')), Some(at));
            }
        }
        // what stands beyond the end is not found
        assert_eq!(position(b"a", |bytes| equal(bytes, 0)), None);
    }
}
