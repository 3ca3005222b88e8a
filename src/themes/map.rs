//! Positions of the articles on a flat map.

use ndarray::{Array2, Zip, s};

use super::{Membership, ThemeParams, graph::Graph, points::Points, prepare::smooth, space::Space};
use crate::{
    index::Neighbours,
    reduce::{map2d, padded},
    sparse::{DocId, SparseRows},
};

/// Returns the position of each article, shape (n_docs,): see [`Themes::map`](super::Themes::map).
///
/// The rows are smoothed as in the fit, so the map shows the points that were clustered.
pub(super) fn positions(
    space: &Space,
    memberships: &[Option<Membership>],
    topic_rows: &SparseRows,
    graph: &Neighbours,
    params: &ThemeParams,
) -> Vec<Option<[f32; 2]>> {
    let (docs, labels): (Vec<DocId>, Vec<u32>) = topic_rows
        .docs()
        .zip(memberships)
        .filter_map(|(doc, membership)| Some((doc, membership.as_ref()?.theme as u32)))
        .unzip();
    let graph = Graph::new(graph, &docs);
    let mut points = Points::zeros((docs.len(), padded(space.lsa.n_components())));
    Zip::from(points.rows_mut()).and(&docs).par_for_each(|mut point, &doc| {
        let row = space.centred_point(topic_rows.row(doc));
        point.iter_mut().zip(row).for_each(|(to, value)| *to = value);
    });
    let points = smooth(points, &graph, params.smoothing, params.n_smoothings);
    let mut centroids = Array2::zeros((space.centroids.nrows(), points.ncols()));
    centroids.slice_mut(s![.., ..space.centroids.ncols()]).assign(&space.centroids);
    let on_map = map2d(&points, &labels, &centroids, |point| graph.edges(point));
    let mut positions = vec![None; memberships.len()];
    docs.iter().zip(on_map).for_each(|(doc, position)| positions[doc.index()] = Some(position));
    positions
}
