//! Dense rows made ready for clustering: centred, of unit length, drawn towards their neighbours.

use ndarray::Array2;
use rayon::prelude::*;

use super::graph::Graph;
use crate::{
    reduce::{Lsa, combine, padded, sum_in_blocks},
    sparse::DocId,
};

/// Rows that one task takes.
const TASK_ROWS: usize = 64;

/// Share of the squared length below which what centring leaves is rounding: all rows are the same.
const LEAST_SPREAD: f64 = 1e-9;

/// Points of unit length, or zeros, shape (n_points, a multiple of eight): further columns are zeros.
pub(super) type Points = Array2<f32>;

/// The LSA rows of `docs`, less their mean, of unit length; and the mean, shape (n_components,).
///
/// Rows that are all the same are left where they are, with a mean of zeros: centring would leave nothing
/// of them but rounding. O(n_points · n_components).
pub(super) fn centred(lsa: &Lsa, docs: &[DocId]) -> (Points, Vec<f32>) {
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
    let of_mean: f64 = means.iter().map(|mean| mean * mean).sum();
    let spread = sums[n_components] / n - of_mean;
    let keep = spread > LEAST_SPREAD * sums[n_components] / n;
    let mean: Vec<f32> = means.iter().map(|&mean| if keep { mean as f32 } else { 0.0 }).collect();

    let mut points = Points::zeros((docs.len(), padded(n_components)));
    points.outer_iter_mut().into_par_iter().zip(docs).for_each(|(mut point, doc)| {
        let row = lsa.rows().row(doc.index());
        let shifted = row.iter().zip(&mean).map(|(value, mean)| value - mean);
        point.iter_mut().zip(shifted).for_each(|(to, value)| *to = value);
        if let Some(point) = point.as_slice_mut() {
            to_unit_length(point);
        }
    });
    (points, mean)
}

/// Draws every point towards the weighted mean of its neighbours, `times` times:
/// z ← unit((1 − `share`) · z + `share` · D⁻¹ W z).
///
/// A point without neighbours stays where it is. O(times · edges · columns), points in parallel.
///
/// # Source
/// Wu, Souza, Zhang, Fifty, Yu, Weinberger, "Simplifying graph convolutional networks", 2019, made lazy.
pub(super) fn smooth(mut points: Points, graph: &Graph, share: f32, times: usize) -> Points {
    let width = points.ncols();
    if width == 0 {
        return points;
    }
    for _ in 0..times {
        let mut next = vec![0.0f32; points.len()];
        let here = points.as_slice().unwrap_or_default();
        next.par_chunks_mut(TASK_ROWS * width).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(width).enumerate() {
                let point = task * TASK_ROWS + at;
                combine(graph.edges(point), here, out);
                let own = &here[point * width..(point + 1) * width];
                mix(own, out, share, graph.degree(point));
            }
        });
        points = Points::from_shape_vec(points.raw_dim(), next).unwrap_or(points);
    }
    points
}

/// Replaces the sum over neighbours by the smoothed point.
fn mix(own: &[f32], neighbours: &mut [f32], share: f32, degree: f64) {
    if degree <= 0.0 {
        neighbours.copy_from_slice(own);
        return;
    }
    let scale = share / degree as f32;
    for (near, own) in neighbours.iter_mut().zip(own) {
        *near = (1.0 - share) * own + scale * *near;
    }
    to_unit_length(neighbours);
}

/// Scales to length 1; zeros stay zeros.
pub(super) fn to_unit_length(point: &mut [f32]) {
    let square: f64 = point.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
    if square > 0.0 {
        let scale = 1.0 / square.sqrt();
        point.iter_mut().for_each(|value| *value = (f64::from(*value) * scale) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::{Points, centred, smooth};
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
        // .75 of itself and .25 of the other, then unit length.
        let length = (0.75f64.powi(2) + 0.25f64.powi(2)).sqrt();
        assert!((f64::from(smoothed[[0, 0]]) - 0.75 / length).abs() < 1e-6);
        assert!((f64::from(smoothed[[0, 1]]) - 0.25 / length).abs() < 1e-6);
        assert_eq!(smoothed.row(2), points.row(2));
        assert_eq!(smooth(points.clone(), &graph, 0.25, 0), points);
    }

    #[test]
    fn rows_are_centred_unless_all_are_the_same() {
        let check = |terms: Vec<u32>, centre: bool| {
            let n_docs = terms.len();
            let weights = vec![1.0; n_docs];
            let rows = SparseRows::try_new((0..=n_docs).collect(), terms, weights, 2).unwrap();
            let lsa = LsaParams::default().fit(&rows).unwrap();
            let docs: Vec<DocId> = rows.docs().collect();
            let (points, mean) = centred(&lsa, &docs);
            assert_eq!(mean.iter().any(|&value| value != 0.0), centre);
            for point in points.outer_iter() {
                assert!((point.dot(&point) - 1.0).abs() < 1e-5);
            }
        };
        check(vec![0, 1, 0, 1], true);
        check(vec![1, 1, 1], false);
    }
}
