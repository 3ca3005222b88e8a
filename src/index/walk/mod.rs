//! The walk over the terms of a query, from rare to common. It stops when the other terms cannot change the list.
//!
//! Half of all postings belong to terms so common that they bring a few hundredths of a row's length. The walk adds up
//! the rare terms first and takes the best rows so far for a first list. This list gives the threshold: the score that
//! a row must reach. At each cut the walk bounds what the remaining terms can add. Once few rows can still reach the
//! threshold, it computes their scores outright and never walks the common terms.
//!
//! The sums of the walk are integers, and every rounding goes up. They decide which rows are scored, never which score
//! is reported.

mod best_sums;
mod doc_set;
mod finish;
mod plan;
mod representatives;
mod row_blocks;
mod scratch;
mod seed;
mod similarity_join;
mod sums;
#[cfg(test)]
mod tests;
mod threshold;

use std::ops::Range;

pub use self::scratch::SearchStats;
use self::scratch::WalkParams;
pub(super) use self::scratch::WalkScratch;
use self::sums::{FULL_SUM, whole_blocks};
use self::threshold::Threshold;
use super::kernels::{BLOCK, BoundFilter, add, count_candidates};
use super::residual_norms::{CutNorms, norm};
use super::search::weighted;
use super::{Index, Neighbour, ScoreModifier, Search, TopK};
use crate::sparse::{DocId, Row};

/// A term with fewer postings than this in a range is walked for all rows at once.
const POSTINGS_PER_RANGE: usize = 64;
/// Postings that cost as much as scoring one candidate.
const POSTINGS_PER_CANDIDATE: usize = 50;
/// Rows whose sums a scan covers in the time of one posting.
const ROWS_PER_POSTING: usize = 10;
/// Count candidates once the residual bound of a mean row is below this share of the threshold. Above it, nearly every
/// walk still has many candidates.
const COUNTING_GATE: f64 = 0.65;
/// Count candidates on one kernel block in this many.
const MAX_SAMPLING: usize = 16;

/// A walk in progress.
struct Walk<'a, E, G, F> {
    index: &'a Index,
    query: Row<'a>,
    search: Search,
    eligible: E,
    factor: G,
    on_score: F,
    /// The best rows so far, ranked by product of score and factor.
    top: TopK,
    scratch: &'a mut WalkScratch,
    /// The query's terms `..n_left` are not walked yet.
    n_left: usize,
    /// What a score of 1 adds to a sum.
    scale: f64,
    /// Whether to refine the list. Refining pays once, and only if no other search supplied a threshold.
    may_refine: bool,
}

/// Returns the exact top-k, by product, of the neighbours in `top` and all eligible rows.
///
/// `on_score` receives each computed score before the factor is applied.
pub(super) fn walk<'a>(
    index: &'a Index,
    query: Row<'a>,
    search: Search,
    top: TopK,
    modifier: ScoreModifier<impl Fn(DocId) -> bool, impl Fn(DocId) -> f64, impl Fn(usize) -> f64>,
    on_score: impl FnMut(Neighbour),
    scratch: &'a mut WalkScratch,
) -> TopK {
    let search = Search { k: search.k.min(index.rows().n_docs()), ..search };
    let max_score = norm(query.weights()) * index.residual_norms.max_norm();
    let ScoreModifier { eligible, factor, block_max } = modifier;
    scratch.row_blocks.load(index.rows().n_docs() as u32, block_max);
    if max_score <= 0.0 || search.k == 0 || scratch.row_blocks.max() <= 0.0 {
        return top;
    }
    let scale = FULL_SUM / max_score;
    let n_padded = index.rows().n_docs().next_multiple_of(BLOCK);
    scratch.sums.grow_to(n_padded.max(index.postings.doc_mask() as usize + 1));
    scratch.known.grow_to(index.rows().n_docs());
    top.iter().for_each(|neighbour| _ = scratch.known.insert(neighbour.doc));
    scratch.query.load(query);
    scratch.plan.load(query, &index.postings, scale);
    let (n_left, may_refine) = (query.len(), top.threshold() <= 0.0);
    Walk {
        index,
        query,
        search,
        eligible,
        factor,
        on_score,
        top,
        scratch,
        n_left,
        scale,
        may_refine,
    }
    .run()
}

impl<'a, E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'a, E, G, F> {
    fn run(mut self) -> TopK {
        self.seed_list();
        let n_docs = self.index.rows().n_docs() as u32;
        let WalkParams { max_single_pass_rows, rows_per_range, .. } = self.scratch.params;
        let range =
            if n_docs <= max_single_pass_rows { max_single_pass_rows } else { rows_per_range };
        let n_ranges = n_docs.div_ceil(range) as usize;
        if n_ranges > 1 {
            self.add_rare_terms(POSTINGS_PER_RANGE * n_ranges);
        }
        let n_left = self.n_left;
        for start in (0..n_docs).step_by(range as usize) {
            let docs = start..n_docs.min(start.saturating_add(range));
            self.n_left = n_left;
            let stop = self.walk_range(&docs);
            self.finish_range(&docs, stop);
        }
        self.scratch.query.unload(self.query);
        self.scratch.known.clear();
        self.top
    }

