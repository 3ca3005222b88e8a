//! TODO

pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod duplicates;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod related;
pub(crate) mod rules;
pub(crate) mod similarity;
pub(crate) mod themes;
pub(crate) mod tune;
pub(crate) mod vectors;
