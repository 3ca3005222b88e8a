//! Clusters as a reader sees them: words, sizes, representatives, memberships.

use rayon::prelude::*;

use super::{
    Membership, Naming, Theme, ThemeParams, centres, centres::Clustering, labels, smooth::Points,
};
use crate::{
    sparse::{DocId, SparseRows, dot},
    vectorize::Vocabulary,
};

impl ThemeParams {
    /// The themes in the order of the clusters.
    pub(super) fn describe(
        &self,
        points: &Points,
        docs: &[DocId],
        clustering: &Clustering,
        topic_rows: &SparseRows,
        all_rows: &SparseRows,
        vocabulary: &Vocabulary,
    ) -> Vec<Theme> {
        let scores = centres::scores_with_next(points, clustering);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); clustering.centres.nrows()];
        for (point, &label) in clustering.labels.iter().enumerate() {
            members[label as usize].push(point);
        }
        let member_docs: Vec<Vec<DocId>> = members
            .iter()
            .map(|points| points.iter().map(|&point| docs[point]).collect())
            .collect();
        let words = labels::words(all_rows, vocabulary, &member_docs, self.n_keywords);
        let near_centre = |mut points: Vec<usize>| {
            points.sort_by(|&a, &b| scores[b].0.total_cmp(&scores[a].0).then(a.cmp(&b)));
            self.representatives(points.iter().map(|&point| docs[point]), topic_rows)
        };
        let representatives: Vec<Vec<DocId>> = members.into_par_iter().map(near_centre).collect();
        words
            .into_iter()
            .zip(representatives)
            .zip(&member_docs)
            .enumerate()
            .map(|(id, ((words, representatives), docs))| Theme {
                id,
                label: words.label,
                naming: Naming::Words,
                parent: None,
                keywords: words.keywords,
                size: docs.len(),
                representatives,
            })
            .collect()
    }

    /// The first articles of which no two are nearly the same.
    fn representatives(
        &self,
        nearest_first: impl Iterator<Item = DocId>,
        topic_rows: &SparseRows,
    ) -> Vec<DocId> {
        let mut kept: Vec<DocId> = Vec::new();
        for doc in nearest_first {
            if kept.len() == self.n_representatives {
                break;
            }
            let score = |&other: &DocId| dot(topic_rows.row(doc), topic_rows.row(other));
            if kept.iter().map(score).all(|score| score < self.near_identical) {
                kept.push(doc);
            }
        }
        kept
    }
}

/// The theme of each article, shape (n_docs,).
pub(super) fn memberships(
    points: &Points,
    docs: &[DocId],
    clustering: &Clustering,
    n_docs: usize,
) -> Vec<Option<Membership>> {
    let mut memberships = vec![None; n_docs];
    let scores = centres::scores_with_next(points, clustering);
    for ((doc, &label), (score, next)) in docs.iter().zip(&clustering.labels).zip(scores) {
        memberships[doc.index()] = Some(Membership::new(label as usize, score, next));
    }
    memberships
}
