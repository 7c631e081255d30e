//! Rows of every dialect against the schemas that the program gives of them.

mod program;

use arrow_ipc::reader::StreamReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use program::{records, run, write};
use serde_json::{Value, json};
use std::fs::File;
use std::path::Path;
use tempfile::TempDir;
use unscrape::sink::Dialect;

/// A folder for outputs, and the path of the dumps.
fn folder() -> (TempDir, String) {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    (tempfile::tempdir().unwrap(), testdata.to_str().unwrap().to_owned())
}

/// The rows of all dumps of `testdata/`.
fn rows(folder: &Path, testdata: &str, more: &[&str]) -> Vec<Value> {
    let usual = ["convert", testdata, "--glob", "*.txt", "--quiet", "--binary", "keep"];
    let done = run(&[&usual[..], more].concat(), folder);
    assert_eq!(done.status, 0, "{}", done.said);
    records(&done.rows)
}

fn json_schema(dialect: &str, folder: &Path) -> Value {
    let done = run(&["schema", "--as", dialect], folder);
    assert_eq!(done.status, 0, "{}", done.said);
    serde_json::from_str(&done.rows).unwrap()
}

#[test]
fn rows_of_all_dumps_are_valid() {
    let (folder, testdata) = folder();
    for dialect in Dialect::ALL.map(Dialect::name) {
        let schema = json_schema(dialect, folder.path());
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let rows = rows(folder.path(), &testdata, &["--as", dialect]);
        assert!(rows.len() > 50, "{dialect}");
        for row in &rows {
            let faults: Vec<String> = validator
                .iter_errors(row)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{dialect}: {faults:?} in {row}");
        }
        // A schema that takes anything would say nothing.
        let mut odd = rows[0].clone();
        odd["more"] = json!(1);
        assert!(!validator.is_valid(&odd), "{dialect}");
        odd = rows[0].clone();
        let first = schema["required"][0].as_str().unwrap();
        odd.as_object_mut().unwrap().remove(first);
        assert!(!validator.is_valid(&odd), "{dialect}");
    }
}

#[test]
fn ledgers_and_boilerplate_are_valid_too() {
    let (folder, testdata) = folder();
    let validator = jsonschema::draft202012::new(&json_schema("native", folder.path())).unwrap();
    let rows = rows(folder.path(), &testdata, &["--ledger", "--boilerplate", "--repair"]);
    assert!(rows.iter().all(|row| validator.is_valid(row)));
    let mut odd = rows[0].clone();
    for (pointer, wrong) in [
        ("/ledger/0", json!([0, 1])),
        ("/ledger/0", json!([0, 1, "url", 3])),
        ("/published", json!("14 September 2023")),
        ("/confidence", json!({"url": 2})),
        ("/timestamps", json!([{"role": "never"}])),
    ] {
        *odd.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&odd), "{pointer}");
        odd = rows[0].clone();
    }
}

#[test]
fn the_arrow_schema_is_that_of_parquet_and_arrow_outputs() {
    let (folder, testdata) = folder();
    for dialect in Dialect::ALL.map(Dialect::name) {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_unscrape"));
        program.args(["schema", "--format", "arrow", "--as", dialect]);
        let stream = program.output().unwrap().stdout;
        let mut given = StreamReader::try_new(stream.as_slice(), None).unwrap();
        assert!(given.next().is_none());
        for name in ["x.parquet", "x.arrow"] {
            rows(folder.path(), &testdata, &["--as", dialect, "-o", name]);
        }
        let open = |name| File::open(folder.path().join(name)).unwrap();
        let parquet = ParquetRecordBatchReaderBuilder::try_new(open("x.parquet")).unwrap();
        assert_eq!(parquet.schema(), &given.schema(), "{dialect}");
        let arrow = StreamReader::try_new(open("x.arrow"), None).unwrap();
        assert_eq!(arrow.schema(), given.schema(), "{dialect}");
        let rows: usize = arrow.map(|batch| batch.unwrap().num_rows()).sum();
        let group = parquet.metadata().row_group(0).num_rows();
        assert_eq!(i64::try_from(rows).unwrap(), group, "{dialect}");
    }
}

#[test]
fn features_are_the_columns() {
    let (folder, _) = folder();
    let done = run(&["schema", "--format", "huggingface", "--as", "datatrove"], folder.path());
    let features: Value = serde_json::from_str(&done.rows).unwrap();
    let text = json!({"dtype": "string", "_type": "Value"});
    assert_eq!(features["text"], text);
    assert_eq!(features["metadata"]["authors"], json!([text]));
    assert_eq!(features["metadata"]["source"]["page"]["dtype"], "int64");
    let places = ["\"text\"", "\"id\"", "\"media\"", "\"metadata\""];
    let places = places.map(|key| done.rows.find(key).unwrap());
    assert!(places.is_sorted(), "the order of rows: {places:?}");
}

#[test]
fn dialects_split_part_and_resume_as_records_do() {
    let (folder, testdata) = folder();
    let at = folder.path();
    let convert = |more: &[&str]| {
        let usual = ["convert", &testdata, "--glob", "*.txt", "--as", "dolma"];
        run(&[&usual[..], more].concat(), at)
    };
    let whole = convert(&["--threads", "1", "-q"]);
    assert_eq!(convert(&["--threads", "3", "-q"]).rows, whole.rows);
    assert_eq!(convert(&["-q", "--split", "40", "-o", "s.jsonl"]).status, 0);
    let mut shards: Vec<_> = std::fs::read_dir(at).unwrap().map(|it| it.unwrap().path()).collect();
    shards.sort();
    let shards: String = shards.iter().map(|it| std::fs::read_to_string(it).unwrap()).collect();
    assert!(shards == whole.rows);
    assert_eq!(convert(&["-q", "--partition-by", "year", "-o", "years"]).status, 0);
    let year = std::fs::read_to_string(at.join("years/year=2023/part-00000.jsonl")).unwrap();
    let created = |row: &Value| row["created"].as_str().unwrap().starts_with("2023");
    assert!(records(&year).iter().all(created));
    assert_eq!(convert(&["-q", "--resume", "-o", "x.parquet"]).status, 0);
    let parquet =
        ParquetRecordBatchReaderBuilder::try_new(File::open(at.join("x.parquet")).unwrap());
    assert!(parquet.unwrap().schema().field_with_name("created").is_ok());
}

#[test]
fn what_a_dialect_cannot_hold_is_said() {
    let (folder, _) = folder();
    let at = folder.path();
    write(at, "in/a.txt", "URL: https://a.example/x\nTitle: Pier closed\nDate: 2023-01-01\n");
    write(at, "in/b.txt", "Title: Pier closed\n\nThe pier is closed until Friday.\n");
    let done = run(&["convert", "in", "--as", "datatrove"], at);
    assert!(done.said.ends_with("1 record without text: datatrove leaves such documents out\n"));
    assert_eq!(records(&done.rows)[0]["text"], "");
    let done = run(&["convert", "in", "--as", "datatrove", "--ledger"], at);
    assert_eq!(done.status, 2);
    assert!(done.said.starts_with("--ledger: rows of datatrove"), "{}", done.said);
    let done = run(&["convert", "in", "--as", "datatrov"], at);
    assert!(done.status == 2 && done.said.contains("'datatrove'"), "{}", done.said);
}
