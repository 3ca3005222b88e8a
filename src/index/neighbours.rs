//! Lists of the most similar rows.

use crate::sparse::DocId;

/// A similar row and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The similar row.
    pub doc: DocId,
    /// Its cosine with the query, as `sparse::dot` computes it; in a weighted search, the product of cosine and factor.
    /// Always above 0.
    pub score: f32,
}

/// The most similar rows of each row: score descending, then row ascending.
///
/// Shape (n_docs, ≤ k): a list is shorter than k where fewer rows share a term. Memory: 8 bytes for each neighbour.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours {
    offsets: Vec<usize>,
    all: Vec<Neighbour>,
}

impl Neighbours {
    /// Joins lists, one for each row, in row order.
    #[must_use]
    pub fn from_lists(lists: impl IntoIterator<Item = Vec<Neighbour>>) -> Self {
        let mut neighbours = Self { offsets: vec![0], all: Vec::new() };
        for list in lists {
            neighbours.all.extend(list);
            neighbours.offsets.push(neighbours.all.len());
        }
        neighbours
    }

    /// Returns the number of lists.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Returns the list of one row.
    ///
    /// # Panics
    /// When `doc` is not below `n_docs`.
    #[must_use]
    pub fn list(&self, doc: DocId) -> &[Neighbour] {
        &self.all[self.offsets[doc.index()]..self.offsets[doc.index() + 1]]
    }

    /// Iterates over the lists in row order.
    pub fn iter(&self) -> impl Iterator<Item = &[Neighbour]> {
        self.offsets.windows(2).map(|bounds| &self.all[bounds[0]..bounds[1]])
    }
}
