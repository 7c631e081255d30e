//! Sums of small decision trees (gradient boosting, Friedman 2001), read from the file that training writes.

/// What the file begins with: its kind and its version.
const MAGIC: &[u8] = b"unscrape trees 1\n";
/// The number of a node that is a leaf.
const LEAF: u8 = 255;

/// Room for so many numbers.
const ROOM: usize = 128;
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
}

#[derive(Clone, Copy, Debug)]
struct Node {
    bound: f32,
    /// What follows where the number is at most the bound, and where it is above: a node, or behind all nodes a leaf.
    next: [u16; 2],
    /// Which number is compared.
    number: u8,
}

impl Forest {
    /// The probability that the answer is yes, where it is at least so high. The sum is given up as soon as that is out
    /// of reach (a soft cascade: Bourdev and Brandt 2005).
    pub fn probability(&self, numbers: &[f32], least: f32) -> Option<f32> {
        let mut room = [0.0; ROOM];
        room.iter_mut().zip(numbers).for_each(|(to, from)| *to = *from);
        let least_sum = (least / (1.0 - least)).ln() - self.base;
        let (mut sum, mut left) = (0.0, self.roots.len());
        for roots in self.roots.chunks(STEP) {
            sum += roots.iter().map(|root| self.leaf(*root, &room)).sum::<f32>();
            left -= roots.len();
            if sum + SLACK * (left as f32) < least_sum {
                return None;
            }
        }
        let probability = 1.0 / (1.0 + (-self.base - sum).exp());
        (probability >= least).then_some(probability)
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
