//! The marks that converters leave in text: Markdown links and emphasis, the numbers that a text browser gives to links.

/// How a page writes its links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// It does not.
    #[default]
    Plain,
    /// `[text](address)`, `**bold**`, `# heading`.
    Markdown,
    /// `[12]text`, `(BUTTON)`.
    Numbered,
}

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text to read.
    Text,
    /// Text to read that links elsewhere.
    Link,
    /// A mark of the converter.
    Mark,
}

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the line.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// What goes on from one line to the next of the same block.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    inside: Inside,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    Link,
    Picture,
    /// The address of a link, with so many brackets open.
    Target(u8),
}

/// How far a link's text may reach.
const REACH: usize = 400;
/// How much of a page is looked at to tell its style.
const SAMPLE: usize = 1 << 20;

/// How the page writes its links, told by how often.
pub fn style(text: &str) -> Style {
    let bytes = &text.as_bytes()[..text.len().min(SAMPLE)];
    let links = memchr::memmem::find_iter(bytes, b"](").take(3).count();
    if links == 3 || has_heading(bytes) {
        return Style::Markdown;
    }
    let numbered = |number: &[u8]| {
        memchr::memmem::find(bytes, number)
            .and_then(|at| bytes.get(at + number.len()))
            .is_some_and(|b| !b.is_ascii_whitespace() && !b.is_ascii_punctuation())
    };
    if numbered(b"[1]") && numbered(b"[2]") && numbered(b"[3]") {
        Style::Numbered
    } else {
        Style::Plain
    }
}

/// Whether a line begins as a heading of Markdown does.
fn has_heading(bytes: &[u8]) -> bool {
    let heading = |at: usize| {
        let rest = &bytes[at..];
        let level = rest.iter().take(7).take_while(|b| **b == b'#').count();
        (1..=6).contains(&level) && rest.get(level) == Some(&b' ')
    };
    heading(0) || memchr::memmem::find_iter(bytes, b"\n#").any(|at| heading(at + 1))
}

/// Splits a line into pieces, appended to `out`; they cover it without gap or overlap.
pub fn pieces(style: Style, line: &str, state: &mut State, out: &mut Vec<Piece>) {
    match style {
        Style::Plain => push(out, 0, line.len(), Kind::Text),
        Style::Markdown => markdown(line, state, out),
        Style::Numbered => numbered(line, out),
    }
}

fn push(out: &mut Vec<Piece>, start: usize, end: usize, kind: Kind) {
    if start < end {
        out.push(Piece { start, end, kind });
    }
}

fn markdown(line: &str, state: &mut State, out: &mut Vec<Piece>) {
    let bytes = line.as_bytes();
    let mut at = if state.inside == Inside::Text { lead(bytes) } else { 0 };
    push(out, 0, at, Kind::Mark);
    while at < bytes.len() {
        let (len, kind) = step(bytes, at, state);
        match out.last_mut().filter(|last| last.kind == kind && last.end == at) {
            Some(last) => last.end += len,
            None => push(out, at, at + len, kind),
        }
        at += len;
    }
}

/// One step of the reader of Markdown: how many bytes, and what they are.
fn step(bytes: &[u8], at: usize, state: &mut State) -> (usize, Kind) {
    let text = match state.inside {
        Inside::Link => Kind::Link,
        Inside::Picture => Kind::Mark,
        Inside::Text => Kind::Text,
        Inside::Target(_) => return (target(bytes, at, state), Kind::Mark),
    };
    let rest = &bytes[at..];
    match rest[0] {
        b'\\' if rest.get(1).is_some_and(u8::is_ascii_punctuation) => (1, Kind::Mark),
        b'!' if rest.get(1) == Some(&b'[') && opens(rest) => enter(state, Inside::Picture, 2),
        b'[' if state.inside == Inside::Text && opens(rest) => enter(state, Inside::Link, 1),
        b']' if state.inside != Inside::Text && rest.get(1) == Some(&b'(') => {
            enter(state, Inside::Target(1), 2)
        }
        b'*' if rest.get(1) == Some(&b'*') => (2, Kind::Mark),
        b'_' if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() => (1, Kind::Mark),
        b'_' if !rest.get(1).is_some_and(u8::is_ascii_alphanumeric) => (1, Kind::Mark),
        _ => (plain_run(rest), text),
    }
}

fn enter(state: &mut State, inside: Inside, len: usize) -> (usize, Kind) {
    state.inside = inside;
    (len, Kind::Mark)
}

/// Up to the next byte that could be a mark.
fn plain_run(rest: &[u8]) -> usize {
    let special = |b: &u8| matches!(b, b'\\' | b'!' | b'[' | b']' | b'*' | b'_');
    1 + rest[1..].iter().position(special).unwrap_or(rest.len() - 1)
}

