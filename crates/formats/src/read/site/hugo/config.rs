//! The configuration of a Hugo site.

use std::{fs, path::Path};

use crate::{
    ReadError,
    read::{
        site::config::{EXTENSIONS, first_config, read_config},
        value::Value,
    },
};

/// Reads the configuration: `hugo.*` or `config.*` at the root, then the folders `config/_default` and
/// `config/production`, whose files are parts by their names.
///
/// # Errors
/// As [`read_config`].
pub(super) fn read(root: &Path) -> Result<Value, ReadError> {
    let mut config = match first_config(root, &["hugo", "config"]) {
        Some(path) => read_config(&path)?.unwrap_or(Value::Map(Vec::new())),
        None => Value::Map(Vec::new()),
    };
    for folder in ["config/_default", "config/production"] {
        let mut files: Vec<_> = fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        for path in files {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some((stem, extension)) = name.rsplit_once('.') else { continue };
            if EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str())
                && let Some(value) = read_config(&path)?
            {
                config.merge(part(&stem.to_lowercase(), value));
            }
        }
    }
    Ok(config)
}

/// Returns the whole of which a file is a part: `languages.zh-cn.toml` holds the table `zh-cn` of the table
/// `languages`, `params.toml` the table `params`.
fn part(stem: &str, value: Value) -> Value {
    if matches!(stem, "hugo" | "config") {
        return value;
    }
    let names = stem.splitn(2, '.').collect::<Vec<_>>();
    names.into_iter().rev().fold(value, |value, name| Value::Map(vec![(name.to_owned(), value)]))
}
