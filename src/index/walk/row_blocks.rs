//! What the factors of rows can be at most, stretch by stretch.

use std::ops::Range;

use super::super::query::ROW_BLOCK;

/// Neighbouring stretches are treated alike when their bounds differ by no more than this.
const ALIKE: f64 = 1.02;

/// The bounds of one query. Archives are mostly in the order of time, and time is what factors are about: far
/// from the query no factor is large, so few rows there are worth a look.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBlocks {
    /// The bound of each stretch.
    most: Vec<f64>,
    /// Rows whose bounds are alike, ascending, with the largest of them.
    runs: Vec<(Range<u32>, f64)>,
    largest: f64,
    per_largest: f64,
    /// Mean over all rows.
    mean: f64,
}

impl RowBlocks {
    /// Takes in the bounds of a query, asked for by the number of the stretch.
    pub(super) fn enter(&mut self, n_docs: u32, most: impl Fn(usize) -> f64) {
        self.runs.clear();
        self.most.clear();
        let (mut largest, mut sum, mut least_of_run) = (0.0, 0.0, 0.0);
        for start in (0..n_docs).step_by(ROW_BLOCK) {
            let rows = start..n_docs.min(start + ROW_BLOCK as u32);
            let most = most(start as usize / ROW_BLOCK);
            largest = f64::max(largest, most);
            sum += most * rows.len() as f64;
            self.most.push(most);
            match self.runs.last_mut() {
                Some((run, bound)) if bound.max(most) <= most.min(least_of_run) * ALIKE => {
                    (run.end, *bound) = (rows.end, bound.max(most));
                    least_of_run = most.min(least_of_run);
                }
                _ => {
                    self.runs.push((rows, most));
                    least_of_run = most;
                }
            }
        }
        (self.largest, self.per_largest) = (largest, largest.recip());
        self.mean = sum / f64::from(n_docs);
    }

    /// The largest bound.
    pub(super) fn largest(&self) -> f64 {
        self.largest
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// The bound of a row.
    pub(super) fn of(&self, doc: u32) -> f64 {
        self.most[doc as usize / ROW_BLOCK]
    }

    /// The sum of a row, as much less as its bound is below the largest: by how likely it is in the list.
    pub(super) fn weigh(&self, sum: u16, doc: u32) -> u16 {
        (f64::from(sum) * (self.of(doc) * self.per_largest)) as u16
    }

    /// The runs that a range of rows has a part in, cut to it, and their bounds.
    pub(super) fn within(&self, docs: &Range<u32>) -> impl Iterator<Item = (Range<u32>, f64)> {
        let Range { start, end } = *docs;
        let first = self.runs.partition_point(|(run, _)| run.end <= start);
        let runs = self.runs[first..].iter().take_while(move |(run, _)| run.start < end);
        runs.map(move |(run, most)| (run.start.max(start)..run.end.min(end), *most))
    }
}
