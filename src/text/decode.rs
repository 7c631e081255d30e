//! From bytes to text, with a map back. Never fails: what cannot be decoded becomes U+FFFD and a warning.
//!
//! UTF-8 is tried first, since it proves itself; then UTF-16 by its mark or its NULs; then UTF-8 that was damaged;
//! and only then a legacy encoding by its statistics.

use super::offsets::{MapBuilder, OffsetMap};
use crate::warning::Warning;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding};
use std::borrow::Cow;

/// How much of a file is looked at to tell text from binary data.
const BINARY_SAMPLE: usize = 64 << 10;
/// How much of a file is looked at to tell UTF-16 by its NULs.
const UTF16_SAMPLE: usize = 4 << 10;
/// How much of a file, from its first byte that is not ASCII, the legacy detector is fed.
/// The detector weighs some twenty encodings for each byte, 10 MB a second, so it is not shown more than it needs.
const LEGACY_SAMPLE: usize = 32 << 10;
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// A decoded file.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text without a byte order mark; borrowed where the file holds it as it is. Empty only if the file is.
    pub text: Cow<'a, str>,
    /// The name of the encoding, lower case: `utf-8`, `utf-16le`, `windows-1251` …
    pub encoding: &'static str,
    /// From offsets in `text` to offsets in the file.
    pub map: OffsetMap,
    /// `invalid-utf8`, `invalid-bytes` and `nul-bytes`, once each at most.
    pub warnings: Vec<Warning>,
}

/// Decodes a file's bytes.
///
/// ```
/// let decoded = unscrape::text::decode(b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xca\xe0\xea \xe4\xe5\xeb\xe0?");
/// assert_eq!(decoded.text, "Привет, мир! Как дела?");
/// assert_eq!(decoded.encoding, "windows-1251");
/// assert_eq!(decoded.map.to_byte("Привет".len()), 6);
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut decoded = match mark(bytes) {
        Some((Order::Utf8, skip)) => utf8(bytes, skip).unwrap_or_else(|| lossy(bytes, skip)),
        Some((order, skip)) => utf16(bytes, skip, order),
        None => decode_unmarked(bytes),
    };
    warn_of_nuls(&mut decoded);
    decoded
}

fn decode_unmarked(bytes: &[u8]) -> Decoded<'_> {
    let plain = utf8(bytes, 0);
    if let Some(order) = order_by_nuls(bytes) {
        return utf16(bytes, 0, order);
    }
    plain.unwrap_or_else(|| match damage(bytes) {
        Damage::OfUtf8 => lossy(bytes, 0),
        Damage::OtherEncoding => legacy(bytes),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Utf8,
    LittleEndian,
    BigEndian,
}

/// The byte order mark and its length. A file that is only a mark keeps it as text, since no byte may be lost.
fn mark(bytes: &[u8]) -> Option<(Order, usize)> {
    let (order, len) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Order::Utf8, 3),
        [0xff, 0xfe, ..] => (Order::LittleEndian, 2),
        [0xfe, 0xff, ..] => (Order::BigEndian, 2),
        _ => return None,
    };
    Some((order, if bytes.len() > len { len } else { 0 }))
}

fn utf8(bytes: &[u8], skip: usize) -> Option<Decoded<'_>> {
    let text = simdutf8::basic::from_utf8(bytes.get(skip..)?).ok()?;
    let map = if skip == 0 {
        OffsetMap::identity(text.len())
    } else {
        let mut map = MapBuilder::default();
        map.skip(skip);
        map.same(text);
        map.finish()
    };
    Some(Decoded { text: Cow::Borrowed(text), encoding: "utf-8", map, warnings: Vec::new() })
}

/// UTF-8 with U+FFFD for every part that is none, as the Unicode standard recommends.
fn lossy(bytes: &[u8], skip: usize) -> Decoded<'_> {
    let rest = bytes.get(skip..).unwrap_or_default();
    let mut out = Output::new("utf-8", rest.len() + 16);
    out.map.skip(skip);
    for chunk in rest.utf8_chunks() {
        out.same(chunk.valid());
        if !chunk.invalid().is_empty() {
            out.bad(chunk.invalid().len());
        }
    }
    out.finish("invalid-utf8")
}

