//! Counts and weights the terms of many articles at a time, with a radix sort.

use super::ids::NONE;
use super::spans::N_PARTS;
use super::tfidf::tf_weight;

/// Turns the terms of a batch of articles into the rows of [`append_unit_row`], bit for bit.
///
/// A radix sort orders the terms of all articles of the batch, least significant digit first. The sorted
/// terms are then distributed to their articles. The memory that is accessed at random fits the L1 and L2
/// caches: one write position for each value of a digit, and the idf by block.
///
/// [`append_unit_row`]: super::tfidf::append_unit_row
pub(super) struct RowSorter<'t> {
    idf: &'t BlockIdf<'t>,
    part_weights: [u32; N_PARTS],
    /// Bits of a digit.
    digit_bits: u32,
    n_digits: u32,
    /// Term (32 bits), article (16 bits) and part (16 bits) of each word or phrase pushed.
    entries: Vec<u64>,
    sorted: Vec<u64>,
    /// For each digit and each of its values, the position of the next entry that has it.
    positions: Vec<u32>,
    /// Start of each article in `entries` and in `counts`.
    starts: Vec<u32>,
    /// The distinct terms of each article with their counts, from the article's start on.
    counts: Vec<(u32, u32)>,
    /// End of each article in `counts`.
    ends: Vec<u32>,
    /// `tf_weight` of small counts.
    tf_weights: Vec<f64>,
    raw_weights: Vec<f64>,
}

/// The idf of every term, stored once for each block of 64 terms where the block shares one value.
///
/// Terms are ordered by df, so most blocks of rare terms share one value.
pub(super) struct BlockIdf<'t> {
    of_term: &'t [f32],
    /// Negative where the terms of the block differ.
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
    fn weight(&self, term: u32) -> f64 {
        let of_block = self.of_block[term as usize / 64];
        f64::from(if of_block < 0.0 { self.of_term[term as usize] } else { of_block })
    }
}

/// The rows of consecutive articles.
#[derive(Default)]
pub(super) struct RowBatch {
    pub(super) lengths: Vec<usize>,
    pub(super) terms: Vec<u32>,
    pub(super) weights: Vec<f32>,
}

/// Counts below this have their weight in a table.
const N_TF_WEIGHTS: usize = 1 << 8;
/// Number of articles in a batch.
const BATCH_ARTICLES: usize = 64;
/// Maximum number of bits of a digit.
const MAX_DIGIT_BITS: u32 = 11;

impl<'t> RowSorter<'t> {
    pub(super) fn new(idf: &'t BlockIdf<'t>, part_weights: [u32; N_PARTS]) -> Self {
        let n_bits = usize::BITS - idf.of_term.len().leading_zeros();
        let n_digits = n_bits.div_ceil(MAX_DIGIT_BITS).max(1);
        Self {
            idf,
            part_weights,
            digit_bits: n_bits.div_ceil(n_digits),
            n_digits,
            entries: Vec::new(),
            sorted: Vec::new(),
            positions: Vec::new(),
            starts: vec![0],
            counts: Vec::new(),
            ends: Vec::new(),
            tf_weights: (0..N_TF_WEIGHTS).map(tf_weight).collect(),
            raw_weights: Vec::new(),
        }
    }

    /// Adds terms of a part of the current article and skips [`NONE`].
    #[inline(always)]
    pub(super) fn push(&mut self, terms: impl ExactSizeIterator<Item = u32>, part: usize) {
        // Branchless: which numbers are terms is unpredictable. Every one is written, and the length grows
        // only for terms.
        let article_and_part = (self.starts.len() as u64 - 1) << 16 | part as u64;
        let mut n = self.entries.len();
        self.entries.resize(n + terms.len(), 0);
        let entries = &mut self.entries[..];
        for term in terms {
            entries[n] = u64::from(term) << 32 | article_and_part;
            n += usize::from(term != NONE);
        }
        self.entries.truncate(n);
    }

    /// Ends the current article. Returns whether the batch is full and has to be [flushed](Self::flush): a
    /// larger one would not fit the L2 cache.
    pub(super) fn end_article(&mut self) -> bool {
        self.starts.push(self.entries.len() as u32);
        self.starts.len() > BATCH_ARTICLES
    }

    /// Appends the rows of the batch to `rows` and starts a new batch.
    pub(super) fn flush(&mut self, rows: &mut RowBatch) {
        self.find_positions();
        for digit in 0..self.n_digits {
            self.sort_by_digit(digit);
        }
        self.count_by_article();
        for article in 0..self.ends.len() {
            self.append_row(self.starts[article] as usize..self.ends[article] as usize, rows);
        }
        self.starts.truncate(1);
        self.entries.clear();
    }

