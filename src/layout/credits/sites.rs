//! What the site of a page could be called: by titles, by who holds the rights, by the page's address, by what the page
//! says again and again.

use super::Scene;
use crate::layout::block::Trait;
use crate::layout::site::letters;
use crate::layout::title;
use crate::line::Line;
use crate::scan::{rights, trim, url};
use foldhash::{HashMap, HashMapExt};
use memchr::memmem;

/// Names are told apart by their letters alone.
#[derive(Debug, Default)]
pub(super) struct Candidate {
    /// Where lines say nothing else, and where they do, bytes of the page.
    alone_at: Vec<(usize, usize)>,
    within_at: Vec<(usize, usize)>,
    letters: String,
    /// How often it ends a title, begins one, is named as holder of rights, is all of a line.
    ends: u32,
    begins: u32,
    holds: u32,
    alone: u32,
    /// The first line that is a title with it.
    title: Option<usize>,
    /// The first and the last line that say nothing else.
    lines: Option<(usize, usize)>,
}

/// What a place shows of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Ends,
    Begins,
    Holds,
    Alone,
    Said,
}

/// A title stands among so many lines, and has so many bytes.
const TITLES: usize = 40;
const TITLE: (usize, usize) = (20, 400);
/// So many of the last lines about rights are read, where they are no longer than this, in bytes.
const RIGHTS: usize = 12;
const RIGHTS_LONGEST: usize = 400;
/// The longest name in bytes and in words, and the longest line that may be one with the converter's marks.
const LONGEST: usize = 60;
const WORDS: usize = 7;
const LINE: usize = 160;
/// So many lines at the top and at the end of the page are looked for everywhere, and are names where they are found so often.
const EDGE: usize = 6;
const OFTEN: usize = 4;
/// More is not counted.
const COUNTED: usize = 30;
/// And not behind so many bytes.
const REACH: usize = 1 << 18;
/// Most names that are compared, and places of a name that are kept.
const MOST: usize = 64;
const PLACES: usize = 8;
/// Addresses in the text tell the site where one host has so many.
const HOSTED: usize = 3;
/// The longest host, in bytes (RFC 1035).
const HOST: usize = 255;
/// Most addresses that are looked at.
const ADDRESSES: usize = 400;

/// How a name agrees with the host that is spelt as it is.
const SPELT: f32 = 3.0;

/// What stands behind a name instead of its picture.
const LOGOS: [&str; 2] = [" logo", " Logo"];

/// How many numbers describe a name.
pub(super) const NUMBERS: usize = 20;

/// The names that a page may give its site.
pub(super) struct Sites<'s, 'l, 'a> {
    scene: &'s Scene<'s, 'l, 'a>,
    pub all: Vec<Candidate>,
    known: HashMap<String, usize>,
    /// The letters of its host, of all but the ending, and how many lines are about rights.
    host: String,
    core: String,
    rights: usize,
}

impl<'s, 'l, 'a> Sites<'s, 'l, 'a> {
    pub fn of(scene: &'s Scene<'s, 'l, 'a>) -> Self {
        let host = host(scene).trim_start_matches("www.");
        let core = host.rfind('.').map_or("", |end| &host[..end]);
        let (host, core) = (letters(host), letters(core));
        let (all, known) = (Vec::new(), HashMap::new());
        let mut sites = Sites { scene, all, known, host, core, rights: 0 };
        sites.read_titles();
        sites.read_rights();
        sites.read_edges();
        sites.read_lines();
        sites
    }

