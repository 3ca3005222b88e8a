//! Errors that concern a whole file.

use std::{io, path::PathBuf};

use thiserror::Error;

/// A source or a configuration file that cannot be used.
///
/// A single bad record is never an error; see [`ReadReport`](crate::read::ReadReport).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file or folder.
    #[error("`{}` does not exist", .path.display())]
    NotFound {
        /// The path as the caller gave it.
        path: PathBuf,
    },
    /// The system could not open, list or read a file or folder.
    #[error("cannot read `{name}`")]
    Io {
        /// The file or folder.
        name: String,
        /// The error of the system.
        #[source]
        source: io::Error,
    },
    /// Compressed data ends too early or cannot be decompressed.
    #[error("`{name}` is truncated or damaged ({kind}): download or compress it again")]
    Damaged {
        /// The file.
        name: String,
        /// The compression, `gzip` or `zstd`.
        kind: &'static str,
        /// The error of the decoder.
        #[source]
        source: io::Error,
    },
    /// The configuration of a site has a syntax error.
    #[error("{name}:{line}: {what} (`--site none` reads the folder without its configuration)")]
    SiteConfig {
        /// The file.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The error of the parser.
        what: String,
    },
    /// Neither the extension nor the first bytes of a file show its format.
    #[error(
        "unknown format of `{name}`: give the file one of the extensions .jsonl, .json, .csv, .tsv, .md, .html and .txt, \
         or choose a format"
    )]
    UnknownFormat {
        /// The file.
        name: String,
    },
    /// A line of a file of rated pairs does not have two or three fields.
    #[error(
        "{name}:{line}: expected two ids and optionally a rating, separated by tabs, but the line has {found} of these fields"
    )]
    PairFields {
        /// The file.
        name: String,
        /// Line from 1.
        line: u64,
        /// Number of fields on the line.
        found: usize,
    },
    /// A rating is not a finite number.
    #[error("{name}:{line}: the rating `{rating}` is not a number")]
    PairRating {
        /// The file.
        name: String,
        /// Line from 1.
        line: u64,
        /// The text in the third field.
        rating: String,
    },
    /// A list of themes, or of names for themes, has an error.
    #[error("{name}:{line}: {what}")]
    ThemeList {
        /// The file.
        name: String,
        /// Line from 1.
        line: u64,
        /// The error.
        what: String,
    },
}
