use super::*;
use crate::fields::Kind;
use crate::record::{Image, Metadata, Organisation, Precision, Record, Repair, Role, Timestamp};
use crate::sink::jsonl::Source;
use crate::warning::Warning;
use serde_json::{Map, Value, json};

/// A record in which every field is filled.
fn record() -> Record<'static> {
    let time = Timestamp {
        role: Role::Published,
        raw: "14 September 2023".into(),
        value: Some("2023-09-14".into()),
        precision: Some(Precision::Day),
        line: 2,
    };
    let publisher = Organisation {
        name: Some("Harbour Post".into()),
        legal_name: Some("Harbour Post Media".into()),
        url: Some("https://harbour-post.example/".into()),
        logo_width: Some(252),
        ..Organisation::default()
    };
    Record {
        url: Some("https://www.harbour-post.example/a".into()),
        headline: Some("Pier “closed”\n".into()),
        alternative_headline: Some("No pier".into()),
        description: Some("A pier is closed.".into()),
        published: Some("2023-09-14T07:45:00+00:00".into()),
        modified: Some("2023-09-15".into()),
        created: Some("2023-09".into()),
        crawled: Some("2023-10-01T00:00:00".into()),
        timestamps: vec![time],
        authors: vec!["Ann Lee".into(), "Bo Ek".into()],
        publisher: Some(publisher),
        keywords: vec!["pier".into(), "works".into()],
        sections: vec!["north".into()],
        locations: vec!["Kelmouth".into()],
        genre: Some("News".into()),
        language: Some("en".into()),
        copyright_year: Some(2023),
        images: vec![Image { url: "https://a.example/1.jpg".into(), width: Some(3), height: None }],
        related: vec!["https://harbour-post.example/b".into()],
        body: Some("Still.".into()),
        repairs: vec![Repair { at: 1, kind: "glued-paragraph".into(), insert: "\n\n".into() }],
        metadata: vec![Metadata { property: None, text: "x".into(), line: 4 }],
        confidence: vec![("headline".into(), 0.9)],
        layout: "header".into(),
    }
}

fn row<'r>(record: &'r Record<'r>, warnings: &'r [Warning]) -> Row<'r> {
    let source = Source {
        path: "in/a.txt".into(),
        page: 1,
        offset: 0,
        bytes: 9,
        lines: 5,
        encoding: "utf-8".into(),
        container: None,
    };
    Row { id: "in/a.txt#1", record, source, warnings, ledger: None }
}

