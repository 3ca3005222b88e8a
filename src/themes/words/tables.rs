//! Words of tables: what stands in lists of figures is no word for a reader.

use rayon::prelude::*;

use super::readable::cut_short;
use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// From this share of numbers and words cut short among the words of an article on, it is a table: on six
/// archives of prose at most 3 articles in 100 were, on one of wire news 27.
const CUT_SHORT: f64 = 0.2;

/// From this share of tables among the articles with a word on, it is a word of tables.
const IN_TABLES: f64 = 0.7;

/// From this share of tables among all articles on, tables are what the archive is about.
const USUAL: f64 = 0.5;

/// How often words stand in tables.
pub(super) struct Tables {
    /// Whether each term is a word that stands in tables nearly alone, shape (n_terms,); all false without
    /// tables.
    bound: Vec<bool>,
}

impl Tables {
    /// Finds the tables of an archive and the words that are bound to them. O(nnz), articles in parallel.
    pub(super) fn new(rows: &SparseRows, vocabulary: &Vocabulary) -> Self {
        let n_terms = u32::try_from(rows.n_terms()).unwrap_or(u32::MAX);
        let kinds: Vec<Kind> = (0..n_terms)
            .into_par_iter()
            .map(|term| match vocabulary.words(term) {
                [_] if cut_short(term, vocabulary) => Kind::CutShort,
                [_] => Kind::Word,
                _ => Kind::Phrase,
            })
            .collect();
        let is_table = |doc: &DocId| {
            let (mut n_words, mut n_cut) = (0, 0);
            for &term in rows.row(*doc).terms() {
                n_words += u32::from(kinds[term as usize] != Kind::Phrase);
                n_cut += u32::from(kinds[term as usize] == Kind::CutShort);
            }
            n_words > 0 && f64::from(n_cut) >= CUT_SHORT * f64::from(n_words)
        };
        let docs: Vec<DocId> = rows.docs().collect();
        let tables: Vec<DocId> = docs.par_iter().filter(|doc| is_table(doc)).copied().collect();
        if tables.is_empty() || tables.len() as f64 >= USUAL * docs.len() as f64 {
            return Self { bound: vec![false; rows.n_terms()] };
        }
        let mut n_tables = vec![0u32; rows.n_terms()];
        for &doc in &tables {
            rows.row(doc).terms().iter().for_each(|&term| n_tables[term as usize] += 1);
        }
        let bound = |(&n, (&df, &kind)): (&u32, (&u32, &Kind))| {
            kind == Kind::Word && n > 0 && f64::from(n) >= IN_TABLES * f64::from(df)
        };
        let of_terms = vocabulary.df().iter().zip(&kinds);
        Self { bound: n_tables.iter().zip(of_terms).map(bound).collect() }
    }

    /// Whether a term, that is a word, stands in tables nearly alone.
    pub(super) fn bound(&self, term: u32) -> bool {
        self.bound[term as usize]
    }
}

/// What a term is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    CutShort,
    Word,
    Phrase,
}

#[cfg(test)]
mod tests {
    use super::Tables;
    use crate::{sparse::SparseRows, vectorize::Vocabulary};

    fn bound(docs: &[&[u32]]) -> Vec<u32> {
        let terms: [&[&str]; 5] =
            [&["profit"], &["revs"], &["mln"], &["1986"], &["profit", "revs"]];
        let mut offsets = vec![0];
        docs.iter().for_each(|doc| offsets.push(offsets[offsets.len() - 1] + doc.len()));
        let mut df = [0; 5];
        docs.iter().copied().flatten().for_each(|&term| df[term as usize] += 1);
        let terms_of = docs.concat();
        let rows = SparseRows::try_new(offsets, terms_of.clone(), vec![1.0; terms_of.len()], 5);
        let vocabulary = Vocabulary::for_tests(&terms, &df);
        let tables = Tables::new(&rows.unwrap(), &vocabulary);
        (0..5).filter(|&term| tables.bound(term)).collect()
    }

    #[test]
    fn a_word_among_figures_alone_is_bound() {
        assert_eq!(bound(&[&[0, 1, 2, 3, 4], &[0], &[0]]), [1]);
        assert_eq!(bound(&[&[0, 1, 4], &[0], &[0]]), [0u32; 0]);
        // Where most are tables, that a word stands in them says nothing.
        assert_eq!(bound(&[&[0, 1, 2, 3, 4], &[0]]), [0u32; 0]);
        assert_eq!(bound(&[]), [0u32; 0]);
    }
}
