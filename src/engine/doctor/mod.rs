//! What a person should fix in an archive and its lists, the gravest first.

mod copies;
mod fields;
mod finding;
mod inbound;
mod lists;

pub use finding::{Case, Detail, Finding, Gravity, Problem, WhyShort};
pub use inbound::Inbound;

use super::{Eligible, Engine, EngineError, ListSettings};
use crate::article::Lang;
use crate::index::{Neighbours, Watch};
use crate::sparse::DocId;

/// From where on something is a problem.
///
/// The defaults were picked by eye on the lists of four archives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoctorParams {
    /// Two articles whose score reaches this are nearly the same, .9, above 0 and up to 1.
    pub near_copy: f32,
    /// A list whose best score is below this is weak, .05, from 0 to 1.
    pub weak_score: f32,
    /// An article with fewer different terms than this says too little, 10.
    pub few_terms: usize,
    /// An article that more lists name than this many times the mean is linked too often, 6, 1 or more.
    pub over_linked: f64,
}

impl Default for DoctorParams {
    fn default() -> Self {
        Self { near_copy: 0.9, weak_score: 0.05, few_terms: 10, over_linked: 6.0 }
    }
}

impl DoctorParams {
    /// Whether the settings make sense, so that a command can refuse before it reads.
    ///
    /// # Errors
    /// [`EngineError::Setting`] naming the first that is out of range.
    pub fn check(&self) -> Result<(), EngineError> {
        let refuse = |name, value: f64, range| Err(EngineError::Setting { name, value, range });
        if !(self.near_copy > 0.0 && self.near_copy <= 1.0) {
            return refuse("near_copy", self.near_copy.into(), "above 0 and up to 1");
        }
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
pub struct Examination {
    /// Number of articles.
    pub n_docs: usize,
    /// Length that a list should have.
    pub k: usize,
    /// Number of lists with k items.
    pub n_full: usize,
    /// Number of lists without an item.
    pub n_empty: usize,
    /// Best score of the list in the middle, when lists are sorted by it; `None` when all are empty.
    pub median_best_score: Option<f32>,
    /// How often articles are named by the lists of others.
    pub inbound: Inbound,
    /// Languages with their number of articles, the commonest first, then by code.
    pub langs: Vec<(Lang, usize)>,
    /// What to fix: by gravity, then by number of articles, then in the order of [`Problem`].
    pub findings: Vec<Finding>,
}

/// What the checks look at.
struct Patient<'e> {
    engine: &'e Engine,
    neighbours: &'e Neighbours,
    settings: ListSettings,
    params: DoctorParams,
}

impl Patient<'_> {
    fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        self.engine.index.rows().docs()
    }
}

impl Engine {
    /// Makes the list of every article and says what a person should fix.
    ///
    /// Every article concerned is named, none is left out for brevity. O(search of all lists); lists
    /// that are short under a limit are searched for up to three times more, to know why. Memory: 8 bytes an item of the lists.
    /// Deterministic on any number of threads. `watch` is told of rows done.
    ///
    /// # Errors
    /// [`EngineError::Setting`] for settings out of range, and as [`Engine::neighbours`].
    pub fn examine(
        &self,
        settings: ListSettings,
        eligible: &Eligible,
        params: &DoctorParams,
        watch: &Watch<'_>,
    ) -> Result<Examination, EngineError> {
        params.check()?;
        let neighbours = self.neighbours(settings, eligible, watch)?;
        let patient = Patient { engine: self, neighbours: &neighbours, settings, params: *params };
        let inbound = Inbound::new(&neighbours);
        let mut findings = Vec::new();
        findings.extend(copies::same_url(&patient));
        findings.extend(copies::near_copies(&patient));
        findings.extend(lists::other_language(&patient));
        findings.extend(lists::short(&patient, eligible, watch)?);
        findings.extend(lists::weak(&patient));
        findings.extend(inbound.orphans(&self.corpus));
        findings.extend(inbound.over_linked(params.over_linked));
        findings.extend(fields::missing(&patient));
        findings.extend(fields::few_terms(&patient));
        findings.extend(fields::lone_languages(&patient));
        findings.extend(fields::furniture(&patient));
        findings.sort_by_key(|finding| {
            (finding.gravity, std::cmp::Reverse(finding.n_articles), finding.problem)
        });
        let lengths = || neighbours.iter().map(<[_]>::len);
        Ok(Examination {
            n_docs: self.corpus.n_docs(),
            k: settings.k,
            n_full: lengths().filter(|&length| length >= settings.k).count(),
            n_empty: lengths().filter(|&length| length == 0).count(),
            median_best_score: lists::median_best_score(&neighbours),
            inbound,
            langs: fields::languages(&patient),
            findings,
        })
    }
}

#[cfg(test)]
mod tests;
