//! One page out of a container: the others are passed over, and reading ends with the page.

use super::container::{Batch, Found, Holds, Origin, Taker, Unit, Wanted};
use super::{Opening, jsonl};
use crate::error::Error;

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The name of the file that holds it, as its records call it: `a.tar/b.txt`. None is the first that holds anything.
    pub name: Option<String>,
    /// Its number, or what its container calls it. None is the first.
    pub which: Option<String>,
}

/// A page that was found.
#[derive(Debug)]
pub struct Picked {
    /// The file that holds it, as its records call it.
    pub name: String,
    /// Its bytes; of a line of JSON all of the line.
    pub bytes: Vec<u8>,
    /// What they are.
    pub holds: Held,
}

/// What the bytes of a page are.
#[derive(Debug)]
pub enum Held {
    /// A file of its own, which may hold several pages.
    Dump,
    /// A line of JSON, and which one.
    Line(u64),
    /// A page as its container bounds it.
    Page(Box<Origin>),
    /// Nothing that can be shown, and why.
    Nothing(String),
}

/// Looks for a page in what a container gives.
pub struct Picker<'p> {
    pick: &'p Pick,
    opening: &'p Opening,
    /// The page, once it was found.
    pub picked: Option<Picked>,
    /// What is damaged ahead of it.
    pub damage: Vec<Error>,
}

impl<'p> Picker<'p> {
    /// Looks for a page of a container that is opened so.
    pub fn new(pick: &'p Pick, opening: &'p Opening) -> Self {
        Picker { pick, opening, picked: None, damage: Vec::new() }
    }

    fn look(&mut self, batch: &Batch, unit: &Unit) {
        let name = &unit.place.name.text;
        if self.pick.name.as_ref().is_some_and(|wanted| wanted != name) {
            return;
        }
        let bytes = batch.bytes.get(unit.range.clone()).unwrap_or_default();
        let found = match &unit.holds {
            Holds::Dump(_) => Some((bytes, Held::Dump)),
            Holds::Lines(lines) => {
                let mut numbered = (lines.first..).zip(jsonl::lines(bytes));
                let found = numbered.find(|(number, (_, line))| self.is_line(*number, line));
                found.map(|(number, (_, line))| (line, Held::Line(number)))
            }
            Holds::Page(origin) => {
                self.is_page(origin).then(|| (bytes, Held::Page(origin.clone())))
            }
            Holds::Nothing(unshown) => {
                let wanted = unshown.origin.as_ref().is_none_or(|origin| self.is_page(origin));
                wanted.then(|| (bytes, Held::Nothing(unshown.warning.message.to_string())))
            }
        };
        self.picked = found.map(|(bytes, holds)| {
            let (name, bytes) = (name.clone(), bytes.to_vec());
            Picked { name, bytes, holds }
        });
    }

    fn is_page(&self, origin: &Origin) -> bool {
        self.is(origin.number, || origin.stated.id.as_deref().map(str::to_owned))
    }

    fn is_line(&self, number: u64, line: &[u8]) -> bool {
        self.is(number, || {
            let line = jsonl::read(str::from_utf8(line).ok()?.trim(), self.opening).ok()?;
            line.stated.id.map(|id| id.into_owned())
        })
    }

    fn is(&self, number: u64, id: impl Fn() -> Option<String>) -> bool {
        let Some(wanted) = &self.pick.which else { return true };
        *wanted == number.to_string() || id().as_ref() == Some(wanted)
    }
}

impl Taker for Picker<'_> {
    fn take(&mut self, found: Found) -> Wanted {
        match found {
            Found::Batch(batch) => {
                for unit in &batch.units {
                    self.look(&batch, unit);
                    if self.picked.is_some() {
                        return Wanted::Nothing;
                    }
                }
            }
            Found::Failed(error) => self.damage.push(error),
            Found::Note(..) => {}
        }
        Wanted::More
    }

    fn batch(&mut self) -> Batch {
        Batch::default()
    }
}
