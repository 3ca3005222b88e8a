//! Metrics of lists without relevance judgments, and the lists that two configurations make differently.

#[cfg(feature = "serde")]
use serde::Serialize;

use crate::sparse::{DocId, SparseRows, dot};

/// Two articles count as copies when their cosine is at least this. Chosen by eye on agency news.
pub const COPY_COSINE: f32 = 0.9;

/// Metrics of all lists of an archive.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct ListMetrics {
    /// Share of articles whose list has all k items.
    pub coverage: f64,
    /// Number of articles with an empty list.
    pub n_empty: usize,
    /// Number of articles that occur in no list.
    pub n_orphans: usize,
    /// 1 - mean cosine of two items of a list; mean over the lists with two or more items.
    pub diversity: f64,
    /// Share of items whose cosine with the list's article, or with an earlier item, is at least [`COPY_COSINE`].
    pub duplicate_rate: f64,
    /// Median number of days between an item and the list's article, in either direction; `None` without dates.
    pub median_days_apart: Option<f64>,
    /// Gini coefficient of the number of lists that each article occurs in: 0 when all articles occur equally often,
    /// near 1 when a few articles fill all lists.
    pub gini: f64,
}

/// An article whose list differs between two configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedList {
    /// The article of the list.
    pub doc: DocId,
    /// Number of items of the second list that the first does not have.
    pub n_new: usize,
}

/// Returns the metrics of the first `k` items of every list.
///
/// `lists` has shape (n_docs, any). `rows` and `seconds`, the publication times in seconds since 1970, describe the
/// same articles. O(n_docs × k² × terms).
///
/// # Panics
/// When the three differ in their number of articles, or a list has a row beyond it.
#[must_use]
pub fn list_metrics(
    lists: &[Vec<DocId>],
    k: usize,
    rows: &SparseRows,
    seconds: &[Option<i64>],
) -> ListMetrics {
    let n_docs = rows.n_docs();
    assert!(
        lists.len() == n_docs && seconds.len() == n_docs,
        "lists, rows and times must have the same number of articles"
    );
    let (mut n_full, mut n_empty, mut n_items, mut n_copies) = (0, 0, 0, 0);
    let (mut diversity, mut n_diverse) = (0.0, 0);
    let mut inbound = vec![0_usize; n_docs];
    let mut days = Vec::new();
    for (doc, list) in rows.docs().zip(lists) {
        let list = &list[..list.len().min(k)];
        n_full += usize::from(list.len() == k);
        n_empty += usize::from(list.is_empty());
        n_items += list.len();
        let (mut sum, mut n_pairs) = (0.0, 0);
        for (place, &item) in list.iter().enumerate() {
            inbound[item.index()] += 1;
            let mut is_copy = dot(rows.row(doc), rows.row(item)) >= COPY_COSINE;
            for &before in &list[..place] {
                let cosine = dot(rows.row(before), rows.row(item));
                sum += f64::from(cosine);
                n_pairs += 1;
                is_copy |= cosine >= COPY_COSINE;
            }
            n_copies += usize::from(is_copy);
            if let (Some(a), Some(b)) = (seconds[doc.index()], seconds[item.index()]) {
                days.push(a.abs_diff(b) as f64 / 86_400.0);
            }
        }
        if n_pairs > 0 {
            diversity += 1.0 - sum / f64::from(n_pairs);
            n_diverse += 1;
        }
    }
    days.sort_by(f64::total_cmp);
    let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    ListMetrics {
        coverage: share(n_full, n_docs),
        n_empty,
        n_orphans: inbound.iter().filter(|&&n| n == 0).count(),
        diversity: if n_diverse == 0 { 0.0 } else { diversity / f64::from(n_diverse) },
        duplicate_rate: share(n_copies, n_items),
        median_days_apart: days.get(days.len() / 2).copied(),
        gini: gini(inbound),
    }
}

/// Returns the Gini coefficient of counts; 0 when all are 0.
///
/// # Source
/// Gini, "Variabilità e mutabilità", 1912; by ranks, as Dagum, "Gini ratio", 1985.
fn gini(mut counts: Vec<usize>) -> f64 {
    counts.sort_unstable();
    let (n, total) = (counts.len() as f64, counts.iter().sum::<usize>() as f64);
    if total <= 0.0 {
        return 0.0;
    }
    let ranked: f64 = (1..).zip(&counts).map(|(rank, &count)| f64::from(rank) * count as f64).sum();
    2.0 * ranked / (n * total) - (n + 1.0) / n
}

/// Returns the lists whose first `k` items differ: most new items first, then those with another order; ties by row.
///
/// # Panics
/// When the two slices differ in length.
#[must_use]
pub fn changed_lists(before: &[Vec<DocId>], after: &[Vec<DocId>], k: usize) -> Vec<ChangedList> {
    assert_eq!(before.len(), after.len(), "both configurations must have the same number of lists");
    let first = |list: &[DocId]| list[..list.len().min(k)].to_vec();
    let mut changes: Vec<ChangedList> = before
        .iter()
        .zip(after)
        .enumerate()
        .filter_map(|(doc, (before, after))| {
            let (before, after) = (first(before), first(after));
            let n_new = after.iter().filter(|item| !before.contains(item)).count();
            (before != after).then(|| ChangedList { doc: DocId::from_index(doc), n_new })
        })
        .collect();
    changes.sort_by_key(|change| (std::cmp::Reverse(change.n_new), change.doc));
    changes
}

#[cfg(test)]
mod tests {
    use super::{changed_lists, gini, list_metrics};
    use crate::sparse::{DocId, SparseRows};

    fn rows(list: &[u32]) -> Vec<DocId> {
        list.iter().copied().map(DocId).collect()
    }

    #[test]
    fn gini_equals_its_formula() {
        let check = |counts: &[usize], expected: f64| {
            assert!((gini(counts.to_vec()) - expected).abs() < 1e-12, "{counts:?}");
        };
        check(&[1, 1, 1, 1], 0.0);
        check(&[0, 0, 0, 4], 0.75);
        check(&[1, 3], 0.25);
        check(&[0, 0], 0.0);
        check(&[], 0.0);
    }

    #[test]
    fn metrics_equal_those_counted_by_hand() {
        // Articles 0 and 1 are copies; article 2 shares no term with them.
        let unit = SparseRows::try_new(vec![0, 1, 2, 3], vec![0, 0, 1], vec![1.0; 3], 2).unwrap();
        let day = 86_400;
        let lists = [rows(&[1, 2]), rows(&[2]), rows(&[])];
        let found = list_metrics(&lists, 2, &unit, &[Some(0), Some(day), None]);
        assert!((found.coverage - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((found.n_empty, found.n_orphans), (1, 1));
        assert!((found.diversity - 1.0).abs() < 1e-12);
        assert!((found.duplicate_rate - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(found.median_days_apart, Some(1.0));
    }

    #[test]
    fn the_most_changed_list_comes_first() {
        let before = [rows(&[1, 2]), rows(&[0, 2]), rows(&[0, 1]), rows(&[0, 1])];
        let after = [rows(&[2, 1]), rows(&[0, 2]), rows(&[3, 1]), rows(&[0, 1, 2])];
        let found: Vec<_> = changed_lists(&before, &after, 2)
            .iter()
            .map(|change| (change.doc.0, change.n_new))
            .collect();
        assert_eq!(found, [(2, 1), (0, 0)]);
    }
}
