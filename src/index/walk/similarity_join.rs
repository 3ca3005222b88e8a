//! All pairs of rows that are nearly as near as rows can be, without a list for each row.

use std::hash::{Hash, Hasher};

use hashbrown::HashMap;
use rayon::prelude::*;

use super::super::kernels::{Bar, add_meeting};
use super::super::query::Scratch;
use super::super::residual_norms::norm;
use super::{FULL, WalkScratch};
use crate::index::Index;
use crate::sparse::{DocId, Row, SparseRows};

impl Index {
    /// The pairs that `accept`, a lower row and a higher one, takes among all pairs of rows whose score is at least
    /// `min_score`; in order of the lower row, then the higher. It may be asked about others, too.
    ///
    /// Two such rows share a term among the rarest of each, since what is left without those is too short to bring
    /// the score about: of each row these are walked, and of the rows met most are out by what the lengths of
    /// both rests can add. Rows that are equal are compared once: each is paired with the first of them that `accept`
    /// takes it for a pair with, of at most 16 that it does not take for pairs of each other. O(nnz) and
    /// the postings walked; parallel, and the same on any number of threads. Memory: 4 bytes a row, and a
    /// [`Scratch`] a thread.
    #[must_use]
    pub fn similarity_join(
        &self,
        min_score: f32,
        accept: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Vec<(DocId, DocId)> {
        // Less what rounding could take away.
        let least = f64::from(min_score) * (1.0 - 1e-6);
        if least <= 0.0 {
            return every_pair(self.rows(), accept);
        }
        let firsts = firsts(self.rows(), &accept);
        let is_first = |doc: DocId| firsts[doc.index()] == doc;
        let longest = self.residual_norms.longest();
        let near = |scratch: &mut Scratch, doc: usize| {
            let doc = DocId::from_index(doc);
            let mut others = Vec::new();
            if is_first(doc) {
                self.meet_before(doc, least, &mut scratch.walk, &mut others);
                let row = self.rows().row(doc);
                others.retain(|&other| {
                    is_first(other) && may_reach(self.rows().row(other), row, longest, least)
                });
            } else {
                others.push(firsts[doc.index()]);
            }
            others.retain(|&other| accept(other, doc));
            others.into_iter().map(|other| (other, doc)).collect::<Vec<_>>()
        };
        let of_rows = (0..firsts.len()).into_par_iter().map_init(Scratch::default, near);
        let mut pairs = of_rows.collect::<Vec<_>>().concat();
        pairs.sort_unstable();
        pairs
    }

    /// Appends the rows before `doc` whose score with it may be `least`, as far as lengths tell.
    fn meet_before(
        &self,
        doc: DocId,
        least: f64,
        scratch: &mut WalkScratch,
        others: &mut Vec<DocId>,
    ) {
        let (query, postings) = (self.rows().row(doc), &self.postings);
        let longest = self.residual_norms.longest();
        let scale = FULL / (norm(query.weights()) * longest);
        if !scale.is_finite() {
            return;
        }
        let WalkScratch { plan, sums, met, .. } = scratch;
        plan.make(query, postings, scale);
        sums.fit(postings.doc_mask() as usize + 1);
        // Where the rest is so short, a row that was not met is out.
        let left = |cut: u32| query.terms().partition_point(|&term| term < cut);
        let mut cuts = self.residual_norms.cuts().iter();
        let stop = cuts.find(|cut| plan.rest(left(cut.cut)) * longest < least);
        let left = stop.map_or(0, |stop| left(stop.cut));
        met.clear();
        for at in (left..query.len()).rev() {
            let (of_term, factor) = plan.take(at, postings);
            add_meeting(of_term, factor, postings.doc_mask(), sums.all(), met);
        }
        let bar = stop.map_or(Bar::default(), |stop| plan.bar(left, stop, scale));
        let least = (least * scale * (1.0 - 1e-6)) as u16;
        for &other in &*met {
            let sum = std::mem::take(&mut sums.all()[other as usize]);
            let steps = stop.map_or(0, |stop| stop.steps_of(other));
            if other < doc.0 && bar.bound(sum, steps) >= least {
                others.push(DocId(other));
            }
        }
    }
}

/// Whether the score of two rows no longer than `longest` may be `least`: what the terms not yet looked at can add
/// is at most the product of the lengths that they have in the two rows.
fn may_reach(a: Row<'_>, b: Row<'_>, longest: f64, least: f64) -> bool {
    let (mut sum, mut rest_a, mut rest_b) = (0.0, longest * longest, longest * longest);
    let (mut end_a, mut end_b) = (a.len(), b.len());
    while end_a > 0 && end_b > 0 {
        let (term_a, term_b) = (a.terms()[end_a - 1], b.terms()[end_b - 1]);
        let (weight_a, weight_b) =
            (f64::from(a.weights()[end_a - 1]), f64::from(b.weights()[end_b - 1]));
        if term_a == term_b {
            sum += weight_a * weight_b;
        }
        if term_a >= term_b {
            (end_a, rest_a) = (end_a - 1, rest_a - weight_a * weight_a);
        }
        if term_b >= term_a {
            (end_b, rest_b) = (end_b - 1, rest_b - weight_b * weight_b);
        }
        let missing = least - sum;
        if missing <= 0.0 {
            return true;
        }
        // More than what rounding takes away from squares of lengths.
        let slack = 1e-6 * longest * longest;
        if (rest_a.max(0.0) + slack) * (rest_b.max(0.0) + slack) < missing * missing {
            return false;
        }
    }
    false
}

/// Where nothing can be left out.
fn every_pair(
    rows: &SparseRows,
    accept: impl Fn(DocId, DocId) -> bool + Sync,
) -> Vec<(DocId, DocId)> {
    let of = |b: u32| {
        let accept = &accept;
        (0..b).map(move |a| (DocId(a), DocId(b))).filter(move |&(a, b)| accept(a, b))
    };
    let mut pairs: Vec<(DocId, DocId)> =
        (0..rows.n_docs() as u32).into_par_iter().flat_map_iter(of).collect();
    pairs.sort_unstable();
    pairs
}

/// Equal rows that others are compared with: more would let an archive of equal rows take the square of its time.
const MOST_FIRSTS: usize = 16;

/// The row that stands for each row, shape (n_docs,): of those equal to it the first that `accept` takes for its pair,
/// or itself; where so many stand for themselves, the first of all.
fn firsts(rows: &SparseRows, accept: impl Fn(DocId, DocId) -> bool) -> Vec<DocId> {
    let mut first_of = HashMap::new();
    // Apart, as few rows have any.
    let mut further: HashMap<DocId, Vec<DocId>> = HashMap::new();
    let first = |doc| {
        let first = *first_of.entry(Whole(rows.row(doc))).or_insert(doc);
        if first == doc || accept(first, doc) {
            return first;
        }
        let further = further.entry(first).or_default();
        match further.iter().find(|&&further| accept(further, doc)) {
            Some(&of_its_kind) => of_its_kind,
            None if further.len() + 1 < MOST_FIRSTS => {
                further.push(doc);
                doc
            }
            None => first,
        }
    };
    rows.docs().map(first).collect()
}

/// A row as a key: its terms tell nearly all rows apart, so weights need no hash.
#[derive(PartialEq)]
struct Whole<'a>(Row<'a>);

