//! Terms that keep company: words of one signature, one footer, one thread of replies.

use hashbrown::HashMap;

use crate::sparse::{DocId, SparseRows};

/// From this share of common articles on, of the articles with either, two terms say the same.
const SAME_ARTICLES: f64 = 0.9;

/// From this share on, two pairs that share a word are parts of one name.
const TOGETHER: f64 = 0.7;

/// From this share of the theme on, a term is of the theme itself, and so is its company.
const WHOLE_THEME: f64 = 0.8;

/// In which articles of a theme some terms stand.
pub(super) struct Company {
    n_docs: usize,
    /// One bit an article, one line a term.
    sets: Vec<Vec<u64>>,
}

impl Company {
    /// Reads the articles of a theme. O(nnz of the articles); memory 1 bit a term and article.
    pub(super) fn new(rows: &SparseRows, docs: &[DocId], terms: impl Iterator<Item = u32>) -> Self {
        let line_of: HashMap<u32, usize, foldhash::fast::FixedState> =
            terms.enumerate().map(|(line, term)| (term, line)).collect();
        let mut sets = vec![vec![0u64; docs.len().div_ceil(64)]; line_of.len()];
        for (at, &doc) in docs.iter().enumerate() {
            for line in rows.row(doc).terms().iter().filter_map(|term| line_of.get(term)) {
                sets[*line][at / 64] |= 1 << (at % 64);
            }
        }
        Self { n_docs: docs.len(), sets }
    }

    /// The articles of the theme with a term, by its position, and those without.
    pub(super) fn divided(&self, at: usize, docs: &[DocId]) -> (Vec<DocId>, Vec<DocId>) {
        let has = |doc: usize| self.sets[at][doc / 64] >> (doc % 64) & 1 == 1;
        let (with, without): (Vec<_>, Vec<_>) =
            docs.iter().enumerate().partition(|&(doc, _)| has(doc));
        let ids = |found: Vec<(usize, &DocId)>| found.into_iter().map(|(_, &doc)| doc).collect();
        (ids(with), ids(without))
    }

    /// Whether two terms, by their position, stand in nearly the same articles, and those are a part of
    /// the theme only.
    pub(super) fn inseparable(&self, a: usize, b: usize) -> bool {
        let (common, either) = self.common(a, b);
        common >= SAME_ARTICLES * either && either < WHOLE_THEME * self.n_docs as f64
    }

    /// Whether two terms, by their position, mostly stand together.
    pub(super) fn together(&self, a: usize, b: usize) -> bool {
        let (common, either) = self.common(a, b);
        common >= TOGETHER * either
    }

    /// In how many articles both stand, and in how many either.
    fn common(&self, a: usize, b: usize) -> (f64, f64) {
        let (mut common, mut either) = (0, 0);
        for (a, b) in self.sets[a].iter().zip(&self.sets[b]) {
            common += (a & b).count_ones();
            either += (a | b).count_ones();
        }
        (f64::from(common), f64::from(either))
    }
}

#[cfg(test)]
mod tests {
    use super::Company;
    use crate::sparse::SparseRows;

    #[test]
    fn terms_of_the_same_few_articles_are_inseparable() {
        // Terms 0 and 1 in two of three articles, term 2 in all.
        let rows =
            SparseRows::try_new(vec![0, 3, 6, 7], vec![0, 1, 2, 0, 1, 2, 2], vec![1.0; 7], 3)
                .unwrap();
        let docs: Vec<_> = rows.docs().collect();
        let company = Company::new(&rows, &docs, [0, 1, 2].into_iter());
        assert!(company.inseparable(0, 1));
        assert!(!company.inseparable(0, 2));
        // All articles: a theme of one story is made of what its articles share.
        let company = Company::new(&rows, &docs[..2], [0, 1, 2].into_iter());
        assert!(!company.inseparable(0, 1));
    }
}
