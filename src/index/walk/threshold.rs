//! What a row needs to enter a list.

/// Least product and least sum of a row that may enter the list, in units of the sums.
///
/// Both are lowered by the most that rounding to `f32` can add to a score and a product.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    /// Least product of sum and factor.
    pub(super) min_product: f64,
    /// Least sum.
    pub(super) min_sum: f64,
}

impl Threshold {
    /// Returns whether a row with this sum, or this upper bound on it, may enter the list.
    pub(super) fn admits(self, sum: f64, factor: f64) -> bool {
        sum >= self.min_sum && sum * factor >= self.min_product
    }

    /// Returns the least sum that may enter the list with this factor.
    pub(super) fn min_sum_for(self, factor: f64) -> u16 {
        // A factor of 0 gives the highest possible sum. If a row still passes, scoring it does no harm.
        (self.min_product / factor).max(self.min_sum).min(65_535.0) as u16
    }
}
