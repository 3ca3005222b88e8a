//! The walk from rare terms to common ones that stops when the rest cannot matter.
//!
//! Half of all postings belong to terms so common that they bring a few hundredths of a row's length. The
//! walk adds up the rare terms first, takes the best rows so far for a first list, and from then on knows a
//! score that a row must reach. At each cut it bounds what the terms left can add; once few rows can still
//! reach the list, their scores are computed outright and the common terms are never walked.
//!
//! Sums of the walk are `f32` and only ever used with their error added: they decide which rows are looked
//! at, never what is reported.

use super::{Index, Neighbour, Search, TopK, rest_norms::CutNorms};
use crate::sparse::{DocId, Row};

/// Postings walked before the first list is made.
const SEED_POSTINGS: usize = 3_000;
/// Rows whose score is computed for the first list, beyond k.
const SEED_EXTRA: usize = 6;
/// Postings that cost as much as the score of one row.
const POSTINGS_A_SCORE: usize = 60;
/// The rows left are counted on one block of rows in this many.
const SAMPLED: usize = 16;
/// Rows of a block: what the compiler compares at once.
const BLOCK: usize = 64;
/// A threshold below this is too near the end of `f32` for relative errors: such queries are added up
/// whole.
const LEAST_THRESHOLD: f32 = 1e-20;

/// Working memory of a walk: 4 bytes for each row and 4 for each term of the index, all 0 between walks.
#[derive(Clone, Debug, Default)]
pub(super) struct WalkScratch {
    sums: Vec<f32>,
    query: Vec<f32>,
    /// Walks that stopped before the query's last term.
    n_stopped: usize,
}

impl WalkScratch {
    fn fit(&mut self, index: &Index) {
        // Whole blocks, so that no comparison has a tail.
        self.sums.resize(index.rows().n_docs().next_multiple_of(BLOCK), 0.0);
        self.query.resize(index.rows().n_terms(), 0.0);
    }
}

/// A walk in progress.
struct Walk<'a, E> {
    index: &'a Index,
    query: Row<'a>,
    search: Search,
    eligible: E,
    top: TopK,
    /// Terms of the query not walked yet are `..left`.
    left: usize,
    /// How much larger a sum of products can be than its `f32` sum, relatively.
    slack: f32,
}

impl Index {
    /// The exact top-k by a walk, or `None` when the query has too few relatives for a threshold: it then
    /// must be added up whole.
    pub(super) fn walk(
        &self,
        query: Row<'_>,
        search: Search,
        eligible: impl Fn(DocId) -> bool,
        scratch: &mut WalkScratch,
    ) -> Option<Vec<Neighbour>> {
        scratch.fit(self);
        for (term, weight) in query.iter() {
            scratch.query[term as usize] = weight;
        }
        let slack = 1.0 + (query.len() + 4) as f32 * 2.0 * f32::EPSILON;
        let top = TopK::new(search.k);
        let walk = Walk { index: self, query, search, eligible, top, left: query.len(), slack };
        let list = walk.run(&mut scratch.sums, &scratch.query, &mut scratch.n_stopped);
        for &term in query.terms() {
            scratch.query[term as usize] = 0.0;
        }
        list
    }
}

