//! One representative for each set of equal rows.

use std::hash::{Hash, Hasher};

use hashbrown::HashMap;

use crate::sparse::{DocId, Row, SparseRows};

/// Largest number of representatives of one set of equal rows. Without a limit, an archive of equal rows would take
/// quadratic time.
const MAX_REPRESENTATIVES: usize = 16;

/// Returns the representative of each row, shape (n_docs,).
///
/// Equal rows share representatives. A row gets the first one that `accept` takes as a pair with the row. Without
/// one, the row becomes a representative itself, unless there are [`MAX_REPRESENTATIVES`] already; then it gets the
/// first one.
pub(super) fn representatives(
    rows: &SparseRows,
    accept: impl Fn(DocId, DocId) -> bool,
) -> Vec<DocId> {
    let mut first_of = HashMap::new();
    // In a map of its own: few sets have more than one representative.
    let mut others_of: HashMap<DocId, Vec<DocId>> = HashMap::new();
    let representative = |doc| {
        let first = *first_of.entry(RowKey(rows.row(doc))).or_insert(doc);
        if first == doc || accept(first, doc) {
            return first;
        }
        let others = others_of.entry(first).or_default();
        match others.iter().find(|&&other| accept(other, doc)) {
            Some(&accepted) => accepted,
            None if others.len() + 1 < MAX_REPRESENTATIVES => {
                others.push(doc);
                doc
            }
            None => first,
        }
    };
    rows.docs().map(representative).collect()
}

/// A row as a hash key. The terms alone distinguish nearly all rows, so the weights are not hashed.
#[derive(PartialEq)]
struct RowKey<'a>(Row<'a>);

/// Weights are finite, so equality is reflexive.
impl Eq for RowKey<'_> {}

impl Hash for RowKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.terms().hash(state);
    }
}