fn utf16(bytes: &[u8], skip: usize, order: Order) -> Decoded<'_> {
    let rest = bytes.get(skip..).unwrap_or_default();
    let name = if order == Order::BigEndian { "utf-16be" } else { "utf-16le" };
    let mut out = Output::new(name, rest.len());
    out.map.skip(skip);
    for unit in char::decode_utf16(units(rest, order)) {
        match unit {
            Ok(c) => out.char(c, 2 * c.len_utf16()),
            Err(_) => out.bad(2),
        }
    }
    if rest.len() % 2 == 1 {
        out.bad(1);
    }
    out.finish("invalid-bytes")
}

fn units(bytes: &[u8], order: Order) -> impl Iterator<Item = u16> {
    let pairs = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    pairs.map(move |pair| match order {
        Order::BigEndian => u16::from_be_bytes(pair),
        _ => u16::from_le_bytes(pair),
    })
}

/// The order of UTF-16 without a mark: NULs stand in one half of the pairs only, and the units are text.
fn order_by_nuls(bytes: &[u8]) -> Option<Order> {
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

enum Damage {
    OfUtf8,
    OtherEncoding,
}

/// In damaged UTF-8 whole sequences outnumber broken ones; in legacy encodings a whole one is an accident. Text that is
/// only cut at its end, within a character, counts as UTF-8.
fn damage(bytes: &[u8]) -> Damage {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut = std::str::from_utf8(bytes)
        .is_err_and(|error| error.error_len().is_none() && bytes.len() - error.valid_up_to() > 1);
    if whole >= broken || cut { Damage::OfUtf8 } else { Damage::OtherEncoding }
}

fn legacy(bytes: &[u8]) -> Decoded<'_> {
    let encoding = guess(bytes);
    let mut out = Output::new(lower_name(encoding), bytes.len() * 2);
    if encoding.is_single_byte() {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        for c in text.chars() {
            if c == REPLACEMENT { out.bad(1) } else { out.char(c, 1) }
        }
    } else {
        decode_stepwise(encoding, bytes, &mut out);
    }
    out.finish("invalid-bytes")
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    // a little of what stands before belongs to the statistics too
    let from = first.saturating_sub(64);
    let sample = &bytes[from..bytes.len().min(from + LEGACY_SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, from + sample.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// Feeds the decoder byte by byte, so that it shows which bytes each character was. ASCII goes past it.
fn decode_stepwise(encoding: &'static Encoding, bytes: &[u8], out: &mut Output) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0u8; 64];
    let (mut at, mut pending) = (0, 0);
    loop {
        if pending == 0 {
            at += out.ascii(&bytes[at..]);
        }
        let last = at == bytes.len();
        let byte = &bytes[at..bytes.len().min(at + 1)];
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(byte, &mut buffer, last);
        at += read;
        pending += read;
        for c in String::from_utf8_lossy(&buffer[..written]).chars() {
            out.char(c, std::mem::take(&mut pending));
        }
        match result {
            DecoderResult::Malformed(_, extra) => {
                let extra = usize::from(extra).min(pending);
                out.bad(pending - extra);
                pending = extra;
            }
            _ if last => break,
            _ => {}
        }
    }
    out.map.skip(pending);
}

/// The decoder's name of the encoding in lower case.
fn lower_name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "Big5" => "big5",
        "EUC-JP" => "euc-jp",
        "EUC-KR" => "euc-kr",
        "GBK" => "gbk",
        "IBM866" => "ibm866",
        "ISO-8859-2" => "iso-8859-2",
        "ISO-8859-3" => "iso-8859-3",
        "ISO-8859-4" => "iso-8859-4",
        "ISO-8859-5" => "iso-8859-5",
        "ISO-8859-6" => "iso-8859-6",
        "ISO-8859-7" => "iso-8859-7",
        "ISO-8859-8" => "iso-8859-8",
        "ISO-8859-8-I" => "iso-8859-8-i",
        "ISO-8859-10" => "iso-8859-10",
        "ISO-8859-13" => "iso-8859-13",
        "ISO-8859-14" => "iso-8859-14",
        "ISO-8859-15" => "iso-8859-15",
        "ISO-8859-16" => "iso-8859-16",
        "KOI8-R" => "koi8-r",
        "KOI8-U" => "koi8-u",
        "Shift_JIS" => "shift_jis",
        name => name,
    }
}

/// Text that is being written, with its map and the count of its damage.
struct Output {
    text: String,
    encoding: &'static str,
    map: MapBuilder,
    bad: usize,
    first_bad: usize,
}

impl Output {
    fn new(encoding: &'static str, capacity: usize) -> Self {
        let text = String::with_capacity(capacity);
        Output { text, encoding, map: MapBuilder::default(), bad: 0, first_bad: 0 }
    }

    fn char(&mut self, c: char, file_len: usize) {
        self.text.push(c);
        self.map.char(c.len_utf8(), file_len);
    }

    fn same(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.same(text);
    }

    /// Takes the ASCII that begins `bytes`; how many bytes it took.
    fn ascii(&mut self, bytes: &[u8]) -> usize {
        let len = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len());
        if let Ok(text) = std::str::from_utf8(&bytes[..len]) {
            self.same(text);
        }
        len
    }

    fn bad(&mut self, file_len: usize) {
        if self.bad == 0 {
            self.first_bad = self.text.len();
        }
        self.bad += 1;
        self.char(REPLACEMENT, file_len);
    }

    fn finish<'a>(mut self, code: &'static str) -> Decoded<'a> {
        // legacy text is given more room than most of it needs
        if self.text.capacity() > 2 * self.text.len() {
            self.text.shrink_to_fit();
        }
        let mut warnings = Vec::new();
        if self.bad > 0 {
            let message = format!("{} byte sequences are not {}", self.bad, self.encoding);
            warnings.push(Warning::line(code, line_at(&self.text, self.first_bad), message));
        }
        let (map, encoding) = (self.map.finish(), self.encoding);
        Decoded { text: Cow::Owned(self.text), encoding, map, warnings }
    }
}

