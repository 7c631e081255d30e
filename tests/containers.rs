//! Containers as their users have them: the same pages in any of them give the same records.

mod archive;
mod program;

use archive::{Pack, bzip2, gzip, lines, members, pages, parquet, record, tar, wet, xz, zip, zstd};
use program::{Run, records, run, write};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The records of the pages as plain files, without what tells where they came from.
fn plain() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    for (k, text) in pages().iter().enumerate() {
        write(folder.path(), &format!("in/{k}.txt"), text);
    }
    let Run { status, rows, said } = run(&["convert", "in"], folder.path());
    assert_eq!(status, 0, "{said}");
    bare(&rows)
}

fn bare(rows: &str) -> Vec<Value> {
    let mut found = records(rows);
    for record in &mut found {
        let record = record.as_object_mut().unwrap();
        record.remove("id");
        record.remove("source");
    }
    found
}

fn folder_with(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), name, bytes);
    folder
}

#[test]
fn lines_of_json_are_pages() {
    let folder = folder_with("a.dat", &lines());
    let Run { status, rows, said } = run(&["convert", "a.dat"], folder.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(bare(&rows), plain());
    let found = records(&rows);
    assert_eq!(found[1]["id"], "a.dat#2");
    assert_eq!(found[1]["source"]["container"], "jsonl");
    let first = lines().iter().position(|byte| *byte == b'\n').unwrap();
    assert_eq!(found[1]["source"]["offset"], first + 1);
    assert_eq!(found[1]["source"]["bytes"], pages()[1].len());
}

#[test]
fn members_of_gzip_are_one_stream() {
    let lines = lines();
    let (one, two) = lines.split_at(lines.len() / 3);
    let bytes = [gzip(one), gzip(two), gzip(b"")].concat();
    let folder = folder_with("a", &bytes);
    let Run { status, rows, said } = run(&["convert", "a"], folder.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(bare(&rows), plain());
    let padded = [&bytes[..], &[0; 700]].concat();
    let folder = folder_with("a", &padded);
    assert_eq!(run(&["convert", "a", "-q"], folder.path()).said, "");
    let garbage = [&bytes[..], b"garbage"].concat();
    let folder = folder_with("a", &garbage);
    let Run { status, rows, said } = run(&["convert", "a"], folder.path());
    assert_eq!((status, bare(&rows).len()), (0, plain().len()));
    assert!(said.starts_with("a: bytes behind the gzip data, left out\n"), "{said}");
}

#[test]
fn every_container_of_the_same_pages_gives_the_same_records() {
    let plain = plain();
    let (one, two) = (lines(), lines());
    let (one, two) = (&one[..700], &two[700..]);
    let skippable = b"\x52\x2a\x4d\x18\x03\0\0\0abc";
    let nested = tar(&[("a.gz", &gzip(&lines()[..])[..])]);
    for (name, bytes) in [
        ("zst", [skippable, &zstd(one)[..], skippable, &zstd(two)].concat()),
        ("bz2", [bzip2(one), bzip2(two)].concat()),
        ("xz", [xz(one), xz(two)].concat()),
        ("tar", members(tar)),
        ("zip", members(zip)),
        ("tar.gz", gzip(&members(tar))),
        ("tar.zst", zstd(&members(tar))),
        ("zip.xz", xz(&members(zip))),
        ("tar of gz", nested.clone()),
        ("zip of tar of gz", zip(&[("b", &nested)])),
    ] {
        let folder = folder_with("in/a", &bytes);
        let Run { status, rows, said } = run(&["convert", "in"], folder.path());
        assert_eq!(status, 0, "{name}: {said}");
        assert_eq!(bare(&rows), plain, "{name}");
        let (one, more) =
            (["convert", "in", "--threads", "1"], ["convert", "in", "--threads", "8"]);
        assert_eq!(run(&one, folder.path()).rows, run(&more, folder.path()).rows, "{name}");
    }
}

#[test]
fn large_containers_give_the_same_bytes_for_any_number_of_threads() {
    let mut lines = lines().repeat(350);
    let middle = lines.len() / 2;
    lines[middle] = b'\n';
    let wet = gzip(&wet().repeat(60));
    let folder = folder_with("in/a.jsonl", &lines);
    write(folder.path(), "in/b.gz", gzip(&lines[..1_100_000]));
    write(folder.path(), "in/c.wet.gz", &wet[..wet.len() - 9]);
    write(folder.path(), "in/d.tar", tar(&[("a", &lines[..1_070_000]), ("b", &wet)]));
    let Run { status, rows, said } = run(&["convert", "in", "-q", "--threads", "1"], folder.path());
    assert_eq!(status, 3);
    for threads in ["2", "8"] {
        let more = run(&["convert", "in", "-q", "--threads", threads], folder.path());
        assert!(more.rows == rows && more.said == said, "{threads} threads: {}\n{said}", more.said);
    }
}

#[test]
fn members_are_called_as_in_their_archive_and_rebuilt() {
    for pack in [tar, zip] {
        let folder = folder_with("in/a", &members(pack));
        let Run { rows, .. } = run(&["convert", "in", "--ledger"], folder.path());
        let found = records(&rows);
        assert_eq!(
            (&found[1]["id"], &found[1]["source"]["path"]),
            (&json!("a/d/1.txt"), &json!("a/d/1.txt"))
        );
        assert_eq!(
            (&found[1]["source"]["offset"], &found[1]["source"]["container"]),
            (&json!(0), &Value::Null)
        );
        write(folder.path(), "r", &rows);
        assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
        assert_eq!(
            std::fs::read_to_string(folder.path().join("back/a/d/1.txt")).unwrap(),
            pages()[1]
        );
    }
}

#[test]
fn names_that_lead_out_of_an_archive_are_made_safe_and_said() {
    let members: &[(&str, &[u8])] =
        &[("../../etc/a", b"Still."), ("/b", b"Windy."), ("c", b"Dry.")];
    for (format, pack) in [("tar", tar as Pack), ("zip", zip)] {
        let folder = folder_with("a", &pack(members));
        let Run { status, rows, said } = run(&["convert", "a", "-q"], folder.path());
        let ids: Vec<Value> = records(&rows).into_iter().map(|it| it["id"].clone()).collect();
        assert_eq!(
            (status, ids),
            (3, vec![json!("a/etc/a"), json!("a/b"), json!("a/c")]),
            "{format}"
        );
        assert!(
            said.starts_with("a/etc/a: name in the archive leads out of it; read under this name"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 2);
    }
}

#[test]
fn a_crawlers_texts_have_the_values_of_their_records() {
    for bytes in [wet(), gzip(&wet())] {
        let folder = folder_with("a.wet", &bytes);
        let Run { status, rows, said } = run(&["convert", "a.wet"], folder.path());
        assert_eq!(status, 0, "{said}");
        let found = records(&rows);
        assert_eq!(found.len(), pages().len());
        assert_eq!(found[2]["id"], "a.wet#urn:uuid:3");
        assert_eq!(found[2]["url"], "https://warc.example/3");
        assert_eq!(found[2]["crawled"], "2024-02-03T04:05:06+00:00");
        assert_eq!(found[2]["body"], plain()[2]["body"]);
        assert_eq!(
            (&found[2]["source"]["container"], &found[2]["source"]["page"]),
            (&json!("warc"), &json!(4))
        );
    }
}

#[test]
fn rows_of_parquet_are_pages() {
    for bytes in [parquet(), gzip(&parquet()), zip(&[("b", &parquet())])] {
        let folder = folder_with("in/a", &bytes);
        let Run { status, rows, said } =
            run(&["convert", "in", "--keep", "--ledger"], folder.path());
        assert_eq!(status, 0, "{said}");
        let found = records(&rows);
        assert_eq!(found.len(), pages().len());
        assert_eq!(found[2]["url"], "https://parquet.example/3");
        assert_eq!(found[2]["crawled"], "2024-02-03T04:05:06+00:00");
        assert_eq!(found[2]["body"], plain()[2]["body"]);
        assert_eq!(found[2]["metadata"].as_array().unwrap().last().unwrap()["text"], "score: 2");
        assert_eq!(
            (&found[2]["source"]["container"], &found[2]["source"]["offset"]),
            (&json!("parquet"), &json!(2))
        );
        write(folder.path(), "r", &rows);
        let Run { status, said, .. } =
            run(&["rebuild", "r", "-o", "back", "--force"], folder.path());
        assert_eq!(status, 0, "{said}");
    }
    let folder = folder_with("a", &parquet());
    let Run { status, said, .. } =
        run(&["convert", "a", "-q", "--text-field", "prose"], folder.path());
    assert_eq!(
        (status, said.as_str()),
        (3, "a: Parquet has no column of texts (--text-field names it) (byte 0)\n")
    );
}

#[test]
fn responses_of_plain_text_are_pages_and_others_are_said() {
    let http = |kind: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\nA storm\nreaches the harbour.\n")
    };
    let bytes = [
        record("request", 1, "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", 2, "application/http", http("text/plain").as_bytes()),
        record("response", 3, "application/http", http("text/html").as_bytes()),
    ];
    let folder = folder_with("a.warc", &bytes.concat());
    let Run { status, rows, said } = run(&["convert", "a.warc", "--ledger"], folder.path());
    let found = records(&rows);
    assert_eq!((status, found.len(), &found[0]["id"]), (0, 1, &json!("a.warc#urn:uuid:2")));
    assert!(
        said.starts_with("a.warc: records that hold no plain text, skipped (--html reads HTML)\n"),
        "{said}"
    );
}

#[test]
fn html_is_said_and_read_only_where_that_is_asked_for() {
    let html = "<!DOCTYPE html><html><body><h1>New Pier Opens</h1><p>The north pier of the harbour opens on \
        Friday, the port authority has said.</p></body></html>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}");
    let folder = folder_with("in/a.html", html.as_bytes());
    write(folder.path(), "in/b.jsonl", format!("{}\n", json!({"text": html})));
    write(folder.path(), "in/c.warc", record("response", 1, "application/http", http.as_bytes()));
    let Run { status, rows, .. } = run(&["convert", "in", "-q"], folder.path());
    let found = records(&rows);
    assert_eq!((status, found.len()), (0, 2));
    for record in &found {
        assert_eq!(
            (&record["body"], &record["warnings"][0]["code"]),
            (&Value::Null, &json!("html"))
        );
    }
    let Run { status, rows, said } = run(&["convert", "in", "--html", "--ledger"], folder.path());
    let found = records(&rows);
    assert_eq!((status, found.len()), (0, 3), "{said}");
    for record in &found {
        let body = record["body"].as_str().unwrap();
        assert!(body.contains("opens on Friday, the port") && !body.contains('<'), "{body}");
        assert_eq!(record["warnings"], json!([]));
    }
    write(folder.path(), "r", &rows);
    assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("back/a.html")).unwrap(), html);
}