impl<E: Fn(DocId) -> bool> Walk<'_, E> {
    fn run(
        mut self,
        sums: &mut [f32],
        query: &[f32],
        n_stopped: &mut usize,
    ) -> Option<Vec<Neighbour>> {
        self.seed(sums, query);
        let threshold = self.threshold();
        if threshold < LEAST_THRESHOLD {
            sums.fill(0.0);
            return None;
        }
        let index = self.index;
        let cuts = index.rest_norms().cuts();
        let mut stop = None;
        for (place, cut) in cuts.iter().enumerate() {
            self.add_down_to(cut.cut, sums);
            let next = cuts.get(place + 1).map_or(0, |next| next.cut);
            if self.left > 0 && self.may_stop(cut, next, threshold, sums) {
                stop = Some(cut);
                break;
            }
        }
        match stop {
            Some(_) => *n_stopped += 1,
            None => self.add_down_to(0, sums),
        }
        self.finish(stop, sums, query);
        Some(self.top.into_sorted())
    }

    /// The score that a row must reach, less what rounding to `f32` could lift.
    fn threshold(&self) -> f32 {
        self.top.threshold().max(self.search.min_score) * (1.0 - 1e-6)
    }

    /// Adds terms, the rarest first, while their postings fit the budget and further until k rows are met;
    /// then computes the scores of the best.
    fn seed(&mut self, sums: &mut [f32], query: &[f32]) {
        let (mut budget, mut met) = (SEED_POSTINGS.max(32 * self.search.k), Vec::new());
        while self.left > 0 {
            let (docs, _) = self.index.postings(self.query.terms()[self.left - 1]);
            if docs.len() > budget && met.len() > 4 * self.search.k {
                break;
            }
            budget = budget.saturating_sub(docs.len());
            met.extend(docs.iter().filter(|&&doc| sums[doc as usize] <= 0.0));
            self.add_next(sums);
        }
        let n_scored = self.search.k + SEED_EXTRA;
        let better =
            |a: &u32, b: &u32| sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b));
        if met.len() > n_scored {
            met.select_nth_unstable_by(n_scored, better);
        }
        for &doc in met.iter().take(n_scored) {
            self.score(DocId(doc), query);
        }
    }

    /// Adds the rarest term that is left.
    fn add_next(&mut self, sums: &mut [f32]) {
        self.left -= 1;
        let weight = self.query.weights()[self.left];
        let (docs, weights) = self.index.postings(self.query.terms()[self.left]);
        for (&doc, &other) in docs.iter().zip(weights) {
            sums[doc as usize] += weight * other;
        }
    }

    fn add_down_to(&mut self, cut: u32, sums: &mut [f32]) {
        while self.left > 0 && self.query.terms()[self.left - 1] >= cut {
            self.add_next(sums);
        }
    }

    /// Length of the query's terms that are left, rounded up.
    fn rest(&self) -> f32 {
        let square: f64 =
            self.query.weights()[..self.left].iter().map(|&w| f64::from(w) * f64::from(w)).sum();
        (square.sqrt() * (1.0 + 1e-6)) as f32
    }

    /// Whether scoring the rows that can still reach the threshold is cheaper than walking to the next cut.
    fn may_stop(&self, cut: &CutNorms, next: u32, threshold: f32, sums: &[f32]) -> bool {
        let rest = self.rest();
        if rest * cut.mean > 0.6 * threshold {
            return false;
        }
        let terms = &self.query.terms()[..self.left];
        let ahead = terms.iter().rev().take_while(|&&term| term >= next);
        let postings: usize = ahead.map(|&term| self.index.postings(term).0.len()).sum();
        if postings == 0 {
            return false;
        }
        let affordable = postings / POSTINGS_A_SCORE;
        let step = if cut.steps.len() > 64 * BLOCK * SAMPLED {
            SAMPLED
        } else {
            1 + cut.steps.len() / (64 * BLOCK)
        };
        let mut n_left = 0;
        for (steps, sums) in cut.steps.chunks(BLOCK).zip(sums.chunks(BLOCK)).step_by(step) {
            n_left += count_reaching(steps, sums, self.slack, rest * cut.unit, threshold);
            if n_left * step > affordable {
                return false;
            }
        }
        true
    }

    /// Scores every row that can reach the threshold, and clears the sums.
    fn finish(&mut self, stop: Option<&CutNorms>, sums: &mut [f32], query: &[f32]) {
        let threshold = self.threshold();
        let unit = stop.map_or(0.0, |cut| self.rest() * cut.unit);
        let no_steps = [0; BLOCK];
        let mut reaching: Vec<(f32, u32)> = Vec::new();
        let n_docs = self.index.rows().n_docs();
        for (block, sums) in sums.chunks_mut(BLOCK).enumerate() {
            let first = block * BLOCK;
            let end = (first + BLOCK).min(n_docs);
            let steps = stop.map_or(&no_steps[..end - first], |cut| &cut.steps[first..end]);
            if count_reaching(steps, sums, self.slack, unit, threshold) > 0 {
                for (doc, (&steps, &sum)) in (first as u32..).zip(steps.iter().zip(sums.iter())) {
                    let bound = sum * self.slack + unit * f32::from(steps);
                    if bound >= threshold {
                        reaching.push((bound, doc));
                    }
                }
            }
            sums.fill(0.0);
        }
        // The best first: they raise the threshold for the others.
        reaching.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (bound, doc) in reaching {
            if bound < self.threshold() {
                break;
            }
            self.score(DocId(doc), query);
        }
    }

    /// Offers a row with its score, unless it is in the list already.
    fn score(&mut self, doc: DocId, query: &[f32]) {
        if self.top.contains(doc) || !(self.eligible)(doc) {
            return;
        }
        // Terms that the query lacks add 0, which changes no bit: this is `sparse::dot`.
        let row = self.index.rows().row(doc);
        let products =
            row.iter().map(|(term, weight)| f64::from(query[term as usize]) * f64::from(weight));
        let score = products.sum::<f64>() as f32;
        if score > 0.0 && score >= self.search.min_score {
            self.top.offer(Neighbour { doc, score });
        }
    }
}

/// How many rows of a block have a bound at or above the threshold.
fn count_reaching(steps: &[u8], sums: &[f32], slack: f32, unit: f32, threshold: f32) -> usize {
    let reaches =
        |(&steps, &sum): (&u8, &f32)| u32::from(sum * slack + unit * f32::from(steps) >= threshold);
    steps.iter().zip(sums).map(reaches).sum::<u32>() as usize
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