fn warn_of_nuls(decoded: &mut Decoded<'_>) {
    let text = decoded.text.as_bytes();
    if let Some(first) = memchr::memchr(0, text) {
        let count = memchr::memchr_iter(0, &text[first..]).count();
        let line = line_at(&decoded.text, first);
        decoded.warnings.push(Warning::line("nul-bytes", line, format!("{count} NUL characters")));
    }
}

/// The number, from 1, of the line that holds offset `at`.
fn line_at(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let before = &bytes[..at.min(bytes.len())];
    let ends = memchr::memchr2_iter(b'\n', b'\r', before)
        .filter(|&end| !(bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n')))
        .count();
    ends + 1
}

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

/// Whether the file is no text: by what it begins with, and by the share of control bytes in its first 64 KiB.
///
/// ```
/// assert!(unscrape::text::is_binary(b"\x7fELF\x02\x01\x01"));
/// assert!(!unscrape::text::is_binary("Утро в порту\n".as_bytes()));
/// ```
pub fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(BINARY_SAMPLE)];
    if MAGIC.iter().any(|magic| sample.starts_with(magic)) {
        return true;
    }
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
    let control = count_control(sample);
    // damaged or not, text with a code of its own for every byte deserves more trust when it proves to be UTF-8
    is_too_many(control, sample.len(), 5)
        || (is_too_many(control, sample.len(), 2) && !is_utf8_start(sample))
}

/// In chunks whose count fits a byte, which a compiler turns into vector instructions.
fn count_control(bytes: &[u8]) -> usize {
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|b| u8::from(is_control(*b))).sum::<u8>();
    bytes.chunks(255).map(|chunk| usize::from(in_chunk(chunk))).sum()
}

fn is_too_many(control: usize, of: usize, percent: usize) -> bool {
    control > 1 && control * 100 > of * percent
}

