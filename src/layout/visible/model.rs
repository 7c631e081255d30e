//! The weights of the labeller, read from the file that training writes (`MODEL.md` describes it).

use super::atoms::{self, Atoms};
use super::chain::{self, Marginal};
use super::observe::Recall;
use super::together::Together;
use std::sync::LazyLock;
use wide::i16x8;

/// Room for so many labels: three vectors of four.
pub(super) const LANES: usize = 12;
/// Scores of the labels, in steps of 1 / [`STEPS`]; what stands behind the last label means nothing.
pub(super) type Row = [i16; ROW];
/// Two vectors of eight.
const ROW: usize = 16;
/// Steps of a weight.
const STEPS: f32 = 256.0;
/// Facts of so many blocks on each side count.
const REACH: usize = 2;
/// Distances of the blocks whose facts count.
const AROUND: usize = 2 * REACH + 1;
/// What speaks against a block that many pages of the site have: a factor of e³, more than which gains nothing.
const FAMILIAR: i16 = 3 * STEPS as i16;
/// The weights of a fact at all distances, without gaps, in vectors of eight.
type Packed = [i16x8; PACKED];
const PACKED: usize = 7;
/// As many numbers.
const WIDE: usize = PACKED * 8;
/// The row of the last distance may be read as a whole.
const _: () = assert!((AROUND - 1) * TAGS + ROW <= WIDE && TAGS <= LANES);
/// What the file begins with: its kind and its version.
const MAGIC: &[u8] = b"unscrape labeller 1\n";

static BUILT_IN: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("labeller.weights")).unwrap_or_default());

/// The labels, in their order in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Furniture before, amidst and behind the article.
    Before,
    Amidst,
    Behind,
    Headline,
    /// The headline with a site's name behind it.
    Title,
    Description,
    Keywords,
    Body,
    Date,
    Author,
}

impl Tag {
    /// All of them.
    pub const ALL: [Tag; 10] = [
        Tag::Before,
        Tag::Amidst,
        Tag::Behind,
        Tag::Headline,
        Tag::Title,
        Tag::Description,
        Tag::Keywords,
        Tag::Body,
        Tag::Date,
        Tag::Author,
    ];

    /// What furniture is hardly ever. Bylines, dates and tags may stand on many pages of a site.
    pub const OWN: [Tag; 4] = [Tag::Headline, Tag::Title, Tag::Description, Tag::Body];
}

/// How many labels there are.
pub(super) const TAGS: usize = Tag::ALL.len();

/// Weights for facts and for labels that follow each other.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// For each fact the place of its weights, 0 for none.
    places: Vec<u16>,
    rows: Vec<Packed>,
    /// Rows for the places before and behind the page.
    edges: [[i16x8; 2]; AROUND],
    /// How likely one label follows another, as factors; and the other way round.
    pub transitions: [Marginal; LANES],
    pub reversed: [Marginal; LANES],
    pub labels: usize,
}

