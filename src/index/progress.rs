//! Progress of long operations, and their cancellation.

use std::fmt;
use std::ops::ControlFlow;

use thiserror::Error;

/// A callback that long operations call while they run.
///
/// The callback receives the number of rows finished since its last call. Any thread may call it. It cancels the
/// operation by returning [`ControlFlow::Break`].
#[derive(Clone, Copy)]
pub struct Progress<'a> {
    callback: Option<&'a Callback<'a>>,
}

type Callback<'a> = dyn Fn(usize) -> ControlFlow<()> + Sync + 'a;

impl<'a> Progress<'a> {
    /// Returns a progress that calls `callback`.
    #[must_use]
    pub fn new(callback: &'a Callback<'a>) -> Self {
        Self { callback: Some(callback) }
    }

    /// Returns a progress without a callback: the operation cannot be cancelled.
    #[must_use]
    pub const fn none() -> Self {
        Self { callback: None }
    }

    /// Asks whether to go on, without reporting any row.
    pub fn poll(self) -> ControlFlow<()> {
        self.callback.map_or(ControlFlow::Continue(()), |callback| callback(0))
    }

    /// Reports that `n_rows` more rows are finished.
    ///
    /// # Errors
    /// [`Cancelled`] when the callback returned [`ControlFlow::Break`].
    pub fn advance(self, n_rows: usize) -> Result<(), Cancelled> {
        match self.callback.map(|callback| callback(n_rows)) {
            Some(ControlFlow::Break(())) => Err(Cancelled),
            Some(ControlFlow::Continue(())) | None => Ok(()),
        }
    }
}

impl fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.callback.is_some() { "callback" } else { "none" };
        f.debug_tuple("Progress").field(&state).finish()
    }
}

/// The progress callback cancelled the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the operation was cancelled")]
pub struct Cancelled;
