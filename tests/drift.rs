//! Layouts that drift are found, one mutation at a time, and other articles of the same layouts are no alarm.

#[path = "common/articles.rs"]
mod articles;

use articles::{Article, Random, TEMPLATES};
use unscrape::Parser;
use unscrape::check::{Look, Seen};
use unscrape::convert::{Form, Options, rows};
use unscrape::corpus::Name;
use unscrape::lock::{Comparison, Kind, Lock, Prints, Thresholds, compare};
use unscrape::sink::Rows;

/// So many pages are of each template.
const PAGES: usize = 44;

/// A dump: its name and its text.
type Dump = (String, String);

/// The dumps of all sites.
fn corpus(seed: u64) -> Vec<Dump> {
    let pages = TEMPLATES.iter().enumerate().flat_map(|(at, (site, template))| {
        (0..PAGES).map(move |number| {
            let text = template(&Article::new(seed, site, number + PAGES * at));
            (format!("{site}/{at}-{number:03}.txt"), text)
        })
    });
    pages.collect()
}

/// What a check sees of dumps.
fn look(dumps: &[Dump]) -> Vec<Seen> {
    let look = Look { outlines: true, ..Look::default() };
    let options = Options { form: Form::Seen(look), ..Options::default() };
    let (parser, mut to) = (Parser::new(), Rows::default());
    for (name, text) in dumps {
        rows(&Name::exact(name.as_str()), text.as_bytes(), &parser, &options, &mut to).unwrap();
    }
    to.seen
}

fn layouts(pages: &[Seen]) -> Lock {
    let mut prints = Prints::default();
    pages.iter().for_each(|page| prints.add(page));
    prints.finish()
}

/// The lock as users have it: written and read again.
fn lock(pages: &[Seen]) -> Lock {
    Lock::from_toml(&layouts(pages).to_toml()).unwrap()
}

fn drifts(before: &Lock, now: &[Seen]) -> Comparison {
    compare(before, &layouts(now), &Thresholds::default())
}

/// What happens to the lines of a page.
type Mutation = fn(&mut Vec<String>);

