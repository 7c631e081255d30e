//! Archives of files: tar and zip. Each member is opened as if it stood alone, below the archive's path.

use super::container::{Halt, Place, Read};
use super::damage::Damage;
use super::name::Name;
use super::open::Opener;
use super::stream::{Position, Stream};
use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom};
use std::path::{Component, Path};
use tar::EntryType;
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;

/// So many bytes of an archive within another container are set aside on disk at most.
const MOST_SPOOLED: u64 = 64 << 30;

/// What is said of members that are no files.
const NO_FILE: &str = "no regular file in an archive, skipped";

impl Opener<'_> {
    pub(super) fn tar(&mut self, stream: Stream<'_>, place: &Place) -> Read {
        let position = stream.position().clone();
        let fail = |error: io::Error| Halt::from(Damage::of(&error, "tar", place, position.get()));
        let ends = EndMark { from: stream, zeros: false };
        let mut archive = tar::Archive::new(ends);
        for entry in archive.entries().map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let kind = entry.header().entry_type();
            let (name, safety) = member(&entry.path_bytes());
            let below = place.member(&name);
            match kind {
                EntryType::Regular | EntryType::Continuous => {
                    let length = Some(entry.size());
                    self.member(entry, length, &below, (place, &position))?;
                }
                EntryType::GNUSparse => self.member(entry, None, &below, (place, &position))?,
                EntryType::Directory | EntryType::XGlobalHeader => continue,
                _ => self.packer.note(&below, NO_FILE)?,
            }
            self.unsafe_name(safety, &below, position.get())?;
        }
        let mut rest = archive.into_inner();
        if !rest.zeros {
            let what = "tar ends without its end mark";
            return Err(Damage::new(place, position.get(), what).into());
        }
        // What fills the last block has a part in the checksum of what the archive lies in.
        io::copy(&mut rest.from, &mut io::sink()).map(drop).map_err(fail)
    }

    /// Opens a member. Damage in it does not end the archive; damage of the archive comes again when it is read on.
    fn member(
        &mut self,
        from: impl io::Read,
        length: Option<u64>,
        below: &Place,
        (archive, position): (&Place, &Position),
    ) -> Read {
        let whole = Whole { from, left: length, archive, position };
        match self.stream(Stream::new(whole), below) {
            Err(Halt::Damaged(damage)) => self.packer.damaged(damage),
            done => done,
        }
    }

    fn unsafe_name(&mut self, safety: Safety, below: &Place, offset: u64) -> Read {
        if safety == Safety::Safe {
            return Ok(());
        }
        let what = "name in the archive leads out of it; read under this name";
        self.packer.damaged(Damage::new(below, offset, what))
    }

    /// A zip is read by its list of members, which stands at its end.
    pub(super) fn zip(&mut self, mut stream: Stream<'_>, place: &Place) -> Read {
        let Spooled { file, damage } = match self.take_file() {
            Some(file) => Spooled { file, damage: None },
            None => spool(&mut stream, place)?,
        };
        let length = file.metadata().map_or(0, |data| data.len());
        match ZipArchive::new(BufReader::new(&file)) {
            Ok(archive) => self.listed(archive, place)?,
            Err(error) => {
                let what = format!("zip is damaged: {}", words(&error));
                self.packer.damaged(Damage::new(place, length, what))?;
                self.unlisted(&file, place)?;
            }
        }
        damage.map_or(Ok(()), |damage| Err(damage.into()))
    }

    fn listed(&mut self, mut archive: ZipArchive<BufReader<&File>>, place: &Place) -> Read {
        for k in 0..archive.len() {
            match archive.by_index(k) {
                Ok(file) => self.zipped(file, place)?,
                Err(error) => {
                    let what = format!("member {} cannot be read: {}", k + 1, words(&error));
                    self.packer.damaged(Damage::new(place, 0, what))?;
                }
            }
        }
        Ok(())
    }

    /// Members one after the other, as far as they follow each other.
    fn unlisted(&mut self, file: &File, place: &Place) -> Read {
        let mut from = BufReader::new(file);
        if from.seek(SeekFrom::Start(0)).is_err() {
            return Ok(());
        }
        while let Ok(Some(file)) = read_zipfile_from_stream(&mut from) {
            self.zipped(file, place)?;
        }
        Ok(())
    }

    fn zipped<R: io::Read>(&mut self, file: ZipFile<'_, R>, place: &Place) -> Read {
        if file.is_dir() {
            return Ok(());
        }
        let name =
            file.name().map_or_else(|_| file.name_raw().into(), |name| name.as_bytes().to_vec());
        let (name, safety) = member(&name);
        let below = place.member(&name);
        let start = file.header_start();
        if !file.is_file() {
            return self.packer.note(&below, NO_FILE);
        }
        let packed = Position::default();
        packed.set(file.compressed_size());
        let placed = self.placed(file, "zip member", &below, packed);
        match self.stream(Stream::new(placed), &below) {
            Err(Halt::Damaged(damage)) => self.packer.damaged(damage)?,
            done => done?,
        }
        self.unsafe_name(safety, &below, start)
    }
}

