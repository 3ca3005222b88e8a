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
use std::collections::BinaryHeap;
use std::ops::Range;

use super::kernels::{BLOCK, Bar, Kernel, Reaching, add, add_meeting};
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
pub static TUNE: [std::sync::atomic::AtomicUsize; 4] = [const { std::sync::atomic::AtomicUsize::new(0) }; 4];
fn tune(i: usize) -> usize { TUNE[i].load(std::sync::atomic::Ordering::Relaxed) }
/// The rows left are counted when the mean row's bound is below this share of the threshold.
const COUNTING_GATE: f64 = 0.6;
/// The rows left are counted on one block of rows in this many.
const SAMPLED: usize = 16;
/// How many terms before it is walked a term's first posting and its others are asked for.
const LISTS_AHEAD: [usize; 2] = [12, 2];
/// How many rows before it is looked at a row is asked for.
const ROWS_AHEAD: usize = 4;
/// The score of the longest possible rows, in the walk's sums.
const FULL: f64 = 60_000.0;

/// Working memory of a walk: 2 bytes for each row of the index, all 0 between walks, and the query's.
#[derive(Clone, Debug)]
pub(super) struct WalkScratch {
    kernel: Kernel,
    sums: Sums,
    query: QueryTable,
    plan: Vec<Planned>,
    met: Vec<u32>,
    best: BinaryHeap<Best>,
    reaching: Vec<Reaching>,
    /// Walks that stopped before the query's last term.
    n_stopped: usize,
    pub stats: [u64; 8],
}

impl Default for WalkScratch {
    fn default() -> Self {
        Self {
            kernel: Kernel::best(),
            sums: Sums::default(),
            query: QueryTable::default(),
            plan: Vec::new(),
            met: Vec::new(),
            best: BinaryHeap::new(),
            reaching: Vec::new(),
            n_stopped: 0,
            stats: [0; 8],
        }
    }
}

pub static STATS: [std::sync::atomic::AtomicU64; 16] = [const { std::sync::atomic::AtomicU64::new(0) }; 16];
/// A term of the query, ready to be walked.
#[derive(Clone, Copy, Debug)]
struct Planned {
    start: u32,
    end: u32,
    factor: u32,
    /// Length of the query's terms before this one.
    rest: f32,
}

impl Planned {
    fn range(&self) -> Range<u32> {
        self.start..self.end
    }

    fn n_postings(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// A sum a row, in memory that begins where a line of the cache does.
#[derive(Clone, Debug, Default)]
struct Sums {
    memory: Vec<u16>,
    first: usize,
}

impl Sums {
    fn resize(&mut self, n_docs: usize) {
        if self.memory.len() < n_docs + LINE {
            self.memory = vec![0; n_docs + LINE];
            self.first = self.memory.as_ptr().align_offset(64).min(LINE);
        }
    }

    fn all(&mut self) -> &mut [u16] {
        &mut self.memory[self.first..]
    }

    fn of(&self, doc: u32) -> u16 {
        self.memory[self.first + doc as usize]
    }
}

/// Sums in a line of the cache.
const LINE: usize = 32;

/// Sum and row, the worst on top of a heap.
type Best = Reverse<(u16, Reverse<u32>)>;

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
        let n_docs = self.rows().n_docs();
        let n_sums = n_docs.next_multiple_of(BLOCK).max(self.postings.doc_mask() as usize + 1);
        scratch.sums.resize(n_sums);
        scratch.query.enter(query);
        let (scale, left) = (FULL / longest, query.len());
        let mut square = 0.0;
        scratch.plan.clear();
        scratch.plan.extend(query.iter().map(|(term, weight)| {
            let Range { start, end } = self.postings.range(term);
            let weight = f64::from(weight);
            let rest = (f64::sqrt(square) * (1.0 + 1e-6)) as f32;
            square += weight * weight;
            Planned { start, end, factor: self.postings.factor(weight * scale), rest }
        }));
        Walk { index: self, query, search, eligible, found, top, scratch, left, scale }.run()
    }
}

