//! A settings file: the flags as TOML, and the weights that `tune` learned.
//!
//! Every flag that takes a value, or is on or off, is a key: `[vectors] min_df = 3` is `--min-df 3`. Its table
//! is the heading of the flag in `--help`, or the command for a flag without a heading. The keys are derived
//! from the flags, so the two cannot differ. The parsers of the flags check the values, too.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Arg, Command};
use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::io::error::Fault;
use crate::io::files::read_text;
use alsolike::rank::Ranker;

/// The table of the learned weights. No flag sets them.
pub(crate) const RANKER: &str = "ranker";
/// Flags that are no settings.
const NO_KEYS: [&str; 4] = ["config", "help", "version", "verbose"];

/// A value of the file.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) table: String,
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: usize,
}

/// What is wrong with a file, and on which line.
#[derive(Debug)]
struct LineError {
    line: usize,
    message: String,
}

/// The keys that a file may have, by table.
type Keys = BTreeMap<String, Vec<String>>;

/// Reads the settings of a file.
///
/// # Errors
/// A [`Fault`] with the line when the file is no TOML, or has a table or key that no command has.
pub(super) fn read_settings(path: &Path, grammar: &Command) -> Result<Vec<Setting>, Fault> {
    let text = read_text(path)?;
    let settings = parse(&text, &keys(grammar));
    settings.map_err(|LineError { line, message }| {
        Fault::new(format!("{}:{line}: {message}", path.display()))
    })
}

/// Reads the weights of a file, if it has any.
///
/// # Errors
/// A [`Fault`] with the place when the weights are malformed or not finite.
pub(crate) fn read_rank_weights(path: &Path) -> Result<Option<Ranker>, Fault> {
    #[derive(Deserialize)]
    struct Weights {
        ranker: Option<Ranker>,
    }
    let text = read_text(path)?;
    let Weights { ranker } = toml::from_str(&text).map_err(|error| {
        let LineError { line, message } = toml_error(&text, &error);
        Fault::new(format!("{}:{line}: {message}", path.display()))
    })?;
    if let Some(ranker) = &ranker {
        ranker.check().map_err(|error| Fault::new(format!("{}: {error}", path.display())))?;
    }
    Ok(ranker)
}

/// Returns the table of a flag, and its key followed by its old keys; `None` for a flag that is no setting.
pub(super) fn place(command: &Command, arg: &Arg) -> Option<(String, Vec<String>)> {
    if arg.is_positional() || NO_KEYS.contains(&arg.get_id().as_str()) {
        return None;
    }
    let table = arg.get_help_heading().unwrap_or(command.get_name()).to_lowercase();
    let name = arg.get_long().unwrap_or(arg.get_id().as_str());
    let names = std::iter::once(name).chain(arg.get_all_aliases().unwrap_or_default());
    Some((table, names.map(|name| name.replace('-', "_")).collect()))
}

/// Returns the keys of all commands.
fn keys(grammar: &Command) -> Keys {
    let mut keys = Keys::new();
    for subcommand in grammar.get_subcommands() {
        for (table, names) in subcommand.get_arguments().filter_map(|arg| place(subcommand, arg)) {
            let keys = keys.entry(table).or_default();
            keys.extend(names);
        }
    }
    for keys in keys.values_mut() {
        keys.sort_unstable();
        keys.dedup();
    }
    keys
}

fn parse(text: &str, keys: &Keys) -> Result<Vec<Setting>, LineError> {
    let file = DeTable::parse(text).map_err(|error| toml_error(text, &error))?;
    let mut settings = Vec::new();
    for (table, content) in file.get_ref() {
        let (line, table) = (line_of(text, table.span().start), table.get_ref().as_ref());
        if table == RANKER {
            continue;
        }
        let Some(known) = keys.get(table) else {
            let tables = keys.keys().map(String::as_str).chain([RANKER]);
            return Err(misplaced(line, table, keys)
                .unwrap_or_else(|| unknown(line, "table", table, tables)));
        };
        let DeValue::Table(content) = content.get_ref() else {
            let message = format!("`{table}` is a table: write it as [{table}]");
            return Err(LineError { line, message });
        };
        for (key, value) in content {
            let (line, key) = (line_of(text, key.span().start), key.get_ref().as_ref());
            if !known.iter().any(|known| known == key) {
                let known = known.iter().map(String::as_str);
                return Err(
                    misplaced(line, key, keys).unwrap_or_else(|| unknown(line, "key", key, known))
                );
            }
            let Some(value) = text_of(value.get_ref()) else {
                let message = format!("`{key}` takes one value, not a list or a table");
                return Err(LineError { line, message });
            };
            settings.push(Setting { table: table.to_owned(), key: key.to_owned(), value, line });
        }
    }
    Ok(settings)
}

/// Returns a single value as the text of a flag.
fn text_of(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(value) => value.to_string(),
        DeValue::Integer(value) => value.to_string(),
        DeValue::Float(value) => value.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(value) => value.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => return None,
    })
}

/// Returns the fault of a key that is known, but in another table.
fn misplaced(line: usize, key: &str, keys: &Keys) -> Option<LineError> {
    let is_there = |known: &Vec<String>| known.iter().any(|known| known == key);
    let tables: Vec<String> = keys
        .iter()
        .filter(|(_, known)| is_there(known))
        .map(|(table, _)| format!("[{table}]"))
        .collect();
    let message = || format!("`{key}` is not known here: it belongs in {}", tables.join(" or "));
    (!tables.is_empty()).then(|| LineError { line, message: message() })
}

fn unknown<'k>(
    line: usize,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'k str>,
) -> LineError {
    let nearest = known.min_by_key(|known| (strsim::levenshtein(name, known), *known));
    let hint = nearest.map_or(String::new(), |known| format!(": the nearest is `{known}`"));
    LineError { line, message: format!("unknown {what} `{name}`{hint}") }
}

fn toml_error(text: &str, error: &toml::de::Error) -> LineError {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    LineError { line, message: error.message().to_owned() }
}

/// Returns the line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::{keys, parse};

    fn grammar() -> Command {
        let focus = Arg::new("focus").long("focus").help_heading("Vectors");
        let min_df = Arg::new("min_df").long("min-df").alias("least-df").help_heading("Vectors");
        let themes = [Arg::new("n").short('n'), Arg::new("config").long("config"), focus, min_df];
        Command::new("alsolike").subcommand(Command::new("themes").args(themes))
    }

    #[test]
    fn keys_are_flags_by_heading_or_command() {
        let keys = keys(&grammar());
        assert_eq!(keys["vectors"], ["focus", "least_df", "min_df"]);
        assert_eq!(keys["themes"], ["n"]);
    }

    #[test]
    fn errors_have_their_line() {
        let check = |text: &str, line: usize, expected: &str| {
            let error = parse(text, &keys(&grammar())).unwrap_err();
            assert_eq!((error.line, error.message.as_str()), (line, expected), "{text}");
        };
        check("[vectors]\nfocu = 1\n", 2, "unknown key `focu`: the nearest is `focus`");
        check("focus = 1\n", 1, "`focus` is not known here: it belongs in [vectors]");
        check("[themes]\nfocus = 1\n", 2, "`focus` is not known here: it belongs in [vectors]");
        check("\n[vector]\n", 2, "unknown table `vector`: the nearest is `vectors`");
        check("vectors = 1", 1, "`vectors` is a table: write it as [vectors]");
        check("[vectors]\nmin_df = [2]", 2, "`min_df` takes one value, not a list or a table");
        assert_eq!(parse("[vectors]\n\nfocus = \n", &keys(&grammar())).unwrap_err().line, 3);
    }
}
