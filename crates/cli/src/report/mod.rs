//! Messages beside the answer of a command: notes, warnings, and sentences for people.

pub(crate) mod advice;
pub(crate) mod languages;
pub(crate) mod notes;
pub(crate) mod reading;
pub(crate) mod rules;
pub(crate) mod shortfalls;
pub(crate) mod suggest;
pub(crate) mod themes;
pub(crate) mod verdict;
pub(crate) mod wording;
