//! Damage of containers is said, whatever it is, and what can be read is read.

mod archive;
mod program;

use archive::{bzip2, gzip, lines, members, parquet, tar, wet, xz, zip, zstd};
use program::{Run, records, run, write};
use serde_json::Value;

fn containers() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("gz", gzip(&lines())),
        ("zst", zstd(&lines())),
        ("bz2", bzip2(&lines())),
        ("xz", xz(&lines())),
        ("tar", members(tar)),
        ("zip", members(zip)),
        ("wet", wet()),
        ("parquet", parquet()),
        ("tar.gz", gzip(&members(tar))),
        ("wet.gz", gzip(&wet())),
        ("zip.zst", zstd(&members(zip))),
    ]
}

fn bodies(rows: &str) -> Vec<Value> {
    records(rows).into_iter().map(|record| record["body"].clone()).collect()
}

fn convert(bytes: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a", bytes);
    run(&["convert", "a", "-q", "--threads", "2"], folder.path())
}

#[test]
fn whatever_is_cut_off_is_said() {
    for (name, bytes) in containers() {
        let whole = bodies(&convert(&bytes).rows);
        let cuts = (1..12).map(|k| bytes.len() * k / 12).chain([bytes.len() - 1, 600]);
        // Half a header is no tar. Half an end mark ends a tar as well as a whole one.
        let most = if name == "tar" { bytes.len() - 1024 } else { bytes.len() };
        for cut in cuts.filter(|cut| *cut > 12 && *cut < most) {
            let Run { status, rows, said } = convert(&bytes[..cut]);
            assert_eq!(status, 3, "{name} cut at {cut} of {}: {said}{rows}", bytes.len());
            assert!(
                said.starts_with("a") && said.contains("(byte "),
                "{name} cut at {cut}: {said}"
            );
            // The last page may be cut, those before it may not.
            let found = bodies(&rows);
            let sure = found.len().saturating_sub(1).min(whole.len());
            assert_eq!(found[..sure], whole[..sure], "{name} cut at {cut}");
        }
    }
}

#[test]
fn a_changed_byte_is_no_panic_and_never_silent_where_there_is_a_checksum() {
    for (name, bytes) in containers() {
        let whole = convert(&bytes).rows;
        for k in 1..24 {
            let mut changed = bytes.clone();
            let at = changed.len() * k / 24;
            changed[at] ^= 0x55;
            let Run { status, rows, said } = convert(&changed);
            assert!(status == 0 || status == 3, "{name} changed at {at}: {status} {said}");
            let summed = !matches!(name, "tar" | "wet" | "zip" | "parquet");
            assert!(!summed || status == 3 || rows == whole, "{name} changed at {at}: {said}");
        }
    }
}
