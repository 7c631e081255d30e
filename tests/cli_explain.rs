//! `unscrape explain` as people run it.

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unscrape"));
    command.arg("explain").args(arguments).current_dir(folder).env_remove("NO_COLOR");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder with a dump of one page, one of two pages, and one that is no text.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = |k: usize| {
        format!(
            "URL: https://harbour-post.example/{k}\nTitle: Pier {k} closed\nDate: 03/04/2023\n\nThe pier is closed <b>.\n"
        )
    };
    fs::write(folder.path().join("one.txt"), page(1)).unwrap();
    fs::write(folder.path().join("two.txt"), [page(1), page(2)].join("----\n")).unwrap();
    fs::write(folder.path().join("picture"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    folder
}

#[test]
fn a_missing_field_is_explained() {
    let folder = folder();
    let (status, shown, said) = run(&["one.txt"], folder.path());
    assert_eq!((status, said.as_str()), (0, ""));
    let missing = shown.split("Missing").nth(1).unwrap();
    let published = missing.lines().find(|line| line.contains("published")).unwrap();
    assert!(published.contains("`03/04/2023`"), "{shown}");
    assert!(shown.contains("▌headline") && shown.contains("→ headline"), "{shown}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = folder();
    assert!(!run(&["one.txt"], folder.path()).1.contains('\u{1b}'));
    assert!(run(&["one.txt", "--color", "always"], folder.path()).1.contains('\u{1b}'));
    assert!(!run(&["one.txt", "--color", "never"], folder.path()).1.contains('\u{1b}'));
}

#[test]
fn pages_are_chosen() {
    let folder = folder();
    let (_, shown, _) = run(&["two.txt"], folder.path());
    assert!(shown.contains("Pier 1 closed") && shown.contains("page 1 of 2"), "{shown}");
    for arguments in [&["two.txt#2"][..], &["two.txt", "--page", "2"]] {
        let (status, shown, _) = run(arguments, folder.path());
        assert_eq!(status, 0);
        assert!(shown.starts_with("two.txt#2\n") && shown.contains("Pier 2 closed"), "{shown}");
        assert!(shown.contains("   7 ▌"), "lines are those of the file: {shown}");
    }
    let (status, _, said) = run(&["two.txt#3"], folder.path());
    assert_eq!((status, said.as_str()), (3, "two.txt: there is no page 3; pages: 2\n"));
}

#[test]
fn json_has_every_field_and_every_span() {
    let folder = folder();
    let (_, shown, _) = run(&["one.txt", "--format", "json"], folder.path());
    let it: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(it["id"], "one.txt");
    assert_eq!(it["fields"].as_array().unwrap().len(), 19);
    let headline =
        it["spans"].as_array().unwrap().iter().find(|span| span["property"] == "headline");
    let headline = headline.unwrap();
    assert_eq!((&headline["text"], &headline["line"]), (&"Pier 1 closed".into(), &2.into()));
    assert_eq!(headline["became"][0]["field"], "headline");
    let (_, shown, _) = run(&["one.txt", "--format", "json", "--lines", "2-2"], folder.path());
    let it: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert!(it["spans"].as_array().unwrap().iter().all(|span| span["line"] == 2));
}

#[test]
fn html_is_one_file_that_holds_the_text_as_text() {
    let folder = folder();
    let (_, page, _) = run(&["one.txt", "--format", "html"], folder.path());
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("closed &lt;b&gt;.") && page.contains("default-src 'none'"));
    assert!(page.contains("data-field=\"headline\"") && page.contains("data-became=\"headline\""));
    let without_icon = page.replace("http://www.w3.org/2000/svg", "");
    for link in ["src=", "href=\"http", "url(", "@import"] {
        assert!(!without_icon.contains(link), "{link}");
    }
}

#[test]
fn what_is_no_text_or_not_there_is_said() {
    let folder = folder();
    let (status, shown, _) = run(&["picture"], folder.path());
    assert!(status == 0 && shown.contains("the file holds no text"), "{shown}");
    let one = fs::read(folder.path().join("one.txt")).unwrap();
    fs::write(folder.path().join("one.zst"), zstd::encode_all(&one[..], 1).unwrap()).unwrap();
    assert!(run(&["one.zst"], folder.path()).1.contains("→ headline"));
    let (status, _, said) = run(&["nothing.txt"], folder.path());
    assert_eq!((status, said.as_str()), (3, "nothing.txt: no such file or directory\n"));
    fs::write(folder.path().join("empty"), "").unwrap();
    assert!(run(&["empty"], folder.path()).1.contains("the page holds no text"));
}

#[test]
fn of_a_long_page_the_beginning_is_shown() {
    let folder = folder();
    let text: String = (0..60_000).map(|k| format!("Line {k} of the log\n")).collect();
    fs::write(folder.path().join("long.txt"), &text).unwrap();
    let (_, shown, _) = run(&["long.txt", "--max-page-size", "500kB"], folder.path());
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("were looked at (--max-page-size)"), "{}", &shown[..300]);
    assert!(shown.contains("… more lines: --lines 2001-"), "the rows have an end");
    let (_, shown, _) = run(&["long.txt", "--lines", "30-31"], folder.path());
    assert!(shown.contains("  30 ▌") && !shown.contains("  32 ▌"), "{shown}");
}

