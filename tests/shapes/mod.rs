//! Pages of sites that do not exist, in shapes that nobody wrote a layout for, with what is true of them.

use serde_json::{Value, json};

/// A page and its truth.
pub struct Page {
    pub text: String,
    pub truth: Value,
}

/// The words that a site is made of.
struct Site {
    headlines: &'static [&'static str],
    sentences: &'static [&'static str],
    people: &'static [&'static str],
    tags: &'static [&'static str],
    places: &'static [&'static str],
    months: &'static [&'static str],
}

/// Numbers that are always the same (SplitMix64: Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    /// Of a site and a page.
    fn of(site: u64, page: u64) -> Draw {
        Draw((site * 1000 + page) << 20)
    }

    fn number(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        for (shift, by) in [(30, 0xbf58_476d_1ce4_e5b9), (27, 0x94d0_49bb_1331_11eb)] {
            mixed = (mixed ^ (mixed >> shift)).wrapping_mul(by);
        }
        (mixed >> 33) as usize % below
    }

    fn one<'s>(&mut self, of: &[&'s str]) -> &'s str {
        of[self.number(of.len())]
    }

    /// So many different ones.
    fn some<'s>(&mut self, of: &[&'s str], count: usize) -> Vec<&'s str> {
        let from = self.number(of.len());
        (0..count).map(|k| of[(from + k) % of.len()]).collect()
    }

    fn paragraphs(&mut self, site: &Site, between: &str) -> Vec<String> {
        let count = 2 + self.number(4);
        let paragraph = |draw: &mut Draw| {
            let count = 1 + draw.number(4);
            draw.some(site.sentences, count).join(between)
        };
        (0..count).map(|_| paragraph(self)).collect()
    }

    /// Year, month from 0, day.
    fn day(&mut self) -> (usize, usize, usize) {
        (2015 + self.number(9), self.number(12), 1 + self.number(28))
    }
}

/// Adverts of a shipyard, in German: no keys above the place, keys below.
pub fn adverts(seed: u64) -> Page {
    let (mut draw, site) = (Draw::of(1, seed), &GERMAN);
    let (headline, firm, place) =
        (format!("{} (m/w/d)", draw.one(site.headlines)), draw.one(FIRMS), draw.one(site.places));
    let (year, month, day) = draw.day();
    let paragraphs = draw.paragraphs(site, " ");
    let count = 2 + draw.number(3);
    let tags = draw.some(site.tags, count);
    let person = draw.one(site.people);
    let others = draw.some(site.headlines, 3).join("\n");
    let text = format!(
        "Werftportal Nord\nStellen\nFirmen\nKontakt\n{headline}\n{firm}\n{day}. {month} {year}\nArbeitsort: {place}\n{}\n\
         Ansprechpartner: {person}\nSchlagworte: {}\nJetzt bewerben\nÄhnliche Stellen\n{others}\nImpressum\n",
        paragraphs.join("\n"),
        tags.join(", "),
        month = site.months[month],
    );
    let truth = json!({
        "headline": headline, "publisher": firm, "locations": [place], "authors": [person], "keywords": tags,
        "published": format!("{year}-{:02}-{day:02}", month + 1), "body": paragraphs.join("\n\n"),
    });
    Page { text, truth }
}

/// Posts of a forum, in Russian: author and time on one line, tags with bars between, some posts without tags.
pub fn posts(seed: u64) -> Page {
    let (mut draw, site) = (Draw::of(2, seed), &RUSSIAN);
    let (headline, person) = (draw.one(site.headlines), draw.one(site.people));
    let (year, month, day) = draw.day();
    let (hour, minute) = (draw.number(24), draw.number(60));
    let paragraphs = draw.paragraphs(site, " ");
    let count = 2 + draw.number(3);
    let tags = if draw.number(5) == 0 { Vec::new() } else { draw.some(site.tags, count) };
    let line =
        if tags.is_empty() { String::new() } else { format!("Метки: {}\n", tags.join(" | ")) };
    let text = format!(
        "Форум судостроителей\nВход Регистрация\nГлавная » {}\n{headline}\nАвтор: {person} » {day} {} {year}, {hour:02}:{minute:02}\n{}\n\
         {line}Ответить\nПросмотров: {}\nСейчас на форуме: {} и ещё {}\n",
        draw.one(site.places),
        site.months[month],
        paragraphs.join("\n"),
        draw.number(900) + 10,
        draw.one(site.people),
        draw.number(40) + 2,
    );
    let mut truth = json!({
        "headline": headline, "authors": [person], "body": paragraphs.join("\n\n"),
        "published": format!("{year}-{:02}-{day:02}T{hour:02}:{minute:02}:00", month + 1),
    });
    if !tags.is_empty() {
        truth["keywords"] = json!(tags);
    }
    Page { text, truth }
}

