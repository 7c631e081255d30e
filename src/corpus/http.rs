//! The text of an HTTP message, as a WARC record of a response holds it.

use super::container::Coding;
use super::html::Html;
use flate2::read::{GzDecoder, ZlibDecoder};
use std::io::Read;

/// Most header lines of a message.
const MOST_HEADERS: usize = 128;

/// Why a message has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// It is no message.
    Malformed,
    /// It holds something else.
    Other,
    /// It is packed in a way that is not known, or damaged.
    Packed,
}

/// Whether a media type is that of plain text.
pub(super) fn is_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.is_empty() || kind.eq_ignore_ascii_case("text/plain")
}

/// Whether a media type is that of HTML.
pub(super) fn is_html(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].iter().any(|html| kind.eq_ignore_ascii_case(html))
}

/// The body of a message, unpacked, if it is plain text, or HTML and that is wanted.
pub(super) fn text(
    message: &[u8],
    html: Html,
    limit: Option<u64>,
) -> Result<(Vec<u8>, Coding), NoText> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(message).map_err(|_| NoText::Malformed)?;
    let httparse::Status::Complete(start) = parsed else { return Err(NoText::Malformed) };
    let value = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map_or(String::new(), |header| String::from_utf8_lossy(header.value).to_lowercase())
    };
    let coding = match value("content-type") {
        kind if is_html(&kind) && html == Html::Flatten => Coding::Html,
        kind if !kind.is_empty() && is_text(&kind) => Coding::Unknown,
        _ => return Err(NoText::Other),
    };
    let mut body = message.get(start..).unwrap_or_default().to_vec();
    if value("transfer-encoding").contains("chunked") {
        // Many crawlers leave the header and take the chunks away.
        body = chunks(&body).unwrap_or(body);
    }
    Ok((unpack(body, value("content-encoding").trim(), limit)?, coding))
}

fn unpack(body: Vec<u8>, encoding: &str, limit: Option<u64>) -> Result<Vec<u8>, NoText> {
    let limit = limit.unwrap_or(u64::MAX);
    let mut text = Vec::new();
    let read = match encoding {
        "" | "identity" => return Ok(body),
        // The header stays behind where a crawler unpacked the body.
        "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => return Ok(body),
        "gzip" | "x-gzip" => GzDecoder::new(&*body).take(limit).read_to_end(&mut text),
        "deflate" => ZlibDecoder::new(&*body).take(limit).read_to_end(&mut text),
        _ => return Err(NoText::Packed),
    };
    read.map(|_| text).map_err(|_| NoText::Packed)
}

/// Puts chunks together; none where the body is not in chunks.
fn chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        let httparse::Status::Complete((start, len)) = httparse::parse_chunk_size(body).ok()?
        else {
            return None;
        };
        let len = usize::try_from(len).ok()?;
        if len == 0 {
            return Some(text);
        }
        text.extend_from_slice(body.get(start..start.checked_add(len)?)?);
        body = body.get(start + len..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn message(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat()
    }

    #[test]
    fn bodies_are_unpacked() {
        let plain = "Content-Type: text/plain; charset=utf-8\r\n";
        let text = |headers: &str, body: &[u8]| {
            let message = message(&format!("{plain}{headers}"), body);
            super::text(&message, Html::Say, Some(100)).map(|(text, _)| text)
        };
        assert_eq!(text("", b"Still.").unwrap(), b"Still.");
        let chunked = "Transfer-Encoding: chunked\r\n";
        assert_eq!(text(chunked, b"3\r\nSti\r\n3\r\nll.\r\n0\r\n\r\n").unwrap(), b"Still.");
        assert_eq!(text(chunked, b"Still.").unwrap(), b"Still.");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"Still.").unwrap();
        let gzip = gzip.finish().unwrap();
        assert_eq!(text("Content-Encoding: gzip\r\n", &gzip).unwrap(), b"Still.");
        assert_eq!(text("Content-Encoding: gzip\r\n", &gzip[..8]), Err(NoText::Packed));
        assert_eq!(text("Content-Encoding: br\r\n", b"?"), Err(NoText::Packed));
    }

    #[test]
    fn what_is_no_plain_text_is_left() {
        let html = message("Content-Type: text/html\r\n", b"<p>");
        assert_eq!(text(&html, Html::Say, None), Err(NoText::Other));
        assert_eq!(text(&html, Html::Flatten, None), Ok((b"<p>".to_vec(), Coding::Html)));
        assert_eq!(text(b"nonsense", Html::Say, None), Err(NoText::Malformed));
    }
}
