//! A block of lines, packed on its own, so that blocks can be packed at the same time and a run can go on behind any.

use super::format::{Format, Packing};
use super::{arrow, parquet};
use ::parquet::arrow::arrow_writer::ArrowColumnChunk;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, BufReader, Write};

/// What gzip itself uses.
const GZIP_LEVEL: u32 = 6;

/// What zstd itself uses.
const ZSTD_LEVEL: i32 = 3;

/// How gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How zstd begins.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A block as it is written.
pub(super) enum Packed {
    /// Bytes that follow those of the block before.
    Bytes(Vec<u8>),
    /// The columns of a row group.
    Group(Vec<ArrowColumnChunk>),
    /// Nothing, of a block without rows.
    Nothing,
}

/// Packs a block. The same lines give the same bytes.
///
/// # Errors
/// There is no memory for it, or a row is none.
pub(super) fn pack(format: Format, block: Vec<u8>) -> io::Result<Packed> {
    Ok(match format {
        Format::Jsonl(Packing::Plain) => Packed::Bytes(block),
        Format::Jsonl(Packing::Gzip) => Packed::Bytes(gzip(&block)?),
        Format::Jsonl(Packing::Zstd) => Packed::Bytes(zstd(&block)?),
        Format::Parquet(_) | Format::Arrow(_) if block.is_empty() => Packed::Nothing,
        Format::Parquet(dialect) => Packed::Group(parquet::group(dialect, &block)?),
        Format::Arrow(dialect) => Packed::Bytes(arrow::batches(dialect, &block)?),
    })
}

fn gzip(block: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
    encoder.write_all(block)?;
    encoder.finish()
}

/// With the length of the block, so that readers know how much room to make, and with a checksum.
fn zstd(block: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
    compressor.include_checksum(true)?;
    compressor.compress(block)
}

/// Lines that may be packed, told by their first bytes.
///
/// # Errors
/// They cannot be read.
pub fn unpack<'r>(mut from: Box<dyn BufRead + 'r>) -> io::Result<Box<dyn BufRead + 'r>> {
    let first = from.fill_buf()?;
    let packing = [(Packing::Gzip, &GZIP[..]), (Packing::Zstd, &ZSTD[..])]
        .into_iter()
        .find_map(|(packing, magic)| first.starts_with(magic).then_some(packing));
    Ok(match packing {
        Some(Packing::Gzip) => Box::new(BufReader::new(MultiGzDecoder::new(from))),
        Some(Packing::Zstd) => Box::new(BufReader::new(zstd::Decoder::with_buffer(from)?)),
        Some(Packing::Plain) | None => from,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn blocks_follow_each_other() {
        let blocks = [b"one\n".repeat(1000), Vec::new(), b"two\n".to_vec()];
        let packed = |packing| -> Vec<u8> {
            let pack = |block: &Vec<u8>| match pack(Format::Jsonl(packing), block.clone()).unwrap()
            {
                Packed::Bytes(bytes) => bytes,
                Packed::Group(_) | Packed::Nothing => panic!("lines are bytes"),
            };
            blocks.iter().flat_map(pack).collect()
        };
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let packed = packed(packing);
            let mut back = Vec::new();
            unpack(Box::new(packed.as_slice())).unwrap().read_to_end(&mut back).unwrap();
            assert_eq!(back, blocks.concat());
            let cut = packed.get(..packed.len() - 1).unwrap();
            let read = unpack(Box::new(cut)).unwrap().read_to_end(&mut Vec::new());
            assert_eq!(read.is_err(), packing != Packing::Plain);
        }
    }
}
