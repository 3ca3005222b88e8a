//! Reads editors' rules, and builds the options of the recommender.

use std::path::Path;

use anyhow::Context;

use super::Session;
use crate::args::lists::PolicyArgs;
use crate::io::error::{Fault, Result};
use crate::io::files::read_text;
use crate::report::rules::describe_problem;
use alsolike::engine::{RecommendOptions, Recommender};
use alsolike::rank::Ranker;
use alsolike::recommend::Rule;
use alsolike_formats::config::{RuleFileError, parse_rules};

/// Returns the options of the recommender: the policy of the flags, the rules of `--rules`, and the moment.
///
/// # Errors
/// A [`Fault`] or an engine error when a flag or the file of rules has an error.
pub(crate) fn recommend_options(
    session: &Session,
    args: &PolicyArgs,
    k: u32,
    ranker: Option<Ranker>,
) -> Result<RecommendOptions> {
    let policy = args.policy(k)?;
    let rules = match &args.rules {
        Some(path) => read_rules(path).context("rules are not applied")?,
        None => Vec::new(),
    };
    let mut options = RecommendOptions::new(session.now).with_policy(policy).with_rules(rules);
    options.ranker = ranker;
    Ok(options)
}

/// Reads a file of rules.
///
/// # Errors
/// A [`Fault`] that lists every error of the file, one a line.
pub(crate) fn read_rules(path: &Path) -> Result<Vec<Rule>> {
    parse_rules(&read_text(path)?).map_err(|errors| {
        let line =
            |error: &RuleFileError| format!("{}:{}: {}", path.display(), error.line, error.what);
        Fault::new(errors.iter().map(line).collect::<Vec<_>>().join("\n       ")).into()
    })
}

/// Warns of rules that do nothing or contradict each other.
pub(crate) fn warn_of_rules(session: &Session, policy: &PolicyArgs, recommender: &Recommender) {
    let file = policy.rules.as_deref().unwrap_or(Path::new("rules"));
    let corpus = recommender.engine().corpus();
    for problem in recommender.problems() {
        session.notes().warn(&describe_problem(file, &problem, corpus));
    }
}
