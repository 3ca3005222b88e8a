//! The terms of an archive.

use crate::text::Strings;

/// Longest phrase that can be a term, in words.
pub const MAX_NGRAM: usize = 3;

/// The terms of an archive, numbered by document frequency, the commonest first; ties by their bytes.
///
/// A term is one stem, or a phrase of up to [`MAX_NGRAM`] stems that stood together in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Vocabulary {
    pub(super) stems: Strings,
    pub(super) words: Vec<[u32; MAX_NGRAM]>,
    pub(super) df: Vec<u32>,
    pub(super) surfaces: Strings,
}

/// Fills the places of a term's words that the term does not have.
pub(super) const NO_WORD: u32 = u32::MAX;

impl Vocabulary {
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

    /// The stems a term is made of, as numbers in alphabetical order of all stems: one for a word,
    /// two or more for a phrase.
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

    /// The term as a reader knows it: its commonest form in the archive, with its case and the small
    /// words inside a phrase ("Bank of England").
    #[must_use]
    pub fn surface(&self, term: u32) -> &str {
        self.surfaces.at(term as usize)
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
        let surfaces: Vec<String> = terms.iter().map(|term| term.join(" ")).collect();
        Self {
            words: terms.iter().map(words).collect(),
            df: df.to_vec(),
            surfaces: surfaces.iter().map(String::as_str).collect(),
            stems: stems.into_iter().collect(),
        }
    }
}