#[test]
fn a_wrong_content_length_is_said_and_the_next_record_found() {
    let wet = String::from_utf8(wet()).unwrap();
    let length = pages()[1].len();
    for wrong in [length - 5, length + 9, length + 900, 9_999_999] {
        let changed = wet
            .replace(&format!("Content-Length: {length}\r"), &format!("Content-Length: {wrong}\r"));
        let folder = folder_with("a.wet", changed.as_bytes());
        let Run { status, rows, said } = run(&["convert", "a.wet", "-q"], folder.path());
        let ids: Vec<Value> = records(&rows).into_iter().map(|it| it["id"].clone()).collect();
        let all: Vec<Value> = (1..5).map(|k| json!(format!("a.wet#urn:uuid:{k}"))).collect();
        assert_eq!((status, ids), (3, all), "{wrong}");
        assert!(
            said.starts_with("a.wet: record is not as long as its Content-Length says"),
            "{said}"
        );
    }
    let text = wet.replace("\r\n", "\n");
    let folder = folder_with("a.txt", text.as_bytes());
    let Run { status, rows, .. } = run(&["convert", "a.txt"], folder.path());
    assert_eq!((status, &records(&rows)[0]["source"]["container"]), (0, &Value::Null));
}

#[test]
fn containers_are_opened_to_a_depth_that_is_said() {
    let mut bytes = pages()[0].clone().into_bytes();
    for _ in 0..8 {
        bytes = gzip(&bytes);
    }
    let folder = folder_with("in/a", &bytes);
    assert_eq!(bare(&run(&["convert", "in"], folder.path()).rows), plain()[..1]);
    let folder = folder_with("in/a", &gzip(&bytes));
    let Run { status, rows, said } = run(&["convert", "in", "-q"], folder.path());
    let told = "in/a: holds containers in containers, more than 8 deep (byte 0)\n";
    assert_eq!((status, rows.as_str(), said.as_str()), (3, "", told));
}

