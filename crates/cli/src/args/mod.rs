//! TODO

pub(crate) mod command_line;
pub(crate) mod policy;
