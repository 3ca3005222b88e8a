//! TODO

pub(crate) mod suggest;
