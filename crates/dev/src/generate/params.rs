//! The parameters of a synthetic archive.

/// Size, mean length and seed of a synthetic archive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneratorParams {
    /// Number of articles.
    pub n_articles: u32,
    /// Mean number of distinct stems in an article, without function words.
    pub mean_terms: u32,
    /// Seed of every random choice.
    pub seed: u64,
}

impl Default for GeneratorParams {
    /// Returns the parameters of ten thousand articles of newspaper length.
    fn default() -> Self {
        Self { n_articles: 10_000, mean_terms: 200, seed: 0 }
    }
}
