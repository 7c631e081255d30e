//! The output of a run, from the first row until it appears under its name.

use super::Sink;
use super::file::{Output, temporary_folder};
use super::format::{Format, Packing};
use super::manifest::{Phase, Unfinished};
use super::partition::By;
use super::place::{Folder, Lasting, Layout, Place};
use super::press::Press;
use super::rewrite;
use super::rows::Rows;
use super::spread::{Split, Spread};
use crate::convert::Reached;
use crate::error::Error;
use same_file::Handle;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Notes may take one part in so many of a run's time.
const RESTRAINT: u32 = 20;

/// What a user wants to be written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The file or folder; none is standard output.
    pub path: Option<PathBuf>,
    /// What it is written in.
    pub format: Format,
    /// Whether rows go to numbered shards.
    pub split: Option<Split>,
    /// Whether rows go to folders.
    pub by: Option<By>,
    /// How many threads pack; 0 is one a core.
    pub threads: usize,
    /// Whether the run can be resumed.
    pub resume: Option<Resume>,
}

/// How a run can be resumed.
#[derive(Clone, Debug)]
pub struct Resume {
    /// All that the output depends on: a run with other options cannot go on where this one was.
    pub options: String,
    /// How often to note how far the run is.
    pub every: Duration,
}

/// An output that is being written.
#[derive(Debug)]
pub struct Writing {
    spread: Spread,
    scratch: Scratch,
    threads: usize,
    reached: Reached,
    every: Duration,
    noted: Instant,
    cost: Duration,
}

/// Where there are files that have not appeared.
#[derive(Debug)]
enum Scratch {
    /// Nowhere; or the one file knows itself.
    None,
    /// In a folder that goes when the run ends early.
    Temporary(TempDir),
    /// In a folder that stays when the run ends early.
    Kept(Box<Unfinished>),
}

impl Writing {
    /// Begins an output, or goes on with the one of an unfinished run.
    ///
    /// # Errors
    /// It cannot be written, something is in its way, or the unfinished run was another.
    pub fn begin(plan: &Plan) -> Result<Self, Error> {
        let layout = match (plan.by, plan.split) {
            (Some(_), _) => Layout::Parts,
            (None, Some(_)) => Layout::Shards,
            (None, None) => Layout::One,
        };
        match &plan.path {
            Some(path) if layout != Layout::One || plan.resume.is_some() => {
                Writing::in_folder(plan, &real(path), layout)
            }
            Some(path) => Writing::at_once(plan, Output::file(path)?),
            None => Writing::at_once(plan, Output::stdout()),
        }
    }

    fn at_once(plan: &Plan, output: Output) -> Result<Self, Error> {
        Writing::new(plan, Place::One(Some(output)), Scratch::None)
    }

    fn in_folder(plan: &Plan, path: &Path, layout: Layout) -> Result<Self, Error> {
        refuse_special(path, layout)?;
        let fail = |source| Error::Write { path: path.to_owned(), source };
        let scratch = match &plan.resume {
            Some(resume) => {
                let unfinished = Unfinished::open(&beside(path), &resume.options)?;
                Scratch::Kept(Box::new(unfinished))
            }
            None => Scratch::Temporary(temporary_folder(path).map_err(fail)?),
        };
        // Files that may be left for a while, each with rows that wait for it to go on.
        let many = plan.resume.is_some() || layout == Layout::Parts;
        let lasting = if plan.resume.is_some() { Lasting::Yes } else { Lasting::No };
        let folder = Folder {
            scratch: scratch.path().unwrap_or(path).to_owned(),
            output: path.to_owned(),
            layout,
            written: if many { plan.format.resumable() } else { plan.format },
            format: plan.format,
            lasting,
        };
        if scratch.phase() == Phase::Converting {
            folder.refuse_remains()?;
        }
        let streams = match (&scratch, scratch.phase()) {
            (Scratch::Kept(unfinished), Phase::Converting) => unfinished.streams(&folder)?,
            _ => Vec::new(),
        };
        let place = Place::Folder(folder);
        let mut writing = Writing::new(plan, place, scratch)?;
        writing.spread.resume(streams);
        Ok(writing)
    }

    fn new(plan: &Plan, place: Place, scratch: Scratch) -> Result<Self, Error> {
        let format = match &place {
            Place::One(_) => plan.format,
            Place::Folder(folder) => folder.written,
        };
        let press = Press::new(threads(format, plan.threads))?;
        Ok(Writing {
            spread: Spread::new(place, format, plan.split, press),
            threads: plan.threads,
            reached: scratch.reached(),
            scratch,
            every: plan.resume.as_ref().map_or(Duration::MAX, |resume| resume.every),
            noted: Instant::now(),
            cost: Duration::ZERO,
        })
    }

