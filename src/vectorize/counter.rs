//! Terms of one article to its unit row.

use super::stream::NONE;

/// Counts and weighs the terms of one article after another, as [`super::tfidf::weigh`] does.
///
/// The terms of an article are marked in a bitmap, and its words with marks in another, so that they come
/// out ascending without a sort; a term's place in the row is the number of marks before its own. All
/// that is touched at random fits the second cache.
pub(super) struct Counter<'t> {
    idf: &'t BlockIdf<'t>,
    /// The terms of the article as they stand in the text, and how often each counts there.
    read: Vec<(u32, u32)>,
    marks: Vec<u64>,
    marks_of_marks: Vec<u64>,
    /// Number of marks before each block with marks.
    n_before: Vec<u32>,
    /// Blocks with marks, ascending.
    blocks: Vec<usize>,
    row: Vec<Counted>,
    /// 1 + ln tf by tf.
    factors: Vec<f64>,
}

/// A term of the row that is made.
#[derive(Clone, Copy)]
struct Counted {
    term: u32,
    tf: u32,
    weight: f64,
}

/// The idf of every term and, since rare terms of equal df stand together, of most blocks of 64.
pub(super) struct BlockIdf<'t> {
    of_term: &'t [f32],
    /// Below 0 where the terms of the block differ.
    of_block: Vec<f32>,
}

impl<'t> BlockIdf<'t> {
    pub(super) fn new(of_term: &'t [f32]) -> Self {
        let of_block = |block: &[f32]| {
            let same = block.iter().all(|idf| idf.to_bits() == block[0].to_bits());
            if same { block[0] } else { -1.0 }
        };
        Self { of_term, of_block: of_term.chunks(64).map(of_block).collect() }
    }
}

/// Greater counts have their logarithm computed each time.
const MAX_KNOWN_TF: usize = 1 << 8;

impl<'t> Counter<'t> {
    pub(super) fn new(idf: &'t BlockIdf<'t>) -> Self {
        let n_blocks = idf.of_block.len();
        Self {
            idf,
            read: Vec::new(),
            marks: vec![0; n_blocks],
            marks_of_marks: vec![0; n_blocks.div_ceil(64)],
            n_before: vec![0; n_blocks],
            blocks: Vec::new(),
            row: Vec::new(),
            factors: (0..MAX_KNOWN_TF).map(factor).collect(),
        }
    }

    /// Counts terms `n` times each; [`NONE`] is no term.
    #[inline(always)]
    pub(super) fn read(&mut self, terms: impl ExactSizeIterator<Item = u32>, n: u32) {
        // Places for all, filled without branches: what is a term is hard to foretell.
        let mut n_read = self.read.len();
        self.read.resize(n_read + terms.len(), (NONE, 0));
        for term in terms {
            self.read[n_read] = (term, n);
            n_read += usize::from(term != NONE);
        }
        self.read.truncate(n_read);
    }

    /// Appends the row of what was read and forgets it.
    pub(super) fn append(&mut self, terms: &mut Vec<u32>, weights: &mut Vec<f32>) {
        self.mark();
        self.lay_out();
        for (term, n) in self.read.drain(..) {
            let (block, bit) = (term as usize / 64, term % 64);
            let n_in_block = (self.marks[block] & ((1 << bit) - 1)).count_ones();
            self.row[(self.n_before[block] + n_in_block) as usize].tf += n;
        }
        self.blocks.iter().for_each(|&block| self.marks[block] = 0);
        self.weigh(terms, weights);
    }

    fn mark(&mut self) {
        for &(term, _) in &self.read {
            let block = term as usize / 64;
            self.marks[block] |= 1 << (term % 64);
            self.marks_of_marks[block / 64] |= 1 << (block % 64);
        }
    }

    /// Makes a place in the row for every term that is marked.
    fn lay_out(&mut self) {
        self.blocks.clear();
        self.row.clear();
        for (at, marks_of_marks) in self.marks_of_marks.iter_mut().enumerate() {
            for_bits(std::mem::take(marks_of_marks), |bit| {
                let block = 64 * at + bit;
                self.blocks.push(block);
                self.n_before[block] = self.row.len() as u32;
                let of_block = self.idf.of_block[block];
                for_bits(self.marks[block], |bit| {
                    let term = 64 * block + bit;
                    let idf = if of_block < 0.0 { self.idf.of_term[term] } else { of_block };
                    self.row.push(Counted { term: term as u32, tf: 0, weight: f64::from(idf) });
                });
            });
        }
    }

    fn weigh(&mut self, terms: &mut Vec<u32>, weights: &mut Vec<f32>) {
        let mut squares = 0.0;
        for counted in &mut self.row {
            let tf = counted.tf as usize;
            counted.weight *= self.factors.get(tf).copied().unwrap_or_else(|| factor(tf));
            squares += counted.weight * counted.weight;
        }
        let norm = f64::sqrt(squares);
        let weighty = || self.row.iter().filter(|counted| counted.weight > 0.0);
        terms.extend(weighty().map(|counted| counted.term));
        weights.extend(weighty().map(|counted| (counted.weight / norm) as f32));
    }
}

/// Visits the places of the bits, ascending.
#[inline(always)]
fn for_bits(mut bits: u64, mut visit: impl FnMut(usize)) {
    while bits != 0 {
        visit(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

fn factor(tf: usize) -> f64 {
    if tf <= 1 { 1.0 } else { 1.0 + (tf as f64).ln() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tfidf::weigh;
    use super::{BlockIdf, Counter, NONE};

    proptest! {
        /// One counter makes row after row; counts beyond the table, terms without weight and blocks of
        /// one idf are common.
        #[test]
        fn rows_equal_those_that_are_sorted(
            articles in prop::collection::vec(
                prop::collection::vec((0u32..300, prop::sample::select(vec![1, 2, 100, 200])), 0..40),
                1..5,
            ),
        ) {
            let idf: Vec<f32> = (0..300u16).map(|term| f32::from(term.min(100) % 20)).collect();
            let blocks = BlockIdf::new(&idf);
            let mut counter = Counter::new(&blocks);
            for article in articles {
                let mut counted: Vec<u32> = article
                    .iter()
                    .flat_map(|&(term, n)| std::iter::repeat_n(term, n as usize))
                    .collect();
                let (mut terms, mut weights) = (Vec::new(), Vec::new());
                weigh(&mut counted, &idf, &mut terms, &mut weights);
                for (term, n) in article {
                    counter.read([term, NONE].into_iter(), n);
                }
                let (mut found, mut found_weights) = (Vec::new(), Vec::new());
                counter.append(&mut found, &mut found_weights);
                prop_assert_eq!((found, found_weights), (terms, weights));
            }
        }
    }
}
