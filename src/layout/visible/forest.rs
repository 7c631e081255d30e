//! Sums of small decision trees (gradient boosting, Friedman 2001), read from the file that training writes.

/// What the file begins with: its kind and its version.
const MAGIC: &[u8] = b"unscrape trees 1\n";
/// The number of a node that is a leaf.
const LEAF: u8 = 255;

/// Room for so many numbers.
pub(super) const ROOM: usize = 128;
/// So many leaves of a tree can be told apart as bits.
pub(in crate::layout) const LEAVES: usize = 16;
/// After so many trees it is asked whether the others are worth while.
const STEP: usize = 12;
/// What each tree that is left out could add on average. Of 288,000 answers on the training sites
/// none was given up that would have become a yes.
const SLACK: f32 = 0.03;

/// The trees of one question.
#[derive(Debug, Default)]
pub(in crate::layout) struct Forest {
    nodes: Vec<Node>,
    /// What the leaves add.
    leaves: Vec<f32>,
    roots: Vec<u16>,
    base: f32,
    /// Which numbers are compared with anything, a bit each.
    asked: u128,
}

const _: () = assert!(ROOM <= u128::BITS as usize);

#[derive(Clone, Copy, Debug)]
struct Node {
    bound: f32,
    /// What follows where the number is at most the bound, and where it is above: a node, or behind all nodes a leaf.
    next: [u16; 2],
    /// Which number is compared.
    number: u8,
}

/// What the trees say of a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::layout) struct Sum {
    all: f32,
    /// The lowest that it was before all of them were asked, with what the others could add.
    lowest: f32,
}

impl Default for Sum {
    fn default() -> Self {
        Sum { all: 0.0, lowest: f32::INFINITY }
    }
}

/// Adds up what the trees say, step by step.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::layout) struct Adder {
    pub sum: Sum,
    /// What the trees of this step say.
    part: f32,
}

impl Adder {
    pub fn add(&mut self, leaf: f32) {
        self.part += leaf;
    }

    /// Ends a step, after so many trees.
    pub fn step(&mut self, forest: &Forest, trees: usize) {
        self.sum.all += std::mem::take(&mut self.part);
        let left = forest.roots.len() - trees;
        self.sum.lowest = (self.sum.all + SLACK * (left as f32)).min(self.sum.lowest);
    }
}

/// A tree: the bound of each node, the number that it compares, and as bits the leaves that cannot be reached where that
/// is above it; and the leaves from left to right.
pub(in crate::layout) struct Shape {
    pub nodes: Vec<(f32, u8, u16)>,
    pub leaves: [f32; LEAVES],
}

fn room(numbers: &[f32]) -> [f32; ROOM] {
    let mut room = [0.0; ROOM];
    room.iter_mut().zip(numbers).for_each(|(to, from)| *to = *from);
    room
}

impl Forest {
    /// The probability that the answer is yes, where it is at least so high. The sum is given up as soon as that is out
    /// of reach (a soft cascade: Bourdev and Brandt 2005).
    pub fn probability(&self, numbers: &[f32], least: f32) -> Option<f32> {
        let room = room(numbers);
        let least_sum = self.least_sum(least);
        let (mut sum, mut left) = (0.0, self.roots.len());
        for roots in self.roots.chunks(STEP) {
            sum += roots.iter().map(|root| self.leaf(*root, &room)).sum::<f32>();
            left -= roots.len();
            if sum + SLACK * (left as f32) < least_sum {
                return None;
            }
        }
        self.enough(sum, least)
    }

    /// The same, where the sum is known.
    pub fn probability_of(&self, sum: Sum, least: f32) -> Option<f32> {
        let reached = sum.lowest >= self.least_sum(least);
        reached.then(|| self.enough(sum.all, least)).flatten()
    }

    fn least_sum(&self, least: f32) -> f32 {
        (least / (1.0 - least)).ln() - self.base
    }

    fn enough(&self, sum: f32, least: f32) -> Option<f32> {
        let probability = 1.0 / (1.0 + (-self.base - sum).exp());
        (probability >= least).then_some(probability)
    }

    /// What all trees say.
    pub fn sum(&self, numbers: &[f32]) -> Sum {
        let (room, mut adder) = (room(numbers), Adder::default());
        for (tree, root) in self.roots.iter().enumerate() {
            adder.add(self.leaf(*root, &room));
            if self.is_step(tree + 1) {
                adder.step(self, tree + 1);
            }
        }
        adder.sum
    }

    /// Whether it is asked after so many trees if the others are worth while.
    pub fn is_step(&self, trees: usize) -> bool {
        trees.is_multiple_of(STEP) || trees == self.roots.len()
    }