    /// How far the unfinished run was; its beginning where there is none.
    pub fn reached(&self) -> &Reached {
        &self.reached
    }

    /// Whether the unfinished run had nothing left to do but to let its files appear.
    pub fn is_complete(&self) -> bool {
        matches!(self.scratch.phase(), Phase::Appearing(_))
    }

    /// What to remove when the program is stopped from outside.
    pub fn temporary(&self) -> Option<PathBuf> {
        match (&self.scratch, &self.spread.place) {
            (Scratch::Temporary(folder), _) => Some(folder.path().to_owned()),
            (_, Place::One(Some(output))) => output.temporary().map(Path::to_owned),
            _ => None,
        }
    }

    /// The files and folders that must not be taken for input: what is written now, and what it will replace.
    pub fn identity(&self) -> Vec<Handle> {
        match &self.spread.place {
            Place::One(output) => output.as_ref().map(Output::identity).unwrap_or_default(),
            Place::Folder(folder) => {
                let paths = [&folder.scratch, &folder.output];
                paths.into_iter().filter_map(|path| Handle::from_path(path).ok()).collect()
            }
        }
    }

    /// Lets the output appear.
    ///
    /// # Errors
    /// The last rows cannot be written, or the files cannot be renamed.
    pub fn finish(mut self) -> Result<(), Error> {
        let shards = match self.scratch.phase() {
            Phase::Appearing(shards) => shards,
            Phase::Converting => {
                let shards = self.spread.finish()?;
                self.note(Phase::Appearing(shards))?;
                shards
            }
        };
        match self.spread.place {
            Place::One(output) => output.map_or(Ok(()), Output::finish)?,
            Place::Folder(folder) => {
                if folder.written != folder.format {
                    rewrite::all(&folder.data(), folder.written, folder.format, self.threads)?;
                }
                folder.appear(shards)?;
            }
        }
        match self.scratch {
            Scratch::Kept(unfinished) => unfinished.remove(),
            Scratch::None | Scratch::Temporary(_) => Ok(()),
        }
    }

    fn note(&mut self, phase: Phase) -> Result<(), Error> {
        let Scratch::Kept(unfinished) = &mut self.scratch else { return Ok(()) };
        let begun = Instant::now();
        let states = self.spread.settle()?;
        unfinished.note(phase, &self.reached, states, self.spread.pending())?;
        self.noted = Instant::now();
        self.cost = self.noted - begun;
        Ok(())
    }
}

impl Sink for Writing {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        self.spread.add(rows)
    }

    fn reached(&mut self, here: &Reached) -> Result<(), Error> {
        if let Scratch::Kept(_) = self.scratch {
            self.reached = here.clone();
            if self.noted.elapsed() >= self.every.max(self.cost * RESTRAINT) {
                self.note(Phase::Converting)?;
            }
        }
        Ok(())
    }
}

impl Scratch {
    fn path(&self) -> Option<&Path> {
        match self {
            Scratch::None => None,
            Scratch::Temporary(folder) => Some(folder.path()),
            Scratch::Kept(unfinished) => Some(unfinished.folder()),
        }
    }

    fn phase(&self) -> Phase {
        match self {
            Scratch::Kept(unfinished) => unfinished.manifest.phase,
            Scratch::None | Scratch::Temporary(_) => Phase::Converting,
        }
    }

    fn reached(&self) -> Reached {
        match self {
            Scratch::Kept(unfinished) => unfinished.manifest.reached.clone(),
            Scratch::None | Scratch::Temporary(_) => Reached::default(),
        }
    }
}

/// Nothing is packed by one thread only where nothing is packed at all.
pub(super) fn threads(format: Format, threads: usize) -> usize {
    if format == Format::Jsonl(Packing::Plain) { 1 } else { threads }
}

/// A link stays a link: what it leads to is replaced.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder of a run that can be resumed.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".resume");
    path.with_file_name(name)
}

/// Only files can be renamed over, and only folders hold parts.
fn refuse_special(path: &Path, layout: Layout) -> Result<(), Error> {
    let kind = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() && layout != Layout::Parts => io::ErrorKind::IsADirectory,
        Ok(meta) if !meta.is_dir() && !meta.is_file() => io::ErrorKind::Unsupported,
        _ => return Ok(()),
    };
    Err(Error::Write { path: path.to_owned(), source: kind.into() })
}
