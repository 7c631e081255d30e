//! A layout learned from a few dumps whose values are known.
//!
//! The known values are found again among the items of each dump (`place`). What stands around them on their lines becomes keys
//! and patterns (`template`), lines that all examples share become fixed lines, and the order in which all that stands the order
//! of the grammar (`order`). Weights begin as log-odds of facts and are corrected where the layout errs on its own examples
//! (`weigh`: the structured perceptron of Collins, EMNLP 2002). At last the layout is run, and what it misses is told (`verify`).

mod body;
mod draft;
mod example;
mod order;
mod place;
mod template;
mod verify;
mod weigh;

pub use example::{Example, Labelled, Truths};
pub use verify::Miss;

use crate::parser::{LayoutError, Parser};
use place::Placed;

/// What was learned.
#[derive(Debug)]
pub struct Learned {
    /// The layout file.
    pub layout: String,
    /// Values of the examples that it does not recover.
    pub misses: Vec<Miss>,
    /// Values of the examples that their dumps do not hold, in words.
    pub absent: Vec<String>,
    /// How it does on pages that it does not know; none where there are too few examples to tell.
    pub trial: Option<Trial>,
}

/// Each example read by a layout that was learned from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// So many values were right.
    pub right: usize,
    /// So many were right with the layouts that are built in.
    pub built_in: usize,
    /// Of so many.
    pub all: usize,
}

/// Learns a layout of this name.
///
/// # Errors
/// None of the values is found in the dumps, so that there is nothing to learn.
pub fn learn(name: &str, examples: &[Example]) -> Result<Learned, LayoutError> {
    let placed = place::all(examples);
    let layout = layout(name, examples, &placed)?;
    let misses = verify::misses(&layout, examples, &placed)?;
    let absent = placed.iter().flat_map(|it| &it.absent).map(|(_, said)| said.clone()).collect();
    Ok(Learned { layout, misses, absent, trial: trial(name, examples, &placed) })
}

fn layout(name: &str, examples: &[Example], placed: &[Placed]) -> Result<String, LayoutError> {
    let mut draft = order::draft(name, placed);
    if draft.states.is_empty() {
        return Err(LayoutError::Empty);
    }
    weigh::weigh(&mut draft, placed);
    draft.examples = examples.iter().map(|example| example.name.clone()).collect();
    let without = draft.toml();
    draft.header = true;
    let with = draft.toml();
    // the layout of headers knows many, but not each
    let misses = |layout: &str| verify::misses(layout, examples, placed).map(|it| it.len());
    Ok(if misses(&with)? < misses(&without)? { with } else { without })
}

/// A trial needs so many examples, and no more of them are tried.
const FEWEST: usize = 3;
const MOST: usize = 10;

fn trial(name: &str, examples: &[Example], placed: &[Placed]) -> Option<Trial> {
    if examples.len() < FEWEST {
        return None;
    }
    let (mut trial, built_in) = (Trial::default(), Parser::new());
    for (left_out, (example, known)) in examples.iter().zip(placed).enumerate().take(MOST) {
        let mut others = examples.to_vec();
        others.remove(left_out);
        let parser = layout(name, &others, &place::all(&others))
            .and_then(|layout| Parser::new().layout(&layout));
        let (right, all) = verify::right(&parser.unwrap_or_default(), example, known);
        trial.right += right;
        trial.all += all;
        trial.built_in += verify::right(&built_in, example, known).0;
    }
    (trial.all > 0).then_some(trial)
}

/// The longest part of a text that a message shows.
fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match plain.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

/// The items of an example that are of one state.
fn of_state<'p>(
    placed: &'p [Placed],
    key: &'p [crate::property::Property],
) -> impl Iterator<Item = (&'p Placed, usize)> {
    placed.iter().flat_map(move |example| {
        let is = move |i: &usize| example.marks[*i].as_ref().is_some_and(|mark| mark.key == key);
        (0..example.texts.len()).filter(is).map(move |i| (example, i))
    })
}
