//! What holds for any bytes that are opened as a container. The fuzz targets use this file too.

use std::path::Path;
use unscrape::corpus::{Batch, Found, Holds, Name, Opening, Place, Taker, Wanted, jsonl};

/// Takes everything and looks at it.
#[derive(Default)]
struct Looker {
    pages: u64,
    texts: usize,
    opening: Opening,
}

impl Taker for Looker {
    fn take(&mut self, found: Found) -> Wanted {
        match found {
            Found::Batch(batch) => self.look(&batch),
            Found::Failed(error) => assert!(error.to_string().starts_with('a'), "{error}"),
            Found::Note(path, what) => assert!(path.starts_with("a") && !what.is_empty()),
        }
        Wanted::More
    }

    fn batch(&mut self) -> Batch {
        Batch::default()
    }
}

impl Looker {
    fn look(&mut self, batch: &Batch) {
        let mut end = 0;
        for unit in &batch.units {
            assert!(unit.range.start >= end, "units overlap");
            end = unit.range.end;
            let bytes = &batch.bytes[unit.range.clone()];
            let name = &unit.place.name;
            assert!(name.text == "a" || name.to_path().is_some(), "{name:?} leads out");
            if let Holds::Lines(_) = unit.holds {
                for (at, line) in jsonl::lines(bytes) {
                    assert!(at + line.len() <= bytes.len() && !line.trim_ascii().is_empty());
                    let line = String::from_utf8_lossy(line);
                    self.texts += usize::from(jsonl::read(line.trim(), &self.opening).is_ok());
                }
            }
        }
        assert!(batch.pages > self.pages, "a batch without a page");
        self.pages = batch.pages;
    }
}

/// Opens the bytes. Returns how many pages they gave.
pub fn check(bytes: &[u8]) -> u64 {
    let mut looker = Looker {
        opening: Opening { limit: Some(1 << 16), ..Opening::default() },
        ..Looker::default()
    };
    let opening = looker.opening.clone();
    unscrape::corpus::open(
        bytes,
        &Place::new(&Name::exact("a"), Path::new("a")),
        &opening,
        &mut looker,
    );
    looker.pages
}
