//! The audit of an archive and its lists: what an editor should fix, most severe first.

mod copies;
mod fields;
mod finding;
mod inbound;
mod lists;
mod rules;

pub use finding::{Case, Check, Detail, Finding, Severity};
pub use inbound::Inbound;

use crate::article::Lang;
use crate::engine::{Engine, EngineError, Recommender};
use crate::index::Progress;
use crate::recommend::{DuplicateGroups, Recommendation, Selector};
use crate::sparse::DocId;

/// Thresholds of the audit.
///
/// The defaults were picked by eye on the lists of four archives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditParams {
    /// A list whose best score is below this is weak; 0 to 1, by default .05.
    pub weak_score: f32,
    /// An article with fewer different terms than this has too few; by default 10.
    pub few_terms: usize,
    /// An article that appears in more lists than this multiple of the mean is over-linked; from 1, by default 6.
    pub over_linked: f64,
}

impl Default for AuditParams {
    fn default() -> Self {
        Self { weak_score: 0.05, few_terms: 10, over_linked: 6.0 }
    }
}

impl AuditParams {
    /// Checks that every threshold is in its range. A command can call this before it reads an archive.
    ///
    /// # Errors
    /// [`EngineError::Setting`] with the first threshold that is out of range.
    pub fn check(&self) -> Result<(), EngineError> {
        let out_of_range =
            |name, value: f64, range| Err(EngineError::Setting { name, value, range });
        if !(0.0..=1.0).contains(&self.weak_score) {
            return out_of_range("weak_score", self.weak_score.into(), "from 0 to 1");
        }
        if !(self.over_linked >= 1.0 && self.over_linked.is_finite()) {
            return out_of_range("over_linked", self.over_linked, "1 or more");
        }
        Ok(())
    }
}

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

/// The data that all checks share.
struct AuditContext<'e> {
    recommender: &'e Recommender,
    lists: &'e [Vec<Recommendation>],
    copies: DuplicateGroups,
    params: AuditParams,
}

impl AuditContext<'_> {
    fn engine(&self) -> &Engine {
        self.recommender.engine()
    }

    fn selector(&self) -> &Selector {
        self.recommender.selector()
    }

    fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        self.engine().index().rows().docs()
    }

    fn list(&self, doc: DocId) -> &[Recommendation] {
        &self.lists[doc.index()]
    }
}

impl AuditReport {
    /// Builds the list of every article and runs all checks. A finding names every article it concerns.
    ///
    /// # Errors
    /// [`EngineError::Setting`] for a threshold out of range, and the errors of [`Recommender::recommend`].
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
