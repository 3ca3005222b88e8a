//! Parameters of a search: list length, least score, and score modifier.

use super::kernels::BLOCK;

/// Length and least score of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Length of a list.
    pub k: usize,
    /// Least cosine of a neighbour. A row with a cosine of 0 is never a neighbour.
    pub min_score: f32,
}

/// Which rows a search may return, and the factor that multiplies each score.
///
/// In a search of many rows the closures take the query row and the other row. In a search of one query they take the
/// other row alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScoreModifier<E, F, B> {
    /// Whether a row may be returned.
    pub(crate) eligible: E,
    /// Factor of a row's score: finite and not negative. A row whose product is 0 is never returned.
    pub(crate) factor: F,
    /// Upper bound on the factors of the eligible rows in block number `b`, rows `b * ROW_BLOCK ..`. The closer it is
    /// to their largest factor, the earlier the search stops.
    pub(crate) block_max: B,
}

/// Rows that share one upper bound on their factors; a whole number of kernel blocks.
pub(crate) const ROW_BLOCK: usize = 8 * BLOCK;

/// Multiplies a score by a factor: one product in `f64`, rounded once to `f32`.
pub(super) fn weighted(score: f32, factor: f64) -> f32 {
    (f64::from(score) * factor) as f32
}
