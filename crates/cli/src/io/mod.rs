//! TODO

pub(crate) mod error;
pub(crate) mod guard;
pub(crate) mod output;
pub(crate) mod progress;
pub(crate) mod stages;
