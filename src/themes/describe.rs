//! Clusters as a reader sees them: words, sizes, representatives, memberships.

use rayon::prelude::*;

use super::{
    Membership, Naming, Subtheme, Theme, ThemeParams,
    centroids::{self, Clustering},
    fit::{Input, Ready},
    words::{self, Terms, Words},
};
use crate::sparse::{DocId, SparseRows, dot};

/// Themes in the order of their clusters.
pub(super) struct Described {
    pub(super) themes: Vec<Theme>,
    /// The theme of each article, shape (n_docs,).
    pub(super) memberships: Vec<Option<Membership>>,
    /// The words of the label of each theme, shape (n_themes,).
    pub(super) label_words: Vec<Vec<u32>>,
}

/// A cluster with its words.
pub(super) struct Part {
    pub(super) subtheme: Subtheme,
    pub(super) label_words: Vec<u32>,
}

impl ThemeParams {
    /// The themes that the clusters are, without parts.
    pub(super) fn describe(
        &self,
        input: &Input<'_>,
        ready: &Ready,
        terms: &Terms<'_>,
        clustering: &Clustering,
    ) -> Described {
        let scores = centroids::scores_with_next(&ready.points, clustering);
        let own: Vec<f32> = scores.iter().map(|&(score, _)| score).collect();
        let parts = self.parts(input, terms, &ready.docs, &own, clustering, &[]);
        let mut memberships = vec![None; input.topic_rows.n_docs()];
        for ((doc, &label), (score, next)) in ready.docs.iter().zip(&clustering.labels).zip(scores)
        {
            memberships[doc.index()] = Some(Membership::new(label as usize, score, next));
        }
        let (themes, label_words) = parts
            .into_iter()
            .enumerate()
            .map(|(id, part)| (theme(id, part.subtheme), part.label_words))
            .unzip();
        Described { themes, memberships, label_words }
    }

    /// Words, cohesion and representatives of each cluster of some articles, given the score of each with
    /// its own centre. No label has one of the `taken` words.
    pub(super) fn parts(
        &self,
        input: &Input<'_>,
        terms: &Terms<'_>,
        docs: &[DocId],
        scores: &[f32],
        clustering: &Clustering,
        taken: &[u32],
    ) -> Vec<Part> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); clustering.centres.nrows()];
        for (point, &label) in clustering.labels.iter().enumerate() {
            members[label as usize].push(point);
        }
        let member_docs: Vec<Vec<DocId>> = members
            .iter()
            .map(|points| points.iter().map(|&point| docs[point]).collect())
            .collect();
        let words = words::words(terms, &member_docs, self.n_keywords, taken);
        members
            .into_par_iter()
            .zip(words)
            .map(|(mut points, words)| {
                let Words { label, keywords, words } = words;
                let sum: f64 = points.iter().map(|&point| f64::from(scores[point])).sum();
                points.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
                let nearest_first = points.iter().map(|&point| docs[point]);
                let subtheme = Subtheme {
                    label,
                    keywords,
                    size: points.len(),
                    cohesion: (sum / points.len().max(1) as f64) as f32,
                    representatives: self.representatives(nearest_first, input.topic_rows),
                };
                Part { subtheme, label_words: words }
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

fn theme(id: usize, part: Subtheme) -> Theme {
    let Subtheme { label, keywords, size, cohesion, representatives } = part;
    Theme {
        id,
        label,
        naming: Naming::Words,
        parent: None,
        keywords,
        size,
        cohesion,
        representatives,
        subthemes: Vec::new(),
    }
}