/// Recipes of a harbour paper, in Japanese: one or two cooks behind a key, no spaces.
pub fn recipes(seed: u64) -> Page {
    let (mut draw, site) = (Draw::of(3, seed), &JAPANESE);
    let headline = draw.one(site.headlines);
    let count = 1 + seed as usize % 2;
    let people = draw.some(site.people, count);
    let (year, month, day) = draw.day();
    let paragraphs = draw.paragraphs(site, "");
    let count = 2 + draw.number(3);
    let tags = draw.some(site.tags, count);
    let text = format!(
        "港町通信\nホーム\n料理\n{year}年{}月{day}日\n{headline}\n料理人：{}\n{}\nキーワード：{}\nこの記事を共有\n次の記事：{}\n",
        month + 1,
        people.join("、"),
        paragraphs.join("\n"),
        tags.join("、"),
        draw.one(site.headlines),
    );
    let truth = json!({
        "headline": headline, "authors": people, "keywords": tags, "body": paragraphs.join("\n\n"),
        "published": format!("{year}-{:02}-{day:02}", month + 1),
    });
    Page { text, truth }
}

/// Press releases of a port, in English: keys on lines of their own, the tags a line each.
pub fn releases(seed: u64) -> Page {
    let (mut draw, site) = (Draw::of(4, seed), &ENGLISH);
    let (headline, person) = (draw.one(site.headlines), draw.one(site.people));
    let (year, month, day) = draw.day();
    let lead = draw.one(site.sentences);
    let paragraphs = draw.paragraphs(site, " ");
    let count = 1 + draw.number(4);
    let tags = draw.some(site.tags, count);
    let text = format!(
        "Skip to content\nPort of Kelmouth\nShipping\nVisiting\nPress office\n\n{headline}\n\n{lead}\n\nReleased\n{} {day}, {year}\n\
         Contact for the press\n{person}\n\n{}\n\nTopics\n{}\nNotes for editors\nThe port handles {} ships a year.\nTelephone {}\n",
        site.months[month],
        paragraphs.join("\n\n"),
        tags.join("\n"),
        draw.number(900) + 100,
        draw.number(9000) + 1000,
    );
    let truth = json!({
        "headline": headline, "description": lead, "authors": [person], "keywords": tags,
        "published": format!("{year}-{:02}-{day:02}", month + 1), "body": paragraphs.join("\n\n"),
    });
    Page { text, truth }
}

const FIRMS: &[&str] =
    &["Kelmundwerft AG", "Reederei Ostholm", "Dockbau Sund", "Nordkran GmbH", "Ankerwerke Brunn"];

