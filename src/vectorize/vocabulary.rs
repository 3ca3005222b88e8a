//! The vocabulary: the terms of an archive.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::ids::NONE;
use super::ngrams::{MAX_NGRAM, NO_STEM, StemIds, phrase_key};
use super::surfaces::Surfaces;
#[cfg(test)]
use super::surfaces::TermForm;
use crate::text::Strings;

/// The terms of an archive, numbered by descending document frequency. Ties are ordered by bytes.
///
/// A term is one stem, or a phrase of up to [`MAX_NGRAM`] consecutive stems of a sentence. A *word* is the number
/// of a stem.
///
/// Memory: about 50 bytes for each term; 16 bytes and the text for each form of a word.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// The kept stems, alphabetical.
    pub(super) stems: Strings,
    stem_numbers: HashTable<u32>,
    /// For phrases of two words, then of three words: (number of the prefix, last word), ascending.
    pub(super) phrases: Vec<Vec<u64>>,
    /// For each level, the term of each stem or phrase, or [`NONE`]. Each list ends with an extra [`NONE`].
    pub(super) term_of: Vec<Vec<u32>>,
    words: Vec<StemIds>,
    pub(super) df: Vec<u32>,
    pub(super) surfaces: Surfaces,
}

impl Vocabulary {
    pub(super) fn new(
        stems: Strings,
        phrases: Vec<Vec<u64>>,
        term_of: Vec<Vec<u32>>,
        words: Vec<StemIds>,
        df: Vec<u32>,
        surfaces: Surfaces,
    ) -> Self {
        let hasher = FixedState::default();
        let mut stem_numbers = HashTable::with_capacity(stems.len());
        for (number, stem) in (0u32..).zip(stems.iter()) {
            let rehash = |&number: &u32| hasher.hash_one(stems.at(number as usize));
            stem_numbers.insert_unique(hasher.hash_one(stem), number, rehash);
        }
        Self { stems, stem_numbers, phrases, term_of, words, df, surfaces }
    }

    /// Returns the number of terms.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.df.len()
    }

    /// Returns the number of articles that contain each term, shape (n_terms,), descending.
    #[must_use]
    pub fn df(&self) -> &[u32] {
        &self.df
    }

    /// Returns the words of a term: one, or two or three for a phrase.
    ///
    /// Words are numbered in the alphabetical order of their stems. [`stem`](Self::stem) returns the text.
    ///
    /// # Panics
    /// When `term` is not below `n_terms`.
    #[must_use]
    pub fn words(&self, term: u32) -> &[u32] {
        let words = &self.words[term as usize];
        let n_words = words.iter().position(|&word| word == NO_STEM).unwrap_or(MAX_NGRAM);
        &words[..n_words]
    }

    /// Returns the stem of a word.
    ///
    /// # Panics
    /// When `word` is not the number of a stem of this vocabulary.
    #[must_use]
    pub fn stem(&self, word: u32) -> &str {
        self.stems.at(word as usize)
    }

    /// Returns the stems of a term, separated by single spaces.
    ///
    /// # Panics
    /// When `term` is not below `n_terms`.
    #[must_use]
    pub fn term(&self, term: u32) -> String {
        let stems: Vec<&str> = self.words(term).iter().map(|&word| self.stem(word)).collect();
        stems.join(" ")
    }

    /// Returns the display form of a term: its most frequent form in the archive.
    ///
    /// Case, hyphens and the connectives inside a phrase are kept ("coal-fired", "Bank of England"); `…`
    /// replaces other stop words. Single words are borrowed; a phrase is built at each call. O(bytes).
    ///
    /// # Panics
    /// When `term` is not below `n_terms`.
    #[must_use]
    pub fn surface(&self, term: u32) -> Cow<'_, str> {
        self.surfaces.surface(term, self.words(term))
    }

    /// Returns the word of a stem, or [`NONE`].
    pub(super) fn word(&self, stem: &str) -> u32 {
        let hash = FixedState::default().hash_one(stem);
        let found = self.stem_numbers.find(hash, |&number| self.stems.at(number as usize) == stem);
        found.copied().unwrap_or(NONE)
    }

    /// Returns the phrase of `n` words that consists of a phrase of `n - 1` words and a last word, or
    /// [`NONE`].
    pub(super) fn phrase(&self, n: usize, prefix: u32, word: u32) -> u32 {
        let found = self
            .phrases
            .get(n - 2)
            .and_then(|keys| keys.binary_search(&phrase_key(prefix, word)).ok());
        found.map_or(NONE, |number| number as u32)
    }

    /// Returns the term of a phrase of `n` words, or [`NONE`].
    pub(super) fn term_of(&self, n: usize, number: u32) -> u32 {
        let level = self.term_of.get(n - 1);
        level.and_then(|terms| terms.get(number as usize)).copied().unwrap_or(NONE)
    }

    /// Returns the term that consists of these stems, if there is one.
    pub(super) fn find(&self, stems: &[String]) -> Option<u32> {
        let (first, others) = stems.split_first()?;
        let some = |number: u32| (number != NONE).then_some(number);
        let mut number = some(self.word(first))?;
        for (n, stem) in (2..).zip(others) {
            number = some(self.phrase(n, number, some(self.word(stem))?))?;
        }
        some(self.term_of(stems.len(), number))
    }

    /// Returns a vocabulary of terms given by their stems. Display forms are the stems themselves.
    #[cfg(test)]
    pub(crate) fn for_tests(terms: &[&[&str]], df: &[u32]) -> Self {
        let mut stems: Vec<&str> = terms.concat();
        stems.sort_unstable();
        stems.dedup();
        let number = |stem: &&str| stems.iter().position(|other| other == stem).unwrap() as u32;
        let words = |term: &&[&str]| {
            let mut words = [NO_STEM; MAX_NGRAM];
            words.iter_mut().zip(*term).for_each(|(word, stem)| *word = number(stem));
            words
        };
        let words = terms.iter().map(words).collect();
        let surfaces = Surfaces {
            texts: stems.iter().copied().collect(),
            starts: (0..=stems.len() as u32).collect(),
            terms: vec![TermForm::FIRST; terms.len()],
        };
        let stems = stems.into_iter().collect();
        Self::new(stems, Vec::new(), Vec::new(), words, df.to_vec(), surfaces)
    }
}
