//! Which files of a folder are wanted, by ripgrep's rules for `--glob`.

use crate::error::Error;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;

/// Globs in the order given; the last one that matches decides.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    set: GlobSet,
    rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    verdict: Verdict,
    applies: Applies,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Keep,
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Everywhere,
    Folders,
}

impl Globs {
    /// A glob with `!` before it excludes. A glob with `/` in it is matched on the path below the root, one without on
    /// the name; one with `/` at its end on folders only.
    ///
    /// # Errors
    /// A glob is none.
    pub fn new<S: AsRef<str>>(globs: &[S]) -> Result<Self, Error> {
        let mut set = GlobSetBuilder::new();
        let mut rules = Vec::with_capacity(globs.len());
        for glob in globs {
            let fail = |source| Error::Glob { glob: glob.as_ref().to_owned(), source };
            let (pattern, rule) = parse(glob.as_ref());
            let built = GlobBuilder::new(&pattern).literal_separator(true).build();
            set.add(built.map_err(fail)?);
            rules.push(rule);
        }
        let fail = |source| Error::Glob { glob: "--glob".to_owned(), source };
        Ok(Globs { set: set.build().map_err(fail)?, rules })
    }

    /// Whether the file with this path below the root is wanted.
    pub fn keeps_file(&self, path: &Path) -> bool {
        let chosen = self.rules.iter().any(|rule| rule.verdict == Verdict::Keep);
        match self.last(path, |rule| rule.applies == Applies::Everywhere) {
            Some(verdict) => verdict == Verdict::Keep,
            None => !chosen,
        }
    }

    /// Whether to look into the folder with this path below the root.
    pub fn keeps_folder(&self, path: &Path) -> bool {
        self.last(path, |_| true) != Some(Verdict::Drop)
    }

    fn last(&self, path: &Path, applies: impl Fn(&Rule) -> bool) -> Option<Verdict> {
        if self.rules.is_empty() {
            return None;
        }
        let matches = self.set.matches(path);
        let rules = matches.iter().rev().filter_map(|&k| self.rules.get(k));
        rules.filter(|rule| applies(rule)).map(|rule| rule.verdict).next()
    }
}

fn parse(glob: &str) -> (String, Rule) {
    let (verdict, glob) = match glob.strip_prefix('!') {
        Some(rest) => (Verdict::Drop, rest),
        None => (Verdict::Keep, glob),
    };
    let (applies, glob) = match glob.strip_suffix('/') {
        Some(rest) => (Applies::Folders, rest),
        None => (Applies::Everywhere, glob),
    };
    let pattern = match glob.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if glob.contains('/') => glob.to_owned(),
        None => format!("**/{glob}"),
    };
    (pattern, Rule { verdict, applies })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_go_by_the_rules_of_ripgrep() {
        for (globs, file, kept) in [
            (&[][..], "a/b.txt", true),
            (&["*.txt"], "a/b.txt", true),
            (&["*.txt"], "a/b.md", false),
            (&["!*.md"], "a/b.txt", true),
            (&["!*.md"], "a/b.md", false),
            (&["*.txt", "!b.*"], "a/b.txt", false),
            (&["!b.*", "*.txt"], "a/b.txt", true),
            (&["a/*.txt"], "a/b.txt", true),
            (&["a/*.txt"], "a/c/b.txt", false),
            (&["a/**"], "a/c/b.txt", true),
            (&["/b.txt"], "a/b.txt", false),
            (&["/b.txt"], "b.txt", true),
            (&["*.{txt,md}"], "b.md", true),
        ] {
            let rules = Globs::new(globs).unwrap();
            assert_eq!(rules.keeps_file(Path::new(file)), kept, "{globs:?} {file}");
        }
    }

    #[test]
    fn folders_are_left_out_whole() {
        let globs = Globs::new(&["!cache/", "!old"]).unwrap();
        assert!(!globs.keeps_folder(Path::new("a/cache")));
        assert!(!globs.keeps_folder(Path::new("old")));
        assert!(globs.keeps_folder(Path::new("a")));
        assert!(globs.keeps_file(Path::new("cache")));
        assert!(Globs::new(&["*.txt"]).unwrap().keeps_folder(Path::new("a")));
        assert_eq!(Globs::new(&["a{"]).unwrap_err().to_string().split(':').next(), Some("a{"));
    }
}
