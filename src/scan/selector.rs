//! Paths into a document tree (XPath), as `speakable` markup names them.

/// No path is longer, and no predicate.
const LONGEST: usize = 500;

/// Whether the whole text is one path or several with white space between.
pub fn is_selector(text: &str) -> bool {
    text.len() < 1000 && text.split_ascii_whitespace().all(|part| end(part) == part.len())
}

/// Where the path that begins `text` ends; 0 where none begins. A path is absolute, goes at least two steps down and
/// has a predicate or an attribute, so that file names are not taken for it.
pub fn end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut steps, mut proof) = (0, 0, false);
    while bytes.get(at) == Some(&b'/') && at < LONGEST {
        at += 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        let attribute = bytes.get(at) == Some(&b'@');
        at += usize::from(attribute);
        let name = if attribute { attribute_len(&text[at..]) } else { name_len(&bytes[at..]) };
        if name == 0 {
            return 0;
        }
        at += name;
        steps += 1;
        proof |= attribute;
        if bytes.get(at) == Some(&b'[') {
            let reach = bytes.len().min(at + LONGEST);
            let Some(close) = memchr::memchr(b']', &bytes[at..reach]) else { return 0 };
            at += close + 1;
            proof = true;
        }
    }
    if proof && steps > 1 { at } else { 0 }
}

fn name_len(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'*'))
        .count()
}

/// An attribute's name; `content`, the one that speakable markup uses, ends even where a word is glued to it.
fn attribute_len(text: &str) -> usize {
    if text.starts_with("content") { "content".len() } else { name_len(text.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_end_even_where_glued() {
        let one = "/html/head/meta[@name='og:title']/@content";
        assert_eq!(end(one), one.len());
        assert!(is_selector(&format!("{one} {one}")));
        assert_eq!(end(&format!("{one}{one}")), one.len() * 2);
        assert_eq!(end(&format!("{one}https://a.example")), one.len());
        assert_eq!(end("/usr/bin/env"), 0);
        assert_eq!(end("/"), 0);
    }
}
