//! The audit of an archive and its lists: what an editor should fix, most severe first.

mod context;
mod copies;
mod fields;
mod finding;
mod inbound;
mod lists;
mod rules;

pub use context::AuditParams;
pub use finding::{Case, Check, Detail, Finding, Severity};
pub use inbound::Inbound;

use self::context::AuditContext;
use crate::article::Lang;
use crate::engine::{EngineError, Recommender};
use crate::index::Progress;
use crate::sparse::DocId;

/// The findings of an audit, with summary figures.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuditReport {
    /// Number of articles.
    pub n_docs: usize,
    /// Number of items requested for each list.
    pub k: usize,
    /// Number of lists with k items or more.
    pub n_full: usize,
    /// Number of empty lists.
    pub n_empty: usize,
    /// Median over all lists of the best cosine similarity, the lower of two in the middle; `None` when no list has
    /// a similar item.
    pub median_best_score: Option<f32>,
    /// Number of lists in which each article appears.
    pub inbound: Inbound,
    /// Languages with their number of articles, most frequent first, then by code.
    pub langs: Vec<(Lang, usize)>,
    /// The findings: by severity, then by number of articles, then in the order of [`Check`].
    pub findings: Vec<Finding>,
}

impl AuditReport {
    /// Builds the list of every article and runs all checks. A finding names every article it concerns.
    ///
    /// # Errors
    /// [`EngineError::InvalidSetting`] for a threshold out of range, and the errors of [`Recommender::recommend`].
    ///
    /// # Performance
    /// The cost of all lists, and one search for each short list to find its cause. Memory: 12 bytes per item of
    /// the lists. The result does not depend on the number of threads. `progress` counts rows.
    pub fn new(
        recommender: &Recommender,
        params: &AuditParams,
        progress: Progress<'_>,
    ) -> Result<Self, EngineError> {
        params.check()?;
        let engine = recommender.engine();
        let docs: Vec<DocId> = engine.index().rows().docs().collect();
        let lists = recommender.recommend(&docs, progress)?;
        let context = AuditContext {
            recommender,
            lists: &lists,
            copies: copies::groups(recommender),
            params: *params,
        };
        let inbound = Inbound::new(&context);
        let mut findings = Vec::new();
        findings.extend(rules::problems(&context));
        findings.extend(rules::unlisted(&context));
        findings.extend(copies::same_url(&context));
        findings.extend(copies::near_copies(&context));
        findings.extend(lists::other_language(&context));
        findings.extend(lists::short(&context));
        findings.extend(lists::weak(&context));
        findings.extend(inbound.orphans(&context));
        findings.extend(inbound.over_linked(params.over_linked));
        findings.extend(fields::missing(&context));
        findings.extend(fields::in_the_future(&context));
        findings.extend(fields::few_terms(&context));
        findings.extend(fields::lone_languages(&context));
        findings.extend(fields::boilerplate(&context));
        findings.sort_by_key(|finding| {
            (finding.severity, std::cmp::Reverse(finding.n_articles), finding.problem)
        });
        let k = recommender.selector().policy().k;
        Ok(Self {
            n_docs: engine.corpus().n_docs(),
            k,
            n_full: lists.iter().filter(|list| list.len() >= k).count(),
            n_empty: lists.iter().filter(|list| list.is_empty()).count(),
            median_best_score: lists::median_best_score(&context),
            inbound,
            langs: fields::languages(&context),
            findings,
        })
    }
}

#[cfg(test)]
mod tests;
