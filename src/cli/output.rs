//! The flags of `convert` that say where records go and how.

use super::{dialect, size};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::Duration;
use unscrape::sink::{By, Dialect, Format, Packing, Plan, Resume, Split};

/// Where records go.
#[derive(Clone, Debug, Args)]
pub struct Output {
    /// Write to FILE instead of standard output; its name says the format: .jsonl, .jsonl.gz,
    /// .jsonl.zst, .parquet, .arrow
    ///
    /// FILE appears only when it is complete; until then one that exists stays as it is.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write in this format, whatever the output is called
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<Kind>,

    /// Write records as another program reads them
    ///
    /// Every key is always there. What a record lacks is null or an empty list, but datatrove and Dolma want a text: theirs
    /// is empty then. `unscrape schema --as DIALECT` describes the rows.
    #[arg(long = "as", value_name = "DIALECT", value_parser = dialect::parser(), default_value = "native")]
    pub dialect: Dialect,

    /// Write numbered shards, each of so many records (100000) or bytes (500MB), packing aside
    ///
    /// With -o news.jsonl.zst they are called news-00000-of-00007.jsonl.zst and so on. All appear when the last is
    /// complete. Shards of an earlier run are in the way.
    #[arg(long, value_name = "N|SIZE", value_parser = split, requires = "output")]
    split: Option<Split>,

    /// Write a folder for each site, language or year; FILE is the folder of these
    ///
    /// `-o news --partition-by year` gives news/year=2023/part-00000.jsonl and so on, as DuckDB, Spark and pyarrow read
    /// it. The site is the host of the record's url. Records that say too little go to
    /// year=__HIVE_DEFAULT_PARTITION__. FILE must not exist or be empty.
    #[arg(long, value_enum, value_name = "WHAT", requires = "output")]
    pub partition_by: Option<Part>,

    /// Go on where an earlier run with the same arguments was stopped, and let this one be gone on with
    ///
    /// What was done is noted in FILE.resume, a folder that goes when FILE is complete. The same bytes are written,
    /// however often the run was stopped, as long as the inputs stay what they are; one that comes or goes before the
    /// place that was reached is told.
    #[arg(long, requires = "output")]
    resume: bool,

    /// How often to note how far the run is, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, requires = "resume")]
    checkpoint: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// JSON, one record a line
    #[value(name = "jsonl")]
    Plain,
    /// The same, packed by gzip
    #[value(name = "jsonl.gz")]
    Gzip,
    /// The same, packed by zstd
    #[value(name = "jsonl.zst")]
    Zstd,
    /// Columns in row groups, packed by zstd
    Parquet,
    /// A stream of Arrow
    Arrow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The host of the url, without www.
    Site,
    /// The language, as in the record
    Language,
    /// The year of publication
    Year,
}

impl Output {
    /// What is to be written. `options` is all that the records depend on.
    pub fn plan(&self, threads: usize, options: String) -> Plan {
        let path = self.output.clone().filter(|path| path != Path::new("-"));
        let every = Duration::from_secs(self.checkpoint);
        Plan {
            format: self.format(path.as_deref()).of_dialect(self.dialect),
            path,
            split: self.split,
            by: self.by(),
            threads,
            resume: self.resume.then_some(Resume { options, every }),
        }
    }

    /// Why these flags cannot be used together.
    pub fn fault(&self, inputs: &[PathBuf]) -> Option<&'static str> {
        let many = self.split.is_some() || self.partition_by.is_some() || self.resume;
        if self.is_stdout() && many {
            return Some("standard output: cannot be split, partitioned or resumed (-o FILE)");
        }
        let from_stdin = inputs.iter().any(|path| path == Path::new("-"));
        (self.resume && from_stdin).then_some("standard input: cannot be read again by --resume")
    }

    /// Whether records go to standard output.
    pub fn is_stdout(&self) -> bool {
        self.output.as_deref().is_none_or(|path| path == Path::new("-"))
    }

    /// The flags, without those on which no byte of a record depends.
    pub fn essence(&self) -> Output {
        Output { output: None, checkpoint: 0, ..self.clone() }
    }

    /// What rows are parted by.
    pub fn by(&self) -> Option<By> {
        self.partition_by.map(|part| match part {
            Part::Site => By::Site,
            Part::Language => By::Language,
            Part::Year => By::Year,
        })
    }

    fn format(&self, path: Option<&Path>) -> Format {
        match self.output_format {
            Some(Kind::Plain) => Format::Jsonl(Packing::Plain),
            Some(Kind::Gzip) => Format::Jsonl(Packing::Gzip),
            Some(Kind::Zstd) => Format::Jsonl(Packing::Zstd),
            Some(Kind::Parquet) => Format::Parquet(self.dialect),
            Some(Kind::Arrow) => Format::Arrow(self.dialect),
            // The name of a folder says nothing.
            None if self.partition_by.is_some() => Format::Jsonl(Packing::Plain),
            None => Format::of(path.unwrap_or(Path::new(""))),
        }
    }
}

/// A number alone counts records, one with a unit bytes.
fn split(text: &str) -> Result<Split, String> {
    let split = match text.parse() {
        Ok(rows) => Split::Rows(rows),
        Err(_) => Split::Bytes(size::parse(text)?),
    };
    match split {
        Split::Rows(0) | Split::Bytes(0) => Err("a shard holds something".to_owned()),
        split => Ok(split),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_told_by_number_or_size() {
        assert_eq!(split("1000"), Ok(Split::Rows(1000)));
        assert_eq!(split("500MB"), Ok(Split::Bytes(500_000_000)));
        assert_eq!(split("1B"), Ok(Split::Bytes(1)));
        for wrong in ["0", "0MB", "", "x", "-1"] {
            assert!(split(wrong).is_err(), "{wrong}");
        }
    }
}
