//! Terms of some articles to their unit rows.

use super::ids::NONE;
use super::spans::N_PARTS;
use super::tfidf::factor;

/// Counts and weighs the terms of some articles at a time, as [`super::tfidf::weigh`] does.
///
/// The terms of all articles are sorted together by their digits, the last first, then dealt out to their
/// articles. What is touched at random, the heads of as many runs as a digit has values and the idf by
/// block, fits the first two caches.
pub(super) struct Sorter<'t> {
    idf: &'t BlockIdf<'t>,
    part_weights: [u32; N_PARTS],
    /// Bits of a term's digit, and number of digits.
    digit: u32,
    n_digits: u32,
    /// Term, article and part of each word or phrase read: 32, 16 and 16 bits.
    read: Vec<u64>,
    sorted: Vec<u64>,
    /// For each digit and value of it, the place of the next with it.
    places: Vec<u32>,
    /// Where each article's begin in `read`, and in `row`.
    starts: Vec<u32>,
    /// Terms of the rows with how often they count, each article's from its start on.
    row: Vec<(u32, u32)>,
    /// End of each article's in `row`.
    ends: Vec<u32>,
    /// 1 + ln tf by tf.
    factors: Vec<f64>,
    raw: Vec<f64>,
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

    #[inline(always)]
    fn of(&self, term: u32) -> f64 {
        let of_block = self.of_block[term as usize / 64];
        f64::from(if of_block < 0.0 { self.of_term[term as usize] } else { of_block })
    }
}

/// The rows of some articles.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) lengths: Vec<usize>,
    pub(super) terms: Vec<u32>,
    pub(super) weights: Vec<f32>,
}

/// Greater counts have their logarithm computed each time.
const MAX_KNOWN_TF: usize = 1 << 8;
/// Articles that are sorted together.
const ARTICLES_AT_ONCE: usize = 64;
/// Bits that are sorted by at a time, at most.
const MAX_DIGIT: u32 = 11;

impl<'t> Sorter<'t> {
    pub(super) fn new(idf: &'t BlockIdf<'t>, part_weights: [u32; N_PARTS]) -> Self {
        let n_bits = usize::BITS - idf.of_term.len().leading_zeros();
        let n_digits = n_bits.div_ceil(MAX_DIGIT).max(1);
        Self {
            idf,
            part_weights,
            digit: n_bits.div_ceil(n_digits),
            n_digits,
            read: Vec::new(),
            sorted: Vec::new(),
            places: Vec::new(),
            starts: vec![0],
            row: Vec::new(),
            ends: Vec::new(),
            factors: (0..MAX_KNOWN_TF).map(factor).collect(),
            raw: Vec::new(),
        }
    }

    /// Takes terms of a part of the current article; [`NONE`] is no term.
    #[inline(always)]
    pub(super) fn read(&mut self, terms: impl ExactSizeIterator<Item = u32>, part: usize) {
        // Places for all, filled without branches: what is a term is hard to foretell.
        let behind = (self.starts.len() as u64 - 1) << 16 | part as u64;
        let mut n_read = self.read.len();
        self.read.resize(n_read + terms.len(), 0);
        let read = &mut self.read[..];
        for term in terms {
            read[n_read] = u64::from(term) << 32 | behind;
            n_read += usize::from(term != NONE);
        }
        self.read.truncate(n_read);
    }

    /// Ends the current article and tells whether it is time to [`append`](Self::append): many more would
    /// leave the second cache.
    pub(super) fn end_article(&mut self) -> bool {
        self.starts.push(self.read.len() as u32);
        self.starts.len() > ARTICLES_AT_ONCE
    }

    /// Appends the rows of the articles that were read and forgets them.
    pub(super) fn append(&mut self, rows: &mut Rows) {
        self.find_places();
        for digit in 0..self.n_digits {
            self.sort(digit);
        }
        self.deal_out();
        for article in 0..self.ends.len() {
            self.weigh(self.starts[article] as usize..self.ends[article] as usize, rows);
        }
        self.starts.truncate(1);
        self.read.clear();
    }

    /// Finds for every digit where those with each value of it begin when it is sorted by.
    fn find_places(&mut self) {
        let Self { read, places, digit, n_digits, .. } = self;
        places.clear();
        places.resize((*n_digits as usize) << *digit, 0);
        let mask = (1usize << *digit) - 1;
        for &read in &*read {
            let mut rest = (read >> 32) as usize;
            for of_digit in places.chunks_exact_mut(mask + 1) {
                of_digit[rest & mask] += 1;
                rest >>= *digit;
            }
        }
        for of_digit in places.chunks_exact_mut(mask + 1) {
            let mut n_before = 0;
            for place in of_digit {
                n_before += std::mem::replace(place, n_before);
            }
        }
    }

