//! The input of themes.

use hashbrown::HashSet;

use super::ThemeError;
use crate::{
    article::Lang,
    index::Neighbours,
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// The terms of each article, from which themes get their keywords and labels.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The articles as rows, shape (n_docs, n_terms). Only the terms count; their weights are ignored.
    pub rows: &'a SparseRows,
    /// The terms.
    pub vocabulary: &'a Vocabulary,
    /// Number of articles in which each term occurs more than once, shape (n_terms,): see
    /// [`Vectorizer::n_repeated`](crate::vectorize::Vectorizer::n_repeated).
    pub n_repeated: &'a [u32],
    /// The language of each article, shape (n_docs,). The keywords of a theme come from its most common language.
    pub langs: &'a [Lang],
}

/// The arguments of [`ThemeParams::fit`](super::ThemeParams::fit).
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) topic_rows: &'a SparseRows,
    pub(super) graph: &'a Neighbours,
    pub(super) wording: Wording<'a>,
}

impl Input<'_> {
    /// Checks that all parts describe the same articles and terms.
    ///
    /// # Errors
    /// [`ThemeError::Articles`] or [`ThemeError::Terms`] for the first part that does not match.
    pub(super) fn check(&self) -> Result<(), ThemeError> {
        let Input { topic_rows, graph, wording } = self;
        let Wording { rows, vocabulary, n_repeated, langs } = wording;
        let expected = topic_rows.n_docs();
        let shapes = [
            ("the graph", graph.n_docs()),
            ("the matrix of label terms", rows.n_docs()),
            ("the list of languages", langs.len()),
        ];
        for (input, found) in shapes {
            if found != expected {
                return Err(ThemeError::Articles { input, expected, found });
            }
        }
        let expected = vocabulary.n_terms();
        let lengths =
            [("the matrix of label terms", rows.n_terms()), ("`n_repeated`", n_repeated.len())];
        for (input, found) in lengths {
            if found != expected {
                return Err(ThemeError::Terms { input, expected, found });
            }
        }
        Ok(())
    }

    /// Returns the articles with at least one positive weight. Only these get a theme.
    pub(super) fn docs_with_terms(&self) -> Vec<DocId> {
        let has_terms =
            |doc: &DocId| self.topic_rows.row(*doc).weights().iter().any(|&weight| weight > 0.0);
        self.topic_rows.docs().filter(has_terms).collect()
    }

    /// Returns the number of distinct rows among `docs`, at most `limit`.
    ///
    /// # Performance
    /// O(nnz of the rows read); stops at `limit` distinct rows.
    pub(super) fn count_distinct(&self, docs: &[DocId], limit: usize) -> usize {
        let mut seen: HashSet<(&[u32], Vec<u32>), foldhash::fast::FixedState> = HashSet::default();
        for &doc in docs {
            if seen.len() >= limit {
                break;
            }
            let row = self.topic_rows.row(doc);
            let weight_bits = row.weights().iter().map(|weight| weight.to_bits()).collect();
            seen.insert((row.terms(), weight_bits));
        }
        seen.len()
    }
}