fn written(dialect: Dialect, record: &Record<'_>) -> Map<String, Value> {
    let mut json = Vec::new();
    let warnings = [Warning::page("empty-file", "the file is empty")];
    dialect.row(&row(record, &warnings), &mut json).unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// Whether the keys of an object are those of the table, in its order, at every depth.
fn follow(fields: &[Field], json: &str, at: &mut usize) {
    for field in fields.iter().filter(|field| field.name != "ledger") {
        let key = format!("\"{}\":", field.name);
        *at += json[*at..].find(&key).unwrap_or_else(|| panic!("no {key} in {}", &json[*at..]));
        if let Kind::Object(fields) = field.kind {
            follow(fields, json, at);
        }
    }
}

#[test]
fn keys_are_those_of_the_table_in_its_order() {
    for dialect in Dialect::ALL {
        let mut json = Vec::new();
        dialect.row(&row(&record(), &[Warning::page("a", "b")]), &mut json).unwrap();
        let text = String::from_utf8(json).unwrap();
        follow(dialect.fields(), &text, &mut 0);
        let object: Map<String, Value> = serde_json::from_str(&text).unwrap();
        let fields = dialect.fields().iter().filter(|field| field.name != "ledger");
        assert_eq!(object.len(), fields.count(), "{dialect:?}");
        // Records without anything have the same keys.
        let empty = Record::default();
        assert!(written(dialect, &empty).keys().eq(object.keys()), "{dialect:?}");
    }
}

#[test]
fn nothing_is_lost_where_there_is_metadata() {
    let native = written(Dialect::Native, &record());
    for (dialect, renamed) in [
        (Dialect::Datatrove, &[("url", "url"), ("headline", "title"), ("published", "date")][..]),
        (Dialect::Dolma, &[("url", "url"), ("headline", "title")]),
    ] {
        let row = written(dialect, &record());
        let metadata = row["metadata"].as_object().unwrap();
        for (field, value) in &native {
            let name = renamed.iter().find(|(of, _)| of == field).map_or(&**field, |it| it.1);
            let elsewhere = match (field.as_str(), dialect) {
                ("id", _) => Some(&row["id"]),
                ("body", _) => Some(&row["text"]),
                ("published", Dialect::Dolma) => Some(&row["created"]),
                ("crawled", Dialect::Dolma) => Some(&row["added"]),
                ("images", Dialect::Datatrove) => {
                    let medium = &row["media"][0];
                    assert_eq!(
                        json!([{"url": medium["url"], "width": medium["metadata"]["width"],
                            "height": medium["metadata"]["height"]}]),
                        *value
                    );
                    continue;
                }
                _ => metadata.get(name),
            };
            assert_eq!(elsewhere, Some(value), "{dialect:?} {field}");
        }
    }
}

#[test]
fn datatrove_and_dolma_are_documents() {
    let row = written(Dialect::Datatrove, &record());
    assert_eq!(row["text"], "Still.");
    assert_eq!(row["id"], "in/a.txt#1");
    let medium = json!({"id": "https://a.example/1.jpg", "type": 0, "url": "https://a.example/1.jpg",
        "alt": null, "path": null, "offset": null, "length": null, "media_bytes": null,
        "metadata": {"width": 3, "height": null}});
    assert_eq!(row["media"], json!([medium]));
    assert_eq!(row["metadata"]["file_path"], "in/a.txt");
    assert_eq!(row["metadata"]["date"], "2023-09-14T07:45:00+00:00");
    let row = written(Dialect::Dolma, &record());
    assert_eq!(row["source"], "unscrape");
    assert_eq!(row["added"], "2023-10-01T00:00:00");
    assert_eq!(row["metadata"]["source"]["path"], "in/a.txt");
    for dialect in [Dialect::Datatrove, Dialect::Dolma] {
        assert_eq!(written(dialect, &Record::default())["text"], "");
    }
}

#[test]
fn flat_dialects_have_what_they_are_read_for() {
    let row = |dialect| Value::from(written(dialect, &record()));
    assert_eq!(
        row(Dialect::CcNews),
        json!({"title": "Pier “closed”\n", "text": "Still.", "domain": "harbour-post.example",
            "date": "2023-09-14T07:45:00+00:00", "description": "A pier is closed.",
            "url": "https://www.harbour-post.example/a", "image_url": "https://a.example/1.jpg"})
    );
    assert_eq!(
        row(Dialect::Fineweb),
        json!({"text": "Still.", "id": "in/a.txt#1", "url": "https://www.harbour-post.example/a",
            "date": "2023-10-01T00:00:00", "file_path": "in/a.txt", "language": "en"})
    );
    assert_eq!(
        row(Dialect::Trafilatura),
        json!({"title": "Pier “closed”\n", "author": "Ann Lee;Bo Ek",
            "hostname": "harbour-post.example", "date": "2023-09-14", "fingerprint": "in/a.txt#1",
            "source": "https://www.harbour-post.example/a", "excerpt": "A pier is closed.",
            "categories": "north", "tags": "pier;works", "text": "Still.", "language": "en",
            "image": "https://a.example/1.jpg", "filedate": "2023-10-01T00:00:00"})
    );
    assert_eq!(
        row(Dialect::Newsapi),
        json!({"source": {"id": null, "name": "Harbour Post"}, "author": "Ann Lee, Bo Ek",
            "title": "Pier “closed”\n", "description": "A pier is closed.",
            "url": "https://www.harbour-post.example/a", "urlToImage": "https://a.example/1.jpg",
            "publishedAt": "2023-09-14T07:45:00+00:00", "content": "Still."})
    );
}

#[test]
fn schemaorg_is_linked_data() {
    let organisation = json!({"@type": "Organization", "name": "Harbour Post",
        "legalName": "Harbour Post Media", "email": null, "telephone": null,
        "url": "https://harbour-post.example/",
        "logo": {"@type": "ImageObject", "width": 252, "height": null}});
    let image = json!({"@type": "ImageObject", "url": "https://a.example/1.jpg", "width": 3,
        "height": null});
    let expected = json!({"@context": "https://schema.org", "@type": "NewsArticle",
        "identifier": "in/a.txt#1", "url": "https://www.harbour-post.example/a",
        "headline": "Pier “closed”\n", "description": "A pier is closed.",
        "datePublished": "2023-09-14T07:45:00+00:00", "dateModified": "2023-09-15",
        "keywords": ["pier", "works"], "articleSection": ["north"], "articleBody": "Still.",
        "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ek"}],
        "publisher": organisation, "image": [image],
        "relatedLink": ["https://harbour-post.example/b"], "inLanguage": "en"});
    assert_eq!(Value::from(written(Dialect::Schemaorg, &record())), expected);
    let empty = written(Dialect::Schemaorg, &Record::default());
    assert_eq!((&empty["publisher"], &empty["author"]), (&json!(null), &json!([])));
}

#[test]
fn a_day_is_given_only_where_one_is_stated() {
    let mut record = record();
    record.published = Some("2023-09".into());
    assert_eq!(written(Dialect::Trafilatura, &record)["date"], Value::Null);
    record.authors.clear();
    assert_eq!(written(Dialect::Newsapi, &record)["author"], Value::Null);
    record.url = None;
    assert_eq!(written(Dialect::CcNews, &record)["domain"], "harbour-post.example");
}
