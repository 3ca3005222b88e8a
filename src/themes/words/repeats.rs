//! How often articles repeat a term: an article repeats the words for what it is about.

use crate::themes::input::Wording;

/// A common word is in at least this share of the articles and in at least this number of them.
const COMMON_SHARE: f64 = 0.01;
const COMMON_ARTICLES: u32 = 5;

/// Strength of the prior, in articles. It is added to the number of articles that repeat a term and to the number
/// expected at the usual rate. It keeps the rates of rare terms close to 1.
const PRIOR: f64 = 3.0;

/// The repeat rate of each term: the share of the articles with the term that have it more than once.
///
/// # Source
/// Church, "Empirical estimates of adaptation: the chance of two Noriegas is closer to p/2 than p²", 2000. A content
/// word that occurs once is far more likely to occur again; other words are not.
pub(super) struct Repeats<'a> {
    df: &'a [u32],
    n_repeated: &'a [u32],
    /// The repeat rate over all common words. It depends on the archive: short articles repeat little.
    usual_rate: f64,
}

impl<'a> Repeats<'a> {
    /// Computes the usual rate of an archive. O(n_terms).
    pub(super) fn new(wording: Wording<'a>) -> Self {
        let Wording { rows, vocabulary, n_repeated, .. } = wording;
        let df = vocabulary.df();
        let min_df = COMMON_ARTICLES.max((COMMON_SHARE * rows.n_docs() as f64) as u32);
        let (mut n_with, mut n_twice) = (0u64, 0u64);
        for (term, (&df, &n_repeated)) in (0u32..).zip(df.iter().zip(n_repeated)) {
            if df >= min_df && vocabulary.words(term).len() == 1 {
                n_with += u64::from(df);
                n_twice += u64::from(n_repeated);
            }
        }
        Self { df, n_repeated, usual_rate: n_twice as f64 / n_with.max(1) as f64 }
    }

    /// Returns the repeat rate of a term divided by the usual rate. Rare terms tend to 1.
    pub(super) fn relative_rate(&self, term: u32) -> f64 {
        let (df, n_repeated) = (self.df[term as usize], self.n_repeated[term as usize]);
        (f64::from(n_repeated) + PRIOR) / (f64::from(df) * self.usual_rate + PRIOR)
    }
}
