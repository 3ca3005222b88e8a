//! The terms of a query, prepared for the walk.

use std::ops::Range;

use super::super::kernels::{BoundFilter, PostingScale};
use super::super::postings::Postings;
use super::super::residual_norms::{CutNorms, ROUNDING};
use super::sums::FULL_SUM;
use crate::sparse::Row;

/// The terms of a query in ascending order. A walk takes them from the end, the rarest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    terms: Vec<PlannedTerm>,
    /// Squared norm of the whole query.
    squared_norm: f64,
    /// Whether the sum of one row may exceed `u16::MAX`.
    saturates: bool,
}

#[derive(Clone, Copy, Debug)]
struct PlannedTerm {
    /// Range of its postings.
    start: u32,
    end: u32,
    /// Start of the postings of rows not walked yet.
    next: u32,
    /// Multiplier of a posting, in units of 1/2³².
    multiplier: u32,
    /// Squared norm of the query's terms before this one.
    squared_residual: f32,
}

/// How many terms ahead to prefetch a term's first posting, and its other postings.
const PREFETCH_AHEAD: [usize; 2] = [13, 3];

impl Plan {
    /// Loads a query. A score of 1 adds `scale` to a sum; `scale` must keep every score within [`FULL_SUM`].
    pub(super) fn load(&mut self, query: Row<'_>, postings: &Postings, scale: f64) {
        let (mut square, mut sum) = (0.0, 0.0);
        self.terms.clear();
        let ranges = postings.ranges(query.terms());
        self.terms.extend(ranges.zip(query.weights()).map(|(Range { start, end }, &weight)| {
            let weight = f64::from(weight);
            let squared_residual = (square * ROUNDING) as f32;
            square += weight * weight;
            sum += weight;
            let multiplier = postings.multiplier(weight * scale);
            PlannedTerm { start, end, next: start, multiplier, squared_residual }
        }));
        self.squared_norm = square * ROUNDING;
        // What rounding can add: to the posting's weight, to its multiplier and to their product.
        let rounding = postings.max_rounding() * sum * scale + 2.0 * query.len() as f64;
        self.saturates = (FULL_SUM + rounding) * (1.0 + 1e-5) > f64::from(u16::MAX);
    }

    /// Returns the norm of the query's first `n_left` terms.
    pub(super) fn residual_norm(&self, n_left: usize) -> f64 {
        let term = self.terms.get(n_left);
        term.map_or(self.squared_norm, |term| f64::from(term.squared_residual)).sqrt() * ROUNDING
    }

    /// Returns the filter that bounds residuals when the first `n_left` terms, all below `cut`, are not walked.
    ///
    /// A score of 1 adds `scale` to a sum. The caller sets `min_bound`.
    pub(super) fn filter(&self, n_left: usize, cut: &CutNorms, scale: f64) -> BoundFilter {
        if n_left == 0 {
            return BoundFilter::default();
        }
        let per_step = self.residual_norm(n_left) * cut.unit * scale * 256.0 + 1.0;
        BoundFilter { per_step: per_step.min(65_535.0) as u16, rounding: 1, min_bound: 0 }
    }

    /// Returns the number of rows with a term.
    pub(super) fn df(&self, at: usize) -> usize {
        (self.terms[at].end - self.terms[at].start) as usize
    }

    /// Returns all postings of a term, and their scale.
    pub(super) fn take<'p>(&self, at: usize, postings: &'p Postings) -> (&'p [u32], PostingScale) {
        self.prefetch(at, postings);
        let term = &self.terms[at];
        (postings.slice(term.start..term.end), self.scale(at))
    }

    /// Returns the postings of a term in a range of rows, and their scale. The ranges of successive calls must ascend.
    pub(super) fn take_within<'p>(
        &mut self,
        at: usize,
        docs: &Range<u32>,
        postings: &'p Postings,
    ) -> (&'p [u32], PostingScale) {
        self.prefetch(at, postings);
        let term = &mut self.terms[at];
        let left = postings.slice(term.next..term.end);
        let mask = postings.doc_mask();
        let before = |doc: u32| move |posting| posting & mask < doc;
        let start = if docs.start == 0 { 0 } else { gallop(left, before(docs.start)) };
        let left = &left[start..];
        let is_last = docs.end as usize == postings.n_docs();
        let length = if is_last { left.len() } else { gallop(left, before(docs.end)) };
        term.next += (start + length) as u32;
        (&left[..length], self.scale(at))
    }

    fn scale(&self, at: usize) -> PostingScale {
        PostingScale { multiplier: self.terms[at].multiplier, saturates: self.saturates }
    }

    fn prefetch(&self, at: usize, postings: &Postings) {
        let later = |ahead: usize| self.terms.get(at.wrapping_sub(ahead));
        if let Some(term) = later(PREFETCH_AHEAD[0]) {
            postings.prefetch_first(term.next..term.end);
        }
        if let Some(term) = later(PREFETCH_AHEAD[1]) {
            postings.prefetch(term.next..term.end);
        }
    }
}

/// Returns how many leading postings satisfy a condition that no later posting satisfies. O(log of the result).
fn gallop(postings: &[u32], satisfies: impl Fn(u32) -> bool) -> usize {
    let mut end = 1;
    while end < postings.len() && satisfies(postings[end - 1]) {
        end *= 2;
    }
    let (start, end) = (end / 2, end.min(postings.len()));
    start + postings[start..end].partition_point(|&posting| satisfies(posting))
}
