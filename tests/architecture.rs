//! The invariants of the architecture, written as absences and checked by reading the sources.

use std::path::{Path, PathBuf};

/// No file is longer.
const MAX_LINES: usize = 500;

/// What the parser is made of: text in, record out, and nothing of the world around it.
const PARSER: &[&str] = &[
    "src/parser.rs",
    "src/layout/",
    "src/scan/",
    "src/line.rs",
    "src/labelling.rs",
    "src/assemble",
    "src/record.rs",
    "src/fields.rs",
    "src/confidence.rs",
    "src/warning.rs",
    "src/property.rs",
    "src/repair",
];

/// What the parser may not name.
const WORLD: &[&str] = &[
    "std::fs",
    "std::io",
    "std::thread",
    "std::env",
    "std::net",
    "std::process",
    "std::time",
    "rayon",
    "walkdir",
    "serde_json",
    "println!",
];

/// A source file.
struct Source {
    name: String,
    text: String,
}

impl Source {
    /// The lines outside tests, comments cut off, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.name.ends_with("tests.rs").then_some(0);
        let tests =
            all.or_else(|| self.text.lines().position(|line| line.trim() == "#[cfg(test)]"));
        let numbered = (1..).zip(self.text.lines()).take(tests.unwrap_or(usize::MAX));
        numbered.map(|(number, line)| (number, without_comment(line)))
    }

    /// Where one of the words stands in the code.
    fn mentions(&self, words: &[&str]) -> Vec<String> {
        let at = |(number, line): (usize, &str)| {
            let word = words.iter().find(|word| line.contains(**word))?;
            Some(format!("{}:{number}: {word}", self.name))
        };
        self.code().filter_map(at).collect()
    }

    fn is_below(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.name.starts_with(place))
    }
}

/// The line without a comment that begins it or follows a space; `//` inside an address stays.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.find(" // ").map_or(line, |at| &line[..at])
}

/// The files below a folder of the package that have one of the extensions.
fn sources(folders: &[&str], extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = |folder: &&str| walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
    let found: Vec<Source> = folders
        .iter()
        .flat_map(walk)
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| extensions.iter().any(|e| path.extension().is_some_and(|x| x == *e)))
        .map(|path| source(root, &path))
        .collect();
    assert!(!found.is_empty(), "{folders:?}: no source found");
    found
}

fn source(root: &Path, path: &PathBuf) -> Source {
    let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    let bytes = std::fs::read(path).unwrap();
    Source { name, text: String::from_utf8_lossy(&bytes).into_owned() }
}

fn none(offences: Vec<String>, law: &str) {
    assert!(offences.is_empty(), "{law}:\n{}", offences.join("\n"));
}

#[test]
fn the_parser_knows_nothing_of_the_world() {
    let files = sources(&["src"], &["rs"]);
    let parser = files.iter().filter(|file| file.is_below(PARSER));
    let offences = parser.flat_map(|file| file.mentions(WORLD)).collect();
    none(offences, "at or below the parser");
}

#[test]
fn the_parser_is_where_this_test_looks() {
    let files = sources(&["src"], &["rs"]);
    for place in PARSER.iter().filter(|place| !matches!(**place, "src/assemble" | "src/repair")) {
        assert!(files.iter().any(|file| file.name.starts_with(place)), "{place}: nothing there");
    }
}

#[test]
fn scanners_know_neither_the_record_nor_order() {
    let words = ["crate::record", "crate::layout", "crate::labelling", "crate::parser"];
    let offences =
        sources(&["src/scan"], &["rs"]).iter().flat_map(|f| f.mentions(&words)).collect();
    none(offences, "a scanner judges a piece of text alone");
}

#[test]
fn only_sinks_and_the_ledger_know_a_wire_format() {
    let may = [
        "src/sink",
        "src/ledger",
        "src/rebuild",
        "src/cli/",
        "src/convert",
        "src/corpus/",
        "src/error.rs",
        "src/records.rs",
        "src/score/",
        "src/diff/",
        "src/learn/",
        "src/stats/",
    ];
    let files = sources(&["src"], &["rs"]);
    let others = files.iter().filter(|file| !file.is_below(&may));
    none(others.flat_map(|file| file.mentions(&["serde_json"])).collect(), "a wire format");
}

#[test]
fn only_commands_print() {
    let files = sources(&["src"], &["rs"]);
    let silent = files.iter().filter(|file| !file.is_below(&["src/cli", "src/main.rs"]));
    let words = ["println!", "print!(", "dbg!", "std::process::exit"];
    none(silent.flat_map(|file| file.mentions(&words)).collect(), "printing is a command's job");
}

#[test]
fn nothing_panics_outside_tests() {
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    let offences = sources(&["src"], &["rs"]).iter().flat_map(|f| f.mentions(&words)).collect();
    none(offences, "damage is data, errors have a type");
}

#[test]
fn files_are_short() {
    let files = sources(&["src", "tests", "benches", "fuzz/fuzz_targets"], &["rs"]);
    let long = files.iter().filter(|file| file.text.lines().count() > MAX_LINES);
    none(long.map(|file| file.name.clone()).collect(), "longer than 500 lines");
}

#[test]
fn nothing_names_a_real_site() {
    let names = real_names();
    let files = sources(
        &["src", "testdata", "benches", "fuzz/fuzz_targets"],
        &["rs", "toml", "txt", "json"],
    );
    let mut offences = Vec::new();
    for file in &files {
        let text = file.text.to_lowercase();
        let named = names.iter().filter(|name| text.contains(name.as_str()));
        offences.extend(named.map(|name| format!("{}: {name}", file.name)));
    }
    none(offences, "a layout is data, and test data is invented");
}

/// The names to look for, put together from parts so that this file does not hold them.
fn real_names() -> Vec<String> {
    let parts = [
        ["sput", "nik"],
        ["спут", "ник"],
        ["ria", ".ru"],
        ["//ri", "a."],
        ["rian", ".ru"],
        ["риа ", "новости"],
        ["россия ", "сегодня"],
        ["rossiya ", "segodnya"],
        ["rosiya ", "segodnya"],
        ["スプー", "トニク"],
        ["سبوت", "نيك"],
    ];
    parts.iter().map(|parts| parts.concat()).collect()
}

#[test]
fn the_readers_of_this_test_see_what_is_code() {
    let text =
        "let a = 1; // panic!(\n// .unwrap()\nlet url = \"https://x\";\n#[cfg(test)]\npanic!()\n";
    let source = Source { name: "x.rs".into(), text: text.into() };
    assert_eq!(source.mentions(&["panic!(", ".unwrap()"]), Vec::<String>::new());
    assert_eq!(source.mentions(&["https://"]), ["x.rs:3: https://"]);
}
