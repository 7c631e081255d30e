//! Bytes of a kind, looked for sixteen at a time: where texts are too short for a search made for long ones, or where
//! such bytes stand so close to each other that beginning the search again costs more than searching.

use wide::u8x16;

/// As many bytes as are looked at in one step.
pub(crate) const STEP: usize = 16;

/// Those of the bytes that are this one.
#[inline]
pub(crate) fn equal(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

/// Those of the bytes that are not above this one.
#[inline]
pub(crate) fn at_most(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.min(u8x16::splat(byte)).simd_eq(bytes)
}

/// Those of the bytes that are one of `first` to `last`.
#[inline]
pub(crate) fn are_between(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    at_most(bytes - u8x16::splat(first), last - first)
}

/// How many of those found stand at the end, with none between that is not.
#[inline]
pub(crate) fn run_at_end(found: u8x16) -> usize {
    (!(found.to_bitmask() << (u32::BITS as usize - STEP))).leading_zeros() as usize
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

/// As `position`, where a byte and the next decide; behind the last byte stands a 0.
#[inline]
pub(crate) fn position_of_two(bytes: &[u8], are: impl Fn(u8x16, u8x16) -> u8x16) -> Option<usize> {
    let two = |a: [u8; STEP], b: [u8; STEP]| are(u8x16::new(a), u8x16::new(b)).to_bitmask();
    let mut at = 0;
    while let Some(window) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ STEP + 1 }>) {
        if let (Some(a), Some(b)) = (window.first_chunk(), window.last_chunk()) {
            let found = two(*a, *b);
            if found != 0 {
                return Some(at + found.trailing_zeros() as usize);
            }
        }
        at += STEP;
    }
    let rest = &bytes[at..];
    let found = two(padded(rest), padded(rest.get(1..).unwrap_or_default()));
    let found = found & ((1 << rest.len()) - 1);
    (found != 0).then(|| at + found.trailing_zeros() as usize)
}

/// Where a short needle of two bytes or more stands first. A search that must be prepared costs more in a line.
#[inline]
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let &[first, second, ..] = needle else { return None };
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at += position_of_two(rest, |a, b| equal(a, first) & equal(b, second))?;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

/// A number for a text, made of its length, its beginning, its middle and its end: the higher half of its bits is mixed
/// well. Texts with one number are easily made on purpose.
#[inline]
pub(crate) fn rough_hash(bytes: &[u8]) -> u64 {
    let mix =
        |all: u64, part: u64| (all.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let all = bytes.len() as u64;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let middle = bytes.get(bytes.len() / 2 - 4..).and_then(<[u8]>::first_chunk);
        let middle = middle.map_or(0, |middle| u64::from_le_bytes(*middle));
        return mix(mix(mix(all, u64::from_le_bytes(*first)), middle), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return mix(all, u64::from(first) << 32 | u64::from(last));
    }
    mix(all, bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
}

/// The parts of a text between spaces, as `split` gives them, at less cost where they are short.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let text = left?;
        let end = text.bytes().position(|byte| byte == b' ');
        left = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// The same between spaces of either kind, of which one is never broken.
pub(crate) fn words_of_name(text: &str) -> impl Iterator<Item = &str> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let text = left?;
        let bytes = text.as_bytes();
        let len = |at: usize| match bytes[at] {
            b' ' => 1,
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => 2,
            _ => 0,
        };
        let end = (0..bytes.len()).find(|at| len(*at) > 0);
        left = end.and_then(|end| text.get(end + len(end)..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Calls `take` with the place of every byte that `are` says is one of those looked for, in order.
#[inline]
pub(crate) fn each(bytes: &[u8], are: impl Fn(u8x16) -> u8x16, mut take: impl FnMut(usize)) {
    let (steps, rest) = bytes.as_chunks::<STEP>();
    let (pairs, odd) = steps.as_chunks::<2>();
    let mut all = |at: usize, mut found: u32| {
        while found != 0 {
            take(at + found.trailing_zeros() as usize);
            found &= found - 1;
        }
    };
    for (number, [a, b]) in pairs.iter().enumerate() {
        let (a, b) = (are(u8x16::new(*a)), are(u8x16::new(*b)));
        // two steps at a time, since most have none
        if (a | b).to_bitmask() != 0 {
            all(number * 2 * STEP, a.to_bitmask() | b.to_bitmask() << STEP);
        }
    }
    let at = pairs.len() * 2 * STEP;
    if let [step] = odd {
        all(at, are(u8x16::new(*step)).to_bitmask());
    }
    let found = are(u8x16::new(padded(rest))).to_bitmask();
    all(at + odd.len() * STEP, found & ((1 << rest.len()) - 1));
}

/// The places of the bytes that `are` says are of those looked for, in order. Unlike [`each`] it can be asked for one at a
/// time.
pub(crate) struct Places<'b, F> {
    bytes: &'b [u8],
    are: F,
    /// Those found in the step at `at` that were not given yet, a bit each.
    found: u32,
    at: usize,
    /// As many bytes were looked at.
    looked: usize,
}

impl<'b, F: Fn(u8x16) -> u8x16> Places<'b, F> {
    #[inline]
    pub fn new(bytes: &'b [u8], are: F) -> Self {
        Places { bytes, are, found: 0, at: 0, looked: 0 }
    }

    /// Looks at further bytes until some are found.
    #[inline]
    fn look(&mut self) {
        while let Some(steps) = self.bytes.get(self.looked..).and_then(<[u8]>::first_chunk) {
            let steps: &[u8; 2 * STEP] = steps;
            let (halves, _) = steps.as_chunks::<STEP>();
            let (a, b) = ((self.are)(u8x16::new(halves[0])), (self.are)(u8x16::new(halves[1])));
            self.at = self.looked;
            self.looked += 2 * STEP;
            if (a | b).to_bitmask() != 0 {
                self.found = a.to_bitmask() | b.to_bitmask() << STEP;
                return;
            }
        }
        while self.found == 0 && self.looked < self.bytes.len() {
            self.look_at_rest();
        }
    }

    /// One step of those that are left. It may look again at bytes that were looked at before, or beyond the end.
    #[inline]
    fn look_at_rest(&mut self) {
        let len = self.bytes.len();
        self.at = self.looked.min(len.saturating_sub(STEP));
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let step = rest.first_chunk().map_or_else(|| padded(rest), |step| *step);
        let found = (self.are)(u8x16::new(step)).to_bitmask() >> (self.looked - self.at);
        self.found = found << (self.looked - self.at);
        if len < STEP {
            self.found &= (1 << len) - 1;
        }
        self.looked = len.min(self.at + STEP);
    }
}

impl<F: Fn(u8x16) -> u8x16> Iterator for Places<'_, F> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.found == 0 {
            self.look();
        }
        let first = self.found.trailing_zeros() as usize;
        // none are left where none were found
        self.found &= self.found.checked_sub(1)?;
        Some(self.at + first)
    }
}

