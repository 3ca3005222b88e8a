//! Inverse document frequency.

/// Number of articles from which on a term in every article says nothing.
const SMALL_ARCHIVE: usize = 8;

/// Inverse document frequency: weights a term by how few articles contain it.
///
/// `n` is the number of articles and `df` the number of articles that contain the term. Logarithms are
/// natural.
///
/// # Source
/// Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval",
/// 1972. The smooth and plain forms are those of scikit-learn's `TfidfTransformer`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Idf {
    /// `ln(n / df)^exponent`. With a high exponent rare words dominate and lists follow a story; with a
    /// low one lists follow a topic. A term in every article has weight 0 and is dropped. In an archive of fewer
    /// than 8 articles `n` is one more: all of them may be about one thing.
    Power(f64),
    /// `ln((1 + n) / (1 + df)) + 1`.
    Smooth,
    /// `ln(n / df) + 1`.
    Plain,
}

impl Idf {
    /// Returns the weight of a term that stands in `df` of `n_docs` articles, `1 ≤ df ≤ n_docs`. The
    /// weight is never negative.
    #[must_use]
    pub fn weight(self, df: u32, n_docs: usize) -> f32 {
        let (df, n) = (f64::from(df), n_docs as f64);
        let weight = match self {
            Self::Power(exponent) => {
                let n = if n_docs < SMALL_ARCHIVE { n + 1.0 } else { n };
                (n / df).ln().powf(exponent)
            }
            Self::Smooth => ((1.0 + n) / (1.0 + df)).ln() + 1.0,
            Self::Plain => (n / df).ln() + 1.0,
        };
        weight as f32
    }

    /// Returns whether a term that stands in every article has weight 0.
    pub(super) fn drops_common_terms(self, n_docs: usize) -> bool {
        matches!(self, Self::Power(_)) && n_docs >= SMALL_ARCHIVE
    }

    /// Returns the weights of many terms, shape (n_terms,). Fastest when equal values of `df` are adjacent.
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
        assert!((f64::from(Idf::Power(1.0).weight(2, 2)) - 1.5f64.ln()).abs() < 1e-6);
    }
}
