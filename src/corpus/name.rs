//! What a dump is called in its records: its path with `/` on every system, in UTF-8.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::iter;
use std::path::{Component, Path, PathBuf};

/// The name of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Whether it is the path as it is.
    pub spelling: Spelling,
}

/// Whether a name is the path as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// It is.
    Exact,
    /// The path is not UTF-8: its other bytes, and `%`, are written as `%` and two digits.
    Escaped,
}

impl Name {
    /// A name that is UTF-8.
    pub fn exact(text: impl Into<String>) -> Self {
        Name { text: text.into(), spelling: Spelling::Exact }
    }

    /// The name of a path. Only the parts that name something count: no root, no `.`, no `..`.
    pub fn of(path: &Path) -> Self {
        if let Some(plain) = path.to_str().filter(|text| is_plain(text)) {
            return Name::exact(plain);
        }
        let parts = || path.components().filter_map(normal);
        let exact: Option<Vec<&str>> = parts().map(OsStr::to_str).collect();
        match exact {
            Some(parts) => Name::exact(parts.join("/")),
            None => {
                let parts: Vec<String> = parts().map(escape).collect();
                Name { text: parts.join("/"), spelling: Spelling::Escaped }
            }
        }
    }

    /// The path below a folder that a name stands for; none where it would lead out of the folder.
    pub fn to_path(&self) -> Option<PathBuf> {
        let path = match self.spelling {
            Spelling::Exact => PathBuf::from(&self.text),
            Spelling::Escaped => PathBuf::from(unescape(&self.text)),
        };
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        (inside && path.file_name().is_some()).then_some(path)
    }
}

/// Whether a path is a name as it stands. Not every such path is found, but most: those with no separator of another
/// system, and no part that is empty or begins with a dot.
fn is_plain(path: &str) -> bool {
    let plain = |(before, byte): (u8, u8)| {
        byte != b'\\' && (before != b'/' || !matches!(byte, b'/' | b'.'))
    };
    let before = iter::once(b'/').chain(path.bytes());
    before.zip(path.bytes()).all(plain) && !path.ends_with('/') && cfg!(unix)
}

/// The part of a path that names something.
pub(crate) fn normal(part: Component<'_>) -> Option<&OsStr> {
    match part {
        Component::Normal(name) => Some(name),
        _ => None,
    }
}

fn escape(part: &OsStr) -> String {
    let mut text = String::new();
    for chunk in part.as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(unix)]
fn unescape(text: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn unescape(text: &str) -> OsString {
    OsString::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_below_a_root() {
        assert_eq!(Name::of(Path::new("./a/../b/c.txt")), Name::exact("a/b/c.txt"));
        assert_eq!(Name::of(Path::new("/a/100%.txt")), Name::exact("a/100%.txt"));
        for (path, name) in [("a//b", "a/b"), ("a/./b/", "a/b"), ("/", ""), (".a/.b", ".a/.b")] {
            assert_eq!(Name::of(Path::new(path)), Name::exact(name));
        }
        assert_eq!(Name::exact("a/b.txt").to_path(), Some("a/b.txt".into()));
        for bad in ["/a", "../a", "a/../../b", "", "./a"] {
            assert_eq!(Name::exact(bad).to_path(), None, "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_escaped_and_back() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(OsStr::from_bytes(b"d\xe9/50%\xff.txt"));
        let name = Name::of(path);
        assert_eq!(name.text, "d%E9/50%25%FF.txt");
        assert_eq!(name.spelling, Spelling::Escaped);
        assert_eq!(name.to_path().as_deref(), Some(path));
        let out = Name { text: "%2E%2E/a".to_owned(), spelling: Spelling::Escaped };
        assert_eq!(out.to_path(), None);
    }
}