    fn lines(&self) -> &'l [Line<'a>] {
        self.scene.page.lines
    }

    fn read_titles(&mut self) {
        for (at, line) in self.lines().iter().enumerate().take(TITLES) {
            let text = bare(line.text);
            if (TITLE.0..=TITLE.1).contains(&text.len()) {
                title::around(text).for_each(|(part, ends)| {
                    let role = if ends { Role::Ends } else { Role::Begins };
                    self.add(part, at, role);
                });
            }
        }
    }

    fn read_rights(&mut self) {
        let (scene, lines) = (self.scene, self.lines());
        let line_of = |at: usize| lines.partition_point(|line| line.start <= at).checked_sub(1);
        let signed = scene.blocks.blocks.iter().filter(|block| block.is(Trait::Rights));
        let mut told: Vec<usize> = signed.flat_map(|block| block.first..block.end).collect();
        told.extend(rights::words(scene.page.text).filter_map(line_of));
        told.sort_unstable();
        told.dedup();
        told.retain(|at| {
            let text = lines[*at].text;
            text.len() <= RIGHTS_LONGEST && rights::sign(text).is_some()
        });
        told.drain(..told.len().saturating_sub(RIGHTS));
        self.rights = told.len();
        for at in told {
            for (from, to) in rights::holders(lines[at].text) {
                let name = &lines[at].text[from..to];
                self.add(name, at, Role::Holds);
                let bare = rights::without_company(name);
                bare.into_iter().for_each(|it| self.add(it, at, Role::Holds));
            }
        }
    }

    /// What the page says everywhere, if its first lines or its last say it too.
    fn read_edges(&mut self) {
        let lines = self.lines();
        let end = lines.len().saturating_sub(EDGE).max(EDGE.min(lines.len()));
        for at in (0..EDGE.min(lines.len())).chain(end..lines.len()) {
            let text = bare(lines[at].text);
            let fits = (3..=LONGEST).contains(&text.len()) && text.starts_with(char::is_uppercase);
            if fits && !self.known.contains_key(&letters(text)) && self.count(text) >= OFTEN {
                self.add(text, at, Role::Said);
            }
        }
    }

    /// The lines that say a name and nothing else.
    fn read_lines(&mut self) {
        let mut begins = Begins([0; 64]);
        self.all.iter().for_each(|it| begins.add(&it.letters));
        self.host.char_indices().for_each(|(at, _)| begins.add(&self.host[at..]));
        for (at, line) in self.lines().iter().enumerate() {
            if line.text.len() > LINE {
                continue;
            }
            let text = bare(line.text);
            if let Some(name) = LOGOS.iter().find_map(|logo| text.strip_suffix(logo)) {
                self.add(name, at, Role::Alone);
            } else if text.len() <= LONGEST && begins.may_begin(text) {
                self.read_line(text, at);
            }
        }
    }

    fn read_line(&mut self, text: &str, at: usize) {
        let key = letters(text);
        if self.known.contains_key(&key) || self.agreement(&key) > 0.0 {
            self.add(text, at, Role::Alone);
        }
    }

    /// How the letters of a name agree with the address: [`SPELT`] the same, 2 a part, 1 more.
    fn agreement(&self, key: &str) -> f32 {
        let (host, core) = (self.host.as_str(), self.core.as_str());
        match key.len() {
            ..=2 => 0.0,
            _ if host.is_empty() => 0.0,
            _ if key == core || key == host => SPELT,
            _ if host.contains(key) => 2.0,
            len if !core.is_empty() && len <= core.len() * 2 && key.contains(core) => 1.0,
            _ => 0.0,
        }
    }

    fn count(&self, name: &str) -> usize {
        let text = self.scene.page.text.as_bytes();
        let text = &text[..text.len().min(REACH)];
        memmem::find_iter(text, name).take(COUNTED).count()
    }

    fn add(&mut self, name: &str, at: usize, role: Role) {
        let name = trim(bare(name));
        let key = letters(name);
        if !fits(name, &key) {
            return;
        }
        let next = self.all.len();
        if next >= MOST && !self.known.contains_key(&key) {
            return;
        }
        let number = *self.known.entry(key.clone()).or_insert(next);
        if number == next {
            self.all.push(Candidate { letters: key, ..Candidate::default() });
        }
        let start = name.as_ptr() as usize - self.scene.page.text.as_ptr() as usize;
        self.all[number].add(at, (start, start + name.len()), role);
    }

    /// The name that the host of the address on the first line spells letter by letter, where lines say nothing else: written
    /// as a name, not as a host.
    pub fn named_by_host(&self) -> Option<&Candidate> {
        self.lines().first().filter(|line| url::is_url(line.text))?;
        let is_name = |&(from, to): &(usize, usize)| {
            let name = self.scene.page.text.get(from..to).unwrap_or_default();
            !name.contains('.') && name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
        };
        let told = |it: &&Candidate| {
            it.alone_at.first().is_some_and(is_name) && self.agreement(&it.letters) >= SPELT
        };
        self.all.iter().filter(told).max_by_key(|it| it.alone)
    }

    /// What speaks for a name most.
    pub fn reason(&self, it: &Candidate) -> &'static str {
        match (it.ends + it.begins > 0, it.holds > 0) {
            (true, true) => "the site: it stands in a title and holds the rights",
            (true, false) => "the site: it stands in a title",
            (false, true) => "the site: it holds the rights",
            _ if self.agreement(&it.letters) > 0.0 => "the site: the address has its name",
            _ => "the site: its name stands all over the page",
        }
    }

    /// All that is told of a name.
    pub fn numbers(&self, it: &Candidate) -> [f32; NUMBERS] {
        let yes = |yes: bool| f32::from(u8::from(yes));
        let name = it.places().next().and_then(|place| self.scene.page.text.get(place.0..place.1));
        let name = name.unwrap_or_default();
        let all = self.lines().len();
        let near = |at: usize| at.min(200) as f32;
        let words = name.split_whitespace();
        let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
        let words = words.count().max(1) as f32;
        let core = if self.core.is_empty() { -1.0 } else { self.core.len() as f32 };
        [
            it.ends as f32,
            it.begins as f32,
            it.holds as f32,
            it.alone as f32,
            it.lines.map_or(-1.0, |(first, _)| near(first)),
            it.lines.map_or(-1.0, |(_, last)| near(all - last)),
            self.agreement(&it.letters),
            if core > 0.0 { it.letters.len() as f32 / core } else { core },
            words,
            name.len() as f32,
            capitals as f32 / words,
            yes(name.contains('.')),
            self.count(name) as f32,
            (1.0 + all as f32).ln(),
            it.title.map_or(999.0, |at| at as f32),
            yes(name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)),
            yes(!self.host.is_empty()),
            self.rights as f32,
            f32::from(self.scene.blocks.style as u8),
            self.all.len() as f32,
        ]
    }
}

