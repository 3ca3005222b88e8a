//! The weighted graph of nearest articles.

use rayon::prelude::*;

use crate::{index::Neighbours, reduce::sum_in_blocks, sparse::DocId};

/// Edges from one point: targets and weights.
type Edges = Vec<(u32, f32)>;

/// A symmetric weighted graph of points in compressed sparse row form.
///
/// The targets of a point are in ascending order. Weights are positive, and both directions of an edge have the same
/// weight. Memory: 8 bytes for each direction of an edge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Graph {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f32>,
    /// Sum of the weights of each point, shape (n_points,).
    degrees: Vec<f64>,
}

impl Graph {
    /// Builds W = G + Gᵀ. G holds the lists of neighbours with locally scaled weights: score / √(h_i · h_j), where h_i
    /// is the mean score of the list of i.
    ///
    /// The scaling lowers the weight of articles that are near to everything. Two points in each other's lists get the
    /// sum of both weights. The points are `docs` in their order. The graph leaves out neighbours outside `docs`,
    /// loops, and scores that are not positive.
    ///
    /// # Performance
    /// O(neighbours · log k), points in parallel.
    ///
    /// # Source
    /// Zelnik-Manor, Perona, "Self-tuning spectral clustering", 2004. There the scale is the distance to the k-th
    /// neighbour; here it is the mean score.
    pub(super) fn new(neighbours: &Neighbours, docs: &[DocId]) -> Self {
        let mut point_of = vec![None; neighbours.n_docs()];
        (0u32..).zip(docs).for_each(|(point, doc)| point_of[doc.index()] = Some(point));
        let lists: Vec<Edges> = docs
            .par_iter()
            .map(|&doc| {
                let usable = neighbours
                    .list(doc)
                    .iter()
                    .filter(|neighbour| neighbour.doc != doc && neighbour.score > 0.0);
                let mut list: Edges = usable
                    .filter_map(|neighbour| {
                        Some((point_of[neighbour.doc.index()]?, neighbour.score))
                    })
                    .collect();
                list.sort_unstable_by_key(|&(target, _)| target);
                list
            })
            .collect();
        let scaled = scale_locally(lists);
        let reversed = transpose(&scaled);
        let rows: Vec<Edges> = scaled
            .par_iter()
            .zip(&reversed)
            .map(|(outgoing, incoming)| add_lists(outgoing, incoming))
            .collect();
        Self::from_rows(rows)
    }

    fn from_rows(rows: impl IntoIterator<Item = Edges>) -> Self {
        let mut graph = Self {
            offsets: vec![0],
            targets: Vec::new(),
            weights: Vec::new(),
            degrees: Vec::new(),
        };
        for row in rows {
            graph.degrees.push(row.iter().map(|&(_, weight)| f64::from(weight)).sum());
            graph.targets.extend(row.iter().map(|&(target, _)| target));
            graph.weights.extend(row.iter().map(|&(_, weight)| weight));
            graph.offsets.push(graph.targets.len());
        }
        graph
    }

    /// Returns the subgraph of some points, which are in ascending order and are renumbered from 0.
    ///
    /// # Performance
    /// O(edges of the points · log of their number).
    pub(super) fn subgraph(&self, points: &[usize]) -> Self {
        let number_of = |target: usize| {
            let number = points.binary_search(&target).ok()?;
            Some(u32::try_from(number).expect("a subgraph has no more points than the graph"))
        };
        Self::from_rows(points.iter().map(|&point| {
            let edges = self.edges(point);
            edges.filter_map(|(target, weight)| Some((number_of(target)?, weight))).collect()
        }))
    }

    /// Returns the number of points.
    pub(super) fn n_points(&self) -> usize {
        self.degrees.len()
    }

    /// Returns the sum of the weights of a point.
    pub(super) fn degree(&self, point: usize) -> f64 {
        self.degrees[point]
    }

    /// Returns the targets of a point with their weights, targets ascending.
    pub(super) fn edges(&self, point: usize) -> impl Iterator<Item = (usize, f32)> + Clone {
        let range = self.offsets[point]..self.offsets[point + 1];
        let targets = self.targets[range.clone()].iter().map(|&target| target as usize);
        targets.zip(self.weights[range].iter().copied())
    }

    /// Returns the share of the total edge weight between each pair of clusters, shape (n_clusters, n_clusters):
    /// symmetric, with sum 1. A graph without edges has zeros.
    ///
    /// Each edge counts once for each direction.
    ///
    /// # Performance
    /// O(edges + n_clusters²), in parallel blocks.
    pub(super) fn edge_shares(&self, labels: &[u32], n_clusters: usize) -> Vec<f64> {
        let mut shares = sum_in_blocks(self.n_points(), n_clusters * n_clusters, |points, sums| {
            for point in points {
                let line = labels[point] as usize * n_clusters;
                for (target, weight) in self.edges(point) {
                    sums[line + labels[target] as usize] += f64::from(weight);
                }
            }
        });
        let total: f64 = shares.iter().sum();
        if total > 0.0 {
            shares.iter_mut().for_each(|share| *share /= total);
        }
        shares
    }