#[test]
fn what_grows_beyond_measure_is_given_up() {
    let bytes = zstd(&vec![b' '; 80 << 20]);
    assert!(bytes.len() < 64 << 10);
    let folder = folder_with("a", &bytes);
    let Run { status, said, .. } =
        run(&["convert", "a", "-q", "--max-page-size", "1G"], folder.path());
    assert_eq!(status, 3);
    assert!(said.contains("unpacks to more than 1000 times its size, given up"), "{said}");
}

#[test]
fn a_compressed_dump_is_a_dump() {
    let text = &pages()[0];
    let folder = folder_with("in/a.txt.gz", &gzip(&gzip(text.as_bytes())));
    let Run { status, rows, said } = run(&["convert", "in", "--ledger", "-o", "r"], folder.path());
    assert_eq!((status, rows.as_str()), (0, ""), "{said}");
    assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("back/a.txt.gz")).unwrap(), *text);
}

#[test]
fn what_a_line_states_wins_and_a_conflict_is_said() {
    let line = json!({
        "id": "doc/1",
        "url": "https://b.example/2",
        "text": "URL: https://a.example/1\nTitle: New pier\n\nStill.\n",
        "metadata": {"title": "New pier", "authors": ["Ann Lee"], "score": 0.5},
        "shard": 7,
    });
    let folder = folder_with("in/a.jsonl", format!("\n{line}\n").as_bytes());
    let Run { status, rows, .. } = run(&["convert", "in", "--keep", "--ledger"], folder.path());
    let [record] = &records(&rows)[..] else { panic!("{rows}") };
    assert_eq!((status, &record["id"]), (0, &json!("a.jsonl#doc/1")));
    assert_eq!(record["url"], "https://b.example/2");
    assert_eq!(record["authors"], json!(["Ann Lee"]));
    assert_eq!(record["warnings"][0]["code"], "conflicting-url");
    let kept: Vec<_> =
        record["metadata"].as_array().unwrap().iter().map(|it| &it["text"]).collect();
    assert_eq!(kept[1..], ["score: 0.5", "shard: 7"]);
    write(folder.path(), "r", &rows);
    assert_eq!(run(&["rebuild", "r", "-o", "back"], folder.path()).status, 0);
    let back = std::fs::read_to_string(folder.path().join("back/a.jsonl#doc%2F1")).unwrap();
    assert_eq!(back, line["text"].as_str().unwrap());
}

