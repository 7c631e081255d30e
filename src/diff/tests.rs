use super::*;
use proptest::prelude::*;
use std::io::Cursor;

fn options(memory: usize) -> Options {
    Options { only: Vec::new(), ignore: Vec::new(), examples: 3, memory }
}

fn run(old: &str, new: &str, options: &Options) -> Report {
    let lines =
        |text: &str| Lines::from("x".into(), Cursor::new(text.to_owned().into_bytes())).unwrap();
    diff(lines(old), lines(new), options, &mut |_| {}).unwrap()
}

#[test]
fn fields_are_filled_lost_and_changed() {
    let old =
        r#"{"id":"a","url":null,"headline":"Pier closed","keywords":["x","y"],"body":"same"}"#;
    let new = r#"{"id":"a","headline":null,"url":"https://a.example/","keywords":["y","z"],"body":"same"}"#;
    let report = run(old, new, &options(1 << 20));
    let of = |name: &str| report.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!((report.same, report.differ, report.fields.len()), (0, 1, 3));
    assert_eq!(of("url").filled.examples[0].new.as_deref(), Some("https://a.example/"));
    assert_eq!(of("headline").lost.examples[0].old.as_deref(), Some("Pier closed"));
    let keywords = &of("keywords").changed.examples[0];
    assert_eq!((keywords.old.as_deref(), keywords.new.as_deref()), (Some("x"), Some("z")));
    assert!(!report.is_empty());
}

#[test]
fn the_order_of_keys_and_kinds_of_nothing_are_no_difference() {
    let report =
        run(r#"{"id":"a","x":null,"y":1}"#, r#"{"y":1,"id":"a","x":[]}"#, &options(1 << 20));
    assert!(report.is_empty() && report.same == 1);
}

#[test]
fn fields_can_be_chosen() {
    let (old, new) = (r#"{"id":"a","x":1,"y":1}"#, r#"{"id":"a","x":2,"y":2}"#);
    let ignore = Options { ignore: vec!["x".into()], ..options(1 << 20) };
    assert_eq!(run(old, new, &ignore).fields.len(), 1);
    let only = Options { only: vec!["z".into()], ..options(1 << 20) };
    assert!(run(old, new, &only).is_empty());
}

#[test]
fn a_long_text_is_shown_where_it_parts() {
    let text = "word ".repeat(100);
    let row = |end: &str| format!(r#"{{"id":"a","body":"{text}{end}"}}"#);
    let report = run(&row("old"), &row("new"), &options(1 << 20));
    let example = &report.fields[0].changed.examples[0];
    assert!(example.old.as_ref().unwrap().ends_with("word old"), "{example:?}");
    assert!(example.new.as_ref().unwrap().starts_with('…'), "{example:?}");
}

#[test]
fn lines_that_are_no_records_are_counted() {
    let report =
        run("{\"id\":\"a\"}\nnothing\n", "{\"id\":\"a\"}\n{\"ID\":1}\n", &options(1 << 20));
    assert_eq!((report.failed, report.same), (2, 1));
}

proptest! {
    // Each case writes to the disk.
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// In any order, with any number of equal ids and with next to no memory the answer is the same.
    #[test]
    fn the_order_and_the_memory_do_not_matter(
        mut old in prop::collection::vec((0u8..40, 0u8..3), 0..60),
        mut new in prop::collection::vec((0u8..40, 0u8..3), 0..60),
        seed in any::<u64>(),
    ) {
        old.sort_by_key(|(id, _)| *id);
        old.dedup_by_key(|(id, _)| *id);
        new.sort_by_key(|(id, _)| *id);
        new.dedup_by_key(|(id, _)| *id);
        let row = |(id, x): &(u8, u8)| format!("{{\"id\":\"{id}\",\"x\":{x}}}\n");
        let text = |rows: &[(u8, u8)]| rows.iter().map(row).collect::<String>();
        let (a, b) = (text(&old), text(&new));
        let counts = |it: &Report| (it.old, it.new, it.same, it.differ, it.only_old.count, it.only_new.count);
        let plain = run(&a, &b, &options(1 << 20));
        prop_assert_eq!(plain.old as usize, old.len());
        prop_assert!(!plain.on_disk);
        let turn = (seed as usize) % new.len().max(1);
        new.rotate_left(turn);
        let mixed = run(&a, &text(&new), &options(200));
        prop_assert_eq!(counts(&plain), counts(&mixed));
    }
}
