//! The filter that keeps the rows whose upper bound reaches the threshold.

/// Rows that a kernel compares at once. Sums and residual steps come in whole blocks.
pub(in super::super) const BLOCK: usize = 64;

/// Keeps a row when its sum plus the bound on its residual is at least `min_bound`.
///
/// The sum covers the terms walked so far; the residual is the part of the row on the terms not walked. The default
/// filter bounds the residual by 0 and keeps every row.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct BoundFilter {
    /// What one residual step can add to a sum, in units of 1/256.
    pub(in super::super) per_step: u16,
    /// Added to each residual bound to undo its truncation: 1, or 0 when no term is left.
    pub(in super::super) rounding: u16,
    /// Least upper bound of a row to keep.
    pub(in super::super) min_bound: u16,
}

impl BoundFilter {
    /// Returns an upper bound on the final sum of a row: its sum so far plus the most that its residual can add.
    #[inline(always)]
    pub(in super::super) fn upper_bound(self, sum: u16, steps: u8) -> u16 {
        let residual = (u32::from(u16::from(steps) << 8) * u32::from(self.per_step)) >> 16;
        sum.saturating_add(residual as u16 + self.rounding)
    }

    /// Returns the least sum that passes the filter when the residual has this many steps.
    #[inline(always)]
    pub(super) fn min_sum(self, steps: u8) -> u16 {
        self.min_bound.saturating_sub(self.upper_bound(0, steps))
    }
}

/// Residual norms of rows, quantised to steps and rounded up.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct ResidualSteps<'a> {
    /// Shape (n_rows,), whole blocks.
    pub(in super::super) rows: &'a [u8],
    /// Largest step count of each block.
    pub(in super::super) block_max: &'a [u8],
}

/// A row that passes the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct CandidateRow {
    /// Upper bound on its final sum.
    pub(in super::super) upper_bound: u16,
    pub(in super::super) sum: u16,
    pub(in super::super) doc: u32,
}