/// Calls `take` with every even place where that byte and the next are of those looked for: each run of three or more is
/// found so, at a third of what finding all single ones costs.
#[inline]
pub(crate) fn each_pair(bytes: &[u8], are: impl Fn(u8x16) -> u8x16, mut take: impl FnMut(usize)) {
    let mut all = |at: usize, single: u32| {
        let mut found = single & (single >> 1) & 0x5555_5555;
        while found != 0 {
            take(at + found.trailing_zeros() as usize);
            found &= found - 1;
        }
    };
    let (steps, rest) = bytes.as_chunks::<{ 4 * STEP }>();
    for (number, step) in steps.iter().enumerate() {
        let (parts, _) = step.as_chunks::<STEP>();
        let (a, b) = (are(u8x16::new(parts[0])), are(u8x16::new(parts[1])));
        let (c, d) = (are(u8x16::new(parts[2])), are(u8x16::new(parts[3])));
        // four at a time, since most have none
        if ((a | b) | (c | d)).to_bitmask() != 0 {
            let at = number * 4 * STEP;
            all(at, a.to_bitmask() | b.to_bitmask() << STEP);
            all(at + 2 * STEP, c.to_bitmask() | d.to_bitmask() << STEP);
        }
    }
    let at = steps.len() * 4 * STEP;
    for (number, part) in rest.chunks(STEP).enumerate() {
        all(at + number * STEP, are(u8x16::new(padded(part))).to_bitmask());
    }
}

/// Up to sixteen bytes with zeros behind them, put together from two parts that may overlap.
fn padded(bytes: &[u8]) -> [u8; STEP] {
    let two = |first: u64, last: u64, size: usize| {
        u128::from(first) | u128::from(last) << (8 * (bytes.len() - size) as u32)
    };
    let all = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        two(u64::from_le_bytes(*first), u64::from_le_bytes(*last), 8)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        two(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into(), 4)
    } else {
        bytes.iter().rev().fold(0, |all, byte| all << 8 | u128::from(*byte))
    };
    all.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_is_found(bytes in prop::collection::vec(b'a'..=b'd', 0..90)) {
            let mut found = Vec::new();
            each(&bytes, |bytes| equal(bytes, b'b'), |at| found.push(at));
            let slow: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'b').collect();
            prop_assert_eq!(&found, &slow);
            let places = Places::new(&bytes, |bytes| equal(bytes, b'b'));
            prop_assert_eq!(places.collect::<Vec<_>>(), slow);
        }
    }

    proptest! {
        #[test]
        fn needles_are_found_where_memmem_finds_them(text in "(http|ht|h|t|\\]\\(|\\]|[a-z]{15}){0,12}") {
            for needle in ["http", "]("] {
                let slow = memchr::memmem::find(text.as_bytes(), needle.as_bytes());
                prop_assert_eq!(find(text.as_bytes(), needle.as_bytes()), slow);
            }
        }
    }

    #[test]
    fn short_texts_are_filled_with_zeros() {
        let bytes: Vec<u8> = (1..=16).collect();
        for len in 0..=STEP {
            let mut slow = [0; STEP];
            slow[..len].copy_from_slice(&bytes[..len]);
            assert_eq!(padded(&bytes[..len]), slow);
        }
    }

    #[test]
    fn words_are_those_of_split() {
        for text in ["", " ", "a", "a b", " a  b ", "é ц", "a\u{a0}é \u{a0}ц", "\u{a0}"] {
            assert!(words(text).eq(text.split(' ')), "{text:?}");
            assert!(words_of_name(text).eq(text.split([' ', '\u{a0}'])), "{text:?}");
        }
    }

    #[test]
    fn every_run_of_three_has_a_pair() {
        for (len, from) in (3..150).flat_map(|len| (0..=len - 3).map(move |from| (len, from))) {
            let mut bytes = vec![b'a'; len];
            bytes[from..from + 3].fill(b'b');
            let mut found = Vec::new();
            each_pair(&bytes, |bytes| equal(bytes, b'b'), |at| found.push(at));
            assert_eq!(found, [from + from % 2]);
        }
    }

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
        each(b"a", |bytes| equal(bytes, 0), |at| panic!("{at}"));
        assert_eq!(Places::new(b"a", |bytes| equal(bytes, 0)).next(), None);
        assert_eq!(position(b"a", |bytes| equal(bytes, 0)), None);
    }
}
