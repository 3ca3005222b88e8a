//! All pairs of rows whose score reaches a high minimum, without a list for each row.

use rayon::prelude::*;

use super::super::kernels::{BoundFilter, add_recording};
use super::super::residual_norms::norm;
use super::representatives::representatives;
use super::scratch::WalkScratch;
use super::sums::FULL_SUM;
use crate::index::Index;
use crate::sparse::{DocId, Row, SparseRows};

impl Index {
    /// Returns the pairs of rows whose score is at least `min_score` and that `accept(lower row, higher row)` takes;
    /// ordered by the lower row, then the higher.
    ///
    /// `accept` must itself test the score: it may be called for pairs below `min_score`. A set of equal rows does not
    /// give all of its pairs. Each row is paired only with its representative: the first equal row that `accept` takes
    /// as a pair with it. A set has at most 16 representatives.
    ///
    /// The result does not depend on the number of threads.
    ///
    /// # Performance
    /// Two rows with a score of `min_score` share a rare term, because the parts of both rows without their rare terms
    /// are too short to reach it. The join walks the rare terms of each row alone, and drops most of the rows it meets
    /// by the bound on both residuals.
    /// O(nnz + postings walked); rows run in parallel. Memory: 4 bytes for each row, and one
    /// [`Scratch`](crate::index::Scratch) for each thread.
    #[must_use]
    pub fn similarity_join(
        &self,
        min_score: f32,
        accept: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Vec<(DocId, DocId)> {
        // Lowered by more than the rounding errors of a score.
        let min_score = f64::from(min_score) * (1.0 - 1e-6);
        if min_score <= 0.0 {
            return join_all(self.rows(), accept);
        }
        let representatives = representatives(self.rows(), &accept);
        let is_representative = |doc: DocId| representatives[doc.index()] == doc;
        let max_norm = self.residual_norms.max_norm();
        let join_row = |scratch: &mut WalkScratch, doc: usize| {
            let doc = DocId::from_index(doc);
            let mut others = Vec::new();
            if is_representative(doc) {
                self.collect_lower_rows(doc, min_score, scratch, &mut others);
                let row = self.rows().row(doc);
                others.retain(|&other| {
                    is_representative(other)
                        && may_reach(self.rows().row(other), row, max_norm, min_score)
                });
            } else {
                others.push(representatives[doc.index()]);
            }
            others.retain(|&other| accept(other, doc));
            others.into_iter().map(|other| (other, doc)).collect::<Vec<_>>()
        };
        let of_rows =
            (0..representatives.len()).into_par_iter().map_init(WalkScratch::default, join_row);
        let mut pairs = of_rows.collect::<Vec<_>>().concat();
        pairs.sort_unstable();
        pairs
    }

    /// Appends the rows before `doc` whose score with it may reach `min_score`, by the bounds of the residual norms.
    fn collect_lower_rows(
        &self,
        doc: DocId,
        min_score: f64,
        scratch: &mut WalkScratch,
        others: &mut Vec<DocId>,
    ) {
        let (query, postings) = (self.rows().row(doc), &self.postings);
        let max_norm = self.residual_norms.max_norm();
        let scale = FULL_SUM / (norm(query.weights()) * max_norm);
        if !scale.is_finite() {
            return;
        }
        let WalkScratch { plan, sums, touched, .. } = scratch;
        plan.load(query, postings, scale);
        sums.grow_to(postings.doc_mask() as usize + 1);
        // At this cut the residual is so short that an untouched row cannot reach the minimum.
        let n_below = |cut: u32| query.terms().partition_point(|&term| term < cut);
        let mut cuts = self.residual_norms.cuts().iter();
        let stop = cuts.find(|cut| plan.residual_norm(n_below(cut.cut)) * max_norm < min_score);
        let n_left = stop.map_or(0, |stop| n_below(stop.cut));
        touched.clear();
        for at in (n_left..query.len()).rev() {
            let (of_term, posting_scale) = plan.take(at, postings);
            add_recording(of_term, posting_scale, postings.doc_mask(), sums.all(), touched);
        }
        let filter = stop.map_or(BoundFilter::default(), |stop| plan.filter(n_left, stop, scale));
        let min_bound = (min_score * scale * (1.0 - 1e-6)) as u16;
        for &other in &*touched {
            let sum = std::mem::take(&mut sums.all()[other as usize]);
            let steps = stop.map_or(0, |stop| stop.row_steps(other));
            if other < doc.0 && filter.upper_bound(sum, steps) >= min_bound {
                others.push(DocId(other));
            }
        }
    }
}

/// Returns whether the score of two rows may reach `min_score`. Neither norm may exceed `max_norm`.
///
/// Reads both rows from their rarest terms down. The terms not yet read add at most the product of both residual norms.
fn may_reach(a: Row<'_>, b: Row<'_>, max_norm: f64, min_score: f64) -> bool {
    let (mut sum, mut residual_a, mut residual_b) = (0.0, max_norm * max_norm, max_norm * max_norm);
    let (mut end_a, mut end_b) = (a.len(), b.len());
    while end_a > 0 && end_b > 0 {
        let (term_a, term_b) = (a.terms()[end_a - 1], b.terms()[end_b - 1]);
        let (weight_a, weight_b) =
            (f64::from(a.weights()[end_a - 1]), f64::from(b.weights()[end_b - 1]));
        if term_a == term_b {
            sum += weight_a * weight_b;
        }
        if term_a >= term_b {
            (end_a, residual_a) = (end_a - 1, residual_a - weight_a * weight_a);
        }
        if term_b >= term_a {
            (end_b, residual_b) = (end_b - 1, residual_b - weight_b * weight_b);
        }
        let missing = min_score - sum;
        if missing <= 0.0 {
            return true;
        }
        // More than the rounding errors of both squared residuals.
        let slack = 1e-6 * max_norm * max_norm;
        if (residual_a.max(0.0) + slack) * (residual_b.max(0.0) + slack) < missing * missing {
            return false;
        }
    }
    false
}

/// Returns all pairs that `accept` takes: with a minimum of 0 no pair can be dropped.
fn join_all(
    rows: &SparseRows,
    accept: impl Fn(DocId, DocId) -> bool + Sync,
) -> Vec<(DocId, DocId)> {
    let pairs_of = |b: u32| {
        let accept = &accept;
        (0..b).map(move |a| (DocId(a), DocId(b))).filter(move |&(a, b)| accept(a, b))
    };
    let mut pairs: Vec<(DocId, DocId)> =
        (0..rows.n_docs() as u32).into_par_iter().flat_map_iter(pairs_of).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::Index;
    use crate::sparse::{DocId, SparseRows, dot};

    /// Rows of norm 1 or 0 over few terms, so that similar and equal rows are common.
    fn rows() -> impl Strategy<Value = SparseRows> {
        let row = prop::collection::vec(prop::sample::select(vec![0u8, 0, 0, 1, 1, 4]), 14);
        prop::collection::vec(row, 0..40).prop_map(|rows| {
            let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
            for row in rows {
                let norm = row.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>().sqrt();
                for (term, &weight) in row.iter().enumerate().filter(|&(_, &weight)| weight > 0) {
                    terms.push(term as u32);
                    weights.push((f64::from(weight) / norm) as f32);
                }
                offsets.push(terms.len());
            }
            SparseRows::try_new(offsets, terms, weights, 14).unwrap()
        })
    }

    proptest! {
        /// Only rows of one kind are accepted as a pair, so that a set of equal rows has several representatives.
        #[test]
        fn the_join_finds_every_accepted_pair(
            rows in rows(),
            min_score in prop::sample::select(vec![0.0f32, 0.3, 0.7, 0.85, 1.0]),
            n_kinds in 1u32..4,
        ) {
            let accept = |a: DocId, b: DocId| {
                !rows.row(a).is_empty()
                    && a.0 % n_kinds == b.0 % n_kinds
                    && dot(rows.row(a), rows.row(b)) >= min_score
            };
            let found = Index::build(rows.clone()).similarity_join(min_score, accept);
            let all = rows.docs().flat_map(|a| rows.docs().filter(move |&b| a < b).map(move |b| (a, b)));
            // Each of several equal rows is paired with the first of its kind alone.
            let is_representative_of = |other: DocId, doc| {
                rows.row(other) == rows.row(doc) && (other == doc || accept(other, doc))
            };
            let representative = |doc: DocId| rows.docs().find(|&other| is_representative_of(other, doc)).unwrap();
            let expected: Vec<(DocId, DocId)> = all
                .filter(|&(a, b)| accept(a, b))
                .filter(|&(a, b)| min_score == 0.0 || representative(b) == a || (representative(a) == a && representative(b) == b))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
