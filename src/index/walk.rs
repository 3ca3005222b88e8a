//! The walk from rare terms to common ones that stops when the rest cannot matter.
//!
//! Half of all postings belong to terms so common that they bring a few hundredths of a row's length. The
//! walk adds up the rare terms first, takes the best rows so far for a first list, and from then on knows a
//! score that a row must reach. At each cut it bounds what the terms left can add; once few rows can still
//! reach the list, their scores are computed outright and the common terms are never walked.
//!
//! Sums of the walk are integers that are rounded up wherever they are rounded: they decide which rows are
//! looked at, never what is reported.

use std::cmp::Reverse;
use std::ops::Range;

use super::kernels::{BLOCK, Bar, Kernel, Reaching};
use super::query_table::QueryTable;
use super::rest_norms::{CutNorms, norm};
use super::{Index, Neighbour, Search, TopK};
use crate::sparse::{DocId, Row};

/// Postings walked before the first list is made, and for each item of the list.
const SEED_POSTINGS: usize = 3_000;
const SEED_POSTINGS_AN_ITEM: usize = 32;
/// Rows whose score is computed for the first list, beyond k.
const SEED_EXTRA: usize = 6;
/// Postings that cost as much as looking at one row.
const POSTINGS_A_ROW: usize = 60;
/// The rows left are counted when the mean row's bound is below this share of the threshold.
const COUNTING_GATE: f64 = 0.6;
/// The rows left are counted on one block of rows in this many.
const SAMPLED: usize = 16;
/// Lists whose first postings are read together.
const LISTS_AT_ONCE: usize = 16;
/// The score of the longest possible rows, in the walk's sums.
const FULL: f64 = 60_000.0;

/// Working memory of a walk: 2 bytes for each row of the index, all 0 between walks, and the query's.
#[derive(Clone, Debug)]
pub(super) struct WalkScratch {
    kernel: Kernel,
    sums: Vec<u16>,
    query: QueryTable,
    met: Vec<u32>,
    reaching: Vec<Reaching>,
    /// Walks that stopped before the query's last term.
    n_stopped: usize,
    pub stats: [u64; 8],
}

impl Default for WalkScratch {
    fn default() -> Self {
        Self {
            kernel: Kernel::best(),
            sums: Vec::new(),
            query: QueryTable::default(),
            met: Vec::new(),
            reaching: Vec::new(),
            n_stopped: 0,
            stats: [0; 8],
        }
    }
}

/// A walk in progress.
struct Walk<'a, E, F> {
    index: &'a Index,
    query: Row<'a>,
    search: Search,
    eligible: E,
    found: F,
    top: TopK,
    scratch: &'a mut WalkScratch,
    /// Terms of the query not walked yet are `..left`.
    left: usize,
    /// A score of 1 in the walk's sums.
    scale: f64,
}

impl Index {
    /// The exact top-k of those in `top` and all eligible rows. `found` is told each score computed.
    pub(super) fn walk<'a>(
        &'a self,
        query: Row<'a>,
        search: Search,
        top: TopK,
        eligible: impl Fn(DocId) -> bool,
        found: impl FnMut(Neighbour),
        scratch: &'a mut WalkScratch,
    ) -> TopK {
        let longest = norm(query.weights()) * self.rest_norms.longest();
        if longest <= 0.0 || search.k == 0 {
            return top;
        }
        scratch.sums.resize(self.rows().n_docs(), 0);
        scratch.query.enter(query);
        let (scale, left) = (FULL / longest, query.len());
        Walk { index: self, query, search, eligible, found, top, scratch, left, scale }.run()
    }
}

