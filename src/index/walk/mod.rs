//! The walk from rare terms to common ones that stops when the rest cannot matter.
//!
//! Half of all postings belong to terms so common that they bring a few hundredths of a row's length. The
//! walk adds up the rare terms first, takes the best rows so far for a first list, and from then on knows a
//! score that a row must reach. At each cut it bounds what the terms left can add; once few rows can still
//! reach the list, their scores are computed outright and the common terms are never walked.
//!
//! Sums of the walk are integers that are rounded up wherever they are rounded: they decide which rows are
//! looked at, never what is reported.

mod doc_set;
mod finish;
mod plan;
mod row_blocks;
mod seed;
mod similarity_join;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::BinaryHeap;
use std::ops::Range;

use self::doc_set::DocSet;
use self::plan::Plan;
use self::row_blocks::RowBlocks;
use self::seed::Best;
use self::sums::Sums;
use super::kernels::{BLOCK, Bar, Reaching, add, count};
use super::query::weighted;
use super::query_table::QueryTable;
use super::residual_norms::{CutNorms, norm};
use super::{Index, Neighbour, ScoreModifier, Search, TopK};
use crate::cpu::Isa;
use crate::sparse::{DocId, Row};

/// How the rows of an archive are worked on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranges {
    /// Up to here all at once: 2 MB of sums stay near enough to the processor.
    pub(super) most_whole: u32,
    /// Beyond, so many at a time, whole blocks. What one range finds raises the threshold for the next, but
    /// every range finds its place in every list anew.
    pub(super) part: u32,
    /// A second list is made where more postings than this lie before the next cut, and one for each
    /// [`ROWS_A_POSTING`] rows: making it costs some thousands, and a look at every sum.
    pub(super) second_list: usize,
}

impl Default for Ranges {
    fn default() -> Self {
        Self { most_whole: 1 << 20, part: 1 << 17, second_list: 16_000 }
    }
}
/// A term with fewer postings than this in a range is walked for all rows at once.
const POSTINGS_A_RANGE: usize = 64;
/// Postings that cost as much as looking at one row.
const POSTINGS_A_ROW: usize = 50;
/// Rows whose sums are looked at in the time of a posting.
const ROWS_A_POSTING: usize = 10;
/// The rows left are counted when the mean row's bound is below this share of the threshold: earlier there
/// are hardly ever few.
const COUNTING_GATE: f64 = 0.65;
/// The rows left are counted on one block of rows in this many.
const SAMPLED: usize = 16;
/// The score of the longest possible rows, in the walk's sums.
const FULL: f64 = 60_000.0;

/// Working memory of a walk: 2 bytes and a bit for each row of the index, all 0 between walks, and the
/// query's.
#[derive(Clone, Debug)]
pub(super) struct WalkScratch {
    isa: Isa,
    ranges: Ranges,
    plan: Plan,
    row_blocks: RowBlocks,
    query: QueryTable,
    sums: Sums,
    met: Vec<u32>,
    best: BinaryHeap<Best>,
    reaching: Vec<Reaching>,
    /// Rows whose score with the query is known.
    known: DocSet,
    pub(super) work: Work,
}

impl WalkScratch {
    pub(super) fn new(isa: Isa, ranges: Ranges) -> Self {
        Self {
            isa,
            ranges,
            plan: Plan::default(),
            row_blocks: RowBlocks::default(),
            query: QueryTable::default(),
            sums: Sums::default(),
            met: Vec::new(),
            best: BinaryHeap::new(),
            reaching: Vec::new(),
            known: DocSet::default(),
            work: Work::default(),
        }
    }
}

/// What searches have done, since their [`Scratch`](super::Scratch) was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Postings walked.
    pub postings: u64,
    /// Rows whose bound reached the threshold.
    pub rows: u64,
    /// Scores computed.
    pub scores: u64,
    /// Ranges of rows for which the commonest terms were not walked.
    pub stops: u64,
    /// Long walks for which a second list was made.
    pub second_lists: u64,
}

