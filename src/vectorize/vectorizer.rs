//! The frozen model of an archive.

use hashbrown::HashSet;
use rayon::prelude::*;

use super::tfidf::tf_weight;
use super::{Idf, VectorizerParams, Vocabulary};
use crate::article::Lang;
use crate::sparse::{DocId, SparseRows};
use crate::text::{Analyzer, ArchiveLanguages, BoilerplateLine, WordSketch};

/// The rows of an archive and its frozen model.
#[derive(Clone, Debug)]
pub struct Vectorized {
    /// Unit rows, shape (n_docs, n_terms), in the order the articles were added.
    pub rows: SparseRows,
    /// The frozen model.
    pub vectorizer: Vectorizer,
    /// Language in which each article was read, shape (n_docs,).
    pub langs: Vec<Lang>,
    /// Detected languages of the articles that declare none, with the number of articles, most articles first.
    pub detected: Vec<(Lang, usize)>,
    /// Sketch of all words of each body, shape (n_docs,); of the other parts where the body has no words.
    pub sketches: Vec<WordSketch>,
    /// Lines left out as boilerplate, most frequent first.
    pub boilerplate: Vec<BoilerplateLine>,
}

/// The frozen model: vocabulary, document frequencies and settings of an archive.
///
/// Unseen text is weighted with the archive's document frequencies. Words that are no terms of the archive
/// are ignored.
#[derive(Clone, Debug)]
pub struct Vectorizer {
    pub(super) params: VectorizerParams,
    pub(super) vocabulary: Vocabulary,
    pub(super) idf: Vec<f32>,
    pub(super) n_docs: usize,
    pub(super) boilerplate: HashSet<u64>,
    pub(super) languages: ArchiveLanguages,
}

impl Vectorizer {
    /// Returns whether the line with this hash was left out as boilerplate.
    pub(crate) fn is_boilerplate(&self, line: u64) -> bool {
        self.boilerplate.contains(&line)
    }

    pub(super) fn new(
        params: VectorizerParams,
        languages: ArchiveLanguages,
        vocabulary: Vocabulary,
        idf: Vec<f32>,
        n_docs: usize,
        boilerplate: HashSet<u64>,
    ) -> Self {
        Self { params, vocabulary, idf, n_docs, boilerplate, languages }
    }

    /// Returns the terms.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the inverse document frequency of each term, shape (n_terms,).
    #[must_use]
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// Returns the settings of the fit.
    #[must_use]
    pub fn params(&self) -> &VectorizerParams {
        &self.params
    }

    /// Returns the languages of the archive. A short article without a language is in one of them.
    #[must_use]
    pub fn languages(&self) -> &ArchiveLanguages {
        &self.languages
    }

    /// Returns the number of articles of the fit.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.n_docs
    }

    /// Returns the terms of a word or phrase, stemmed in `lang`. Returns `None` when the phrase has only stop
    /// words, or when one of its terms is not in the vocabulary.
    ///
    /// A phrase longer than the vocabulary's phrases is split into overlapping ones: with pairs, "central bank
    /// governor" is "central bank" and "bank governor". Any other phrase is one term. O(bytes).
    #[must_use]
    pub fn terms_of(&self, phrase: &str, lang: Lang) -> Option<Vec<u32>> {
        let stems = Analyzer::new(self.params.text.clone()).stems(phrase, lang);
        let n = stems.len().min(self.params.ngrams.1);
        if n == 0 {
            return None;
        }
        stems.windows(n).map(|run| self.vocabulary.find(run)).collect()
    }

    /// Returns `rows` with another idf and without phrases of more than `max_words` words.
    ///
    /// Terms keep their numbers, and rows are scaled to length 1 again. The idf of a fitted weight can be
    /// replaced without the term counts, because scaling a row keeps the ratios of its weights. O(nnz),
    /// parallel.
    ///
    /// # Panics
    /// When the number of columns of `rows` is not that of this vocabulary.
    #[must_use]
    pub fn reweigh(&self, rows: &SparseRows, idf: Idf, max_words: usize) -> SparseRows {
        assert_eq!(
            rows.n_terms(),
            self.vocabulary.n_terms(),
            "the rows belong to another vocabulary"
        );
        let factor = |(term, &old): (usize, &f32)| {
            let long = self.vocabulary.words(term as u32).len() > max_words;
            let new = idf.weight(self.vocabulary.df()[term], self.n_docs);
            if long || old <= 0.0 { 0.0 } else { f64::from(new) / f64::from(old) }
        };
        let factors: Vec<f64> = self.idf.iter().enumerate().map(factor).collect();
        let docs: Vec<_> = rows.docs().collect();
        let reweighed = |&doc: &_| {
            let kept = rows
                .row(doc)
                .iter()
                .map(|(term, weight)| (term, f64::from(weight) * factors[term as usize]));
            let (terms, raw): (Vec<u32>, Vec<f64>) =
                kept.filter(|&(_, weight)| weight > 0.0).unzip();
            let norm = raw.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
            (terms, raw.iter().map(|weight| (weight / norm) as f32).collect::<Vec<f32>>())
        };
        let new_rows: Vec<(Vec<u32>, Vec<f32>)> = docs.par_iter().map(reweighed).collect();
        SparseRows::from_rows(new_rows, rows.n_terms())
    }

    /// Returns the number of articles in which each term counts more than once, shape (n_terms,). The part
    /// weights apply: a title word may count twice.
    ///
    /// Counts are derived from the weights. Weight divided by idf is smallest for terms that count once, so
    /// every term is compared with the smallest ratio of its article. The derivation fails when no term of an
    /// article counts once: if all count twice, none is reported.
    ///
    /// # Panics
    /// When the number of columns of `rows` is not that of this vocabulary.
    ///
    /// # Performance
    /// O(nnz), parallel. Each thread uses 4 bytes for each term.
    #[must_use]
    pub fn n_repeated(&self, rows: &SparseRows) -> Vec<u32> {
        assert_eq!(
            rows.n_terms(),
            self.vocabulary.n_terms(),
            "the rows belong to another vocabulary"
        );
        // Weights are rounded, so the threshold lies halfway between a count of 1 and a count of 2.
        let threshold = (tf_weight(1) + tf_weight(2)) / 2.0;
        let counted = |docs: &[DocId]| {
            let mut n_repeated = vec![0u32; rows.n_terms()];
            for &doc in docs {
                let counts = || {
                    let entries = rows.row(doc).iter();
                    entries
                        .map(|(term, weight)| (term, f64::from(weight / self.idf[term as usize])))
                };
                let smallest = counts().map(|(_, count)| count).fold(f64::INFINITY, f64::min);
                for (term, _) in counts().filter(|&(_, count)| count >= threshold * smallest) {
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
    fn counts_articles_that_repeat_a_term() {
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
