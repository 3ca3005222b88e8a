//! The score of two rows.

use super::Row;

/// Returns the score of two rows. For rows of length 1 it is their cosine, from 0 to 1 up to rounding.
///
/// This is the definition of a score: every faster search must return the same bits. The products of the `f32`
/// weights are summed in `f64` over the shared terms in ascending order, then rounded to `f32`. A product of two
/// `f32` is exact in `f64`, so `(a, b)` and `(b, a)` have the same score, bit for bit. O(terms of both rows).
#[must_use]
pub fn dot(a: Row<'_>, b: Row<'_>) -> f32 {
    // `fold` from 0, because `sum` returns -0 for no terms.
    shared_terms(a, b).fold(0.0, |sum, (_, product)| sum + product) as f32
}

/// Yields the shared terms of two rows in ascending order, each with its part of the score before rounding.
pub fn shared_terms<'a>(a: Row<'a>, b: Row<'a>) -> impl Iterator<Item = (u32, f64)> + use<'a> {
    let (mut at_a, mut at_b) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(&term_a), Some(&term_b)) = (a.terms().get(at_a), b.terms().get(at_b)) {
            let here = (at_a, at_b);
            // Branchless: which row advances is unpredictable.
            at_a += usize::from(term_a <= term_b);
            at_b += usize::from(term_b <= term_a);
            if term_a == term_b {
                let (weight_a, weight_b) = (a.weights()[here.0], b.weights()[here.1]);
                return Some((term_a, f64::from(weight_a) * f64::from(weight_b)));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Row;
    use super::dot;

    fn sparse(dense: &[f32]) -> (Vec<u32>, Vec<f32>) {
        (0u32..).zip(dense.iter().copied()).filter(|&(_, weight)| weight > 0.0).unzip()
    }

    proptest! {
        #[test]
        fn dot_sums_products_in_term_order(
            a in prop::collection::vec(prop::sample::select(vec![0.0f32, 0.1, 0.3, 0.9]), 40),
            b in prop::collection::vec(prop::sample::select(vec![0.0f32, 0.2, 0.7, 1e-30]), 40),
        ) {
            let expected: f64 = a.iter().zip(&b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum();
            let ((terms_a, weights_a), (terms_b, weights_b)) = (sparse(&a), sparse(&b));
            let row_a = Row::try_new(&terms_a, &weights_a, 40).unwrap();
            let row_b = Row::try_new(&terms_b, &weights_b, 40).unwrap();
            prop_assert_eq!(dot(row_a, row_b).to_bits(), (expected as f32).to_bits());
            prop_assert_eq!(dot(row_b, row_a).to_bits(), dot(row_a, row_b).to_bits());
        }
    }
}
