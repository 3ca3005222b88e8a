//! The terms of an archive.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::ids::NONE;
use super::ngrams::{MAX_NGRAM, NO_WORD, Words, key};
use super::surfaces::Surfaces;
#[cfg(test)]
use super::surfaces::TermForm;
use crate::text::Strings;

/// The terms of an archive, numbered by document frequency, the commonest first; ties by their bytes.
///
/// A term is one stem, or a phrase of up to [`MAX_NGRAM`] stems that stood together in a sentence.
/// Memory: about 50 bytes for each term, and the text and 16 bytes for each form of a word.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Kept stems, alphabetical.
    pub(super) stems: Strings,
    stem_numbers: HashTable<u32>,
    /// For phrases of two words, three words …: (phrase without the last word, last word), ascending.
    pub(super) phrases: Vec<Vec<u64>>,
    /// For stems, then phrases of two words …: the term of each, or [`NONE`]; one more [`NONE`] behind.
    pub(super) term_of: Vec<Vec<u32>>,
    words: Vec<Words>,
    pub(super) df: Vec<u32>,
    pub(super) surfaces: Surfaces,
}

impl Vocabulary {
    pub(super) fn new(
        stems: Strings,
        phrases: Vec<Vec<u64>>,
        term_of: Vec<Vec<u32>>,
        words: Vec<Words>,
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

    /// Number of terms.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.df.len()
    }

    /// In how many articles each term stands, shape (n_terms,), descending.
    #[must_use]
    pub fn df(&self) -> &[u32] {
        &self.df
    }

    /// The stems a term is made of, as numbers in alphabetical order of all stems: one for a word, two
    /// or more for a phrase.
    ///
    /// # Panics
    /// When `term` is not below `n_terms`.
    #[must_use]
    pub fn words(&self, term: u32) -> &[u32] {
        let words = &self.words[term as usize];
        let n_words = words.iter().position(|&word| word == NO_WORD).unwrap_or(MAX_NGRAM);
        &words[..n_words]
    }

    /// The stem with a number.
    #[must_use]
    pub fn stem(&self, word: u32) -> &str {
        self.stems.at(word as usize)
    }

    /// The term as it is counted: stems with single spaces between.
    #[must_use]
    pub fn term(&self, term: u32) -> String {
        let stems: Vec<&str> = self.words(term).iter().map(|&word| self.stem(word)).collect();
        stems.join(" ")
    }

    /// The term as a reader knows it: its commonest form in the archive, with its case, its hyphen and the
    /// small words inside a phrase ("coal-fired", "Bank of England"); `…` stands for other stop words.
    ///
    /// Words are borrowed, phrases are written anew each time. O(bytes).
    ///
    /// # Panics
    /// When `term` is not below `n_terms`.
    #[must_use]
    pub fn surface(&self, term: u32) -> Cow<'_, str> {
        self.surfaces.surface(term, self.words(term))
    }

    /// The number of a stem, or [`NONE`].
    pub(super) fn word(&self, stem: &str) -> u32 {
        let hash = FixedState::default().hash_one(stem);
        let found = self.stem_numbers.find(hash, |&number| self.stems.at(number as usize) == stem);
        found.copied().unwrap_or(NONE)
    }

    /// The phrase that a phrase of `n - 1` words makes with one word more, or [`NONE`].
    pub(super) fn phrase(&self, n: usize, prefix: u32, word: u32) -> u32 {
        let found =
            self.phrases.get(n - 2).and_then(|keys| keys.binary_search(&key(prefix, word)).ok());
        found.map_or(NONE, |number| number as u32)
    }

    /// The term of the phrase of `n` words with a number, or [`NONE`].
    pub(super) fn term_of(&self, n: usize, number: u32) -> u32 {
        let level = self.term_of.get(n - 1);
        level.and_then(|terms| terms.get(number as usize)).copied().unwrap_or(NONE)
    }

    /// The term of one to [`MAX_NGRAM`] stems; `None` when there is none.
    pub(super) fn find(&self, stems: &[String]) -> Option<u32> {
        let (first, others) = stems.split_first()?;
        let known = |number: u32| (number != NONE).then_some(number);
        let mut number = known(self.word(first))?;
        for (n, stem) in (2..).zip(others) {
            number = known(self.phrase(n, number, known(self.word(stem))?))?;
        }
        known(self.term_of(stems.len(), number))
    }

    /// A vocabulary of terms given by their stems, shown as they are counted.
    #[cfg(test)]
    pub(crate) fn for_tests(terms: &[&[&str]], df: &[u32]) -> Self {
        let mut stems: Vec<&str> = terms.concat();
        stems.sort_unstable();
        stems.dedup();
        let number = |stem: &&str| stems.iter().position(|other| other == stem).unwrap() as u32;
        let words = |term: &&[&str]| {
            let mut words = [NO_WORD; MAX_NGRAM];
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
