//! The inner loops of the search, with wider registers where the processor has them.
//!
//! All sums are integers, so every variant gives the same bits. `portable` is their meaning; the properties
//! in `tests` hold the others to it.

mod add;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod blocks;
mod portable;
mod prefetch;

pub(super) use add::{add, add_meeting};
pub(super) use prefetch::prefetch;

/// Rows compared at once; sums and steps come in whole blocks.
pub(super) const BLOCK: usize = 64;

/// What a row's sum and the bound on its rest are compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    /// Bound of one step of the rest's length, in 1/256.
    pub(super) step: u16,
    /// Added to the bound for what its rounding cuts off: 1, or 0 where nothing is left.
    pub(super) rounding: u16,
    /// What sum and bound together must reach.
    pub(super) least: u16,
}

impl Bar {
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

/// Loops for one kind of processor.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kernel {
    /// Whatever the compiler makes of them by default.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
}

impl Kernel {
    /// All that run on this processor, the widest last.
    pub(super) fn available() -> Vec<Self> {
        let mut available = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            available.extend(avx2::Avx2::detect().map(Self::Avx2));
            available.extend(avx512::Avx512::detect().map(Self::Avx512));
        }
        available
    }

    /// The widest that runs on this processor.
    pub(super) fn best() -> Self {
        *Self::available().last().unwrap_or(&Self::Portable)
    }

    /// What a person calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
        }
    }

    /// Counts the rows that reach the bar, on one block in `every`.
    ///
    /// `sums` and `steps` have the same number of whole blocks.
    pub(super) fn count(self, sums: &[u16], steps: Steps<'_>, bar: Bar, every: usize) -> usize {
        match self {
            Self::Portable => blocks::count(sums, steps, bar, every, portable::any, |s, t| {
                portable::reach(s, t, bar)
            }),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.count(sums, steps, bar, every),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.count(sums, steps, bar, every),
        }
    }

    /// Appends the rows that reach the bar to `reaching`, ascending, and clears the sums.
    ///
    /// `sums` and `steps` have the same number of whole blocks.
    pub(super) fn collect(
        self,
        sums: &mut [u16],
        steps: Steps<'_>,
        bar: Bar,
        reaching: &mut Vec<Reaching>,
    ) {
        match self {
            Self::Portable => {
                blocks::collect(sums, steps, bar, reaching, portable::any, |s, t| {
                    portable::reach(s, t, bar)
                });
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.collect(sums, steps, bar, reaching),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.collect(sums, steps, bar, reaching),
        }
    }
}

#[cfg(test)]
mod tests;
