//! Bodies that stand on a page twice: once glued into one block, then as paragraphs.

use super::Page;
use super::block::{Block, Trait};
use crate::warning::Warning;

/// A block of this many bytes can hold the paragraphs that follow it.
const GLUED: usize = 400;
/// Bytes of a paragraph that are looked for in the block before.
const NEEDLE: usize = 80;
/// Paragraphs in a row that may be missing in the block before the search ends; it bounds the work.
const MISSES: usize = 8;

/// A glued body and its second copy, as positions in the list of blocks.
#[derive(Debug)]
pub(crate) struct Copied {
    /// The block that holds all of the body.
    pub whole: usize,
    /// The paragraphs that repeat it, in order, two or more.
    pub paragraphs: Vec<usize>,
}

/// Finds paragraphs that repeat one long block before them and hold half of its text or more.
pub(crate) fn find(page: Page<'_, '_>, blocks: &[Block]) -> Option<Copied> {
    let (at, whole) = blocks
        .iter()
        .enumerate()
        .map(|(at, block)| (at, text(page, block)))
        .max_by_key(|(at, whole)| (whole.len(), usize::MAX - at))
        .filter(|(_, whole)| whole.len() >= GLUED)?;
    let mut search = Search { whole: whole.as_bytes(), from: 0, found: 0, misses: 0 };
    let mut paragraphs = Vec::new();
    for (offset, block) in blocks.iter().enumerate().skip(at + 1).filter(|(_, b)| is_paragraph(b)) {
        if search.has(text(page, block)) {
            paragraphs.push(offset);
        }
        if search.misses > MISSES {
            break;
        }
    }
    let enough = search.found * 2 >= whole.len() && paragraphs.len() > 1;
    enough.then_some(Copied { whole: at, paragraphs })
}

/// What to say about a second copy.
pub(crate) fn warning(page: Page<'_, '_>, blocks: &[Block], copied: &Copied) -> Option<Warning> {
    let line = page.lines.get(blocks.get(*copied.paragraphs.first()?)?.first)?;
    let message = "the paragraphs repeat a block before them";
    Some(Warning::line("duplicate-body", line.number, message))
}

fn is_paragraph(block: &Block) -> bool {
    block.is_prose() || (block.text() >= 25 && block.is(Trait::Stop))
}

fn text<'a>(page: Page<'_, 'a>, block: &Block) -> &'a str {
    let lines = block.lines(page);
    let span = lines.first().zip(lines.last());
    span.and_then(|(first, last)| page.text.get(first.start..last.end())).unwrap_or_default()
}

/// Looks for paragraphs in a block, each behind the one before.
struct Search<'a> {
    whole: &'a [u8],
    from: usize,
    found: usize,
    misses: usize,
}

impl Search<'_> {
    fn has(&mut self, paragraph: &str) -> bool {
        let needle = &paragraph.as_bytes()[..paragraph.len().min(NEEDLE)];
        let rest = self.whole.get(self.from..).unwrap_or_default();
        let Some(at) = memchr::memmem::find(rest, needle) else {
            self.misses += 1;
            return false;
        };
        self.from += at + needle.len();
        self.found += paragraph.len();
        self.misses = 0;
        true
    }
}
