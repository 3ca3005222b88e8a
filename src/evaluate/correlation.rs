//! Correlation of scores with human ratings of the same pairs.

/// Returns Pearson's correlation of paired values, from -1 to 1.
///
/// `None` when it is undefined: fewer than two pairs, equal values on one side, or a value that is not finite. O(n).
///
/// # Panics
/// When the two slices differ in length.
#[must_use]
pub fn pearson(xs: &[f64], ys: &[f64]) -> Option<f64> {
    assert_eq!(xs.len(), ys.len(), "paired values must have the same length");
    let (xs, ys) = (deviations(xs)?, deviations(ys)?);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    // Take the root of each sum first: the product of the sums could overflow.
    let scale = product(&xs, &xs).sqrt() * product(&ys, &ys).sqrt();
    let correlation = product(&xs, &ys) / scale;
    correlation.is_finite().then(|| correlation.clamp(-1.0, 1.0))
}

/// Returns Spearman's rank correlation of paired values, from -1 to 1. Equal values share their mean rank.
///
/// `None` when [`pearson`] of the ranks is undefined, or a value is not finite. O(n log n).
///
/// # Panics
/// When the two slices differ in length.
#[must_use]
pub fn spearman(xs: &[f64], ys: &[f64]) -> Option<f64> {
    let all_finite = xs.iter().chain(ys).all(|value| value.is_finite());
    all_finite.then(|| pearson(&ranks(xs), &ranks(ys))).flatten()
}

/// Returns the differences from the mean, or `None` when all values are equal.
fn deviations(values: &[f64]) -> Option<Vec<f64>> {
    let (first, others) = values.split_first()?;
    let varied = others.iter().any(|value| value.total_cmp(first).is_ne());
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (varied && mean.is_finite()).then(|| values.iter().map(|value| value - mean).collect())
}

/// Returns ranks from 1; ties share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    // Adding 0 turns -0 into 0. `total_cmp` would order the two.
    let values: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut n_lower = 0;
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let rank = n_lower as f64 + (tied.len() + 1) as f64 / 2.0;
        tied.iter().for_each(|&at| ranks[at] = rank);
        n_lower += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pearson, ranks, spearman};

    fn check(found: Option<f64>, expected: Option<f64>) {
        let equal = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
            _ => found == expected,
        };
        assert!(equal, "{found:?} instead of {expected:?}");
    }

    #[test]
    fn correlations_equal_those_computed_by_hand() {
        check(pearson(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]), Some(1.0));
        check(pearson(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
        // Deviations (-1.5, -.5, .5, 1.5) and (-1, 1, -1, 1): 2 / √(5 · 4).
        check(pearson(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 1.0, 3.0]), Some(0.447_213_595));
        check(spearman(&[1.0, 2.0, 3.0], &[1.0, 10.0, 100.0]), Some(1.0));
        // Ranks (1, 2, 3, 4) and (1.5, 3.5, 1.5, 3.5): the same correlation as above.
        check(spearman(&[1.0, 2.0, 3.0, 9.0], &[1.0, 3.0, 1.0, 3.0]), Some(0.447_213_595));
    }

    #[test]
    fn undefined_correlations_are_none() {
        check(pearson(&[], &[]), None);
        check(pearson(&[1.0], &[1.0]), None);
        check(pearson(&[1.0, 1.0], &[1.0, 2.0]), None);
        check(pearson(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        check(spearman(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        check(spearman(&[0.0, -0.0], &[1.0, 2.0]), None);
    }

    #[test]
    fn ties_share_their_mean_rank() {
        assert_eq!(ranks(&[0.5, -1.0, 0.5, 2.0, 0.5]), [3.0, 1.0, 3.0, 5.0, 3.0]);
    }

    proptest! {
        #[test]
        fn correlations_are_symmetric_and_bounded(
            pairs in prop::collection::vec((0i8..6, 0i8..6), 0..30),
        ) {
            let (xs, ys): (Vec<f64>, Vec<f64>) =
                pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
            for correlation in [pearson, spearman] {
                let found = correlation(&xs, &ys);
                prop_assert_eq!(found, correlation(&ys, &xs));
                prop_assert!(found.is_none_or(|value| (-1.0..=1.0).contains(&value)));
                let itself = correlation(&xs, &xs);
                prop_assert!(itself.is_none_or(|value| (value - 1.0).abs() < 1e-12));
            }
        }

        /// A monotone change of scale keeps the ranks.
        #[test]
        fn spearman_depends_on_the_order_alone(pairs in prop::collection::vec((0i8..9, 0i8..9), 0..30)) {
            let (xs, ys): (Vec<f64>, Vec<f64>) =
                pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
            let cubed: Vec<f64> = xs.iter().map(|x| x * x * x - 5.0).collect();
            prop_assert_eq!(spearman(&xs, &ys), spearman(&cubed, &ys));
        }
    }
}
