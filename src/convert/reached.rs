//! How far a run got, so that another can go on from there.

use super::Statistics;
use crate::corpus::Find;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A place in a run between two pages. Counted in what a walk finds, which is the same on each run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// So much that the walk found is done.
    pub finds: u64,
    /// The path of the last of it, as it is shown: if another stands there, the inputs have changed.
    pub last: String,
    /// So many pages of the next find are done as well.
    pub pages: u64,
    /// What all that came to.
    pub statistics: Statistics,
}

/// What a worker did since it last said so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// So many finds were finished.
    pub finds: u64,
    /// The path of the last of them, if there is one.
    pub last: Option<PathBuf>,
    /// So many pages are done of the find that is not finished.
    pub pages: u64,
    /// What the step came to.
    pub statistics: Statistics,
}

impl Reached {
    /// Goes on by a step.
    pub(super) fn advance(&mut self, step: Step) {
        self.finds += step.finds;
        if let Some(last) = step.last {
            self.last = last.to_string_lossy().into_owned();
        }
        self.pages = step.pages;
        self.statistics += step.statistics;
    }

    /// Passes over the finds that are done.
    ///
    /// # Errors
    /// The last of them is not what it was.
    pub(super) fn pass(&self, finds: &mut impl Iterator<Item = Find>) -> Result<(), Error> {
        let mut last = None;
        for _ in 0..self.finds {
            last = Some(finds.next().ok_or_else(|| self.changed())?);
        }
        match last {
            Some(find) if find.path().to_string_lossy() != self.last => Err(self.changed()),
            _ => Ok(()),
        }
    }

    fn changed(&self) -> Error {
        Error::Changed { path: self.last.clone().into() }
    }
}

impl Find {
    /// Where it was found.
    pub(super) fn path(&self) -> &Path {
        match self {
            Find::Dump(dump) => dump.path(),
            Find::Skipped(path, _) => path,
            Find::Failed(error) => error.path().unwrap_or(Path::new("")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Skip;

    fn finds() -> impl Iterator<Item = Find> {
        let missing = Error::Read { path: "b".into(), source: std::io::ErrorKind::NotFound.into() };
        let skipped = |path: &str| Find::Skipped(path.into(), Skip::Special);
        [skipped("a"), Find::Failed(missing), skipped("c")].into_iter()
    }

    #[test]
    fn finds_that_are_done_are_passed_over() {
        let mut reached = Reached::default();
        reached.advance(Step { finds: 2, last: Some("b".into()), ..Step::default() });
        reached.advance(Step { pages: 7, ..Step::default() });
        let mut left = finds();
        reached.pass(&mut left).unwrap();
        assert_eq!(left.map(|find| find.path().to_owned()).collect::<Vec<_>>(), [Path::new("c")]);
        assert_eq!(reached.pages, 7);
    }

    #[test]
    fn inputs_that_changed_are_told() {
        for (count, last) in [(2, "a"), (3, "b"), (4, "c")] {
            let reached = Reached { finds: count, last: last.into(), ..Reached::default() };
            let error = reached.pass(&mut finds()).unwrap_err();
            assert!(error.to_string().starts_with(&format!("{last}: ")), "{error}");
        }
        assert!(Reached::default().pass(&mut finds()).is_ok());
    }
}
