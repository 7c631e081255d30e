//! Packed, split and partitioned outputs of the program.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_ipc::reader::StreamReader;
use assert_cmd::Command;
use flate2::read::MultiGzDecoder;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_unscrape");

fn run(arguments: &[&str], folder: &Path) -> (i32, String) {
    let output = Command::new(PROGRAM).current_dir(folder).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn done(arguments: &[&str], folder: &Path) {
    assert_eq!(run(arguments, folder), (0, String::new()), "{arguments:?}");
}

/// Enough for several blocks.
fn corpus() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for k in 0..60_usize {
        let (site, year) = (["a.example", "www.B.example:80", "c.example"][k % 3], 2020 + k % 2);
        // Long lines of words cost little to parse.
        let body = format!("the pier of number {k} is closed and so are the others ").repeat(1000);
        let text =
            format!("URL: https://{site}/{k}\nTitle: Pier {k}\nDate: {year}-01-02\n\n{body}\n");
        let text = if k % 10 == 9 { "No header.\n".to_owned() } else { text };
        fs::write(folder.path().join(format!("in/{k:02}.txt")), text).unwrap();
    }
    folder
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let named = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| (named(entry.path()), fs::read(entry.path()).unwrap()))
        .collect()
}

fn unpacked(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut rows = Vec::new();
    match name.rsplit('.').next() {
        Some("gz") => MultiGzDecoder::new(bytes).read_to_end(&mut rows).map(drop).unwrap(),
        Some("zst") => rows = zstd::decode_all(bytes).unwrap(),
        _ => rows.extend_from_slice(bytes),
    }
    rows
}

fn rows(folder: &Path) -> Vec<u8> {
    done(&["convert", "in", "-q", "-o", "plain.jsonl"], folder);
    fs::read(folder.join("plain.jsonl")).unwrap()
}

#[test]
fn packed_outputs_are_the_same_rows_and_the_same_bytes_for_any_number_of_threads() {
    let folder = corpus();
    let rows = rows(folder.path());
    assert!(rows.len() > 5 << 19, "several blocks");
    for name in ["x.jsonl.gz", "x.jsonl.zst"] {
        let written = ["1", "2", "7"].map(|threads| {
            done(&["convert", "in", "-q", "-o", name, "--threads", threads], folder.path());
            fs::read(folder.path().join(name)).unwrap()
        });
        assert!(written[0] == written[1] && written[0] == written[2], "{name}");
        assert!(unpacked(name, &written[0]) == rows, "{name}");
    }
    let wanted = ["convert", "in", "-q", "--output-format", "jsonl.gz", "-o", "odd.name"];
    done(&wanted, folder.path());
    let odd = fs::read(folder.path().join("odd.name")).unwrap();
    assert!(odd == fs::read(folder.path().join("x.jsonl.gz")).unwrap());
}

#[test]
fn no_rows_are_a_file_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for name in ["x.jsonl", "x.jsonl.gz", "x.jsonl.zst", "x.parquet", "x.arrow"] {
        done(&["convert", "in", "-q", "-o", name], folder.path());
        let bytes = fs::read(folder.path().join(name)).unwrap();
        assert_eq!(bytes.is_empty(), name == "x.jsonl");
        match name {
            "x.parquet" => assert!(parquet(&folder.path().join(name)).is_empty()),
            "x.arrow" => assert_eq!(StreamReader::try_new(&bytes[..], None).unwrap().count(), 0),
            _ => assert_eq!(unpacked(name, &bytes), b""),
        }
        done(&["convert", "in", "-q", "-o", name, "--split", "3"], folder.path());
        let shard = folder.path().join(name.replacen('x', "x-00000-of-00001", 1));
        assert_eq!(fs::read(shard).unwrap(), bytes);
    }
    done(&["convert", "in", "-q", "-o", "parts", "--partition-by", "site"], folder.path());
    assert!(files(&folder.path().join("parts")).is_empty());
}

