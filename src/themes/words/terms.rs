//! Properties of the terms of an archive, computed once for all themes and subthemes.

use super::{
    readable::is_readable,
    repeats::Repeats,
    tables::TableWords,
    vague::{VagueWords, Vagueness},
};
use crate::{
    article::Lang,
    sparse::{DocId, SparseRows},
    themes::input::Wording,
    vectorize::Vocabulary,
};

/// The terms of an archive and what makes them good or bad keywords.
pub(in crate::themes) struct TermInfo<'a> {
    wording: Wording<'a>,
    /// The term that consists of each word alone; `None` for a word that only occurs in phrases.
    word_terms: Vec<Option<u32>>,
    table_words: TableWords,
    vague_words: VagueWords,
    repeats: Repeats<'a>,
}

impl<'a> TermInfo<'a> {
    /// Reads all terms. O(nnz).
    pub(in crate::themes) fn new(wording: Wording<'a>) -> Self {
        let Wording { rows, vocabulary, .. } = wording;
        Self {
            wording,
            word_terms: word_terms(vocabulary),
            table_words: TableWords::new(rows, vocabulary),
            vague_words: VagueWords::new(vocabulary),
            repeats: Repeats::new(wording),
        }
    }

    /// Returns the articles that are in the most common language of `docs`. A tie goes to the first language of the
    /// alphabet.
    pub(super) fn docs_in_main_lang(&self, docs: &[DocId]) -> Vec<DocId> {
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

    /// Returns how often articles repeat a term, relative to the usual word of the archive: see
    /// [`Repeats::relative_rate`].
    pub(super) fn repeat_rate(&self, term: u32) -> f64 {
        self.repeats.relative_rate(term)
    }

    /// Returns the term that consists of this word alone.
    pub(super) fn term_of_word(&self, word: u32) -> Option<u32> {
        self.word_terms.get(word as usize).copied()?
    }

    /// Returns whether a term can be a keyword: its words are readable, none is a table word, none is always vague, and
    /// at least one is not vague at all.
    pub(super) fn is_presentable(&self, term: u32) -> bool {
        let vocabulary = self.vocabulary();
        let words = vocabulary.words(term).iter().map(|&word| self.term_of_word(word));
        let vagueness = |word: Option<u32>| match word {
            Some(term) => self.vague_words.vagueness(&vocabulary.surface(term)),
            None => Vagueness::Never,
        };
        is_readable(term, vocabulary)
            && !words.clone().flatten().any(|word| self.table_words.contains(word))
            && words.clone().map(vagueness).all(|vagueness| vagueness != Vagueness::Always)
            && words.clone().map(vagueness).any(|vagueness| vagueness == Vagueness::Never)
    }
}

fn word_terms(vocabulary: &Vocabulary) -> Vec<Option<u32>> {
    let mut terms = Vec::new();
    for term in 0..u32::try_from(vocabulary.n_terms()).expect("terms are `u32` numbers") {
        if let &[word] = vocabulary.words(term) {
            let word = word as usize;
            terms.resize(terms.len().max(word + 1), None);
            terms[word] = Some(term);
        }
    }
    terms
}
