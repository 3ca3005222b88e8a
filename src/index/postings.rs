//! The postings of every term, four bytes each.

use std::ops::Range;

use rayon::prelude::*;

use super::kernels::prefetch;
use super::list_bounds::ListBounds;
use crate::sparse::{DocId, SparseRows};

/// The posting list of each term: the rows with the term, ascending, and the term's weight in each row, rounded up.
///
/// A posting is a `u32`. Its low bits hold the row, in as many bits as the number of rows needs. The bits above hold
/// the weight in steps of `unit`, so an index of fewer rows has finer steps.
/// Memory: 4 bytes for each posting, and [`ListBounds`].
#[derive(Clone, Debug)]
pub(super) struct Postings {
    bounds: ListBounds,
    all: Vec<u32>,
    n_docs: usize,
    doc_bits: u32,
    /// Weight of one step. The largest weight of the matrix has the highest step that fits.
    unit: f64,
}

/// Largest number of rows of an index. It leaves four bits of a posting for the weight.
pub const MAX_DOCS: usize = 1 << 28;
/// Largest number of stored entries of an index.
pub const MAX_ENTRIES: usize = u32::MAX as usize;

/// Postings in one 64-byte cache line.
const POSTINGS_PER_LINE: usize = 16;
/// Postings of a term to prefetch. Beyond them the hardware prefetcher follows the sequential reads.
const MAX_PREFETCHED: usize = 256;

impl Postings {
    /// Inverts the rows. O(nnz); bands of terms run in parallel. The result does not depend on the number of threads.
    pub(super) fn new(rows: &SparseRows) -> Self {
        assert!(rows.n_docs() <= MAX_DOCS, "an index holds at most {MAX_DOCS} rows");
        assert!(rows.nnz() <= MAX_ENTRIES, "an index holds at most {MAX_ENTRIES} entries");
        let doc_bits = usize::BITS - rows.n_docs().saturating_sub(1).leading_zeros();
        let largest = rows.weights().iter().copied().fold(0.0, f32::max);
        let n_steps = (1u64 << (32 - doc_bits)) - 1;
        let unit = f64::from(largest) / n_steps as f64 * (1.0 + 1e-9);
        let mut offsets = vec![0; rows.n_terms() + 1];
        rows.terms().iter().for_each(|&term| offsets[term as usize + 1] += 1);
        for term in 0..rows.n_terms() {
            offsets[term + 1] += offsets[term];
        }
        let pack = |doc: u32, weight: f32| {
            let steps = if weight > 0.0 { (f64::from(weight) / unit + 1.0) as u64 } else { 0 };
            (steps << doc_bits) as u32 | doc
        };
        let mut all = vec![0; rows.nnz()];
        bands(&offsets, &mut all).into_par_iter().for_each(|band| band.fill(rows, &offsets, pack));
        Self { bounds: ListBounds::new(offsets), all, n_docs: rows.n_docs(), doc_bits, unit }
    }

    /// Returns the postings of a range.
    pub(super) fn slice(&self, range: Range<u32>) -> &[u32] {
        &self.all[range.start as usize..range.end as usize]
    }

    /// Returns the range of each term's postings. `terms` must ascend.
    pub(super) fn ranges<'a>(&'a self, terms: &'a [u32]) -> impl Iterator<Item = Range<u32>> + 'a {
        self.bounds.ranges(terms)
    }

    /// Prefetches the first posting of a range.
    pub(super) fn prefetch_first(&self, range: Range<u32>) {
        prefetch(&self.all, range.start as usize);
    }

    /// Prefetches the postings of a range after the first cache line, up to [`MAX_PREFETCHED`].
    pub(super) fn prefetch(&self, range: Range<u32>) {
        let (start, end) = (range.start as usize, range.end as usize);
        let mut at = start + POSTINGS_PER_LINE;
        while at < end.min(start + MAX_PREFETCHED) {
            prefetch(&self.all, at);
            at += POSTINGS_PER_LINE;
        }
    }

    /// Returns the multiplier of a posting, in units of 1/2³².
    ///
    /// The product, rounded up, is at least `scale` times the posting's weight: the row bits can only add to it.
    pub(super) fn multiplier(&self, scale: f64) -> u32 {
        (self.unit * (1u64 << (32 - self.doc_bits)) as f64 * scale * (1.0 + 1e-6)) as u32 + 1
    }

    /// Returns by how much a posting's weight can exceed the row's weight: one step by rounding, and less than one step
    /// by the row bits.
    pub(super) fn max_rounding(&self) -> f64 {
        2.0 * self.unit
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.bounds.n_bytes() + size_of_val(&*self.all)
    }

    pub(super) fn n_docs(&self) -> usize {
        self.n_docs
    }

    /// Returns the mask of a posting's row bits.
    pub(super) fn doc_mask(&self) -> u32 {
        ((1u64 << self.doc_bits) - 1) as u32
    }
}

/// The postings of consecutive terms, which one thread fills.
struct Band<'a> {
    first_term: usize,
    end_term: usize,
    postings: &'a mut [u32],
}

/// Splits the terms into one band for each thread, with about the same number of postings.
fn bands<'a>(offsets: &[u32], mut all: &'a mut [u32]) -> Vec<Band<'a>> {
    let (n_terms, n_bands) = (offsets.len() - 1, rayon::current_num_threads());
    let share = all.len().div_ceil(n_bands).max(1);
    let (mut bands, mut first_term) = (Vec::new(), 0);
    while first_term < n_terms {
        let end = offsets[first_term] as usize + share;
        let end_term = offsets.partition_point(|&at| at as usize <= end).max(first_term + 2) - 1;
        let length = (offsets[end_term] - offsets[first_term]) as usize;
        let (postings, rest) = std::mem::take(&mut all).split_at_mut(length);
        bands.push(Band { first_term, end_term, postings });
        (all, first_term) = (rest, end_term);
    }
    bands
}

impl Band<'_> {
    fn fill(self, rows: &SparseRows, offsets: &[u32], pack: impl Fn(u32, f32) -> u32) {
        let offsets = &offsets[self.first_term..self.end_term];
        let base = offsets[0];
        let mut next: Vec<u32> = offsets.iter().map(|start| start - base).collect();
        for doc in rows.docs() {
            let DocId(number) = doc;
            let row = rows.row(doc);
            let own = row.terms().partition_point(|&term| (term as usize) < self.first_term);
            for (term, weight) in
                row.iter().skip(own).take_while(|&(term, _)| (term as usize) < self.end_term)
            {
                let at = &mut next[term as usize - self.first_term];
                self.postings[*at as usize] = pack(number, weight);
                *at += 1;
            }
        }
    }
}
