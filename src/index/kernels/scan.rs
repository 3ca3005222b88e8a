//! The loop over blocks of rows, shared by all kernels.

use super::filter::{BLOCK, BoundFilter, ResidualSteps};

/// The blocks that a scan visits, and whether it clears their sums.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pass {
    /// Visits one block in this many and keeps the sums.
    Sample(usize),
    /// Visits all blocks and clears their sums while they are still in the cache.
    Clear,
}

/// Called for each block with a row that passes the filter: block number, one bit for each passing row, and the sums
/// and residual steps of the block.
pub(super) type OnHit<'h> = dyn FnMut(u32, u64, &[u16; BLOCK], &[u8; BLOCK]) + 'h;

/// Calls `on_hit` for the blocks with passing rows.
///
/// `any_at_least` returns whether any sum of a block is at least a number. `passing_rows` returns the rows of a block
/// that pass the filter, one bit for each.
#[inline(always)]
pub(super) fn scan_blocks(
    sums: &mut [u16],
    steps: ResidualSteps<'_>,
    filter: BoundFilter,
    pass: Pass,
    on_hit: &mut OnHit<'_>,
    any_at_least: impl Fn(&[u16; BLOCK], u16) -> bool,
    passing_rows: impl Fn(&[u16; BLOCK], &[u8; BLOCK]) -> u64,
) {
    let (sums, _) = sums.as_chunks_mut::<BLOCK>();
    let (row_steps, _) = steps.rows.as_chunks::<BLOCK>();
    let mut scan_block = |block: u32, sums: &[u16; BLOCK], steps: &[u8; BLOCK], max_steps: u8| {
        // Mostly no sum is large enough even with the block's largest residual.
        if any_at_least(sums, filter.min_sum(max_steps)) {
            let rows = passing_rows(sums, steps);
            if rows != 0 {
                on_hit(block, rows, sums, steps);
            }
        }
    };
    let blocks = (0u32..).zip(sums.iter_mut().zip(row_steps).zip(steps.block_max));
    match pass {
        Pass::Sample(every) => {
            blocks.step_by(every).for_each(|(block, ((sums, steps), &max_steps))| {
                scan_block(block, sums, steps, max_steps)
            })
        }
        Pass::Clear => blocks.for_each(|(block, ((sums, steps), &max_steps))| {
            scan_block(block, sums, steps, max_steps);
            *sums = [0; BLOCK];
        }),
    }
}
