//! A few rows that stand for many.

use std::borrow::Cow;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::sparse::{DocId, SparseRows};

/// Rows of a sample that a term must stand in: from one or two nothing is learned about what it goes with, and
/// most terms are in no more.
const LEAST_ROWS: u32 = 3;

/// A seeded choice of `n` of `n_rows` row numbers, ascending; all of them when there are no more than that.
/// O(n_rows).
pub(crate) fn sample(n_rows: usize, n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_rows).collect();
    if n < n_rows {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        for at in 0..n {
            order.swap(at, rng.gen_range(at..n_rows));
        }
        order.truncate(n);
        order.sort_unstable();
    }
    order
}

/// The rows themselves when there are at most `n`, else a seeded choice of `n` of them without the terms that
/// stand in one or two of these. O(n_docs + nnz of the chosen rows).
pub(super) fn sampled_rows(rows: &SparseRows, n: usize, seed: u64) -> Cow<'_, SparseRows> {
    if rows.n_docs() <= n {
        return Cow::Borrowed(rows);
    }
    let docs: Vec<DocId> =
        sample(rows.n_docs(), n, seed).into_iter().map(DocId::from_index).collect();
    let mut n_rows = vec![0u32; rows.n_terms()];
    for &doc in &docs {
        rows.row(doc).terms().iter().for_each(|&term| n_rows[term as usize] += 1);
    }
    let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
    for &doc in &docs {
        let usual = rows.row(doc).iter().filter(|&(term, _)| n_rows[term as usize] >= LEAST_ROWS);
        for (term, weight) in usual {
            terms.push(term);
            weights.push(weight);
        }
        offsets.push(terms.len());
    }
    let chosen = SparseRows::try_new(offsets, terms, weights, rows.n_terms());
    Cow::Owned(chosen.expect("a part of rows is rows"))
}

#[cfg(test)]
mod tests {
    use super::{sample, sampled_rows};
    use crate::sparse::SparseRows;

    #[test]
    fn a_sample_ascends_and_repeats_nothing() {
        assert_eq!(sample(5, 9, 1), [0, 1, 2, 3, 4]);
        let few = sample(1_000, 30, 1);
        assert_eq!(few.len(), 30);
        assert!(few.is_sorted_by(|a, b| a < b) && few[29] < 1_000);
        assert_eq!(few, sample(1_000, 30, 1));
        assert_ne!(few, sample(1_000, 30, 2));
    }

    #[test]
    fn terms_of_one_or_two_sampled_rows_are_left_out() {
        // Term 0 stands in all four rows, each of the others in all but one.
        let terms = vec![0, 2, 3, 4, 0, 1, 3, 4, 0, 1, 2, 4, 0, 1, 2, 3];
        let rows = SparseRows::try_new(vec![0, 4, 8, 12, 16], terms, vec![0.5; 16], 5).unwrap();
        assert_eq!(sampled_rows(&rows, 4, 1).as_ref(), &rows);
        // Of three rows, term 0 is in all, and the term that the fourth row lacks.
        let few = sampled_rows(&rows, 3, 1);
        assert_eq!((few.n_docs(), few.n_terms(), few.nnz()), (3, 5, 6));
        assert!(few.docs().all(|doc| few.row(doc).terms()[0] == 0 && few.row(doc).len() == 2));
    }
}