fn at(lines: &[String], start: &str) -> usize {
    lines.iter().position(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no {start}"))
}

fn replace(lines: &mut [String], from: &str, to: &str) {
    let count = lines.iter().filter(|line| line.contains(from)).count();
    assert!(count > 0, "no {from}");
    lines.iter_mut().for_each(|line| *line = line.replace(from, to));
}

fn glue(lines: &mut Vec<String>, first: usize) {
    let second = lines.remove(first + 1);
    lines[first] += &second;
}

/// By the template, and by what is done.
const MUTATIONS: &[(usize, &str, Mutation)] = &[
    (0, "rename a known key to another", |lines| replace(lines, "Date: ", "Published: ")),
    (0, "rename a known key to an unknown one", |lines| replace(lines, "Author: ", "Wrought: ")),
    (0, "rename an unknown key", |lines| replace(lines, "Views: ", "Hits: ")),
    (0, "drop a key", |lines| lines.retain(|line| !line.starts_with("Date: "))),
    (0, "duplicate a key", |lines| lines.insert(3, lines[at(lines, "Date: ")].clone())),
    (0, "reorder keys", |lines| lines.swap(1, 3)),
    (0, "change the format of the date", |lines| {
        let line = at(lines, "Date: ");
        let parts: Vec<&str> = lines[line][6..].split('-').collect();
        lines[line] = format!("Date: {}.{}.{}", parts[2], parts[1], parts[0]);
    }),
    (0, "glue two keys", |lines| glue(lines, 2)),
    (0, "glue two paragraphs", |lines| {
        let blank = lines.iter().position(|line| line.is_empty()).unwrap();
        lines.remove(blank);
        glue(lines, blank - 1);
    }),
    (1, "rename a selector", |lines| replace(lines, "og:description", "twitter:description")),
    (1, "drop the headline's copy", |lines| drop(lines.remove(2))),
    (1, "drop the summary", |lines| drop(lines.remove(3))),
    (1, "drop the selectors", |lines| lines.retain(|line| !line.starts_with("/html"))),
    (1, "drop the language", |lines| lines.retain(|line| line != "en_EN")),
    (1, "duplicate the image", |lines| {
        let image = at(lines, "https://cdn");
        lines.insert(image, lines[image].replace(".jpg", "-b.jpg"));
    }),
    (1, "duplicate a section", |lines| lines.insert(7, lines[7].clone())),
    (1, "reorder language and genre", |lines| {
        let genre = at(lines, "News");
        lines.swap(genre, genre + 1);
    }),
    (1, "reorder body and image", |lines| {
        let image = at(lines, "https://cdn");
        lines.swap(image, image + 1);
    }),
    (1, "change the format of the times", |lines| {
        lines[4..7].iter_mut().for_each(|line| *line = line.replace('T', " ").replace("+0000", ""));
    }),
    (1, "glue two times", |lines| glue(lines, 5)),
    (1, "glue headline and summary", |lines| glue(lines, 2)),
    (2, "rename a key", |lines| replace(lines, "date: ", "publish_date: ")),
    (2, "rename an unknown key", |lines| replace(lines, "edition_code: ", "print_run: ")),
    (2, "drop a key", |lines| lines.retain(|line| !line.starts_with("author: "))),
    (2, "duplicate a key", |lines| lines.insert(4, lines[at(lines, "author: ")].clone())),
    (2, "reorder keys", |lines| lines.swap(1, 2)),
    (2, "change the format of the date", |lines| {
        let line = at(lines, "date: ");
        lines[line] = lines[line].replace('T', " ").replace("+0000", " UTC");
    }),
    (2, "glue two keys", |lines| glue(lines, 1)),
    (3, "drop the byline", |lines| lines.retain(|line| !line.starts_with("Published"))),
    (3, "change the format of the date", |lines| {
        let line = at(lines, "Published");
        let words: Vec<&str> = lines[line].split(' ').collect();
        let [_, _, day, month, year, rest @ ..] = words.as_slice() else { panic!() };
        lines[line] = format!("Published on {month} {day}, {year} {}", rest.join(" "));
    }),
    (3, "glue headline and byline", |lines| glue(lines, 5)),
    (3, "drop the address", |lines| drop(lines.remove(0))),
];

/// Pages of which some of a template are mutated: all, or of a hundred so many.
fn mutated(pages: &[Seen], template: usize, mutation: Mutation, percent: usize) -> Vec<Seen> {
    let mut dumps = corpus(2);
    let mut pages = pages.to_vec();
    for number in (0..PAGES).filter(|number| number * 37 % 100 < percent) {
        let at = template * PAGES + number;
        let mut lines: Vec<String> = dumps[at].1.lines().map(str::to_owned).collect();
        mutation(&mut lines);
        let changed = lines.join("\n") + "\n";
        assert_ne!(changed, dumps[at].1);
        dumps[at].1 = changed;
        pages[at] = look(&dumps[at..=at]).remove(0);
    }
    pages
}

#[test]
fn every_mutation_is_found_and_named_by_its_site() {
    let (before, now) = (lock(&look(&corpus(1))), look(&corpus(2)));
    let mut missed = Vec::new();
    for (template, what, mutation) in MUTATIONS {
        let site = TEMPLATES[*template].0;
        let found = drifts(&before, &mutated(&now, *template, *mutation, 100)).drifts;
        if !found.iter().any(|drift| *drift.site == *site) {
            missed.push(format!("{site}: {what}"));
        }
        // A page without its address belongs to the folder that it lies in.
        let elsewhere = found.iter().filter(|it| !it.site.starts_with(site));
        assert_eq!(elsewhere.count(), 0, "{what}: {found:#?}");
    }
    assert!(missed.is_empty(), "not found:\n{}", missed.join("\n"));
}

#[test]
fn other_articles_are_no_alarm() {
    let before = lock(&look(&corpus(1)));
    for seed in 2..6 {
        assert_eq!(drifts(&before, &look(&corpus(seed))).drifts, [], "seed {seed}");
    }
}

#[test]
fn halves_of_one_corpus_are_no_alarm() {
    let mut pages = look(&corpus(1));
    for seed in 0..20 {
        Random::new(seed).shuffle(&mut pages);
        let (one, other) = pages.split_at(pages.len() / 2);
        assert_eq!(drifts(&lock(one), other).drifts, [], "seed {seed}");
    }
}

#[test]
fn a_property_that_was_always_there_and_now_is_on_sixty_percent_is_found() {
    let drop: Mutation = |lines| lines.retain(|line| !line.starts_with("Date: "));
    let now = mutated(&look(&corpus(2)), 0, drop, 40);
    let found = drifts(&lock(&look(&corpus(1))), &now).drifts;
    let [drift] = found.as_slice() else { panic!("{found:#?}") };
    let change = drift.changes.iter().find(|it| &*it.property == "datePublished").unwrap();
    assert_eq!((drift.kind, change.before.0, change.before.1), (Kind::Drifted, 44, 44));
    assert!(change.now.share() > 0.5 && change.now.share() < 0.7, "{change}");
    let first = change.first.as_ref().unwrap();
    assert_eq!(&*first.path, "harbour-post.example/0-000.txt");
}

#[test]
fn sites_and_layouts_come_and_go() {
    let (all, other) = (look(&corpus(1)), look(&corpus(2)));
    for (gone, layout) in [(0..1, false), (3..4, true)] {
        let mut rest = other.clone();
        rest.drain(gone.start * PAGES..gone.end * PAGES);
        for (before, now, kind) in [(&all, &rest, Kind::Vanished), (&rest, &all, Kind::New)] {
            let found = drifts(&lock(before), now).drifts;
            let whole: Vec<_> = found.iter().filter(|it| it.kind == kind).collect();
            assert!(!whole.is_empty(), "{gone:?} {kind:?}: {found:#?}");
            assert!(whole.iter().all(|it| it.layout.is_some() == layout), "{whole:#?}");
            assert!(whole.iter().all(|it| *it.site == *TEMPLATES[gone.start].0), "{whole:#?}");
        }
    }
}
