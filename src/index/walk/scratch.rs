//! Parameters, working memory and work counters of walks.

use std::collections::BinaryHeap;

use super::super::kernels::CandidateRow;
use super::super::query_table::QueryTable;
use super::best_sums::RankedSum;
use super::doc_set::DocSet;
use super::plan::Plan;
use super::row_blocks::RowBlocks;
use super::sums::Sums;
use crate::cpu::Isa;

/// How a walk splits the rows of an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct WalkParams {
    /// Up to this many rows are walked in one pass; 2 MB of `u16` sums still fit in the L2 cache.
    pub(super) max_single_pass_rows: u32,
    /// A larger index is walked in ranges of this many rows, whole blocks. The scores found in one range raise the
    /// threshold for the next, but each range must find its start in every posting list.
    pub(super) rows_per_range: u32,
    /// Refine the list when more postings than this, plus one for each [`super::ROWS_PER_POSTING`] rows, lie before the
    /// next cut. Refining costs as much as some thousand postings, and a scan of every sum.
    pub(super) min_refine_postings: usize,
}

impl Default for WalkParams {
    fn default() -> Self {
        Self { max_single_pass_rows: 1 << 20, rows_per_range: 1 << 17, min_refine_postings: 16_000 }
    }
}

/// Working memory of walks: 2 bytes and one bit for each row of the index, all 0 between walks, and the query.
#[derive(Clone, Debug)]
pub(in super::super) struct WalkScratch {
    pub(super) isa: Isa,
    pub(super) params: WalkParams,
    pub(super) plan: Plan,
    pub(super) row_blocks: RowBlocks,
    pub(super) query: QueryTable,
    pub(super) sums: Sums,
    /// Rows with a sum above 0, while the first list is made.
    pub(super) touched: Vec<u32>,
    pub(super) best: BinaryHeap<RankedSum>,
    pub(super) candidates: Vec<CandidateRow>,
    /// Rows whose score with the query is already computed.
    pub(super) known: DocSet,
    pub(in super::super) stats: SearchStats,
}

impl WalkScratch {
    pub(super) fn new(isa: Isa, params: WalkParams) -> Self {
        Self {
            isa,
            params,
            plan: Plan::default(),
            row_blocks: RowBlocks::default(),
            query: QueryTable::default(),
            sums: Sums::default(),
            touched: Vec::new(),
            best: BinaryHeap::new(),
            candidates: Vec::new(),
            known: DocSet::default(),
            stats: SearchStats::default(),
        }
    }
}

impl Default for WalkScratch {
    fn default() -> Self {
        Self::new(Isa::best(), WalkParams::default())
    }
}

/// Work counters of all searches that used one [`Scratch`](super::super::Scratch).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchStats {
    /// Postings walked.
    pub postings: u64,
    /// Rows whose upper bound reached the threshold.
    pub candidates: u64,
    /// Scores computed.
    pub scores: u64,
    /// Ranges of rows whose walk stopped before the most common terms.
    pub stops: u64,
    /// Walks that refined their first list.
    pub refinements: u64,
}