impl Model {
    /// The weights that are built in.
    pub fn built_in() -> &'static Model {
        &BUILT_IN
    }

    /// The probability of each label for each block.
    /// Those that many pages of the site have are mostly furniture.
    pub fn marginals(&self, atoms: &Atoms, blocks: usize, familiar: &[Recall]) -> Vec<Marginal> {
        let mut scores = self.scores(atoms, blocks);
        for (score, recall) in scores.iter_mut().zip(familiar) {
            let less = match recall {
                Recall::No => continue,
                Recall::Some => FAMILIAR,
                Recall::Sure => i16::MAX,
            };
            for tag in Tag::OWN {
                let score = &mut score[tag as usize];
                *score = score.saturating_sub(less);
            }
        }
        chain::marginals(self, &scores)
    }

    fn scores(&self, atoms: &Atoms, blocks: usize) -> Vec<Row> {
        let mut scores = vec![[i16x8::ZERO; 2]; blocks];
        for at in 0..blocks {
            // a fact of this block counts for those that see it at each distance
            let sums = self.sums(atoms.get(at));
            for by in 0..AROUND {
                if let Some(to) = (at + REACH).checked_sub(by).and_then(|to| scores.get_mut(to)) {
                    add(to, row(&sums, by * TAGS));
                }
            }
            for (by, edge) in self.edges.iter().enumerate() {
                if at + by < REACH || at + by >= blocks + REACH {
                    add(&mut scores[at], *edge);
                }
            }
        }
        scores.into_iter().map(numbers).collect()
    }

    /// The sums of the weights of some facts, distance by distance; the first row is that of none and is zero.
    fn sums(&self, facts: &[u16]) -> [i16; WIDE] {
        let mut sums = [i16x8::ZERO; PACKED];
        for fact in facts {
            let place = self.places.get(*fact as usize).copied().unwrap_or_default();
            if let Some(row) = self.rows.get(place as usize) {
                for (sum, weights) in sums.iter_mut().zip(row) {
                    *sum = sum.saturating_add(*weights);
                }
            }
        }
        numbers(sums)
    }

    /// The scores as factors.
    pub fn weigh(&self, row: &Row) -> Marginal {
        let (exp, most) = (&*EXP, row.iter().take(self.labels).copied().max().unwrap_or(0));
        let mut factors = [0.0; LANES];
        for (factor, score) in factors.iter_mut().zip(row).take(self.labels) {
            *factor = exp.of(most.abs_diff(*score));
        }
        factors
    }

    /// What stands before the first block and behind the last: nothing, which goes with every label.
    pub fn none(&self) -> Marginal {
        let mut none = [0.0; LANES];
        none.iter_mut().take(self.labels).for_each(|factor| *factor = 1.0);
        none
    }

    /// Reads a file of weights; none where it is of another kind, version or set of facts.
    pub fn read(bytes: &[u8]) -> Option<Model> {
        let mut reader = Reader { bytes: bytes.strip_prefix(MAGIC)? };
        let (labels, facts) = (reader.number()? as usize, reader.number()? as usize);
        if labels != TAGS || facts != atoms::ALL || reader.number()? != atoms::fingerprint() {
            return None;
        }
        let mut model = Model { labels, places: vec![0; facts], ..Model::default() };
        let mut rows = vec![[0; WIDE]];
        for from in 0..labels {
            for to in 0..labels {
                let factor = (f32::from(reader.weight()?) / STEPS).exp();
                model.transitions[from][to] = factor;
                model.reversed[to][from] = factor;
            }
        }
        for by in 0..AROUND {
            model.edges[by] = vectors(&reader.row()?);
            let mut fact = 0;
            for _ in 0..reader.number()? {
                fact += reader.number()? as usize;
                let place = model.places.get_mut(fact)?;
                if *place == 0 {
                    *place = u16::try_from(rows.len()).ok()?;
                    rows.push([0; WIDE]);
                }
                let weights = reader.row()?;
                rows[*place as usize][by * TAGS..][..TAGS].copy_from_slice(&weights[..TAGS]);
            }
        }
        model.take_in(&mut rows)?;
        model.put_together(&mut rows)?;
        model.rows = rows.iter().map(vectors).collect();
        reader.bytes.is_empty().then_some(model)
    }
}

impl Model {
    /// Adds the weights of facts that others tell to those of the others; none where there is no room for so many.
    fn take_in(&mut self, rows: &mut Vec<[i16; WIDE]>) -> Option<()> {
        for &(part, whole, each) in atoms::TOLD {
            for (step, atom) in atoms::steps(whole).enumerate() {
                let part = atoms::atom(part, step / usize::from(each));
                let told = rows[self.places[usize::from(part)] as usize];
                let place = &mut self.places[usize::from(atom)];
                if *place == 0 && told != [0; WIDE] {
                    *place = u16::try_from(rows.len()).ok()?;
                    rows.push([0; WIDE]);
                }
                let row = &mut rows[*place as usize];
                row.iter_mut().zip(told).for_each(|(to, from)| *to = to.saturating_add(from));
            }
            atoms::steps(part).for_each(|atom| self.places[usize::from(atom)] = 0);
        }
        Some(())
    }
}

