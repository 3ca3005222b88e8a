//! The steps that commands share: from files to an engine, and from flags to the options of a request.

pub(crate) mod archive;
pub(crate) mod draft;
pub(crate) mod judgments;
pub(crate) mod lists;
pub(crate) mod lookup;
pub(crate) mod publish;
pub(crate) mod rank_weights;
pub(crate) mod rules;
mod run;
pub(crate) mod saved_themes;
pub(crate) mod theme_files;
pub(crate) mod visible;

pub(crate) use run::Session;