    /// Returns the modularity of a partition: the share of edge weight inside clusters, minus the share expected by
    /// chance. It is below 1, and 0 for a single cluster or a graph without edges.
    ///
    /// `labels` has shape (n_points,). O(edges).
    ///
    /// # Source
    /// Newman, "Analysis of weighted networks", 2004.
    pub(super) fn modularity(&self, labels: &[u32]) -> f64 {
        let n_clusters = labels.iter().max().map_or(0, |&last| last as usize + 1);
        let sums = sum_in_blocks(self.n_points(), 2 * n_clusters, |points, sums| {
            for point in points {
                let label = labels[point];
                let inside = self.edges(point).filter(|&(target, _)| labels[target] == label);
                sums[2 * label as usize] +=
                    inside.map(|(_, weight)| f64::from(weight)).sum::<f64>();
                sums[2 * label as usize + 1] += self.degrees[point];
            }
        });
        let total: f64 = sums.iter().skip(1).step_by(2).sum();
        if total <= 0.0 {
            return 0.0;
        }
        sums.chunks(2).map(|sum| sum[0] / total - (sum[1] / total).powi(2)).sum()
    }
}

/// Divides every score by the geometric mean of the two lists' mean scores.
fn scale_locally(mut lists: Vec<Edges>) -> Vec<Edges> {
    let mean = |list: &Edges| {
        let sum: f64 = list.iter().map(|&(_, score)| f64::from(score)).sum();
        sum / list.len() as f64
    };
    let means: Vec<f64> = lists.iter().map(mean).collect();
    lists.par_iter_mut().zip(&means).for_each(|(list, &here)| {
        for (target, score) in list {
            // A neighbour with an empty list has no mean. Use the mean of this list instead.
            let there = means[*target as usize];
            let there = if there.is_nan() { here } else { there };
            *score = (f64::from(*score) / (here * there).sqrt()) as f32;
        }
    });
    lists
}

/// Reverses all edges; sources are in ascending order.
fn transpose(lists: &[Edges]) -> Vec<Edges> {
    let mut reversed = vec![Vec::new(); lists.len()];
    for (source, list) in (0u32..).zip(lists) {
        for &(target, weight) in list {
            reversed[target as usize].push((source, weight));
        }
    }
    reversed
}

/// Adds two lists whose targets are in ascending order.
fn add_lists(a: &[(u32, f32)], b: &[(u32, f32)]) -> Edges {
    let mut merged = [a, b].concat();
    merged.sort_by_key(|&(target, _)| target);
    merged.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 += if same { later.1 } else { 0.0 };
        same
    });
    merged
}

#[cfg(test)]
pub(super) mod tests {
    use super::Graph;
    use crate::{
        index::{Neighbour, Neighbours},
        sparse::DocId,
    };

    /// Builds neighbours from lists of (row, score).
    pub(in crate::themes) fn neighbours(lists: &[&[(u32, f32)]]) -> Neighbours {
        let near = |&(doc, score): &(u32, f32)| Neighbour { doc: DocId(doc), score };
        Neighbours::from_lists(lists.iter().map(|list| list.iter().map(near).collect()))
    }

    fn all(n: u32) -> Vec<DocId> {
        (0..n).map(DocId).collect()
    }

    #[test]
    fn weights_are_scaled_by_the_means_of_both_lists() {
        // Mean scores: .6, .4, .8. Rows 0 and 1 list each other; row 2 lists row 0, and no row lists row 2.
        let lists = neighbours(&[&[(1, 0.6)], &[(0, 0.4)], &[(0, 0.8)]]);
        let graph = Graph::new(&lists, &all(3));
        let edges = |point| graph.edges(point).collect::<Vec<_>>();
        let between_0_and_1 = (0.6 / 0.24f64.sqrt()) as f32 + (0.4 / 0.24f64.sqrt()) as f32;
        let between_0_and_2 = (f64::from(0.8f32) / 0.48f64.sqrt()) as f32;
        let assert_close = |found: &[(usize, f32)], expected: &[(usize, f32)]| {
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!(
                    found.0 == expected.0 && (found.1 - expected.1).abs() < 1e-6,
                    "{found:?} {expected:?}"
                );
            }
        };
        assert_close(&edges(0), &[(1, between_0_and_1), (2, between_0_and_2)]);
        assert_close(&edges(1), &[(0, between_0_and_1)]);
        assert_close(&edges(2), &[(0, between_0_and_2)]);
    }

    #[test]
    fn leaves_out_neighbours_outside_the_points() {
        let lists = neighbours(&[&[(1, 0.5), (2, 0.5)], &[(0, 0.5)], &[(0, 0.5)], &[]]);
        let graph = Graph::new(&lists, &[DocId(0), DocId(2), DocId(3)]);
        assert_eq!(graph.n_points(), 3);
        assert_eq!(graph.edges(0).collect::<Vec<_>>(), [(1, 2.0)]);
        assert_eq!(graph.edges(2).count(), 0);
    }

    #[test]
    fn modularity_matches_a_computation_by_hand() {
        // Two pairs and a bridge. All scores are equal. The rows of a pair list each other, so their edge weighs 2; the
        // bridge weighs 1.
        let lists = neighbours(&[&[(1, 0.5)], &[(0, 0.5), (2, 0.5)], &[(3, 0.5)], &[(2, 0.5)]]);
        let graph = Graph::new(&lists, &all(4));
        // In both directions: 2 + 2 for each pair and 1 + 1 for the bridge. 8 of 10 are inside clusters.
        assert!((graph.modularity(&[0, 0, 1, 1]) - (0.8 - 0.5)).abs() < 1e-9);
        assert!(graph.modularity(&[0, 0, 0, 0]).abs() < 1e-9);
        let shares = graph.edge_shares(&[0, 0, 1, 1], 2);
        for (found, expected) in shares.iter().zip([0.4, 0.1, 0.1, 0.4]) {
            assert!((found - expected).abs() < 1e-9);
        }
        let empty = Graph::new(&neighbours(&[&[], &[]]), &all(2));
        assert_eq!((empty.modularity(&[0, 1]), empty.edge_shares(&[0, 1], 2)), (0.0, vec![0.0; 4]));
    }
}
