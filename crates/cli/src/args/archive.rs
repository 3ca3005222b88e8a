//! The flags that every command with an archive has.

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use super::now::NowArg;
use super::reading::ReadingArgs;
use super::running::RunningArgs;
use super::vectors::VectorArgs;
use crate::io::guard::Input;
use alsolike::engine::Settings;

/// The sources of an archive and its settings.
#[derive(Clone, Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Files or folders of articles, `-` for standard input
    #[arg(required = true, value_name = "SOURCE", help_heading = None::<&str>)]
    pub(crate) sources: Vec<OsString>,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

/// The settings of an archive, for commands whose sources stand among other words.
///
/// The order of the groups is that of the help: what few need comes last.
#[derive(Clone, Debug, Args)]
pub(crate) struct SharedArgs {
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) now: NowArg,
    #[command(flatten)]
    vectors: VectorArgs,
}

impl ArchiveArgs {
    /// Returns the files that are read for the archive.
    pub(crate) fn inputs(&self) -> Vec<Input<'_>> {
        source_inputs(&self.sources).chain(self.shared.inputs()).collect()
    }
}

impl SharedArgs {
    /// Returns the settings of the engine.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        self.vectors.apply(&mut settings.vectors);
        settings
    }

    /// Returns the settings file and the list of addresses, if they are given.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Input<'_>> {
        self.running.config.iter().chain(&self.reading.addresses).map(|path| Input::File(path))
    }

    /// Replaces the settings file by another one.
    pub(crate) fn set_config(&mut self, path: &Path) {
        self.running.config = Some(path.to_owned());
    }
}

/// Returns the sources as inputs.
pub(crate) fn source_inputs(sources: &[OsString]) -> impl Iterator<Item = Input<'_>> {
    sources.iter().map(|source| Input::Source(source))
}
