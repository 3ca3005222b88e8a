//! Configuration files of generators.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    ReadError,
    read::value::{Value, parse_json, parse_toml, parse_yaml},
};

/// Extensions of configuration files, in the order in which generators look for them.
pub(super) const EXTENSIONS: [&str; 4] = ["toml", "yaml", "yml", "json"];

/// Largest configuration file in bytes. Larger files are data.
const MAX_BYTES: u64 = 4 << 20;

/// Reads a file as YAML, TOML or JSON, by its extension. `None` when there is no such file.
///
/// # Errors
/// [`ReadError::Io`], and [`ReadError::SiteConfig`] with the line of a syntax error.
pub(super) fn read_config(path: &Path) -> Result<Option<Value>, ReadError> {
    let name = || path.display().to_string();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= MAX_BYTES => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ReadError::Io { name: name(), source }),
    }
    let bytes = fs::read(path).map_err(|source| ReadError::Io { name: name(), source })?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let found = match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => parse_toml(text),
        Some("json") => parse_json(text).map(|(value, _)| value),
        _ => parse_yaml(text),
    };
    found.map(Some).map_err(|error| ReadError::SiteConfig {
        name: name(),
        line: error.line,
        what: error.what,
    })
}

/// Returns the first file of these names with one of [`EXTENSIONS`] in a folder.
pub(super) fn first_config(folder: &Path, stems: &[&str]) -> Option<PathBuf> {
    let mut paths = stems.iter().flat_map(|stem| {
        EXTENSIONS.iter().map(move |extension| folder.join(format!("{stem}.{extension}")))
    });
    paths.find(|path| path.is_file())
}
