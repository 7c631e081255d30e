//! Sums of small decision trees (gradient boosting, Friedman 2001), read from the file that training writes.

/// What the file begins with: its kind and its version.
const MAGIC: &[u8] = b"unscrape trees 1\n";
/// The number of a node that is a leaf.
const LEAF: u8 = 255;

/// The trees of one question.
#[derive(Debug, Default)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u32>,
    base: f32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Which number is compared, or [`LEAF`].
    number: u8,
    /// Where the branch begins that is taken where the number is above the bound; the other one follows.
    above: u32,
    /// The bound, or what the leaf adds.
    value: f32,
}

impl Forest {
    /// The probability that the answer is yes.
    pub fn probability(&self, numbers: &[f32]) -> f32 {
        let sum: f32 = self.roots.iter().map(|root| self.leaf(*root, numbers)).sum();
        1.0 / (1.0 + (-self.base - sum).exp())
    }

    fn leaf(&self, root: u32, numbers: &[f32]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at as usize) {
            if node.number == LEAF {
                return node.value;
            }
            let number = numbers.get(node.number as usize).copied().unwrap_or_default();
            at = if number <= node.value { at + 1 } else { node.above };
        }
        0.0
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
        if usize::from(known) != numbers {
            return None;
        }
        let mut forest = Forest { base: self.float()?, ..Forest::default() };
        for _ in 0..trees {
            forest.roots.push(forest.nodes.len() as u32);
            self.tree(&mut forest.nodes)?;
        }
        Some(forest)
    }

    /// A tree in the order of a walk: a node, what is at most its bound, what is above.
    fn tree(&mut self, nodes: &mut Vec<Node>) -> Option<()> {
        let mut open: Vec<usize> = Vec::new();
        loop {
            let [number] = self.take()?;
            let value = self.float()?;
            let at = nodes.len();
            nodes.push(Node { number, above: 0, value });
            if number != LEAF {
                open.push(at);
                continue;
            }
            // behind a leaf comes what is above the last node that has no such branch yet
            match open.pop() {
                Some(node) => nodes[node].above = nodes.len() as u32,
                None => return Some(()),
            }
        }
    }
}
