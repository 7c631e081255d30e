//! Where the files of an output are while they are written, and how they appear under their names.

use super::file::{Output, folder_of};
use super::format::{Format, stem};
use crate::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The files of an output.
#[derive(Debug)]
pub(super) enum Place {
    /// One, which takes care of itself: standard output, a device, or a file that nobody resumes.
    One(Option<Output>),
    /// Any number, in a folder until all are complete.
    Folder(Folder),
}

/// Files in a folder beside the output.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where they are for now.
    pub scratch: PathBuf,
    /// Where they appear.
    pub output: PathBuf,
    /// How many of them there are.
    pub layout: Layout,
    /// What they are written in, and what they become when they are complete.
    pub written: Format,
    pub format: Format,
    /// Whether what is complete is brought to the disk at once.
    pub lasting: Lasting,
}

/// Whether files outlive a crash of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasting {
    Yes,
    No,
}

/// How rows are laid out in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// In one.
    One,
    /// In numbered shards.
    Shards,
    /// In folders, each with numbered shards.
    Parts,
}

/// A file that is being written.
#[derive(Debug)]
pub(super) enum Sheet {
    Output(Output),
    File(File),
}

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sheet::Output(to) => to.write(bytes),
            Sheet::File(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sheet::Output(to) => to.flush(),
            Sheet::File(to) => to.flush(),
        }
    }
}

impl Place {
    /// Opens a shard to write behind its first `length` bytes.
    pub(super) fn open(&mut self, part: &str, shard: u64, length: u64) -> Result<Sheet, Error> {
        match self {
            Place::One(output) => output.take().map(Sheet::Output).ok_or_else(|| {
                let source = io::Error::other("was written already");
                Error::Write { path: "output".into(), source }
            }),
            Place::Folder(folder) => folder.open(part, shard, length).map(Sheet::File),
        }
    }

    /// Takes back a sheet to which nothing more is written.
    pub(super) fn close(&mut self, mut sheet: Sheet) -> Result<(), Error> {
        let lasting = matches!(self, Place::Folder(Folder { lasting: Lasting::Yes, .. }));
        let done = match &mut sheet {
            Sheet::File(file) if lasting => file.sync_data(),
            other => other.flush(),
        };
        if let (Place::One(output), Sheet::Output(sheet)) = (&mut *self, sheet) {
            *output = Some(sheet);
        }
        done.map_err(|source| Error::Write { path: self.shown(""), source })
    }

    /// Brings what is written of a shard to the disk.
    pub(super) fn sync(&self, part: &str, shard: u64) -> Result<(), Error> {
        let Place::Folder(folder) = self else { return Ok(()) };
        let path = folder.path(part, shard);
        let synced = File::open(&path).and_then(|file| file.sync_data());
        synced.map_err(|source| Error::Write { path, source })
    }

    /// Whether rows go to folders.
    pub(super) fn is_parted(&self) -> bool {
        matches!(self, Place::Folder(Folder { layout: Layout::Parts, .. }))
    }

    /// What to call it in a message.
    pub(super) fn shown(&self, part: &str) -> PathBuf {
        match self {
            Place::One(output) => output.as_ref().map_or("output".into(), |it| it.path().into()),
            Place::Folder(folder) => match folder.layout {
                Layout::Parts => folder.output.join(part),
                Layout::One | Layout::Shards => folder.output.clone(),
            },
        }
    }
}

impl Folder {
    /// Where a shard is written.
    pub(super) fn path(&self, part: &str, shard: u64) -> PathBuf {
        self.named(part, shard, self.written)
    }

    /// Where a shard is when it is complete.
    pub(super) fn complete(&self, part: &str, shard: u64) -> PathBuf {
        self.named(part, shard, self.format)
    }

    fn named(&self, part: &str, shard: u64, format: Format) -> PathBuf {
        let extension = format.name();
        match self.layout {
            Layout::Parts => {
                let folder = self.data().join(part);
                folder.join(format!("part-{shard:05}.{extension}"))
            }
            Layout::One | Layout::Shards => self.data().join(format!("{shard:05}.{extension}")),
        }
    }

    /// The folder of the shards.
    pub(super) fn data(&self) -> PathBuf {
        self.scratch.join("data")
    }

    fn open(&self, part: &str, shard: u64, length: u64) -> Result<File, Error> {
        let path = self.path(part, shard);
        let open = || -> io::Result<File> {
            if length > 0 {
                return OpenOptions::new().append(true).open(&path);
            }
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            File::create(&path)
        };
        open().map_err(|source| Error::Write { path: path.clone(), source })
    }

    /// Lets the files appear under their names. Those that have appeared already are left alone.
    ///
    /// # Errors
    /// One cannot be renamed.
    pub(super) fn appear(&self, shards: u64) -> Result<(), Error> {
        match self.layout {
            Layout::One => rename(&self.complete("", 0), &self.output),
            Layout::Parts if self.data().exists() => {
                // An empty folder is in nobody's way.
                let _ = fs::remove_dir(&self.output);
                rename(&self.data(), &self.output)
            }
            // It has appeared, or there are no rows.
            Layout::Parts => fs::create_dir_all(&self.output)
                .map_err(|source| Error::Write { path: self.output.clone(), source }),
            Layout::Shards => (0..shards).try_for_each(|shard| {
                rename(&self.complete("", shard), &shard_name(&self.output, shard, shards))
            }),
        }
    }

    /// Refuses to mix an output with what is there.
    ///
    /// # Errors
    /// Something is in the way.
    pub(super) fn refuse_remains(&self) -> Result<(), Error> {
        let remains = match self.layout {
            Layout::One => None,
            Layout::Parts if self.output.is_dir() => {
                entries(&self.output).next().map(|_| self.output.clone())
            }
            Layout::Parts => self.output.symlink_metadata().is_ok().then(|| self.output.clone()),
            Layout::Shards => {
                entries(folder_of(&self.output)).find(|path| is_shard(path, &self.output))
            }
        };
        remains.map_or(Ok(()), |path| Err(Error::InTheWay { path }))
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Renames a file, unless that was done already.
fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && to.exists() => Ok(()),
        result => result.map_err(|source| Error::Write { path: to.to_owned(), source }),
    }
}

/// `news-00002-of-00005.jsonl.zst` for `news.jsonl.zst`: the names that hubs of data sets give to shards.
fn shard_name(output: &Path, shard: u64, shards: u64) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let (stem, end) = stem(&name);
    output.with_file_name(format!("{stem}-{shard:05}-of-{shards:05}{end}"))
}

fn is_shard(path: &Path, output: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (name, output) = (name(path), name(output));
    let (stem, end) = stem(&output);
    let number = |text: &str| text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    name.strip_prefix(stem)
        .and_then(|rest| rest.strip_suffix(end)?.strip_prefix('-')?.split_once("-of-"))
        .is_some_and(|(shard, shards)| number(shard) && number(shards))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_have_the_names_of_the_hubs() {
        let name = shard_name(Path::new("a/news.jsonl.zst"), 2, 12);
        assert_eq!(name, Path::new("a/news-00002-of-00012.jsonl.zst"));
        assert!(is_shard(&name, Path::new("a/news.jsonl.zst")));
        for other in
            ["a/news-1-of-00012.jsonl.zst", "a/news-00002-of-00012.jsonl", "a/news-x.jsonl.zst"]
        {
            assert!(!is_shard(Path::new(other), Path::new("a/news.jsonl.zst")), "{other}");
        }
    }
}
