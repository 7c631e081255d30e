//! Texts that are body and hardly anything else. Nothing is invented here: a field without evidence is left out.

use super::block::{self, Block, Blocks, Trait};
use super::{Finding, Page, copy};
use crate::labelling::{Join, Label};
use crate::property::Property;
use crate::scan::Facts;
use crate::scan::markup::{self, Kind, State};
use std::borrow::Cow;

/// Labels a text that is only a body.
pub(crate) fn label(page: Page<'_, '_>) -> Finding {
    let blocks = block::blocks(page);
    let mut finding = Finding {
        layout: Cow::Borrowed("body-only"),
        labels: Vec::with_capacity(page.lines.len()),
        warnings: Vec::new(),
    };
    if !blocks.blocks.iter().any(is_sentence) {
        return finding;
    }
    let copied = copy::find(page, &blocks.blocks);
    finding.warnings.extend(copied.iter().filter_map(|c| copy::warning(page, &blocks.blocks, c)));
    let copies = copied.map(|copied| copied.paragraphs).unwrap_or_default();
    let headline = headline(page, &blocks.blocks);
    write(page, &blocks, headline, &copies, &mut finding.labels);
    finding
}

fn is_sentence(block: &Block) -> bool {
    block.is_prose() || (block.text() >= 25 && block.stops > 0)
}

/// The first block, where it is marked as a heading, stands on the page again, or is a short line before prose.
fn headline(page: Page<'_, '_>, blocks: &[Block]) -> Option<usize> {
    let (first, second) = (blocks.first()?, blocks.get(1)?);
    let short = (20..=160).contains(&first.chars) && !first.is(Trait::Item);
    let words = first.lines(page).iter().all(|line| line.facts.any(Facts::WORDS));
    let plain = short && words && !first.is(Trait::Stop) && !first.is(Trait::Hard);
    let evident = first.heading == 1 || first.count == 2 || second.is_prose();
    (plain && evident).then_some(0)
}

fn write(
    page: Page<'_, '_>,
    blocks: &Blocks,
    headline: Option<usize>,
    copies: &[usize],
    labels: &mut Vec<Label>,
) {
    let mut paragraphs = 0;
    for (at, block) in blocks.blocks.iter().enumerate() {
        if copies.binary_search(&at).is_ok() {
            whole_lines(page, block, labels);
        } else if Some(at) == headline {
            spans(page, blocks, block, Property::Headline, Join::Value, labels);
        } else if !is_foreign(page, block) {
            let join = if paragraphs == 0 { Join::Value } else { Join::Paragraph };
            paragraphs += 1;
            spans(page, blocks, block, Property::ArticleBody, join, labels);
        }
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
