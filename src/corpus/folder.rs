//! Files opened relative to their folder, which stays open as long as files of it follow each other: the system then looks
//! up one name and not the whole path.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the file that was opened last.
#[derive(Debug, Default)]
#[cfg_attr(not(unix), allow(dead_code, reason = "only a Unix opens files relative to a folder"))]
pub(super) struct Folder {
    path: PathBuf,
    /// None as long as it had one file: opening it would cost more than it saves.
    open: Option<File>,
}

impl Folder {
    /// Opens a file for reading, as `File::open` does.
    ///
    /// # Errors
    /// Those of `File::open`.
    pub fn file(&mut self, path: &Path) -> io::Result<File> {
        match split(path) {
            Some((parent, name)) => self.file_in(parent, name, path),
            None => File::open(path),
        }
    }
}

/// The folder and the name of a file, where both are said: a walk puts nothing but a separator between.
#[cfg(unix)]
fn split(path: &Path) -> Option<(&Path, &Path)> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let bytes = path.as_os_str().as_bytes();
    let slash = bytes.iter().rposition(|byte| *byte == b'/').filter(|slash| *slash > 0)?;
    let [parent, name] = [bytes.get(..slash)?, bytes.get(slash + 1..)?];
    let path = |part| Path::new(OsStr::from_bytes(part));
    (!name.is_empty()).then(|| (path(parent), path(name)))
}

#[cfg(unix)]
impl Folder {
    fn file_in(&mut self, parent: &Path, name: &Path, path: &Path) -> io::Result<File> {
        if self.path.as_os_str() != parent.as_os_str() {
            self.open = None;
            self.path = parent.to_owned();
            return File::open(path);
        }
        if self.open.is_none() {
            self.open = File::open(parent).ok();
        }
        // A folder that may not be read may have files that may.
        self.open.as_ref().map_or_else(|| File::open(path), |folder| relative(folder, name))
    }
}

#[cfg(unix)]
fn relative(folder: &File, name: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, openat};
    use rustix::io::retry_on_intr;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    Ok(retry_on_intr(|| openat(folder, name, flags, Mode::empty()))?.into())
}

#[cfg(not(unix))]
impl Folder {
    fn file_in(&mut self, _: &Path, _: &Path, path: &Path) -> io::Result<File> {
        File::open(path)
    }
}

#[cfg(not(unix))]
fn split(_: &Path) -> Option<(&Path, &Path)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Read;

    #[test]
    fn files_are_those_of_the_slow_way() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            for name in ["1", "2", "3"] {
                fs::write(root.path().join(folder).join(name), format!("{folder}{name}")).unwrap();
            }
        }
        let mut folder = Folder::default();
        let names = [
            "a/1", "a/2", "a/3", "b/1", "a/1", "b/2", "b/3", "b/none", "b/1", "b/../a/2", "b//1",
            "b/2/", "b/..",
        ];
        for name in names.iter().chain(&names) {
            let path = root.path().join(name);
            let (mut text, slow) = (String::new(), fs::read_to_string(&path));
            let file = folder.file(&path).and_then(|mut file| file.read_to_string(&mut text));
            match slow {
                Ok(slow) => assert_eq!((file.is_ok(), &text), (true, &slow), "{name}"),
                Err(slow) => assert_eq!(file.unwrap_err().kind(), slow.kind(), "{name}"),
            }
        }
        assert!(folder.file(Path::new("none")).is_err() && folder.file(Path::new("")).is_err());
    }

    #[test]
    fn what_stands_under_a_name_now_is_opened() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        let mut folder = Folder::default();
        for text in ["one", "two", "three"] {
            fs::write(root.path().join("new"), text).unwrap();
            fs::rename(root.path().join("new"), &path).unwrap();
            let mut found = String::new();
            folder.file(&path).unwrap().read_to_string(&mut found).unwrap();
            assert_eq!(found, text);
        }
    }
}
