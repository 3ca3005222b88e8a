//! The graph of near articles.

use rayon::prelude::*;

use crate::{index::Neighbours, reduce::sum_in_blocks, sparse::DocId};

/// Symmetric weighted graph of points, in compressed sparse row form.
///
/// The targets of every point ascend; weights are above 0 and the same from both ends. 8 bytes an edge end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Graph {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f32>,
    /// Sum of the weights of each point, shape (n_points,).
    degrees: Vec<f64>,
}

impl Graph {
    /// W = G + Gᵀ, G the lists of neighbours with locally scaled weights: score / √(h_i · h_j), where h_i is
    /// the mean score of the list of i.
    ///
    /// The scaling makes less of articles that are near everything. Two points that list each other count
    /// double. Points are `docs`, in their order; neighbours that are none of them, scores that are not
    /// above 0 and loops are left out. O(neighbours · log k), points in parallel.
    ///
    /// # Source
    /// Zelnik-Manor, Perona, "Self-tuning spectral clustering", 2004, with the mean score for the distance
    /// to the k-th neighbour.
    pub(super) fn new(neighbours: &Neighbours, docs: &[DocId]) -> Self {
        let mut point_of = vec![None; neighbours.n_docs()];
        (0u32..).zip(docs).for_each(|(point, doc)| point_of[doc.index()] = Some(point));
        let lists: Vec<Vec<(u32, f32)>> = docs
            .par_iter()
            .map(|&doc| {
                let usable =
                    neighbours.list(doc).iter().filter(|near| near.doc != doc && near.score > 0.0);
                let mut list: Vec<(u32, f32)> = usable
                    .filter_map(|near| Some((point_of[near.doc.index()]?, near.score)))
                    .collect();
                list.sort_unstable_by_key(|&(target, _)| target);
                list
            })
            .collect();
        let scaled = scale_locally(lists);
        let reverse = turn_round(&scaled);
        let rows: Vec<Vec<(u32, f32)>> = scaled
            .par_iter()
            .zip(&reverse)
            .map(|(from_here, to_here)| merge(from_here, to_here))
            .collect();
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

    /// The edges between some of the points, which ascend: they are numbered as they come. O(edges of the
    /// points · log of their number).
    pub(super) fn within(&self, points: &[usize]) -> Self {
        let mut graph = Self {
            offsets: vec![0],
            targets: Vec::new(),
            weights: Vec::new(),
            degrees: Vec::new(),
        };
        for &point in points {
            let before = graph.weights.len();
            for (target, weight) in self.edges(point) {
                if let Ok(number) = points.binary_search(&target) {
                    graph.targets.push(u32::try_from(number).unwrap_or_default());
                    graph.weights.push(weight);
                }
            }
            let degree = graph.weights[before..].iter().map(|&weight| f64::from(weight)).sum();
            graph.degrees.push(degree);
            graph.offsets.push(graph.targets.len());
        }
        graph
    }

    /// Number of points.
    pub(super) fn n_points(&self) -> usize {
        self.degrees.len()
    }

    /// Sum of the weights of a point.
    pub(super) fn degree(&self, point: usize) -> f64 {
        self.degrees[point]
    }

    /// Targets of a point with the weights, ascending.
    pub(super) fn edges(&self, point: usize) -> impl Iterator<Item = (usize, f32)> + Clone {
        let range = self.offsets[point]..self.offsets[point + 1];
        let targets = self.targets[range.clone()].iter().map(|&target| target as usize);
        targets.zip(self.weights[range].iter().copied())
    }

    /// Shares of the weight of all edge ends between clusters, shape (`n_clusters`, `n_clusters`): symmetric,
    /// sum 1; zeros for a graph without edges. O(edges + n_clusters²) in blocks.
    pub(super) fn shares(&self, labels: &[u32], n_clusters: usize) -> Vec<f64> {
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

    /// How much more of the weight lies inside clusters than would by chance: below 1, and 0 when all points
    /// are in one cluster or there are no edges. `labels` has shape (n_points,), from 0 up. O(edges).
    ///
    /// # Source
    /// Newman, "Analysis of weighted networks", 2004.
    pub(super) fn modularity(&self, labels: &[u32]) -> f64 {
        let n_clusters = labels.iter().max().map_or(0, |&most| most as usize + 1);
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
fn scale_locally(mut lists: Vec<Vec<(u32, f32)>>) -> Vec<Vec<(u32, f32)>> {
    let mean = |list: &Vec<(u32, f32)>| {
        let sum: f64 = list.iter().map(|&(_, score)| f64::from(score)).sum();
        sum / list.len() as f64
    };
    let means: Vec<f64> = lists.iter().map(mean).collect();
    lists.par_iter_mut().zip(&means).for_each(|(list, &here)| {
        for (target, score) in list {
            // A neighbour with an empty list of its own says nothing about its surroundings.
            let there = means[*target as usize];
            let there = if there.is_nan() { here } else { there };
            *score = (f64::from(*score) / (here * there).sqrt()) as f32;
        }
    });
    lists
}

/// The lists seen from their targets, sources ascending.
fn turn_round(lists: &[Vec<(u32, f32)>]) -> Vec<Vec<(u32, f32)>> {
    let mut turned = vec![Vec::new(); lists.len()];
    for (source, list) in (0u32..).zip(lists) {
        for &(target, weight) in list {
            turned[target as usize].push((source, weight));
        }
    }
    turned
}

/// Sum of two ascending lists.
fn merge(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vec<(u32, f32)> {
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

    /// Neighbours from lists of (row, score).
    pub(in crate::themes) fn neighbours(lists: &[&[(u32, f32)]]) -> Neighbours {
        let near = |&(doc, score): &(u32, f32)| Neighbour { doc: DocId(doc), score };
        Neighbours::from_lists(lists.iter().map(|list| list.iter().map(near).collect()))
    }

    fn all(n: u32) -> Vec<DocId> {
        (0..n).map(DocId).collect()
    }

    #[test]
    fn weights_are_scaled_by_the_means_of_both_lists() {
        // Means: .6, .4, .8. Rows 0 and 1 list each other, row 2 lists 0 and is not listed.
        let lists = neighbours(&[&[(1, 0.6)], &[(0, 0.4)], &[(0, 0.8)]]);
        let graph = Graph::new(&lists, &all(3));
        let edges = |point| graph.edges(point).collect::<Vec<_>>();
        let between_0_and_1 = (0.6 / 0.24f64.sqrt()) as f32 + (0.4 / 0.24f64.sqrt()) as f32;
        let between_0_and_2 = (f64::from(0.8f32) / 0.48f64.sqrt()) as f32;
        let near = |found: &[(usize, f32)], expected: &[(usize, f32)]| {
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!(
                    found.0 == expected.0 && (found.1 - expected.1).abs() < 1e-6,
                    "{found:?} {expected:?}"
                );
            }
        };
        near(&edges(0), &[(1, between_0_and_1), (2, between_0_and_2)]);
        near(&edges(1), &[(0, between_0_and_1)]);
        near(&edges(2), &[(0, between_0_and_2)]);
    }

    #[test]
    fn only_the_points_asked_for_are_in_the_graph() {
        let lists = neighbours(&[&[(1, 0.5), (2, 0.5)], &[(0, 0.5)], &[(0, 0.5)], &[]]);
        let graph = Graph::new(&lists, &[DocId(0), DocId(2), DocId(3)]);
        assert_eq!(graph.n_points(), 3);
        assert_eq!(graph.edges(0).collect::<Vec<_>>(), [(1, 2.0)]);
        assert_eq!(graph.edges(2).count(), 0);
    }

    #[test]
    fn modularity_is_what_a_hand_finds() {
        // Two pairs joined by one edge, all weights 2 (both list each other, equal scores) but the bridge 1.
        let lists = neighbours(&[&[(1, 0.5)], &[(0, 0.5), (2, 0.5)], &[(3, 0.5)], &[(2, 0.5)]]);
        let graph = Graph::new(&lists, &all(4));
        // Edge ends: 2 + 2, bridge 1 + 1, 2 + 2: ten in all, eight inside.
        assert!((graph.modularity(&[0, 0, 1, 1]) - (0.8 - 0.5)).abs() < 1e-9);
        assert!(graph.modularity(&[0, 0, 0, 0]).abs() < 1e-9);
        let shares = graph.shares(&[0, 0, 1, 1], 2);
        for (found, expected) in shares.iter().zip([0.4, 0.1, 0.1, 0.4]) {
            assert!((found - expected).abs() < 1e-9);
        }
        let empty = Graph::new(&neighbours(&[&[], &[]]), &all(2));
        assert_eq!((empty.modularity(&[0, 1]), empty.shares(&[0, 1], 2)), (0.0, vec![0.0; 4]));
    }
}
