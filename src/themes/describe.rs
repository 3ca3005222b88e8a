//! Labels, keywords, sizes and representatives of clusters.

use rayon::prelude::*;

use super::{
    Membership, Naming, Subtheme, Theme, ThemeParams,
    centroids::{Clustering, own_and_next_scores},
    input::Input,
    prepare::Prepared,
    words::{ClusterWords, TermInfo, cluster_words},
};
use crate::sparse::{DocId, SparseRows, dot};

/// The settings and the input that every description needs.
#[derive(Clone, Copy)]
pub(super) struct Describer<'a> {
    pub(super) params: &'a ThemeParams,
    pub(super) input: &'a Input<'a>,
    pub(super) terms: &'a TermInfo<'a>,
}

/// The themes of a partition, in the order of its clusters.
pub(super) struct DescribedThemes {
    /// The themes, without subthemes.
    pub(super) themes: Vec<Theme>,
    /// The theme of each article, shape (n_docs,).
    pub(super) memberships: Vec<Option<Membership>>,
    /// The words of the label of each theme, shape (n_themes,).
    pub(super) label_words: Vec<Vec<u32>>,
}

/// A described cluster and the words of its label.
pub(super) struct DescribedCluster {
    pub(super) subtheme: Subtheme,
    pub(super) label_words: Vec<u32>,
}

impl Describer<'_> {
    /// Describes the clusters of the archive as themes without subthemes.
    pub(super) fn themes(&self, prepared: &Prepared, clustering: &Clustering) -> DescribedThemes {
        let scores = own_and_next_scores(&prepared.points, clustering);
        let own_scores: Vec<f32> = scores.iter().map(|&(score, _)| score).collect();
        let clusters = self.clusters(&prepared.docs, &own_scores, clustering, &[]);
        let mut memberships = vec![None; self.input.topic_rows.n_docs()];
        for ((doc, &label), (score, next)) in
            prepared.docs.iter().zip(&clustering.labels).zip(scores)
        {
            memberships[doc.index()] = Some(Membership::new(label as usize, score, next));
        }
        let (themes, label_words) = clusters
            .into_iter()
            .enumerate()
            .map(|(id, cluster)| (theme(id, cluster.subtheme), cluster.label_words))
            .unzip();
        DescribedThemes { themes, memberships, label_words }
    }

    /// Describes the clusters of some articles, in parallel.
    ///
    /// `scores`, shape (n_docs_of_the_clustering,), are the cosines of the articles with their own centroids. No label
    /// has one of the `taken` words.
    pub(super) fn clusters(
        &self,
        docs: &[DocId],
        scores: &[f32],
        clustering: &Clustering,
        taken: &[u32],
    ) -> Vec<DescribedCluster> {
        let members = clustering.members();
        let member_docs: Vec<Vec<DocId>> = members
            .iter()
            .map(|points| points.iter().map(|&point| docs[point]).collect())
            .collect();
        let words = cluster_words(self.terms, &member_docs, self.params.n_keywords, taken);
        members
            .into_par_iter()
            .zip(words)
            .map(|(mut points, words)| {
                let ClusterWords { label, keywords, label_words } = words;
                let sum: f64 = points.iter().map(|&point| f64::from(scores[point])).sum();
                points.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
                let nearest_first = points.iter().map(|&point| docs[point]);
                let subtheme = Subtheme {
                    label,
                    keywords,
                    size: points.len(),
                    cohesion: (sum / points.len().max(1) as f64) as f32,
                    representatives: self.representatives(nearest_first),
                };
                DescribedCluster { subtheme, label_words }
            })
            .collect()
    }

    /// Returns the first articles, without those that are near-identical to an earlier one.
    fn representatives(&self, nearest_first: impl Iterator<Item = DocId>) -> Vec<DocId> {
        let rows: &SparseRows = self.input.topic_rows;
        let mut kept: Vec<DocId> = Vec::new();
        for doc in nearest_first {
            if kept.len() == self.params.n_representatives {
                break;
            }
            let score = |&other: &DocId| dot(rows.row(doc), rows.row(other));
            if kept.iter().map(score).all(|score| score < self.params.near_identical) {
                kept.push(doc);
            }
        }
        kept
    }
}

fn theme(id: usize, cluster: Subtheme) -> Theme {
    let Subtheme { label, keywords, size, cohesion, representatives } = cluster;
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
