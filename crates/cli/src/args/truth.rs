//! The flag that names the links that lists are measured against.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::io::guard::Input;

/// The value of `--truth` for the links in the sources. A file of this name is `./own`.
pub(crate) const OWN: &str = "own";

/// Where relevance judgments come from.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    /// The links that authors set, which are found while the archive is read.
    Own,
    /// A file of pairs of ids.
    File(PathBuf),
}

impl Truth {
    /// Returns the file that is read, if there is one.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Input<'_>> {
        let path = match self {
            Self::Own => None,
            Self::File(path) => Some(path),
        };
        path.into_iter().map(|path| Input::File(path))
    }
}

/// Returns the parser of `--truth`.
pub(crate) fn truth() -> impl TypedValueParser<Value = Truth> {
    let truth = |value: OsString| match value {
        value if value == OWN => Truth::Own,
        value => Truth::File(value.into()),
    };
    OsStringValueParser::new().map(truth)
}
