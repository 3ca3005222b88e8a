//! Flags: groups that several commands share, and the settings that come from files and the environment.

pub(crate) mod answer;
pub(crate) mod archive;
pub(crate) mod command_line;
mod environment;
pub(crate) mod lists;
mod now;
pub(crate) mod output;
pub(crate) mod publish;
pub(crate) mod reading;
pub(crate) mod running;
pub(crate) mod settings_file;
pub(crate) mod themes;
pub(crate) mod truth;
pub(crate) mod values;
mod vectors;