#[test]
fn pages_of_containers_are_called_what_their_records_are() {
    let folder = folder();
    let lines = concat!(
        "{\"id\":\"x#7\",\"title\":\"Stated\",\"text\":\"By Ann Lee\\n\\nThe pier is closed again.\"}\n",
        "{\"text\":\"<html><body><p>The second pier is open.</p></body></html>\"}\n{\"text\":\"third\"}\n"
    );
    let packed = zstd::encode_all(lines.as_bytes(), 1).unwrap();
    fs::write(folder.path().join("l.jsonl.zst"), &packed).unwrap();
    let mut tar = tar::Builder::new(fs::File::create(folder.path().join("a.tar")).unwrap());
    tar.append_path_with_name(folder.path().join("two.txt"), "in/two.txt").unwrap();
    tar.append_path_with_name(folder.path().join("l.jsonl.zst"), "l.jsonl.zst").unwrap();
    tar.finish().unwrap();
    for (argument, id, text) in [
        ("l.jsonl.zst", "l.jsonl.zst#x#7", "pier is closed again"),
        ("l.jsonl.zst#x#7", "l.jsonl.zst#x#7", "the container states headline"),
        ("l.jsonl.zst#2", "l.jsonl.zst#2", "--html flattens it"),
        ("l.jsonl.zst#3", "l.jsonl.zst#3", "third"),
        ("a.tar", "a.tar/in/two.txt#1", "Pier 1 closed"),
        ("a.tar/in/two.txt#2", "a.tar/in/two.txt#2", "Pier 2 closed"),
        ("a.tar/l.jsonl.zst#3", "a.tar/l.jsonl.zst#3", "third"),
    ] {
        let (status, shown, said) = run(&[argument], folder.path());
        assert_eq!((status, said.as_str()), (0, ""), "{argument}");
        assert!(shown.starts_with(&format!("{id}\n")) && shown.contains(text), "{shown}");
    }
    assert!(run(&["l.jsonl.zst#2", "--html"], folder.path()).1.contains("second pier is open"));
    for (argument, said) in [
        ("l.jsonl.zst#9", "l.jsonl.zst: there is no page 9\n"),
        ("a.tar/none", "a.tar: there is no page none\n"),
        ("one.txt/none", "one.txt: the file is no archive\n"),
    ] {
        assert_eq!(run(&[argument], folder.path()), (3, String::new(), said.to_owned()));
    }
    fs::write(folder.path().join("cut.jsonl.zst"), &packed[..packed.len() - 9]).unwrap();
    let (status, _, said) = run(&["cut.jsonl.zst#3"], folder.path());
    assert!(status == 3 && said.starts_with("cut.jsonl.zst: "), "{said}");
}
