//! An output that appears only when it is complete.

use crate::error::Error;
use same_file::Handle;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// How the names of files end that are not complete.
pub(super) const PARTIAL: &str = ".partial";

/// Standard output or a file.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    to: To,
}

#[derive(Debug)]
enum To {
    Stdout(io::Stdout),
    /// A pipe or a device, which nothing may be renamed over.
    Open(File),
    /// A temporary file in the folder of the real one.
    Temporary(NamedTempFile),
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Self {
        Output { path: "standard output".into(), to: To::Stdout(io::stdout()) }
    }

    /// A file that is there, whole, once [`Output::finish`] was called, and not before.
    ///
    /// # Errors
    /// The folder of the file does not exist or cannot be written to.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let fail = |source| Error::Write { path: path.to_owned(), source };
        // A link stays a link: what it leads to is replaced.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let to = match fs::metadata(&real) {
            Ok(meta) if meta.is_dir() => return Err(fail(io::ErrorKind::IsADirectory.into())),
            Ok(meta) if !meta.is_file() => {
                To::Open(OpenOptions::new().write(true).open(&real).map_err(fail)?)
            }
            _ => To::Temporary(temporary_beside(&real).map_err(fail)?),
        };
        Ok(Output { path: real, to })
    }

    /// What to remove when the program is stopped from outside.
    pub fn temporary(&self) -> Option<&Path> {
        match &self.to {
            To::Temporary(file) => Some(file.path()),
            To::Stdout(_) | To::Open(_) => None,
        }
    }

    /// The files that must not be taken for input: what is written now, and what it will replace.
    pub fn identity(&self) -> Vec<Handle> {
        let written = match &self.to {
            To::Temporary(file) => Handle::from_path(file.path()),
            To::Stdout(_) => Handle::stdout(),
            To::Open(file) => file.try_clone().and_then(Handle::from_file),
        };
        let replaced = Handle::from_path(&self.path);
        [written, replaced].into_iter().filter_map(Result::ok).filter(is_regular).collect()
    }

    /// What to call it in a message.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file appear under its name.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn finish(mut self) -> Result<(), Error> {
        let flushed = self.flush();
        let path = self.path;
        let done = flushed.and_then(|()| match self.to {
            To::Temporary(file) => file.persist(&path).map(drop).map_err(|error| error.error),
            To::Stdout(_) | To::Open(_) => Ok(()),
        });
        done.map_err(|source| Error::Write { path, source })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Stdout(to) => to.write(bytes),
            To::Open(to) => to.write(bytes),
            To::Temporary(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Stdout(to) => to.flush(),
            To::Open(to) => to.flush(),
            To::Temporary(to) => to.flush(),
        }
    }
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A temporary folder in the folder of `path`.
pub(super) fn temporary_folder(path: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unscrape-").suffix(PARTIAL).tempdir_in(folder_of(path))
}

/// A temporary file in the folder of `path`, with the rights that a new file gets.
pub(crate) fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unscrape-").suffix(PARTIAL);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes the umask off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(path))
}

fn is_regular(handle: &Handle) -> bool {
    handle.as_file().metadata().is_ok_and(|meta| meta.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut output = Output::file(&path).unwrap();
        output.write_all(b"one\n").unwrap();
        assert!(!path.exists());
        assert_eq!(output.identity().len(), 1);
        output.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one\n");
        drop(Output::file(&path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"one\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_usual_rights() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("usual"), b"").unwrap();
        Output::file(&folder.path().join("ours")).unwrap().finish().unwrap();
        assert_eq!(mode("ours"), mode("usual"));
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let error = Output::file(Path::new("no-such-folder/out")).unwrap_err().to_string();
        let words = "no-such-folder/out: cannot be written: no such file or directory";
        assert!(error.starts_with(words), "{error}");
    }
}