    /// Finds where the entries with each value of each digit begin after sorting by that digit.
    fn find_positions(&mut self) {
        let Self { entries, positions, digit_bits, n_digits, .. } = self;
        positions.clear();
        positions.resize((*n_digits as usize) << *digit_bits, 0);
        let mask = (1usize << *digit_bits) - 1;
        for &entry in &*entries {
            let mut rest = (entry >> 32) as usize;
            for of_digit in positions.chunks_exact_mut(mask + 1) {
                of_digit[rest & mask] += 1;
                rest >>= *digit_bits;
            }
        }
        for of_digit in positions.chunks_exact_mut(mask + 1) {
            let mut n_before = 0;
            for position in of_digit {
                n_before += std::mem::replace(position, n_before);
            }
        }
    }

    /// Sorts the entries by one digit. The sort is stable.
    fn sort_by_digit(&mut self, digit: u32) {
        let Self { entries, sorted, positions, .. } = self;
        let (mask, shift) = ((1usize << self.digit_bits) - 1, 32 + digit * self.digit_bits);
        sorted.resize(entries.len(), 0);
        let positions = &mut positions[(digit as usize) << self.digit_bits..][..=mask];
        let sorted = &mut sorted[..];
        for &entry in &*entries {
            let position = &mut positions[(entry >> shift) as usize & mask];
            sorted[*position as usize] = entry;
            *position += 1;
        }
        std::mem::swap(&mut self.entries, &mut self.sorted);
    }

    /// Distributes the sorted terms to their articles and sums the counts of equal terms.
    fn count_by_article(&mut self) {
        let Self { entries, counts, starts, ends, part_weights, .. } = self;
        counts.resize(entries.len(), (0, 0));
        ends.clear();
        ends.extend_from_slice(&starts[..starts.len() - 1]);
        let (counts, ends) = (&mut counts[..], &mut ends[..]);
        let (mut tf, mut before) = (0, u64::MAX);
        for &entry in &*entries {
            // Branchless: which terms repeat is unpredictable.
            let is_new = (entry ^ before) >> 16 != 0;
            tf = if is_new { 0 } else { tf } + part_weights[entry as usize % N_PARTS];
            let end = &mut ends[(entry >> 16) as usize & 0xffff];
            *end += u32::from(is_new);
            counts[*end as usize - 1] = ((entry >> 32) as u32, tf);
            before = entry;
        }
    }

    /// Weights the counts of an article and appends its row.
    fn append_row(&mut self, article: std::ops::Range<usize>, rows: &mut RowBatch) {
        let n_before = rows.terms.len();
        let mut squares = 0.0;
        self.raw_weights.clear();
        rows.terms.resize(n_before + article.len(), 0);
        self.raw_weights.resize(article.len(), 0.0);
        let mut n = 0;
        let (terms, raw) = (&mut rows.terms[n_before..], &mut self.raw_weights[..]);
        for &(term, tf) in &self.counts[article] {
            let known = self.tf_weights.get(tf as usize).copied();
            let weight = known.unwrap_or_else(|| tf_weight(tf as usize)) * self.idf.weight(term);
            squares += weight * weight;
            (terms[n], raw[n]) = (term, weight);
            n += usize::from(weight > 0.0);
        }
        rows.terms.truncate(n_before + n);
        let norm = f64::sqrt(squares);
        rows.weights.extend(self.raw_weights[..n].iter().map(|weight| (weight / norm) as f32));
        rows.lengths.push(n);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tfidf::append_unit_row;
    use super::{BlockIdf, NONE, RowBatch, RowSorter};

    proptest! {
        /// One sorter is reused for many batches. The inputs often have counts beyond the table, terms of
        /// weight 0, blocks with one idf, empty articles, and terms of one to three digits.
        #[test]
        fn rows_equal_those_of_append_unit_row(
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
            let mut sorter = RowSorter::new(&blocks, part_weights);
            for articles in batches {
                let mut expected = RowBatch::default();
                for article in articles {
                    let mut counted = Vec::new();
                    for (term, part) in article {
                        let term = term.index(n_terms as usize) as u32;
                        counted.extend(std::iter::repeat_n(term, part_weights[part] as usize));
                        sorter.push([term, NONE].into_iter(), part);
                    }
                    sorter.end_article();
                    let n_before = expected.terms.len();
                    append_unit_row(&mut counted, &idf, &mut expected.terms, &mut expected.weights);
                    expected.lengths.push(expected.terms.len() - n_before);
                }
                let mut found = RowBatch::default();
                sorter.flush(&mut found);
                prop_assert_eq!(found.lengths, expected.lengths);
                prop_assert_eq!((found.terms, found.weights), (expected.terms, expected.weights));
            }
        }
    }
}
