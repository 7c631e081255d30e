//! From bytes to text, with a map back. Never fails: what cannot be decoded becomes U+FFFD and a warning.
//!
//! UTF-8 is tried first, since it proves itself; then UTF-16 by its mark or its NULs; then UTF-8 that was damaged;
//! and only then a legacy encoding by its statistics.

use super::binary::{is_binary, is_marked, is_noise};
use super::legacy::legacy;
use super::offsets::{MapBuilder, OffsetMap};
use super::order::{Order, mark, order_by_nuls, units};
use super::output::{Output, line_at};
use crate::warning::Warning;
use std::borrow::Cow;

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

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// Text.
    Text(Decoded<'a>),
    /// Something else.
    Binary,
}

/// Tells text from binary data and decodes it. Most files are UTF-8 without NULs, which is proved once and needs little
/// more; for the others see [`decode`].
///
/// ```
/// use unscrape::text::{Content, read};
/// assert!(matches!(read(b"\x7fELF\x02\x01\x01"), Content::Binary));
/// assert!(matches!(read("Утро в порту\n".as_bytes()), Content::Text(it) if it.encoding == "utf-8"));
/// ```
pub fn read(bytes: &[u8]) -> Content<'_> {
    if is_marked(bytes) {
        return Content::Binary;
    }
    let skip = match mark(bytes) {
        Some((Order::Utf8, skip)) => skip,
        // UTF-16 begins with what UTF-8 never holds.
        _ => 0,
    };
    match utf8(bytes, skip).filter(|it| memchr::memchr(0, it.text.as_bytes()).is_none()) {
        Some(plain) if is_noise(&plain.text) => Content::Binary,
        Some(plain) => Content::Text(plain),
        None if is_binary(bytes) => Content::Binary,
        None => Content::Text(decode(bytes)),
    }
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

fn warn_of_nuls(decoded: &mut Decoded<'_>) {
    let text = decoded.text.as_bytes();
    if let Some(first) = memchr::memchr(0, text) {
        let count = memchr::memchr_iter(0, &text[first..]).count();
        let line = line_at(&decoded.text, first);
        decoded.warnings.push(Warning::line("nul-bytes", line, format!("{count} NUL characters")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::Encoding;
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

    fn holds_text(bytes: &[u8]) -> bool {
        matches!(read(bytes), Content::Text(_))
    }

    /// Reading is decoding, the short way.
    fn check_read(bytes: &[u8]) {
        if let Content::Text(found) = read(bytes) {
            let decoded = decode(bytes);
            assert_eq!((found.text, found.encoding), (decoded.text, decoded.encoding));
            assert_eq!((found.map, found.warnings), (decoded.map, decoded.warnings));
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
            assert!(holds_text(&bytes), "{name}");
            check_read(&bytes);
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
            check_read(&bytes);
            check_read(mark);
            // What looks like UTF-8 behind a mark of UTF-16.
            check_read(&[mark, b"abcd"].concat());
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
            assert!(!holds_text(bytes), "{bytes:?}");
        }
        for bytes in [&b""[..], b"a\0b", b"\x1b[1mbold\x1b[0m", b"PK is a name"] {
            assert!(holds_text(bytes), "{bytes:?}");
            check_read(bytes);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_keep_the_laws(bytes: Vec<u8>) {
            check_map(&bytes);
            check_read(&bytes);
        }

        #[test]
        fn bytes_of_a_small_alphabet_keep_the_laws(
            bytes in prop::collection::vec(
                prop::sample::select(&b"\0a\n\r\x80\x81\x30\x82\xa0\xbb\xbf\xc3\xd8\xe3\xef\xf0\xfe\xff"[..]), 0..40)
        ) {
            check_map(&bytes);
            check_read(&bytes);
        }

        #[test]
        fn text_comes_back_from_any_encoding(
            text in "[а-яё ,.\n]{1,60}", name in prop::sample::select(vec!["utf-16le", "utf-16be"])
        ) {
            let marked = [encode("\u{feff}", name), encode(&text, name)].concat();
            let decoded = decode(&marked);
            prop_assert_eq!(&*decoded.text, &*text);
            check_slices(&marked, 2);
            check_read(&marked);
            check_read(["\u{feff}", &text].concat().as_bytes());
        }

        #[test]
        fn noise_is_binary(bytes in prop::collection::vec(any::<u8>(), 1000..2000)) {
            prop_assert!(!holds_text(&bytes));
        }
    }
}
