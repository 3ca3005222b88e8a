//! Upper bounds on the factors of rows, one for each row block.

use std::ops::Range;

use super::super::search::ROW_BLOCK;

/// Consecutive row blocks form one run while their bounds differ by no more than this factor.
const MAX_BOUND_RATIO: f64 = 1.02;

/// The factor bounds of one query.
///
/// Archives are mostly in order of date, and factors mostly fall with the days between two articles. Row blocks far
/// from the query therefore have low bounds, and few of their rows need a closer look.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBlocks {
    /// Bound of each row block.
    bounds: Vec<f64>,
    /// Runs of rows with similar bounds, ascending, and the largest bound of each run.
    runs: Vec<(Range<u32>, f64)>,
    max: f64,
    /// 1 / `max`.
    per_max: f64,
    /// Mean bound over all rows.
    mean: f64,
}

impl RowBlocks {
    /// Loads the bounds of a query; `block_max` returns the bound of a row block by its number.
    pub(super) fn load(&mut self, n_docs: u32, block_max: impl Fn(usize) -> f64) {
        self.runs.clear();
        self.bounds.clear();
        let (mut max, mut sum, mut min_of_run) = (0.0, 0.0, 0.0);
        for start in (0..n_docs).step_by(ROW_BLOCK) {
            let rows = start..n_docs.min(start + ROW_BLOCK as u32);
            let bound = block_max(start as usize / ROW_BLOCK);
            max = f64::max(max, bound);
            sum += bound * rows.len() as f64;
            self.bounds.push(bound);
            match self.runs.last_mut() {
                Some((run, max_of_run))
                    if max_of_run.max(bound) <= bound.min(min_of_run) * MAX_BOUND_RATIO =>
                {
                    (run.end, *max_of_run) = (rows.end, max_of_run.max(bound));
                    min_of_run = bound.min(min_of_run);
                }
                _ => {
                    self.runs.push((rows, bound));
                    min_of_run = bound;
                }
            }
        }
        (self.max, self.per_max) = (max, max.recip());
        self.mean = sum / f64::from(n_docs);
    }

    /// Returns the largest bound.
    pub(super) fn max(&self) -> f64 {
        self.max
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// Returns the bound of a row's block.
    pub(super) fn bound(&self, doc: u32) -> f64 {
        self.bounds[doc as usize / ROW_BLOCK]
    }

    /// Scales a row's sum by its bound over the largest bound. Rows with larger results are more likely in the list.
    pub(super) fn scale_sum(&self, sum: u16, doc: u32) -> u16 {
        (f64::from(sum) * (self.bound(doc) * self.per_max)) as u16
    }

    /// Returns the runs that overlap a range of rows, cut to the range, and their bounds.
    pub(super) fn runs_within(&self, docs: &Range<u32>) -> impl Iterator<Item = (Range<u32>, f64)> {
        let Range { start, end } = *docs;
        let first = self.runs.partition_point(|(run, _)| run.end <= start);
        let runs = self.runs[first..].iter().take_while(move |(run, _)| run.start < end);
        runs.map(move |(run, max)| (run.start.max(start)..run.end.min(end), *max))
    }
}
