use super::*;
use std::path::Path;

fn place() -> Place {
    Place { id: "a.txt".into(), page: 1, pages: 1, encoding: "utf-8".into(), first_line: 1 }
}

fn of(text: &str) -> Explanation<'_> {
    explain(&Parser::new(), text, place())
}

fn testdata(path: &str) -> String {
    std::fs::read_to_string(Path::new("testdata").join(path)).unwrap()
}

#[test]
fn the_spans_are_the_page_without_its_white_space() {
    let text = testdata("schema-article/newspaper3k/en-v2.txt");
    let it = of(&text);
    let words = |text: &str| text.split_whitespace().collect::<String>();
    let spans: String = it.spans.iter().map(|span| words(span.text)).collect();
    assert_eq!(spans, words(&text));
    for span in &it.spans {
        assert_eq!(&text[span.start..span.end], span.text);
        assert_eq!(
            text[..span.start].lines().count()
                + usize::from(text[..span.start].ends_with('\n') || span.start == 0),
            span.line
        );
    }
}

#[test]
fn fields_know_their_lines_and_lines_their_fields() {
    let text = testdata("schema-article/newspaper3k/en-v2.txt");
    let it = of(&text);
    for field in &it.fields {
        assert_eq!(field.missing.is_some(), field.values.is_empty(), "{}", field.name);
        assert!(field.missing.is_some() || !field.lines.is_empty(), "{}: no line", field.name);
        assert!(
            field.missing.is_some()
                || field.confidence.is_some()
                || field.name == "alternative_headline"
        );
    }
    let published = it.field("published").unwrap();
    assert_eq!(
        (published.values.as_slice(), published.lines.as_slice()),
        (&["2023-09-14T07:45:00+00:00".to_owned()][..], &[9][..])
    );
    let headline = it.spans.iter().find(|span| span.property == Property::Headline).unwrap();
    assert_eq!(headline.became[0].field, "headline");
}

#[test]
fn a_layout_with_scores_names_the_runner_up() {
    let text = testdata("schema-article/newspaper3k/en-v2.txt");
    let it = of(&text);
    let headline = it.spans.iter().find(|span| span.property == Property::Headline).unwrap();
    let score = headline.score.as_ref().unwrap();
    assert!(score.weight.unwrap() > 0 && score.facts.contains(&"words"), "{score:?}");
    let next = score.runner_up.as_ref().unwrap();
    assert!(next.property != Property::Headline && next.behind > 0, "{next:?}");
}

#[test]
fn a_missing_field_has_a_reason() {
    let it = of("URL: https://harbour-post.example/a\nDate: 03/04/2023\n\nThe pier is closed.\n");
    let published = it.field("published").unwrap().missing.as_ref().unwrap();
    assert!(published.why.contains("`03/04/2023`"), "{published:?}");
    assert_eq!(published.lines, [2]);
    let empty = of("");
    assert!(
        empty.fields.iter().all(|field| field.missing.as_ref().unwrap().why.contains("no text"))
    );
}

#[test]
fn dates_that_disagree_are_conflicts() {
    let text = "URL: https://harbour-post.example/20230914/a\nTitle: Pier closed\nDate: 2023-09-15\n\nThe pier is closed.\n";
    let it = of(text);
    let published = it.field("published").unwrap();
    assert_eq!(published.values, ["2023-09-15"]);
    assert!(published.conflicts[0].contains("line 1 has 20230914"), "{published:?}");
}

#[test]
fn rows_count_every_kind_of_line_end_once() {
    for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"] {
        let span = Span {
            line: 7,
            start: 0,
            end: text.len(),
            text,
            property: Property::Unknown,
            became: Vec::new(),
            reason: "",
            score: None,
        };
        assert_eq!(rows(&span).collect::<Vec<_>>(), [(7, "a"), (8, "b"), (10, "c")], "{text:?}");
    }
}

#[test]
fn every_row_of_a_table_has_its_width() {
    let text = "URL: https://harbour-post.example/a\nTitle: 港の潮汐発電所が全出力に達した、二年の遅れ\nDate: 2023-09-15\n\n\
        محطة المد والجزر في الميناء تصل إلى كامل طاقتها بعد تأخير عامين.\nThe pier is closed\u{1b}[2J.\n";
    let it = of(text);
    for columns in [60, 80, 120, 200] {
        let look = terminal::Look { columns, lines: 1..=usize::MAX, most: usize::MAX };
        let mut shown = Vec::new();
        terminal::write(&it, &look, &mut shown).unwrap();
        let shown = anstream::adapter::strip_bytes(&shown).into_vec();
        let shown = String::from_utf8(shown).unwrap();
        for line in shown.lines() {
            assert!(columns::width(line) <= columns, "{columns}: {line}");
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        let bars: Vec<usize> = shown
            .lines()
            .filter_map(|line| Some(columns::width(line.split_once('▌')?.0)))
            .collect();
        assert!(bars.len() >= 6 && bars.iter().all(|bar| *bar == bars[0]), "{shown}");
    }
}
