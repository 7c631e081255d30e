//! Which items are paragraphs of a body that is known.

use crate::score::{letters, tokens};
use foldhash::HashMap;

/// So many letters are no accident.
const TELLING: usize = 12;
/// So many words, and of them so many in a hundred, where a paragraph does not stand in the body letter by letter.
const FEWEST_WORDS: usize = 8;
const SHARE: usize = 80;
/// A text is looked for in the body at so many places.
const PLACES: usize = 4;
/// So many paragraphs are chained; the rest is not looked at.
const MOST: usize = 2000;

/// A text where it stands in the body, with the best chain that it ends.
struct Link {
    item: usize,
    start: usize,
    end: usize,
    covered: usize,
    before: Option<usize>,
}

/// For each item whether it is of the body: the texts that follow each other in the body and cover most of it, and short
/// ones where they go on exactly where the body is.
pub(super) fn paragraphs(texts: &[String], body: &str) -> Vec<bool> {
    let (whole, words) = (letters(body), tokens(body));
    let items: Vec<String> = texts.iter().map(|text| letters(text)).collect();
    let chain = chain(&items, &whole);
    let mut of_body = vec![false; texts.len()];
    let (mut from, mut at) = (None, 0);
    for (item, start, end) in &chain {
        of_body[*item] = true;
        fill(&items, &whole[..*start], (from, Some(*item)), at, &mut of_body);
        (from, at) = (Some(*item), *end);
    }
    if from.is_some() {
        fill(&items, &whole, (from, None), at, &mut of_body);
    }
    for (of_body, text) in of_body.iter_mut().zip(texts) {
        *of_body |= !text.contains("://") && shares_words(text, &words);
    }
    of_body
}

fn chain(items: &[String], whole: &str) -> Vec<(usize, usize, usize)> {
    let mut links: Vec<Link> = Vec::new();
    for (item, text) in items.iter().enumerate() {
        if text.chars().nth(TELLING).is_none() && text != whole || links.len() > MOST {
            continue;
        }
        for (start, _) in whole.match_indices(text.as_str()).take(PLACES) {
            let before = links.iter().enumerate();
            let before = before.filter(|(_, it)| it.end <= start && it.item < item);
            let before = before.max_by_key(|(_, it)| it.covered).map(|(at, it)| (at, it.covered));
            let (end, covered) = (start + text.len(), before.map_or(0, |it| it.1) + text.len());
            links.push(Link { item, start, end, covered, before: before.map(|it| it.0) });
        }
    }
    let best = links.iter().enumerate().max_by_key(|(_, link)| link.covered).map(|(at, _)| at);
    let mut chain = Vec::new();
    let mut at = best;
    while let Some(link) = at.and_then(|at| links.get(at)) {
        chain.push((link.item, link.start, link.end));
        at = link.before;
    }
    chain.reverse();
    chain
}

/// Short items between two of the chain that stand exactly there in the body. Before the first they have to reach it.
fn fill(
    items: &[String],
    whole: &str,
    (from, to): (Option<usize>, Option<usize>),
    mut at: usize,
    of_body: &mut [bool],
) {
    let first = from.map_or(0, |from| from + 1);
    let mut found = Vec::new();
    for (item, text) in items.iter().enumerate().take(to.unwrap_or(items.len())).skip(first) {
        if !text.is_empty() && whole.get(at..).is_some_and(|rest| rest.starts_with(text.as_str())) {
            at += text.len();
            found.push(item);
        }
    }
    if from.is_some() || at == whole.len() {
        found.into_iter().for_each(|item| of_body[item] = true);
    }
}

fn shares_words(text: &str, body: &HashMap<String, usize>) -> bool {
    let own = tokens(text);
    let all: usize = own.values().sum();
    let both: usize = own.iter().map(|(word, n)| body.get(word).map_or(0, |m| *n.min(m))).sum();
    all >= FEWEST_WORDS && both * 100 >= all * SHARE && both < all
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn short_lines_count_where_the_body_goes_on() {
        let body = "Why?\n\nThe pier is closed until Friday. So it is.\n\nWhy?\n\nThe planks are rotten, says the board.";
        let lines = [
            "The pier is closed until Friday.",
            "Why?",
            "The pier is closed until Friday. So it is.",
            "Share this",
            "Why?",
            "The planks are rotten, says the board.",
            "Why?",
        ];
        let of_body = paragraphs(&lines.map(str::to_owned), body);
        assert_eq!(of_body, [false, true, true, false, true, true, false]);
    }
}
