//! Where something stands, as a person would open it.

use serde::{Serialize, Serializer};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A line of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The dump or the container, as in the records.
    pub path: Arc<str>,
    /// The line, from 1: of the file, of a container of lines the line of the object, of other containers 1.
    pub line: usize,
    /// The page, where the line does not tell it.
    pub id: Option<Arc<str>>,
}

/// What the names of dumps are relative to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(PathBuf);

impl Base {
    /// That of the roots of a walk.
    pub fn of(roots: &[PathBuf]) -> Self {
        match roots {
            [root] if root.is_dir() => Base(root.clone()),
            [root] => Base(root.parent().unwrap_or(Path::new("")).to_owned()),
            roots if roots.iter().all(|root| root.is_absolute()) => Base("/".into()),
            _ => Base::default(),
        }
    }

    /// The place with the path to open, with `/` on every system.
    pub fn open(&self, place: &Place) -> Place {
        let path = self.0.join(&*place.path);
        let text = path.to_string_lossy().replace('\\', "/");
        Place { path: text.strip_prefix("./").unwrap_or(&text).into(), ..place.clone() }
    }
}

impl Place {
    /// The place of a whole file.
    pub fn file(path: &Path) -> Place {
        let text = path.to_string_lossy().replace('\\', "/");
        Place { path: text.strip_prefix("./").unwrap_or(&text).into(), line: 1, id: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.line)?;
        self.id.iter().try_for_each(|id| write!(f, " ({id})"))
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut map = to.serialize_struct("Place", 3)?;
        map.serialize_field("path", &*self.path)?;
        map.serialize_field("line", &self.line)?;
        map.serialize_field("id", &self.id.as_deref())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_user() {
        let place = Place { path: "a/b.txt".into(), line: 3, id: None };
        let shown = |roots: &[&str]| {
            let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
            Base::of(&roots).open(&place).to_string()
        };
        assert_eq!(shown(&["src"]), "src/a/b.txt:3");
        assert_eq!(shown(&["./src"]), "src/a/b.txt:3");
        assert_eq!(shown(&["x/a.tar"]), "x/a/b.txt:3");
        assert_eq!(shown(&["x", "y"]), "a/b.txt:3");
        let page = Place { id: Some("a/b.txt#k".into()), ..place };
        assert_eq!(Base::default().open(&page).to_string(), "a/b.txt:3 (a/b.txt#k)");
    }
}
