//! The page that `explain` is about: which one is meant, and its bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use unscrape::corpus::{self, Buffer, Bytes, Dump, Held, Name, Opening, Pick, Picked, Picker};
use unscrape::corpus::{Place, Reading};
use unscrape::error::Error;
use unscrape::records;

/// Which page of which file.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The file.
    pub path: PathBuf,
    /// What is in it, as its records call it below the file.
    member: Option<String>,
    /// The page's number or id.
    pub which: Option<String>,
}

/// What was found.
pub struct Subject {
    /// What its file is called in records.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub holds: Held,
    /// Whether that is all of the file.
    pub whole: bool,
}

impl Wanted {
    /// Understands what records are called: `file#2`, `archive/member`, `archive/member#2`, `file#id`. A file of that very
    /// name goes first.
    pub fn new(argument: &Path, page: Option<u32>) -> Self {
        let page = page.map(|page| page.to_string());
        let text = argument.to_str().unwrap_or_default();
        let parted = || text.match_indices('#').map(|(at, _)| (&text[..at], Some(&text[at + 1..])));
        let mut ways = std::iter::once((text, None)).chain(parted());
        let plain = ways.find(|(path, _)| *path == "-" || Path::new(path).exists());
        if let Some((path, which)) = plain {
            let which = page.or(which.map(str::to_owned));
            return Wanted { path: path.into(), member: None, which };
        }
        for (path, which) in parted().chain([(text, None)]) {
            if let Some((path, member)) = member(Path::new(path)) {
                let which = page.or(which.map(str::to_owned));
                return Wanted { path, member: Some(member), which };
            }
        }
        Wanted { path: argument.to_owned(), member: None, which: page }
    }

    /// Reads the page, or of a plain file so much that it may be in it.
    ///
    /// # Errors
    /// The file cannot be read, or has no such page.
    pub fn read(
        &self,
        opening: &Opening,
        limit: u64,
        complain: &mut dyn FnMut(&Error),
    ) -> Result<Subject, Error> {
        let name = Name::of(&self.path);
        let member = self.member.as_ref().map(|member| format!("{}/{member}", name.text));
        let pick = Pick { name: member, which: self.which.clone() };
        let mut picker = Picker::new(&pick, opening);
        if self.path == Path::new("-") {
            let (bytes, whole) = self.plain(limit)?;
            let place = Place::new(&Name::exact("-"), Path::new("standard input"));
            corpus::open(&bytes, &place, &Opening { limit: None, ..opening.clone() }, &mut picker);
            return self.subject(picker, limit, complain).map(|it| Subject { whole, ..it });
        }
        let dump = Dump { name, bytes: Bytes::File(self.path.clone()) };
        let mut buffer = Buffer::default();
        match dump.read(opening, 0, &mut buffer, &mut picker)? {
            Reading::Container => self.subject(picker, limit, complain),
            Reading::Whole(_) | Reading::Oversized(_) if self.member.is_some() => {
                Err(self.nothing("the file is no archive"))
            }
            Reading::Whole(bytes) => {
                let (name, bytes) = (dump.name.text, bytes.to_vec());
                Ok(Subject { name, bytes, holds: Held::Dump, whole: true })
            }
            Reading::Oversized(_) => self.beginning(dump.name.text, limit),
        }
    }

    fn subject(
        &self,
        picker: Picker<'_>,
        limit: u64,
        complain: &mut dyn FnMut(&Error),
    ) -> Result<Subject, Error> {
        picker.damage.iter().for_each(complain);
        let Some(Picked { name, bytes, holds }) = picker.picked else {
            let sought = self.member.iter().chain(&self.which).cloned().collect::<Vec<_>>();
            return Err(self.nothing(&format!("there is no page {}", sought.join("#"))));
        };
        let long = matches!(holds, Held::Nothing(_)) && bytes.is_empty() && self.is_packed(&name);
        if long {
            return self.beginning(name, limit);
        }
        Ok(Subject { name, bytes, holds, whole: true })
    }

    /// Whether a page is all of a packed file.
    fn is_packed(&self, name: &str) -> bool {
        self.member.is_none() && self.which.is_none() && name == Name::of(&self.path).text
    }

    fn beginning(&self, name: String, limit: u64) -> Result<Subject, Error> {
        let (bytes, whole) = self.plain(limit)?;
        Ok(Subject { name, bytes, holds: Held::Dump, whole })
    }

    /// The first bytes of the file, unpacked, and whether they are all.
    fn plain(&self, limit: u64) -> Result<(Vec<u8>, bool), Error> {
        let mut bytes = Vec::new();
        let stdin = self.path == Path::new("-");
        let from = if stdin {
            records::plain(io::stdin().lock())
        } else {
            File::open(&self.path).and_then(records::plain)
        };
        let read = from.and_then(|from| from.take(limit + 1).read_to_end(&mut bytes));
        let path = if stdin { "standard input".into() } else { self.path.clone() };
        read.map_err(|source| Error::Read { path, source })?;
        let whole = bytes.len() as u64 <= limit;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok((bytes, whole))
    }

    fn nothing(&self, reason: &str) -> Error {
        Error::Page { path: self.path.clone(), reason: reason.to_owned() }
    }
}

/// The file that a path leads through, and what comes behind it.
fn member(path: &Path) -> Option<(PathBuf, String)> {
    let archive = path.ancestors().skip(1).find(|it| !it.as_os_str().is_empty() && it.exists())?;
    let member = path.strip_prefix(archive).ok()?.to_str()?;
    archive.is_file().then(|| (archive.to_owned(), member.to_owned()))
}
