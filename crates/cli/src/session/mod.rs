//! TODO

pub(crate) mod archive;
pub(crate) mod judgments;
pub(crate) mod lists;
pub(crate) mod saved_themes;
pub(crate) mod visible;
