//! Tags that a header lists, where they are too many to be those of the page.

use crate::labelling::Label;
use crate::layout::Page;
use crate::line::Line;
use crate::property::Property;
use std::collections::HashSet;

/// More tags are a cloud: all those of the site, among them those of the page.
const CLOUD: usize = 30;

/// All tags together are looked for in so many bytes, each in the whole text; beyond that only their words are.
const LOOKED_THROUGH: usize = 1 << 28;

/// Of a cloud, the tags whose words the title or the lines below say are those of the page.
pub(super) fn settle(page: Page<'_, '_>, header: &mut [Label], below: &[Line<'_>]) {
    let is_tag = |label: &&mut Label| label.property == Property::Keywords;
    let tags = header.iter_mut().filter(is_tag).count();
    if tags <= CLOUD {
        return;
    }
    let text = |label: &Label| page.text.get(label.start..label.end).unwrap_or_default();
    let title = header.iter().find(|label| label.property == Property::Headline).map(text);
    let said = title.into_iter().chain(below.iter().map(|line| line.text));
    let said = said.flat_map(|text| [text, " "]).collect::<String>().to_lowercase();
    let words: HashSet<&str> = words(&said).collect();
    let few = said.len().saturating_mul(tags) <= LOOKED_THROUGH;
    let within = |tag: &str| few && said.contains(tag);
    let says = |tag: &str| self::words(tag).all(|word| words.contains(word)) || within(tag);
    let unsaid = |label: &&mut Label| is_tag(label) && !says(&text(label).to_lowercase());
    header
        .iter_mut()
        .filter(unsaid)
        .for_each(|label| label.property = Property::AdditionalProperty);
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;

    #[test]
    fn of_a_cloud_the_tags_that_the_page_says_are_kept() {
        let cloud: String = (0..CLOUD).map(|n| format!("Tag {n}x\n")).collect();
        let text = format!("Tall Ships\n{cloud}Ships that are tall may land.\n");
        let lines = line::lines(&text);
        let page = Page { text: &text, lines: &lines };
        let (tags, below) = lines.split_at(CLOUD + 1);
        let label = |line: &Line<'_>| Label::value(line.start, line.end(), Property::Keywords, "");
        let kept = |mut header: Vec<Label>| {
            settle(page, &mut header, below);
            header.iter().filter(|label| label.property == Property::Keywords).count()
        };
        assert_eq!(kept(tags.iter().map(label).collect()), 1);
        assert_eq!(kept(tags[1..].iter().map(label).collect()), CLOUD);
    }
}