impl Model {
    /// Adds the weights of facts that are told as one; none where there is no room for so many.
    fn put_together(&mut self, rows: &mut Vec<[i16; WIDE]>) -> Option<()> {
        for together in Together::ALL {
            for steps in together.steps() {
                let mut sum = [0i16; WIDE];
                for (group, step) in together.parts(steps).into_iter().flatten() {
                    let row = &rows[self.places[usize::from(atoms::atom(group, step))] as usize];
                    sum.iter_mut().zip(row).for_each(|(to, from)| *to = to.saturating_add(*from));
                }
                self.places.push(u16::try_from(rows.len()).ok()?);
                rows.push(sum);
            }
        }
        Some(())
    }
}

fn add(to: &mut [i16x8; 2], row: [i16x8; 2]) {
    *to = [to[0].saturating_add(row[0]), to[1].saturating_add(row[1])];
}

/// Sixteen of the numbers, from a place on.
fn row(all: &[i16; WIDE], from: usize) -> [i16x8; 2] {
    all.get(from..).and_then(|all| all.first_chunk()).map_or([i16x8::ZERO; 2], vectors::<ROW, 2>)
}

/// Numbers as vectors of eight.
fn vectors<const N: usize, const V: usize>(numbers: &[i16; N]) -> [i16x8; V] {
    let (eights, _) = numbers.as_chunks();
    std::array::from_fn(|at| eights.get(at).copied().map_or(i16x8::ZERO, i16x8::new))
}

/// Vectors of eight as numbers.
fn numbers<const V: usize, const N: usize>(vectors: [i16x8; V]) -> [i16; N] {
    let mut numbers = [0; N];
    let (eights, _) = numbers.as_chunks_mut();
    eights.iter_mut().zip(vectors).for_each(|(to, from)| *to = from.to_array());
    numbers
}

/// The exponential function of what scores lack to the greatest, as the product of two factors from tables.
struct Exp {
    coarse: [f32; 1024],
    fine: [f32; 64],
}

static EXP: LazyLock<Exp> = LazyLock::new(|| {
    let exp = |steps: usize| (-(steps as f32) / STEPS).exp();
    Exp { coarse: std::array::from_fn(|at| exp(at * 64)), fine: std::array::from_fn(exp) }
});

impl Exp {
    fn of(&self, steps: u16) -> f32 {
        self.coarse[usize::from(steps >> 6)] * self.fine[usize::from(steps & 63)]
    }
}

