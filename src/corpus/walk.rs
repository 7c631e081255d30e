//! Walks what the user named, in the order of names, and never what is being written.

use super::globs::Globs;
use super::name::{Name, normal};
use super::{Bytes, Dump};
use crate::error::Error;
use same_file::Handle;
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What a walk comes upon.
#[derive(Debug)]
pub enum Find {
    /// A dump, perhaps.
    Dump(Dump),
    /// Something that is left out.
    Skipped(PathBuf, Skip),
    /// Something that cannot be looked at.
    Failed(Error),
}

/// Why a file is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It holds no text.
    Binary,
    /// It is a pipe, a socket or a device.
    Special,
    /// It is a part of a container, and this is what to know about it.
    Note(&'static str),
}

/// The dumps below some roots, in the order of the roots, then of the names in each folder.
#[derive(Debug)]
pub struct Walk {
    roots: std::vec::IntoIter<PathBuf>,
    current: Option<(PathBuf, walkdir::IntoIter)>,
    ids: Ids,
    globs: Globs,
    written: Vec<Handle>,
}

/// What the names of dumps are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ids {
    /// The one root.
    Root,
    /// Where the user is: the roots as given are part of the names.
    Here,
}

impl Walk {
    /// A walk over `roots`; `-` is standard input. Files and folders that `written` refers to are left out.
    ///
    /// # Errors
    /// Two dumps would have the same name, or a root is what is being written.
    pub fn new(roots: Vec<PathBuf>, globs: Globs, written: Vec<Handle>) -> Result<Self, Error> {
        let ids = if roots.len() > 1 { Ids::Here } else { Ids::Root };
        refuse_same_ids(&roots)?;
        for path in roots.iter().filter(|path| path.is_file()) {
            if Handle::from_path(path).is_ok_and(|handle| written.contains(&handle)) {
                return Err(Error::InputIsOutput { path: path.clone() });
            }
        }
        Ok(Walk { roots: roots.into_iter(), current: None, ids, globs, written })
    }

    fn next_root(&mut self) -> Option<Option<Find>> {
        let root = self.roots.next()?;
        if root == Path::new("-") {
            return Some(Some(Find::Dump(Dump::stdin())));
        }
        let walk = WalkDir::new(&root).follow_links(true).sort_by(by_name).into_iter();
        self.current = Some((root, walk));
        Some(None)
    }

    fn look_at(&mut self, entry: DirEntry) -> Option<Find> {
        let root = self.current.as_ref().map_or(Path::new(""), |(root, _)| root);
        let below = below(entry.path(), root);
        let kind = entry.file_type();
        if kind.is_dir() {
            if entry.depth() > 0 && (!self.globs.keeps_folder(below) || self.is_written(&entry)) {
                self.skip_folder();
            }
            return None;
        }
        if entry.depth() > 0 {
            if !self.globs.keeps_file(below) || self.is_written(&entry) {
                return None;
            }
            if !kind.is_file() {
                return Some(Find::Skipped(entry.into_path(), Skip::Special));
            }
        }
        let name = self.name(root, below);
        Some(Find::Dump(Dump { name, bytes: Bytes::File(entry.into_path()) }))
    }

    fn name(&self, root: &Path, below: &Path) -> Name {
        match (self.ids, below.as_os_str().is_empty()) {
            (Ids::Root, true) => Name::of(root.file_name().map_or(root, Path::new)),
            (Ids::Root, false) => Name::of(below),
            (Ids::Here, true) => Name::of(root),
            (Ids::Here, false) => Name::of(&root.join(below)),
        }
    }

    fn skip_folder(&mut self) {
        if let Some((_, walk)) = &mut self.current {
            walk.skip_current_dir();
        }
    }

    /// Asks the system only where the number of the file, which the walk knows, says that it may be.
    fn is_written(&self, entry: &DirEntry) -> bool {
        self.written.iter().any(|handle| may_be(entry, handle))
            && Handle::from_path(entry.path()).is_ok_and(|handle| self.written.contains(&handle))
    }
}

impl Iterator for Walk {
    type Item = Find;

    fn next(&mut self) -> Option<Find> {
        loop {
            let found = match self.current.as_mut().map(|(_, walk)| walk.next()) {
                Some(Some(Ok(entry))) => self.look_at(entry),
                Some(Some(Err(error))) => Some(Find::Failed(failure(error))),
                Some(None) | None => self.next_root()?,
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

#[cfg(unix)]
fn may_be(entry: &DirEntry, handle: &Handle) -> bool {
    use walkdir::DirEntryExt;
    entry.ino() == handle.ino()
}

#[cfg(not(unix))]
fn may_be(_: &DirEntry, _: &Handle) -> bool {
    true
}

/// The path below a root, as bytes where a system allows it: a walk puts nothing but a separator between.
#[cfg(unix)]
fn below<'p>(path: &'p Path, root: &Path) -> &'p Path {
    use std::os::unix::ffi::OsStrExt;
    match path.as_os_str().as_bytes().strip_prefix(root.as_os_str().as_bytes()) {
        Some([b'/', rest @ ..]) => Path::new(OsStr::from_bytes(rest)),
        Some(rest) => Path::new(OsStr::from_bytes(rest)),
        None => path,
    }
}

#[cfg(not(unix))]
fn below<'p>(path: &'p Path, root: &Path) -> &'p Path {
    path.strip_prefix(root).unwrap_or(path)
}