impl<E: Fn(DocId) -> bool, F: FnMut(Neighbour)> Walk<'_, E, F> {
    fn run(mut self) -> TopK {
        self.seed();
        let stop = self.walk_on();
        self.finish(stop);
        self.scratch.query.leave(self.query);
        self.top
    }

    /// The score that a row must reach.
    fn threshold(&self) -> f32 {
        self.top.threshold().max(self.search.min_score)
    }

    /// The threshold in the walk's sums, less what rounding a score to `f32` could lift.
    fn least(&self) -> u16 {
        (f64::from(self.threshold()) * self.scale * (1.0 - 1e-6)).clamp(1.0, 65_535.0) as u16
    }

    /// Adds terms, the rarest first, while their postings fit the budget and further until enough rows are
    /// met; then computes the scores of the best.
    fn seed(&mut self) {
        let k = self.search.k;
        let mut budget = SEED_POSTINGS.max(SEED_POSTINGS_AN_ITEM * k);
        let mut met = std::mem::take(&mut self.scratch.met);
        met.clear();
        let mut touched = self.left;
        while self.left > 0 {
            if self.left <= touched {
                touched = self.left.saturating_sub(LISTS_AT_ONCE);
                self.touch(touched..self.left);
            }
            let postings = self.index.postings.of(self.query.terms()[self.left - 1]);
            if postings.len() > budget && met.len() > 4 * k {
                break;
            }
            budget = budget.saturating_sub(postings.len());
            let mask = self.index.postings.doc_mask();
            let docs = postings.iter().map(|posting| posting & mask);
            met.extend(docs.filter(|&doc| self.scratch.sums[doc as usize] == 0));
            self.add_next();
        }
        let n_scored = k + SEED_EXTRA;
        if met.len() > n_scored {
            let sums = &self.scratch.sums;
            met.select_nth_unstable_by_key(n_scored, |&doc| (Reverse(sums[doc as usize]), doc));
        }
        for &doc in met.iter().take(n_scored) {
            self.score(DocId(doc));
        }
        self.scratch.met = met;
    }

    /// Reads where some terms' postings begin, so that the processor waits for many at a time.
    fn touch(&self, terms: Range<usize>) {
        let first = |&term: &u32| self.index.postings.of(term).first().copied().unwrap_or_default();
        std::hint::black_box(self.query.terms()[terms].iter().map(first).fold(0, |a, b| a ^ b));
    }

    /// Adds the rarest term that is left.
    fn add_next(&mut self) {
        self.left -= 1;
        let postings = &self.index.postings;
        let factor = postings.factor(f64::from(self.query.weights()[self.left]) * self.scale);
        let of_term = postings.of(self.query.terms()[self.left]);
        self.scratch.stats[0] += of_term.len() as u64;
        self.scratch.kernel.add(of_term, factor, postings.doc_mask(), &mut self.scratch.sums);
    }

    fn add_down_to(&mut self, cut: u32) {
        let end = self.query.terms()[..self.left].partition_point(|&term| term < cut);
        while self.left > end {
            let group = end.max(self.left.saturating_sub(LISTS_AT_ONCE));
            self.touch(group..self.left);
            while self.left > group {
                self.add_next();
            }
        }
    }

    /// Walks to the cut where the rows left are few, which it returns, or to the end.
    fn walk_on(&mut self) -> Option<usize> {
        let cuts = self.index.rest_norms.cuts();
        for (place, cut) in cuts.iter().enumerate() {
            self.add_down_to(cut.cut);
            let next = cuts.get(place + 1).map_or(0, |next| next.cut);
            if self.left > 0 && self.may_stop(cut, next) {
                self.scratch.n_stopped += 1;
                return Some(place);
            }
        }
        self.add_down_to(0);
        None
    }

    /// What a row's sum and rest must reach, the terms below `cut` not being walked.
    fn bar(&self, cut: &CutNorms) -> Bar {
        let rest = norm(&self.query.weights()[..self.left]);
        let step = (rest * cut.unit * self.scale * 256.0 * (1.0 + 1e-6)).ceil();
        Bar { step: step.min(65_535.0) as u16, least: self.least() }
    }

    /// Whether looking at the rows that can still reach the threshold is cheaper than walking to the next
    /// cut.
    fn may_stop(&mut self, cut: &CutNorms, next: u32) -> bool {
        let rest = norm(&self.query.weights()[..self.left]);
        if rest * cut.mean > COUNTING_GATE * f64::from(self.threshold()) {
            return false;
        }
        let ahead = self.query.terms()[..self.left].iter().rev();
        let ahead = ahead.take_while(|&&term| term >= next);
        let postings: usize = ahead.map(|&term| self.index.postings.df(term)).sum();
        if postings == 0 {
            return false;
        }
        let affordable = postings / POSTINGS_A_ROW;
        let n_blocks = cut.steps.len().div_ceil(BLOCK);
        let step = (1 + n_blocks / 64).min(SAMPLED);
        let bar = self.bar(cut);
        let sums = self.scratch.sums.chunks(BLOCK).step_by(step);
        let mut n_left = 0;
        self.scratch.stats[1] += 1;
        for (sums, steps) in sums.zip(cut.steps.chunks(BLOCK).step_by(step)) {
            n_left += self.scratch.kernel.count(sums, steps, bar);
            if n_left * step > affordable {
                return false;
            }
        }
        true
    }

    /// Looks at every row that can reach the threshold, and clears the sums.
    fn finish(&mut self, stop: Option<usize>) {
        let stop = stop.map(|place| &self.index.rest_norms.cuts()[place]);
        let mut reaching = std::mem::take(&mut self.scratch.reaching);
        reaching.clear();
        // Without a stop nothing is left, and any cut's steps count for nothing.
        let cut = stop.unwrap_or(&self.index.rest_norms.cuts()[0]);
        let bar = self.bar(cut);
        self.scratch.kernel.collect(&mut self.scratch.sums, &cut.steps, bar, &mut reaching);
        self.scratch.stats[2] += reaching.len() as u64;
        // The best first: they raise the threshold for the others.
        let n_first = 2 * self.search.k;
        if reaching.len() > n_first {
            reaching.select_nth_unstable_by_key(n_first, |row| (Reverse(row.bound), row.doc));
        }
        let n_first = n_first.min(reaching.len());
        reaching[..n_first].sort_unstable_by_key(|row| (Reverse(row.bound), row.doc));
        for row in &reaching {
            let least = self.least();
            if row.bound < least || self.top.contains(DocId(row.doc)) {
                continue;
            }
            if let Some(cut) = stop {
                let common = self.scratch.query.dot_below(self.index.rows().row(DocId(row.doc)), cut.cut);
                self.scratch.stats[3] += 1;
                if f64::from(row.sum) + f64::from(common) * self.scale < f64::from(least) {
                    continue;
                }
            }
            self.score(DocId(row.doc));
        }
        self.scratch.reaching = reaching;
    }

    /// Offers a row with its score, unless it is in the list already.
    fn score(&mut self, doc: DocId) {
        if self.top.contains(doc) || !(self.eligible)(doc) {
            return;
        }
        self.scratch.stats[4] += 1;
        let score = self.scratch.query.dot(self.index.rows().row(doc));
        if score > 0.0 {
            (self.found)(Neighbour { doc, score });
            if score >= self.search.min_score {
                self.top.offer(Neighbour { doc, score });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::{Index, Search, WalkScratch};
    use crate::index::exhaustive;
    use crate::sparse::{DocId, SparseRows};

    /// Rows of a text's shape: a term's chance falls with its number, and so do the weights of common terms;
    /// every third row copies most of another, some are empty, one has nearly all terms.
    fn rows(n_docs: usize, n_terms: u32, length: usize, seed: u64) -> SparseRows {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut all: Vec<Vec<u32>> = Vec::new();
        for doc in 0..n_docs {
            let mut terms: Vec<u32> = match doc {
                _ if doc % 50 == 49 => Vec::new(),
                7 => (0..n_terms).filter(|term| term % 3 != 0).collect(),
                _ => (0..length)
                    .map(|_| (f64::from(n_terms) * rng.r#gen::<f64>().powi(4)) as u32)
                    .collect(),
            };
            if doc % 3 == 2 {
                let other = &all[rng.gen_range(0..doc)];
                terms.truncate(length / 4);
                terms.extend(other.iter().take(length));
            }
            terms.sort_unstable();
            terms.dedup();
            all.push(terms);
        }
        let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
        for row in all {
            let raw: Vec<f64> =
                row.iter().map(|&term| (f64::from(term) + 2.0).ln().powf(1.25)).collect();
            let norm = raw.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
            terms.extend(row);
            weights.extend(raw.iter().map(|weight| (weight / norm) as f32));
            offsets.push(terms.len());
        }
        SparseRows::try_new(offsets, terms, weights, n_terms as usize).unwrap()
    }

    #[test]
    fn walks_that_stop_early_equal_the_exhaustive_search() {
        for (n_docs, n_terms, length, seed) in
            [(1_500, 3_000, 60, 1), (700, 400, 120, 2), (3_000, 90_000, 40, 3)]
        {
            let index = Index::build(rows(n_docs, n_terms, length, seed));
            let mut scratch = WalkScratch::default();
            let searches = [(1, 0.0), (10, 0.0), (10, 0.3), (100, 0.0)];
            for (k, min_score) in searches {
                let search = Search { k, min_score };
                for doc in (0..n_docs).step_by(11).map(DocId::from_index) {
                    let row = index.rows().row(doc);
                    let others = |other: DocId| other != doc && other.0 % 5 != 3;
                    if let Some(list) = index.walk(row, search, others, &mut scratch) {
                        assert_eq!(
                            list,
                            exhaustive(index.rows(), row, search, others),
                            "row {}, k {k}",
                            doc.0
                        );
                    }
                }
            }
            assert!(
                scratch.n_stopped > 0,
                "no walk of {n_docs} rows stopped early: nothing was tested"
            );
        }
    }

    #[test]
    fn an_archive_of_equal_rows_ties_by_row() {
        let (terms, weights) = ([1, 70, 300].repeat(900), [0.6f32, 0.0, 0.8].repeat(900));
        let rows =
            SparseRows::try_new((0..=2_700).step_by(3).collect(), terms, weights, 301).unwrap();
        let index = Index::build(rows);
        let search = Search { k: 3, min_score: 0.0 };
        let last = DocId(899);
        let list = index.walk(
            index.rows().row(last),
            search,
            |doc| doc != last,
            &mut WalkScratch::default(),
        );
        let docs: Vec<u32> = list.unwrap().iter().map(|neighbour| neighbour.doc.0).collect();
        assert_eq!(docs, [0, 1, 2]);
    }
}