    /// Sorts by a digit and keeps the order of what is equal in it.
    fn sort(&mut self, digit: u32) {
        let Self { read, sorted, places, .. } = self;
        let (mask, shift) = ((1usize << self.digit) - 1, 32 + digit * self.digit);
        sorted.resize(read.len(), 0);
        let places = &mut places[(digit as usize) << self.digit..][..=mask];
        let sorted = &mut sorted[..];
        for &read in &*read {
            let place = &mut places[(read >> shift) as usize & mask];
            sorted[*place as usize] = read;
            *place += 1;
        }
        std::mem::swap(&mut self.read, &mut self.sorted);
    }

    /// Gives to each article its terms, one of what is the same.
    fn deal_out(&mut self) {
        let Self { read, row, starts, ends, part_weights, .. } = self;
        row.resize(read.len(), (0, 0));
        ends.clear();
        ends.extend_from_slice(&starts[..starts.len() - 1]);
        let (row, ends) = (&mut row[..], &mut ends[..]);
        let (mut tf, mut before) = (0, u64::MAX);
        for &read in &*read {
            // No branch: which terms come again is hard to foretell.
            let is_new = (read ^ before) >> 16 != 0;
            tf = if is_new { 0 } else { tf } + part_weights[read as usize % N_PARTS];
            let end = &mut ends[(read >> 16) as usize & 0xffff];
            *end += u32::from(is_new);
            row[*end as usize - 1] = ((read >> 32) as u32, tf);
            before = read;
        }
    }

    fn weigh(&mut self, article: std::ops::Range<usize>, rows: &mut Rows) {
        let n_before = rows.terms.len();
        let mut squares = 0.0;
        self.raw.clear();
        rows.terms.resize(n_before + article.len(), 0);
        self.raw.resize(article.len(), 0.0);
        let mut n = 0;
        let (terms, raw) = (&mut rows.terms[n_before..], &mut self.raw[..]);
        for &(term, tf) in &self.row[article] {
            let factor =
                self.factors.get(tf as usize).copied().unwrap_or_else(|| factor(tf as usize));
            let weight = factor * self.idf.of(term);
            squares += weight * weight;
            (terms[n], raw[n]) = (term, weight);
            n += usize::from(weight > 0.0);
        }
        rows.terms.truncate(n_before + n);
        let norm = f64::sqrt(squares);
        rows.weights.extend(self.raw[..n].iter().map(|weight| (weight / norm) as f32));
        rows.lengths.push(n);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tfidf::weigh;
    use super::{BlockIdf, NONE, Rows, Sorter};

    proptest! {
        /// One sorter makes rows again and again; counts beyond the table, terms without weight, blocks of
        /// one idf, empty articles and terms of one to three digits are common.
        #[test]
        fn rows_equal_those_that_are_sorted_one_by_one(
            batches in prop::collection::vec(
                prop::collection::vec(
                    prop::collection::vec((any::<prop::sample::Index>(), 0usize..4), 0..40),
                    0..5,
                ),
                1..3,
            ),
            n_terms in prop::sample::select(&[1u32, 300, 5_000, 5_000_000][..]),
        ) {
            let part_weights = [2, 1, 100, 200];
            let idf: Vec<f32> = (0..n_terms).map(|term| (term.min(100) % 20) as f32).collect();
            let blocks = BlockIdf::new(&idf);
            let mut sorter = Sorter::new(&blocks, part_weights);
            for articles in batches {
                let mut expected = Rows::default();
                for article in articles {
                    let mut counted = Vec::new();
                    for (term, part) in article {
                        let term = term.index(n_terms as usize) as u32;
                        counted.extend(std::iter::repeat_n(term, part_weights[part] as usize));
                        sorter.read([term, NONE].into_iter(), part);
                    }
                    sorter.end_article();
                    let n_before = expected.terms.len();
                    weigh(&mut counted, &idf, &mut expected.terms, &mut expected.weights);
                    expected.lengths.push(expected.terms.len() - n_before);
                }
                let mut found = Rows::default();
                sorter.append(&mut found);
                prop_assert_eq!(found.lengths, expected.lengths);
                prop_assert_eq!((found.terms, found.weights), (expected.terms, expected.weights));
            }
        }
    }
}
