//! The start and end of each term's postings.

use std::ops::Range;

/// Start and end of the posting list of each term, in the array that holds all lists end to end.
///
/// The vectorizer numbers terms by document frequency, the most common first. Rare terms therefore form long runs of
/// lists with equal lengths, and this type stores one entry for each run instead of one for each term.
/// Memory: 4 bytes for each term before the runs and 12 for each run, a few kilobytes in all. With any other numbering
/// of terms it is 4 bytes for each term.
#[derive(Clone, Debug)]
pub(super) struct ListBounds {
    /// Starts of the lists before the runs, and the end of the last of them.
    before_runs: Vec<u32>,
    runs: Vec<Run>,
}

/// Consecutive terms whose lists have one length.
#[derive(Clone, Copy, Debug)]
struct Run {
    first_term: u32,
    start: u32,
    length: u32,
}

/// Least mean number of terms in a run. Lookups scan the runs linearly, so short runs would be slow.
const TERMS_PER_RUN: usize = 64;

impl ListBounds {
    /// Compresses the starts of all lists, followed by the end of the last. O(terms).
    pub(super) fn new(mut starts: Vec<u32>) -> Self {
        let n_before_runs = n_before_runs(&starts);
        let mut runs: Vec<Run> = Vec::new();
        for (term, list) in (0u32..).zip(starts.windows(2)).skip(n_before_runs) {
            let (start, length) = (list[0], list[1] - list[0]);
            if runs.last().is_none_or(|run| run.length != length) {
                runs.push(Run { first_term: term, start, length });
            }
        }
        starts.truncate(n_before_runs + 1);
        starts.shrink_to_fit();
        runs.shrink_to_fit();
        Self { before_runs: starts, runs }
    }

    /// Returns the range of each term's list. `terms` must ascend.
    pub(super) fn ranges<'a>(&'a self, terms: &'a [u32]) -> impl Iterator<Item = Range<u32>> + 'a {
        let mut run = 0;
        terms.iter().map(move |&term| {
            let at = term as usize;
            if at + 1 < self.before_runs.len() {
                return self.before_runs[at]..self.before_runs[at + 1];
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
        size_of_val(&*self.before_runs) + size_of_val(&*self.runs)
    }
}

/// Returns how many terms to store one by one so that the runs after them are long.
fn n_before_runs(starts: &[u32]) -> usize {
    let n_terms = starts.len() - 1;
    let length = |term: usize| starts[term + 1] - starts[term];
    let (mut n_runs, mut min_cost, mut best) = (0, n_terms, n_terms);
    for term in (0..n_terms).rev() {
        n_runs += usize::from(term + 1 == n_terms || length(term) != length(term + 1));
        let cost = term + TERMS_PER_RUN * n_runs;
        if cost < min_cost {
            (min_cost, best) = (cost, term);
        }
    }
    best
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
        fn every_range_is_that_of_the_starts(
            runs in prop::collection::vec((0u32..9, 1usize..300), 0..20),
            every in 1usize..5,
        ) {
            let lengths: Vec<u32> = runs.iter().flat_map(|&(length, n)| vec![length; n]).collect();
            let starts = starts(&lengths);
            let bounds = ListBounds::new(starts.clone());
            let terms: Vec<u32> = (0..lengths.len() as u32).step_by(every).collect();
            let expected: Vec<_> = terms.iter().map(|&term| starts[term as usize]..starts[term as usize + 1]).collect();
            prop_assert_eq!(bounds.ranges(&terms).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn rare_terms_need_hardly_any_memory() {
        let falling: Vec<u32> = (2..1_000).rev().collect();
        let common = ListBounds::new(starts(&falling)).n_bytes();
        assert_eq!(common, 4 * (falling.len() + 1));
        let with_rare = [falling, vec![2; 100_000]].concat();
        assert!(ListBounds::new(starts(&with_rare)).n_bytes() < common + 100);
    }
}
