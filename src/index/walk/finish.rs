//! The end of a walk: rows that can still reach the threshold are looked at, the others cleared away.

use std::cmp::Reverse;
use std::ops::Range;

use super::super::Neighbour;
use super::super::kernels::{self, Reaching};
use super::super::rest_norms::CutNorms;
use super::{Walk, whole_blocks};
use crate::sparse::DocId;

/// How many rows before it is looked at a row is asked for.
const AHEAD: usize = 4;

impl<E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'_, E, G, F> {
    /// Looks at every row of a range that can reach the threshold when the terms below `stop` were not
    /// walked, and clears the sums of the range.
    pub(super) fn finish(&mut self, docs: &Range<u32>, stop: Option<&CutNorms>) {
        let mut reaching = std::mem::take(&mut self.scratch.reaching);
        self.collect(docs, stop, &mut reaching);
        self.scratch.work.rows += reaching.len() as u64;
        // The best first: they raise the threshold for the others.
        let n_first = 2 * self.search.k;
        if reaching.len() > n_first {
            reaching.select_nth_unstable_by_key(n_first, rank);
        }
        let n_first = n_first.min(reaching.len());
        reaching[..n_first].sort_unstable_by_key(rank);
        for (at, row) in reaching.iter().enumerate() {
            if let Some(later) = reaching.get(at + AHEAD) {
                self.index.prefetch_row(DocId(later.doc));
            }
            if let Some(factor) = self.may_reach(row, stop) {
                self.score_weighed(DocId(row.doc), factor);
            }
        }
        self.scratch.reaching = reaching;
    }

    fn collect(
        &mut self,
        docs: &Range<u32>,
        stop: Option<&CutNorms>,
        reaching: &mut Vec<Reaching>,
    ) {
        // Without a stop nothing is left, and any cut's steps count for nothing.
        let cut = stop.unwrap_or(&self.index.rest_norms.cuts()[0]);
        let bar = self.bar(cut);
        let blocks = whole_blocks(docs);
        reaching.clear();
        let sums = &mut self.scratch.sums.all()[blocks.clone()];
        kernels::collect(self.scratch.isa, sums, cut.steps(blocks), bar, reaching);
        // Rows that fill the last block are none.
        reaching.truncate(reaching.partition_point(|row| row.doc < docs.end - docs.start));
        reaching.iter_mut().for_each(|row| row.doc += docs.start);
    }

    /// The factor of an eligible row that reaches the threshold of by now, what the terms below the stop add
    /// being computed.
    fn may_reach(&self, row: &Reaching, stop: Option<&CutNorms>) -> Option<f64> {
        let (least, doc) = (self.least(), DocId(row.doc));
        if row.bound < least || self.scratch.known.contains(doc) || !(self.weighing.eligible)(doc) {
            return None;
        }
        let factor = (self.weighing.factor)(doc);
        // With its own factor a row has less hope than with the largest there is.
        let least = f64::from(least).max(self.least_sum(factor));
        if f64::from(row.bound) < least {
            return None;
        }
        let common = stop.map_or(0.0, |cut| {
            f64::from(self.scratch.query.dot_below(self.index.rows().row(doc), cut.cut))
        });
        (f64::from(row.sum) + common * self.scale >= least).then_some(factor)
    }
}

/// The best bound first, then the lower row.
fn rank(row: &Reaching) -> (Reverse<u16>, u32) {
    (Reverse(row.bound), row.doc)
}
