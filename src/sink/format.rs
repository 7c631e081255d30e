//! What an output is written in, told by its name or by a word.

use super::dialect::Dialect;
use std::path::Path;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON lines.
    Jsonl(Packing),
    /// Parquet, a row group a block, with the columns of a dialect.
    Parquet(Dialect),
    /// A stream of Arrow, a batch a block.
    Arrow(Dialect),
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
        Format::Parquet(Dialect::Native),
        Format::Arrow(Dialect::Native),
    ];

    /// What the name of a file says; JSON lines where it says nothing.
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "gz" => Format::Jsonl(Packing::Gzip),
            "zst" => Format::Jsonl(Packing::Zstd),
            "parquet" => Format::Parquet(Dialect::Native),
            "arrow" => Format::Arrow(Dialect::Native),
            _ => Format::Jsonl(Packing::Plain),
        }
    }

    /// The same with columns for the rows of a dialect.
    pub fn of_dialect(self, dialect: Dialect) -> Self {
        match self {
            Format::Jsonl(_) => self,
            Format::Parquet(_) => Format::Parquet(dialect),
            Format::Arrow(_) => Format::Arrow(dialect),
        }
    }

    /// What the names of its files end in, which is also what it is asked for by.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jsonl(Packing::Plain) => "jsonl",
            Format::Jsonl(Packing::Gzip) => "jsonl.gz",
            Format::Jsonl(Packing::Zstd) => "jsonl.zst",
            Format::Parquet(_) => "parquet",
            Format::Arrow(_) => "arrow",
        }
    }

    /// When gathered rows are a block: so many bytes or rows. The same for the same rows, whatever the threads.
    pub(super) fn block(self) -> Block {
        match self {
            // Starting anew costs less than a hundredth of the packed size.
            Format::Jsonl(_) => Block { bytes: 2 << 20, rows: usize::MAX },
            // Readers take row groups one by one: some work each, and no more than fits into memory.
            Format::Parquet(_) => Block { bytes: 32 << 20, rows: 1 << 16 },
            Format::Arrow(_) => Block { bytes: 4 << 20, rows: 1 << 14 },
        }
    }

    /// What files are written in until they are complete, where that must be possible from any row on.
    pub(super) fn resumable(self) -> Format {
        match self {
            Format::Jsonl(_) => self,
            Format::Parquet(_) | Format::Arrow(_) => Format::Jsonl(Packing::Zstd),
        }
    }
}

/// How many bytes or rows are a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub bytes: usize,
    pub rows: usize,
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
