//! The archive as a map.

use super::{
    ThemeError, Themes,
    graph::Graph,
    prepare::{self, to_unit_length},
};
use crate::{
    index::Neighbours,
    reduce::{map2d, padded},
    sparse::{DocId, SparseRows},
};

/// Share of its neighbours in a smoothed row, and how often rows are smoothed: as for clusters, so that the
/// map shows what they were made from.
const SMOOTHING: (f32, usize) = (0.5, 2);

impl Themes {
    /// The place of every article on a flat map, shape (n_docs,): right, then down, in the square from 0 to 1;
    /// `None` for an article without a theme.
    ///
    /// Themes are islands, near themes near each other; inside one, near articles lie near each other, and
    /// those between two themes towards the other. `topic_rows` and `graph` are those that the themes were
    /// made from, or of the same terms. Distances on a flat map are only a rough picture of distances
    /// between articles. O(n_docs) for 250 rounds, parallel; memory: the dense rows twice. The same
    /// input gives the same bits on any number of threads.
    ///
    /// # Errors
    /// [`ThemeError::Articles`] for rows or a graph of another number of articles than the themes have.
    pub fn map(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
    ) -> Result<Vec<Option<[f32; 2]>>, ThemeError> {
        let expected = self.memberships.len();
        for (what, found) in [("the rows", topic_rows.n_docs()), ("the graph", graph.n_docs())] {
            if found != expected {
                return Err(ThemeError::Articles { what, expected, found });
            }
        }
        let mut map = vec![None; expected];
        let Some(space) = &self.space else {
            return Ok(map);
        };
        let has_theme = |doc: &DocId| self.memberships[doc.index()].is_some();
        let docs: Vec<DocId> = topic_rows.docs().filter(has_theme).collect();
        let label = |doc: &DocId| self.memberships[doc.index()].map_or(0, |m| m.theme as u32);
        let labels: Vec<u32> = docs.iter().map(label).collect();
        let graph = Graph::new(graph, &docs);
        let mut points = prepare::Points::zeros((docs.len(), padded(space.lsa.n_components())));
        ndarray::Zip::from(points.rows_mut()).and(&docs).par_for_each(|mut point, &doc| {
            let mut row = space.lsa.transform(topic_rows.row(doc));
            row.iter_mut().zip(&space.mean).for_each(|(value, mean)| *value -= mean);
            to_unit_length(&mut row);
            point.iter_mut().zip(row).for_each(|(to, value)| *to = value);
        });
        let points = prepare::smooth(points, &graph, SMOOTHING.0, SMOOTHING.1);
        let mut centres = prepare::Points::zeros((self.themes.len(), points.ncols()));
        centres.slice_mut(ndarray::s![.., ..space.centres.ncols()]).assign(&space.centres);
        let spots = map2d(&points, &labels, &centres, |point| graph.edges(point));
        docs.iter().zip(spots).for_each(|(doc, spot)| map[doc.index()] = Some(spot));
        Ok(map)
    }
}
