//! Texts that are body and hardly anything else. Nothing is invented here: a field without evidence is left out.

use super::block::{self, Block, Blocks, Trait};
use super::{Finding, Page, copy, credits};
use crate::confidence::Sure;
use crate::labelling::{Join, Label};
use crate::property::Property;
use crate::scan::Facts;
use crate::scan::markup::{self, Kind, State};
use crate::scan::slug::Slug;
use std::borrow::Cow;
use std::ops::Range;

/// Labels a text that is only a body.
pub(crate) fn label(page: Page<'_, '_>) -> Finding {
    let blocks = block::blocks(page);
    let mut finding = Finding {
        layout: Cow::Borrowed("body-only"),
        labels: Vec::with_capacity(page.lines.len()),
        warnings: Vec::new(),
        sure: Sure::default(),
    };
    let prose = prose(&blocks.blocks);
    let Some(body) = prose.filter(|body| is_readable(page, &blocks.blocks[body.clone()])) else {
        return finding;
    };
    let body = behind_box(page, &blocks, body);
    let copied = copy::find(page, &blocks.blocks);
    finding.warnings.extend(copied.iter().filter_map(|c| copy::warning(page, &blocks.blocks, c)));
    let copies = copied.map(|copied| copied.paragraphs).unwrap_or_default();
    let headline = headline(page, &blocks, &body);
    let teaser = teaser(page, &blocks.blocks, &body);
    let body = behind(&blocks.blocks, teaser, body);
    let parts = Parts { headline, teaser, copies, body };
    write(page, &blocks, &parts, &mut finding.labels);
    let chosen = parts.chosen(blocks.blocks.len());
    let credits = credits::find(&credits::Scene::new(page, &blocks, &chosen, &[]));
    finding.labels = credits::overlay(page, finding.labels, &credits);
    credits::tell_sure(&credits, &mut finding.sure);
    finding
}

/// The blocks of a text that is a body and hardly anything else.
struct Parts {
    headline: Option<usize>,
    /// The beginning of the body, cut off, before the body.
    teaser: Option<usize>,
    /// Paragraphs that stand there a second time.
    copies: Vec<usize>,
    /// From the first sentence to the last; what stands around it is a title, a date, a credit, a button.
    body: Range<usize>,
}

impl Parts {
    /// The property of every block, as far as it is known.
    fn chosen(&self, all: usize) -> Vec<Property> {
        let mut chosen = vec![Property::Unknown; all];
        self.body.clone().for_each(|at| chosen[at] = Property::ArticleBody);
        let teaser = self.teaser.map(|at| (at, Property::Description));
        let headline = self.headline.map(|at| (at, Property::Headline));
        teaser.into_iter().chain(headline).for_each(|(at, property)| chosen[at] = property);
        chosen
    }
}

fn prose(blocks: &[Block]) -> Option<Range<usize>> {
    let first = blocks.iter().position(is_sentence).or_else(|| blocks.iter().position(is_long))?;
    let last = blocks.iter().rposition(|block| is_sentence(block) || is_long(block))?;
    Some(first..last + 1)
}

fn is_sentence(block: &Block) -> bool {
    block.is_prose() || (block.text() >= 25 && block.stops > 0)
}

/// Text this long is prose, also in a script whose sentences end without a mark.
const LONG: u32 = 120;

fn is_long(block: &Block) -> bool {
    block.text() >= LONG && block.link * 2 < block.chars && !block.is(Trait::Hard)
}

/// Whether one of the blocks is made of letters: where a dump lost those of its script, only marks are left.
fn is_readable(page: Page<'_, '_>, blocks: &[Block]) -> bool {
    let letters = |text: &str| {
        let (mut letters, mut marks) = (0, 0);
        for c in text.chars().take(SAMPLE).filter(|c| !c.is_whitespace()) {
            if c.is_alphanumeric() || !c.is_ascii() { letters += 1 } else { marks += 1 }
        }
        letters > marks
    };
    blocks.iter().any(|block| block.lines(page).iter().any(|line| letters(line.text)))
}

/// So many characters of a line tell whether it is made of letters.
const SAMPLE: usize = 400;

