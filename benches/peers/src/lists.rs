//! The lists of a search, written as a file for `compare.py`.

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use ndarray::ArrayView1;
use ndarray_npy::NpzWriter;

/// The neighbours of all rows, end to end: the list of row `doc` is `offsets[doc]..offsets[doc + 1]`.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub(crate) offsets: Vec<i32>,
    pub(crate) docs: Vec<i32>,
    pub(crate) scores: Vec<f32>,
}

impl Lists {
    /// Writes the three arrays under the names that SciPy uses.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let write = || -> anyhow::Result<()> {
            let mut npz = NpzWriter::new(File::create(path)?);
            npz.add_array("indptr", &ArrayView1::from(&self.offsets))?;
            npz.add_array("indices", &ArrayView1::from(&self.docs))?;
            npz.add_array("data", &ArrayView1::from(&self.scores))?;
            npz.finish()?;
            Ok(())
        };
        write().with_context(|| format!("cannot write lists to `{}`", path.display()))
    }
}
