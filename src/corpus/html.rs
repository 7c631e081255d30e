//! HTML where text is expected: told from text, and flattened where that is asked for.

use html2text::render::TrivialDecorator;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What to do about HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Html {
    /// Say so; tags are never read as text.
    Say,
    /// Flatten it to text and read that.
    Flatten,
}

/// So far the first tag is looked for.
const HEAD: usize = 1 << 10;

/// No paragraph is wrapped before so many columns.
const WIDE: usize = 1 << 16;

/// The width for a page of so many rules that each as wide as that would do harm.
const NARROW: usize = 200;
const MOST_RULES: usize = 64;

/// Whether a text begins as a page of HTML does.
pub fn is_html(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let Some(at) = text.iter().position(|byte| !byte.is_ascii_whitespace()) else { return false };
    let head = text.get(at..text.len().min(at + HEAD)).unwrap_or_default();
    if head.first() != Some(&b'<') {
        return false;
    }
    let is =
        |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let within = |tag: &[u8]| head.windows(tag.len()).any(|part| part.eq_ignore_ascii_case(tag));
    is(b"<!doctype html")
        || [&b"<html>"[..], b"<html ", b"<html\n", b"<html\r", b"<head>"].iter().any(|tag| is(tag))
        || ((is(b"<!--") || is(b"<?xml")) && (within(b"<html") || within(b"<!doctype html")))
}

/// The text of a page; none where it cannot be had.
pub fn flatten(html: &str) -> Option<String> {
    let rules = memchr::memmem::find_iter(html.as_bytes(), b"<hr").take(MOST_RULES).count();
    let rules = rules + memchr::memmem::find_iter(html.as_bytes(), b"<HR").take(MOST_RULES).count();
    let width = if rules < MOST_RULES { WIDE } else { NARROW };
    let config = html2text::config::with_decorator(TrivialDecorator::new()).raw_mode(true);
    let flat = catch_unwind(AssertUnwindSafe(|| config.string_from_read(html.as_bytes(), width)));
    flat.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_known_by_its_first_tag() {
        for (text, html) in [
            ("<!DOCTYPE html><title>A</title>", true),
            ("\u{feff}\n <HTML lang=en>", true),
            ("<!-- saved --><html>", true),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html>", true),
            ("<?xml version=\"1.0\"?><rss>", false),
            ("<htmlish>", false),
            ("A storm <html>", false),
            ("<", false),
            ("", false),
        ] {
            assert_eq!(is_html(text.as_bytes()), html, "{text}");
        }
    }

    #[test]
    fn tags_are_no_text() {
        let long = "word ".repeat(300);
        let page = format!(
            "<html><head><title>T</title><script>var a = 1;</script></head><body><h1>New &amp; old</h1>\
             <p>One <a href='/x'>two</a>.</p><hr><p>{long}</p><table><tr><td>a<td>b</table></body></html>"
        );
        let flat = flatten(&page).unwrap();
        let lines: Vec<&str> =
            flat.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert!(lines[0].ends_with("New & old") && lines.contains(&"One two."), "{flat}");
        assert!(lines.contains(&long.trim()) && !flat.contains("var a"), "{flat}");
        let many = "<hr>".repeat(10_000);
        assert!(flatten(&format!("<html>{many}")).is_none_or(|flat| flat.len() < 8 << 20));
    }
}
