//! Describes problems of editors' rules.

use std::path::Path;

use super::suggest::{did_you_mean, similar_id, similar_name};
use alsolike::engine::Corpus;
use alsolike::recommend::{Origin, RuleFault, RuleProblem};

/// Describes a problem with its place: `rules.toml:7: …`, or the article whose own rule it is.
pub(crate) fn describe_problem(path: &Path, problem: &RuleProblem, corpus: &Corpus) -> String {
    let similar = match &problem.fault {
        RuleFault::UnknownId(id) => similar_id(id, corpus),
        RuleFault::UnknownSection(section) => {
            let sections = corpus.articles().iter().filter_map(|entry| entry.section.as_deref());
            similar_name(section, sections)
        }
        _ => None,
    };
    let similar = did_you_mean(similar);
    match &problem.origin {
        Origin::Line(line) => format!("{}:{line}: {}{similar}", path.display(), problem.fault),
        Origin::Article(_) => format!("{problem}{similar}"),
    }
}
