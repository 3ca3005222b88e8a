//! Parses the command line. A setting comes from its flag, else from its environment variable, else from the
//! settings file, else from the default.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::environment::{refused_variable, unknown_variables, with_old_variables};
use super::settings_file::{Setting, place, read_rank_weights, read_settings};
use crate::io::error::{Fault, NoCommand, Result, message};

/// Longest name of a value in the short help, so that the text of its flag fits on the same line.
const MAX_VALUE_NAME: usize = 24;

/// The words that the process was started with, and the grammar of the flags.
pub(crate) struct CommandLine {
    grammar: Command,
    words: Vec<OsString>,
}

impl CommandLine {
    /// Takes the grammar of all commands and the words of the process.
    pub(crate) fn new(grammar: Command, words: impl IntoIterator<Item = OsString>) -> Self {
        let words: Vec<OsString> = words.into_iter().collect();
        let is_short_help = words.iter().any(|word| word == "-h");
        let grammar = if is_short_help { with_short_lines(grammar) } else { grammar };
        Self { grammar, words }
    }

    /// Returns the grammar of all commands.
    pub(crate) fn grammar(&self) -> &Command {
        &self.grammar
    }

    /// Parses the words, with the settings of the file that they name.
    ///
    /// # Errors
    /// [`NoCommand`] for help and wrong usage, a [`Fault`] when the settings file cannot be used.
    pub(crate) fn parse(&self) -> Result<ArgMatches> {
        let matches = self.parse_with(&[]).map_err(|answer| self.no_command(answer))?;
        let Some((_, given)) = matches.subcommand() else { return Ok(matches) };
        let is_quiet = given.try_get_one::<bool>("quiet").ok().flatten();
        if is_quiet != Some(&true) {
            let unknown = unknown_variables(&self.grammar);
            unknown.iter().for_each(|variable| message("warning", variable));
        }
        match given.try_get_one::<PathBuf>("config").ok().flatten() {
            Some(path) => self.parse_with_file(path),
            None => Ok(matches),
        }
    }

    /// Parses the words again, with the settings of another file.
    ///
    /// # Errors
    /// A [`Fault`] when the settings file cannot be used.
    pub(crate) fn parse_with_file(&self, path: &Path) -> Result<ArgMatches> {
        let settings = read_settings(path, &self.grammar)?;
        read_rank_weights(path)?;
        let matches = self.parse_with(&settings);
        Ok(matches.map_err(|error| self.fault_of_file(path, &settings, &error))?)
    }

    fn parse_with(&self, settings: &[Setting]) -> Result<ArgMatches, clap::Error> {
        let grammar = with_defaults(self.grammar.clone(), settings);
        with_old_variables(grammar).try_get_matches_from(&self.words)
    }

    /// Returns the fault of a refused setting, with its line. The words alone were valid, so the error is in the file.
    fn fault_of_file(&self, path: &Path, settings: &[Setting], error: &clap::Error) -> Fault {
        let is_refused = |setting: &&Setting| self.parse_with(&[(*setting).clone()]).is_err();
        let refused = settings.iter().find(is_refused);
        let (line, key) = refused.map_or((1, ""), |setting| (setting.line, setting.key.as_str()));
        let text = error.to_string();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let valid = lines.next().map(str::trim).filter(|line| line.starts_with("[possible values"));
        let valid = valid.map_or(String::new(), |valid| format!(" {valid}"));
        Fault::new(format!("{}:{line}: `{key}`: {first}{valid}", path.display()))
    }

    fn no_command(&self, answer: clap::Error) -> NoCommand {
        let hint = match refused_variable(&self.grammar, &answer) {
            Some((name, value)) => {
                format!("`{name}` in the environment is `{value}`: correct or unset it")
            }
            None => {
                let is_command = |word: &&OsString| self.grammar.find_subcommand(word).is_some();
                let command = self.words.iter().skip(1).find(is_command);
                let command = command.map_or(String::new(), |name| format!(" {}", name.display()));
                format!("run `alsolike{command} --help`")
            }
        };
        NoCommand { answer, hint }
    }
}

/// Shortens the help to one line a flag: no variables, and the possible values in place of the value's name.
fn with_short_lines(command: Command) -> Command {
    let shorten = |arg: Arg| {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let arg = arg.hide_env(true);
        if values.is_empty() || !arg.get_action().takes_values() {
            return arg;
        }
        let (arg, name) = (arg.hide_possible_values(true), values.join("|"));
        // If the values are too long for this place, the help text of the flag lists them.
        if name.len() <= MAX_VALUE_NAME { arg.value_name(name) } else { arg }
    };
    command.mut_args(shorten).mut_subcommands(with_short_lines)
}

/// Makes the values of the settings the defaults of their flags.
fn with_defaults(grammar: Command, settings: &[Setting]) -> Command {
    grammar.mut_subcommands(|subcommand| {
        let places: Vec<_> = subcommand
            .get_arguments()
            .filter_map(|arg| Some((arg.get_id().clone(), place(&subcommand, arg)?)))
            .collect();
        places.into_iter().fold(subcommand, |subcommand, (id, (table, keys))| {
            match settings.iter().find(|s| s.table == table && keys.contains(&s.key)) {
                Some(setting) => {
                    let value = setting.value.clone();
                    subcommand.mut_arg(id, |arg| arg.default_value(value))
                }
                None => subcommand,
            }
        })
    })
}
