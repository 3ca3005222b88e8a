//! Settings from a file: a setting is its flag's, else its environment variable's, else the file's, else
//! the default.
//!
//! Every flag that takes a value, or is on or off, is a key: `[vectors] min_df = 3` is `--min-df 3`. Its
//! table is the heading of the flag in `--help`, or the command where there is none. So flags and files
//! cannot drift apart, and whatever a flag refuses a file cannot say either.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue};
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};
use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::Cli;
use crate::io::error::{Fault, message};
use crate::report::suggest::near_name;
use crate::io::guard as written;
use alsolike::rank::Ranker;

/// The table of weights, which no flag has.
const RANKER: &str = "ranker";
/// Flags that say nothing about how articles are compared.
const NO_KEYS: [&str; 4] = ["config", "help", "version", "verbose"];

/// Why there is no command to run.
pub(crate) enum NoCommand {
    /// Wrong usage, or help that was asked for.
    Usage(clap::Error),
    /// The file is at fault.
    File(anyhow::Error),
}

/// A value of the file.
struct Setting {
    table: String,
    key: String,
    value: String,
    line: usize,
}

/// The command that the process was started with, with the settings of the file it names.
pub(crate) fn command() -> Result<Cli, NoCommand> {
    let args: Vec<OsString> = std::env::args_os().collect();
    let matches = Cli::command().try_get_matches_from(&args).map_err(NoCommand::Usage)?;
    let given = matches.subcommand();
    let quiet = given.and_then(|(_, matches)| matches.try_get_one::<bool>("quiet").ok().flatten());
    if quiet != Some(&true) {
        unknown_variables().for_each(|told| message("warning", &told));
    }
    let path = given
        .and_then(|(_, matches)| matches.try_get_one::<PathBuf>("config").ok().flatten().cloned());
    match path {
        Some(path) => with_file(&path, &args).map_err(NoCommand::File),
        None => {
            let cli = Cli::from_arg_matches(&matches).map_err(NoCommand::Usage)?;
            check_files(&matches).map_err(NoCommand::File)?;
            Ok(cli)
        }
    }
}

/// The variables of the environment that are settings.
fn variables() -> Vec<String> {
    let command = Cli::command();
    let of_command = |command: &Command| {
        let variables = command.get_arguments().filter_map(clap::Arg::get_env);
        variables.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let mut variables: Vec<String> = command.get_subcommands().flat_map(of_command).collect();
    variables.sort_unstable();
    variables.dedup();
    variables
}

/// What is said of variables that look like settings and are none.
fn unknown_variables() -> impl Iterator<Item = String> {
    let known = variables();
    let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    let is_unknown = |name: &String| name.starts_with("ALSOLIKE_") && !known.contains(name);
    let mut unknown: Vec<String> = names.filter(is_unknown).collect();
    unknown.sort_unstable();
    unknown.into_iter().map(move |name| {
        let meant = near_name(&name, known.iter().map(String::as_str));
        format!("`{name}` in the environment is no setting{meant}")
    })
}

/// Where a value that was refused comes from the environment, what is said of it.
pub(crate) fn from_environment(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.as_str()),
        _ => None,
    };
    let (flag, value) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
    let flag = flag.split(' ').next()?.trim_start_matches("--");
    let command = Cli::command();
    let mut arguments = command.get_subcommands().flat_map(Command::get_arguments);
    let name = arguments.find(|arg| arg.get_long() == Some(flag))?.get_env()?;
    let is_it = std::env::var_os(name).is_some_and(|given| given.to_string_lossy() == value);
    is_it.then(|| format!("'{value}' is what {} in the environment says", name.to_string_lossy()))
}

/// The same command with the settings of another file.
pub(crate) fn command_with(path: &Path) -> anyhow::Result<Cli> {
    with_file(path, &std::env::args_os().collect::<Vec<_>>())
}

/// The weights in a file, if it has any.
pub(crate) fn ranker(path: &Path) -> Result<Option<Ranker>, Fault> {
    #[derive(Deserialize)]
    struct Weights {
        ranker: Option<Ranker>,
    }
    let text = read(path)?;
    let at = |error: &toml::de::Error| {
        let line = error.span().map_or(1, |span| line_of(&text, span.start));
        Fault(format!("{}:{line}: {}", path.display(), error.message()))
    };
    let found: Weights = toml::from_str(&text).map_err(|error| at(&error))?;
    if let Some(ranker) = &found.ranker {
        ranker.check().map_err(|error| Fault(format!("{}: {error}", path.display())))?;
    }
    Ok(found.ranker)
}

fn read(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path)
        .map_err(|error| Fault(format!("cannot read `{}`: {error}", path.display())))
}

fn with_file(path: &Path, args: &[OsString]) -> anyhow::Result<Cli> {
    let settings = settings(&read(path)?)
        .map_err(|(line, what)| Fault(format!("{}:{line}: {what}", path.display())))?;
    ranker(path)?;
    let parse = |settings: &[Setting]| {
        let matches = with_defaults(Cli::command(), settings).try_get_matches_from(args)?;
        Ok((Cli::from_arg_matches(&matches)?, matches))
    };
    let parsed = parse(&settings).map_err(|error: clap::Error| {
        // Without the file the command was right, so one of its values is not.
        let wrong = settings.iter().find(|setting| parse(std::slice::from_ref(*setting)).is_err());
        let (line, key) = wrong.map_or((1, ""), |setting| (setting.line, setting.key.as_str()));
        let told = error.to_string();
        let mut lines = told.lines();
        let first = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let valid = lines.next().map(str::trim).filter(|line| line.starts_with("[possible values"));
        let valid = valid.map_or(String::new(), |valid| format!(" {valid}"));
        Fault(format!("{}:{line}: `{key}`: {first}{valid}", path.display()))
    })?;
    check_files(&parsed.1)?;
    Ok(parsed.0)
}

