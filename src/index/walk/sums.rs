//! One partial sum for each row.

use std::ops::Range;

use super::super::kernels::BLOCK;

/// The largest possible score in units of the sums: that of two rows with the largest norms.
pub(super) const FULL_SUM: f64 = 60_000.0;

/// Partial sums of the rows, aligned to a cache line.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    memory: Vec<u16>,
    first: usize,
}

/// Sums in one 64-byte cache line.
const SUMS_PER_LINE: usize = 32;

impl Sums {
    /// Makes room for `n_sums` sums, all 0. The sums already there must be 0.
    pub(super) fn grow_to(&mut self, n_sums: usize) {
        if self.memory.len() < n_sums + SUMS_PER_LINE {
            self.memory = vec![0; n_sums + SUMS_PER_LINE];
            // Memory that cannot be aligned works as well, but slower.
            self.first = self.memory.as_ptr().align_offset(2 * SUMS_PER_LINE).min(SUMS_PER_LINE);
        }
    }

    pub(super) fn all(&mut self) -> &mut [u16] {
        &mut self.memory[self.first..]
    }

    pub(super) fn get(&self, doc: u32) -> u16 {
        self.memory[self.first + doc as usize]
    }
}

/// Extends a range of rows, which must start with a block, to the end of its last block.
pub(super) fn whole_blocks(docs: &Range<u32>) -> Range<usize> {
    docs.start as usize..(docs.end as usize).next_multiple_of(BLOCK)
}
