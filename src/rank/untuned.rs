//! The untuned baseline that a trained ranker must beat: cosine × (1 + .6 · ½^(days apart / 90)).

/// Weight of nearness in time beside the cosine.
pub(super) const NEARNESS_WEIGHT: f64 = 0.6;
/// Number of days in which nearness halves.
pub(super) const HALF_LIFE_DAYS: f64 = 90.0;