const GERMAN: Site = Site {
    headlines: &[
        "Schweißer",
        "Schiffselektriker",
        "Leitung Einkauf",
        "Kranführer",
        "Lackierer im Außendock",
        "Sachbearbeitung Lohn",
        "Taucher",
        "Ausbildung Industriemechanik",
        "Koch für die Werkskantine",
    ],
    sentences: &[
        "Wir bauen seit hundert Jahren Fähren und Lotsenboote.",
        "Sie arbeiten in einem Team von acht Leuten im Schichtbetrieb.",
        "Eine abgeschlossene Ausbildung setzen wir voraus, Erfahrung im Schiffbau ist von Vorteil.",
        "Die Stelle ist zunächst auf zwei Jahre befristet, eine Übernahme ist möglich.",
        "Bezahlt wird nach Tarif, dazu kommen Zulagen für Arbeit im Dock.",
        "Den Führerschein der Klasse B brauchen Sie für Fahrten zu den Außenstellen.",
    ],
    people: &["Jutta Brandis", "Ole Petersen", "Karin Vogt", "Mehmet Aydin", "Hanne Lorenz"],
    tags: &["Schiffbau", "Schweißen", "Elektrik", "Vollzeit", "Ausbildung", "Dock", "Verwaltung"],
    places: &["Kelmund", "Ostholm", "Brunn an der Sund", "Lauterhaven"],
    months: &[
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
};

const RUSSIAN: Site = Site {
    headlines: &[
        "Как снять старую краску с днища",
        "Течёт сальник гребного вала",
        "Чем клеить тиковую палубу",
        "Выбор якоря для катера",
        "Не заводится после зимовки",
        "Ремонт деревянной мачты",
        "Нужен совет по проводке",
        "Какой насос поставить в трюм?",
    ],
    sentences: &[
        "Лодка стоит на берегу с прошлой осени, и краска уже отходит кусками.",
        "Пробовал шлифовать, но бумага забивается за пять минут.",
        "Сосед по эллингу советует горячий воздух, только я боюсь повредить обшивку.",
        "На прошлой неделе заменил прокладку, а вода всё равно идёт.",
        "Кто делал такое сам, расскажите, пожалуйста, сколько это заняло.",
        "Инструмент у меня простой: дрель, рубанок и старый компрессор.",
    ],
    people: &[
        "Пётр Ладогин",
        "Анна Морева",
        "Степан Кильский",
        "Ольга Бортникова",
        "Игорь Шпангоут",
    ],
    tags: &["краска", "днище", "двигатель", "палуба", "зимовка", "мачта", "электрика"],
    places: &["Ремонт", "Двигатели", "Общие вопросы", "Паруса"],
    months: &[
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
};

const JAPANESE: Site = Site {
    headlines: &[
        "鯖の味噌煮をふっくら仕上げる",
        "港の朝市のあさり汁",
        "いかと大根の煮物",
        "鯵の南蛮漬け、冬の作り方",
        "わかめと豆腐の白和え",
        "漁師町の鯛めし",
    ],
    sentences: &[
        "まず鍋に湯を沸かし、切り身をさっとくぐらせて臭みを取ります。",
        "味噌は二回に分けて入れると、香りが残ります。",
        "火を弱めて十五分ほど煮たら、そのまま冷まして味を含ませます。",
        "生姜は皮ごと薄く切り、半分は仕上げに使います。",
        "港では昔から、朝に揚がった魚をその日のうちに煮ていました。",
        "残った煮汁で野菜を煮ても、とてもおいしくなります。",
    ],
    people: &["浜野千代", "磯村健太", "汐見涼子", "港川誠"],
    tags: &["魚", "煮物", "味噌", "冬", "朝市", "汁物"],
    places: &[],
    months: &[],
};

const ENGLISH: Site = Site {
    headlines: &[
        "Port opens third berth for ferries",
        "New tug joins the fleet",
        "Quay wall repaired ahead of schedule",
        "Record year for grain",
        "Port and college sign training agreement",
        "Old crane to become a landmark",
        "Harbour master retires after thirty years",
    ],
    sentences: &[
        "The work was finished two weeks early and within its budget, the port said on Monday.",
        "Ships of up to two hundred metres can now turn in the inner basin without help.",
        "The board thanked the divers, who worked through the winter.",
        "Half of the cost is paid by the region, the rest comes from harbour dues.",
        "From next month, lorries will be weighed at the new gate on Quay Road.",
        "A public open day is planned for the summer.",
    ],
    people: &["Tamsin Oakley", "Elspeth Rowan", "Gareth Pugh", "Ines Calder", "Rob Tanner"],
    tags: &["ferries", "tugs", "quay wall", "grain", "training", "heritage", "dredging"],
    places: &[],
    months: &[
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
    ],
};
