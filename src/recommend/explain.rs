//! The shared terms of two articles and their shares of the score.

use std::borrow::Cow;

#[cfg(feature = "serde")]
use serde::Serialize;

use crate::sparse::{Row, dot, shared_terms};
use crate::vectorize::Vocabulary;

/// A shared term and its share of a score.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[non_exhaustive]
pub struct TermContribution<'v> {
    /// Display form of the term.
    pub term: Cow<'v, str>,
    /// Its share of the score, above 0. The shares of all shared terms of a pair sum to 1.
    pub share: f64,
}

/// Returns the score of two rows and the `n` shared terms with the largest shares of it, largest first.
///
/// The score is that of `sparse::dot`. Of equal shares, the term with the lower number comes first.
///
/// # Performance
/// O(terms of both rows + n log n).
#[must_use]
pub fn explain_score<'v>(
    a: Row<'_>,
    b: Row<'_>,
    vocabulary: &'v Vocabulary,
    n: usize,
) -> (f32, Vec<TermContribution<'v>>) {
    if n == 0 {
        return (dot(a, b), Vec::new());
    }
    let mut parts: Vec<(u32, f64)> = shared_terms(a, b).collect();
    let score = parts.iter().fold(0.0, |sum, &(_, part)| sum + part);
    parts.retain(|&(_, part)| part > 0.0);
    let largest_first = |a: &(u32, f64), b: &(u32, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if n < parts.len() {
        parts.select_nth_unstable_by(n, largest_first);
        parts.truncate(n);
    }
    parts.sort_unstable_by(largest_first);
    let because =
        |(term, part)| TermContribution { term: vocabulary.surface(term), share: part / score };
    (score as f32, parts.into_iter().map(because).collect())
}
