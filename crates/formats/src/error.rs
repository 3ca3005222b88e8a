//! What stops the reading.

use std::{io, path::PathBuf};

use thiserror::Error;

/// What stops the reading: a whole source cannot be used.
///
/// One bad record never does; see [`ReadReport`](super::ReadReport).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A source names no file or folder.
    #[error("`{}` does not exist", .path.display())]
    NotFound {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The system refused to open, list or read something.
    #[error("cannot read `{name}`")]
    Io {
        /// The file or folder.
        name: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Packed data that ends too early or does not unpack.
    #[error("`{name}` is cut off or damaged ({kind}): fetch or pack it again")]
    Damaged {
        /// The file.
        name: String,
        /// How it is packed, `gzip` or `zstd`.
        kind: &'static str,
        /// What the decoder said.
        #[source]
        source: io::Error,
    },
    /// A file was named whose kind neither its extension nor its first bytes tell.
    #[error(
        "cannot tell what kind of file `{name}` is: let its name end in .jsonl, .csv, .tsv, .md or .txt, \
         or give the format"
    )]
    UnknownFormat {
        /// The file.
        name: String,
    },
    /// One JSON array where JSON lines are read.
    #[error("`{name}` is a JSON array: write one object a line instead, as `jq -c '.[]'` does")]
    JsonArray {
        /// The file.
        name: String,
    },
    /// A line of a truth file that is no pair.
    #[error(
        "{name}:{line}: expected two ids and perhaps a rating, separated by tabs, found {found} fields"
    )]
    PairFields {
        /// The file.
        name: String,
        /// Its line, from 1.
        line: u64,
        /// Number of fields on the line.
        found: usize,
    },
    /// A rating that is no finite number.
    #[error("{name}:{line}: the rating `{rating}` is not a number")]
    PairRating {
        /// The file.
        name: String,
        /// Its line, from 1.
        line: u64,
        /// The text in the third field.
        rating: String,
    },
    /// A list of named themes that cannot be used.
    #[error("{name}:{line}: {what}")]
    ThemeList {
        /// The file.
        name: String,
        /// Its line, from 1.
        line: u64,
        /// What is wrong there.
        what: String,
    },
}
