//! Runs that end at each place where they can be gone on with. A process of its own: a program that another test starts
//! would for a moment hold the lock of the run as well.

mod common;

use common::corpora::{add_containers, files, slow_corpus};
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;
use unscrape::Parser;
use unscrape::convert::{self, Options, Reached, Target};
use unscrape::corpus::{Globs, Walk};
use unscrape::error::Error;
use unscrape::sink::{By, Format, Packing, Plan, Resume, Rows, Sink, Split, Writing};

/// An output that can be written to so many times.
struct Failing<'f> {
    to: &'f mut Writing,
    left: usize,
}

impl Sink for Failing<'_> {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let source = io::ErrorKind::StorageFull.into();
            Error::Write { path: "x".into(), source }
        })?;
        self.to.write(rows)
    }

    fn reached(&mut self, here: &Reached) -> Result<(), Error> {
        self.to.reached(here)
    }
}

/// Converts until the output fails.
fn convert(input: &Path, plan: &Plan, writes: usize) -> Result<(), Error> {
    let mut writing = Writing::begin(plan)?;
    let walk = Walk::new(vec![input.to_owned()], Globs::default(), writing.identity())?;
    let from = writing.reached().clone();
    let options = Options { threads: 2, partition: plan.by, ..Options::default() };
    let mut failing = Failing { to: &mut writing, left: writes };
    let target = Target { to: &mut failing, from };
    convert::convert(walk, &Parser::new(), &options, target, &mut |_| {})?;
    writing.finish()
}

#[test]
fn an_output_that_fails_at_any_write_can_be_gone_on_with() {
    let folder = slow_corpus(40);
    add_containers(&folder, 15);
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    let zstd = Format::Jsonl(Packing::Zstd);
    for (format, split, by) in [
        (Format::Jsonl(Packing::Plain), None, None),
        (zstd, None, None),
        (zstd, Some(Split::Bytes(200_000)), None),
        (zstd, Some(Split::Rows(7)), Some(By::Site)),
    ] {
        let plan = Plan { path: Some(out.join("x")), format, split, by, threads: 2, resume: None };
        fs::create_dir(&out).unwrap();
        convert(&input, &plan, usize::MAX).unwrap();
        let expected = files(&out);
        fs::remove_dir_all(&out).unwrap();

        fs::create_dir(&out).unwrap();
        let resume = Resume { options: "same".to_owned(), every: Duration::ZERO };
        let plan = Plan { resume: Some(resume), ..plan };
        let mut failures = 0;
        // A run that fails at once leaves what the one before it left; one write more brings each further.
        while let Err(error) = convert(&input, &plan, failures / 2) {
            assert!(matches!(error, Error::Write { .. }), "{error}");
            failures += 1;
        }
        assert!(failures > 2 && files(&out) == expected, "{split:?} {by:?}: {failures} failures");
        fs::remove_dir_all(&out).unwrap();
    }
}
