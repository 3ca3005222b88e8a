//! Articles that are there twice.

use std::collections::BTreeMap;

use super::{Case, Detail, Finding, Gravity, Patient, Problem};
use crate::sparse::DocId;

/// Groups of articles with the same address.
pub(super) fn same_url(patient: &Patient<'_>) -> Option<Finding> {
    let mut by_url: BTreeMap<&str, Vec<DocId>> = BTreeMap::new();
    for doc in patient.docs() {
        let url = patient.engine.corpus.entry(doc).url.as_deref().map(str::trim);
        if let Some(url) = url.filter(|url| !url.is_empty()) {
            by_url.entry(url).or_default().push(doc);
        }
    }
    let mut cases: Vec<Case> = by_url
        .into_iter()
        .filter(|(_, docs)| docs.len() > 1)
        .map(|(url, docs)| Case { docs, detail: Detail::Url(url.to_owned()) })
        .collect();
    cases.sort_by_key(|case| (std::cmp::Reverse(case.docs.len()), case.docs[0]));
    Finding::new(Gravity::Wrong, Problem::SameUrl, cases)
}

/// Groups of articles that lists join as nearly the same; the nearest copies first.
pub(super) fn near_copies(patient: &Patient<'_>) -> Option<Finding> {
    let mut groups = Groups::new(patient.neighbours.n_docs());
    let mut best: Vec<(DocId, f32)> = Vec::new();
    for doc in patient.docs() {
        for near in patient.neighbours.of(doc) {
            // Lists are sorted by score.
            if near.score < patient.params.near_copy {
                break;
            }
            groups.join(doc.index(), near.doc.index());
            best.push((doc, near.score));
        }
    }
    let mut found: BTreeMap<usize, (Vec<DocId>, f32)> = BTreeMap::new();
    for doc in patient.docs() {
        let first = groups.first(doc.index());
        found.entry(first).or_default().0.push(doc);
    }
    for (doc, score) in best {
        let group = found.entry(groups.first(doc.index())).or_default();
        group.1 = group.1.max(score);
    }
    let mut cases: Vec<Case> = found
        .into_values()
        .filter(|(docs, _)| docs.len() > 1)
        .map(|(docs, score)| Case { docs, detail: Detail::Score(score) })
        .collect();
    // Large groups first: each of their articles fills the lists of all others.
    cases.sort_by_key(|case| (std::cmp::Reverse(case.docs.len()), case.docs[0]));
    Finding::new(Gravity::Wrong, Problem::NearCopy, cases)
}

/// Disjoint sets, each named by its first member.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}