fn check_files(matches: &ArgMatches) -> anyhow::Result<()> {
    Ok(matches.subcommand().map_or(Ok(()), |(name, matches)| written::check(name, matches))?)
}

/// Table and key of a flag.
fn place(command: &Command, arg: &clap::Arg) -> Option<(String, String)> {
    if arg.is_positional() || NO_KEYS.contains(&arg.get_id().as_str()) {
        return None;
    }
    let table = arg.get_help_heading().unwrap_or(command.get_name()).to_lowercase();
    let key = arg.get_long().unwrap_or(arg.get_id().as_str()).replace('-', "_");
    Some((table, key))
}

/// Makes the values of the file the defaults of their flags.
fn with_defaults(command: Command, settings: &[Setting]) -> Command {
    command.mut_subcommands(|subcommand| {
        let places: Vec<_> = subcommand
            .get_arguments()
            .filter_map(|arg| Some((arg.get_id().clone(), place(&subcommand, arg)?)))
            .collect();
        places.into_iter().fold(subcommand, |subcommand, (id, (table, key))| {
            let given = settings.iter().find(|s| s.table == table && s.key == key);
            match given {
                // The parser wants values that live as long as the process; they are few and small.
                Some(setting) => {
                    let value: &'static str = setting.value.clone().leak();
                    subcommand.mut_arg(id, |arg| arg.default_value(value))
                }
                None => subcommand,
            }
        })
    })
}

/// The keys of all commands, by table.
fn known() -> BTreeMap<String, Vec<String>> {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for subcommand in Cli::command().get_subcommands() {
        for (table, key) in subcommand.get_arguments().filter_map(|arg| place(subcommand, arg)) {
            let keys = known.entry(table).or_default();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    known
}

/// The values of a file, or the line and what is wrong with it.
fn settings(text: &str) -> Result<Vec<Setting>, (usize, String)> {
    let file = DeTable::parse(text).map_err(|error| {
        (error.span().map_or(1, |span| line_of(text, span.start)), error.message().to_owned())
    })?;
    let known = known();
    let mut settings = Vec::new();
    for (table, content) in file.get_ref() {
        let (line, table) = (line_of(text, table.span().start), table.get_ref().as_ref());
        if table == RANKER {
            continue;
        }
        let Some(keys) = known.get(table) else {
            let tables = known.keys().map(String::as_str).chain([RANKER]);
            return Err((line, unknown("table", table, tables)));
        };
        let DeValue::Table(content) = content.get_ref() else {
            return Err((line, format!("`{table}` is a table: write it as [{table}]")));
        };
        for (key, value) in content {
            let (line, key) = (line_of(text, key.span().start), key.get_ref().as_ref());
            if !keys.iter().any(|known| known == key) {
                return Err((line, unknown("key", key, keys.iter().map(String::as_str))));
            }
            let value = match value.get_ref() {
                DeValue::String(value) => value.to_string(),
                DeValue::Integer(value) => value.to_string(),
                DeValue::Float(value) => value.to_string(),
                DeValue::Boolean(value) => value.to_string(),
                DeValue::Datetime(value) => value.to_string(),
                DeValue::Array(_) | DeValue::Table(_) => {
                    return Err((line, format!("`{key}` is one value, no list and no table")));
                }
            };
            settings.push(Setting { table: table.to_owned(), key: key.to_owned(), value, line });
        }
    }
    Ok(settings)
}

fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str>) -> String {
    let nearest = known.min_by_key(|known| (distance(name, known), *known));
    let hint = nearest.map(|known| format!(": the nearest is `{known}`")).unwrap_or_default();
    format!("unknown {what} `{name}`{hint}")
}

/// Letters to insert, remove or replace to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = before + usize::from(letter != *other);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, distance, known, settings, with_defaults};

    #[test]
    fn keys_are_flags_by_heading_or_command() {
        let known = known();
        assert!(known["vectors"].contains(&"min_df".to_owned()));
        assert!(known["themes"].contains(&"n".to_owned()));
        assert!(known.values().flatten().all(|key| key != "config"));
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        let check = |text: &str, line: usize, expected: &str| {
            let (found, told) = settings(text).err().unwrap();
            assert_eq!((found, told.as_str()), (line, expected), "{text}");
        };
        check("[vectors]\nfocu = 1\n", 2, "unknown key `focu`: the nearest is `focus`");
        check("\n[vector]\n", 2, "unknown table `vector`: the nearest is `vectors`");
        check("vectors = 1", 1, "`vectors` is a table: write it as [vectors]");
        check("[vectors]\nmin_df = [2]", 2, "`min_df` is one value, no list and no table");
        assert_eq!(settings("[vectors]\n\nfocus = \n").err().unwrap().0, 3);
    }

    #[test]
    fn a_flag_goes_before_the_file() {
        let settings =
            settings("[vectors]\nmin_df = 3\nfocus = \"story\"\nno_stemming = true").ok().unwrap();
        let value = |args: &[&str]| {
            let matches = with_defaults(Cli::command(), &settings)
                .try_get_matches_from(["alsolike", "related", "x"].iter().chain(args))
                .unwrap();
            let (_, matches) = matches.subcommand().unwrap();
            (*matches.get_one::<u32>("min_df").unwrap(), matches.get_flag("no_stemming"))
        };
        assert_eq!(value(&[]), (3, true));
        assert_eq!(value(&["--min-df", "5"]), (5, true));
    }

    #[test]
    fn distances_are_counted_in_letters() {
        for (a, b, expected) in
            [("", "", 0), ("focus", "focu", 1), ("kitten", "sitting", 3), ("", "ab", 2)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }
}
