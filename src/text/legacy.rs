//! Encodings from before Unicode, guessed by the statistics of the text.

use super::decode::Decoded;
use super::output::Output;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding};

/// How much of a file, from its first byte that is not ASCII, the legacy detector is fed.
/// The detector weighs some twenty encodings for each byte, 10 MB a second, so it is not shown more than it needs.
const LEGACY_SAMPLE: usize = 32 << 10;

/// Decodes bytes that are no UTF-8.
pub(super) fn legacy(bytes: &[u8]) -> Decoded<'_> {
    let encoding = guess(bytes);
    let mut out = Output::new(lower_name(encoding), bytes.len() * 2);
    if encoding.is_single_byte() {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        for c in text.chars() {
            if c == char::REPLACEMENT_CHARACTER { out.bad(1) } else { out.char(c, 1) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    }
}
