//! Where the postings of each term are among those of all.

use std::ops::Range;

/// Where the list of each term begins and ends, all lists being laid end to end.
///
/// Terms are mostly numbered by how many rows have them, the commonest first, so the rare ones come in long runs
/// with lists of the same length: of these a run is kept, not each term. Memory: 4 bytes a term up to there and 12
/// a run, which is a few kilobytes; 4 bytes a term where terms are numbered in another way.
#[derive(Clone, Debug)]
pub(super) struct ListBounds {
    /// Starts of the first lists, and the end of the last of them.
    first: Vec<u32>,
    /// The lists after them.
    runs: Vec<Run>,
}

/// Consecutive terms with lists of one length.
#[derive(Clone, Copy, Debug)]
struct Run {
    first_term: u32,
    start: u32,
    length: u32,
}

/// Terms that a run stands for on the average, at least: a search passes the runs one by one.
const TERMS_A_RUN: usize = 64;

impl ListBounds {
    /// From the start of each list, and the end of the last. O(terms).
    pub(super) fn new(mut starts: Vec<u32>) -> Self {
        let n_first = n_before_runs(&starts);
        let mut runs: Vec<Run> = Vec::new();
        for (term, list) in (0u32..).zip(starts.windows(2)).skip(n_first) {
            let (start, length) = (list[0], list[1] - list[0]);
            if runs.last().is_none_or(|run| run.length != length) {
                runs.push(Run { first_term: term, start, length });
            }
        }
        starts.truncate(n_first + 1);
        starts.shrink_to_fit();
        runs.shrink_to_fit();
        Self { first: starts, runs }
    }

    /// The lists of ascending terms.
    pub(super) fn of<'a>(&'a self, terms: &'a [u32]) -> impl Iterator<Item = Range<u32>> + 'a {
        let mut run = 0;
        terms.iter().map(move |&term| {
            let at = term as usize;
            if at + 1 < self.first.len() {
                return self.first[at]..self.first[at + 1];
            }
            while self.runs.get(run + 1).is_some_and(|next| next.first_term <= term) {
                run += 1;
            }
            let Run { first_term, start, length } = self.runs[run];
            let start = start + (term - first_term) * length;
            start..start + length
        })
    }

    pub(super) fn n_bytes(&self) -> usize {
        size_of_val(&*self.first) + size_of_val(&*self.runs)
    }
}

/// How many terms to keep one by one, so that the runs after them are long.
fn n_before_runs(starts: &[u32]) -> usize {
    let n_terms = starts.len() - 1;
    let length = |term: usize| starts[term + 1] - starts[term];
    let (mut n_runs, mut least, mut n_first) = (0, n_terms, n_terms);
    for term in (0..n_terms).rev() {
        n_runs += usize::from(term + 1 == n_terms || length(term) != length(term + 1));
        let cost = term + TERMS_A_RUN * n_runs;
        if cost < least {
            (least, n_first) = (cost, term);
        }
    }
    n_first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ListBounds;

    fn starts(lengths: &[u32]) -> Vec<u32> {
        let mut starts = vec![0];
        starts.extend(lengths.iter().scan(0, |end, length| {
            *end += length;
            Some(*end)
        }));
        starts
    }

    proptest! {
        #[test]
        fn every_list_is_where_it_was(
            runs in prop::collection::vec((0u32..9, 1usize..300), 0..20),
            every in 1usize..5,
        ) {
            let lengths: Vec<u32> = runs.iter().flat_map(|&(length, n)| vec![length; n]).collect();
            let starts = starts(&lengths);
            let bounds = ListBounds::new(starts.clone());
            let terms: Vec<u32> = (0..lengths.len() as u32).step_by(every).collect();
            let expected: Vec<_> = terms.iter().map(|&term| starts[term as usize]..starts[term as usize + 1]).collect();
            prop_assert_eq!(bounds.of(&terms).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn rare_terms_take_no_room() {
        let falling: Vec<u32> = (2..1_000).rev().collect();
        let common = ListBounds::new(starts(&falling)).n_bytes();
        assert_eq!(common, 4 * (falling.len() + 1));
        let with_rare = [falling, vec![2; 100_000]].concat();
        assert!(ListBounds::new(starts(&with_rare)).n_bytes() < common + 100);
    }
}