/// What stands before a heading that is set off by blank lines is a box about another matter.
fn behind_box(page: Page<'_, '_>, blocks: &Blocks, body: Range<usize>) -> Range<usize> {
    let near = body.start..body.end.min(body.start + SOON);
    let heading = |&at: &usize| is_title(page, &blocks.blocks[at]) && blocks.is_set_off(at);
    match near.into_iter().find(heading) {
        Some(at) => {
            (at..body.end).find(|&at| is_sentence(&blocks.blocks[at])).unwrap_or(at)..body.end
        }
        None => body,
    }
}

/// A short line before the body: one that is marked as a heading, stands on the page again, stands between blank lines,
/// or is the first.
fn headline(page: Page<'_, '_>, all: &Blocks, body: &Range<usize>) -> Option<usize> {
    let blocks = &all.blocks;
    let plain = |&at: &usize| blocks.get(at).is_some_and(|block| is_title(page, block));
    let head = || (0..body.start.max(1)).filter(plain);
    let marked = |&at: &usize| blocks[at].heading == 1 || blocks[at].count == 2;
    let loose = |&at: &usize| {
        blocks[at].is(Trait::After) && blocks.get(at + 1).is_some_and(|next| next.is(Trait::After))
    };
    let before_prose = blocks.get(body.start.max(1)).is_some_and(Block::is_prose);
    let placed = || head().find(loose).or_else(|| head().next()).filter(|_| before_prose);
    let set_off = || head().rfind(|&at| all.is_set_off(at));
    let address = page.lines.first().filter(|line| line.facts.any(Facts::URL));
    let said = address.and_then(|line| all.saying(page, &Slug::of(line.text)?));
    said.or_else(|| head().find(marked)).or_else(set_off).or_else(placed)
}

fn is_title(page: Page<'_, '_>, block: &Block) -> bool {
    let short = (20..=160).contains(&block.chars) && !block.is(Trait::Item);
    let words = block.lines(page).iter().all(|line| line.facts.any(Facts::WORDS));
    let other = block.is(Trait::Stop) || block.is(Trait::Hard) || block.is(Trait::Rights);
    let caption = block.lines(page).iter().any(|line| line.facts.any(Facts::SUFFIX));
    short && words && !other && !caption
}

/// So many bytes have to agree before a cut-off text counts as the beginning of another.
const TEASER: usize = 24;
/// The body begins again within so many blocks of a teaser.
const SOON: usize = 4;

/// The first paragraph, where it is cut off and a later one begins as it does.
fn teaser(page: Page<'_, '_>, blocks: &[Block], body: &Range<usize>) -> Option<usize> {
    let soon = blocks.get(body.start + 1..body.end.min(body.start + SOON)).unwrap_or_default();
    is_teaser(page, blocks.get(body.start)?, soon.iter()).then_some(body.start)
}

/// Whether the block is cut off and one of the others begins as it does.
pub(crate) fn is_teaser<'b>(
    page: Page<'_, '_>,
    block: &Block,
    mut others: impl Iterator<Item = &'b Block>,
) -> bool {
    let text = |block: &Block| block.lines(page).first().map_or("", |line| line.text);
    let first = text(block);
    let alike = |a: &str| a.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
    (first.ends_with("...") || first.ends_with('…')) && others.any(|it| alike(text(it)) >= TEASER)
}

/// Behind a teaser the body begins with the next sentence.
fn behind(blocks: &[Block], teaser: Option<usize>, body: Range<usize>) -> Range<usize> {
    let next = teaser.and_then(|at| (at + 1..body.end).find(|&at| is_sentence(&blocks[at])));
    next.unwrap_or(body.start)..body.end
}

fn write(page: Page<'_, '_>, blocks: &Blocks, parts: &Parts, labels: &mut Vec<Label>) {
    let mut paragraphs = 0;
    for (at, block) in blocks.blocks.iter().enumerate() {
        if parts.copies.binary_search(&at).is_ok() {
            whole_lines(page, block, labels);
        } else if Some(at) == parts.headline {
            spans(page, blocks, block, Property::Headline, Join::Value, labels);
        } else if Some(at) == parts.teaser {
            spans(page, blocks, block, Property::Description, Join::Value, labels);
        } else if !parts.body.contains(&at) {
            rules(page, block, labels);
        } else if !is_foreign(page, block) {
            let join = if paragraphs == 0 { Join::Value } else { Join::Paragraph };
            paragraphs += 1;
            spans(page, blocks, block, Property::ArticleBody, join, labels);
        }
    }
}

