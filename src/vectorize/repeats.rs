//! How often terms come again in an article, read off the rows.

use rayon::prelude::*;

use super::Vectorizer;
use super::tfidf::factor;
use crate::sparse::{DocId, SparseRows};

impl Vectorizer {
    /// In how many articles each term counts more than once, shape (n_terms,); a word in the title counts as
    /// often as the settings say.
    ///
    /// The weights tell: a term that counts once weighs its idf, and no term of the article weighs less. An
    /// article whose every term counts twice is taken for one whose every term counts once. O(nnz), in as many
    /// parts as there are threads, each with 4 bytes a term.
    ///
    /// # Panics
    /// When `rows` has not this vocabulary's number of columns.
    #[must_use]
    pub fn n_repeated(&self, rows: &SparseRows) -> Vec<u32> {
        assert_eq!(rows.n_terms(), self.vocabulary.n_terms(), "rows of another vocabulary");
        // Between what counts once and what counts twice: weights are rounded.
        let least = (factor(1) + factor(2)) / 2.0;
        let counted = |docs: &[DocId]| {
            let mut n_repeated = vec![0u32; rows.n_terms()];
            for &doc in docs {
                let counts = || {
                    let entries = rows.row(doc).iter();
                    entries
                        .map(|(term, weight)| (term, f64::from(weight / self.idf[term as usize])))
                };
                let once = counts().map(|(_, count)| count).fold(f64::INFINITY, f64::min);
                for (term, _) in counts().filter(|&(_, count)| count >= least * once) {
                    n_repeated[term as usize] += 1;
                }
            }
            n_repeated
        };
        let docs: Vec<DocId> = rows.docs().collect();
        let share = docs.len().div_ceil(rayon::current_num_threads()).max(1);
        let parts: Vec<Vec<u32>> = docs.par_chunks(share).map(counted).collect();
        let sum = |term: usize| parts.iter().map(|part| part[term]).sum();
        (0..rows.n_terms()).map(sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Lang};
    use crate::vectorize::{Idf, VectorizerParams};

    #[test]
    fn what_an_article_says_twice_is_counted() {
        let article = |title: &str, text: &str| Article {
            title: title.into(),
            text: text.into(),
            lang: Lang::parse("en"),
            ..Article::default()
        };
        let articles = [
            article("Treaty", "A summit, a summit, a summit in Geneva"),
            article("", "Geneva treaty summit"),
            article("", "Rain and rain, snow"),
            article("", "snow rain"),
        ];
        for idf in [Idf::Power(1.25), Idf::Smooth] {
            let params = VectorizerParams { idf, ngrams: (1, 1), ..VectorizerParams::default() };
            let vectorized = params.fit(&articles).unwrap();
            let vocabulary = vectorized.vectorizer.vocabulary();
            let n_repeated = vectorized.vectorizer.n_repeated(&vectorized.rows);
            let found = (0u32..).zip(n_repeated).map(|(term, n)| (vocabulary.term(term), n));
            let mut found: Vec<(String, u32)> = found.collect();
            found.sort_unstable();
            let expected = [("geneva", 0), ("rain", 1), ("snow", 0), ("summit", 1), ("treati", 1)];
            assert_eq!(found, expected.map(|(term, n)| (term.to_owned(), n)));
        }
    }
}