/// A bracket opens a link where the next closing one is followed by an address, or stands on a later line.
fn opens(rest: &[u8]) -> bool {
    let reach = &rest[..rest.len().min(REACH)];
    match memchr::memchr(b']', reach) {
        Some(close) => {
            rest.get(close + 1) == Some(&b'(') || memchr::memmem::find(reach, b"](").is_some()
        }
        None => rest.len() < REACH,
    }
}

fn target(bytes: &[u8], at: usize, state: &mut State) -> usize {
    let Inside::Target(mut depth) = state.inside else { return 1 };
    for (offset, b) in bytes[at..].iter().enumerate() {
        match b {
            b'(' => depth = depth.saturating_add(1),
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            state.inside = Inside::Text;
            return offset + 1;
        }
    }
    state.inside = Inside::Target(depth);
    bytes.len() - at
}

/// Bytes of heading marks, bullets and quotation marks that begin a line.
fn lead(bytes: &[u8]) -> usize {
    let mark = bytes.iter().take(6).take_while(|b| **b == b'#').count();
    let len = if mark > 0 {
        mark
    } else {
        usize::from(matches!(bytes.first(), Some(b'*' | b'>' | b'+' | b'-')))
    };
    if len == 0 || bytes.get(len).is_some_and(|b| *b != b' ') {
        return 0;
    }
    len + bytes[len..].iter().take_while(|b| **b == b' ').count()
}

fn numbered(line: &str, out: &mut Vec<Piece>) {
    let bytes = line.as_bytes();
    let mut from = 0;
    for open in memchr::memchr2_iter(b'[', b'(', bytes) {
        let Some(len) = number_len(&bytes[open..]).filter(|_| open >= from) else { continue };
        push(out, from, open, Kind::Text);
        push(out, open, open + len, Kind::Mark);
        from = open + len;
    }
    push(out, from, bytes.len(), Kind::Text);
}

/// The length of `[12]` before text, or of `(BUTTON) `.
fn number_len(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"(BUTTON)") {
        return Some(8 + usize::from(rest.get(8) == Some(&b' ')));
    }
    let digits = rest.get(1..)?.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    let sound = rest[0] == b'[' && digits > 0 && rest.get(digits + 1) == Some(&b']');
    sound.then_some(digits + 2)
}

/// The level of the Markdown heading that the line is.
pub fn heading(line: &str) -> Option<u8> {
    let level = line.bytes().take(7).take_while(|b| *b == b'#').count();
    ((1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ')).then_some(level as u8)
}

/// Whether the line is a number and an address, as text browsers list the links of a page: `12. https://…`.
pub fn is_reference(line: &str) -> bool {
    let digits = line.bytes().take(6).take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return false;
    }
    let rest = line[digits..].trim_start_matches(['.', ' ']);
    let scheme = rest.bytes().take(12).take_while(u8::is_ascii_lowercase).count();
    let behind = rest.as_bytes().get(scheme + 1);
    scheme > 3 && rest[scheme..].starts_with(':') && behind.is_some_and(|b| *b != b' ')
}

/// Whether the line is an item of a list.
pub fn is_item(line: &str) -> bool {
    if line.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let rest = line.trim_start_matches(['*', '-', '+', '•', '·', '○', '▪', '◦', '‣', '»', '›']);
    rest.len() < line.len() && rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(style: Style, lines: &[&str]) -> String {
        let (mut state, mut out) = (State::default(), String::new());
        for line in lines {
            let mut found = Vec::new();
            pieces(style, line, &mut state, &mut found);
            assert_eq!(found.iter().map(|p| p.end - p.start).sum::<usize>(), line.len());
            found
                .iter()
                .filter(|p| p.kind != Kind::Mark)
                .for_each(|p| out.push_str(&line[p.start..p.end]));
        }
        out
    }

    #[test]
    fn marks_are_told_from_text() {
        let markdown = |lines: &[&str]| text(Style::Markdown, lines);
        assert_eq!(markdown(&["## The **new** pier"]), "The new pier");
        assert_eq!(
            markdown(&["He [said](/a_(b)) so [sic], in snake_case"]),
            "He said so [sic], in snake_case"
        );
        assert_eq!(markdown(&["[text](https://harbour-", "post.example/a) and on"]), "text and on");
        assert_eq!(markdown(&["![alt](/x.jpg) after \\- it"]), " after - it");
        assert_eq!(
            text(Style::Numbered, &["[12]Ships and [13]piers [sic]"]),
            "Ships and piers [sic]"
        );
    }

    #[test]
    fn lists_of_links_are_told_from_lists() {
        assert!(is_reference("12. https://harbour-post.example/a"));
        assert!(is_reference("7. mailto:?subject=Piers and ships"));
        assert!(!is_reference("12. Ships and piers: a list"));
        assert!(!is_reference("1999 ships: sunk"));
    }

    #[test]
    fn hostile_lines_stay_linear() {
        let line = "[".repeat(1 << 18);
        assert!(text(Style::Markdown, &[&line]).len() <= line.len());
    }
}