/// The order of names in a folder. Its entries differ in nothing else, and to cut the names off costs more than comparing
/// what is before them.
fn by_name(a: &DirEntry, b: &DirEntry) -> Ordering {
    a.path().as_os_str().cmp(b.path().as_os_str())
}

/// walkdir's own message holds the path already.
fn failure(error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(Path::new("")).to_owned();
    if let Some(ancestor) = error.loop_ancestor() {
        return Error::Loop { path, ancestor: ancestor.to_owned() };
    }
    let unknown = || std::io::Error::other("cannot be walked");
    Error::Read { path, source: error.into_io_error().unwrap_or_else(unknown) }
}

/// With several roots a name is the root as given and what is below it: no root may be another's or lie below it.
fn refuse_same_ids(roots: &[PathBuf]) -> Result<(), Error> {
    let parts = |path: &'_ PathBuf| -> Vec<_> {
        path.components().filter_map(normal).map(OsStr::to_owned).collect()
    };
    let mut sorted: Vec<_> = roots.iter().map(|path| (parts(path), path)).collect();
    sorted.sort();
    for pair in sorted.windows(2) {
        if let [(above, other), (below, path)] = pair
            && below.starts_with(above)
        {
            let (path, other) = (path.to_path_buf(), other.to_path_buf());
            return Err(Error::SameIds { path, other });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(walk: Walk) -> Vec<String> {
        walk.map(|find| match find {
            Find::Dump(dump) => dump.name.text,
            Find::Skipped(path, _) => format!("skipped {}", path.display()),
            Find::Failed(error) => format!("failed {error}"),
        })
        .collect()
    }

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/sub")).unwrap();
        for name in ["b", "a.txt", "a/z", "a/sub/x", ".hidden", "Z"] {
            fs::write(root.path().join(name), name).unwrap();
        }
        root
    }

    #[test]
    fn walks_are_in_the_order_of_names() {
        let root = tree();
        let walk = Walk::new(vec![root.path().into()], Globs::default(), vec![]).unwrap();
        assert_eq!(names(walk), [".hidden", "Z", "a/sub/x", "a/z", "a.txt", "b"]);
        let globs = Globs::new(&["!sub", "!Z"]).unwrap();
        let walk = Walk::new(vec![root.path().into()], globs, vec![]).unwrap();
        assert_eq!(names(walk), [".hidden", "a/z", "a.txt", "b"]);
    }

    #[test]
    fn what_is_written_is_not_read() {
        let root = tree();
        let written = vec![Handle::from_path(root.path().join("a/z")).unwrap()];
        let walk = Walk::new(vec![root.path().join("a")], Globs::default(), written).unwrap();
        assert_eq!(names(walk), ["sub/x"]);
        let path = root.path().join("b");
        let written = vec![Handle::from_path(&path).unwrap()];
        let error = Walk::new(vec![path], Globs::default(), written).unwrap_err();
        assert!(matches!(error, Error::InputIsOutput { .. }));
    }

    #[test]
    fn several_roots_are_part_of_the_names() {
        let root = tree();
        let roots = vec![root.path().join("b"), root.path().join("a")];
        let found = names(Walk::new(roots, Globs::default(), vec![]).unwrap());
        assert!(found[0].ends_with("/b") && found[1].ends_with("/a/sub/x"), "{found:?}");
        assert!(!found[0].starts_with('/'));
        let one = vec![root.path().join("b")];
        assert_eq!(names(Walk::new(one, Globs::default(), vec![]).unwrap()), ["b"]);
        for same in [["a", "./a"], ["a", "../a"], ["a/b", "a"], [".", "a"]] {
            assert!(refuse_same_ids(&same.map(PathBuf::from)).is_err(), "{same:?}");
        }
        assert!(refuse_same_ids(&["a", "ab", "-"].map(PathBuf::from)).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_dangling_links_are_told() {
        let root = tree();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("gone")).unwrap();
        let walk = Walk::new(vec![root.path().into()], Globs::default(), vec![]).unwrap();
        let found = names(walk);
        assert!(found[2].contains("loop: symbolic link leads back to"), "{found:?}");
        assert!(found[7].ends_with("gone: no such file or directory"), "{found:?}");
        assert_eq!(found.len(), 8);
    }
}
