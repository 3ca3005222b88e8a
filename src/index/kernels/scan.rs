//! The loop over blocks of rows, given what tells which rows of a block reach the bar.

use super::{BLOCK, Bar, Steps};

/// Which blocks a scan looks at, and what it leaves.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pass {
    /// One block in this many, sums as they are.
    Sampling(usize),
    /// All, and the sums cleared on the way: they are near the processor then.
    Clearing,
}

/// What is told of a block with rows that reach the bar: its number, a bit for each row that does, and its
/// sums and steps.
pub(super) type Hit<'h> = dyn FnMut(u32, u64, &[u16; BLOCK], &[u8; BLOCK]) + 'h;

/// `any` tells whether a sum of a block is as large as a number, `reach` which rows of a block reach the bar,
/// a bit each.
#[inline(always)]
pub(super) fn scan_by(
    sums: &mut [u16],
    steps: Steps<'_>,
    bar: Bar,
    pass: Pass,
    hit: &mut Hit<'_>,
    any: impl Fn(&[u16; BLOCK], u16) -> bool,
    reach: impl Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64,
) {
    let (sums, _) = sums.as_chunks_mut::<BLOCK>();
    let (of_rows, _) = steps.of_rows.as_chunks::<BLOCK>();
    let mut look = |block: u32, sums: &[u16; BLOCK], steps: &[u8; BLOCK], most: u8| {
        // Mostly no sum is large enough even for the longest rest of the block.
        if any(sums, bar.least_sum(most)) {
            let rows = reach(sums, steps);
            if rows != 0 {
                hit(block, rows, sums, steps);
            }
        }
    };
    let blocks = (0u32..).zip(sums.iter_mut().zip(of_rows).zip(steps.of_blocks));
    match pass {
        Pass::Sampling(every) => blocks
            .step_by(every)
            .for_each(|(block, ((sums, steps), &most))| look(block, sums, steps, most)),
        Pass::Clearing => blocks.for_each(|(block, ((sums, steps), &most))| {
            look(block, sums, steps, most);
            *sums = [0; BLOCK];
        }),
    }
}
