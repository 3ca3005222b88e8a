//! The inner loops of the search, with wider registers where the processor has them (`cpu::Isa`).
//!
//! All sums are integers, so every variant gives the same bits. `portable` defines the result; the property tests
//! compare every other variant with it.

mod add;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod filter;
mod portable;
mod prefetch;
mod scan;

pub(super) use add::{PostingScale, add, add_recording};
pub(super) use filter::{BLOCK, BoundFilter, CandidateRow, ResidualSteps};
pub(super) use prefetch::prefetch;

use self::scan::{OnHit, Pass};
use crate::cpu::Isa;

/// Counts the rows that pass `filter`, on one block in `every`.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn count_candidates(
    isa: Isa,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    every: usize,
) -> usize {
    let mut n_rows = 0;
    let on_hit: &mut OnHit<'_> = &mut |_, rows, _, _| n_rows += rows.count_ones() as usize;
    scan(isa, sums, steps, filter, Pass::Sample(every), on_hit);
    n_rows
}

/// Appends the rows that pass `filter` to `candidates`, in row order, and clears the sums.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn collect_candidates(
    isa: Isa,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    candidates: &mut Vec<CandidateRow>,
) {
    let on_hit: &mut OnHit<'_> = &mut |block, mut rows, sums, steps| {
        while rows != 0 {
            let lane = rows.trailing_zeros();
            let (sum, steps) = (sums[lane as usize], steps[lane as usize]);
            let doc = block * BLOCK as u32 + lane;
            candidates.push(CandidateRow { upper_bound: filter.upper_bound(sum, steps), sum, doc });
            rows &= rows - 1;
        }
    };
    scan(isa, sums, steps, filter, Pass::Clear, on_hit);
}

/// Calls `found` with each row whose sum is at least `min_sum`, in row order, and with that sum.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn find_sums(
    isa: Isa,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    min_sum: u16,
    mut found: impl FnMut(u32, u16),
) {
    let on_hit: &mut OnHit<'_> = &mut |block, mut rows, sums, _| {
        while rows != 0 {
            let lane = rows.trailing_zeros();
            found(block * BLOCK as u32 + lane, sums[lane as usize]);
            rows &= rows - 1;
        }
    };
    // The default filter bounds every residual by 0, so only the sums count.
    let filter = BoundFilter { min_bound: min_sum, ..BoundFilter::default() };
    scan(isa, sums, steps, filter, Pass::Sample(1), on_hit);
}

fn scan(
    isa: Isa,
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    pass: Pass,
    on_hit: &mut OnHit<'_>,
) {
    match isa {
        Isa::Portable => portable::scan(sums, steps, filter, pass, on_hit),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2(proof) => avx2::scan(proof, sums, steps, filter, pass, on_hit),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512(proof) => avx512::scan(proof, sums, steps, filter, pass, on_hit),
    }
}

#[cfg(test)]
mod tests;
