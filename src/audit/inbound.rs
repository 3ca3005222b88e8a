//! Counts in how many lists each article appears.

use super::context::AuditContext;
use super::finding::{Case, Check, Detail, Finding, Severity};
use crate::sparse::DocId;

/// In how many lists articles appear.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Inbound {
    /// Number of lists in which each article appears, shape (n_docs,).
    pub counts: Vec<u32>,
    /// Mean of `counts`.
    pub mean: f64,
    /// Gini coefficient of `counts`: 0 when all are equal, near 1 when all lists show the same article.
    pub gini: f64,
    /// Number of articles that may appear in lists, counting one article of each duplicate group.
    pub n_candidates: usize,
}

impl Inbound {
    /// Counts the items of all lists. O(items + n_docs · log n_docs).
    pub(super) fn new(context: &AuditContext<'_>) -> Self {
        let mut counts = vec![0u32; context.lists.len()];
        context.lists.iter().flatten().for_each(|item| counts[item.doc.index()] += 1);
        let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let mean = total as f64 / counts.len().max(1) as f64;
        let gini = gini(&counts, total);
        let n_candidates = context.docs().filter(|&doc| is_candidate(context, doc)).count();
        Self { counts, mean, gini, n_candidates }
    }

    /// Returns the number of articles that appear in no list.
    #[must_use]
    pub fn n_unlinked(&self) -> usize {
        self.counts.iter().filter(|&&count| count == 0).count()
    }

    /// Finds articles that may appear in lists but appear in none, unless lists show a duplicate of them. The
    /// newest come first, because editors and readers remember them best.
    pub(super) fn orphans(&self, context: &AuditContext<'_>) -> Option<Finding> {
        let corpus = context.engine().corpus();
        let unnamed = self.docs().filter(|&(_, count)| count == 0).map(|(doc, _)| doc);
        let mut docs: Vec<DocId> = unnamed.filter(|&doc| is_candidate(context, doc)).collect();
        docs.sort_by_key(|&doc| (std::cmp::Reverse(corpus.article(doc).date), doc));
        let cases = docs.into_iter().map(|doc| Case::of(doc, Detail::None)).collect();
        Finding::new(Severity::Missing, Check::Orphan, cases)
    }

    /// Finds articles that appear in more lists than `times` the mean.
    pub(super) fn over_linked(&self, times: f64) -> Option<Finding> {
        let max = times * self.mean;
        let mut over: Vec<(DocId, u32)> =
            self.docs().filter(|&(_, count)| f64::from(count) > max).collect();
        over.sort_by_key(|&(doc, count)| (std::cmp::Reverse(count), doc));
        let case = |(doc, count)| Case::of(doc, Detail::Inbound(count as usize));
        let cases = over.into_iter().map(case).collect();
        Finding::new(Severity::Weak, Check::OverLinked, cases)
    }

    fn docs(&self) -> impl Iterator<Item = (DocId, u32)> + '_ {
        self.counts.iter().enumerate().map(|(doc, &count)| (DocId::from_index(doc), count))
    }
}

/// Returns whether an article may appear in lists and represents its duplicate group.
fn is_candidate(context: &AuditContext<'_>, doc: DocId) -> bool {
    let selector = context.selector();
    selector.unlisted(doc).is_none() && selector.represents_its_copies(doc)
}

/// Returns the Gini coefficient of `counts`, whose sum is `total`; 0 when all counts are 0.
///
/// # Source
/// Gini, "Variabilità e mutabilità", 1912, in the form for sorted values: Σ (2i − n − 1) · x_i / (n · Σ x).
fn gini(counts: &[u32], total: u64) -> f64 {
    if total == 0 {
        return 0.0;
    }
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let term = |(at, &count): (usize, &u32)| (2.0 * (at + 1) as f64 - n - 1.0) * f64::from(count);
    sorted.iter().enumerate().map(term).sum::<f64>() / (n * total as f64)
}

#[cfg(test)]
mod tests {
    use super::gini;

    #[test]
    fn gini_equals_values_computed_by_hand() {
        let check = |counts: &[u32], expected: f64| {
            let total = counts.iter().map(|&count| u64::from(count)).sum();
            assert!((gini(counts, total) - expected).abs() < 1e-12, "{counts:?}");
        };
        check(&[3, 3, 3], 0.0);
        check(&[0, 0, 0, 8], 0.75);
        check(&[4, 1, 2, 3], 0.25);
        check(&[0, 0], 0.0);
        check(&[], 0.0);
    }
}
