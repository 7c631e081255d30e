//! The folder of a run that can be resumed: the files so far, and a manifest that says how much of them counts.
//!
//! The manifest is replaced as a whole, when what it speaks of is on the disk. So it is true at any moment, whenever the
//! run is stopped; what lies in the folder beyond it is cut off or removed.

use super::place::Folder;
use super::stream::{State, Stream};
use crate::convert::Reached;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What this program writes and reads.
const VERSION: u32 = 1;

/// The manifest in its folder, the next one, and what tells that a run is at work.
const MANIFEST: &str = "manifest.json";
const NEW: &str = "manifest.new";
const LOCK: &str = "lock";

/// What an unfinished run leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    program: String,
    /// What the user asked for, as far as the output depends on it.
    pub options: String,
    /// What is still to be done.
    pub phase: Phase,
    /// What was done.
    pub reached: Reached,
    /// Which file holds the rows that are no blocks yet.
    tail: u64,
    streams: Vec<State>,
}

/// What is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Phase {
    /// Reading inputs.
    Converting,
    /// Letting the files appear, so many shards.
    Appearing(u64),
}

impl Manifest {
    fn new(options: &str) -> Self {
        Manifest {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            options: options.to_owned(),
            phase: Phase::Converting,
            reached: Reached::default(),
            tail: 0,
            streams: Vec::new(),
        }
    }
}

/// The folder, of which no other run can have hold.
#[derive(Debug)]
pub(super) struct Unfinished {
    folder: PathBuf,
    /// Held until the run ends, however it ends.
    lock: File,
    pub manifest: Manifest,
}

impl Unfinished {
    /// The folder of an earlier run with the same options, or a new one.
    ///
    /// # Errors
    /// It is of a run with other options, or is none, or another run is at work in it.
    pub(super) fn open(folder: &Path, options: &str) -> Result<Self, Error> {
        if let Err(error) = fs::create_dir(folder)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(written(folder, error));
        }
        if holds_other_than_own(folder) {
            return Err(refused(folder, "it holds no manifest".to_owned()));
        }
        let lock = lock(folder)?;
        if !folder.join(MANIFEST).exists() {
            let begun = write(folder, &Manifest::new(options));
            begun.map_err(|source| written(folder, source))?;
        }
        let manifest = read(folder)?;
        let program = env!("CARGO_PKG_VERSION");
        if manifest.version != VERSION || manifest.program != program {
            let reason = format!("it is of version {}, this is {program}", manifest.program);
            return Err(refused(folder, reason));
        }
        if manifest.options != options {
            let reason = "it was begun with other options (remove it to begin anew)";
            return Err(refused(folder, reason.to_owned()));
        }
        Ok(Unfinished { folder: folder.to_owned(), lock, manifest })
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The streams as the manifest knows them; files are cut to what counts, and others are removed.
    ///
    /// # Errors
    /// Files of the folder are missing or too short.
    pub(super) fn streams(&self, files: &Folder) -> Result<Vec<Stream>, Error> {
        let fail = |source| written(&self.folder, source);
        let mut kept = HashSet::new();
        let mut tail = self.tail().map_err(fail)?;
        let mut streams = Vec::new();
        for state in &self.manifest.streams {
            state.cut(files, &mut kept).map_err(|reason| refused(&self.folder, reason))?;
            let mut pending = vec![0; state.pending];
            tail.read_exact(&mut pending).map_err(fail)?;
            streams.push(Stream::resume(state.clone(), pending));
        }
        remove_others(&files.data(), &kept).map_err(fail)?;
        Ok(streams)
    }