#[test]
fn broken_lines_are_told_and_the_others_read() {
    let text =
        "{\"text\": \"Still.\"}\n{\"text\": \"cut\nnonsense\n{\"id\": 4}\n{\"text\": \"Windy.\"}";
    let folder = folder_with("a.jsonl", text.as_bytes());
    let Run { status, rows, said } = run(&["convert", "a.jsonl", "-q"], folder.path());
    let codes: Vec<Value> =
        records(&rows).into_iter().map(|it| it["warnings"][0]["code"].clone()).collect();
    let invalid = json!("invalid-json");
    assert_eq!(codes, [Value::Null, invalid.clone(), invalid, json!("no-text"), Value::Null]);
    assert_eq!(status, 3);
    let told: Vec<&str> = said.lines().collect();
    assert!(told[0].starts_with("a.jsonl: line 2 is no JSON: "), "{said}");
    assert!(told[0].ends_with(" (byte 19)") && told.len() == 2, "{said}");
}

#[test]
fn long_lines_are_passed_over() {
    let text = format!(
        "{{\"text\": \"a\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}\n",
        "x".repeat(3 << 20)
    );
    let folder = folder_with("a.jsonl", text.as_bytes());
    let Run { status, rows, .. } =
        run(&["convert", "a.jsonl", "--max-page-size", "1M"], folder.path());
    let found = records(&rows);
    assert_eq!((status, found.len()), (0, 3));
    assert_eq!(found[1]["warnings"][0]["code"], "oversized-page");
    assert_eq!(found[1]["source"]["bytes"], (3 << 20) + 13);
    assert_eq!((&found[2]["source"]["page"], &found[2]["warnings"]), (&json!(3), &json!([])));
    let Run { rows, .. } = run(&["convert", "a.jsonl", "--ledger"], folder.path());
    assert_eq!(records(&rows)[1]["body"].as_str().unwrap().len(), 3 << 20);
}

#[test]
fn a_stream_that_is_cut_gives_what_it_holds() {
    let whole = gzip(&lines());
    let folder = folder_with("a.gz", &whole[..whole.len() - 200]);
    let Run { status, rows, said } = run(&["convert", "a.gz", "-q"], folder.path());
    assert_eq!(status, 3, "{said}");
    assert!(
        said.contains(&format!("a.gz: gzip data ends early (byte {})", whole.len() - 200)),
        "{said}"
    );
    assert!(records(&rows).len() >= 3 && bare(&rows)[..2] == plain()[..2]);
    let mut bad = whole.clone();
    let crc = bad.len() - 8;
    bad[crc] ^= 1;
    let folder = folder_with("a.gz", &bad);
    let Run { status, rows, said } = run(&["convert", "a.gz", "-q"], folder.path());
    assert_eq!((status, bare(&rows)), (3, plain()));
    assert!(said.starts_with("a.gz: gzip data is damaged: "), "{said}");
}
