//! The order by hand that a learned ranker has to beat: cosine × (1 + .6 · ½^(days apart / 90)).

/// What nearness in time is worth beside the cosine.
pub(super) const NEARNESS: f64 = 0.6;
/// In how many days apart nearness halves.
pub(super) const HALF_LIFE: f64 = 90.0;
