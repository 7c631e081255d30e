//! What a stream is, by what it begins with. Names say nothing.

use super::container::Opening;
use super::jsonl;

/// How many bytes are looked at where they are there.
pub(super) const PEEK: usize = 64 << 10;

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Tar,
    Zip,
    Warc,
    Parquet,
    Jsonl,
    /// Text, or nothing that is known.
    Plain,
}

/// Whether the head is all that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Whole,
    Cut,
}

/// What a stream is that begins with `bytes`.
pub(super) fn kind(bytes: &[u8], head: Head, opening: &Opening) -> Kind {
    let marked = match bytes {
        [0x1f, 0x8b, 8, ..] => Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Kind::Zstd,
        [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if is_bzip2_block(rest) => Kind::Bzip2,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Kind::Xz,
        [b'P', b'K', 3, 4, ..] if !is_document(bytes) => Kind::Zip,
        [b'P', b'K', 5, 6, ..] => Kind::Zip,
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [b'W', b'A', b'R', b'C', b'/', b'1', b'.', ..] if states_length(bytes) => Kind::Warc,
        _ => Kind::Plain,
    };
    match marked {
        Kind::Plain if is_tar(bytes) => Kind::Tar,
        Kind::Plain if jsonl::begins(bytes, head, opening) => Kind::Jsonl,
        kind => kind,
    }
}

/// The first block of data, or the end of an empty stream.
fn is_bzip2_block(bytes: &[u8]) -> bool {
    bytes.starts_with(b"1AY&SY") || bytes.starts_with(b"\x17rE8P\x90")
}

/// A record of a dump that was copied out may have lost what bounds it; then it is text with a header.
fn states_length(bytes: &[u8]) -> bool {
    let header = memchr::memmem::find(bytes, b"\n\r\n").map_or(bytes, |end| &bytes[..end]);
    let first = header.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let key = b"content-length:";
    let lines = header.split(|byte| *byte == b'\n');
    first.ends_with(b"\r")
        && lines
            .skip(1)
            .any(|line| line.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key)))
}

/// Office files and books are zips too, but none of texts.
fn is_document(bytes: &[u8]) -> bool {
    let name = bytes.get(30..).unwrap_or_default();
    [&b"[Content_Types].xml"[..], b"mimetype", b"META-INF/", b"_rels/"]
        .iter()
        .any(|first| name.starts_with(first))
}

/// By its magic, or where an old one has none by the sum of its first header.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<512>() else { return false };
    // Text holds no NUL where a header ends with some.
    if header[511] != 0 || header[0] == 0 {
        return false;
    }
    let field = &header[148..156];
    let digits = field.iter().skip_while(|byte| **byte == b' ');
    let digits = digits.take_while(|byte| matches!(byte, b'0'..=b'7'));
    let stated = digits.fold(0u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let field: u32 = field.iter().map(|byte| u32::from(*byte)).sum();
    stated == sum - field + 8 * u32::from(b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Kind {
        kind(bytes, Head::Whole, &Opening::default())
    }

    #[test]
    fn containers_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (&b"\x1f\x8b\x08\0"[..], Kind::Gzip),
            (b"\x28\xb5\x2f\xfd", Kind::Zstd),
            (b"\x5a\x2a\x4d\x18\x02\0\0\0", Kind::Zstd),
            (b"BZh91AY&SY", Kind::Bzip2),
            (b"BZh9 is a word", Kind::Plain),
            (b"\xfd7zXZ\0", Kind::Xz),
            (b"PK\x05\x06", Kind::Zip),
            (b"PK is a name", Kind::Plain),
            (b"PAR1", Kind::Parquet),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\ncontent-length: 3\r\n\r\nabc", Kind::Warc),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\nContent-Length: 3\r\n", Kind::Plain),
            (b"WARC/1.0\nWARC-Type: conversion\nContent-Length: 3\n\nabc", Kind::Plain),
            (b"{\"text\": \"A storm\"}\n", Kind::Jsonl),
            (b"", Kind::Plain),
            (b"A storm\n", Kind::Plain),
        ] {
            assert_eq!(of(bytes), expected, "{bytes:?}");
        }
        let mut book = b"PK\x03\x04".to_vec();
        book.extend([0; 26]);
        assert_eq!(of(&book), Kind::Zip);
        book.extend(b"mimetypeapplication/epub+zip");
        assert_eq!(of(&book), Kind::Plain);
    }

    #[test]
    fn tars_with_and_without_magic_are_known() {
        let mut headers =
            [tar::Header::new_ustar(), tar::Header::new_gnu(), tar::Header::new_old()];
        for header in &mut headers {
            header.set_path("a/b.txt").unwrap();
            header.set_size(5);
            header.set_cksum();
            assert_eq!(of(header.as_bytes()), Kind::Tar);
            assert_eq!(of(&header.as_bytes()[..511]), Kind::Plain);
            header.as_mut_bytes()[3] ^= 1;
            assert_eq!(of(header.as_bytes()), Kind::Plain);
        }
        assert_eq!(of(&[0; 1024]), Kind::Plain);
    }
}
