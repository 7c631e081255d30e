//! In which order the bytes of a file make characters: by its mark, or by the NULs of UTF-16.

use super::binary::is_control;

/// How much of a file is looked at to tell UTF-16 by its NULs.
const UTF16_SAMPLE: usize = 4 << 10;

/// What the units of a text are, and the order of their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Utf8,
    LittleEndian,
    BigEndian,
}

/// The byte order mark and its length. A file that is only a mark keeps it as text, since no byte may be lost.
pub(super) fn mark(bytes: &[u8]) -> Option<(Order, usize)> {
    let (order, len) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Order::Utf8, 3),
        [0xff, 0xfe, ..] => (Order::LittleEndian, 2),
        [0xfe, 0xff, ..] => (Order::BigEndian, 2),
        _ => return None,
    };
    Some((order, if bytes.len() > len { len } else { 0 }))
}

/// The units of UTF-16; a last odd byte is left out.
pub(super) fn units(bytes: &[u8], order: Order) -> impl Iterator<Item = u16> {
    let pairs = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    pairs.map(move |pair| match order {
        Order::BigEndian => u16::from_be_bytes(pair),
        _ => u16::from_le_bytes(pair),
    })
}

/// The order of UTF-16 without a mark: NULs stand in one half of the pairs only, and the units are text.
pub(super) fn order_by_nuls(bytes: &[u8]) -> Option<Order> {
    let sample = bytes.get(..bytes.len().min(UTF16_SAMPLE) & !1)?;
    memchr::memchr(0, sample)?;
    let (mut even, mut odd) = (0, 0);
    for at in memchr::memchr_iter(0, sample) {
        *(if at % 2 == 0 { &mut even } else { &mut odd }) += 1;
    }
    let (order, nuls) = match (even, odd) {
        (0, odd) => (Order::LittleEndian, odd),
        (even, 0) => (Order::BigEndian, even),
        _ => return None,
    };
    (is_frequent(nuls, sample) && units_are_text(sample, order)).then_some(order)
}

/// Whether there are as many NULs as the script asks for. Bytes that could be ASCII with stray NULs, or UTF-8, must
/// show more than those that make no sense otherwise.
fn is_frequent(nuls: usize, sample: &[u8]) -> bool {
    let pairs = sample.len() / 2;
    let strange = |b: &u8| *b >= 0x80 || (*b != 0 && is_control(*b));
    if !sample.iter().any(strange) {
        return nuls >= 2 && nuls * 10 >= pairs * 3;
    }
    let reads_as_utf8 = match std::str::from_utf8(sample) {
        Ok(text) => !text.is_ascii(),
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    };
    nuls >= 2 && nuls * 100 >= pairs && !reads_as_utf8
}

fn units_are_text(sample: &[u8], order: Order) -> bool {
    let last = sample.len() / 2;
    char::decode_utf16(units(sample, order)).enumerate().all(|(at, unit)| match unit {
        Ok(c) => !is_noncharacter(c) && !u8::try_from(c).is_ok_and(is_control),
        // the sample may cut a pair of surrogates
        Err(_) => at + 2 >= last,
    })
}

fn is_noncharacter(c: char) -> bool {
    c as u32 & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}
