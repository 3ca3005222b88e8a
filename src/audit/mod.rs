//! What a person should fix in an archive and its lists, the gravest first.

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

/// From where on something is a problem.
///
/// The defaults were picked by eye on the lists of four archives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditParams {
    /// A list whose best score is below this is weak, .05, from 0 to 1.
    pub weak_score: f32,
    /// An article with fewer different terms than this says too little, 10.
    pub few_terms: usize,
    /// An article that more lists name than this many times the mean is linked too often, 6, 1 or more.
    pub over_linked: f64,
}

impl Default for AuditParams {
    fn default() -> Self {
        Self { weak_score: 0.05, few_terms: 10, over_linked: 6.0 }
    }
}

impl AuditParams {
    /// Whether the settings make sense, so that a command can refuse before it reads.
    ///
    /// # Errors
    /// [`EngineError::Setting`] naming the first that is out of range.
    pub fn check(&self) -> Result<(), EngineError> {
        let refuse = |name, value: f64, range| Err(EngineError::Setting { name, value, range });
        if !(0.0..=1.0).contains(&self.weak_score) {
            return refuse("weak_score", self.weak_score.into(), "from 0 to 1");
        }
        if !(self.over_linked >= 1.0 && self.over_linked.is_finite()) {
            return refuse("over_linked", self.over_linked, "1 or more");
        }
        Ok(())
    }
}

/// What was found in an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditReport {
    /// Number of articles.
    pub n_docs: usize,
    /// Length that a list should have.
    pub k: usize,
    /// Number of lists with k items.
    pub n_full: usize,
    /// Number of lists without an item.
    pub n_empty: usize,
    /// Best cosine of the list in the middle, when lists are sorted by it; `None` when nothing stands in any list
    /// for its likeness.
    pub median_best_score: Option<f32>,
    /// How often articles are named by the lists of others.
    pub inbound: Inbound,
    /// Languages with their number of articles, the commonest first, then by code.
    pub langs: Vec<(Lang, usize)>,
    /// What to fix: by gravity, then by number of articles, then in the order of [`Check`].
    pub findings: Vec<Finding>,
}

/// What the checks look at.
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
    /// Makes the list of every article and says what a person should fix.
    ///
    /// Every article concerned is named, none is left out for brevity. O(search of all lists), and a search for
    /// each list that is short, to know why. Memory: 12 bytes an item of the lists. Deterministic on any number
    /// of threads. `progress` counts rows.
    ///
    /// # Errors
    /// [`EngineError::Setting`] for thresholds out of range, and as [`Recommender::picks`].
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