/// What stands before and behind the body has no property, rules aside.
fn rules(page: Page<'_, '_>, block: &Block, labels: &mut Vec<Label>) {
    for line in block.lines(page).iter().filter(|line| line.facts.any(Facts::RULE)) {
        labels.push(Label::value(line.start, line.end(), Property::Separator, "rule"));
    }
}

/// An address, a selector or a rule is no paragraph.
fn is_foreign(page: Page<'_, '_>, block: &Block) -> bool {
    let hard = Facts::URL | Facts::SELECTOR | Facts::STAMP | Facts::RULE | Facts::SIZE;
    block.lines(page).iter().all(|line| line.facts.any(hard))
}

fn whole_lines(page: Page<'_, '_>, block: &Block, labels: &mut Vec<Label>) {
    labels.extend(block.lines(page).iter().map(|line| {
        Label::value(line.start, line.end(), Property::Boilerplate, "second copy of the body")
    }));
}

/// The text of a block, its marks left out.
pub(crate) fn spans(
    page: Page<'_, '_>,
    blocks: &Blocks,
    block: &Block,
    property: Property,
    join: Join,
    labels: &mut Vec<Label>,
) {
    let reason = match property {
        Property::Headline => "headline: agreement, mark or position",
        _ => "paragraph of prose",
    };
    let (mut state, mut pieces, mut next) = (State::default(), Vec::new(), join);
    for (at, line) in block.lines(page).iter().enumerate() {
        if at > 0 && next == Join::Tight {
            next = blocks.joins.get(block.first + at).copied().unwrap_or(Join::Space);
        }
        pieces.clear();
        markup::pieces(blocks.style, line.text, &mut state, &mut pieces);
        for piece in &pieces {
            let (start, end) = (line.start + piece.start, line.start + piece.end);
            if piece.kind == Kind::Mark {
                labels.push(Label::value(start, end, Property::Separator, "converter's mark"));
            } else {
                labels.push(Label::value(start, end, property, reason).joined(next));
                next = Join::Tight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    fn found(text: &str, property: Property) -> (Vec<&str>, Finding) {
        let lines = line::lines(text);
        let finding = label(Page { text, lines: &lines });
        let of = finding.labels.iter().filter(|label| label.property == property);
        (of.map(|label| &text[label.start..label.end]).collect(), finding)
    }

    const FIRST: &str =
        "The harbour master said on Monday that the new pier would open to ships in the spring.";
    const SECOND: &str =
        "Two years of work had gone into it, and the cost had doubled. Nobody was surprised.";

    #[test]
    fn paragraphs_are_the_body() {
        let text = format!("{FIRST}\n\n{SECOND}\n");
        let (body, finding) = found(&text, Property::ArticleBody);
        assert_eq!(body, [FIRST, SECOND]);
        let joins: Vec<Join> = finding.labels.iter().map(|label| label.join).collect();
        assert_eq!(joins, [Join::Value, Join::Paragraph]);
        assert_eq!(found(&text, Property::Headline).0, Vec::<&str>::new());
    }

    #[test]
    fn a_title_before_prose_is_the_headline() {
        let text = format!("New pier opens to ships\n{FIRST}\n{SECOND}");
        assert_eq!(found(&text, Property::Headline).0, ["New pier opens to ships"]);
        assert_eq!(found(&text, Property::ArticleBody).0, [FIRST, SECOND]);
    }

    #[test]
    fn a_second_copy_is_said_and_left_out() {
        let third = "Ships from the north will be the first to land, the harbour master said.";
        let glued = [FIRST, SECOND, third, FIRST, SECOND, third].concat();
        let text = format!("{glued}\n{FIRST}\n{SECOND}\n{third}\n{FIRST}\n{SECOND}\n{third}\n");
        let (body, finding) = found(&text, Property::ArticleBody);
        assert_eq!(body, [glued.as_str()]);
        assert_eq!(finding.warnings[0].code, "duplicate-body");
        assert_eq!(finding.warnings[0].line, Some(2));
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        for text in ["", "\n", "News", "News\nafrica\n2023", "https://harbour-post.example/"] {
            assert!(found(text, Property::ArticleBody).1.labels.is_empty(), "{text:?}");
        }
    }
}