/// A walk in progress.
struct Walk<'a, E, G, F> {
    index: &'a Index,
    query: Row<'a>,
    search: Search,
    eligible: E,
    factor: G,
    found: F,
    /// By product of score and factor.
    top: TopK,
    scratch: &'a mut WalkScratch,
    /// Terms of the query not walked yet are `..left`.
    left: usize,
    /// A score of 1 in the walk's sums.
    scale: f64,
    /// Whether a second list may pay: not where other searches gave a threshold, nor twice.
    may_list_again: bool,
}

impl Index {
    /// The exact top-k, by product, of those in `top` and all eligible rows. `found` is told each score
    /// computed, before it is weighed.
    pub(super) fn walk<'a>(
        &'a self,
        query: Row<'a>,
        search: Search,
        top: TopK,
        modifier: ScoreModifier<
            impl Fn(DocId) -> bool,
            impl Fn(DocId) -> f64,
            impl Fn(usize) -> f64,
        >,
        found: impl FnMut(Neighbour),
        scratch: &'a mut WalkScratch,
    ) -> TopK {
        let search = Search { k: search.k.min(self.rows().n_docs()), ..search };
        let longest = norm(query.weights()) * self.residual_norms.longest();
        let ScoreModifier { eligible, factor, most } = modifier;
        scratch.row_blocks.enter(self.rows().n_docs() as u32, most);
        if longest <= 0.0 || search.k == 0 || scratch.row_blocks.largest() <= 0.0 {
            return top;
        }
        let scale = FULL / longest;
        let n_blocked = self.rows().n_docs().next_multiple_of(BLOCK);
        scratch.sums.fit(n_blocked.max(self.postings.doc_mask() as usize + 1));
        scratch.known.fit(self.rows().n_docs());
        top.iter().for_each(|neighbour| _ = scratch.known.insert(neighbour.doc));
        scratch.query.enter(query);
        scratch.plan.make(query, &self.postings, scale);
        let (left, may_list_again) = (query.len(), top.threshold() <= 0.0);
        Walk {
            index: self,
            query,
            search,
            eligible,
            factor,
            found,
            top,
            scratch,
            left,
            scale,
            may_list_again,
        }
        .run()
    }
}

impl<'a, E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'a, E, G, F> {
    fn run(mut self) -> TopK {
        self.seed();
        let n_docs = self.index.rows().n_docs() as u32;
        let Ranges { most_whole, part, .. } = self.scratch.ranges;
        let range = if n_docs <= most_whole { most_whole } else { part };
        let n_ranges = n_docs.div_ceil(range) as usize;
        if n_ranges > 1 {
            self.add_rare(POSTINGS_A_RANGE * n_ranges);
        }
        let left = self.left;
        for start in (0..n_docs).step_by(range as usize) {
            let docs = start..n_docs.min(start.saturating_add(range));
            self.left = left;
            let stop = self.walk_on(&docs);
            self.finish(&docs, stop);
        }
        self.scratch.query.leave(self.query);
        self.scratch.known.clear();
        self.top
    }

    /// Walks the terms of fewer postings than `n_postings` for all rows.
    fn add_rare(&mut self, n_postings: usize) {
        let (postings, WalkScratch { plan, sums, work, .. }) =
            (&self.index.postings, &mut *self.scratch);
        while self.left > 0 && plan.df(self.left - 1) < n_postings {
            self.left -= 1;
            let (of_term, factor) = plan.take(self.left, postings);
            work.postings += of_term.len() as u64;
            add(of_term, factor, postings.doc_mask(), sums.all());
        }
    }

    /// Walks the terms down to the cut for a range of rows.
    fn add_down_to(&mut self, cut: u32, docs: &Range<u32>) {
        let (postings, WalkScratch { plan, sums, work, .. }) =
            (&self.index.postings, &mut *self.scratch);
        let end = self.query.terms()[..self.left].partition_point(|&term| term < cut);
        while self.left > end {
            self.left -= 1;
            let (of_term, factor) = plan.take_within(self.left, docs, postings);
            work.postings += of_term.len() as u64;
            add(of_term, factor, postings.doc_mask(), sums.all());
        }
    }

