//! What an output is written in, told by its name or by a word.

use std::path::Path;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON lines.
    Jsonl(Packing),
}

/// How lines are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// As gzip, a member a block.
    Gzip,
    /// As zstd, a frame a block.
    Zstd,
}

impl Format {
    /// All of them, by the names they are asked for.
    pub const ALL: &[Format] = &[
        Format::Jsonl(Packing::Plain),
        Format::Jsonl(Packing::Gzip),
        Format::Jsonl(Packing::Zstd),
    ];

    /// What the name of a file says; JSON lines where it says nothing.
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "gz" => Format::Jsonl(Packing::Gzip),
            "zst" => Format::Jsonl(Packing::Zstd),
            _ => Format::Jsonl(Packing::Plain),
        }
    }

    /// What the names of its files end in, which is also what it is asked for by.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jsonl(Packing::Plain) => "jsonl",
            Format::Jsonl(Packing::Gzip) => "jsonl.gz",
            Format::Jsonl(Packing::Zstd) => "jsonl.zst",
        }
    }
}

/// A file's name without what tells its format, and that.
pub(super) fn stem(name: &str) -> (&str, &str) {
    let lower = name.to_ascii_lowercase();
    let packed = [".gz", ".zst"].iter().find(|end| lower.ends_with(*end));
    let rest = name.len() - packed.map_or(0, |end| end.len());
    let dot = name.get(..rest).and_then(|name| name.rfind('.')).filter(|dot| *dot > 0);
    name.split_at(dot.unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_formats() {
        for format in Format::ALL {
            assert_eq!(Format::of(Path::new(&format!("a.b/x.{}", format.name()))), *format);
        }
        assert_eq!(Format::of(Path::new("x.ndjson.GZ")), Format::Jsonl(Packing::Gzip));
        assert_eq!(Format::of(Path::new("zst")), Format::Jsonl(Packing::Plain));
    }

    #[test]
    fn stems_keep_what_is_no_format() {
        for (name, parts) in [
            ("news.jsonl.zst", ("news", ".jsonl.zst")),
            ("news.2023.jsonl", ("news.2023", ".jsonl")),
            ("news.GZ", ("news", ".GZ")),
            ("news", ("news", "")),
            (".jsonl", (".jsonl", "")),
        ] {
            assert_eq!(stem(name), parts);
        }
    }
}
