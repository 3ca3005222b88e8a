//! From sparse rows to points: projected, centred, scaled to unit length and smoothed over their graph.

use rayon::prelude::*;

use super::{
    ThemeError, ThemeParams,
    graph::Graph,
    input::Input,
    points::{Points, normalize, values},
};
use crate::{
    reduce::{Lsa, padded, sum_in_blocks, weighted_sum},
    sparse::DocId,
};

/// Rows of one parallel task.
const TASK_ROWS: usize = 64;

/// Rows count as identical when their variance is at most this share of their mean squared length: that is rounding.
const ROUNDING_SHARE: f64 = 1e-9;

/// Articles ready to be clustered.
pub(super) struct Prepared {
    /// The articles with terms, shape (n_points,).
    pub(super) docs: Vec<DocId>,
    pub(super) lsa: Lsa,
    /// Mean of the projected rows, shape (n_components,).
    pub(super) mean: Vec<f32>,
    pub(super) points: Points,
    /// The nearest articles, as edges between points.
    pub(super) graph: Graph,
}

impl Prepared {
    /// Projects the rows of `docs` and smooths them.
    ///
    /// # Errors
    /// [`ThemeError::Reduce`] when the weights cannot be projected.
    pub(super) fn new(
        params: &ThemeParams,
        input: &Input<'_>,
        docs: Vec<DocId>,
    ) -> Result<Self, ThemeError> {
        let lsa = params.lsa.fit(input.topic_rows)?;
        let (points, mean) = centre(&lsa, &docs);
        let graph = Graph::new(input.graph, &docs);
        let points = smooth(points, &graph, params.smoothing, params.n_smoothings);
        Ok(Self { docs, lsa, mean, points, graph })
    }
}

/// Returns the LSA rows of `docs` minus their mean, scaled to unit length; and the mean, shape (n_components,).
///
/// Identical rows are not centred, and their mean is zeros: otherwise only rounding errors would remain.
///
/// # Performance
/// O(n_points · n_components).
fn centre(lsa: &Lsa, docs: &[DocId]) -> (Points, Vec<f32>) {
    let n_components = lsa.n_components();
    let sums = sum_in_blocks(docs.len(), n_components + 1, |points, sums| {
        for doc in &docs[points] {
            for (at, &value) in lsa.rows().row(doc.index()).iter().enumerate() {
                sums[at] += f64::from(value);
                sums[n_components] += f64::from(value) * f64::from(value);
            }
        }
    });
    let n = docs.len() as f64;
    let means: Vec<f64> = sums[..n_components].iter().map(|sum| sum / n).collect();
    let mean_square: f64 = means.iter().map(|mean| mean * mean).sum();
    let variance = sums[n_components] / n - mean_square;
    let differ = variance > ROUNDING_SHARE * sums[n_components] / n;
    let mean: Vec<f32> = means.iter().map(|&mean| if differ { mean as f32 } else { 0.0 }).collect();

    let mut points = Points::zeros((docs.len(), padded(n_components)));
    points.outer_iter_mut().into_par_iter().zip(docs).for_each(|(point, doc)| {
        let point = point.into_slice().expect("points are stored row by row");
        let row = lsa.rows().row(doc.index());
        let centred = row.iter().zip(&mean).map(|(value, mean)| value - mean);
        point.iter_mut().zip(centred).for_each(|(to, value)| *to = value);
        normalize(point);
    });
    (points, mean)
}

/// Moves every point towards the weighted mean of its neighbours, `n_passes` times:
/// z ← unit((1 − `share`) · z + `share` · D⁻¹ W z).
///
/// A point without neighbours keeps its place.
///
/// # Performance
/// O(n_passes · edges · columns), points in parallel.
///
/// # Source
/// Wu, Souza, Zhang, Fifty, Yu, Weinberger, "Simplifying graph convolutional networks", 2019. Unlike there, a point
/// keeps the weight 1 − `share`.
pub(super) fn smooth(mut points: Points, graph: &Graph, share: f32, n_passes: usize) -> Points {
    let width = points.ncols();
    if width == 0 {
        return points;
    }
    for _ in 0..n_passes {
        let mut next = vec![0.0f32; points.len()];
        let before = values(&points);
        next.par_chunks_mut(TASK_ROWS * width).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(width).enumerate() {
                let point = task * TASK_ROWS + at;
                weighted_sum(graph.edges(point), before, out);
                let own = &before[point * width..(point + 1) * width];
                mix(own, out, share, graph.degree(point));
            }
        });
        points = Points::from_shape_vec(points.raw_dim(), next)
            .expect("smoothing keeps the number of values");
    }
    points
}

/// Replaces the weighted sum of the neighbours by the smoothed point.
fn mix(own: &[f32], neighbour_sum: &mut [f32], share: f32, degree: f64) {
    if degree <= 0.0 {
        neighbour_sum.copy_from_slice(own);
        return;
    }
    let scale = share / degree as f32;
    for (value, own) in neighbour_sum.iter_mut().zip(own) {
        *value = (1.0 - share) * own + scale * *value;
    }
    normalize(neighbour_sum);
}

#[cfg(test)]
mod tests {
    use super::{Points, centre, smooth};
    use crate::{
        reduce::LsaParams,
        sparse::{DocId, SparseRows},
        themes::graph::{Graph, tests::neighbours},
    };

    #[test]
    fn a_point_moves_towards_its_neighbours() {
        let docs = [DocId(0), DocId(1), DocId(2)];
        let graph = Graph::new(&neighbours(&[&[(1, 0.5)], &[(0, 0.5)], &[]]), &docs);
        let mut points = Points::zeros((3, 8));
        (points[[0, 0]], points[[1, 1]], points[[2, 2]]) = (1.0, 1.0, 1.0);
        let smoothed = smooth(points.clone(), &graph, 0.25, 1);
        // .75 of the point and .25 of its neighbour, scaled to unit length.
        let length = (0.75f64.powi(2) + 0.25f64.powi(2)).sqrt();
        assert!((f64::from(smoothed[[0, 0]]) - 0.75 / length).abs() < 1e-6);
        assert!((f64::from(smoothed[[0, 1]]) - 0.25 / length).abs() < 1e-6);
        assert_eq!(smoothed.row(2), points.row(2));
        assert_eq!(smooth(points.clone(), &graph, 0.25, 0), points);
    }

    #[test]
    fn rows_are_centred_unless_they_are_identical() {
        let check = |terms: Vec<u32>, is_centred: bool| {
            let n_docs = terms.len();
            let weights = vec![1.0; n_docs];
            let rows = SparseRows::try_new((0..=n_docs).collect(), terms, weights, 2).unwrap();
            let lsa = LsaParams::default().fit(&rows).unwrap();
            let docs: Vec<DocId> = rows.docs().collect();
            let (points, mean) = centre(&lsa, &docs);
            assert_eq!(mean.iter().any(|&value| value != 0.0), is_centred);
            for point in points.outer_iter() {
                assert!((point.dot(&point) - 1.0).abs() < 1e-5);
            }
        };
        check(vec![0, 1, 0, 1], true);
        check(vec![1, 1, 1], false);
    }
}
