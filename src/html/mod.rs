//! Pages for a browser: one file each, dark and light, nothing loaded from anywhere.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};

/// The parts of a page that are not its content.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'s> {
    /// What the window is called.
    pub title: &'s str,
    /// Style sheets behind the common one.
    pub style: &'s str,
    /// A script; empty where the page needs none.
    pub script: &'s str,
}

/// Forbids whatever this file does not hold.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// An empty picture: without it a browser asks for one.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E";

impl Shell<'_> {
    /// Writes a page around its content.
    ///
    /// # Errors
    /// Those of the writer and of `content`.
    pub fn write<W: Write>(
        &self,
        to: &mut W,
        content: impl FnOnce(&mut W) -> io::Result<()>,
    ) -> io::Result<()> {
        let Shell { title, style, script } = self;
        write!(
            to,
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"{ICON}\">\n\
            <title>{}</title>\n<style>\n{}{style}</style>\n<body>\n",
            Escaped(title),
            include_str!("style.css"),
        )?;
        content(to)?;
        if !script.is_empty() {
            write!(to, "<script>\n{script}</script>\n")?;
        }
        writeln!(to, "</body>\n</html>")
    }
}

/// Text between tags or within quotes.
///
/// ```
/// assert_eq!(unscrape::html::Escaped("<b title=\"&\">").to_string(), "&lt;b title=&quot;&amp;&quot;&gt;");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'t>(pub &'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' => f.write_char('\t')?,
                // what a document must not hold
                c if c.is_control() => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_nothing_and_runs_nothing_of_the_text() {
        let shell = Shell { title: "</title><script>x", style: "", script: "" };
        let mut page = Vec::new();
        shell.write(&mut page, |to| write!(to, "{}", Escaped("<img src=x>\0"))).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\0'));
        assert!(page.contains("default-src 'none'"));
    }
}
