//! Reads the rows that `alsolike vectors` writes in the layout of SciPy's `save_npz`.

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use ndarray::Array1;
use ndarray_npy::NpzReader;

/// A compressed sparse row matrix, shape (n_docs, n_terms), with the i32 indices of sp_matmul_rs.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) n_docs: usize,
    pub(crate) n_terms: usize,
    pub(crate) offsets: Vec<i32>,
    pub(crate) terms: Vec<i32>,
    pub(crate) weights: Vec<f32>,
}

impl Rows {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let read = || -> anyhow::Result<Self> {
            let mut npz = NpzReader::new(File::open(path)?)?;
            let shape: Array1<i64> = npz.by_name("shape")?;
            let offsets: Array1<i32> =
                npz.by_name("indptr").context("`indptr` is not i32: the matrix may have too many entries")?;
            let terms: Array1<i32> = npz.by_name("indices")?;
            let weights: Array1<f32> = npz.by_name("data")?;
            Ok(Self {
                n_docs: usize::try_from(shape[0])?,
                n_terms: usize::try_from(shape[1])?,
                offsets: offsets.to_vec(),
                terms: terms.to_vec(),
                weights: weights.to_vec(),
            })
        };
        read().with_context(|| format!("cannot read rows from `{}`", path.display()))
    }

    /// Returns the transpose; the entries of each of its rows ascend. O(nnz).
    pub(crate) fn transposed(&self) -> Self {
        let mut offsets = vec![0_i32; self.n_terms + 1];
        self.terms.iter().for_each(|&term| offsets[term as usize + 1] += 1);
        for term in 0..self.n_terms {
            offsets[term + 1] += offsets[term];
        }
        let mut next = offsets.clone();
        let (mut docs, mut weights) =
            (vec![0_i32; self.terms.len()], vec![0.0_f32; self.terms.len()]);
        for (doc, bounds) in (0_i32..).zip(self.offsets.windows(2)) {
            for at in bounds[0] as usize..bounds[1] as usize {
                let next = &mut next[self.terms[at] as usize];
                (docs[*next as usize], weights[*next as usize]) = (doc, self.weights[at]);
                *next += 1;
            }
        }
        Self { n_docs: self.n_terms, n_terms: self.n_docs, offsets, terms: docs, weights }
    }
}
