//! TF-IDF weights of one article.

/// Appends the unit row of an article to `terms` and `weights`.
///
/// `counted` holds each term as often as it counts, in any order; this function sorts it. The weight of a
/// term is (1 + ln tf) · idf. The row is scaled to length 1 in `f64`. Terms of weight 0 are left out. A row
/// without terms stays empty, and its score with any row is 0.
///
/// # Source
/// Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988; scheme `ltc`.
pub(super) fn append_unit_row(
    counted: &mut [u32],
    idf: &[f32],
    terms: &mut Vec<u32>,
    weights: &mut Vec<f32>,
) {
    counted.sort_unstable();
    let mut squares = 0.0;
    let mut raw = Vec::with_capacity(counted.len());
    for run in counted.chunk_by(|a, b| a == b) {
        let weight = tf_weight(run.len()) * f64::from(idf[run[0] as usize]);
        if weight > 0.0 {
            terms.push(run[0]);
            raw.push(weight);
            squares += weight * weight;
        }
    }
    let norm = f64::sqrt(squares);
    weights.extend(raw.iter().map(|weight| (weight / norm) as f32));
    debug_assert_eq!(terms.len(), weights.len());
}

/// Returns 1 + ln `tf`, the weight of a term that counts `tf` times.
pub(super) fn tf_weight(tf: usize) -> f64 {
    // Most terms count once. The logarithm of 1 is 0, so it need not be computed.
    if tf <= 1 { 1.0 } else { 1.0 + (tf as f64).ln() }
}

#[cfg(test)]
mod tests {
    use super::append_unit_row;

    #[test]
    fn appends_rows_of_unit_length() {
        let (mut terms, mut weights) = (vec![9], vec![0.5]);
        append_unit_row(&mut [2, 0, 2, 1], &[0.0, 3.0, 2.0], &mut terms, &mut weights);
        let second = 2.0 * (1.0 + 2f64.ln());
        let norm = (9.0 + second * second).sqrt();
        assert_eq!(terms, [9, 1, 2]);
        assert_eq!(weights, [0.5, (3.0 / norm) as f32, (second / norm) as f32]);
        append_unit_row(&mut [], &[], &mut terms, &mut weights);
        assert_eq!(terms.len(), 3);
    }
}
