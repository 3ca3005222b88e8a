//! Loops over blocks of rows, given what tells which rows of a block reach the bar.

use super::{BLOCK, Bar, Reaching, portable::bound};

/// Rows of a block that reach the bar, a bit each.
pub(super) trait Reach: Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64 {}
impl<F: Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64> Reach for F {}

#[inline(always)]
pub(super) fn count(sums: &[u16], steps: &[u8], every: usize, reach: impl Reach) -> usize {
    let (sums, _) = sums.as_chunks::<BLOCK>();
    let (steps, _) = steps.as_chunks::<BLOCK>();
    let blocks = sums.iter().zip(steps).step_by(every);
    blocks.map(|(sums, steps)| reach(sums, steps).count_ones() as usize).sum()
}

#[inline(always)]
pub(super) fn collect(
    sums: &mut [u16],
    steps: &[u8],
    bar: Bar,
    reaching: &mut Vec<Reaching>,
    reach: impl Reach,
) {
    let (sums, _) = sums.as_chunks_mut::<BLOCK>();
    let (steps, _) = steps.as_chunks::<BLOCK>();
    for (block, (sums, steps)) in (0u32..).zip(sums.iter_mut().zip(steps)) {
        let mut left = reach(sums, steps);
        while left != 0 {
            let lane = left.trailing_zeros();
            let (sum, steps) = (sums[lane as usize], steps[lane as usize]);
            let doc = block * BLOCK as u32 + lane;
            reaching.push(Reaching { bound: bound(sum, steps, bar), sum, doc });
            left &= left - 1;
        }
        *sums = [0; BLOCK];
    }
}
