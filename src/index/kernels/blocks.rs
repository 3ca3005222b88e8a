//! Loops over blocks of rows, given what tells which rows of a block reach the bar.

use super::{BLOCK, Bar, Reaching, Steps, portable};

/// Rows of a block that reach the bar, a bit each.
pub(super) trait Reach: Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64 {}
impl<F: Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64> Reach for F {}

/// Whether a sum of a block is as large as this.
pub(super) trait Any: Fn(&[u16; BLOCK], u16) -> bool {}
impl<F: Fn(&[u16; BLOCK], u16) -> bool> Any for F {}

#[inline(always)]
pub(super) fn count(
    sums: &[u16],
    steps: Steps<'_>,
    bar: Bar,
    every: usize,
    any: impl Any,
    reach: impl Reach,
) -> usize {
    let (sums, _) = sums.as_chunks::<BLOCK>();
    let (of_rows, _) = steps.of_rows.as_chunks::<BLOCK>();
    let blocks = sums.iter().zip(of_rows).zip(steps.of_blocks).step_by(every);
    let count = |((sums, steps), &most): ((&[u16; BLOCK], &[u8; BLOCK]), &u8)| {
        if any(sums, bar.least_sum(most)) { reach(sums, steps).count_ones() as usize } else { 0 }
    };
    blocks.map(count).sum()
}

#[inline(always)]
pub(super) fn collect(
    sums: &mut [u16],
    steps: Steps<'_>,
    bar: Bar,
    reaching: &mut Vec<Reaching>,
    any: impl Any,
    reach: impl Reach,
) {
    let (sums, _) = sums.as_chunks_mut::<BLOCK>();
    let (of_rows, _) = steps.of_rows.as_chunks::<BLOCK>();
    let blocks = sums.iter_mut().zip(of_rows).zip(steps.of_blocks);
    for (block, ((sums, steps), &most)) in (0u32..).zip(blocks) {
        if any(sums, bar.least_sum(most)) {
            let mut left = reach(sums, steps);
            while left != 0 {
                let lane = left.trailing_zeros();
                let (sum, steps) = (sums[lane as usize], steps[lane as usize]);
                let doc = block * BLOCK as u32 + lane;
                reaching.push(Reaching { bound: portable::bound(sum, steps, bar), sum, doc });
                left &= left - 1;
            }
        }
        *sums = [0; BLOCK];
    }
}