#[test]
fn shards_have_so_many_rows_or_bytes() {
    let folder = corpus();
    let rows = rows(folder.path());
    for threads in ["1", "3"] {
        let name = format!("n{threads}/s.jsonl.zst");
        fs::create_dir(folder.path().join(format!("n{threads}"))).unwrap();
        let split = ["convert", "in", "-q", "-o", &name, "--split", "25", "--threads", threads];
        done(&split, folder.path());
    }
    let shards = files(&folder.path().join("n1"));
    assert!(shards == files(&folder.path().join("n3")));
    let names: Vec<&str> = shards.keys().map(String::as_str).collect();
    let numbers = ["00000", "00001", "00002"].map(|k| format!("s-{k}-of-00003.jsonl.zst"));
    assert_eq!(names, numbers);
    let lines = |rows: &[u8]| rows.iter().filter(|byte| **byte == b'\n').count();
    let shards: Vec<Vec<u8>> = shards.iter().map(|(name, bytes)| unpacked(name, bytes)).collect();
    assert_eq!(shards.iter().map(|shard| lines(shard)).collect::<Vec<_>>(), [25, 25, 10]);
    assert!(shards.concat() == rows);

    fs::create_dir(folder.path().join("b")).unwrap();
    done(&["convert", "in", "-q", "-o", "b/s", "--split", "1MiB"], folder.path());
    let shards: Vec<Vec<u8>> = files(&folder.path().join("b")).into_values().collect();
    assert!(shards.concat() == rows);
    assert!(shards.iter().all(|shard| (1..=1 << 20).contains(&shard.len())));
    assert!(shards.len() <= rows.len() / (900 << 10) + 1, "no shard is short without need");
}

#[test]
fn shards_of_another_run_are_in_the_way() {
    let folder = corpus();
    let split = ["convert", "in", "-q", "-o", "s.jsonl", "--split", "50"];
    done(&split, folder.path());
    let before = files(folder.path());
    let (status, said) = run(&split, folder.path());
    let words = "s-00000-of-00002.jsonl: is in the way: remove it or choose another output\n";
    assert_eq!((status, said.ends_with(words)), (2, true), "{said}");
    assert!(files(folder.path()) == before);
}

#[test]
fn parts_hold_their_rows_in_order() {
    let folder = corpus();
    let rows = String::from_utf8(rows(folder.path())).unwrap();
    let part = |row: &str| {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let url = row["url"].as_str();
        let host = url.map(|url| url.split('/').nth(2).unwrap().to_lowercase());
        let site = host.map(|host| host.replace("www.", "").replace(":80", ""));
        format!("site={}", site.unwrap_or("__HIVE_DEFAULT_PARTITION__".to_owned()))
    };
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.lines() {
        let name = format!("{}/part-00000.jsonl.gz", part(row));
        *expected.entry(name).or_default() += &format!("{row}\n");
    }
    assert_eq!(expected.len(), 4);
    for threads in ["1", "4"] {
        // Below what is read, and not read.
        let parts = ["convert", "in", "-q", "-o", "in/parts", "--partition-by", "site"];
        let more = ["--output-format", "jsonl.gz", "--threads", threads];
        done(&[&parts[..], &more[..]].concat(), folder.path());
        let found = files(&folder.path().join("in/parts"));
        let text = |(name, bytes): (String, Vec<u8>)| {
            let rows = String::from_utf8(unpacked(&name, &bytes)).unwrap();
            (name, rows)
        };
        assert!(found.into_iter().map(text).collect::<BTreeMap<_, _>>() == expected);
        let (status, said) = run(&parts, folder.path());
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("parts: is in the way"), "{said}");
        fs::remove_dir_all(folder.path().join("in/parts")).unwrap();
    }
    let years = ["convert", "in", "-q", "-o", "years", "--partition-by", "year", "--split", "20"];
    done(&years, folder.path());
    let found: Vec<String> = files(&folder.path().join("years")).into_keys().collect();
    let nobody = "year=__HIVE_DEFAULT_PARTITION__/part-00000.jsonl";
    let years = [(2020, 0), (2020, 1), (2021, 0), (2021, 1)];
    let years = years.map(|(year, k)| format!("year={year}/part-0000{k}.jsonl"));
    assert_eq!(found, [&years[..], &[nobody.to_owned()]].concat());
}

/// Ids and bodies, and how many columns there are.
fn bodies(batches: impl Iterator<Item = RecordBatch>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for batch in batches {
        assert_eq!(batch.num_columns(), 28);
        let column = |name| batch.column_by_name(name).unwrap().as_string::<i32>();
        let pairs = column("id").iter().zip(column("body"));
        found.extend(pairs.map(|(id, body)| (id.unwrap().into(), body.unwrap_or("").into())));
    }
    found
}

