//! Many candidates of which the same trees are asked: each comparison is made for eight of them at once, and strikes out the
//! leaves that cannot be reached any more; the first that is left is the answer of its tree (QuickScorer: Lucchese et al. 2015).

use super::forest::{Adder, Forest, LEAVES, ROOM, Sum};
use wide::{i16x8, i32x8};

/// So many candidates are compared at once.
const AT_ONCE: usize = 8;
/// For fewer it is faster to walk down the trees.
const FEW: usize = 2;

/// The trees of one question, made for this.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The nodes that compare each number.
    nodes: Vec<(usize, Vec<Node>)>,
    /// The leaves of each tree, from left to right.
    leaves: Vec<[f32; LEAVES]>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// As [`in_order`] has it.
    bound: i32,
    /// The leaves that cannot be reached where the number is above the bound.
    struck: i16,
    tree: u16,
}

impl Batch {
    /// The same trees; none where one of them is too large.
    pub fn of(forest: &Forest) -> Option<Self> {
        let (mut nodes, mut leaves): (Vec<Vec<Node>>, _) = (vec![Vec::new(); ROOM], Vec::new());
        for (tree, shape) in (0..).zip(forest.shapes()) {
            let shape = shape?;
            for (bound, number, struck) in shape.nodes {
                let (bound, struck) = (in_order(bound), struck as i16);
                nodes.get_mut(usize::from(number))?.push(Node { bound, struck, tree });
            }
            leaves.push(shape.leaves);
        }
        let nodes = nodes.into_iter().enumerate().filter(|(_, nodes)| !nodes.is_empty());
        Some(Batch { nodes: nodes.collect(), leaves })
    }

    /// The sums of all candidates, as [`Forest::sum`] gives them.
    pub fn sums<const N: usize>(&self, forest: &Forest, all: &[[f32; N]]) -> Vec<Sum> {
        let mut sums = Vec::with_capacity(all.len());
        for some in all.chunks(AT_ONCE) {
            if some.len() <= FEW {
                sums.extend(some.iter().map(|numbers| forest.sum(numbers)));
                continue;
            }
            let (left, mut all) = (self.left(some), [Adder::default(); AT_ONCE]);
            for (tree, (left, leaves)) in left.iter().zip(&self.leaves).enumerate() {
                for (adder, left) in all.iter_mut().zip(left.to_array()) {
                    adder.add(leaves[left.trailing_zeros() as usize % LEAVES]);
                }
                if forest.is_step(tree + 1) {
                    all.iter_mut().for_each(|adder| adder.step(forest, tree + 1));
                }
            }
            sums.extend(all.iter().take(some.len()).map(|adder| adder.sum));
        }
        sums
    }

    /// The leaves that are left of each tree, a bit each, for each candidate.
    fn left<const N: usize>(&self, some: &[[f32; N]]) -> Vec<i16x8> {
        let mut left = vec![i16x8::splat(-1); self.leaves.len()];
        for (number, nodes) in &self.nodes {
            let mut numbers = [0; AT_ONCE];
            for (to, candidate) in numbers.iter_mut().zip(some) {
                *to = in_order(candidate.get(*number).copied().unwrap_or_default());
            }
            let numbers = i32x8::new(numbers);
            for node in nodes {
                let above = numbers.simd_gt(i32x8::splat(node.bound));
                let struck = i16x8::from_i32x8_saturate(above) & i16x8::splat(node.struck);
                if let Some(left) = left.get_mut(usize::from(node.tree)) {
                    *left &= !struck;
                }
            }
        }
        left
    }
}

/// A whole number that is above another where its number is; both zeros are one.
fn in_order(number: f32) -> i32 {
    let bits = (number + 0.0).to_bits() as i32;
    bits ^ ((bits >> 31) as u32 >> 1) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The trees of paragraphs.
    const NUMBERS: usize = 70;

    #[test]
    fn numbers_keep_their_order() {
        let numbers = [f32::NEG_INFINITY, -2.0, -0.5, -0.0, 0.0, 1e-30, 0.5, 2.0, f32::INFINITY];
        for (a, b) in numbers.iter().flat_map(|a| numbers.iter().map(move |b| (*a, *b))) {
            assert_eq!(in_order(a) > in_order(b), a > b, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn sums_are_those_of_a_walk(
            all in prop::collection::vec(prop::collection::vec(prop_oneof![-2f32..2.0, -70f32..300.0, Just(0.0)], NUMBERS), 0..20)
        ) {
            let forest = crate::layout::visible::second::paragraphs();
            let batch = Batch::of(forest).unwrap();
            let all: Vec<[f32; NUMBERS]> = all.into_iter().map(|it| it.try_into().unwrap()).collect();
            let walked: Vec<Sum> = all.iter().map(|numbers| forest.sum(numbers)).collect();
            prop_assert_eq!(batch.sums(forest, &all), walked);
        }
    }
}