    /// Walks a range of rows to the cut where those left are few, which it returns, or to the end.
    fn walk_on(&mut self, docs: &Range<u32>) -> Option<&'a CutNorms> {
        let index = self.index;
        let cuts = index.residual_norms.cuts();
        for (place, cut) in cuts.iter().enumerate() {
            self.add_down_to(cut.cut, docs);
            let next = cuts.get(place + 1).map_or(0, |next| next.cut);
            if self.may_list_again
                && self.postings_to(next, docs)
                    > docs.len() / ROWS_A_POSTING + self.scratch.ranges.second_list
            {
                self.may_list_again = false;
                self.list_again(docs);
            }
            if self.left > 0 && self.may_stop(cut, next, docs) {
                self.scratch.work.stops += 1;
                return Some(cut);
            }
        }
        self.add_down_to(0, docs);
        None
    }

    /// Whether looking at the rows that can still reach the threshold is cheaper than walking to the next
    /// cut.
    fn may_stop(&mut self, cut: &CutNorms, next: u32, docs: &Range<u32>) -> bool {
        let rest = self.scratch.plan.rest(self.left);
        let threshold = f64::from(self.top.threshold()) / self.scratch.row_blocks.mean();
        if rest * cut.mean > COUNTING_GATE * threshold.max(self.search.min_score.into()) {
            return false;
        }
        let n_postings = self.postings_to(next, docs);
        if n_postings == 0 {
            return false;
        }
        let affordable = n_postings / POSTINGS_A_ROW;
        let every = (1 + docs.len() / (64 * BLOCK)).min(SAMPLED);
        let (bar, needed) = (self.scratch.plan.bar(self.left, cut, self.scale), self.needed());
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        let mut n_rows = 0;
        for (run, most) in row_blocks.within(docs) {
            let blocks = whole_blocks(&run);
            let (sums, steps) = (&mut sums.all()[blocks.clone()], cut.steps(blocks));
            let bar = Bar { least: needed.sum_with(most), ..bar };
            n_rows += every * count(*isa, sums, steps, bar, every);
        }
        n_rows <= affordable
    }

    /// Postings before the next cut in a range of rows, supposed to lie evenly.
    fn postings_to(&self, next: u32, docs: &Range<u32>) -> usize {
        let first = self.query.terms()[..self.left].partition_point(|&term| term < next);
        let n_postings: usize = (first..self.left).map(|at| self.scratch.plan.df(at)).sum();
        let share = docs.len() as f64 / self.index.rows().n_docs() as f64;
        (n_postings as f64 * share) as usize
    }

    /// What a row needs to get into the list of by now.
    fn needed(&self) -> Needed {
        let least = |score: f32| f64::from(score) * self.scale * (1.0 - 2e-6);
        let (product, sum) = (least(self.top.threshold()), least(self.search.min_score));
        Needed { product, sum: sum.max(1.0) }
    }

    /// Offers a row with its score, unless that is known already.
    fn score(&mut self, doc: DocId) {
        if (self.eligible)(doc) {
            self.score_weighed(doc, (self.factor)(doc));
        }
    }

    /// Offers an eligible row with its score and factor, unless that is known already.
    fn score_weighed(&mut self, doc: DocId, factor: f64) {
        if !self.scratch.known.insert(doc) {
            return;
        }
        self.scratch.work.scores += 1;
        let score = self.scratch.query.dot(self.index.rows().row(doc));
        if score > 0.0 && score >= self.search.min_score {
            (self.found)(Neighbour { doc, score });
            let score = weighted(score, factor);
            if score > 0.0 {
                self.top.offer(Neighbour { doc, score });
            }
        }
    }
}

/// What a row needs to get into a list: sums as the walk's, less what rounding scores and products to `f32`
/// could lift.
#[derive(Clone, Copy, Debug)]
struct Needed {
    /// Of its sum times its factor.
    product: f64,
    /// Of its sum.
    sum: f64,
}

impl Needed {
    /// Whether a row whose sum is not too low may have it.
    fn may_be_met(self, sum: f64, factor: f64) -> bool {
        sum >= self.sum && sum * factor >= self.product
    }

    /// The least sum that does with a factor.
    fn sum_with(self, factor: f64) -> u16 {
        // With a factor of 0 a row gets into no list, and one that is looked at all the same does no harm.
        (self.product / factor).max(self.sum).min(65_535.0) as u16
    }
}

/// The rows of a range, which begins with a block, and those that fill its last block.
fn whole_blocks(docs: &Range<u32>) -> Range<usize> {
    docs.start as usize..(docs.end as usize).next_multiple_of(BLOCK)
}
