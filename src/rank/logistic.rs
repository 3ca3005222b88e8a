//! Ridge-regularised logistic regression on standardised features.
//!
//! Newton's method suits some twenty weights: it converges to the exact minimum, gives the same bits on every machine,
//! and needs no optimiser library.

use super::{Feature, Features};

/// A pair of articles, linked or not.
#[derive(Clone, Copy)]
pub(super) struct Example<'f> {
    pub features: &'f Features,
    pub linked: bool,
    /// Weight of the example in the loss.
    pub weight: f64,
}

/// Fitted weights of the features: for raw values and for standardised values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    pub raw: Vec<(Feature, f64)>,
    pub standardised: Vec<(Feature, f64)>,
}

/// Largest number of Newton steps.
const MAX_STEPS: usize = 50;
/// The fit has converged when no weight changes by more than this. Such a change is far too small to swap two ranks.
const TOLERANCE: f64 = 1e-8;

/// Minimises the weighted log loss plus `ridge` / 2 times the sum of the squared standardised weights.
///
/// A constant feature gets no weight. `None` when no example is linked, or all are.
/// O(steps × examples × features²) on one thread.
pub(super) fn fit(examples: &[Example<'_>], features: &[Feature], ridge: f64) -> Option<Fitted> {
    let n_linked = examples.iter().filter(|example| example.linked).count();
    if n_linked == 0 || n_linked == examples.len() {
        return None;
    }
    let total: f64 = examples.iter().map(|example| example.weight).sum();
    let weighted_mean = |value: &dyn Fn(&Features) -> f64| {
        examples.iter().map(|e| e.weight * value(e.features)).sum::<f64>() / total
    };
    let scales: Vec<(Feature, f64, f64)> = features
        .iter()
        .filter_map(|&feature| {
            let mean = weighted_mean(&|values| values[feature]);
            let spread = weighted_mean(&|values| (values[feature] - mean).powi(2)).sqrt();
            (spread > 1e-12).then_some((feature, mean, spread))
        })
        .collect();
    let n = scales.len() + 1;
    let mut weights = vec![0.0; n];
    let mut row = vec![1.0; n];
    for _ in 0..MAX_STEPS {
        let mut gradient = vec![0.0; n];
        let mut hessian = vec![0.0; n * n];
        for example in examples {
            for (value, &(feature, mean, spread)) in row[1..].iter_mut().zip(&scales) {
                *value = (example.features[feature] - mean) / spread;
            }
            let margin: f64 = row.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let probability = 1.0 / (1.0 + (-margin).exp());
            let error = example.weight * (probability - f64::from(u8::from(example.linked)));
            let curvature_weight = example.weight * probability * (1.0 - probability);
            for i in 0..n {
                gradient[i] += error * row[i];
                let (scaled, line) =
                    (curvature_weight * row[i], &mut hessian[i * n..i * n + i + 1]);
                for (entry, value) in line.iter_mut().zip(&row) {
                    *entry += scaled * value;
                }
            }
        }
        for i in 0..n {
            // The intercept has no ridge; a tiny value on its diagonal keeps the system solvable.
            let ridge = if i == 0 { 1e-9 } else { ridge };
            gradient[i] += ridge * weights[i];
            hessian[i * n + i] += ridge;
        }
        let step = solve(hessian, gradient, n);
        let largest = step.iter().fold(0.0, |max: f64, s| max.max(s.abs()));
        // Far from the minimum a full step may overshoot.
        let share = if largest > 2.0 { 2.0 / largest } else { 1.0 };
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= share * step);
        if largest < TOLERANCE {
            break;
        }
    }
    let standardised: Vec<(Feature, f64)> = scales
        .iter()
        .zip(&weights[1..])
        .map(|(&(feature, ..), &weight)| (feature, weight))
        .collect();
    let raw =
        scales.iter().zip(&weights[1..]).map(|(&(f, _, spread), w)| (f, w / spread)).collect();
    Some(Fitted { raw, standardised })
}

/// Returns the solution of a positive definite system, by Cholesky decomposition. Reads only the lower half of
/// `matrix`.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>, n: usize) -> Vec<f64> {
    for i in 0..n {
        for j in 0..=i {
            let before: f64 = (0..j).map(|k| matrix[i * n + k] * matrix[j * n + k]).sum();
            let rest = matrix[i * n + j] - before;
            matrix[i * n + j] =
                if i == j { rest.max(1e-12).sqrt() } else { rest / matrix[j * n + j] };
        }
    }
    for i in 0..n {
        let before: f64 = (0..i).map(|k| matrix[i * n + k] * right[k]).sum();
        right[i] = (right[i] - before) / matrix[i * n + i];
    }
    for i in (0..n).rev() {
        let after: f64 = (i + 1..n).map(|k| matrix[k * n + i] * right[k]).sum();
        right[i] = (right[i] - after) / matrix[i * n + i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::{Example, fit, solve};
    use crate::rank::{Feature, Features};

    fn values(cosine: f64, near: f64) -> Features {
        let mut features = Features::default();
        features[Feature::Cosine] = cosine;
        features[Feature::Near30] = near;
        features
    }

    #[test]
    fn solves_a_system() {
        // [[4, 2], [2, 3]] · [1, 2] = [8, 8]
        let solved = solve(vec![4.0, 0.0, 2.0, 3.0], vec![8.0, 8.0], 2);
        assert!((solved[0] - 1.0).abs() < 1e-12 && (solved[1] - 2.0).abs() < 1e-12, "{solved:?}");
    }

    #[test]
    fn a_binary_feature_gets_its_log_odds_ratio() {
        // Of the examples with the feature, 3 of 4 are linked; of those without, 1 of 4. The weight is ln 3 − ln 1/3 =
        // ln 9.
        let (with, without) = (values(1.0, 0.0), values(0.0, 0.0));
        let example = |features, linked| Example { features, linked, weight: 1.0 };
        let mut examples = vec![example(&with, true); 3];
        examples.push(example(&with, false));
        examples.push(example(&without, true));
        examples.extend([example(&without, false); 3]);
        let fitted = fit(&examples, &[Feature::Cosine, Feature::Near30], 1e-9).unwrap();
        assert_eq!(fitted.raw.len(), 1, "a constant feature has no weight");
        assert!((fitted.raw[0].1 - 9f64.ln()).abs() < 1e-6, "{fitted:?}");
    }

    #[test]
    fn separable_examples_give_finite_weights() {
        let features: Vec<Features> =
            (0..20).map(|n| values(f64::from(n), f64::from(n % 3))).collect();
        let examples: Vec<Example<'_>> = features
            .iter()
            .enumerate()
            .map(|(n, features)| Example { features, linked: n >= 10, weight: 1.0 })
            .collect();
        let fitted = fit(&examples, &[Feature::Cosine, Feature::Near30], 1.0).unwrap();
        assert!(fitted.raw.iter().all(|(_, weight)| weight.is_finite()));
        assert!(fitted.raw[0].1 > 0.0);
        assert!(fit(&examples[..5], &[Feature::Cosine], 1.0).is_none());
    }
}
