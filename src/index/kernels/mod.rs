//! The inner loops of the search, compiled for the processor they run on.
//!
//! `portable` has the one body of each loop, in integers, so every variant gives the same bits. The other
//! files compile the same bodies for wider registers.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

pub(super) use portable::BLOCK;

/// What a row's sum and the bound on its rest are compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    /// Bound of one step of the rest's length, in 1/256.
    pub(super) step: u16,
    /// What sum and bound together must reach.
    pub(super) least: u16,
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
    /// 16 lanes.
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    /// 32 lanes.
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

    /// Adds a term: each posting times `factor` in 1/2³², rounded up, to the sum of its row.
    ///
    /// # Panics
    /// When a row is not below the number of sums.
    pub(super) fn add(self, postings: &[u32], factor: u32, doc_mask: u32, sums: &mut [u16]) {
        portable::add(postings, factor, doc_mask, sums);
    }

    /// Counts the rows that reach the bar. `sums` and `steps` have the same length.
    pub(super) fn count(self, sums: &[u16], steps: &[u8], bar: Bar) -> usize {
        match self {
            Self::Portable => portable::count(sums, steps, bar),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.count(sums, steps, bar),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.count(sums, steps, bar),
        }
    }

    /// Appends each row that reaches the bar to `reaching`, and clears the sums.
    pub(super) fn collect(
        self,
        sums: &mut [u16],
        steps: &[u8],
        bar: Bar,
        reaching: &mut Vec<Reaching>,
    ) {
        match self {
            Self::Portable => portable::collect(sums, steps, bar, reaching),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.collect(sums, steps, bar, reaching),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.collect(sums, steps, bar, reaching),
        }
    }
}
