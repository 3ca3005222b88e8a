//! What editors decided: rules that do not hold, and articles kept out of all lists.

use super::{Case, Detail, Finding, Gravity, Patient, Problem};

/// Rules that name nothing, contradict each other or have expired.
pub(super) fn problems(patient: &Patient<'_>) -> Option<Finding> {
    let problems = patient.recommender.problems().iter();
    let case = |problem: &_| Case { docs: Vec::new(), detail: Detail::Rule(Clone::clone(problem)) };
    Finding::new(Gravity::Wrong, Problem::Rule, problems.map(case).collect())
}

/// Articles that may stand in no list, with the reason.
pub(super) fn unlisted(patient: &Patient<'_>) -> Option<Finding> {
    let why = |doc| Some((patient.selector().unlisted(doc)?, doc));
    let mut unlisted: Vec<_> = patient.docs().filter_map(why).collect();
    unlisted.sort_unstable();
    let cases =
        unlisted.into_iter().map(|(exclusion, doc)| Case::of(doc, Detail::Exclusion(exclusion)));
    Finding::new(Gravity::Note, Problem::Unlisted, cases.collect())
}
