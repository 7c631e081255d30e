//! What can go wrong with files and with what the user asked for. Always says where.

use crate::parser::LayoutError;
use std::io;
use std::path::{Path, PathBuf};

/// A file, an option or a record that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An input cannot be read.
    #[error("{}: {}", path.display(), reason(source))]
    Read {
        /// The input.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A container that is damaged. What could be read of it was.
    #[error("{}: {what} (byte {offset})", path.display())]
    Damaged {
        /// The file, and the path of what is damaged within it.
        path: PathBuf,
        /// How many bytes of it were read.
        offset: u64,
        /// What is wrong.
        what: String,
    },
    /// A symbolic link that leads back to a folder it lies in.
    #[error("{}: symbolic link leads back to {}", path.display(), ancestor.display())]
    Loop {
        /// The link.
        path: PathBuf,
        /// The folder.
        ancestor: PathBuf,
    },
    /// An output cannot be written.
    #[error("{}: cannot be written: {}", path.display(), reason(source))]
    Write {
        /// The output.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that must not be overwritten.
    #[error("{}: exists (--force overwrites it)", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Something that an output must not be mixed with.
    #[error("{}: is in the way: remove it or choose another output", path.display())]
    InTheWay {
        /// The file or folder.
        path: PathBuf,
    },
    /// The folder of an unfinished run that cannot be gone on with.
    #[error("{}: cannot be resumed: {reason}", path.display())]
    Resume {
        /// The folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// An input that an earlier run found elsewhere in the order.
    #[error("{}: inputs have changed since the run that is to be resumed", path.display())]
    Changed {
        /// The last input that was done.
        path: PathBuf,
    },
    /// A file that is to be read and written.
    #[error("{}: is both input and output", path.display())]
    InputIsOutput {
        /// The file.
        path: PathBuf,
    },
    /// Two inputs whose records would have the same ids.
    #[error("{}: holds the same ids as {}, give one of them", path.display(), other.display())]
    SameIds {
        /// One input.
        path: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// A glob that is none.
    #[error("{glob}: {}", source.kind())]
    Glob {
        /// As given.
        glob: String,
        /// Why.
        source: globset::Error,
    },
    /// A layout file that is none.
    #[error("{}: {source}", path.display())]
    Layout {
        /// The file.
        path: PathBuf,
        /// Why.
        source: LayoutError,
    },
    /// A file of settings, or a lock, that cannot be used.
    #[error("{}:{line}: {reason}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// A line of JSON that cannot be rebuilt.
    #[error("{}:{line}: {reason}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// A page that a file does not have.
    #[error("{}: {reason}", path.display())]
    Page {
        /// The file.
        path: PathBuf,
        /// Which, and how many there are.
        reason: String,
    },
    /// A fault of this program while it worked on a file.
    #[error("{}: internal error: {message}", path.display())]
    Internal {
        /// The file.
        path: PathBuf,
        /// What happened.
        message: String,
    },
    /// The threads cannot be started.
    #[error("threads cannot be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl Error {
    /// The file it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Error::Read { path, .. }
            | Error::Damaged { path, .. }
            | Error::Loop { path, .. }
            | Error::Write { path, .. }
            | Error::Exists { path }
            | Error::Changed { path }
            | Error::InTheWay { path }
            | Error::Resume { path, .. }
            | Error::InputIsOutput { path }
            | Error::SameIds { path, .. }
            | Error::Layout { path, .. }
            | Error::Config { path, .. }
            | Error::Record { path, .. }
            | Error::Page { path, .. }
            | Error::Internal { path, .. } => Some(path),
            Error::Glob { .. } | Error::Threads(_) => None,
        }
    }

    /// Whether the reader of the output went away, as `head` does.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// The system's words without its number and its capital.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_put_the_path_first() {
        let source = io::Error::from_raw_os_error(2);
        let error = Error::Read { path: "a/b.txt".into(), source };
        assert_eq!(error.to_string(), "a/b.txt: no such file or directory");
        assert!(!error.is_broken_pipe());
    }
}
