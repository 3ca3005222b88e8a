//! Streams and files: messages and exit status, outputs that appear whole, the guard against overwriting,
//! progress bars and clocks.

pub(crate) mod changes;
pub(crate) mod error;
pub(crate) mod files;
pub(crate) mod guard;
pub(crate) mod output;
pub(crate) mod progress;
pub(crate) mod stages;
