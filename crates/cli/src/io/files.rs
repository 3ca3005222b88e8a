//! Opens and reads files; an error names the file.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use crate::io::error::{Fault, Result};
use alsolike_formats::config::{RatedPair, rated_pairs};

/// Reads a whole file of text.
pub(crate) fn read_text(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| Fault::file("read", path, error))
}

/// Reads a whole file of bytes.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|error| Fault::file("read", path, error))
}

/// Reads a file of pairs of ids, one pair a line, with or without ratings.
pub(crate) fn read_pairs(path: &Path) -> Result<Vec<RatedPair>> {
    let file = File::open(path).map_err(|error| Fault::file("read", path, error))?;
    Ok(rated_pairs(BufReader::new(file), &path.display().to_string())?)
}