impl Candidate {
    fn add(&mut self, at: usize, place: (usize, usize), role: Role) {
        match role {
            Role::Ends => self.ends += 1,
            Role::Begins => self.begins += 1,
            Role::Holds => self.holds += 1,
            Role::Alone => self.alone += 1,
            Role::Said => {}
        }
        if matches!(role, Role::Ends | Role::Begins) {
            self.title.get_or_insert(at);
        }
        if role == Role::Alone {
            let first = self.lines.map_or(at, |(first, _)| first);
            self.lines = Some((first, at));
        }
        let places = match role {
            Role::Alone | Role::Said => &mut self.alone_at,
            _ => &mut self.within_at,
        };
        if places.len() < PLACES {
            places.push(place);
        }
    }

    /// Where it stands: first the lines that say nothing else.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.alone_at.iter().chain(&self.within_at).copied()
    }
}

/// How names begin, by their first letters: most lines begin otherwise.
struct Begins([u64; 64]);

impl Begins {
    /// Three letters of ASCII, or one that is none, small; none where it takes a closer look.
    fn first(text: &str) -> Option<u32> {
        let first = text.chars().next()?;
        if !first.is_ascii() {
            return first.to_lowercase().next().filter(|c| c.is_alphanumeric()).map(u32::from);
        }
        let letters = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let (mut found, mut count) = (0, 0);
        for byte in letters.take(3) {
            found = found << 8 | u32::from(byte.to_ascii_lowercase());
            count += usize::from(byte.is_ascii());
        }
        (count == 3).then_some(found)
    }

    fn place(first: u32) -> (usize, u64) {
        let hash = first.wrapping_mul(0x9E37_79B1);
        ((hash >> 26) as usize, 1 << (hash >> 20 & 63))
    }

    fn add(&mut self, letters: &str) {
        if let Some((at, bit)) = Begins::first(letters).map(Begins::place) {
            self.0[at] |= bit;
        }
    }

    /// Whether a name may begin so.
    fn may_begin(&self, text: &str) -> bool {
        let first = Begins::first(text).map(Begins::place);
        first.is_none_or(|(at, bit)| self.0[at] & bit != 0)
    }
}

/// Whether it may be a name, by its length; neither an address nor a handle is one.
fn fits(name: &str, key: &str) -> bool {
    (2..=LONGEST).contains(&name.len())
        && !name.starts_with('@')
        && key.chars().any(char::is_alphabetic)
        && name.split_whitespace().count() <= WORDS
        && !name.contains("://")
}

