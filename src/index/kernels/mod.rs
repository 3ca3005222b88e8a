//! The inner loops of the search, with wider registers where the processor has them (`cpu::Isa`).
//!
//! All sums are integers, so every variant gives the same bits. `portable` is their meaning; the properties
//! in `tests` hold the others to it.

mod add;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;
mod prefetch;
mod scan;

pub(super) use add::{Factor, add, add_meeting};
pub(super) use prefetch::prefetch;

use self::scan::{Hit, Pass};
use crate::cpu::Isa;

/// Rows compared at once; sums and steps come in whole blocks.
pub(super) const BLOCK: usize = 64;

/// What a row's sum and the bound on its rest are compared with; by default nothing is left, and all reach it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bar {
    /// Bound of one step of the rest's length, in 1/256.
    pub(super) step: u16,
    /// Added to the bound for what its rounding cuts off: 1, or 0 where nothing is left.
    pub(super) rounding: u16,
    /// What sum and bound together must reach.
    pub(super) least: u16,
}

impl Bar {
    /// Sum of a row and the most that its rest of so many steps can add.
    pub(super) fn bound(self, sum: u16, steps: u8) -> u16 {
        portable::bound(sum, steps, self)
    }

    /// The least sum that reaches the bar when the rest has this many steps.
    #[inline(always)]
    fn least_sum(self, steps: u8) -> u16 {
        self.least.saturating_sub(portable::bound(0, steps, self))
    }
}

/// Lengths of the rests of rows, in steps, rounded up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps<'a> {
    pub(super) of_rows: &'a [u8],
    /// The most of each block.
    pub(super) of_blocks: &'a [u8],
}

/// A row that reaches the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reaching {
    /// Its sum and the bound on its rest.
    pub(super) bound: u16,
    pub(super) sum: u16,
    pub(super) doc: u32,
}

/// Counts the rows that reach the bar, on one block in `every`.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn count(isa: Isa, sums: &mut [u16], steps: Steps<'_>, bar: Bar, every: usize) -> usize {
    let mut n_rows = 0;
    let hit: &mut Hit<'_> = &mut |_, rows, _, _| n_rows += rows.count_ones() as usize;
    scan(isa, sums, steps, bar, Pass::Sampling(every), hit);
    n_rows
}

/// Appends the rows that reach the bar to `reaching`, ascending, and clears the sums.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn collect(
    isa: Isa,
    sums: &mut [u16],
    steps: Steps<'_>,
    bar: Bar,
    reaching: &mut Vec<Reaching>,
) {
    let hit: &mut Hit<'_> = &mut |block, mut rows, sums, steps| {
        while rows != 0 {
            let lane = rows.trailing_zeros();
            let (sum, steps) = (sums[lane as usize], steps[lane as usize]);
            let doc = block * BLOCK as u32 + lane;
            reaching.push(Reaching { bound: portable::bound(sum, steps, bar), sum, doc });
            rows &= rows - 1;
        }
    };
    scan(isa, sums, steps, bar, Pass::Clearing, hit);
}

/// Tells `found` each row whose sum is `least` or more, ascending, and the sum.
///
/// `sums` and `steps` have the same number of whole blocks.
pub(super) fn find(
    isa: Isa,
    sums: &mut [u16],
    steps: Steps<'_>,
    least: u16,
    mut found: impl FnMut(u32, u16),
) {
    let hit: &mut Hit<'_> = &mut |block, mut rows, sums, _| {
        while rows != 0 {
            let lane = rows.trailing_zeros();
            found(block * BLOCK as u32 + lane, sums[lane as usize]);
            rows &= rows - 1;
        }
    };
    // By default a bar counts nothing for the rest.
    scan(isa, sums, steps, Bar { least, ..Bar::default() }, Pass::Sampling(1), hit);
}

fn scan(isa: Isa, sums: &mut [u16], steps: Steps<'_>, bar: Bar, pass: Pass, hit: &mut Hit<'_>) {
    match isa {
        Isa::Portable => portable::scan(sums, steps, bar, pass, hit),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2(proof) => avx2::scan(proof, sums, steps, bar, pass, hit),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512(proof) => avx512::scan(proof, sums, steps, bar, pass, hit),
    }
}

#[cfg(test)]
mod tests;
