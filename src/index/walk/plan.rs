//! The terms of a query, ready to be walked.

use std::ops::Range;

use super::super::kernels::{Bar, Factor};
use super::super::postings::Postings;
use super::super::residual_norms::{CutNorms, ROUNDING};
use super::FULL;
use crate::sparse::Row;

/// The terms of a query in ascending order; they are taken from the end, the rarest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    terms: Vec<Planned>,
    /// Square of the length of the whole query.
    whole: f64,
    /// Whether what its postings count in one row may be more than a sum holds.
    saturates: bool,
}

#[derive(Clone, Copy, Debug)]
struct Planned {
    /// Where its postings are.
    start: u32,
    end: u32,
    /// Where those of the rows to come begin.
    next: u32,
    /// What a posting counts, in 1/2³².
    per_posting: u32,
    /// Square of the length of the query's terms before this one.
    rest: f32,
}

/// How many terms before it is walked a term's first posting and its others are asked for.
const AHEAD: [usize; 2] = [13, 3];

impl Plan {
    /// Takes in a query whose weights count `scale` each, so that no score counts more than [`FULL`].
    pub(super) fn make(&mut self, query: Row<'_>, postings: &Postings, scale: f64) {
        let (mut square, mut sum) = (0.0, 0.0);
        self.terms.clear();
        let ranges = postings.ranges(query.terms());
        self.terms.extend(ranges.zip(query.weights()).map(|(Range { start, end }, &weight)| {
            let weight = f64::from(weight);
            let rest = (square * ROUNDING) as f32;
            square += weight * weight;
            sum += weight;
            let per_posting = postings.factor(weight * scale);
            Planned { start, end, next: start, per_posting, rest }
        }));
        self.whole = square * ROUNDING;
        // What rounding adds to the weight of a posting, to its factor and to what it counts.
        let rounding = postings.most_rounding() * sum * scale + 2.0 * query.len() as f64;
        self.saturates = (FULL + rounding) * (1.0 + 1e-5) > f64::from(u16::MAX);
    }

    /// Length of the first `left` terms.
    pub(super) fn rest(&self, left: usize) -> f64 {
        self.terms.get(left).map_or(self.whole, |term| f64::from(term.rest)).sqrt() * ROUNDING
    }

    /// What the rests of rows are worth when the first `left` terms, all below `cut`, are not walked and a score
    /// of 1 counts `scale`; what is to be reached is still to be set.
    pub(super) fn bar(&self, left: usize, cut: &CutNorms, scale: f64) -> Bar {
        if left == 0 {
            return Bar::default();
        }
        let step = self.rest(left) * cut.unit * scale * 256.0 + 1.0;
        Bar { step: step.min(65_535.0) as u16, rounding: 1, least: 0 }
    }

    /// Number of rows with a term.
    pub(super) fn df(&self, at: usize) -> usize {
        (self.terms[at].end - self.terms[at].start) as usize
    }

    /// All postings of a term, and their factor.
    pub(super) fn take<'p>(&self, at: usize, postings: &'p Postings) -> (&'p [u32], Factor) {
        self.prefetch(at, postings);
        let term = &self.terms[at];
        (postings.at(term.start..term.end), self.factor(at))
    }

    /// The postings of a term in some rows, and their factor. Ranges of rows must ascend.
    pub(super) fn take_within<'p>(
        &mut self,
        at: usize,
        docs: &Range<u32>,
        postings: &'p Postings,
    ) -> (&'p [u32], Factor) {
        self.prefetch(at, postings);
        let term = &mut self.terms[at];
        let left = postings.at(term.next..term.end);
        let mask = postings.doc_mask();
        let before = |doc: u32| move |posting| posting & mask < doc;
        let start = if docs.start == 0 { 0 } else { gallop(left, before(docs.start)) };
        let left = &left[start..];
        let is_last = docs.end as usize == postings.n_docs();
        let length = if is_last { left.len() } else { gallop(left, before(docs.end)) };
        term.next += (start + length) as u32;
        (&left[..length], self.factor(at))
    }

    fn factor(&self, at: usize) -> Factor {
        Factor { per_posting: self.terms[at].per_posting, saturates: self.saturates }
    }

    fn prefetch(&self, at: usize, postings: &Postings) {
        let later = |ahead: usize| self.terms.get(at.wrapping_sub(ahead));
        if let Some(term) = later(AHEAD[0]) {
            postings.prefetch_first(term.next..term.end);
        }
        if let Some(term) = later(AHEAD[1]) {
            postings.prefetch(term.next..term.end);
        }
    }
}

/// How many postings at the start fulfil a condition that the first few do and the others do not.
fn gallop(postings: &[u32], fulfils: impl Fn(u32) -> bool) -> usize {
    let mut end = 1;
    while end < postings.len() && fulfils(postings[end - 1]) {
        end *= 2;
    }
    let (start, end) = (end / 2, end.min(postings.len()));
    start + postings[start..end].partition_point(|&posting| fulfils(posting))
}
