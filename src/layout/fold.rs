//! Values that stand on several lines are folded into one item: an organisation, an image size.

use super::items::Item;
use crate::labelling::Join;
use crate::scan::{Facts, number};

/// A name in law is not longer than this.
const NAME: usize = 160;
/// Ratings before a mail address: min, max, value, count.
const RATINGS: usize = 4;

/// Folds what belongs together; the order stays.
pub(crate) fn fold(items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    if !items.iter().any(|item| item.facts.any(Facts::EMAIL | Facts::BOOL)) {
        return items;
    }
    let runs = runs(&items);
    let mut folded: Vec<Item<'_>> = Vec::with_capacity(items.len());
    let mut runs = runs.into_iter().peekable();
    let mut open: Option<Run> = None;
    for (i, item) in items.into_iter().enumerate() {
        if let Some(run) = runs.next_if(|run| run.from == i) {
            open = Some(run);
            folded.push(item);
        } else if let Some(run) = open.filter(|run| i < run.to) {
            if let Some(last) = folded.last_mut() {
                last.join(item, Join::Space);
                last.facts = run.fact | Facts::NONE.with(Facts::SHORT, last.text.len() <= 60);
            }
        } else {
            folded.push(item);
        }
    }
    folded
}

/// Items `from..to` are one value.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    fact: Facts,
}

fn runs(items: &[Item<'_>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for i in 0..items.len() {
        let taken = runs.last().map_or(0, |run| run.to);
        let found = if items[i].facts.any(Facts::EMAIL) {
            organisation(items, i, taken)
        } else if items[i].facts.any(Facts::BOOL) {
            size(items, i, taken)
        } else {
            None
        };
        runs.extend(found);
    }
    runs
}

/// Width, height, truth value.
fn size(items: &[Item<'_>], i: usize, taken: usize) -> Option<Run> {
    let from = i.checked_sub(2).filter(|from| *from >= taken)?;
    let sound = items[from..i].iter().all(|item| number::is_pixels(&item.text));
    sound.then_some(Run { from, to: i + 1, fact: Facts::SIZE })
}

/// `name [rating …] EMAIL [telephone] [legal name] [address] [width height]`, anchored at the mail address.
fn organisation(items: &[Item<'_>], i: usize, taken: usize) -> Option<Run> {
    let mut from = i;
    while from > taken && i - from < RATINGS && is_bare_number(items, from - 1) {
        from -= 1;
    }
    let name = from.checked_sub(1).filter(|name| *name >= taken)?;
    if !is_name(&items[name]) || items[name].facts.any(Facts::STOP) {
        return None;
    }
    let mut to = i + 1;
    let has = |at: usize, facts: Facts| items.get(at).is_some_and(|item| item.facts.any(facts));
    let phone = has(to, Facts::PHONE) || is_long_number(items, to);
    to += usize::from(phone);
    to += usize::from(phone && items.get(to).is_some_and(is_name));
    to += usize::from(has(to, Facts::URL) && !has(to, Facts::IMAGE));
    let logo = is_bare_number(items, to) && is_bare_number(items, to + 1) && !has(to, Facts::YEAR);
    to += if logo { 2 } else { 0 };
    (phone || logo).then_some(Run { from: name, to, fact: Facts::ORGANISATION })
}

fn is_bare_number(items: &[Item<'_>], at: usize) -> bool {
    items.get(at).is_some_and(|item| item.facts.any(Facts::NUMBER) && item.text.len() <= 6)
}

/// A telephone number without any mark.
fn is_long_number(items: &[Item<'_>], at: usize) -> bool {
    items.get(at).is_some_and(|item| item.facts.any(Facts::NUMBER) && item.text.len() >= 7)
}

fn is_name(item: &Item<'_>) -> bool {
    item.facts.any(Facts::WORDS)
        && !item.facts.any(Facts::LOCALE | Facts::LONG | Facts::ORGANISATION)
        && item.text.len() <= NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::lines;

    fn folded(text: &str) -> Vec<String> {
        let items = lines(text).iter().map(Item::line).collect();
        fold(items).iter().map(|item| item.text.to_string()).collect()
    }

    #[test]
    fn an_organisation_over_many_lines_is_one_item() {
        let text = "africa\nHarbour Post\n1\n5\n4.7\n96\ndesk@post.example\n7 495 555-6601\nPost «Media»\n353\n60\n2021\n1920\n1080\ntrue";
        let one = "Harbour Post 1 5 4.7 96 desk@post.example 7 495 555-6601 Post «Media» 353 60";
        assert_eq!(folded(text), ["africa", one, "2021", "1920 1080 true"]);
    }

    #[test]
    fn a_mail_address_in_a_footer_is_no_organisation() {
        let text = "Write to us:\ndesk@post.example\nTelephone: 555-6601";
        assert_eq!(folded(text).len(), 3);
    }
}
