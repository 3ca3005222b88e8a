//! Checks of editors' decisions: rules with problems, and articles kept out of all lists.

use super::context::AuditContext;
use super::finding::{Case, Check, Detail, Finding, Severity};

/// Finds rules that name unknown ids, contradict each other or have expired.
pub(super) fn problems(context: &AuditContext<'_>) -> Option<Finding> {
    let problems = context.recommender.problems().into_iter();
    let case = |problem| Case { docs: Vec::new(), detail: Detail::Rule(problem) };
    Finding::new(Severity::Wrong, Check::Rule, problems.map(case).collect())
}

/// Finds articles that may appear in no list, with the reason.
pub(super) fn unlisted(context: &AuditContext<'_>) -> Option<Finding> {
    let why = |doc| Some((context.selector().unlisted(doc)?, doc));
    let mut unlisted: Vec<_> = context.docs().filter_map(why).collect();
    unlisted.sort_unstable();
    let cases =
        unlisted.into_iter().map(|(exclusion, doc)| Case::of(doc, Detail::Exclusion(exclusion)));
    Finding::new(Severity::Note, Check::Unlisted, cases.collect())
}
