//! Seeded samples of rows.

use std::borrow::Cow;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::sparse::{DocId, SparseRows};

/// Smallest number of sampled rows with a term. One or two rows show little about which terms occur together, and most
/// terms are in no more.
const MIN_ROWS: u32 = 3;

/// Returns `n` of `n_rows` row numbers, chosen by a seed, in ascending order; all of them if there are at most `n`.
/// O(n_rows).
pub(crate) fn sample_indices(n_rows: usize, n: usize, seed: u64) -> Vec<usize> {
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

/// Returns the rows themselves if there are at most `n`, or else `n` of them, chosen by a seed, without the terms that
/// only one or two of these have. O(n_docs + nnz of the chosen rows).
pub(super) fn sampled_rows(rows: &SparseRows, n: usize, seed: u64) -> Cow<'_, SparseRows> {
    if rows.n_docs() <= n {
        return Cow::Borrowed(rows);
    }
    let docs: Vec<DocId> =
        sample_indices(rows.n_docs(), n, seed).into_iter().map(DocId::from_index).collect();
    let mut n_rows = vec![0u32; rows.n_terms()];
    for &doc in &docs {
        rows.row(doc).terms().iter().for_each(|&term| n_rows[term as usize] += 1);
    }
    let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
    for &doc in &docs {
        let frequent = rows.row(doc).iter().filter(|&(term, _)| n_rows[term as usize] >= MIN_ROWS);
        for (term, weight) in frequent {
            terms.push(term);
            weights.push(weight);
        }
        offsets.push(terms.len());
    }
    let chosen = SparseRows::try_new(offsets, terms, weights, rows.n_terms());
    Cow::Owned(chosen.expect("some entries of valid rows are valid rows"))
}

#[cfg(test)]
mod tests {
    use super::{sample_indices, sampled_rows};
    use crate::sparse::SparseRows;

    #[test]
    fn a_sample_is_ascending_and_distinct() {
        assert_eq!(sample_indices(5, 9, 1), [0, 1, 2, 3, 4]);
        let few = sample_indices(1_000, 30, 1);
        assert_eq!(few.len(), 30);
        assert!(few.is_sorted_by(|a, b| a < b) && few[29] < 1_000);
        assert_eq!(few, sample_indices(1_000, 30, 1));
        assert_ne!(few, sample_indices(1_000, 30, 2));
    }

    #[test]
    fn leaves_out_terms_of_one_or_two_sampled_rows() {
        // Term 0 is in all four rows; each other term is in all but one.
        let terms = vec![0, 2, 3, 4, 0, 1, 3, 4, 0, 1, 2, 4, 0, 1, 2, 3];
        let rows = SparseRows::try_new(vec![0, 4, 8, 12, 16], terms, vec![0.5; 16], 5).unwrap();
        assert_eq!(sampled_rows(&rows, 4, 1).as_ref(), &rows);
        // In three rows, term 0 is in all of them, and so is the term that the fourth row lacks.
        let few = sampled_rows(&rows, 3, 1);
        assert_eq!((few.n_docs(), few.n_terms(), few.nnz()), (3, 5, 6));
        assert!(few.docs().all(|doc| few.row(doc).terms()[0] == 0 && few.row(doc).len() == 2));
    }
}
