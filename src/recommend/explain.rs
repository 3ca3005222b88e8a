//! Why two articles are near: the terms they share.

use std::borrow::Cow;

use serde::Serialize;

use crate::sparse::{Row, shared_terms};
use crate::vectorize::Vocabulary;

/// A shared term and its part of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because<'v> {
    /// The term as a reader knows it.
    pub term: Cow<'v, str>,
    /// Its share of the score, above 0; the shares of all shared terms of a pair sum to 1.
    pub share: f64,
}

/// The `n` shared terms of two rows with the largest shares, largest first; ties by the commoner term.
///
/// O(terms of both rows · log).
#[must_use]
pub fn because<'v>(
    a: Row<'_>,
    b: Row<'_>,
    vocabulary: &'v Vocabulary,
    n: usize,
) -> Vec<Because<'v>> {
    let mut parts: Vec<(u32, f64)> = shared_terms(a, b).filter(|&(_, part)| part > 0.0).collect();
    let score: f64 = parts.iter().map(|&(_, part)| part).sum();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    parts.truncate(n);
    parts
        .into_iter()
        .map(|(term, part)| Because { term: vocabulary.surface(term), share: part / score })
        .collect()
}