/// Reads numbers of seven bits a byte, the lowest first.
struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0u32, 0);
        loop {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u32::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(number);
            }
            shift += 7;
        }
    }

    /// A number with a sign: the lowest bit.
    fn weight(&mut self) -> Option<i16> {
        let number = self.number()?;
        let size = i16::try_from(number >> 1).ok()?;
        Some(if number & 1 == 1 { -size } else { size })
    }

    /// Which labels have a weight, as bits, and their weights.
    fn row(&mut self) -> Option<Row> {
        let set = self.number()?;
        let mut row = [0; ROW];
        for (bit, slot) in row.iter_mut().enumerate() {
            if set >> bit & 1 == 1 {
                *slot = self.weight()?;
            }
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::Known;
    use crate::layout::visible::observe::Scene;
    use crate::layout::{Page, block, unglue};
    use crate::line;

    /// Probabilities by the trainer's own tagger, for dumps of this package.
    const FIXTURE: &str = include_str!("labeller.fixture");
    /// Weights are rounded, so probabilities differ a little.
    const CLOSE: f32 = 0.03;

    fn own(path: &str) -> Vec<Marginal> {
        let text = std::fs::read_to_string(path).unwrap();
        let lines = line::lines(&text);
        let page = Page { text: &text, lines: &lines };
        let lines = unglue::lines(page);
        let page = Page { lines: &lines, ..page };
        let blocks = block::blocks(page);
        let whole = crate::layout::visible::is_whole_page(&blocks);
        let scene = Scene::new(page, &blocks, whole, Known::default());
        // facts that others tell change nothing
        let [all, few] = [scene.atoms(), scene.all_atoms()]
            .map(|atoms| Model::built_in().marginals(&atoms, blocks.blocks.len(), &[]));
        assert_eq!(all, few);
        all
    }

    /// The label that is likeliest, where it is clearly so.
    fn clear(marginal: &[f32]) -> Option<usize> {
        let mut order: Vec<usize> = (0..TAGS).collect();
        order.sort_by(|a, b| marginal[*b].total_cmp(&marginal[*a]));
        (marginal[order[0]] - marginal[order[1]] > CLOSE * 2.0).then_some(order[0])
    }

    #[test]
    fn probabilities_are_those_of_the_trainer() {
        let mut dumps = 0;
        let mut rows = FIXTURE.lines().peekable();
        while let Some(path) = rows.next() {
            dumps += 1;
            for (at, own) in own(path).iter().enumerate() {
                let row = rows.next().unwrap();
                let told: Vec<f32> = row.split(' ').map(|it| it.parse().unwrap()).collect();
                let far = own.iter().zip(&told).any(|(a, b)| (a - b).abs() > CLOSE);
                assert!(!far, "{path}: block {at}: {own:?} is not {told:?}");
                assert!(clear(&told).is_none_or(|tag| clear(own).is_none_or(|own| own == tag)));
            }
            assert!(rows.peek().is_none_or(|row| row.ends_with(".txt")), "{path}: more blocks");
        }
        assert!(dumps > 2);
    }

    #[test]
    fn weights_of_other_facts_are_refused() {
        let file = include_bytes!("labeller.weights");
        assert!(Model::read(file).is_some());
        assert!(Model::read(&file[..file.len() - 1]).is_none());
        assert!(Model::read(b"unscrape labeller 2\n").is_none());
        let mut other = file.to_vec();
        other[MAGIC.len() + 4] ^= 1;
        assert!(Model::read(&other).is_none());
    }

    #[test]
    fn the_chain_agrees_with_all_labellings_counted() {
        let model = small();
        let mut scores = vec![[0; ROW]; 4];
        for (at, row) in scores.iter_mut().enumerate() {
            row[0] = 20 * at as i16 - 10;
            row[1] = 33;
            row[2] = -7 * at as i16;
        }
        let found = chain::marginals(&model, &scores);
        for (at, marginal) in found.iter().enumerate() {
            for (label, share) in marginal.iter().enumerate().take(3) {
                let slow = slow(&model, &scores, at, label);
                assert!((share - slow).abs() < 1e-4, "{at} {label}");
            }
        }
    }

    fn small() -> Model {
        let mut model = Model { labels: 3, ..Model::default() };
        for from in 0..3 {
            for to in 0..3 {
                let factor = 0.3 + 0.4 * from as f32 + 0.2 * (to * to) as f32;
                model.transitions[from][to] = factor;
                model.reversed[to][from] = factor;
            }
        }
        model
    }

    /// The share of all labellings that have the label there.
    fn slow(model: &Model, scores: &[Row], at: usize, label: usize) -> f32 {
        let (mut all, mut having) = (0.0, 0.0);
        for code in 0..3usize.pow(scores.len() as u32) {
            let labels: Vec<usize> =
                (0..scores.len()).map(|at| code / 3usize.pow(at as u32) % 3).collect();
            let own: f32 = labels.iter().zip(scores).map(|(l, row)| model.weigh(row)[*l]).product();
            let steps = labels.windows(2).map(|pair| model.transitions[pair[0]][pair[1]]);
            let product = own * steps.product::<f32>();
            all += product;
            having += if labels[at] == label { product } else { 0.0 };
        }
        having / all
    }
}
