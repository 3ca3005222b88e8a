//! Articles that the archive does not have, one at a time.

use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::boilerplate::take_out;
use super::ids::NONE;
use super::sketches::of_forms;
use super::tfidf::weigh;
use super::{Vectorizer, Vocabulary};
use crate::article::{Article, Lang};
use crate::sparse::SparseRows;
use crate::text::{Stemming, Tokens, WordSketch, word_hash};

/// Makes rows of unseen articles through a frozen model, and knows the words it has met.
///
/// Memory: about 150 bytes for each distinct word met.
#[derive(Debug)]
pub struct UnseenReader<'v> {
    vectorizer: &'v Vectorizer,
    reader: ArticleReader,
    stemming: Stemming,
    /// The vocabulary's word of each form met.
    words: Vec<u32>,
    /// The hash of the stem of each form met.
    hashes: Vec<u32>,
    /// All words of the article read last.
    sketch: WordSketch,
}

impl Vectorizer {
    /// Vectorises articles with the frozen model, rows in their order.
    ///
    /// An article of the fitted archive gets its own row again, bit for bit. Parallel; O(bytes of text)
    /// and one analyzer of distinct words for each thread.
    #[must_use]
    pub fn transform(&self, articles: &[Article]) -> SparseRows {
        let row = |reader: &mut UnseenReader<'_>, article: &Article| reader.read(article);
        let rows: Vec<(Vec<u32>, Vec<f32>)> =
            articles.par_iter().map_init(|| self.reader(), row).collect();
        let mut offsets = vec![0];
        for (terms, _) in &rows {
            offsets.push(offsets[offsets.len() - 1] + terms.len());
        }
        let (terms, weights): (Vec<Vec<u32>>, Vec<Vec<f32>>) = rows.into_iter().unzip();
        SparseRows::try_new(offsets, terms.concat(), weights.concat(), self.vocabulary.n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// What makes rows of unseen articles one at a time: a service keeps one for each thread.
    #[must_use]
    pub fn reader(&self) -> UnseenReader<'_> {
        UnseenReader::new(self)
    }
}

impl<'v> UnseenReader<'v> {
    pub(super) fn new(vectorizer: &'v Vectorizer) -> Self {
        Self {
            vectorizer,
            reader: ArticleReader::new(&vectorizer.params),
            stemming: Stemming::new(vectorizer.params.text.stemming),
            words: Vec::new(),
            hashes: Vec::new(),
            sketch: WordSketch::default(),
        }
    }

    /// The row of an article: term ids, ascending, and weights of length 1; nothing when it shares no word
    /// with the archive. O(bytes of text).
    pub fn read(&mut self, article: &Article) -> (Vec<u32>, Vec<f32>) {
        let Vectorizer { params, vocabulary, idf, boilerplate, .. } = self.vectorizer;
        self.reader.tokens.clear();
        let span = self.reader.read(article, params);
        if !boilerplate.is_empty() {
            take_out(&span, &mut self.reader.tokens, boilerplate);
        }
        self.know_words();
        let tokens = &self.reader.tokens;
        self.sketch = of_forms(&tokens.forms[span.told()], &self.hashes);
        let word = |&form: &u32| self.words.get(form as usize).copied().unwrap_or(NONE);
        let words: Vec<u32> = tokens.forms.iter().map(word).collect();
        let mut counted = Vec::new();
        let mut numbers = words.clone();
        for n in 1..=params.ngrams.1 {
            if n > 1 {
                numbers = phrases(vocabulary, n, &numbers, &words, tokens);
            }
            let mut start = 0;
            for (&end, weight) in span.part_ends.iter().zip(params.part_weights()) {
                let of_part = &numbers[start..end];
                for term in of_part.iter().map(|&number| vocabulary.term_of(n, number)) {
                    (0..weight).filter(|_| term != NONE).for_each(|_| counted.push(term));
                }
                start = end;
            }
        }
        let (mut terms, mut weights) = (Vec::new(), Vec::new());
        weigh(&mut counted, idf, &mut terms, &mut weights);
        (terms, weights)
    }

    /// The words of the article that was read last, also those that the archive does not have.
    #[must_use]
    pub fn sketch(&self) -> WordSketch {
        self.sketch
    }

    /// The language an article is read in: that of all articles, else the declared one, else detected.
    #[must_use]
    pub fn language(&self, article: &Article) -> Lang {
        self.vectorizer.params.language_of(article)
    }

    /// Looks up the forms that are new.
    fn know_words(&mut self) {
        let Self { vectorizer, reader, stemming, words, hashes, .. } = self;
        let forms = reader.analyzer.forms();
        for form in words.len() as u32..forms.len() as u32 {
            let stem = stemming.stem(forms.text(form), forms.lang(form));
            words.push(vectorizer.vocabulary.word(&stem));
            hashes.push(word_hash(&stem));
        }
    }
}

/// The phrase of `n` words that starts at each word, given those of `n - 1`.
fn phrases(
    vocabulary: &Vocabulary,
    n: usize,
    below: &[u32],
    words: &[u32],
    tokens: &Tokens,
) -> Vec<u32> {
    let phrase = |at: usize| match words.get(at + n - 1) {
        Some(&word) if word != NONE && below[at] != NONE && tokens.gaps[at + n - 1].joins() => {
            vocabulary.phrase(n, below[at], word)
        }
        _ => NONE,
    };
    (0..words.len()).map(phrase).collect()
}
