use super::*;
use std::io::Cursor;

fn stats(text: &str) -> Stats {
    let mut stats = Stats::default();
    let lines = Lines::from("x".into(), Cursor::new(text.to_owned().into_bytes())).unwrap();
    stats.read(lines, &mut |_| {}).unwrap();
    stats.finish().unwrap();
    stats
}

const ROWS: &str = r#"
{"id":"a","url":"https://www.harbour-post.example/a","published":"2023-09-14T07:45:00","body":"Pier \"closed\"","layout":"header","language":"en-GB","timestamps":[{"role":"published","raw":"x","value":"2023-09-14T07:45:00","precision":"minute","line":1},{"role":"published","raw":"y","value":null,"precision":null,"line":2}],"warnings":[{"code":"conflicting-dates","line":1,"message":"m"}]}
{"id":"b","url":"https://harbour-post.example/b","published":null,"body":null,"layout":"header","authors":["Ann Lee"]}
{"id":"a","url":null,"layout":"body-only","body":"x"}
nothing
"#;

#[test]
fn everything_is_counted() {
    let it = stats(ROWS);
    assert_eq!((it.records, it.failed), (3, 1));
    let share = |group: &Group, field: &str| {
        group.shares()[FIELDS.iter().position(|name| *name == field).unwrap()]
    };
    assert_eq!(share(&it.all, "authors"), 1.0 / 3.0);
    let (site, group) = &it.sites.sorted()[0];
    assert_eq!(
        (site.as_ref(), group.records, share(group, "published")),
        ("harbour-post.example", 2, 0.5)
    );
    assert_eq!(
        it.languages.sorted().iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>(),
        ["(none)", "en"]
    );
    assert_eq!(it.timestamps["published"], [0, 0, 1, 0, 1]);
    assert_eq!(it.months["2023-09"], 1);
    assert_eq!((it.body_lengths[3], it.body_lengths[0]), (1, 1));
    assert_eq!(it.warnings["conflicting-dates"], 1);
    assert_eq!(it.duplicates, Duplicates { records: 1, examples: vec!["a".into()] });
}

#[test]
fn the_page_holds_every_plot_and_loads_nothing() {
    let mut page = Vec::new();
    html::write(&stats(ROWS), 10, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.matches("<svg ").count(), 6);
    assert!(page.contains("harbour-post.example: published 1 of 2") && !page.contains("<script"));
}
