//! What a term's rarity is worth.

/// Inverse document frequency: the weight of a term by the number of articles that have it.
///
/// `n` is the number of articles, `df` that of articles with the term; logarithms are natural.
///
/// # Source
/// Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval",
/// 1972; the smooth and plain forms are those of scikit-learn's `TfidfTransformer`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Idf {
    /// `ln(n / df)^exponent`. A steep one finds the story, a flat one the topic; a term in every
    /// article weighs nothing and is dropped.
    Power(f64),
    /// `ln((1 + n) / (1 + df)) + 1`.
    Smooth,
    /// `ln(n / df) + 1`.
    Plain,
}

impl Idf {
    /// Weight of a term in `df` of `n_docs` articles, `1 ≤ df ≤ n_docs`; never negative.
    #[must_use]
    pub fn weight(self, df: u32, n_docs: usize) -> f32 {
        let (df, n) = (f64::from(df), n_docs as f64);
        let weight = match self {
            Self::Power(exponent) => (n / df).ln().powf(exponent),
            Self::Smooth => ((1.0 + n) / (1.0 + df)).ln() + 1.0,
            Self::Plain => (n / df).ln() + 1.0,
        };
        weight as f32
    }

    /// Weights of many terms, shape (n_terms,); fastest where equal `df` stand together.
    #[must_use]
    pub fn weights(self, df: &[u32], n_docs: usize) -> Vec<f32> {
        let mut weights = Vec::with_capacity(df.len());
        for same in df.chunk_by(|a, b| a == b) {
            weights.resize(weights.len() + same.len(), self.weight(same[0], n_docs));
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::Idf;

    #[test]
    fn weights_follow_their_formulas() {
        let check = |idf: Idf, expected: f64| {
            assert!((f64::from(idf.weight(2, 10)) - expected).abs() < 1e-6, "{idf:?}")
        };
        check(Idf::Power(1.0), 5f64.ln());
        check(Idf::Power(1.25), 5f64.ln().powf(1.25));
        check(Idf::Smooth, (11f64 / 3.0).ln() + 1.0);
        check(Idf::Plain, 5f64.ln() + 1.0);
        assert!(Idf::Power(1.25).weight(10, 10).abs() < f32::EPSILON);
    }
}
