//! What a reader sees of a line, the converter's marks left out, and the way back to the bytes of the page.

use crate::line::Line;
use crate::scan::markup::{self, Kind, State, Style};
use std::borrow::Cow;

/// The visible text of a line.
#[derive(Debug)]
pub struct View<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where pieces begin: in the text, in the page. None where the text is the line itself.
    pieces: Vec<(usize, usize)>,
    /// Where the line begins in the page.
    start: usize,
}

impl<'a> View<'a> {
    /// The visible text of the line; `state` is what the lines before it left open.
    pub fn of(style: Style, line: &Line<'a>, state: &mut State) -> View<'a> {
        if style == Style::Plain {
            let text = Cow::Borrowed(line.text);
            return View { text, pieces: Vec::new(), start: line.start };
        }
        let mut found = Vec::new();
        markup::pieces(style, line.text, state, &mut found);
        let (mut text, mut pieces) = (String::with_capacity(line.text.len()), Vec::new());
        for piece in found.iter().filter(|piece| piece.kind != Kind::Mark) {
            // a mark between two words parts them
            if text.ends_with(char::is_alphanumeric) && style == Style::Numbered {
                text.push(' ');
            }
            pieces.push((text.len(), line.start + piece.start));
            text.push_str(&line.text[piece.start..piece.end]);
        }
        View { text: Cow::Owned(text), pieces, start: line.start }
    }

    /// The bytes of the page that a part of the text is, where they stand there without a mark between.
    pub fn place(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if let Cow::Borrowed(_) = self.text {
            return (start < end).then_some((self.start + start, self.start + end));
        }
        let of = |at: usize| {
            let before = self.pieces.partition_point(|(from, _)| *from <= at);
            before.checked_sub(1).map(|last| self.pieces[last].1 + (at - self.pieces[last].0))
        };
        let (from, to) = (of(start)?, of(end.checked_sub(1)?)? + 1);
        (to - from == end - start).then_some((from, to))
    }
}
