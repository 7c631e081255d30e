//! Invented articles of invented sites, each in its own template, any number of them, the same for the same seed.

/// Numbers that look random and are the same each time: a multiplicative congruential generator (Knuth, MMIX).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        (0..8).for_each(|_| {
            random.below(2);
        });
        random
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// The templates, with the site that uses each. The last two share a site.
pub const TEMPLATES: [(&str, Template); 4] = [
    ("harbour-post.example", keys),
    ("quay-courier.example", lines),
    ("ferry-times.example", front_matter),
    ("ferry-times.example", visible),
];

pub type Template = fn(&Article) -> String;

/// What an article says.
pub struct Article {
    number: usize,
    site: &'static str,
    headline: String,
    summary: String,
    author: String,
    day: (usize, usize, usize),
    time: (usize, usize),
    tags: Vec<&'static str>,
    paragraphs: Vec<String>,
}

const WHO: &[&str] = &[
    "The harbour board",
    "A ferry captain",
    "The town council",
    "A group of anglers",
    "The lighthouse keeper",
];
const DID: &[&str] =
    &["approved", "delayed", "repainted", "inspected", "reopened", "sold", "praised"];
const WHAT: &[&str] = &[
    "the northern pier",
    "two old tugboats",
    "a row of sea walls",
    "the fish market",
    "the tidal gates",
    "a narrow bridge",
];
const WHEN: &[&str] = &[
    "after a stormy winter",
    "despite rising costs",
    "before the summer season",
    "to general surprise",
    "following a long debate",
];
const FIRST: &[&str] = &["Ann", "Elspeth", "Tamsin", "Wilf", "Moira", "Callum", "Isla"];
const LAST: &[&str] = &["Lee", "Rowan", "Oakley", "Arden", "Fraser", "Bright"];
const TAGS: &[&str] =
    &["harbour", "ferries", "fishing", "tides", "council", "weather", "engineering"];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Article {
    pub fn new(seed: u64, site: &'static str, number: usize) -> Self {
        let site_number: u64 = site.bytes().map(u64::from).sum();
        let mut random = Random::new(seed * 1_000_003 + number as u64 * 31 + site_number);
        let mut tags = TAGS.to_vec();
        random.shuffle(&mut tags);
        tags.truncate(2 + random.below(3));
        let headline =
            format!("{} Has {} {}", random.of(WHO), title(random.of(DID)), random.of(WHAT));
        let count = 2 + random.below(4);
        let paragraphs = (0..count).map(|_| paragraph(&mut random)).collect();
        Article {
            number: number + 1000 * seed as usize,
            site,
            headline,
            summary: sentence(&mut random),
            author: format!("{} {}", random.of(FIRST), random.of(LAST)),
            day: (2020 + random.below(5), 1 + random.below(12), 1 + random.below(28)),
            time: (random.below(24), random.below(60)),
            tags,
            paragraphs,
        }
    }

    fn url(&self) -> String {
        format!("https://{}/news/{}.html", self.site, self.number)
    }

    fn iso_day(&self) -> String {
        format!("{}-{:02}-{:02}", self.day.0, self.day.1, self.day.2)
    }

    fn long_day(&self) -> String {
        format!("{} {} {}", self.day.2, MONTHS[self.day.1 - 1], self.day.0)
    }

    fn stamp(&self, later: usize) -> String {
        format!("{}T{:02}:{:02}+0000", self.iso_day(), self.time.0, (self.time.1 + later) % 60)
    }
}

fn title(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn sentence(random: &mut Random) -> String {
    format!(
        "{} {} {} {}, and nobody who was asked could say why it had taken so long.",
        random.of(WHO),
        random.of(DID),
        random.of(WHAT),
        random.of(WHEN)
    )
}

fn paragraph(random: &mut Random) -> String {
    let count = 2 + random.below(3);
    (0..count).map(|_| sentence(random)).collect::<Vec<_>>().join(" ")
}

/// `Key: value` lines above paragraphs.
fn keys(it: &Article) -> String {
    format!(
        "URL: {}\nTitle: {}\nDate: {}\nAuthor: {}\nKeywords: {}\nDescription: {}\nViews: {}\nContent:\n{}\n",
        it.url(),
        it.headline,
        it.iso_day(),
        it.author,
        it.tags.join(", "),
        it.summary,
        it.number * 7,
        it.paragraphs.join("\n\n")
    )
}

/// The properties of schema.org, one a line, without any label.
fn lines(it: &Article) -> String {
    let organisation =
        "Quay Courier desk@quay-courier.example +442079460155 Quay Courier Media „Dockside“ 252 60";
    let created = it.stamp(0);
    format!(
        "{url}\n{headline}\n{headline}\n{summary}\n{created}\n{created}\n{modified}\n{sections}\n\
        /html/head/meta[@name='og:title']/@content /html/head/meta[@name='og:description']/@content\n\
        https://cdn.quay-courier.example/img/{number}.jpg\n{body}\n{organisation}\n{year}\n{author}\n{author}\nNews\nen_EN\n\
        {organisation}\n1920 1080 true\n1920 1440 true\n1920 1920 true\n{organisation}\n{author}\n{tags}\n",
        url = it.url(),
        headline = it.headline,
        summary = it.summary,
        modified = it.stamp(9),
        sections = it.tags.join("\n"),
        number = it.number,
        body = it.paragraphs.join(" "),
        year = it.day.0,
        author = it.author,
        tags = it.tags.join(", ")
    )
}

/// YAML front matter above paragraphs.
fn front_matter(it: &Article) -> String {
    format!(
        "---\ntitle: \"{}\"\nurl: {}\ndate: {}\nauthor: {}\nedition_code: {}\n---\n\n{}\n",
        it.headline,
        it.url(),
        it.stamp(0),
        it.author,
        it.number % 9,
        it.paragraphs.join("\n\n")
    )
}

/// All of a page's text, behind the address that a crawler wrote down.
fn visible(it: &Article) -> String {
    format!(
        "{}\nHome\nNews\nSport\nContact\n{}\nPublished on {} by {}\n{}\nShare this\nFacebook\nEmail\nRelated articles\nAll rights reserved\n",
        it.url(),
        it.headline,
        it.long_day(),
        it.author,
        it.paragraphs.join("\n")
    )
}