/// Weights are finite.
impl Eq for Whole<'_> {}

impl Hash for Whole<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.terms().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::Index;
    use crate::sparse::{DocId, SparseRows, dot};

    /// Rows of length 1 or 0 from few terms, so that near and equal ones are common.
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
        /// `n_kinds` tells rows apart that are equal: only rows of one kind are a pair.
        #[test]
        fn no_near_pair_is_missed(
            rows in rows(),
            least in prop::sample::select(vec![0.0f32, 0.3, 0.7, 0.85, 1.0]),
            n_kinds in 1u32..4,
        ) {
            let near = |a: DocId, b: DocId| {
                !rows.row(a).is_empty()
                    && a.0 % n_kinds == b.0 % n_kinds
                    && dot(rows.row(a), rows.row(b)) >= least
            };
            let found = Index::build(rows.clone()).similarity_join(least, near);
            let all = rows.docs().flat_map(|a| rows.docs().filter(move |&b| a < b).map(move |b| (a, b)));
            // Of equal rows, those but the first of a kind are paired with that alone.
            let is_first_of = |first: DocId, doc| {
                rows.row(first) == rows.row(doc) && (first == doc || near(first, doc))
            };
            let first = |doc: DocId| rows.docs().find(|&first| is_first_of(first, doc)).unwrap();
            let expected: Vec<(DocId, DocId)> = all
                .filter(|&(a, b)| near(a, b))
                .filter(|&(a, b)| least == 0.0 || first(b) == a || (first(a) == a && first(b) == b))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
