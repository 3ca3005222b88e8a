//! How long work reports its progress, and how a caller cancels it.

use std::fmt;
use std::ops::ControlFlow;

use thiserror::Error;

/// A callback that long operations call as they go on.
///
/// The callback gets the number of rows finished since its last call, from any thread. It cancels the
/// operation by returning [`ControlFlow::Break`].
#[derive(Clone, Copy)]
pub struct Progress<'a> {
    callback: Option<&'a Callback<'a>>,
}

type Callback<'a> = dyn Fn(usize) -> ControlFlow<()> + Sync + 'a;

impl<'a> Progress<'a> {
    /// Reports to `callback`.
    #[must_use]
    pub fn new(callback: &'a Callback<'a>) -> Self {
        Self { callback: Some(callback) }
    }

    /// Reports to nobody, so that nothing is cancelled.
    #[must_use]
    pub const fn none() -> Self {
        Self { callback: None }
    }

    /// Asks whether to go on, without reporting any row.
    pub fn poll(self) -> ControlFlow<()> {
        self.callback.map_or(ControlFlow::Continue(()), |callback| callback(0))
    }

    /// Reports `n_rows` more as finished.
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
        let state = if self.callback.is_some() { "reported" } else { "none" };
        f.debug_tuple("Progress").field(&state).finish()
    }
}

/// The progress callback cancelled the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the operation was cancelled")]
pub struct Cancelled;