fn parquet(path: &Path) -> Vec<(String, String)> {
    let file = fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    bodies(reader.map(Result::unwrap))
}

#[test]
fn columns_hold_the_same_records_and_the_same_bytes_for_any_number_of_threads() {
    let folder = corpus();
    let rows = rows(folder.path());
    let expected: Vec<(String, String)> = rows
        .split_inclusive(|byte| *byte == b'\n')
        .map(|row| {
            let row: serde_json::Value = serde_json::from_slice(row).unwrap();
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            (text("id"), text("body"))
        })
        .collect();
    for (name, more) in [("x.parquet", &[][..]), ("x.arrow", &[]), ("x.parquet", &["--resume"])] {
        let written = ["1", "3"].map(|threads| {
            let usual = ["convert", "in", "-q", "-o", name, "--threads", threads];
            done(&[&usual[..], more].concat(), folder.path());
            fs::read(folder.path().join(name)).unwrap()
        });
        assert!(written[0] == written[1], "{name} {more:?}");
    }
    assert!(parquet(&folder.path().join("x.parquet")) == expected);
    let stream = fs::File::open(folder.path().join("x.arrow")).unwrap();
    let stream = StreamReader::try_new(stream, None).unwrap();
    assert!(bodies(stream.map(Result::unwrap)) == expected);

    let parts = ["convert", "in", "-q", "-o", "parts", "--partition-by", "site"];
    done(&[&parts[..], &["--output-format", "parquet"]].concat(), folder.path());
    let parts = folder.path().join("parts");
    let names: Vec<String> = files(&parts).into_keys().collect();
    assert!(names.iter().all(|name| name.ends_with("/part-00000.parquet")), "{names:?}");
    let mut found: Vec<_> = names.iter().flat_map(|name| parquet(&parts.join(name))).collect();
    found.sort();
    assert!(found == expected);
}

#[test]
fn dumps_are_rebuilt_from_packed_records() {
    let folder = corpus();
    for name in ["proof.jsonl.gz", "proof.jsonl.zst"] {
        done(&["convert", "in", "-q", "--ledger", "-o", name], folder.path());
        done(&["rebuild", name, "-q", "-o", "back", "--force"], folder.path());
        assert!(files(&folder.path().join("back")) == files(&folder.path().join("in")));
        let bytes = fs::read(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name), &bytes[..bytes.len() - 9]).unwrap();
        let (status, said) = run(&["rebuild", name, "-q", "-o", "cut", "--force"], folder.path());
        assert!(status == 3 && said.starts_with(name), "{said}");
    }
}

#[test]
fn flags_that_do_not_go_together_are_wrong_usage() {
    let folder = corpus();
    for wrong in [
        &["--split", "9"][..],
        &["--split", "0", "-o", "x"],
        &["--partition-by", "site", "-o", "-"],
        &["--resume"],
        &["--checkpoint", "1", "-o", "x"],
        &["--output-format", "tar"],
        &["-", "--resume", "-o", "x"],
    ] {
        let (status, said) = run(&[&["convert", "in"], wrong].concat(), folder.path());
        assert_eq!(status, 2, "{wrong:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn throughput_is_measured_on_the_users_own_files() {
    let folder = corpus();
    let arguments = ["bench", "in", "--rounds", "1", "--threads", "2"];
    let mut table = Command::new(PROGRAM);
    let table = table.current_dir(folder.path()).args(arguments).output().unwrap();
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.starts_with("60 files, 60 records, "), "{table}");
    let mut json = Command::new(PROGRAM);
    json.current_dir(folder.path()).args(arguments).args(["--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.output().unwrap().stdout).unwrap();
    assert!(json["ratio"].as_f64().unwrap() > 0.0 && json["records"] == 60, "{json}");
    for stage in ["walk", "read", "unpack", "decode", "scan", "label", "assemble", "write"] {
        assert!(table.contains(&format!("\n{stage} ")), "{table}");
        assert!(json["stages"].as_array().unwrap().iter().any(|it| it["stage"] == stage));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(run(&["bench", "nowhere", "--rounds", "1"], folder.path()).0, 3);
}