impl<'a, E: Fn(DocId) -> bool, F: FnMut(Neighbour)> Walk<'a, E, F> {
    #[inline(never)]
    fn run(mut self) -> TopK {
        let t0 = std::time::Instant::now();
        self.seed();
        let t1 = std::time::Instant::now();
        let stop = self.walk_on();
        let t2 = std::time::Instant::now();
        self.finish(stop);
        let t3 = std::time::Instant::now();
        let ns = |a: std::time::Instant, b: std::time::Instant| (b - a).as_nanos() as u64;
        for (i, v) in [ns(t0, t1), ns(t1, t2), ns(t2, t3)].into_iter().enumerate() { STATS[5 + i].fetch_add(v, std::sync::atomic::Ordering::Relaxed); }
        for i in 0..5 { STATS[i].fetch_add(self.scratch.stats[i], std::sync::atomic::Ordering::Relaxed); self.scratch.stats[i] = 0; }
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
    #[inline(never)]
    fn seed(&mut self) {
        let k = self.search.k;
        if NOSEED.load(std::sync::atomic::Ordering::Relaxed) && self.top.threshold() > 0.0 { return; }
        let mut budget = tune(2).max(SEED_POSTINGS_AN_ITEM * k);
        let postings = &self.index.postings;
        let mut best = std::mem::take(&mut self.scratch.best);
        self.scratch.met.clear();
        loop {
            while self.left > 0 {
                let n_postings = self.scratch.plan[self.left - 1].n_postings();
                if n_postings > budget && self.scratch.met.len() > 4 * k {
                    break;
                }
                budget = budget.saturating_sub(n_postings);
                let (of_term, factor) = self.next();
                let WalkScratch { sums, met, .. } = &mut *self.scratch;
                add_meeting(of_term, factor, postings.doc_mask(), sums.all(), met);
            }
            self.best_met(k + tune(3) - 10, &mut best);
            if best.len() >= k || self.left == 0 {
                break;
            }
            // Most of those met are not eligible.
            budget = 2 * self.scratch.met.len();
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.index.prefetch_row(DocId(doc));
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.score(DocId(doc));
        }
        self.scratch.best = best;
    }

    /// The `n` eligible rows with the largest sums among those met.
    fn best_met(&self, n: usize, best: &mut BinaryHeap<Best>) {
        best.clear();
        let mut least = 0;
        for &doc in &self.scratch.met {
            let sum = self.scratch.sums.of(doc);
            if sum <= least || !(self.eligible)(DocId(doc)) {
                continue;
            }
            if best.len() < n {
                best.push(Reverse((sum, Reverse(doc))));
            } else if let Some(mut worst) = best.peek_mut() {
                *worst = Reverse((sum, Reverse(doc)));
            }
            if best.len() == n {
                least = best.peek().map_or(0, |worst| worst.0.0);
            }
        }
    }

    /// Takes the rarest term that is left: its postings and their factor. Asks for the terms after it.
    fn next(&mut self) -> (&'a [u32], u32) {
        let (postings, plan) = (&self.index.postings, &self.scratch.plan);
        let later = |ahead: usize| plan.get(self.left.wrapping_sub(ahead));
        if let Some(term) = later(LISTS_AHEAD[0] + 1) {
            postings.prefetch_first(term.range());
        }
        if let Some(term) = later(LISTS_AHEAD[1] + 1) {
            postings.prefetch(term.range());
        }
        self.left -= 1;
        let term = &plan[self.left];
        self.scratch.stats[0] += term.n_postings() as u64;
        (postings.at(term.range()), term.factor)
    }

    fn add_down_to(&mut self, cut: u32) {
        let end = self.query.terms()[..self.left].partition_point(|&term| term < cut);
        while self.left > end {
            let (of_term, factor) = self.next();
            add(of_term, factor, self.index.postings.doc_mask(), self.scratch.sums.all());
        }
    }

    /// Walks to the cut where the rows left are few, which it returns, or to the end.
    #[inline(never)]
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

    /// Length of the query's terms that are left.
    fn rest(&self) -> f64 {
        if self.left < self.query.len() {
            f64::from(self.scratch.plan[self.left].rest)
        } else {
            norm(self.query.weights())
        }
    }

    /// What a row's sum and rest must reach, the terms below `cut` not being walked.
    fn bar(&self, cut: &CutNorms) -> Bar {
        let step = self.rest() * cut.unit * self.scale * 256.0 * (1.0 + 1e-6) + 1.0;
        let rounding = u16::from(self.left > 0);
        let step = if self.left > 0 { step.min(65_535.0) as u16 } else { 0 };
        Bar { step, rounding, least: self.least() }
    }

    /// Whether looking at the rows that can still reach the threshold is cheaper than walking to the next
    /// cut.
    fn may_stop(&mut self, cut: &CutNorms, next: u32) -> bool {
        if self.rest() * cut.mean > tune(1) as f64 / 100.0 * f64::from(self.threshold()) {
            return false;
        }
        let ahead = self.query.terms()[..self.left].partition_point(|&term| term < next);
        let ahead = &self.scratch.plan[ahead..self.left];
        let postings: usize = ahead.iter().map(Planned::n_postings).sum();
        if postings == 0 {
            return false;
        }
        let n_blocks = cut.steps().of_blocks.len();
        let every = (1 + n_blocks / 64).min(SAMPLED);
        let bar = self.bar(cut);
        self.scratch.stats[1] += 1;
        let n_left = self.scratch.kernel.count(self.scratch.sums.all(), cut.steps(), bar, every);
        n_left * every * tune(0) <= postings
    }

    /// Looks at every row that can reach the threshold, and clears the sums.
    #[inline(never)]
    fn finish(&mut self, stop: Option<usize>) {
        let stop = stop.map(|place| &self.index.rest_norms.cuts()[place]);
        let mut reaching = std::mem::take(&mut self.scratch.reaching);
        reaching.clear();
        // Without a stop nothing is left, and any cut's steps count for nothing.
        let cut = stop.unwrap_or(&self.index.rest_norms.cuts()[0]);
        let bar = self.bar(cut);
        let tc = std::time::Instant::now();
        let sums = &mut self.scratch.sums.all()[..cut.steps().of_rows.len()];
        self.scratch.kernel.collect(sums, cut.steps(), bar, &mut reaching);
        // Rows that fill the last block.
        let n_docs = self.index.rows().n_docs() as u32;
        reaching.truncate(reaching.partition_point(|row| row.doc < n_docs));
        STATS[8].fetch_add(tc.elapsed().as_nanos() as u64, std::sync::atomic::Ordering::Relaxed);
        self.scratch.stats[2] += reaching.len() as u64;
        // The best first: they raise the threshold for the others.
        let n_first = 2 * self.search.k;
        if reaching.len() > n_first {
            reaching.select_nth_unstable_by_key(n_first, |row| (Reverse(row.bound), row.doc));
        }
        let n_first = n_first.min(reaching.len());
        reaching[..n_first].sort_unstable_by_key(|row| (Reverse(row.bound), row.doc));
        for (at, row) in reaching.iter().enumerate() {
            if let Some(later) = reaching.get(at + ROWS_AHEAD) {
                self.index.prefetch_row(DocId(later.doc));
            }
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
    #[inline(never)]
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
pub static NOSEED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
