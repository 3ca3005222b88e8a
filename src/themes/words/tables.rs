//! Words of tables: words that occur mostly in lists of figures make bad keywords.

use rayon::prelude::*;

use super::readable::is_number_or_abbreviation;
use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// An article is a table when at least this share of its words are numbers or abbreviations. That holds for at most 3
/// in 100 articles of six archives of prose, and for 27 in 100 of one archive of wire news.
const MIN_FIGURES: f64 = 0.2;

/// A word is a table word when at least this share of the articles that have it are tables. Picked by judgement.
const MIN_IN_TABLES: f64 = 0.7;

/// When at least this share of all articles are tables, the archive is about tables, and there are no table words.
const MOSTLY_TABLES: f64 = 0.5;

/// The words that occur almost only in tables.
pub(super) struct TableWords {
    /// Whether each term is a table word, shape (n_terms,).
    is_table_word: Vec<bool>,
}

impl TableWords {
    /// Finds the tables of an archive and their words. O(nnz), articles in parallel.
    pub(super) fn new(rows: &SparseRows, vocabulary: &Vocabulary) -> Self {
        let n_terms = u32::try_from(rows.n_terms()).expect("terms are `u32` numbers");
        let kinds: Vec<Kind> = (0..n_terms)
            .into_par_iter()
            .map(|term| match vocabulary.words(term) {
                [_] if is_number_or_abbreviation(term, vocabulary) => Kind::Figure,
                [_] => Kind::Word,
                _ => Kind::Phrase,
            })
            .collect();
        let is_table = |doc: &DocId| {
            let (mut n_words, mut n_figures) = (0, 0);
            for &term in rows.row(*doc).terms() {
                n_words += u32::from(kinds[term as usize] != Kind::Phrase);
                n_figures += u32::from(kinds[term as usize] == Kind::Figure);
            }
            n_words > 0 && f64::from(n_figures) >= MIN_FIGURES * f64::from(n_words)
        };
        let docs: Vec<DocId> = rows.docs().collect();
        let tables: Vec<DocId> = docs.par_iter().filter(|doc| is_table(doc)).copied().collect();
        if tables.is_empty() || tables.len() as f64 >= MOSTLY_TABLES * docs.len() as f64 {
            return Self { is_table_word: vec![false; rows.n_terms()] };
        }
        let mut n_tables = vec![0u32; rows.n_terms()];
        for &doc in &tables {
            rows.row(doc).terms().iter().for_each(|&term| n_tables[term as usize] += 1);
        }
        let is_table_word = |(&n, (&df, &kind)): (&u32, (&u32, &Kind))| {
            kind == Kind::Word && n > 0 && f64::from(n) >= MIN_IN_TABLES * f64::from(df)
        };
        let terms = vocabulary.df().iter().zip(&kinds);
        Self { is_table_word: n_tables.iter().zip(terms).map(is_table_word).collect() }
    }

    /// Returns whether a term is a table word.
    pub(super) fn contains(&self, term: u32) -> bool {
        self.is_table_word[term as usize]
    }
}

/// What a term consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number or an abbreviation.
    Figure,
    Word,
    Phrase,
}

#[cfg(test)]
mod tests {
    use super::TableWords;
    use crate::{sparse::SparseRows, vectorize::Vocabulary};

    fn table_words(docs: &[&[u32]]) -> Vec<u32> {
        let terms: [&[&str]; 5] =
            [&["profit"], &["revs"], &["mln"], &["1986"], &["profit", "revs"]];
        let mut offsets = vec![0];
        docs.iter().for_each(|doc| offsets.push(offsets[offsets.len() - 1] + doc.len()));
        let mut df = [0; 5];
        docs.iter().copied().flatten().for_each(|&term| df[term as usize] += 1);
        let terms_of = docs.concat();
        let rows = SparseRows::try_new(offsets, terms_of.clone(), vec![1.0; terms_of.len()], 5);
        let vocabulary = Vocabulary::for_tests(&terms, &df);
        let table_words = TableWords::new(&rows.unwrap(), &vocabulary);
        (0..5).filter(|&term| table_words.contains(term)).collect()
    }

    #[test]
    fn a_word_that_occurs_only_among_figures_is_a_table_word() {
        assert_eq!(table_words(&[&[0, 1, 2, 3, 4], &[0], &[0]]), [1]);
        assert_eq!(table_words(&[&[0, 1, 4], &[0], &[0]]), [0u32; 0]);
        // If most articles are tables, there are no table words.
        assert_eq!(table_words(&[&[0, 1, 2, 3, 4], &[0]]), [0u32; 0]);
        assert_eq!(table_words(&[]), [0u32; 0]);
    }
}