fn is_utf8_start(sample: &[u8]) -> bool {
    simdutf8::compat::from_utf8(sample).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// Control codes that text does not hold. Tab, line ends, form feed and escape are found in dumps of terminals.
fn is_control(byte: u8) -> bool {
    let space =
        (byte == b'\t') | (byte == b'\n') | (byte == b'\r') | (byte == 0x0c) | (byte == 0x1b);
    (byte == 0x7f) | ((byte < 0x20) & !space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUSSIAN: &str = "Утро в порту было тихим. Катера стояли у причала, и никто не спешил.\n";
    const JAPANESE: &str =
        "港の朝は静かだった。船は岸壁に並び、誰も急いでいなかった。カモメが鳴く。\n";
    const CHINESE: &str = "港口的早晨很安静。船只停靠在码头旁,没有人着急。海鸥在叫。\n";
    const KOREAN: &str =
        "항구의 아침은 조용했다. 배들은 부두에 서 있었고 아무도 서두르지 않았다.\n";
    const POLISH: &str =
        "Rano w porcie było cicho. Łodzie stały przy nabrzeżu, żaden się nie śpieszył.\n";
    const FRENCH: &str =
        "Le matin, le port était calme. Les bateaux étaient à quai, déjà rangés.\n";

    fn encode(text: &str, name: &str) -> Vec<u8> {
        match name {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
        }
    }

    /// The laws of the map, for any bytes.
    fn check_map(bytes: &[u8]) {
        let decoded = decode(bytes);
        let ends = (decoded.map.to_byte(0), decoded.map.to_byte(decoded.text.len()));
        assert_eq!(ends, (0, bytes.len()));
        assert_eq!(decoded.text.is_empty(), bytes.is_empty());
        let mut before = 0;
        for (at, _) in decoded.text.char_indices() {
            let byte = decoded.map.to_byte(at);
            assert!(byte >= before && byte <= bytes.len(), "{bytes:?} at {at}");
            before = byte;
        }
    }

    /// Every character's own bytes decode to it. The encoding must be stateless and the bytes sound.
    fn check_slices(bytes: &[u8], skip: usize) {
        let decoded = decode(bytes);
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap();
        for (at, c) in decoded.text.char_indices() {
            let from = if at == 0 { skip } else { decoded.map.to_byte(at) };
            let slice = &bytes[from..decoded.map.to_byte(at + c.len_utf8())];
            assert_eq!(encoding.decode_without_bom_handling(slice).0, c.to_string());
        }
    }

    #[test]
    fn finds_the_encodings_of_the_web() {
        for (text, name) in [
            (RUSSIAN, "windows-1251"),
            (RUSSIAN, "koi8-u"),
            (RUSSIAN, "utf-16le"),
            (RUSSIAN, "utf-16be"),
            (JAPANESE, "shift_jis"),
            (JAPANESE, "euc-jp"),
            (JAPANESE, "utf-8"),
            (CHINESE, "gbk"),
            (KOREAN, "euc-kr"),
            (POLISH, "iso-8859-2"),
            (POLISH, "utf-16le"),
            (FRENCH, "windows-1252"),
            (FRENCH, "utf-16be"),
        ] {
            let text = text.repeat(8);
            let bytes = encode(&text, name);
            let decoded = decode(&bytes);
            assert_eq!((decoded.encoding, &*decoded.text), (name, &*text));
            assert!(decoded.warnings.is_empty(), "{name}: {:?}", decoded.warnings);
            assert!(!is_binary(&bytes), "{name}");
            check_map(&bytes);
            check_slices(&bytes, 0);
        }
    }

    #[test]
    fn marks_belong_to_the_first_character() {
        for (mark, name) in
            [(&b"\xef\xbb\xbf"[..], "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be")]
        {
            let bytes = [mark, &encode(JAPANESE, name)].concat();
            let decoded = decode(&bytes);
            assert_eq!((decoded.encoding, &*decoded.text), (name, JAPANESE));
            check_map(&bytes);
            check_slices(&bytes, mark.len());
            check_map(mark);
            check_map(&[mark, b"a"].concat());
        }
    }

    #[test]
    fn utf8_borrows_and_costs_nothing() {
        let decoded = decode(RUSSIAN.as_bytes());
        assert!(matches!(decoded.text, Cow::Borrowed(_)));
        assert!(decoded.map.is_identity() && decoded.warnings.is_empty());
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = RUSSIAN.repeat(2).into_bytes();
        bytes[RUSSIAN.len() + 1] = b'?';
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "utf-8");
        let [warning] = &decoded.warnings[..] else { panic!("{:?}", decoded.warnings) };
        assert_eq!((&*warning.code, warning.line), ("invalid-utf8", Some(2)));
        let cut = "the cost: 5 €".as_bytes();
        let decoded = decode(&cut[..cut.len() - 1]);
        assert_eq!((decoded.encoding, &*decoded.text), ("utf-8", "the cost: 5 \u{fffd}"));
        check_map(&bytes);
    }

    #[test]
    fn nuls_are_kept_and_said() {
        let decoded = decode("один\nдва\0три\n".as_bytes());
        assert_eq!((decoded.encoding, &*decoded.text), ("utf-8", "один\nдва\0три\n"));
        let [warning] = &decoded.warnings[..] else { panic!("{:?}", decoded.warnings) };
        assert_eq!((&*warning.code, warning.line), ("nul-bytes", Some(2)));
        assert_eq!(decode(b"plain text with one\0 and two\0 NULs in it").encoding, "utf-8");
    }

    #[test]
    fn binary_data_is_told_from_text() {
        for bytes in [&b"\x1f\x8b\x08"[..], b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", &[0; 300]] {
            assert!(is_binary(bytes), "{bytes:?}");
        }
        for bytes in [&b""[..], b"a\0b", b"\x1b[1mbold\x1b[0m", b"PK is a name"] {
            assert!(!is_binary(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn every_legacy_name_is_lower_case() {
        for label in [
            "big5",
            "euc-jp",
            "euc-kr",
            "gbk",
            "gb18030",
            "ibm866",
            "koi8-r",
            "koi8-u",
            "shift_jis",
            "macintosh",
            "windows-874",
            "windows-1250",
            "windows-1258",
            "x-mac-cyrillic",
            "iso-8859-2",
            "iso-8859-3",
            "iso-8859-4",
            "iso-8859-5",
            "iso-8859-6",
            "iso-8859-7",
            "iso-8859-8",
            "iso-8859-8-i",
            "iso-8859-10",
            "iso-8859-13",
            "iso-8859-14",
            "iso-8859-15",
            "iso-8859-16",
        ] {
            let name = lower_name(Encoding::for_label(label.as_bytes()).unwrap());
            assert_eq!(name, label);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_keep_the_laws(bytes: Vec<u8>) {
            check_map(&bytes);
            is_binary(&bytes);
        }

        #[test]
        fn bytes_of_a_small_alphabet_keep_the_laws(
            bytes in prop::collection::vec(
                prop::sample::select(&b"\0a\n\r\x80\x81\x30\x82\xa0\xbb\xbf\xc3\xd8\xe3\xef\xf0\xfe\xff"[..]), 0..40)
        ) {
            check_map(&bytes);
        }

        #[test]
        fn any_legacy_encoding_keeps_the_laws(
            bytes in prop::collection::vec(any::<u8>(), 1..80),
            name in prop::sample::select(vec![
                "gb18030", "gbk", "big5", "euc-jp", "euc-kr", "shift_jis", "windows-1251", "koi8-u",
            ]),
        ) {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let mut out = Output::new(lower_name(encoding), 0);
            decode_stepwise(encoding, &bytes, &mut out);
            let decoded = out.finish("invalid-bytes");
            prop_assert_eq!(&*decoded.text, &*encoding.decode_without_bom_handling(&bytes).0);
            prop_assert_eq!(decoded.map.to_byte(decoded.text.len()), bytes.len());
            let places: Vec<_> = decoded.text.char_indices().map(|(at, _)| decoded.map.to_byte(at)).collect();
            prop_assert!(places.is_sorted());
        }

        #[test]
        fn text_comes_back_from_any_encoding(
            text in "[а-яё ,.\n]{1,60}", name in prop::sample::select(vec!["utf-16le", "utf-16be"])
        ) {
            let marked = [encode("\u{feff}", name), encode(&text, name)].concat();
            let decoded = decode(&marked);
            prop_assert_eq!(&*decoded.text, &*text);
            check_slices(&marked, 2);
        }

        #[test]
        fn noise_is_binary(bytes in prop::collection::vec(any::<u8>(), 1000..2000)) {
            prop_assert!(is_binary(&bytes));
        }
    }
}