/// The host of the page's address, else of most addresses in its text.
fn host<'a>(scene: &Scene<'_, '_, 'a>) -> &'a str {
    let stated = scene.page.lines.iter().take(3).find(|line| url::is_url(line.text));
    let host = match stated {
        Some(line) => url::host(line.text),
        None => commonest(scene.page.text).unwrap_or_default(),
    };
    if host.len() <= HOST { host } else { "" }
}

fn commonest(text: &str) -> Option<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for at in memmem::find_iter(text.as_bytes(), "://").take(ADDRESSES) {
        let rest = &text[at + "://".len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
        let host = &rest[..end.unwrap_or(rest.len())];
        *counts.entry(host.trim_start_matches("www.")).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|&(host, count)| (count, std::cmp::Reverse(host)));
    most.filter(|(_, count)| *count >= HOSTED).map(|(host, _)| host)
}

/// A line without the marks that converters put around its words, and without the sign of rights.
fn bare(text: &str) -> &str {
    let bytes = text.as_bytes();
    if let [first, .., last] = bytes
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return text;
    }
    let marks =
        |c: char| matches!(c, '*' | '#' | '>' | '!' | '_' | '+' | '-' | '•' | '©' | ' ' | '\\');
    let mut rest = text.trim_start_matches(marks);
    while let Some(inner) = rest.strip_prefix('[') {
        let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.strip_prefix(']').filter(|_| digits.len() < inner.len());
        rest = numbered.unwrap_or(inner).trim_start_matches(marks);
    }
    let end = memmem::find(rest.as_bytes(), b"](").unwrap_or(rest.len());
    rest[..end].trim_end_matches(['*', '_', '#', ']', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Page, block};
    use crate::line;

    /// The names that a text may give its site, with how often each role is met.
    fn names(text: &str) -> Vec<(String, [u32; 4])> {
        let lines = line::lines(text);
        let page = Page { text, lines: &lines };
        let blocks = block::blocks(page);
        let scene = Scene::new(page, &blocks, &[], &[]);
        let sites = Sites::of(&scene);
        let name = |it: &Candidate| {
            let (from, to) = it.places().next().unwrap();
            (text[from..to].to_owned(), [it.ends, it.begins, it.holds, it.alone])
        };
        sites.all.iter().map(name).collect()
    }

    #[test]
    fn titles_rights_and_lines_name_the_site() {
        let text = "New pier opens to ships | Harbour Post\n* [Harbour Post](/)\nNews\n© 2024 Harbour Post Ltd. All rights reserved.";
        let found = names(text);
        assert_eq!(found[0], ("New pier opens to ships".to_owned(), [0, 1, 0, 0]));
        assert_eq!(found[1], ("Harbour Post".to_owned(), [1, 0, 1, 1]));
        assert_eq!(found[2], ("Harbour Post Ltd".to_owned(), [0, 0, 1, 0]));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn an_address_names_the_site() {
        let text =
            "https://www.harbour-post.example/pier\nHARBOUR POST\nNews\nThe Harbour Post logo";
        let found = names(text);
        assert_eq!(found[0], ("HARBOUR POST".to_owned(), [0, 0, 0, 1]));
        assert_eq!(found[1], ("The Harbour Post".to_owned(), [0, 0, 0, 1]));
        assert_eq!(found.len(), 2);
        assert!(names("https://www.harbour-post.example/pier\n@harbourpost\nNews").is_empty());
    }

    #[test]
    fn hosts_of_any_script_are_read() {
        let text = "https://a-гавань.example/pier\nГавань\nNews";
        assert_eq!(names(text), [("Гавань".to_owned(), [0, 0, 0, 1])]);
    }

    #[test]
    fn marks_of_converters_are_no_names() {
        for (text, name) in [
            ("[12]Harbour Post", "Harbour Post"),
            ("* [Harbour Post](https://harbour-post.example)", "Harbour Post"),
            ("## Harbour Post ##", "Harbour Post"),
            ("© Harbour Post", "Harbour Post"),
            ("Harbour Post", "Harbour Post"),
            ("[", ""),
        ] {
            assert_eq!(bare(text), name);
        }
    }
}
