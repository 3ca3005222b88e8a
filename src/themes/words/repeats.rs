//! How often terms are said again: what an article is about it says more than once.

use super::terms::Wording;

/// Least share of the articles, and least number of them, that have a word whose repeats are usual ones.
const COMMON: (f64, u32) = (0.01, 5);

/// Repeats that each term is given beside its own, as many articles as usually hold them beside its own: of a
/// term in few articles nothing is sure.
const PRIOR: f64 = 3.0;

/// The share of articles with a term that have it more than once.
///
/// # Source
/// Church, "Empirical estimates of adaptation: the chance of two Noriegas is closer to p/2 than p²", 2000:
/// a word with content comes again far more often than it comes, others do not.
pub(super) struct Repeats<'a> {
    df: &'a [u32],
    n_repeated: &'a [u32],
    /// That share over all common words of the archive: short articles repeat little.
    usual: f64,
}

impl<'a> Repeats<'a> {
    /// O(n_terms).
    pub(super) fn new(wording: Wording<'a>) -> Self {
        let Wording { rows, vocabulary, n_repeated, .. } = wording;
        let df = vocabulary.df();
        let least = COMMON.1.max((COMMON.0 * rows.n_docs() as f64) as u32);
        let (mut n_with, mut n_twice) = (0u64, 0u64);
        for (term, (&df, &n_repeated)) in (0u32..).zip(df.iter().zip(n_repeated)) {
            if df >= least && vocabulary.words(term).len() == 1 {
                n_with += u64::from(df);
                n_twice += u64::from(n_repeated);
            }
        }
        Self { df, n_repeated, usual: n_twice as f64 / n_with.max(1) as f64 }
    }

    /// The share of a term over the usual one: 1 where nothing is known.
    pub(super) fn of(&self, term: u32) -> f64 {
        let (df, n_repeated) = (self.df[term as usize], self.n_repeated[term as usize]);
        (f64::from(n_repeated) + PRIOR) / (f64::from(df) * self.usual + PRIOR)
    }
}
