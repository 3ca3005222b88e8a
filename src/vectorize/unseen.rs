//! Turns unseen articles into rows with a frozen model.

use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::boilerplate::remove_from_article;
use super::ids::NONE;
use super::languages::Languages;
use super::sketches::sketch_forms;
use super::tfidf::append_unit_row;
use super::{Vectorizer, Vocabulary};
use crate::article::{Article, Lang};
use crate::sparse::SparseRows;
use crate::text::{Stemming, Tokens, WordSketch, word_hash};

/// Turns unseen articles into rows with a frozen model. It caches the words that it has read.
///
/// Memory: about 150 bytes for each distinct word read.
#[derive(Debug)]
pub struct UnseenReader<'v> {
    vectorizer: &'v Vectorizer,
    reader: ArticleReader,
    stemming: Stemming,
    /// The vocabulary's word for each form read.
    words: Vec<u32>,
    /// The stem hash of each form read.
    hashes: Vec<u32>,
    /// Sketch of the article read last.
    sketch: WordSketch,
}

impl Vectorizer {
    /// Vectorizes articles with the frozen model. Rows have the order of `articles`.
    ///
    /// An article of the fitted archive gets the same row as in the fit, bit for bit. Parallel; O(bytes of
    /// text). Each thread keeps its own distinct words.
    #[must_use]
    pub fn transform(&self, articles: &[Article]) -> SparseRows {
        let row = |reader: &mut UnseenReader<'_>, article: &Article| reader.read(article);
        let rows: Vec<(Vec<u32>, Vec<f32>)> =
            articles.par_iter().map_init(|| self.reader(), row).collect();
        SparseRows::from_rows(rows, self.vocabulary.n_terms())
    }

    /// Returns a reader that vectorizes unseen articles one at a time. A service keeps one for each thread.
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

    /// Returns the row of an article: ascending term ids, and weights of length 1. Both are empty when the
    /// article contains no term of the archive. O(bytes of text).
    pub fn read(&mut self, article: &Article) -> (Vec<u32>, Vec<f32>) {
        let Vectorizer { params, vocabulary, idf, boilerplate, .. } = self.vectorizer;
        self.reader.tokens.clear();
        let lang = self.language(article);
        let span = self.reader.read(article, lang, params);
        if !boilerplate.is_empty() {
            remove_from_article(&span, &mut self.reader.tokens, boilerplate);
        }
        self.look_up_new_forms();
        let tokens = &self.reader.tokens;
        self.sketch = sketch_forms(&tokens.forms[span.body_or_all_words()], &self.hashes);
        let word = |&form: &u32| self.words.get(form as usize).copied().unwrap_or(NONE);
        let words: Vec<u32> = tokens.forms.iter().map(word).collect();
        let mut counted = Vec::new();
        let mut numbers = words.clone();
        for n in 1..=params.ngrams.1 {
            if n > 1 {
                numbers = longer_phrases(vocabulary, n, &numbers, &words, tokens);
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
        append_unit_row(&mut counted, idf, &mut terms, &mut weights);
        (terms, weights)
    }

    /// Returns the sketch of the article read last. It includes words that are no terms of the archive.
    #[must_use]
    pub fn sketch(&self) -> WordSketch {
        self.sketch
    }

    /// Returns the language in which an article is read: the configured one, else the declared one, else the
    /// detected one.
    #[must_use]
    pub fn language(&self, article: &Article) -> Lang {
        let Vectorizer { params, languages, .. } = self.vectorizer;
        let known = Languages::new(&params.text).of(article);
        known.unwrap_or_else(|doubtful| {
            languages.resolve(&doubtful.head, doubtful.guess, &params.text.languages)
        })
    }

    /// Looks up the forms that the last article added.
    fn look_up_new_forms(&mut self) {
        let Self { vectorizer, reader, stemming, words, hashes, .. } = self;
        let forms = reader.analyzer.forms();
        for form in words.len() as u32..forms.len() as u32 {
            let stem = stemming.stem(forms.text(form), forms.lang(form));
            words.push(vectorizer.vocabulary.word(&stem));
            hashes.push(word_hash(&stem));
        }
    }
}

/// Returns the phrase of `n` words that starts at each word, given the phrases of `n - 1` words.
fn longer_phrases(
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