    /// Notes how far the run is. What the states speak of is on the disk already.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn note<'p>(
        &mut self,
        phase: Phase,
        reached: &Reached,
        streams: Vec<State>,
        pending: impl Iterator<Item = &'p [u8]>,
    ) -> Result<(), Error> {
        let before = self.manifest.tail;
        let noted = self.write_tail(before + 1, pending).and_then(|()| {
            self.manifest.tail = before + 1;
            self.manifest.phase = phase;
            self.manifest.reached = reached.clone();
            self.manifest.streams = streams;
            write(&self.folder, &self.manifest)
        });
        noted.map_err(|source| written(&self.folder, source))?;
        // If it stays, it is in nobody's way.
        let _ = fs::remove_file(tail_path(&self.folder, before));
        Ok(())
    }

    fn write_tail<'p>(
        &self,
        number: u64,
        pending: impl Iterator<Item = &'p [u8]>,
    ) -> io::Result<()> {
        let mut file = File::create(tail_path(&self.folder, number))?;
        pending.into_iter().try_for_each(|rows| file.write_all(rows))?;
        file.sync_data()
    }

    fn tail(&self) -> io::Result<Box<dyn Read>> {
        match self.manifest.tail {
            0 => Ok(Box::new(io::empty())),
            number => Ok(Box::new(File::open(tail_path(&self.folder, number))?)),
        }
    }

    /// Removes the folder: the run is finished. The manifest goes last, so that a run which is stopped here is gone on with.
    ///
    /// # Errors
    /// It cannot be removed.
    pub(super) fn remove(self) -> Result<(), Error> {
        let Unfinished { folder, lock, .. } = self;
        drop(lock);
        let removed = remove_all_but(&folder, MANIFEST)
            .and_then(|()| fs::remove_file(folder.join(MANIFEST)))
            .and_then(|()| fs::remove_dir(&folder));
        removed.map_err(|source| written(&folder, source))
    }
}

impl State {
    /// Cuts the files of a stream to what counts, and names those that stay.
    fn cut(&self, files: &Folder, kept: &mut HashSet<PathBuf>) -> Result<(), String> {
        let shards = 0..self.shard;
        kept.extend(shards.clone().map(|shard| files.path(&self.part, shard)));
        kept.extend(shards.map(|shard| files.complete(&self.part, shard)));
        if self.length == 0 {
            return Ok(());
        }
        let path = files.path(&self.part, self.shard);
        let cut = OpenOptions::new().write(true).open(&path).and_then(|file| {
            let there = file.metadata()?.len();
            if there >= self.length { file.set_len(self.length).map(|()| there) } else { Ok(there) }
        });
        match cut {
            Ok(there) if there < self.length => Err(format!("{} was cut", path.display())),
            Ok(_) => {
                kept.insert(path);
                Ok(())
            }
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }
}

fn remove_all_but(folder: &Path, kept: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false if entry.file_name() == kept => {}
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

/// Whether it is a folder of somebody else. A run that is stopped before its first manifest, or behind its last, leaves no more
/// than what is being made.
fn holds_other_than_own(folder: &Path) -> bool {
    let own = |name: &OsStr| name == LOCK || name == NEW;
    let other = |entry: io::Result<DirEntry>| entry.is_ok_and(|entry| !own(&entry.file_name()));
    !folder.join(MANIFEST).exists()
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.any(other))
}

fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new().create(true).append(true).open(path);
    let file = file.map_err(|source| written(folder, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(refused(folder, "another run is at work in it".to_owned()))
        }
        Err(TryLockError::Error(source)) => Err(written(folder, source)),
    }
}

fn read(folder: &Path) -> Result<Manifest, Error> {
    let bytes = fs::read(folder.join(MANIFEST));
    let bytes = bytes.map_err(|_| refused(folder, "it holds no manifest".to_owned()))?;
    serde_json::from_slice(&bytes).map_err(|error| refused(folder, error.to_string()))
}

fn write(folder: &Path, manifest: &Manifest) -> io::Result<()> {
    let new = folder.join(NEW);
    let mut json = serde_json::to_vec_pretty(manifest)?;
    json.push(b'\n');
    let mut file = File::create(&new)?;
    file.write_all(&json)?;
    file.sync_data()?;
    fs::rename(new, folder.join(MANIFEST))?;
    sync_folder(folder)
}

/// A rename is on the disk when its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn tail_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("tail-{number}.jsonl"))
}

fn remove_others(data: &Path, kept: &HashSet<PathBuf>) -> io::Result<()> {
    for entry in WalkDir::new(data).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() && !kept.contains(entry.path()) {
            fs::remove_file(entry.path())?;
            // The folder of a part that has no file: removed only where it is empty.
            let _ = entry.path().parent().map(fs::remove_dir);
        }
    }
    Ok(())
}

fn refused(folder: &Path, reason: String) -> Error {
    Error::Resume { path: folder.to_owned(), reason }
}

fn written(folder: &Path, source: io::Error) -> Error {
    Error::Write { path: folder.to_owned(), source }
}