    /// What each tree compares, and its leaves; none for one that has too many.
    pub fn shapes(&self) -> impl Iterator<Item = Option<Shape>> + '_ {
        self.roots.iter().map(|root| {
            let mut shape = Shape { nodes: Vec::new(), leaves: [0.0; LEAVES] };
            (self.walk(usize::from(*root), 0, &mut shape)? <= LEAVES).then_some(shape)
        })
    }

    /// Adds what stands below a node, where so many leaves stand left of it; says how many do so behind it.
    fn walk(&self, at: usize, before: usize, shape: &mut Shape) -> Option<usize> {
        let Some(node) = self.nodes.get(at) else {
            *shape.leaves.get_mut(before)? = self.leaves.get(at - self.nodes.len()).copied()?;
            return Some(before + 1);
        };
        let [low, high] = node.next.map(usize::from);
        let middle = self.walk(low, before, shape)?;
        let struck = u16::MAX.checked_shr(LEAVES as u32 + before as u32 - middle as u32)? << before;
        shape.nodes.push((node.bound, node.number, struck));
        self.walk(high, middle, shape)
    }

    /// Whether the answer depends on the number at that place.
    pub fn asks(&self, number: usize) -> bool {
        number < ROOM && self.asked >> number & 1 == 1
    }

    fn leaf(&self, root: u16, numbers: &[f32; ROOM]) -> f32 {
        let mut at = usize::from(root);
        while let Some(node) = self.nodes.get(at) {
            let above = numbers[usize::from(node.number) % ROOM] > node.bound;
            at = usize::from(node.next[usize::from(above)]);
        }
        self.leaves.get(at - self.nodes.len()).copied().unwrap_or_default()
    }

    /// Reads a file of several forests, each for so many numbers; none where it is of another kind, version or number.
    pub fn read_all<const N: usize>(bytes: &[u8], numbers: [usize; N]) -> Option<[Forest; N]> {
        let mut reader = Reader { bytes: bytes.strip_prefix(MAGIC)? };
        let mut forests = [const { None }; N];
        for (forest, numbers) in forests.iter_mut().zip(numbers) {
            *forest = Some(reader.forest(numbers)?);
        }
        let sound = reader.bytes.is_empty();
        sound.then(|| forests.map(Option::unwrap_or_default))
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take()?))
    }

    fn forest(&mut self, numbers: usize) -> Option<Forest> {
        let [known, trees] = self.take()?;
        if usize::from(known) != numbers || numbers > ROOM {
            return None;
        }
        let mut forest = Forest { base: self.float()?, ..Forest::default() };
        for _ in 0..trees {
            let root = self.tree(&mut forest)?;
            forest.roots.push(root);
        }
        forest.point_behind()?;
        Some(forest)
    }

    /// A tree in the order of a walk: a node, what is at most its bound, what is above. Gives where it begins; leaves are
    /// told from nodes by [`IS_LEAF`].
    fn tree(&mut self, forest: &mut Forest) -> Option<u16> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut root = None;
        loop {
            let [number] = self.take()?;
            let value = self.float()?;
            let is_leaf = number == LEAF;
            let at = if is_leaf { forest.leaves.len() } else { forest.nodes.len() };
            let place = u16::try_from(at).ok().filter(|at| at & IS_LEAF == 0)?;
            let place = if is_leaf { place | IS_LEAF } else { place };
            root = root.or(Some(place));
            // behind a leaf comes what is above the last node that has no such branch yet
            if let Some((node, branch)) = open.pop() {
                forest.nodes[node].next[branch] = place;
            }
            if is_leaf {
                forest.leaves.push(value);
                if open.is_empty() {
                    return root;
                }
            } else {
                forest.asked |= 1u128.checked_shl(number.into()).unwrap_or_default();
                forest.nodes.push(Node { bound: value, next: [0; 2], number });
                open.extend([(at, 1), (at, 0)]);
            }
        }
    }
}

/// While trees are read, the bit that tells leaves from nodes.
const IS_LEAF: u16 = 1 << 15;

impl Forest {
    /// The leaves stand behind the nodes.
    fn point_behind(&mut self) -> Option<()> {
        let nodes = self.nodes.len();
        let branches = self.nodes.iter_mut().flat_map(|node| &mut node.next);
        for place in branches.chain(&mut self.roots).filter(|place| **place & IS_LEAF > 0) {
            *place = u16::try_from(usize::from(*place & !IS_LEAF) + nodes).ok()?;
        }
        Some(())
    }
}