    /// Walks the terms with fewer than `n_postings` postings, for all rows.
    fn add_rare_terms(&mut self, n_postings: usize) {
        let (postings, WalkScratch { plan, sums, stats, .. }) =
            (&self.index.postings, &mut *self.scratch);
        while self.n_left > 0 && plan.df(self.n_left - 1) < n_postings {
            self.n_left -= 1;
            let (of_term, scale) = plan.take(self.n_left, postings);
            stats.postings += of_term.len() as u64;
            add(of_term, scale, postings.doc_mask(), sums.all());
        }
    }

    /// Walks the terms from `cut` up that are left, for a range of rows.
    fn add_terms_from(&mut self, cut: u32, docs: &Range<u32>) {
        let (postings, WalkScratch { plan, sums, stats, .. }) =
            (&self.index.postings, &mut *self.scratch);
        let end = self.query.terms()[..self.n_left].partition_point(|&term| term < cut);
        while self.n_left > end {
            self.n_left -= 1;
            let (of_term, scale) = plan.take_within(self.n_left, docs, postings);
            stats.postings += of_term.len() as u64;
            add(of_term, scale, postings.doc_mask(), sums.all());
        }
    }

    /// Walks a range of rows until few candidates are left. Returns the cut of the stop, or `None` when all terms were
    /// walked.
    fn walk_range(&mut self, docs: &Range<u32>) -> Option<&'a CutNorms> {
        let index = self.index;
        let cuts = index.residual_norms.cuts();
        for (place, cut) in cuts.iter().enumerate() {
            self.add_terms_from(cut.cut, docs);
            let next = cuts.get(place + 1).map_or(0, |next| next.cut);
            if self.may_refine
                && self.n_postings_to(next, docs)
                    > docs.len() / ROWS_PER_POSTING + self.scratch.params.min_refine_postings
            {
                self.may_refine = false;
                self.refine_list(docs);
            }
            if self.n_left > 0 && self.should_stop(cut, next, docs) {
                self.scratch.stats.stops += 1;
                return Some(cut);
            }
        }
        self.add_terms_from(0, docs);
        None
    }

    /// Returns whether scoring all candidates is cheaper than walking to the next cut.
    fn should_stop(&mut self, cut: &CutNorms, next: u32, docs: &Range<u32>) -> bool {
        let residual_norm = self.scratch.plan.residual_norm(self.n_left);
        let threshold = f64::from(self.top.threshold()) / self.scratch.row_blocks.mean();
        if residual_norm * cut.mean > COUNTING_GATE * threshold.max(self.search.min_score.into()) {
            return false;
        }
        let n_postings = self.n_postings_to(next, docs);
        if n_postings == 0 {
            return false;
        }
        let max_candidates = n_postings / POSTINGS_PER_CANDIDATE;
        let every = (1 + docs.len() / (64 * BLOCK)).min(MAX_SAMPLING);
        let (filter, threshold) =
            (self.scratch.plan.filter(self.n_left, cut, self.scale), self.threshold());
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        let mut n_candidates = 0;
        for (run, max_factor) in row_blocks.runs_within(docs) {
            let blocks = whole_blocks(&run);
            let (sums, steps) = (&mut sums.all()[blocks.clone()], cut.steps(blocks));
            let filter = BoundFilter { min_bound: threshold.min_sum_for(max_factor), ..filter };
            n_candidates += every * count_candidates(*isa, sums, steps, filter, every);
        }
        n_candidates <= max_candidates
    }

    /// Estimates the postings before the next cut in a range of rows, as if they were spread evenly.
    fn n_postings_to(&self, next: u32, docs: &Range<u32>) -> usize {
        let first = self.query.terms()[..self.n_left].partition_point(|&term| term < next);
        let n_postings: usize = (first..self.n_left).map(|at| self.scratch.plan.df(at)).sum();
        let share = docs.len() as f64 / self.index.rows().n_docs() as f64;
        (n_postings as f64 * share) as usize
    }

    /// Returns what a row needs to enter the current list.
    fn threshold(&self) -> Threshold {
        let in_sums = |score: f32| f64::from(score) * self.scale * (1.0 - 2e-6);
        let (min_product, min_sum) =
            (in_sums(self.top.threshold()), in_sums(self.search.min_score));
        Threshold { min_product, min_sum: min_sum.max(1.0) }
    }

    /// Scores a row and offers it to the list, unless it is not eligible or already scored.
    fn score(&mut self, doc: DocId) {
        if (self.eligible)(doc) {
            self.score_with_factor(doc, (self.factor)(doc));
        }
    }

    /// Scores an eligible row and offers it to the list, unless it is already scored.
    fn score_with_factor(&mut self, doc: DocId, factor: f64) {
        if !self.scratch.known.insert(doc) {
            return;
        }
        self.scratch.stats.scores += 1;
        let score = self.scratch.query.dot(self.index.rows().row(doc));
        if score > 0.0 && score >= self.search.min_score {
            (self.on_score)(Neighbour { doc, score });
            let score = weighted(score, factor);
            if score > 0.0 {
                self.top.offer(Neighbour { doc, score });
            }
        }
    }
}
