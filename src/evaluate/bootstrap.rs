//! Means over queries and their bootstrap confidence intervals.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
#[cfg(feature = "serde")]
use serde::Serialize;

/// Number of bootstrap resamples for an interval.
pub const N_RESAMPLES: u64 = 1_000;

/// A mean over queries and its 95 % bootstrap confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Metric {
    /// Mean over the queries.
    pub mean: f64,
    /// The 2.5th percentile of the resampled means.
    pub low: f64,
    /// The 97.5th percentile of the resampled means.
    pub high: f64,
}

impl Metric {
    /// Returns the mean of `values`, one for each query, with its percentile bootstrap interval; `None` without values.
    ///
    /// Each resample has its own random generator, seeded by `seed` and the number of the resample. The result
    /// therefore does not depend on the number of threads, and two metrics of the same queries with one seed share
    /// their resamples. O(queries × [`N_RESAMPLES`]); resamples run in parallel.
    ///
    /// # Source
    /// Efron, "Bootstrap methods: another look at the jackknife", 1979; the percentile interval.
    #[must_use]
    pub fn from_values(values: &[f64], seed: u64) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        let resampled_mean = |resample: u64| {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(resample));
            let drawn = (0..values.len()).map(|_| values[random.gen_range(0..values.len())]);
            drawn.sum::<f64>() / values.len() as f64
        };
        let mut means: Vec<f64> = (0..N_RESAMPLES).into_par_iter().map(resampled_mean).collect();
        means.sort_by(f64::total_cmp);
        Some(Self {
            mean: values.iter().sum::<f64>() / values.len() as f64,
            low: quantile(&means, 0.025),
            high: quantile(&means, 0.975),
        })
    }

    /// Returns the mean gain of `after` over `before`, paired by query; `None` without queries.
    ///
    /// Pairing makes the interval far narrower than the intervals of the two means suggest. A difference is significant
    /// when the interval excludes 0.
    ///
    /// # Panics
    /// When the two slices differ in length.
    #[must_use]
    pub fn gain(before: &[f64], after: &[f64], seed: u64) -> Option<Self> {
        assert_eq!(
            before.len(),
            after.len(),
            "a gain needs the same number of queries before and after"
        );
        let gains: Vec<f64> =
            before.iter().zip(after).map(|(before, after)| after - before).collect();
        Self::from_values(&gains, seed)
    }
}

/// Returns a quantile of ascending values, interpolated linearly between the two nearest.
fn quantile(ascending: &[f64], share: f64) -> f64 {
    let place = share * (ascending.len() - 1) as f64;
    let (below, above) = (ascending[place.floor() as usize], ascending[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Metric, quantile};

    #[test]
    fn quantiles_are_interpolated() {
        let check = |share: f64, expected: f64| {
            assert!((quantile(&[0.0, 1.0, 2.0, 4.0, 8.0], share) - expected).abs() < 1e-12);
        };
        check(0.0, 0.0);
        check(0.5, 2.0);
        check(0.625, 3.0);
        check(1.0, 8.0);
    }

    #[test]
    fn the_interval_of_coin_throws_is_binomial() {
        // Half of 400 throws are 1. The standard error is 0.025, so the interval is 0.5 ± 0.049.
        let values: Vec<f64> = (0..400).map(|throw| f64::from(throw % 2)).collect();
        let metric = Metric::from_values(&values, 7).unwrap();
        assert!((metric.mean - 0.5).abs() < 1e-12);
        assert!((metric.low - 0.451).abs() < 0.006, "{metric:?}");
        assert!((metric.high - 0.549).abs() < 0.006, "{metric:?}");
    }

    #[test]
    fn no_values_have_no_mean() {
        assert_eq!(Metric::from_values(&[], 0), None);
    }

    #[test]
    fn the_result_does_not_depend_on_the_number_of_threads() {
        let values: Vec<f64> = (0..300).map(|query| f64::from(query * query % 97) / 97.0).collect();
        let on_threads = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| Metric::from_values(&values, 3))
        };
        assert_eq!(on_threads(1), on_threads(7));
    }

    #[test]
    fn gains_are_paired_by_query() {
        let before: Vec<f64> = (0..100).map(|query| f64::from(query % 10) / 10.0).collect();
        let after: Vec<f64> = before.iter().map(|value| value + 0.01).collect();
        let gain = Metric::gain(&before, &after, 0).unwrap();
        assert!(gain.low > 0.0099 && gain.high < 0.0101, "{gain:?}");
    }

    proptest! {
        #[test]
        fn the_interval_lies_within_the_values(
            values in prop::collection::vec(0.0f64..1.0, 1..40), seed in any::<u64>(),
        ) {
            let metric = Metric::from_values(&values, seed).unwrap();
            let min = values.iter().copied().fold(f64::INFINITY, f64::min);
            let max = values.iter().copied().fold(0.0, f64::max);
            prop_assert!(min - 1e-12 <= metric.low && metric.low <= metric.high);
            prop_assert!(metric.high <= max + 1e-12);
        }
    }
}