/// Whether a member's name stays within its archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Safety {
    Safe,
    Unsafe,
}

/// The name of a member below its archive.
fn member(bytes: &[u8]) -> (Name, Safety) {
    let path = path(bytes);
    let leads_out =
        |part| matches!(part, Component::ParentDir | Component::RootDir | Component::Prefix(_));
    let safety = if path.components().any(leads_out) { Safety::Unsafe } else { Safety::Safe };
    let mut name = Name::of(&path);
    if name.text.is_empty() {
        name.text = "member".to_owned();
    }
    (name, safety)
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes)).to_owned()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> std::path::PathBuf {
    Path::new(&*String::from_utf8_lossy(bytes)).to_owned()
}

fn words(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// A stream that was set aside on disk.
pub(super) struct Spooled {
    pub file: File,
    /// What the stream ended with.
    pub damage: Option<Damage>,
}

/// Sets a stream aside on disk, for formats whose list of contents stands at the end. What is there of a stream that is
/// damaged is set aside too.
pub(super) fn spool(stream: &mut Stream<'_>, place: &Place) -> Result<Spooled, Halt> {
    let fail = |error: &io::Error| Damage::of(error, "file within a container", place, 0);
    let mut file = tempfile::tempfile().map_err(|error| fail(&error))?;
    let mut from = io::Read::take(&mut *stream, MOST_SPOOLED);
    let copied = io::copy(&mut from, &mut file);
    if copied.as_ref().is_ok_and(|copied| *copied == MOST_SPOOLED) {
        let what = "is too long to be set aside; unpack what it lies in first";
        return Err(Damage::new(place, MOST_SPOOLED, what).into());
    }
    file.seek(SeekFrom::Start(0)).map_err(|error| fail(&error))?;
    Ok(Spooled { file, damage: copied.as_ref().err().map(fail) })
}

/// Sees whether a block of zeros was read, which ends a tar.
struct EndMark<'r> {
    from: Stream<'r>,
    zeros: bool,
}

impl io::Read for EndMark<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        if read > 0 {
            self.zeros = to.get(..read).is_some_and(|read| read.iter().all(|byte| *byte == 0));
        }
        Ok(read)
    }
}

/// Says where a member ends before it should.
struct Whole<'w, R> {
    from: R,
    /// How many bytes are to come, where that is known.
    left: Option<u64>,
    archive: &'w Place,
    position: &'w Position,
}

impl<R: io::Read> io::Read for Whole<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let at = || self.position.get();
        let read = self.from.read(to);
        let read = read.map_err(|error| Damage::of(&error, "tar", self.archive, at()).into_io())?;
        match &mut self.left {
            Some(left) if read == 0 && *left > 0 && !to.is_empty() => {
                Err(Damage::new(self.archive, at(), "tar ends early").into_io())
            }
            Some(left) => {
                *left = left.saturating_sub(read as u64);
                Ok(read)
            }
            None => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_members_stay_below_their_archive() {
        for (bytes, name, safety) in [
            (&b"a/b.txt"[..], "a/b.txt", Safety::Safe),
            (b"./a//b.txt", "a/b.txt", Safety::Safe),
            (b"/etc/a", "etc/a", Safety::Unsafe),
            (b"../../a", "a", Safety::Unsafe),
            (b"..", "member", Safety::Unsafe),
            (b"", "member", Safety::Safe),
        ] {
            let (found, found_safety) = member(bytes);
            assert_eq!((found.text.as_str(), found_safety), (name, safety));
        }
    }
}
