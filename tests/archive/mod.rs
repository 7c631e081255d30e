//! The same pages in containers of every kind.
#![allow(dead_code, reason = "each test program uses some of them")]

use serde_json::json;
use std::io::{Cursor, Write};
use std::sync::Arc;

/// A few dumps of the test data.
pub fn pages() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let names = [
        "schema-article/newspaper3k/en-v2.txt",
        "header/date-then-title-tr.txt",
        "body-only/lines-hi.txt",
        "body-only/one-line-zh.txt",
    ];
    names.iter().map(|name| std::fs::read_to_string(root.join(name)).unwrap()).collect()
}

pub fn lines() -> Vec<u8> {
    let line = |text: &String| format!("{}\n", json!({ "text": text }));
    pages().iter().map(line).collect::<String>().into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut to = zstd::Encoder::new(Vec::new(), 3).unwrap();
    to.include_checksum(true).unwrap();
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut to = liblzma::write::XzEncoder::new(Vec::new(), 6);
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

/// Members with these names.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The crate refuses to write what leads out.
        let field = &mut header.as_old_mut().name;
        let short = &name.as_bytes()[..name.len().min(100)];
        field[..short.len()].copy_from_slice(short);
        header.set_cksum();
        match name.len() {
            ..=100 => to.append(&header, *bytes).unwrap(),
            _ => to.append_data(&mut header, name, *bytes).unwrap(),
        }
    }
    to.into_inner().unwrap()
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = ::zip::write::SimpleFileOptions::default()
            .compression_method(::zip::CompressionMethod::Deflated);
        to.start_file(*name, options).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// The pages as rows, with their addresses and two columns more.
pub fn parquet() -> Vec<u8> {
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
    let pages = pages();
    let count = pages.len() as i64;
    let urls: Vec<String> = (1..=count).map(|k| format!("https://parquet.example/{k}")).collect();
    let times = (0..count).map(|k| 1_706_933_106_000_000 + k).collect::<Vec<i64>>();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("score", Arc::new(Int64Array::from_iter_values(0..count))),
        ("url", Arc::new(StringArray::from(urls))),
        ("text", Arc::new(StringArray::from(pages))),
        ("crawl_date", Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let properties = ::parquet::file::properties::WriterProperties::builder()
        .set_compression(::parquet::basic::Compression::SNAPPY)
        .build();
    let mut to =
        ::parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))
            .unwrap();
    to.write(&batch).unwrap();
    to.close().unwrap();
    bytes
}

/// One record of a WARC.
pub fn record(kind: &str, number: usize, content: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n\
         WARC-Target-URI: https://warc.example/{number}\r\nWARC-Date: 2024-02-03T04:05:06Z\r\n\
         Content-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        payload.len()
    );
    [head.as_bytes(), payload, b"\r\n\r\n"].concat()
}

/// The pages as a crawler's texts, behind a record that says who made it.
pub fn wet() -> Vec<u8> {
    let mut bytes = record("warcinfo", 0, "application/warc-fields", b"software: none\r\n");
    for (k, text) in pages().iter().enumerate() {
        bytes.extend(record("conversion", k + 1, "text/plain", text.as_bytes()));
    }
    bytes
}

/// Makes an archive of members.
pub type Pack = fn(&[(&str, &[u8])]) -> Vec<u8>;

/// The pages as members of an archive.
pub fn members(pack: Pack) -> Vec<u8> {
    let pages = pages();
    let names: Vec<String> = (0..pages.len()).map(|k| format!("d/{k}.txt")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().zip(&pages).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    pack(&members)
}
