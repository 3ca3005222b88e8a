//! The terms of an archive, read once for all its themes and their parts.

use super::{
    readable::readable,
    repeats::Repeats,
    tables::Tables,
    vague::{Vague, Vagueness},
};
use crate::{
    article::Lang,
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// What themes are called by: which terms each article has.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The articles as rows, shape (n_docs, n_terms); what the terms weigh is of no account.
    pub rows: &'a SparseRows,
    /// The terms.
    pub vocabulary: &'a Vocabulary,
    /// In how many articles each term counts more than once, shape (n_terms,): see
    /// [`Vectorizer::n_repeated`](crate::vectorize::Vectorizer::n_repeated).
    pub n_repeated: &'a [u32],
    /// The language of each article, shape (n_docs,): a theme is called by words of its commonest one.
    pub langs: &'a [Lang],
}

/// What is known of each term of an archive.
pub(in crate::themes) struct Terms<'a> {
    wording: Wording<'a>,
    /// The term that each word is on its own; `None` for a word that only stands in phrases.
    word_terms: Vec<Option<u32>>,
    tables: Tables,
    vague: Vague,
    repeats: Repeats<'a>,
}

impl<'a> Terms<'a> {
    /// O(nnz).
    pub(in crate::themes) fn new(wording: Wording<'a>) -> Self {
        let Wording { rows, vocabulary, .. } = wording;
        Self {
            wording,
            word_terms: word_terms(vocabulary),
            tables: Tables::new(rows, vocabulary),
            vague: Vague::new(vocabulary),
            repeats: Repeats::new(wording),
        }
    }

    /// Those of some articles that are in their commonest language; of equally common ones the first in the
    /// alphabet counts.
    pub(super) fn of_main_lang(&self, docs: &[DocId]) -> Vec<DocId> {
        let lang = |doc: &DocId| self.wording.langs[doc.index()];
        let main = Lang::commonest(docs.iter().map(lang));
        docs.iter().copied().filter(|doc| Some(lang(doc)) == main).collect()
    }

    pub(super) fn rows(&self) -> &'a SparseRows {
        self.wording.rows
    }

    pub(super) fn vocabulary(&self) -> &'a Vocabulary {
        self.wording.vocabulary
    }

    /// How often a term is said again where it is said: 1 for as often as the words of this archive.
    pub(super) fn said_again(&self, term: u32) -> f64 {
        self.repeats.of(term)
    }

    /// The term that a word is on its own.
    pub(super) fn of_word(&self, word: u32) -> Option<u32> {
        self.word_terms.get(word as usize).copied()?
    }

    /// Whether a reader can make something of a term: its words can be read, none stands in tables alone, and
    /// together they say something.
    pub(super) fn readable(&self, term: u32) -> bool {
        let vocabulary = self.vocabulary();
        let words = vocabulary.words(term).iter().map(|&word| self.of_word(word));
        let vagueness = |word: Option<u32>| match word {
            Some(term) => self.vague.of(&vocabulary.surface(term)),
            None => Vagueness::Never,
        };
        readable(term, vocabulary)
            && !words.clone().flatten().any(|word| self.tables.bound(word))
            && words.clone().map(vagueness).all(|vagueness| vagueness != Vagueness::Always)
            && words.clone().map(vagueness).any(|vagueness| vagueness == Vagueness::Never)
    }
}

fn word_terms(vocabulary: &Vocabulary) -> Vec<Option<u32>> {
    let mut terms = Vec::new();
    for term in 0..u32::try_from(vocabulary.n_terms()).unwrap_or(u32::MAX) {
        if let &[word] = vocabulary.words(term) {
            let word = word as usize;
            terms.resize(terms.len().max(word + 1), None);
            terms[word] = Some(term);
        }
    }
    terms
}
