//! Settings in environment variables.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};

use crate::report::suggest::{did_you_mean, similar_name};

/// Every setting has this prefix in the environment.
const PREFIX: &str = "ALSOLIKE_";
/// The variables that name a number of threads for Rayon; the first one that is set counts.
const RAYON: [&str; 2] = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"];

/// Returns the number of threads that the environment names for Rayon, if it is one from 1 up.
pub(super) fn rayon_threads() -> Option<usize> {
    let values = RAYON.iter().filter_map(|name| std::env::var(name).ok());
    values.filter_map(|value| value.parse().ok()).find(|&n| n > 0)
}

/// Describes every variable that has the prefix and is no setting.
pub(super) fn unknown_variables(grammar: &Command) -> Vec<String> {
    let arguments = || grammar.get_subcommands().flat_map(Command::get_arguments);
    let mut known: Vec<String> =
        arguments().filter_map(variable).chain(arguments().flat_map(old_variables)).collect();
    known.sort_unstable();
    known.dedup();
    let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    let mut unknown: Vec<String> =
        names.filter(|name| name.starts_with(PREFIX) && !known.contains(name)).collect();
    unknown.sort_unstable();
    let describe = |name: String| {
        let similar = did_you_mean(similar_name(&name, known.iter().map(String::as_str)));
        format!("`{name}` in the environment is no setting{similar}")
    };
    unknown.into_iter().map(describe).collect()
}

/// Makes the values of variables with an old name the defaults of their flags.
pub(super) fn with_old_variables(grammar: Command) -> Command {
    grammar.mut_subcommands(|subcommand| {
        let values: Vec<_> = subcommand
            .get_arguments()
            .filter_map(|arg| {
                let value = old_variables(arg).find_map(std::env::var_os)?;
                Some((arg.get_id().clone(), value))
            })
            .collect();
        values.into_iter().fold(subcommand, |subcommand, (id, value)| {
            subcommand.mut_arg(id, |arg| arg.default_value(value))
        })
    })
}

/// Returns the variable that holds the refused value of an error, with the value.
pub(super) fn refused_variable(grammar: &Command, error: &clap::Error) -> Option<(String, String)> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.as_str()),
        _ => None,
    };
    let (flag, value) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
    let flag = flag.split(' ').next()?.trim_start_matches("--");
    let mut arguments = grammar.get_subcommands().flat_map(Command::get_arguments);
    let arg = arguments.find(|arg| arg.get_long() == Some(flag))?;
    let holds_value = |name: &String| {
        std::env::var_os(name).is_some_and(|given| given.to_string_lossy() == value)
    };
    let name = variable(arg).into_iter().chain(old_variables(arg)).find(holds_value)?;
    Some((name, value.to_owned()))
}

/// Returns the variable of a flag.
fn variable(arg: &Arg) -> Option<String> {
    Some(arg.get_env()?.to_string_lossy().into_owned())
}

/// Returns the variables that a flag had under its old names.
fn old_variables(arg: &Arg) -> impl Iterator<Item = String> + '_ {
    let aliases = arg.get_env().and(arg.get_all_aliases()).unwrap_or_default();
    aliases.into_iter().map(|alias| PREFIX.to_owned() + &alias.to_uppercase().replace('-', "_"))
}
