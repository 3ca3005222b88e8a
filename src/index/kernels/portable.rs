//! The plain loops: the definition of the kernels, and the fallback without processor extensions.

use super::filter::{BLOCK, BoundFilter, ResidualSteps};
use super::scan::{OnHit, Pass, scan_blocks};

pub(super) fn scan(
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    pass: Pass,
    on_hit: &mut OnHit<'_>,
) {
    scan_blocks(sums, steps, filter, pass, on_hit, any_at_least, |sums, steps| {
        passing_rows(sums, steps, filter)
    });
}

/// Returns the rows of a block that pass the filter, one bit for each.
#[inline(always)]
fn passing_rows(sums: &[u16; BLOCK], steps: &[u8; BLOCK], filter: BoundFilter) -> u64 {
    let passes = |(&sum, &steps): (&u16, &u8)| filter.upper_bound(sum, steps) >= filter.min_bound;
    let rows = sums.iter().zip(steps).map(passes);
    rows.enumerate().map(|(lane, passes)| u64::from(passes) << lane).sum()
}

/// Returns whether any sum of a block is at least `min_sum`.
#[inline(always)]
fn any_at_least(sums: &[u16; BLOCK], min_sum: u16) -> bool {
    sums.iter().map(|&sum| u16::from(sum >= min_sum)).sum::<u16>() > 0
}
