//! Articles that the archive does not have, one at a time.

use super::builder::ArticleReader;
use super::sketches::of_forms;
use super::stream::{NONE, take_out};
use super::tfidf::weigh;
use super::{Vectorizer, Vocabulary};
use crate::article::{Article, Lang};
use crate::text::{Stemming, Tokens, WordSketch, detect, word_hash};

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
        let language = self.vectorizer.params.text.language.or(article.lang);
        language.unwrap_or_else(|| detect(&article.text))
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
