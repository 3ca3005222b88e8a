//! The end of a walk: rows that can still reach the threshold are looked at, the others cleared away.

use std::cmp::Reverse;
use std::ops::Range;

use super::super::Neighbour;
use super::super::build::ENTRIES_A_LINE;
use super::super::kernels::{self, Bar, Reaching};
use super::super::residual_norms::CutNorms;
use super::{Walk, WalkScratch, whole_blocks};
use crate::sparse::DocId;

/// How many rows before it is looked at the place of a row and its entries are asked for.
const AHEAD: [usize; 2] = [12, 4];

impl<E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'_, E, G, F> {
    /// Looks at every row of a range that can reach the threshold when the terms below `stop` were not
    /// walked, and clears the sums of the range.
    pub(super) fn finish(&mut self, docs: &Range<u32>, stop: Option<&CutNorms>) {
        let mut reaching = std::mem::take(&mut self.scratch.reaching);
        self.collect(docs, stop, &mut reaching);
        self.scratch.work.rows += reaching.len() as u64;
        // The best first: they raise the threshold for the others.
        let n_first = 2 * self.search.k;
        let row_blocks = &self.scratch.row_blocks;
        // The best first, then the lower row.
        let rank = |row: &Reaching| (Reverse(row_blocks.weigh(row.bound, row.doc)), row.doc);
        if reaching.len() > n_first {
            reaching.select_nth_unstable_by_key(n_first, rank);
        }
        let n_first = n_first.min(reaching.len());
        reaching[..n_first].sort_unstable_by_key(rank);
        self.look_at(&reaching[..n_first], stop);
        // By now most others are out: that is told before they are asked for.
        let needed = self.needed();
        let mut n_left = n_first;
        for at in n_first..reaching.len() {
            let row = reaching[at];
            reaching[n_left] = row;
            let most = self.scratch.row_blocks.of(row.doc);
            n_left += usize::from(needed.may_be_met(row.bound.into(), most));
        }
        self.look_at(&reaching[n_first..n_left], stop);
        self.scratch.reaching = reaching;
    }

    /// Offers those of some rows that can still reach the threshold.
    fn look_at(&mut self, rows: &[Reaching], stop: Option<&CutNorms>) {
        // Of most rows no more is read than the terms not walked, and they have about as many of these as the query.
        let n_common = self.left + ENTRIES_A_LINE;
        for (at, row) in rows.iter().enumerate() {
            if let Some(later) = rows.get(at + AHEAD[0]) {
                self.index.prefetch_bounds(DocId(later.doc));
            }
            if let Some(later) = rows.get(at + AHEAD[1]) {
                self.index.prefetch_commonest(DocId(later.doc), n_common);
            }
            if let Some(factor) = self.may_reach(row, stop) {
                self.score_weighed(DocId(row.doc), factor);
            }
        }
    }

    fn collect(
        &mut self,
        docs: &Range<u32>,
        stop: Option<&CutNorms>,
        reaching: &mut Vec<Reaching>,
    ) {
        // Without a stop nothing is left, and any cut's steps count for nothing.
        let cut = stop.unwrap_or(&self.index.residual_norms.cuts()[0]);
        let (bar, needed) = (self.scratch.plan.bar(self.left, cut, self.scale), self.needed());
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        reaching.clear();
        for (run, most) in row_blocks.within(docs) {
            let (blocks, before) = (whole_blocks(&run), reaching.len());
            let (sums, steps) = (&mut sums.all()[blocks.clone()], cut.steps(blocks));
            let bar = Bar { least: needed.sum_with(most), ..bar };
            kernels::collect(*isa, sums, steps, bar, reaching);
            reaching[before..].iter_mut().for_each(|row| row.doc += run.start);
        }
        // Rows that fill the last block are none.
        reaching.truncate(reaching.partition_point(|row| row.doc < docs.end));
    }

    /// The factor of an eligible row that reaches the threshold of by now, what the terms below the stop add
    /// being computed.
    fn may_reach(&self, row: &Reaching, stop: Option<&CutNorms>) -> Option<f64> {
        let (needed, doc, bound) = (self.needed(), DocId(row.doc), f64::from(row.bound));
        if !needed.may_be_met(bound, self.scratch.row_blocks.of(row.doc))
            || self.scratch.known.contains(doc)
            || !(self.eligible)(doc)
        {
            return None;
        }
        // With its own factor a row has less hope than with the largest of its stretch.
        let factor = (self.factor)(doc);
        if !needed.may_be_met(bound, factor) {
            return None;
        }
        let common = stop.map_or(0.0, |cut| {
            f64::from(self.scratch.query.dot_below(self.index.rows().row(doc), cut.cut))
        });
        let sum = f64::from(row.sum) + common * self.scale;
        needed.may_be_met(sum, factor).then_some(factor)
    }
}
